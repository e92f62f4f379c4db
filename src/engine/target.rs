//! One endpoint in a run: what all its scenarios share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use contract::Contract;
use endpoint::Endpoint;
use record::{Entry, ScenarioKey};
use scenario::{Scope, Suite};
use serde_json::json;
use tokio::sync::{Mutex, OnceCell, mpsc};
use tokio_util::sync::CancellationToken;

use crate::cleanup::Journal;
use crate::fixture::RunFixture;
use crate::names::{NameGenerator, RunName};
use crate::survivors::Phase;

/// What the scenarios of one endpoint share.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) endpoint: Endpoint,
    /// AWS's model in the API version that the endpoint is asked in.
    pub(crate) contract: &'static Contract,
    pub(crate) run: RunName,
    pub(crate) suite: Arc<Suite>,
    pub(crate) name_generator: NameGenerator,
    pub(crate) journal: Arc<Journal>,
    /// Counts creations through the run, over all endpoints.
    pub(crate) creations: Arc<AtomicU64>,
    /// Fixtures that are made once a run, by name.
    pub(crate) fixtures: Mutex<BTreeMap<String, Arc<OnceCell<RunFixture>>>>,
    /// Actions that the endpoint said it does not have.
    pub(crate) missing: Mutex<BTreeSet<String>>,
    /// Cancelled when the run must stop: nothing more is asked, what was created is cleaned up.
    pub(crate) stop: CancellationToken,
    pub(crate) entries: mpsc::Sender<Entry>,
    /// Which part of the scenarios is played.
    pub(crate) part: Arc<Phase>,
}

impl Target {
    /// Hands an entry to the run's consumers. They outlive every scenario; when they do not, the run is
    /// over and nobody is left to tell.
    pub(crate) async fn emit(&self, entry: Entry) {
        let _ = self.entries.send(entry).await;
    }

    /// The key of a scenario on this endpoint.
    pub(crate) fn key(&self, scenario: &str) -> ScenarioKey {
        ScenarioKey { endpoint: self.endpoint.name().to_owned(), scenario: scenario.to_owned() }
    }

    /// The API version asked for.
    pub(crate) fn api_version(&self) -> &str {
        self.contract.api_version()
    }

    /// A deadline of the suite, scaled by the endpoint's factor.
    pub(crate) fn scaled(&self, deadline: Duration) -> Duration {
        deadline.mul_f64(self.endpoint.profile().wait_factor)
    }

    /// The variables that every scenario and fixture begins with.
    pub(crate) fn built_ins(&self) -> Scope {
        let now = time::OffsetDateTime::now_utc().format(&time::format_description::well_known::Rfc3339);
        let mut scope = Scope::default();
        scope.set("unique", json!(self.name_generator.next(&self.run)));
        scope.set("run", json!(self.run.as_str()));
        scope.set("region", json!(self.endpoint.profile().region));
        for (name, value) in &self.endpoint.profile().facts {
            scope.set(format!("facts.{name}"), value.clone());
        }
        scope.set("now", json!(now.unwrap_or_default()));
        scope
    }
}
