//! The first line of a comparison: the one thing to know.

use std::collections::{BTreeMap, HashSet};

use crate::report::neutral;
use crate::verdict::change::{Cause, Change, ScenarioChange};

use super::comparison::{Comparison, Outcome};
use super::words;

/// What got worse, the weightiest cause first; or that nothing did, and how far that goes.
pub(super) fn headline(comparison: &Comparison<'_>) -> String {
    let changes = &comparison.changes;
    let totals = words::totals(changes);
    let known = || match changes.causes.first() {
        Some(first) => format!(" Worse, and known: {}.", of_cause(first)),
        None => String::new(),
    };
    let line = match comparison.outcome() {
        Outcome::Worse => {
            let first = changes.causes.first().map(of_cause).unwrap_or_else(|| "new findings".to_owned());
            let others = changes.causes.iter().skip(1).filter(|cause| !cause.known).count();
            let others = match others {
                0 => String::new(),
                1 => "; and 1 other cause".to_owned(),
                several => format!("; and {several} other causes"),
            };
            format!("WORSE: {first}{others}. {totals}.")
        }
        Outcome::NotWorse => format!("NOT WORSE: {totals}.{}{}{}", known(), answers(comparison), slower(comparison)),
        Outcome::Incomplete => {
            format!(
                "NOT ALL COMPARED: {}. Nothing that could be judged got worse: {totals}.{}",
                lost(comparison),
                known()
            )
        }
        Outcome::NothingCompared => {
            format!("NOTHING COMPARED: no scenario was judged in both runs by the same question. {totals}.")
        }
    };
    neutral::line(&line).into_owned()
}

fn of_cause(cause: &Cause<'_>) -> String {
    let place = match (cause.scenarios.as_slice(), cause.also.as_slice()) {
        ([only], []) | ([], [only]) => (*only).to_owned(),
        _ => words::scenarios(cause.seen_in()),
    };
    let unmade = words::unmade(cause).map(|unmade| format!(": {unmade}")).unwrap_or_default();
    format!("{} in {place}{unmade}", words::cause(cause))
}

fn answers(comparison: &Comparison<'_>) -> String {
    let changes = &comparison.changes;
    let scenarios = changes.answers.iter().flat_map(|answer| &answer.scenarios);
    let scenarios: HashSet<&&str> = scenarios.collect();
    match scenarios.len() {
        0 => String::new(),
        count => format!(
            " Answers differ from before in {}, where nothing says that they must not.",
            words::scenarios(count)
        ),
    }
}

fn slower(comparison: &Comparison<'_>) -> String {
    let slowest = comparison.changes.timing.changes.first().filter(|change| change.is_slower());
    slowest.map(|change| format!(" {}.", words::latency(change))).unwrap_or_default()
}

/// How many scenarios were lost, and mostly why.
fn lost(comparison: &Comparison<'_>) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for change in comparison.changes.of(Change::Lost) {
        *reasons.entry(reason(change)).or_default() += 1;
    }
    let count: usize = reasons.values().sum();
    match reasons.into_iter().max_by_key(|(_, count)| *count) {
        Some((reason, _)) => format!("{} not judged this time, mostly: {reason}", words::scenarios(count)),
        None => "the later run did not come to its end".to_owned(),
    }
}

/// Why a scenario was not judged.
pub(super) fn reason<'a>(change: &ScenarioChange<'a>) -> &'a str {
    change.reason.unwrap_or("no reason was given")
}
