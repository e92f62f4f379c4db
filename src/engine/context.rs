//! What the scenarios of a run share on one endpoint.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use endpoint::ClientProgram;
use parking_lot::Mutex;
use record::{Course, ScenarioKey};
use scenario::{Scope, Suite};
use serde_json::json;

use crate::cleanup::{Creation, Journal};
use crate::client::ClientOptions;
use crate::feedback::Feedback;
use crate::names::NameGenerator;
use crate::phase::Phase;
use crate::target::Target;

/// What the scenarios of a run share on one endpoint. Not the fixtures: they hold a context, and no reference goes back.
#[derive(Debug)]
pub(crate) struct RunContext {
    pub(crate) target: Arc<Target>,
    pub(crate) suite: Arc<Suite>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) phase: Arc<Phase>,
    pub(crate) course: Course,
    pub(crate) feedback: Feedback,
    /// The attempts that were recorded before the run was resumed: they do not run again.
    pub(crate) recorded: Arc<HashSet<ScenarioKey>>,
    /// What an earlier part of the run created on the endpoint and could not delete.
    pub(crate) left_before: Vec<Creation>,
    /// Actions that the endpoint rejected as unknown to it.
    pub(crate) missing_actions: Mutex<BTreeSet<String>>,
    pub(crate) name_generator: NameGenerator,
    /// What the clients of the run may do.
    pub(crate) clients: ClientOptions,
}

impl RunContext {
    /// The variables that every scenario and fixture starts with.
    pub(crate) fn built_ins(&self) -> Scope {
        let profile = self.target.endpoint.profile();
        let now = time::OffsetDateTime::now_utc().format(&time::format_description::well_known::Rfc3339);
        let mut scope = Scope::default();
        scope.set("unique", json!(self.name_generator.next(&self.target.run)));
        scope.set("run", json!(self.target.run.prefix()));
        scope.set("region", json!(profile.region));
        for (name, value) in &profile.facts {
            scope.set(format!("facts.{name}"), value.clone());
        }
        for (name, client) in &profile.clients {
            if let ClientProgram::Found { program, .. } = client {
                scope.set(format!("client.{name}"), json!(program));
            }
        }
        scope.set("now", json!(now.unwrap_or_default()));
        scope
    }
}
