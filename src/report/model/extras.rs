//! What a report shows beside its judgements: made from more than one run, or by rules that are not a report's.

use record::ScenarioKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::{GENERATED, Judgement};

/// All of it. What is absent or empty is not shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extras {
    /// The score of each endpoint, target first.
    pub scores: Vec<EndpointScore>,
    /// How much of the API the endpoints answer.
    pub surface: Vec<Surface>,
    /// What changed since an earlier run.
    pub change: Option<Change>,
    /// What is to be said of the known deviations themselves.
    pub known: KnownNotes,
    /// What a recorded reference itself came to: where it has findings, it is wrong, or the suite is.
    pub of_reference: Vec<Judgement>,
}

/// A finding about the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ReferenceNote {
    /// In how many scenarios it was seen.
    pub scenarios: usize,
    /// The first of them.
    pub first: String,
    /// One line for people.
    pub text: String,
}

/// The score of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct EndpointScore {
    /// The endpoint's name.
    pub endpoint: String,
    /// Over all areas.
    pub overall: Share,
    /// By area.
    pub areas: Vec<(String, Share)>,
    /// Of the checks that are made from the contract alone, where they were asked: they are in neither of the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Share>,
}

impl EndpointScore {
    /// The score of an area, that of the generated checks among them; none where nothing in it is applicable.
    pub(crate) fn of_area(&self, area: &str) -> Option<Share> {
        let share = match area {
            GENERATED => self.generated,
            _ => self.areas.iter().find(|(name, _)| name == area).map(|(_, share)| *share),
        };
        share.filter(|share| share.applicable > 0)
    }
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Share {
    /// Scenarios that are conformant.
    pub conformant: usize,
    /// Scenarios that count.
    pub applicable: usize,
    /// The one as a percentage of the other, rounded down to a tenth.
    pub percent: f64,
}

/// How much of a set of actions an endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Surface {
    /// The endpoint's name.
    pub endpoint: String,
    /// The set, for people: `actions of EC2 2016-11-15`.
    pub set: String,
    /// Actions of it that the endpoint answers.
    pub answered: usize,
    /// Actions of it that the run asked.
    pub asked: usize,
    /// Actions in it.
    pub total: usize,
}

/// What changed since an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// The earlier run, for people: its id and when it began.
    pub since: String,
    /// The one thing to know.
    pub headline: String,
    /// Scenarios that came to a worse verdict, or to new findings.
    pub worse: usize,
    /// Scenarios that came to a better one.
    pub better: usize,
    /// The particulars, what matters most first.
    pub lines: Vec<ChangeLine>,
}

/// One particular of a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ChangeLine {
    /// Which way it went.
    pub direction: Direction,
    /// One line for people.
    pub text: String,
    /// The scenario that it is about, where it is about one.
    pub scenario: Option<ScenarioKey>,
}

/// Which way something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It got worse.
    Worse,
    /// It got better.
    Better,
    /// Neither can be said: it is new, or was not asked this time.
    Other,
}

/// What is to be said of the known deviations themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct KnownNotes {
    /// Entries that covered a finding.
    pub used: usize,
    /// Entries whose deviation was not seen although it was asked for.
    pub no_longer_seen: Vec<KnownNote>,
    /// Entries that are past their day: their findings count again.
    pub expired: Vec<KnownNote>,
}

/// One entry of `suites/known/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct KnownNote {
    /// Where it stands: file and line.
    pub place: String,
    /// One line for people.
    pub text: String,
}
