//! What is told of a comparison, in order: the same for every format that people read.

use std::collections::BTreeMap;

use verdict::change::{Cause, Change, Changes, Failing, ScenarioChange};
use verdict::{Finding, Standing};

use crate::change::circumstances::circumstances;
use crate::change::comparison::Comparison;
use crate::change::headline::reason;
use crate::change::labels;
use crate::model::Direction;

/// A part of the tale.
pub(crate) struct Section<'a> {
    pub(crate) title: &'static str,
    /// Which way what it tells of went.
    pub(crate) direction: Direction,
    pub(crate) items: Vec<Item<'a>>,
}

/// One thing that is told.
#[derive(Default)]
pub(crate) struct Item<'a> {
    pub(crate) title: String,
    pub(crate) details: Vec<String>,
    /// The scenarios that it is about.
    pub(crate) scenarios: Vec<&'a str>,
    /// A command that shows it.
    pub(crate) command: Option<&'a str>,
}

/// All sections that have something to tell.
pub(crate) fn tale<'a>(comparison: &'a Comparison<'_>) -> Vec<Section<'a>> {
    let changes = &comparison.changes;
    let (known, new): (Vec<&Cause<'_>>, Vec<&Cause<'_>>) = changes.causes.iter().partition(|cause| cause.known);
    let answers = changes.answers.iter().map(|answer| Item {
        title: labels::finding(answer.finding),
        scenarios: answer.scenarios.clone(),
        ..sides(answer.finding)
    });
    let latencies = changes.timing.changes.iter().map(labels::latency);
    let latencies = labels::general(&changes.timing).into_iter().chain(latencies).map(Item::plain);
    let circumstances = circumstances(comparison).into_iter().map(Item::plain);
    let section = |title, direction, items: Vec<Item<'a>>| Section { title, direction, items };
    let sections = [
        section("What got worse, the weightiest cause first", Direction::Worse, new.into_iter().map(worse).collect()),
        section("Worse, and known", Direction::Other, known.into_iter().map(worse).collect()),
        section("Could not be judged this time", Direction::Worse, by_reason(changes, Change::Lost)),
        section("Answers that are not as they were", Direction::Other, answers.collect()),
        section("Calls that take longer or less long", Direction::Other, latencies.collect()),
        section("Deviates still, in another way", Direction::Other, by_finding(changes, |change| &change.otherwise)),
        section("What deviates no more", Direction::Better, changes.gains.iter().map(better).collect()),
        section(
            "Seen for the first time behind what deviates no more",
            Direction::Other,
            by_finding(changes, |change| &change.uncovered),
        ),
        section("Not asked this time", Direction::Other, together(changes, Change::NotAsked)),
        section("New: not judged before", Direction::Other, by_verdicts(changes, Change::New)),
        section("The suite asks otherwise than before", Direction::Other, by_verdicts(changes, Change::AskedOtherwise)),
        section("Not the same in both runs", Direction::Other, circumstances.collect()),
    ];
    sections.into_iter().filter(|section| !section.items.is_empty()).collect()
}

impl Item<'_> {
    fn plain(title: String) -> Self {
        Item { title, ..Item::default() }
    }
}

fn worse<'a>(cause: &'a Cause<'_>) -> Item<'a> {
    let mut details: Vec<String> = labels::unmade(cause).into_iter().collect();
    // Of an answer the title says it already.
    if cause.failing != Failing::Answer {
        details.insert(0, cause.finding.message.trim().to_owned());
    }
    if cause.blocked > 0 {
        details.push(format!("{} steps could not be asked because of it", cause.blocked));
    }
    if let Standing::Known(known) = &cause.finding.standing {
        details.push(format!("known: {} ({})", known.reason, known.place));
    }
    Item {
        title: format!("{} ({})", labels::cause(cause), cause.finding.kind.code()),
        details,
        scenarios: seen_in(cause),
        command: cause.finding.reproduce.as_deref(),
    }
}

fn better<'a>(cause: &'a Cause<'_>) -> Item<'a> {
    Item { title: labels::gain(cause), scenarios: seen_in(cause), ..Item::default() }
}

fn seen_in<'a>(cause: &Cause<'a>) -> Vec<&'a str> {
    cause.scenarios.iter().chain(&cause.also).copied().collect()
}

/// What came before and what comes now, for an answer that is not as it was.
fn sides(finding: &Finding) -> Item<'_> {
    let side = |word: &str, value: &Option<serde_json::Value>| Some(format!("{word} {}", value.as_ref()?));
    let details = [side("before", &finding.expected), side("now   ", &finding.actual)];
    Item { details: details.into_iter().flatten().collect(), command: finding.reproduce.as_deref(), ..Item::default() }
}

fn by_reason<'a>(changes: &'a Changes<'_>, change: Change) -> Vec<Item<'a>> {
    let mut reasons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in changes.of(change) {
        reasons.entry(reason(one).to_owned()).or_default().push(one.scenario);
    }
    most_first(reasons)
}

/// Some findings of every scenario and fixture, like ones together.
fn by_finding<'a>(changes: &'a Changes<'_>, of: impl Fn(&'a ScenarioChange<'_>) -> &'a [&'a Finding]) -> Vec<Item<'a>> {
    let mut findings: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for change in changes.scenarios.iter().chain(&changes.fixtures) {
        for finding in of(change) {
            let scenarios = findings.entry(labels::finding(finding)).or_default();
            if scenarios.last() != Some(&change.scenario) {
                scenarios.push(change.scenario);
            }
        }
    }
    most_first(findings)
}

fn together<'a>(changes: &'a Changes<'_>, change: Change) -> Vec<Item<'a>> {
    let scenarios: Vec<&str> = changes.of(change).map(|one| one.scenario).collect();
    let title = labels::scenarios(scenarios.len());
    if scenarios.is_empty() { Vec::new() } else { vec![Item { scenarios, ..Item::plain(title) }] }
}

/// Scenarios by how their verdicts changed.
fn by_verdicts<'a>(changes: &'a Changes<'_>, change: Change) -> Vec<Item<'a>> {
    let mut verdicts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in changes.of(change) {
        verdicts.entry(labels::verdicts(one)).or_default().push(one.scenario);
    }
    most_first(verdicts)
}

fn most_first<'a>(by_title: BTreeMap<String, Vec<&'a str>>) -> Vec<Item<'a>> {
    let item = |(title, scenarios): (String, Vec<&'a str>)| Item { scenarios, ..Item::plain(title) };
    let mut items: Vec<Item<'a>> = by_title.into_iter().map(item).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.scenarios.len()));
    items
}
