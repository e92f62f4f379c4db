//! The phases of a test of what survives an upgrade, and the file that hands over from one to the other.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use parking_lot::Mutex;
use record::{Redactor, ScenarioKey, Subject, write_atomically};
use scenario::{Scenario, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The file of [`Survivors`] within a run directory.
const FILE: &str = "survivors.json";

/// The part of the scenarios that a run runs.
#[derive(Debug, Default)]
pub enum Phase {
    /// All steps, then clean-up.
    #[default]
    Whole,
    /// The steps before `after_upgrade` (`run --keep`). What they created is left, and collected.
    BeforeUpgrade(SurvivorCollector),
    /// The steps of `after_upgrade` (`run --adopt`), with what an earlier run left.
    AfterUpgrade(Survivors),
}

/// What a run left for a later one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survivors {
    /// The name of the run that kept them, which its resources carry.
    pub run: String,
    /// Endpoint -> scenario -> the scenario's variables before `after_upgrade`. Without secrets.
    pub endpoints: BTreeMap<String, BTreeMap<Subject, IndexMap<String, Value>>>,
}

/// Collects what a run leaves for a later one.
#[derive(Debug, Default)]
pub struct SurvivorCollector(Mutex<BTreeMap<ScenarioKey, Scope>>);

/// Why the file of survivors cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SurvivorsError {
    /// It does not exist, or is no such file.
    #[error("{}: {reason}; was it written by `run --keep`?", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system or the parser.
        reason: String,
    },
    /// It cannot be written. The resources are in the journal, for `ec2-compat sweep`.
    #[error("cannot write {}: {source}; `ec2-compat sweep DIR` deletes the resources that the run in DIR left", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Phase {
    /// The phase in the run's head.
    pub(crate) fn head(&self) -> Option<record::SurvivorRole> {
        match self {
            Phase::Whole => None,
            Phase::BeforeUpgrade(_) => Some(record::SurvivorRole::Kept),
            Phase::AfterUpgrade(survivors) => Some(record::SurvivorRole::Adopted { run: survivors.run.clone() }),
        }
    }

    /// Whether the fixtures of the run must be left for a later one.
    pub(crate) fn leaves_fixtures(&self) -> bool {
        matches!(self, Phase::BeforeUpgrade(collector) if !collector.0.lock().is_empty())
    }

    /// The steps of a scenario that the run runs.
    pub(crate) fn steps(&self, scenario: &Scenario) -> Range<usize> {
        let (all, split) = (scenario.steps.len(), scenario.after_upgrade);
        match self {
            Phase::Whole => 0..all,
            Phase::BeforeUpgrade(_) => 0..split.unwrap_or(all),
            Phase::AfterUpgrade(_) => split.unwrap_or(all)..all,
        }
    }
}

impl SurvivorCollector {
    /// Adds a scenario whose steps before `after_upgrade` are complete, with its variables.
    pub(crate) fn add(&self, key: ScenarioKey, scope: Scope) {
        self.0.lock().insert(key, scope);
    }

    /// Writes the file into the run's directory.
    pub(crate) fn write(&self, directory: &Path, run: &str, redactor: &Redactor) -> Result<(), SurvivorsError> {
        let mut survivors = Survivors { run: run.to_owned(), endpoints: BTreeMap::new() };
        for (key, scope) in &*self.0.lock() {
            let variables = scope.iter().map(|(name, value)| {
                let mut value = value.clone();
                redactor.redact_value(&mut value);
                (name.to_owned(), value)
            });
            let of_endpoint = survivors.endpoints.entry(key.endpoint.clone()).or_default();
            of_endpoint.insert(key.scenario.clone(), variables.collect());
        }
        survivors.write(directory)
    }
}

impl Survivors {
    /// Reads the file from a run's directory.
    ///
    /// # Errors
    /// It does not exist, or is no such file.
    pub fn read(directory: &Path) -> Result<Self, SurvivorsError> {
        let path = directory.join(FILE);
        let bad = |reason: String| SurvivorsError::Read { path: path.clone(), reason };
        let text = std::fs::read(&path).map_err(|error| bad(error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| bad(error.to_string()))
    }

    /// Writes the file into a run's directory, whole or not at all: resources live that nothing else but the journal names.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, directory: &Path) -> Result<(), SurvivorsError> {
        let path = directory.join(FILE);
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        let written = text.and_then(|text| write_atomically(&path, |out| out.write_all(&text)));
        written.map_err(|source| SurvivorsError::Write { path, source })
    }

    /// Whether it has the variables of that scenario on that endpoint.
    pub fn has(&self, endpoint: &str, scenario: &Subject) -> bool {
        self.of(endpoint, scenario).is_some()
    }

    /// Whether a variable of that scenario is this id: a resource that is created again under it, such as the
    /// attachment of a volume, belongs to the earlier run.
    pub(crate) fn has_id(&self, key: &ScenarioKey, id: &str) -> bool {
        let variables = self.of(&key.endpoint, &key.scenario);
        variables.is_some_and(|variables| variables.values().any(|value| value.as_str() == Some(id)))
    }

    /// The variables of a scenario, except those that the endpoint's profile sets.
    pub(crate) fn variables(&self, key: &ScenarioKey) -> Option<impl Iterator<Item = (String, Value)> + use<>> {
        let variables = self.of(&key.endpoint, &key.scenario)?.clone();
        Some(variables.into_iter().filter(|(name, _)| name != "now" && name != "region" && !name.starts_with("facts.")))
    }

    fn of(&self, endpoint: &str, scenario: &Subject) -> Option<&IndexMap<String, Value>> {
        self.endpoints.get(endpoint)?.get(scenario)
    }
}
