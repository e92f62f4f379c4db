//! What a run keeps for a later one: the way to test what outlives an upgrade.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use indexmap::IndexMap;
use record::{Redactor, ScenarioKey, Survivors};
use scenario::{Scenario, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Its name within a run's directory.
const FILE: &str = "kept.json";

/// Which part of the scenarios a run plays.
#[derive(Debug, Default)]
pub enum Phase {
    /// All of it, and cleans up.
    #[default]
    Whole,
    /// What comes before `after_upgrade`; what was made stays, and how to find it is noted.
    Keep(Keeper),
    /// `after_upgrade`, of what an earlier run kept.
    Adopt(Kept),
}

/// What a run kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The run's name.
    pub run: String,
    /// Endpoint -> scenario -> its variables when it got as far as `after_upgrade`. Without secrets.
    pub endpoints: BTreeMap<String, BTreeMap<String, IndexMap<String, Value>>>,
}

/// Collects what a run keeps.
#[derive(Debug, Default)]
pub struct Keeper(Mutex<BTreeMap<ScenarioKey, Scope>>);

/// Why what was kept cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// It is not there, or is no such file.
    #[error("{}: {reason}; was it made by `run --keep`?", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// It cannot be written: what was kept is in the journal, for `ec2-compat sweep`.
    #[error("{} cannot be written: {source}; `ec2-compat sweep` deletes what was kept", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Phase {
    /// What the run's head says of it.
    pub(crate) fn survivors(&self) -> Option<Survivors> {
        match self {
            Phase::Whole => None,
            Phase::Keep(_) => Some(Survivors::Kept),
            Phase::Adopt(kept) => Some(Survivors::Adopted { run: kept.run.clone() }),
        }
    }

    /// Whether what fixtures made must outlive the run.
    pub(crate) fn keeps(&self) -> bool {
        matches!(self, Phase::Keep(keeper) if !keeper.scopes().is_empty())
    }

    /// Which of a scenario's steps are played.
    pub(crate) fn steps(&self, scenario: &Scenario) -> std::ops::Range<usize> {
        let (all, split) = (scenario.steps.len(), scenario.after_upgrade);
        match self {
            Phase::Whole => 0..all,
            Phase::Keep(_) => 0..split.unwrap_or(all),
            Phase::Adopt(_) => split.unwrap_or(all)..all,
        }
    }
}

impl Keeper {
    /// Notes that a scenario came as far as `after_upgrade`, with these variables.
    pub(crate) fn keep(&self, key: ScenarioKey, scope: Scope) {
        self.scopes().insert(key, scope);
    }

    /// Writes what is kept into the run's directory.
    pub(crate) fn write(&self, directory: &Path, run: &str, redactor: &Redactor) -> Result<(), KeptError> {
        let mut kept = Kept { run: run.to_owned(), endpoints: BTreeMap::new() };
        for (key, scope) in &*self.scopes() {
            let variables = scope.iter().map(|(name, value)| {
                let mut value = value.clone();
                redactor.redact_value(&mut value);
                (name.to_owned(), value)
            });
            let of_endpoint = kept.endpoints.entry(key.endpoint.clone()).or_default();
            of_endpoint.insert(key.scenario.clone(), variables.collect());
        }
        let path = directory.join(FILE);
        let text = serde_json::to_vec_pretty(&kept).map_err(io::Error::from);
        text.and_then(|text| std::fs::write(&path, text)).map_err(|source| KeptError::Write { path, source })
    }

    fn scopes(&self) -> std::sync::MutexGuard<'_, BTreeMap<ScenarioKey, Scope>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Reads what a run kept, from its directory.
    ///
    /// # Errors
    /// There is nothing of the kind.
    pub fn read(directory: &Path) -> Result<Self, KeptError> {
        let path = directory.join(FILE);
        let bad = |reason: String| KeptError::Read { path: path.clone(), reason };
        let text = std::fs::read(&path).map_err(|error| bad(error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| bad(error.to_string()))
    }

    /// Whether it holds what that scenario needs on that endpoint.
    pub fn holds(&self, endpoint: &str, scenario: &str) -> bool {
        self.variables(endpoint, scenario).is_some()
    }

    /// Whether a scenario's variables hold this id: what is made anew under it, such as the attachment of a volume that
    /// was kept, is what was kept.
    pub(crate) fn names(&self, endpoint: &str, scenario: &str, id: &str) -> bool {
        let kept = self.endpoints.get(endpoint).and_then(|scenarios| scenarios.get(scenario));
        kept.is_some_and(|variables| variables.values().any(|value| value.as_str() == Some(id)))
    }

    /// The variables of a scenario, but for those that the endpoint's profile gives anew.
    pub(crate) fn variables(
        &self,
        endpoint: &str,
        scenario: &str,
    ) -> Option<impl Iterator<Item = (String, Value)> + use<>> {
        let kept = self.endpoints.get(endpoint)?.get(scenario)?.clone();
        Some(kept.into_iter().filter(|(name, _)| name != "now" && name != "region" && !name.starts_with("facts.")))
    }
}
