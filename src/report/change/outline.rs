//! The content of a comparison, in order: the same for every format that people read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use record::{EndpointHead, Subject, SurvivorRole};
use serde_json::Value;
use verdict::FindingClass;
use verdict::change::{ChangeCause, ChangeKind, Changes, ScenarioChange};
use verdict::{Disposition, Finding};

use crate::change::comparison::{Comparison, target};
use crate::change::labels;
use crate::model::{Direction, End, Report};
use crate::text::{counted, service_word};

/// Changes of one kind.
pub(crate) struct Section<'a> {
    pub(crate) title: &'static str,
    pub(crate) direction: Direction,
    pub(crate) items: Vec<Item<'a>>,
}

/// One change.
#[derive(Default)]
pub(crate) struct Item<'a> {
    pub(crate) title: String,
    pub(crate) details: Vec<String>,
    /// The scenarios that it is about.
    pub(crate) scenarios: Vec<Subject>,
    /// A command that reproduces it.
    pub(crate) command: Option<&'a str>,
}

/// All sections with items.
pub(crate) fn outline<'a>(comparison: &'a Comparison<'_>) -> Vec<Section<'a>> {
    use Direction::{Improvement, Neutral, Regression};
    let changes = &comparison.changes;
    let (known, new): (Vec<&ChangeCause<'_>>, Vec<&ChangeCause<'_>>) =
        changes.causes.iter().partition(|cause| cause.known);
    let responses = changes.responses.iter().map(|response| Item {
        title: labels::finding(response.finding),
        scenarios: response.scenarios.clone(),
        ..before_and_after(response.finding)
    });
    let latencies = changes.timing.changes.iter().map(labels::latency);
    let latencies = labels::overall_latency(&changes.timing).into_iter().chain(latencies).map(Item::plain);
    let section = |title, direction, items: Vec<Item<'a>>| Section { title, direction, items };
    let sections = [
        section("Flaky: not compared", Neutral, by_reason(changes, ChangeKind::Flaky)),
        section("Regressions, most severe first", Regression, new.into_iter().map(regression).collect()),
        section("Known regressions", Neutral, known.into_iter().map(regression).collect()),
        section("Not judged this time", Regression, by_reason(changes, ChangeKind::NotJudged)),
        section("Changed responses", Neutral, responses.collect()),
        section("Latency changes", Neutral, latencies.collect()),
        section("Changed deviations", Neutral, by_finding(changes, |change| &change.changed)),
        section("Improvements", Improvement, changes.fixed.iter().map(improvement).collect()),
        section("First seen behind fixed deviations", Neutral, by_finding(changes, |change| &change.unmasked)),
        section("Not selected this time", Neutral, together(changes, ChangeKind::NotSelected)),
        section("Judged for the first time", Neutral, by_verdicts(changes, ChangeKind::New)),
        section("Scenarios changed between the suites", Neutral, by_verdicts(changes, ChangeKind::SuiteChanged)),
        section(
            "Differences between the runs",
            Neutral,
            run_differences(comparison).into_iter().map(Item::plain).collect(),
        ),
    ];
    sections.into_iter().filter(|section| !section.items.is_empty()).collect()
}

impl Item<'_> {
    fn plain(title: String) -> Self {
        Item { title, ..Item::default() }
    }
}

fn regression<'a>(cause: &'a ChangeCause<'_>) -> Item<'a> {
    let mut details: Vec<String> = labels::uncreatable(cause).into_iter().collect();
    // The title of a changed response has the message already.
    if !matches!(cause.class, FindingClass::Http | FindingClass::Content) {
        details.insert(0, cause.finding.message.trim().to_owned());
    }
    if cause.blocked > 0 {
        details.push(format!("blocks {}", counted(cause.blocked, "step")));
    }
    if let Disposition::Known(known) = &cause.finding.disposition {
        details.push(format!("known: {} ({})", known.reason, known.place));
    }
    Item {
        title: format!("{} ({})", labels::cause(cause), cause.finding.kind.code()),
        details,
        scenarios: seen_in(cause),
        command: cause.finding.reproduce.as_deref(),
    }
}

fn improvement<'a>(cause: &'a ChangeCause<'_>) -> Item<'a> {
    Item { title: labels::fixed(cause), scenarios: seen_in(cause), ..Item::default() }
}

fn seen_in<'a>(cause: &ChangeCause<'a>) -> Vec<Subject> {
    cause.scenarios.iter().chain(&cause.co_occurring).cloned().collect()
}

/// Both values of a changed response.
fn before_and_after(finding: &Finding) -> Item<'_> {
    let value = |word: &str, value: &Option<Value>| Some(format!("{word} {}", value.as_ref()?));
    let details = [value("before", &finding.expected), value("now   ", &finding.actual)];
    Item { details: details.into_iter().flatten().collect(), command: finding.reproduce.as_deref(), ..Item::default() }
}

fn by_reason<'a>(changes: &'a Changes<'_>, change: ChangeKind) -> Vec<Item<'a>> {
    grouped(changes.of(change).map(|one| (labels::reason(one).to_owned(), one.scenario.clone())))
}

/// Findings of every scenario and fixture, equal ones together.
fn by_finding<'a>(changes: &'a Changes<'_>, of: impl Fn(&'a ScenarioChange<'_>) -> &'a [&'a Finding]) -> Vec<Item<'a>> {
    grouped(
        changes
            .all()
            .flat_map(|change| of(change).iter().map(|finding| (labels::finding(finding), change.scenario.clone()))),
    )
}

fn by_verdicts<'a>(changes: &'a Changes<'_>, change: ChangeKind) -> Vec<Item<'a>> {
    grouped(changes.of(change).map(|one| (labels::verdicts(one), one.scenario.clone())))
}

fn together<'a>(changes: &'a Changes<'_>, change: ChangeKind) -> Vec<Item<'a>> {
    let scenarios: Vec<Subject> = changes.of(change).map(|one| one.scenario.clone()).collect();
    let title = counted(scenarios.len(), "scenario");
    if scenarios.is_empty() { Vec::new() } else { vec![Item { scenarios, ..Item::plain(title) }] }
}

/// An item for each title, the one with most scenarios first.
fn grouped<'a>(titles: impl Iterator<Item = (String, Subject)>) -> Vec<Item<'a>> {
    let mut by_title: BTreeMap<String, Vec<Subject>> = BTreeMap::new();
    for (title, scenario) in titles {
        let scenarios = by_title.entry(title).or_default();
        if scenarios.last() != Some(&scenario) {
            scenarios.push(scenario);
        }
    }
    let item = |(title, scenarios)| Item { scenarios, ..Item::plain(title) };
    let mut items: Vec<Item<'a>> = by_title.into_iter().map(item).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.scenarios.len()));
    items
}

/// Differences of endpoints, versions and selection, a line each.
pub(crate) fn run_differences(comparison: &Comparison<'_>) -> Vec<String> {
    let (before, after) = (comparison.before, comparison.after);
    let mut lines = Vec::new();
    if let (Some(old), Some(new)) = (target(before), target(after)) {
        differ(&mut lines, "endpoint", &old.name, &new.name);
        differ(&mut lines, "URL", &old.url, &new.url);
        differ(&mut lines, "kind", service_word(old.service_kind), service_word(new.service_kind));
        differ(&mut lines, "region", &old.region, &new.region);
        differ(&mut lines, "API version", &old.api_version, &new.api_version);
        differ(&mut lines, "omitted parameters", omitted(old), omitted(new));
        facts(&mut lines, old, new);
    }
    differ(&mut lines, "suite", &before.head.suite, &after.head.suite);
    differ(&mut lines, "ec2-compat", &before.head.tool, &after.head.tool);
    differ(&mut lines, "phase", phase(before), phase(after));
    for (which, report) in [("earlier", before), ("later", after)] {
        match report.end {
            End::Complete => {}
            End::Interrupted => lines.push(format!("the {which} run was interrupted")),
            End::CutShort => lines.push(format!("the {which} run is cut short")),
        }
    }
    lines
}

fn differ(lines: &mut Vec<String>, what: &str, before: impl Display + PartialEq, after: impl Display + PartialEq) {
    let (before, after) = (before.to_string(), after.to_string());
    if before != after {
        lines.push(format!("{what}: {before} before, {after} now"));
    }
}

fn facts(lines: &mut Vec<String>, old: &EndpointHead, new: &EndpointHead) {
    let names: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
    let value = |value: Option<&Value>| value.map_or("absent".to_owned(), Value::to_string);
    for name in names {
        differ(lines, &format!("fact {name}"), value(old.facts.get(name)), value(new.facts.get(name)));
    }
}

fn omitted(head: &EndpointHead) -> String {
    if head.omit_parameters.is_empty() { "none".to_owned() } else { head.omit_parameters.join(", ") }
}

fn phase(report: &Report) -> String {
    match &report.head.survivors {
        None => "whole scenarios".to_owned(),
        Some(SurvivorRole::Kept) => "up to `after_upgrade`, resources kept".to_owned(),
        Some(SurvivorRole::Adopted { run }) => format!("`after_upgrade`, with the resources of run {run}"),
    }
}
