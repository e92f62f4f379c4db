//! The names of steps.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::spelling::{SpellingError, as_text};

/// The name of the step in which the fixtures of a scenario are created.
const GIVEN: &str = "given";
/// The name of the step in which a run deletes what it created.
const CLEAN_UP: &str = "clean-up";

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
        /// The name of the fixture's file, without its folder.
        fixture: Arc<str>,
        /// Which of its steps.
        index: usize,
    },
    /// A step of the clean-up that such a fixture states: `given.<fixture>.cleanup.steps[0]`.
    GivenCleanUp {
        /// The name of the fixture's file, without its folder.
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

// What a record says is taken as it is: one odd id must not make a whole run unreadable.
as_text!(StepName);
