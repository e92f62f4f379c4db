//! The latency of calls before and after.

use std::collections::HashMap;

use record::{Observation, Purpose, StepName, Subject, Transcript};

use crate::change::signed_rank::p_value;

/// The fewest steps of an action that are compared.
const FEWEST: usize = 8;
/// The largest p-value of a reported difference.
const MAX_P_VALUE: f64 = 0.01;
/// The smallest ratio of two medians that is reported, if ...
const LEAST_RATIO: f64 = 1.3;
/// ... they differ by at least this many microseconds.
const LEAST_MICROSECONDS: f64 = 20_000.0;
/// The smallest change of calls in general that is reported, and that single actions are compared with.
const LEAST_GENERAL: f64 = 1.15;

/// The median latency of the successful calls of each step of a run. Takes some 100 bytes per step, however often it
/// polled.
#[derive(Debug, Clone, Default)]
pub struct Latencies {
    by_endpoint: HashMap<String, HashMap<Subject, TimedSteps>>,
}

/// The steps of a scenario, by name.
type TimedSteps = HashMap<StepName, TimedStep>;

#[derive(Debug, Clone)]
pub(crate) struct TimedStep {
    operation: String,
    microseconds: f64,
}

/// By scenario; absent if no call was measured on the endpoint.
pub(crate) type Timed<'a> = Option<&'a HashMap<Subject, TimedSteps>>;

/// Latency compared with the run before.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// The number of actions that were called often enough to be compared.
    pub actions: usize,
    /// The factor by which calls in general changed, for example because of another load on the machines; 1 if it is too
    /// close to 1.
    pub general: f64,
    /// The actions that changed beyond that, slower ones first.
    pub changes: Vec<LatencyChange>,
}

/// An action whose latency changed.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyChange {
    /// The action, as in AWS's model: `DescribeVpcs`.
    pub operation: String,
    /// The number of steps that called it successfully in both runs.
    pub steps: usize,
    /// The latency of these steps before.
    pub before: Spread,
    /// The latency of these steps after.
    pub after: Spread,
    /// The factor by which the median changed, beyond that of calls in general.
    pub times: f64,
    /// The p-value of the change: Wilcoxon's signed-rank test over the steps, two-sided.
    pub p_value: f64,
}

/// Quartiles of measurements, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The lower quartile; a quarter of the measurements are less.
    pub low: f64,
    /// The median; half of the measurements are less.
    pub median: f64,
    /// The upper quartile; a quarter of the measurements are more.
    pub high: f64,
}

impl LatencyChange {
    /// Whether the latency increased.
    pub fn is_slower(&self) -> bool {
        self.times > 1.0
    }
}

impl Latencies {
    /// Adds the calls of a scenario, except clean-up.
    pub fn take(&mut self, transcript: &Transcript) {
        let mut steps = HashMap::new();
        for (step, record) in &transcript.steps {
            let mut of_step: Vec<f64> = record.observations.iter().filter_map(success).collect();
            let operation = record.observations.iter().find_map(|seen| seen.operation.clone());
            if let (Some(operation), Some(spread)) = (operation, Spread::of(&mut of_step)) {
                steps.insert(step.clone(), TimedStep { operation, microseconds: spread.median });
            }
        }
        if !steps.is_empty() {
            let key = transcript.key.clone();
            self.by_endpoint.entry(key.endpoint).or_default().insert(key.scenario, steps);
        }
    }

    pub(crate) fn of(&self, endpoint: &str) -> Timed<'_> {
        self.by_endpoint.get(endpoint)
    }
}

/// The latency of a successful call, in microseconds.
fn success(seen: &Observation) -> Option<f64> {
    let last = seen.last().filter(|_| seen.purpose != Purpose::CleanUp)?;
    let succeeded = last.response.as_ref().is_some_and(|response| response.is_success());
    (succeeded && last.failure.is_none()).then_some(last.elapsed_us as f64)
}

/// Compares each step of the scenarios in `compared` with the same step of the other run.
pub(crate) fn timing<'a>(before: Timed<'a>, after: Timed<'a>, compared: impl Iterator<Item = &'a Subject>) -> Timing {
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

/// The median factor over all calls.
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
    let p_value = p_value(pairs.iter().map(|(before, after)| after - before * general));
    let reported = p_value < MAX_P_VALUE
        && times.max(1.0 / times) >= LEAST_RATIO
        && (after.median - due).abs() >= LEAST_MICROSECONDS
        // An action whose latency stayed the same while others changed has not changed.
        && (after.median - before.median).abs() >= LEAST_MICROSECONDS;
    reported.then(|| LatencyChange {
        operation: operation.to_owned(),
        steps: pairs.len(),
        before,
        after,
        times,
        p_value,
    })
}

impl Spread {
    /// Sorts the measurements; none if there are none.
    fn of(measured: &mut [f64]) -> Option<Self> {
        measured.sort_by(f64::total_cmp);
        Some(Spread {
            low: quantile(measured, 0.25)?,
            median: quantile(measured, 0.5)?,
            high: quantile(measured, 0.75)?,
        })
    }
}

/// Interpolates linearly between two measurements.
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * part;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}
