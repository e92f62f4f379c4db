//! The first line of a comparison: the one thing to know.

use std::collections::{BTreeMap, HashSet};

use verdict::change::{Cause, Change, ScenarioChange};

use crate::change::comparison::{Comparison, Outcome};
use crate::change::labels;
use crate::text::sanitize;

/// What got worse, the weightiest cause first; or that nothing did, and how far that goes.
pub(crate) fn headline(comparison: &Comparison<'_>) -> String {
    let changes = &comparison.changes;
    let totals = labels::totals(changes);
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
    sanitize::line(&line).into_owned()
}

fn of_cause(cause: &Cause<'_>) -> String {
    let place = match (cause.scenarios.as_slice(), cause.also.as_slice()) {
        ([only], []) | ([], [only]) => (*only).to_owned(),
        _ => labels::scenarios(cause.seen_in()),
    };
    let unmade = labels::unmade(cause).map(|unmade| format!(": {unmade}")).unwrap_or_default();
    format!("{} in {place}{unmade}", labels::cause(cause))
}

fn answers(comparison: &Comparison<'_>) -> String {
    let changes = &comparison.changes;
    let scenarios = changes.answers.iter().flat_map(|answer| &answer.scenarios);
    let scenarios: HashSet<&&str> = scenarios.collect();
    match scenarios.len() {
        0 => String::new(),
        count => format!(
            " Answers differ from before in {}, where nothing says that they must not.",
            labels::scenarios(count)
        ),
    }
}

fn slower(comparison: &Comparison<'_>) -> String {
    let slowest = comparison.changes.timing.changes.first().filter(|change| change.is_slower());
    slowest.map(|change| format!(" {}.", labels::latency(change))).unwrap_or_default()
}

/// How many scenarios were lost, and mostly why.
fn lost(comparison: &Comparison<'_>) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for change in comparison.changes.of(Change::Lost) {
        *reasons.entry(reason(change)).or_default() += 1;
    }
    let count: usize = reasons.values().sum();
    match reasons.into_iter().max_by_key(|(_, count)| *count) {
        Some((reason, _)) => format!("{} not judged this time, mostly: {reason}", labels::scenarios(count)),
        None => "the later run did not come to its end".to_owned(),
    }
}

/// Why a scenario was not judged.
pub(crate) fn reason<'a>(change: &ScenarioChange<'a>) -> &'a str {
    change.reason.unwrap_or("no reason was given")
}
