//! One score: how many scenarios work, how many are identical, of how many.

use std::fmt;
use std::ops::Add;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Verdict;

/// A number of scenarios: a table of cases is one scenario, of which a share of the cases may count. Shares of tables of up to
/// 30 cases are exact, so that what is gained by parts is what is gained at once.
///
/// JSON has it as a number of scenarios with at most six decimals: 17.25.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(from = "f64", into = "f64")]
#[schemars(with = "f64")]
pub struct Weight(u64);

impl Weight {
    /// One scenario: the least number that 1 to 30 divide.
    pub const ONE: Weight = Weight(2_329_089_562_800);
    /// What roundings of JSON and of shares of longer tables may have lost: less than any case.
    const LOST: u128 = Self::ONE.0 as u128 / 500_000;

    /// `cases` of `all` cases of one scenario, rounded down; all of them are exactly one scenario.
    pub fn share(cases: usize, all: usize) -> Self {
        let cases = u128::from(Self::ONE.0) * cases as u128;
        Weight(cases.checked_div(all as u128).and_then(|share| u64::try_from(share).ok()).unwrap_or_default())
    }

    /// Tenths of a percent of `all` scenarios, rounded down: 999 until it is all of them.
    pub fn per_mille_of(self, all: usize) -> Option<usize> {
        let all = u128::from(Self::ONE.0) * all as u128;
        let weight = (u128::from(self.0) + Self::LOST) * 1000;
        usize::try_from(weight.checked_div(all)?).ok()
    }

    /// An equal part of it, rounded down; all of it for one part or none.
    pub(crate) fn divided_by(self, parts: usize) -> Self {
        Weight(self.0 / u64::try_from(parts.max(1)).unwrap_or(u64::MAX))
    }
}

impl Add for Weight {
    type Output = Weight;

    fn add(self, other: Weight) -> Weight {
        Weight(self.0 + other.0)
    }
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Weight>>(weights: I) -> Weight {
        weights.fold(Weight::default(), Add::add)
    }
}

impl From<f64> for Weight {
    fn from(scenarios: f64) -> Self {
        // A float converts to the nearest integer within range.
        Weight((scenarios * Weight::ONE.0 as f64).round() as u64)
    }
}

impl From<Weight> for f64 {
    fn from(weight: Weight) -> f64 {
        (weight.0 as f64 / Weight::ONE.0 as f64 * 1e6).round() / 1e6
    }
}

/// `17`, `17.3`: scenarios with at most one decimal, rounded down.
impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenth) = (self.0 / Self::ONE.0, self.0 % Self::ONE.0 / (Self::ONE.0 / 10));
        match tenth {
            0 => write!(f, "{whole}"),
            _ => write!(f, "{whole}.{tenth}"),
        }
    }
}

/// Scenarios that work and scenarios that are identical, among those that could be judged.
///
/// A scenario is applicable if its verdict is identical, works, broken, unsupported or blocked. Whether a deviation is known
/// changes nothing. Scenarios that were skipped, excluded or not run, and errors, are not applicable. A table of cases has the
/// weight of one scenario, and its value is the share of its applicable cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// The scenarios that work; those that are identical are among them.
    pub works: Weight,
    /// The scenarios in which no response deviates.
    pub identical: Weight,
    /// The number of scenarios that could be judged; a table of cases is one.
    pub applicable: usize,
    /// The number of scenarios that were skipped, not run, or could not be judged.
    pub not_applicable: usize,
}

impl Score {
    /// Tenths of a percent of the applicable scenarios that work, rounded down; absent if none is applicable.
    pub fn works_per_mille(&self) -> Option<usize> {
        self.works.per_mille_of(self.applicable)
    }

    /// Tenths of a percent of the applicable scenarios that are identical, rounded down; absent if none is applicable.
    pub fn identical_per_mille(&self) -> Option<usize> {
        self.identical.per_mille_of(self.applicable)
    }
}

impl Add for Score {
    type Output = Score;

    fn add(self, other: Score) -> Score {
        Score {
            works: self.works + other.works,
            identical: self.identical + other.identical,
            applicable: self.applicable + other.applicable,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }
}

/// `works 48.3 %, identical 26.1 % of 231 scenarios`, or `none applicable`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(works), Some(identical)) = (self.works_per_mille(), self.identical_per_mille()) else {
            return f.write_str("none applicable");
        };
        let plural = if self.applicable == 1 { "" } else { "s" };
        write!(
            f,
            "works {}.{} %, identical {}.{} % of {} scenario{plural}",
            works / 10,
            works % 10,
            identical / 10,
            identical % 10,
            self.applicable
        )
    }
}

/// The cases of one scenario, or the scenario itself if it has none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CaseCount {
    works: usize,
    identical: usize,
    applicable: usize,
}

impl CaseCount {
    /// Counts one case; without a verdict it was not run.
    pub(crate) fn add(&mut self, verdict: Option<Verdict>) {
        let Some(verdict) = verdict.filter(|verdict| verdict.is_judged()) else { return };
        self.applicable += 1;
        self.works += usize::from(verdict.works());
        self.identical += usize::from(verdict == Verdict::Identical);
    }

    /// The weight of one of its cases.
    pub(crate) fn case(&self) -> Weight {
        Weight::share(1, self.applicable)
    }

    /// The score of this scenario alone.
    pub(crate) fn score(&self) -> Score {
        let applicable = usize::from(self.applicable > 0);
        Score {
            works: Weight::share(self.works, self.applicable),
            identical: Weight::share(self.identical, self.applicable),
            applicable,
            not_applicable: 1 - applicable,
        }
    }
}
