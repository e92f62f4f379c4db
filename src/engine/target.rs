//! One endpoint in a run: what all its scenarios share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use serde_json::json;
use tokio::sync::{Mutex, OnceCell, mpsc};
use tokio_util::sync::CancellationToken;

use super::fixture::RunFixture;
use super::journal::Journal;
use super::keep::Part;
use super::names::{RunName, Uniques};
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::record::{Entry, ScenarioKey};
use crate::scenario::{Scope, Suite};

/// What the scenarios of one endpoint share.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) endpoint: Endpoint,
    /// AWS's model in the API version that the endpoint is asked in.
    pub(super) contract: &'static Contract,
    pub(super) run: RunName,
    pub(super) suite: Arc<Suite>,
    pub(super) uniques: Uniques,
    pub(super) journal: Arc<Journal>,
    /// Counts creations through the run, over all endpoints.
    pub(super) creations: Arc<AtomicU64>,
    /// Fixtures that are made once a run, by name.
    pub(super) fixtures: Mutex<BTreeMap<String, Arc<OnceCell<RunFixture>>>>,
    /// Actions that the endpoint said it does not have.
    pub(super) missing: Mutex<BTreeSet<String>>,
    /// Cancelled when the run must stop: nothing more is asked, what was created is cleaned up.
    pub(super) stop: CancellationToken,
    pub(super) entries: mpsc::Sender<Entry>,
    /// Which part of the scenarios is played.
    pub(super) part: Arc<Part>,
}

impl Target {
    /// Hands an entry to the run's consumers. They outlive every scenario; when they do not, the run is
    /// over and nobody is left to tell.
    pub(super) async fn emit(&self, entry: Entry) {
        let _ = self.entries.send(entry).await;
    }

    /// The key of a scenario on this endpoint.
    pub(super) fn key(&self, scenario: &str) -> ScenarioKey {
        ScenarioKey { endpoint: self.endpoint.name().to_owned(), scenario: scenario.to_owned() }
    }

    /// The API version asked for.
    pub(super) fn api_version(&self) -> &str {
        self.contract.api_version()
    }

    /// A deadline of the suite, stretched by the endpoint's factor.
    pub(super) fn stretched(&self, deadline: Duration) -> Duration {
        deadline.mul_f64(self.endpoint.profile().wait_factor)
    }

    /// The variables that every scenario and fixture begins with.
    pub(super) fn built_ins(&self) -> Scope {
        let now = time::OffsetDateTime::now_utc().format(&time::format_description::well_known::Rfc3339);
        let mut scope = Scope::default();
        scope.set("unique", json!(self.uniques.next(&self.run)));
        scope.set("run", json!(self.run.as_str()));
        scope.set("region", json!(self.endpoint.profile().region));
        for (name, value) in &self.endpoint.profile().facts {
            scope.set(format!("facts.{name}"), value.clone());
        }
        scope.set("now", json!(now.unwrap_or_default()));
        scope
    }
}
