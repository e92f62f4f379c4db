//! The share of conformant scenarios. `reports/README.md` documents the arithmetic.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use record::RunCheck;
use scenario::GENERATED;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Judgement, Verdict};

/// The area of fixtures, which are judged like scenarios and not counted.
pub const FIXTURES: &str = "fixtures";

/// Conformant scenarios among those that could be judged.
///
/// A scenario is applicable if its verdict is `conformant`, `known`, `deviates` or `unsupported`. Only `conformant` raises the
/// score: a known deviation is still a deviation. Scenarios that were skipped or not run, and errors, are not applicable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// The number of conformant scenarios.
    pub conformant: usize,
    /// The number of scenarios that could be judged.
    pub applicable: usize,
    /// The number of scenarios that were skipped, not run, or could not be judged.
    pub not_applicable: usize,
}

impl Score {
    /// Tenths of a percent, rounded down: 999 until all scenarios conform. None if no scenario is applicable.
    pub fn per_mille(&self) -> Option<usize> {
        (self.conformant * 1000).checked_div(self.applicable)
    }

    fn add(&mut self, verdict: Option<Verdict>) {
        match verdict {
            Some(Verdict::Conformant) => {
                self.conformant += 1;
                self.applicable += 1;
            }
            Some(Verdict::Known | Verdict::Deviates | Verdict::Unsupported) => self.applicable += 1,
            Some(Verdict::Skipped | Verdict::Error | Verdict::NotRun) | None => self.not_applicable += 1,
        }
    }
}

/// `42.2 % (152 of 360)`, or `none applicable`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.per_mille() {
            None => f.write_str("none applicable"),
            Some(per_mille) => {
                let (percent, tenth) = (per_mille / 10, per_mille % 10);
                write!(f, "{percent}.{tenth} % ({} of {})", self.conformant, self.applicable)
            }
        }
    }
}

/// The scores of one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scores {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The score of all scenarios, without generated checks.
    pub overall: Score,
    /// The same by area, sorted by name.
    pub areas: Vec<AreaScore>,
    /// The generated checks, if any was selected.
    pub generated: Option<Score>,
}

/// The score of one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AreaScore {
    /// The folder below `suites/`.
    pub area: String,
    /// The score of its scenarios.
    pub score: Score,
}

impl Scores {
    /// The scores of an endpoint in a run that selected these scenarios.
    pub fn of(endpoint: &str, selected: &[String], judgements: &[Judgement]) -> Self {
        let judged: BTreeMap<&str, Verdict> = judgements
            .iter()
            .filter(|judgement| judgement.endpoint == endpoint)
            .map(|judgement| (judgement.scenario.as_str(), judgement.verdict))
            .collect();
        let ids: BTreeSet<&str> = selected.iter().map(String::as_str).chain(judged.keys().copied()).collect();
        let mut areas: BTreeMap<&str, Score> = BTreeMap::new();
        for id in ids {
            let area = id.split('/').next().unwrap_or_default();
            let verdict = judged.get(id).copied();
            // Generated checks are about the actions that an endpoint has.
            let of_no_action = area == GENERATED && verdict == Some(Verdict::Unsupported);
            areas.entry(area).or_default().add(verdict.filter(|_| !of_no_action));
        }
        areas.remove(FIXTURES);
        areas.retain(|area, _| RunCheck::in_text(area).is_none());
        let generated = areas.remove(GENERATED);
        let overall = areas.values().fold(Score::default(), |sum, score| Score {
            conformant: sum.conformant + score.conformant,
            applicable: sum.applicable + score.applicable,
            not_applicable: sum.not_applicable + score.not_applicable,
        });
        let areas = areas.into_iter().map(|(area, score)| AreaScore { area: area.to_owned(), score });
        Scores { endpoint: endpoint.to_owned(), overall, areas: areas.collect(), generated }
    }
}
