//! A suite: scenarios, fixtures, and the files that they come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use located::Source;
use record::{Location, Subject};

use crate::model::scenario::{Given, Requirement, Scenario};
use crate::model::step::Step;

/// The scenarios and fixtures of a suite, all checked.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The `name` in `suite.yaml`.
    pub name: String,
    /// The `version` in `suite.yaml`, `+`, and twelve hexadecimal digits of a digest over all files.
    pub version: String,
    /// All scenarios, cases included, sorted by id.
    pub scenarios: Vec<Arc<Scenario>>,
    /// All fixtures by name.
    pub fixtures: BTreeMap<String, Arc<Fixture>>,
    /// The files that were read, sorted by name (`suites/key-pairs/lifecycle.yaml`).
    pub files: Vec<Arc<Source>>,
    /// The working folders of clients: by area, their files by path. They are among `files`, too.
    pub work: BTreeMap<String, BTreeMap<String, Arc<Source>>>,
}

/// Steps that create what several scenarios need: `fixtures/<name>.yaml`.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The stem of its file.
    pub name: String,
    /// What it creates, in a sentence.
    pub about: String,
    /// When it is created and deleted.
    pub scope: FixtureScope,
    /// The facts it needs; without one of them, scenarios that use the fixture are skipped.
    pub requires: Vec<Requirement>,
    /// The fixtures it builds on.
    pub given: Vec<Given>,
    /// The steps that create it, in order.
    pub steps: Vec<Step>,
    /// Clean-up that does not follow from the contract's create/delete table; runs before all other clean-up.
    pub cleanup: Vec<Step>,
    /// The saved variables that its users see.
    pub exports: Vec<String>,
    /// The line where its file's content begins.
    pub location: Location,
}

/// When a fixture is created and deleted; in YAML in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum FixtureScope {
    /// For each scenario that uses it, and deleted with what the scenario created.
    Scenario,
    /// Once per run and endpoint, for scenarios that only read it.
    Run,
}

impl Fixture {
    /// The fixture as a scenario, for a fixture that is created once per run and recorded and judged by itself.
    pub fn as_scenario(&self) -> Scenario {
        Scenario {
            id: Subject::fixture(&self.name),
            about: self.about.clone(),
            source: Vec::new(),
            unproven: None,
            workflow: None,
            level: None,
            tags: Vec::new(),
            exhausts: Vec::new(),
            requires: self.requires.clone(),
            given: self.given.clone(),
            variables: IndexMap::new(),
            timeout: None,
            varies: Vec::new(),
            steps: self.steps.clone(),
            after_upgrade: None,
            location: self.location.clone(),
        }
    }
}
