//! How scenarios, fixtures, steps and places in files are spelled in records, reports and fingerprints: here alone.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::run_check::RunCheck;

/// What a subject's name begins with if it is a fixture; no area of scenarios may have this name.
const FIXTURES: &str = "fixtures/";
/// The name of the step in which a run deletes what it created.
const CLEAN_UP: &str = "clean-up";

/// Text that does not spell the id, step or place that it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct SpellingError {
    text: String,
    expected: &'static str,
}

impl SpellingError {
    fn new(text: &str, expected: &'static str) -> Self {
        SpellingError { text: text.to_owned(), expected }
    }
}

/// The id of a scenario: `<area>/<name>`, or `<area>/<name>[<case>]` for one case of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(Arc<str>);

impl ScenarioId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder below `suites/` that the scenario's file is in.
    pub fn area(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(area, _)| area)
    }

    /// What follows the area: `<name>` or `<name>[<case>]`.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The area of an id that is still text: `vpc` of `vpc/lifecycle`, `fixtures` of a fixture.
    pub fn area_in(text: &str) -> &str {
        text.split_once('/').map_or(text, |(area, _)| area)
    }

    /// An id that is still text, without its case: `vpc/cidr` of `vpc/cidr[large]`.
    pub fn without_case(text: &str) -> &str {
        text.split_once('[').map_or(text, |(id, _)| id)
    }

    /// The case of a table that it is.
    pub fn case(&self) -> Option<&str> {
        self.0.strip_suffix(']')?.split_once('[').map(|(_, case)| case)
    }
}

impl FromStr for ScenarioId {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((area, name)) if !area.is_empty() && !name.is_empty() && !text.starts_with(FIXTURES) => {
                Ok(ScenarioId(text.into()))
            }
            _ => Err(SpellingError::new(text, "the id of a scenario (`area/name`)")),
        }
    }
}

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What steps belong to: a scenario, a fixture that is created once a run (`fixtures/<name>`), or a check of the run as a
/// whole (`aftermath`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A scenario.
    Scenario(ScenarioId),
    /// The fixture of this name.
    Fixture(Arc<str>),
    /// A check of the run as a whole.
    RunCheck(RunCheck),
}

impl Subject {
    /// The fixture of this name.
    pub fn fixture(name: &str) -> Self {
        Subject::Fixture(name.into())
    }

    /// Whether it is a fixture.
    pub fn is_fixture(&self) -> bool {
        matches!(self, Subject::Fixture(_))
    }

    /// The fixture that `text` spells, if it spells one: `net` of `fixtures/net`.
    pub fn fixture_in(text: &str) -> Option<&str> {
        text.strip_prefix(FIXTURES)
    }
}

impl FromStr for Subject {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix(FIXTURES) {
            Some("") => Err(SpellingError::new(text, "a fixture (`fixtures/name`)")),
            Some(name) => Ok(Subject::fixture(name)),
            None => match RunCheck::in_text(text) {
                Some(check) => Ok(Subject::RunCheck(check)),
                None => text.parse().map(Subject::Scenario),
            },
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Scenario(id) => id.fmt(f),
            Subject::Fixture(name) => write!(f, "{FIXTURES}{name}"),
            Subject::RunCheck(check) => check.fmt(f),
        }
    }
}

impl From<ScenarioId> for Subject {
    fn from(id: ScenarioId) -> Self {
        Subject::Scenario(id)
    }
}

/// The name of a step within its subject. Indices count from 0.
///
/// ```
/// use record::StepName;
///
/// let step: StepName = "given.net.steps[2]".parse().expect("it is a step's name");
/// assert_eq!(step, StepName::given("net", 2));
/// assert_eq!(step.to_string(), "given.net.steps[2]");
/// assert!("step 2".parse::<StepName>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepName {
    /// A step of the subject itself: `steps[2]`.
    Own(usize),
    /// A step of a fixture that is created for the scenario alone: `given.<fixture>.steps[0]`.
    Given {
        /// The fixture's name.
        fixture: Arc<str>,
        /// Which of its steps.
        index: usize,
    },
    /// A step of the clean-up that such a fixture states: `given.<fixture>.cleanup.steps[0]`.
    GivenCleanUp {
        /// The fixture's name.
        fixture: Arc<str>,
        /// Which of its clean-up's steps.
        index: usize,
    },
    /// Deletion of what the subject created: `clean-up`.
    CleanUp,
    /// The calls of one action in a check of the run as a whole: `actions[DescribeVpcs]`.
    Action(Arc<str>),
}

impl StepName {
    /// The name of a step of a fixture that is created for the scenario alone.
    pub fn given(fixture: &str, index: usize) -> Self {
        StepName::Given { fixture: fixture.into(), index }
    }

    /// The name of the step so many steps later in the same list; absent where there is no list.
    pub fn later(&self, steps: usize) -> Option<Self> {
        match self {
            StepName::Own(index) => Some(StepName::Own(index + steps)),
            StepName::Given { fixture, index } => {
                Some(StepName::Given { fixture: fixture.clone(), index: index + steps })
            }
            StepName::GivenCleanUp { fixture, index } => {
                Some(StepName::GivenCleanUp { fixture: fixture.clone(), index: index + steps })
            }
            StepName::CleanUp | StepName::Action(_) => None,
        }
    }

    /// Whether the step only deletes: nothing in it is judged.
    pub fn is_clean_up(&self) -> bool {
        matches!(self, StepName::CleanUp | StepName::GivenCleanUp { .. })
    }
}

impl FromStr for StepName {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn read(text: &str) -> Option<StepName> {
            if text == CLEAN_UP {
                return Some(StepName::CleanUp);
            }
            if let Some(action) = text.strip_prefix("actions[").and_then(|rest| rest.strip_suffix(']')) {
                let is_name = !action.is_empty() && action.bytes().all(|byte| byte.is_ascii_alphanumeric());
                return is_name.then(|| StepName::Action(action.into()));
            }
            let (before, index) = text.strip_suffix(']')?.rsplit_once("steps[")?;
            let index = index.parse().ok()?;
            if before.is_empty() {
                return Some(StepName::Own(index));
            }
            let given = before.strip_prefix("given.")?.strip_suffix('.')?;
            match given.strip_suffix(".cleanup") {
                Some(fixture) => Some(StepName::GivenCleanUp { fixture: fixture.into(), index }),
                None => Some(StepName::Given { fixture: given.into(), index }),
            }
        }
        read(text).ok_or_else(|| SpellingError::new(text, "the name of a step (`steps[0]`)"))
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StepName::Own(index) => write!(f, "steps[{index}]"),
            StepName::Given { fixture, index } => write!(f, "given.{fixture}.steps[{index}]"),
            StepName::GivenCleanUp { fixture, index } => write!(f, "given.{fixture}.cleanup.steps[{index}]"),
            StepName::CleanUp => f.write_str(CLEAN_UP),
            StepName::Action(action) => write!(f, "actions[{action}]"),
        }
    }
}

/// A line of a file: `suites/key-pairs/lifecycle.yaml:12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, relative to the parent of the suite's folder: `suites/key-pairs/lifecycle.yaml`.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: usize,
}

impl Location {
    /// A line of a file.
    pub fn new(file: impl Into<Arc<str>>, line: usize) -> Self {
        Location { file: file.into(), line }
    }
}

impl FromStr for Location {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (file, line) = text.rsplit_once(':')?;
            let line: usize = line.parse().ok()?;
            (!file.is_empty() && line > 0).then(|| Location::new(file, line))
        };
        read().ok_or_else(|| SpellingError::new(text, "a line of a file (`file:line`)"))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// All of them are text in records and reports.
macro_rules! as_text {
    ($($kind:ty),*) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

as_text!(ScenarioId, Subject, StepName, Location);
