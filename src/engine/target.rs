//! The endpoint of a run, as one call needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use contract::Contract;
use endpoint::Endpoint;
use parking_lot::Mutex;
use record::{Attempt, Entry, ScenarioKey, Subject, now_ms};
use tokio::sync::{mpsc, oneshot};

use crate::ceiling::Ceiling;
use crate::existing::ExistingResources;
use crate::fresh::FreshResources;
use crate::lag::lag;
use crate::names::RunName;
use crate::sightings::Sightings;
use crate::stop::Stop;
use crate::wait_memory::WaitMemory;

/// What the run's consumers get.
#[derive(Debug)]
pub(crate) enum Emitted {
    Entry(Box<Entry>),
    /// The sender fires once all entries before it are consumed.
    Barrier(oneshot::Sender<()>),
}

/// What one call needs: where it is sent, by which model, in whose name, and who consumes its entries.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) endpoint: Endpoint,
    /// AWS's model in the API version of the endpoint's requests.
    pub(crate) contract: &'static Contract,
    pub(crate) run: RunName,
    pub(crate) stop: Stop,
    /// The waits of the run on this endpoint.
    pub(crate) waits: WaitMemory,
    /// The run's consumers; `None`: entries are discarded.
    entries: Option<mpsc::Sender<Emitted>>,
    /// What the responses of the run showed.
    pub(crate) sightings: Sightings,
    /// The number of resources before the run created anything, of each kind that was listed.
    pub(crate) listed_before: Mutex<BTreeMap<String, usize>>,
    /// What was listed before the run created anything of its kind.
    pub(crate) existing: ExistingResources,
    /// The kinds that the endpoint does not seem to know: what lists them failed before the run as missing actions do.
    pub(crate) unknown_kinds: Mutex<BTreeSet<String>>,
    /// What the run just created.
    pub(crate) fresh: FreshResources,
    /// The most resources that have a price at once.
    pub(crate) ceiling: Arc<Ceiling>,
}

impl Target {
    /// An endpoint in this run. Its entries go to `entries`, or are discarded if there are no consumers.
    pub(crate) fn new(endpoint: Endpoint, run: RunName, entries: Option<mpsc::Sender<Emitted>>, stop: Stop) -> Self {
        let profile = endpoint.profile();
        let contract = Contract::for_version(&profile.api_version);
        let waits = WaitMemory::new(profile.remember_failures);
        let ceiling = Arc::new(Ceiling::new(profile, run.shard()));
        Target {
            contract,
            endpoint,
            run,
            stop,
            waits,
            entries,
            sightings: Sightings::default(),
            listed_before: Mutex::default(),
            existing: ExistingResources::default(),
            unknown_kinds: Mutex::default(),
            fresh: FreshResources::default(),
            ceiling,
        }
    }

    /// Hands an entry to the run's consumers.
    pub(crate) async fn emit(&self, entry: Entry) {
        tracing::trace!(endpoint = self.endpoint.name(), entry = <&str>::from(&entry), "emitted");
        if let Some(entries) = &self.entries {
            // The consumers outlive every scenario; when they do not, the run is over.
            let _ = entries.send(Emitted::Entry(Box::new(entry))).await;
        }
    }

    /// Returns once the entries so far are consumed.
    pub(crate) async fn consumed(&self) {
        let Some(entries) = &self.entries else { return };
        let (done, is_done) = oneshot::channel();
        if entries.send(Emitted::Barrier(done)).await.is_ok() {
            // Without consumers the run is over.
            let _ = is_done.await;
        }
    }

    /// The key of an attempt of a scenario on this endpoint; fixtures of the run and checks have one attempt.
    pub(crate) fn key(&self, subject: &Subject, attempt: Attempt) -> ScenarioKey {
        ScenarioKey { endpoint: self.endpoint.name().to_owned(), scenario: subject.clone(), attempt }
    }

    /// The `Version` parameter of requests.
    pub(crate) fn api_version(&self) -> &str {
        self.contract.api_version()
    }

    /// How long what was created may not be described, and what was deleted may still be.
    pub(crate) fn lag(&self) -> Duration {
        self.scaled(lag(self.endpoint.is_aws()))
    }

    /// How long a resource may still not be described that a call created which was sent at this time, in milliseconds of Unix time.
    pub(crate) fn lag_since(&self, called_ms: u64) -> Duration {
        // A clock that was put back makes nothing young for longer.
        let age = now_ms().saturating_sub(called_ms);
        self.lag().saturating_sub(Duration::from_millis(age))
    }

    /// A timeout multiplied by the profile's `wait_factor`.
    pub(crate) fn scaled(&self, timeout: Duration) -> Duration {
        timeout.mul_f64(self.endpoint.profile().wait_factor)
    }
}
