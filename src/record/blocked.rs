//! Why a step was not run.

use std::fmt;

use crate::ids::StepName;
use crate::spelling::as_text;

/// Why a step was not run. Records and reports have it as text, which this type alone spells and reads: any text is a reason,
/// [`Other`](Self::Other) where it is none of the forms.
///
/// ```
/// use record::{BlockedReason, StepName};
///
/// let reason = BlockedReason::from("needs the fixture net: steps[0] (CreateVpc) was rejected");
/// assert_eq!(reason.fixtures().collect::<Vec<_>>(), ["net"]);
/// let step = BlockedReason::Step { step: StepName::Own(0), what: "(CreateVpc) was rejected".into() };
/// assert_eq!(reason, BlockedReason::Fixture { fixture: "net".into(), why: Box::new(step) });
/// assert_eq!(reason.to_string(), "needs the fixture net: steps[0] (CreateVpc) was rejected");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockedReason {
    /// A step before it failed or could not be run: `steps[0] (CreateVpc) was rejected with ...`.
    Step {
        /// That step.
        step: StepName,
        /// What became of it, as text for people.
        what: String,
    },
    /// A fixture could not be created: `needs the fixture net: ` and why.
    Fixture {
        /// The name of the fixture.
        fixture: String,
        /// Why it could not be created; another fixture that it uses may be the reason.
        why: Box<BlockedReason>,
    },
    /// A fixture was created, and does not export a value: ``needs `vpc` of the fixture net: ...``.
    NotExported {
        /// The name of the fixture.
        fixture: String,
        /// The variable that has no value.
        variable: String,
        /// The member that should have been saved; absent where no step saves the variable.
        absent: Option<Box<AbsentMember>>,
    },
    /// Any other reason, as text for people.
    Other(String),
}

/// A member that a response lacks: `` `Vpc.VpcId` is not in the response of CreateVpc (steps[0])``.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentMember {
    /// The expression that a value was to be saved from: `Vpc.VpcId`.
    pub member: String,
    /// What the step does, in words: `CreateVpc`.
    pub action: String,
    /// The step of the fixture.
    pub step: StepName,
}

const FIXTURE: &str = "needs the fixture ";
const EXPORT: &str = "needs `";
const OF_FIXTURE: &str = "` of the fixture ";
const NO_VALUE: &str = "it has no value";
const NOT_IN_RESPONSE: &str = "` is not in the response of ";

impl BlockedReason {
    /// The step that failed or could not be run, of the scenario or fixture of the blocked step.
    pub fn step(&self) -> Option<&StepName> {
        match self {
            BlockedReason::Step { step, .. } => Some(step),
            BlockedReason::Fixture { .. } | BlockedReason::NotExported { .. } | BlockedReason::Other(_) => None,
        }
    }

    /// The fixtures that could not be created, each followed by the one that it needs.
    pub fn fixtures(&self) -> impl DoubleEndedIterator<Item = &str> {
        let mut fixtures = Vec::new();
        let mut reason = self;
        while let BlockedReason::Fixture { fixture, why } = reason {
            fixtures.push(fixture.as_str());
            reason = why;
        }
        if let BlockedReason::NotExported { fixture, .. } = reason {
            fixtures.push(fixture);
        }
        fixtures.into_iter()
    }

    /// The member whose absence is the reason.
    pub fn absent(&self) -> Option<&AbsentMember> {
        match self {
            BlockedReason::Fixture { why, .. } => why.absent(),
            BlockedReason::NotExported { absent, .. } => absent.as_deref(),
            BlockedReason::Step { .. } | BlockedReason::Other(_) => None,
        }
    }

    /// A reason as a record has it.
    fn recorded(text: &str) -> Self {
        let read = || {
            if let Some(rest) = text.strip_prefix(FIXTURE) {
                let (fixture, why) = named(rest)?;
                return Some(BlockedReason::Fixture { fixture, why: Box::new(Self::recorded(why)) });
            }
            if let Some(rest) = text.strip_prefix(EXPORT) {
                let (variable, rest) = rest.split_once(OF_FIXTURE)?;
                let (fixture, why) = named(rest)?;
                let absent = if why == NO_VALUE { None } else { Some(Box::new(AbsentMember::recorded(why)?)) };
                return Some(BlockedReason::NotExported { fixture, variable: variable.to_owned(), absent });
            }
            let (step, what) = text.split_once(' ')?;
            Some(BlockedReason::Step { step: step.parse().ok()?, what: what.to_owned() })
        };
        read().unwrap_or_else(|| BlockedReason::Other(text.to_owned()))
    }
}

/// A name without spaces, and what follows its colon.
fn named(text: &str) -> Option<(String, &str)> {
    let (name, rest) = text.split_once(": ")?;
    (!name.contains(char::is_whitespace)).then(|| (name.to_owned(), rest))
}

impl AbsentMember {
    fn recorded(text: &str) -> Option<Self> {
        let (member, response) = text.strip_prefix('`')?.rsplit_once(NOT_IN_RESPONSE)?;
        let (action, step) = response.strip_suffix(')')?.rsplit_once(" (")?;
        Some(AbsentMember { member: member.to_owned(), action: action.to_owned(), step: step.parse().ok()? })
    }
}

impl From<&str> for BlockedReason {
    fn from(text: &str) -> Self {
        BlockedReason::recorded(text)
    }
}

impl From<String> for BlockedReason {
    fn from(text: String) -> Self {
        BlockedReason::recorded(&text)
    }
}

impl fmt::Display for BlockedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BlockedReason::Step { step, what } => write!(f, "{step} {what}"),
            BlockedReason::Fixture { fixture, why } => write!(f, "{FIXTURE}{fixture}: {why}"),
            BlockedReason::NotExported { fixture, variable, absent } => {
                write!(f, "{EXPORT}{variable}{OF_FIXTURE}{fixture}: ")?;
                match absent.as_deref() {
                    Some(AbsentMember { member, action, step }) => {
                        write!(f, "`{member}{NOT_IN_RESPONSE}{action} ({step})")
                    }
                    None => f.write_str(NO_VALUE),
                }
            }
            BlockedReason::Other(text) => f.write_str(text),
        }
    }
}

as_text!(BlockedReason);
