//! How scenarios, fixtures, steps and places in files are spelled in records, reports and fingerprints: here alone.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use crate::run_check::RunCheck;
use crate::spelling::{SpellingError, as_str, as_text};

/// The subject of a `sweep`.
const SWEEP: &str = "sweep";
/// The name of the step in which the fixtures of a scenario are created.
const GIVEN: &str = "given";
/// The name of the step in which a run deletes what it created.
const CLEAN_UP: &str = "clean-up";

/// The id of a scenario: `<area>/<name>`, or `<area>/<name>[<case>]` for one case of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId(Arc<str>);

impl ScenarioId {
    /// The scenario of this name in an area.
    ///
    /// # Errors
    /// One of them is empty, or the area is that of fixtures.
    pub fn new(area: &str, name: &str) -> Result<Self, SpellingError> {
        format!("{area}/{name}").parse()
    }

    /// The case of this name of the scenario, which is a table.
    #[must_use]
    pub fn with_case(&self, case: &str) -> Self {
        ScenarioId(format!("{self}[{case}]").into())
    }

    /// An id as a record has it. Text that is no id stays what it is: no suite has such a scenario.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| ScenarioId(text.into()))
    }

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

    /// The id without its case: `vpc/cidr` of `vpc/cidr[large]`.
    pub fn without_case(&self) -> &str {
        ScenarioId::stem(&self.0)
    }

    /// What is before the case in an id, a name or a pattern that a person wrote.
    pub fn stem(text: &str) -> &str {
        text.split_once('[').map_or(text, |(stem, _)| stem)
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
            Some((area, name)) if !area.is_empty() && !name.is_empty() && area != FixtureId::FOLDER => {
                Ok(ScenarioId(text.into()))
            }
            _ => Err(SpellingError::new(text, "the id of a scenario (`area/name`)")),
        }
    }
}

/// A fixture that is created once a run, as steps and findings belong to it: `fixtures/<name>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FixtureId(Arc<str>);

impl FixtureId {
    /// The folder of the files of fixtures within a suite; no area of scenarios has this name.
    pub const FOLDER: &str = "fixtures";

    /// The fixture of this name.
    pub fn new(name: &str) -> Self {
        FixtureId(format!("{}/{name}", FixtureId::FOLDER).into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The fixture's name, as scenarios spell it.
    pub fn name(&self) -> &str {
        &self.0[FixtureId::FOLDER.len() + 1..]
    }
}

impl FromStr for FixtureId {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((FixtureId::FOLDER, name)) if !name.is_empty() => Ok(FixtureId(text.into())),
            _ => Err(SpellingError::new(text, "a fixture (`fixtures/name`)")),
        }
    }
}

/// What steps belong to: a scenario, a fixture that is created once a run (`fixtures/<name>`), a check of the run as a
/// whole (`aftermath`), or a `sweep` of what a run left. Ordered as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A scenario.
    Scenario(ScenarioId),
    /// A fixture.
    Fixture(FixtureId),
    /// A check of the run as a whole.
    RunCheck(RunCheck),
    /// The clean-up of a run that was killed. In no recorded run, only in the journal.
    Sweep,
}

impl Subject {
    /// The fixture of this name.
    pub fn fixture(name: &str) -> Self {
        Subject::Fixture(FixtureId::new(name))
    }

    /// A subject as a record has it. Text that is none is the id of a scenario that no suite has.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Subject::Scenario(ScenarioId(text.into())))
    }

    /// The spelling, which is an id in reports.
    pub fn as_str(&self) -> &str {
        match self {
            Subject::Scenario(id) => id.as_str(),
            Subject::Fixture(id) => id.as_str(),
            Subject::RunCheck(check) => check.name(),
            Subject::Sweep => SWEEP,
        }
    }

    /// The id of the scenario, if it is one.
    pub fn scenario_id(&self) -> Option<&ScenarioId> {
        match self {
            Subject::Scenario(id) => Some(id),
            Subject::Fixture(_) | Subject::RunCheck(_) | Subject::Sweep => None,
        }
    }

    /// The fixture's name, if it is one.
    pub fn fixture_name(&self) -> Option<&str> {
        match self {
            Subject::Fixture(id) => Some(id.name()),
            Subject::Scenario(_) | Subject::RunCheck(_) | Subject::Sweep => None,
        }
    }

    /// The check of the run, if it is one.
    pub fn run_check(&self) -> Option<RunCheck> {
        match self {
            Subject::RunCheck(check) => Some(*check),
            Subject::Scenario(_) | Subject::Fixture(_) | Subject::Sweep => None,
        }
    }

    /// Whether it is a scenario.
    pub fn is_scenario(&self) -> bool {
        matches!(self, Subject::Scenario(_))
    }

    /// Whether it is a fixture.
    pub fn is_fixture(&self) -> bool {
        matches!(self, Subject::Fixture(_))
    }

    /// A scenario's area; the spelling of anything else up to a slash: `fixtures`, `aftermath`.
    pub fn area(&self) -> &str {
        let text = self.as_str();
        text.split_once('/').map_or(text, |(area, _)| area)
    }

    /// What follows the area: a scenario's name with its case, a fixture's name, all of anything else.
    pub fn name(&self) -> &str {
        let text = self.as_str();
        text.split_once('/').map_or(text, |(_, name)| name)
    }

    /// The spelling without the case of a table: `vpc/cidr` of `vpc/cidr[large]`.
    pub fn without_case(&self) -> &str {
        match self {
            Subject::Scenario(id) => id.without_case(),
            Subject::Fixture(_) | Subject::RunCheck(_) | Subject::Sweep => self.as_str(),
        }
    }
}

impl FromStr for Subject {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((FixtureId::FOLDER, _)) => text.parse().map(Subject::Fixture),
            Some(_) => text.parse().map(Subject::Scenario),
            None if text == SWEEP => Ok(Subject::Sweep),
            None => match RunCheck::in_text(text) {
                Some(check) => Ok(Subject::RunCheck(check)),
                None => text.parse().map(Subject::Scenario),
            },
        }
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Subject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl From<ScenarioId> for Subject {
    fn from(id: ScenarioId) -> Self {
        Subject::Scenario(id)
    }
}

as_str!(ScenarioId, FixtureId, Subject);

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StepName {
    /// A step of the subject itself: `steps[2]`.
    Own(usize),
    /// Creation of the fixtures that the subject needs, as one: `given`.
    Fixtures,
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
    /// A step of a record that this version does not know. Nothing of it is judged.
    Unknown(Arc<str>),
}

impl StepName {
    /// A name as a record has it.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| StepName::Unknown(text.into()))
    }

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
            StepName::Fixtures | StepName::CleanUp | StepName::Action(_) | StepName::Unknown(_) => None,
        }
    }

    /// Whether the step only deletes: nothing in it is judged.
    pub fn is_clean_up(&self) -> bool {
        matches!(self, StepName::CleanUp | StepName::GivenCleanUp { .. })
    }

    /// Whether this version knows the step, and it does not only delete.
    pub fn is_judged(&self) -> bool {
        !self.is_clean_up() && !matches!(self, StepName::Unknown(_))
    }
}

impl FromStr for StepName {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn read(text: &str) -> Option<StepName> {
            match text {
                CLEAN_UP => return Some(StepName::CleanUp),
                GIVEN => return Some(StepName::Fixtures),
                _ => {}
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
            let given = before.strip_prefix(GIVEN)?.strip_prefix('.')?.strip_suffix('.')?;
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
            StepName::Given { fixture, index } => write!(f, "{GIVEN}.{fixture}.steps[{index}]"),
            StepName::GivenCleanUp { fixture, index } => write!(f, "{GIVEN}.{fixture}.cleanup.steps[{index}]"),
            StepName::Fixtures => f.write_str(GIVEN),
            StepName::CleanUp => f.write_str(CLEAN_UP),
            StepName::Action(action) => write!(f, "actions[{action}]"),
            StepName::Unknown(text) => f.write_str(text),
        }
    }
}

/// A line of a file: `suites/key-pairs/lifecycle.yaml:12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file as reports name it; that of a suite from the folder that the suite is in: `suites/key-pairs/lifecycle.yaml`.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 in a record that names no line.
    pub line: usize,
}

impl Location {
    /// A line of a file.
    pub fn new(file: impl Into<Arc<str>>, line: usize) -> Self {
        Location { file: file.into(), line }
    }

    /// A location as a record has it. Text that is none is a file without a line.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Location::new(text, 0))
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
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}

/// Where a finding is written: at a line of a suite, or nowhere but in a check of the run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A line of a file.
    Line(Location),
    /// A check of the run as a whole.
    RunCheck(RunCheck),
}

impl Place {
    /// A place as a record has it.
    fn recorded(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Place::Line(Location::recorded(text)))
    }
}

impl FromStr for Place {
    type Err = SpellingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match RunCheck::in_text(text) {
            Some(check) => Ok(Place::RunCheck(check)),
            None => text.parse().map(Place::Line),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(location) => location.fmt(f),
            Place::RunCheck(check) => check.fmt(f),
        }
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        Place::Line(location)
    }
}

// What a record says is taken as it is: one odd id must not make a whole run unreadable.
as_text!(ScenarioId, Subject, StepName, Location, Place);
