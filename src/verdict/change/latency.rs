//! How long calls took before and after.

use std::collections::HashMap;

use record::{Observation, Purpose, Transcript};

use crate::change::signed_rank::chance;

/// Fewer steps than this say nothing of an action.
const FEWEST: usize = 8;
/// The most by which chance may explain a difference that is told.
const MOST_CHANCE: f64 = 0.01;
/// A difference is told where one median is at least so many times the other ...
const LEAST_RATIO: f64 = 1.3;
/// ... and so many microseconds away from it.
const LEAST_MICROSECONDS: f64 = 20_000.0;
/// From here on, what calls in general changed by is told, and single actions are measured against it.
const LEAST_GENERAL: f64 = 1.15;

/// How long the successful calls of a run took: the median for each step. Holds some 100 bytes a step of the suite,
/// however often a step polled.
#[derive(Debug, Clone, Default)]
pub struct Latencies {
    by_endpoint: HashMap<String, HashMap<String, Steps>>,
}

/// The steps of a scenario, by name.
type Steps = HashMap<String, Step>;

/// A step that was answered with success.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    operation: String,
    microseconds: f64,
}

/// How long the calls to one endpoint took: its scenarios, by id.
pub(crate) type Timed<'a> = Option<&'a HashMap<String, Steps>>;

/// How long calls take, compared with before.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// How many actions were called often enough to say something.
    pub actions: usize,
    /// How many times as long calls in general take: 1 where that is too near to tell. Another load on the machines
    /// changes all of them.
    pub general: f64,
    /// The actions that changed beyond that, slower ones first.
    pub changes: Vec<LatencyChange>,
}

/// An action that takes longer, or less long, than before.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyChange {
    /// The action.
    pub operation: String,
    /// The steps that called it successfully in both runs.
    pub steps: usize,
    /// How long those took before.
    pub before: Spread,
    /// How long they take after.
    pub after: Spread,
    /// How many times as long they take, beyond what calls in general changed by.
    pub times: f64,
    /// How likely the difference is by chance: Wilcoxon's signed-rank test over the steps, both sides.
    pub chance: f64,
}

/// The middle of some measurements, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// A quarter of them are less.
    pub low: f64,
    /// Half of them are less.
    pub median: f64,
    /// A quarter of them are more.
    pub high: f64,
}

impl LatencyChange {
    /// Whether it takes longer.
    pub fn is_slower(&self) -> bool {
        self.times > 1.0
    }
}

impl Latencies {
    /// Takes down the calls of a scenario, clean-up not counted.
    pub fn take(&mut self, transcript: &Transcript) {
        let mut steps = HashMap::new();
        for (step, record) in &transcript.steps {
            let mut of_step: Vec<f64> = record.observations.iter().filter_map(success).collect();
            let operation = record.observations.iter().find_map(|seen| seen.operation.clone());
            if let (Some(operation), Some(spread)) = (operation, Spread::of(&mut of_step)) {
                steps.insert(step.clone(), Step { operation, microseconds: spread.median });
            }
        }
        if !steps.is_empty() {
            let key = transcript.key.clone();
            self.by_endpoint.entry(key.endpoint).or_default().insert(key.scenario, steps);
        }
    }

    /// Those of one endpoint.
    pub(crate) fn of(&self, endpoint: &str) -> Timed<'_> {
        self.by_endpoint.get(endpoint)
    }
}

/// How long the answer to a call took, where it was a success.
fn success(seen: &Observation) -> Option<f64> {
    let last = seen.last().filter(|_| seen.purpose != Purpose::CleanUp)?;
    let answered = last.response.as_ref().is_some_and(|response| response.is_success());
    (answered && last.failure.is_none()).then_some(last.elapsed_us as f64)
}

/// Compares how long calls take. Only steps are compared that the same scenarios asked in both runs, each with itself.
pub(crate) fn timing<'a>(before: Timed<'a>, after: Timed<'a>, compared: impl Iterator<Item = &'a str>) -> Timing {
    let mut pairs: HashMap<&str, Vec<(f64, f64)>> = HashMap::new();
    for scenario in compared {
        let steps = |timed: Timed<'a>| timed.and_then(|scenarios| scenarios.get(scenario));
        let (Some(old), Some(new)) = (steps(before), steps(after)) else { continue };
        for (step, timed) in new {
            if let Some(earlier) = old.get(step).filter(|earlier| earlier.operation == timed.operation) {
                pairs.entry(&timed.operation).or_default().push((earlier.microseconds, timed.microseconds));
            }
        }
    }
    pairs.retain(|_, pairs| pairs.len() >= FEWEST);
    let general = general(pairs.values().flatten());
    let changes = pairs.iter().filter_map(|(operation, pairs)| change(operation, pairs, general));
    let mut changes: Vec<LatencyChange> = changes.collect();
    changes.sort_by(|one, other| other.times.total_cmp(&one.times).then_with(|| one.operation.cmp(&other.operation)));
    Timing { actions: pairs.len(), general, changes }
}

/// How many times as long calls take, whichever they are.
fn general<'a>(pairs: impl Iterator<Item = &'a (f64, f64)>) -> f64 {
    let mut times: Vec<f64> = pairs.map(|(before, after)| after.max(1.0) / before.max(1.0)).collect();
    let median = Spread::of(&mut times).map_or(1.0, |spread| spread.median);
    if median.max(1.0 / median) < LEAST_GENERAL { 1.0 } else { median }
}

fn change(operation: &str, pairs: &[(f64, f64)], general: f64) -> Option<LatencyChange> {
    let (mut before, mut after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (before, after) = (Spread::of(&mut before)?, Spread::of(&mut after)?);
    let due = before.median * general;
    let times = after.median.max(1.0) / due.max(1.0);
    let chance = chance(pairs.iter().map(|(before, after)| after - before * general));
    let told = chance < MOST_CHANCE
        && times.max(1.0 / times) >= LEAST_RATIO
        && (after.median - due).abs() >= LEAST_MICROSECONDS
        // What stayed as it was while others changed has not changed.
        && (after.median - before.median).abs() >= LEAST_MICROSECONDS;
    told.then(|| LatencyChange { operation: operation.to_owned(), steps: pairs.len(), before, after, times, chance })
}

impl Spread {
    /// That of some measurements, which are sorted on the way; none has none.
    fn of(measured: &mut [f64]) -> Option<Self> {
        measured.sort_by(f64::total_cmp);
        Some(Spread {
            low: quantile(measured, 0.25)?,
            median: quantile(measured, 0.5)?,
            high: quantile(measured, 0.75)?,
        })
    }
}

/// Between the two measurements that it lies between, by how near it is to each.
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * part;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}
