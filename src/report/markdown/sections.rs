//! The sections of the summary, most important first.

use std::collections::BTreeMap;

use verdict::{ApiSurface, Judgement, Verdict};

use crate::clients;
use crate::markdown::causes::lines;
use crate::markdown::score::{fixes, score};
use crate::markdown::sheet::Sheet;
use crate::markdown::text::{code, plain};
use crate::model::{
    AreaCounts, CauseLists, ChangeLine, ChangeSummary, Counts, Exit, Extras, KnownNote, Origin, Report, ReportCauses,
    Role, origins,
};
use crate::text::{counted, course_in_words, figures, inventory_in_words, reason, score_rows, unproven, verdict_word};

/// Causes and changes that are not collapsed.
const OPEN: usize = 10;
/// Most endpoints of a table.
const ENDPOINTS: usize = 8;

pub(crate) fn write(sheet: &mut Sheet, report: &Report, extras: &Extras, causes: &ReportCauses<'_>) {
    heading(sheet, report, extras);
    problems(sheet, report);
    if let Some(change) = &extras.change {
        changes(sheet, change);
    }
    findings(sheet, &CauseLists::of(report, causes));
    fixes(sheet, report, extras);
    flaky(sheet, report);
    errors(sheet, report);
    clients(sheet, report);
    areas(sheet, report, extras);
    surface(sheet, extras);
    notes(sheet, "Expired known deviations: they count again", &extras.known.expired);
    notes(sheet, "Known deviations no longer seen", &extras.known.no_longer_seen);
    unproven_scenarios(sheet, report);
    skipped(sheet, report);
}

/// Score, counts and origins, which are never truncated.
fn heading(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let origins = origins(report);
    let name = origins.first().map_or_else(|| "(nothing)".to_owned(), |target| code(target.name));
    let scores = origins.first().and_then(|target| extras.scores_of(target.name));
    let rows = scores.map(score_rows).unwrap_or_default();
    let figure = rows.first().map_or_else(String::new, |(_, score)| format!(": {}", figures(*score)));
    sheet.line(&format!("## EC2 compatibility of {name}{figure}\n"));
    let exit = Exit::of(report);
    sheet.line(&format!("Exit {}: {}.\n", exit.code(), exit.meaning_for(report)));
    if let Some(scores) = scores {
        score(sheet, scores, &rows);
    }
    counts(sheet, report);
    for origin in origins.iter().take(ENDPOINTS) {
        sheet.line(&origin_line(origin));
    }
    if let Some(course) = course_in_words(report) {
        sheet.line(&format!("- {}.", plain(&course)));
    }
    sheet.line("");
}

fn counts(sheet: &mut Sheet, report: &Report) {
    let words: Vec<&str> = Counts::default().columns().map(|(verdict, _)| verdict_word(verdict)).collect();
    sheet.line(&format!("| endpoint | {} |", words.join(" | ")));
    sheet.line(&format!("|---|{}", "--:|".repeat(words.len())));
    for endpoint in report.head.endpoints.iter().take(ENDPOINTS) {
        sheet.line(&format!("| {} | {} |", plain(&endpoint.name), cells(&report.counts_of(&endpoint.name))));
    }
    sheet.line("");
}

fn cells(counts: &Counts) -> String {
    counts.columns().map(|(_, count)| count.to_string()).collect::<Vec<_>>().join(" | ")
}

fn origin_line(origin: &Origin<'_>) -> String {
    let role = match origin.role {
        Role::Target => "Target",
        Role::Reference => "Reference",
        Role::RecordedReference => "Recorded reference",
    };
    let mut line = format!("- {role}: {}, **{}**, {}", code(origin.name), origin.service(), code(origin.url));
    line.push_str(&format!(", region {}", code(origin.region)));
    if let Some(version) = origin.api_version {
        line.push_str(&format!(", API {}", code(version)));
    }
    line.push_str(&format!(", recorded {} by ec2-compat {}", code(&origin.recorded), code(origin.tool)));
    line.push_str(&format!(", suite {}, run {}.", code(origin.suite), code(origin.run)));
    if let Some(caution) = origin.caution() {
        line.push_str(&format!(" {caution}"));
    }
    line
}

fn problems(sheet: &mut Sheet, report: &Report) {
    for problem in report.problems() {
        sheet.line(&format!("> **{}**\n", plain(&problem.message)));
        let details: Vec<String> = problem.details.iter().map(|detail| format!("- {}", code(detail))).collect();
        sheet.folded("Details", &[], &details, 4_000);
    }
}

fn changes(sheet: &mut Sheet, change: &ChangeSummary) {
    let ChangeSummary { since, regressions, improvements, .. } = change;
    let counts = format!("{}, {}", counted(*regressions, "regression"), counted(*improvements, "improvement"));
    sheet.line(&format!("### Since {}: {counts}\n", plain(since)));
    sheet.line(&format!("**{}**\n", plain(&change.headline)));
    let lines: Vec<String> = change.lines.iter().map(change_line).collect();
    let open = lines.len().min(OPEN);
    sheet.list(&lines[..open], 4_000);
    sheet.folded("More changes", &[], &lines[open..], 8_000);
}

fn change_line(line: &ChangeLine) -> String {
    let direction: &str = line.direction.into();
    format!("- {direction}: {}", code(&line.text))
}

fn findings(sheet: &mut Sheet, lists: &CauseLists<'_>) {
    let counting = lines(&lists.counting);
    let known = lines(&lists.known);
    let (heading, worst) = match lists.nothing_new() {
        true => ("No new deviations; most severe known causes", &known),
        false => ("Most severe causes", &counting),
    };
    let open = worst.len().min(OPEN);
    if open > 0 {
        sheet.line(&format!("### {heading}\n"));
        sheet.list(&worst[..open], 6_000);
    }
    if !counting.is_empty() {
        sheet.folded("More causes", &[], &counting[open..], 18_000);
    }
    sheet.folded("Causes in generated checks", &[], &lines(&lists.generated), 6_000);
    sheet.folded("Known deviations", &[], &known, 8_000);
    sheet.folded("Informational", &[], &lines(&lists.informational), 4_000);
    let reference = lines(&lists.reference);
    sheet.folded("Deviations of the reference: the reference or the suite is wrong", &[], &reference, 6_000);
}

fn flaky(sheet: &mut Sheet, report: &Report) {
    let line = |one: &Judgement| {
        format!("- {} on {}: {}", code(one.scenario.as_str()), code(&one.endpoint), code(&reason(one)))
    };
    let lines: Vec<String> = report.flaky().into_iter().map(line).collect();
    sheet.folded("Flaky: attempts came out differently; apart from deviations", &[], &lines, 5_000);
}

fn errors(sheet: &mut Sheet, report: &Report) {
    let failed = report.in_order().into_iter().filter(|one| one.verdict == Verdict::Error);
    let lines: Vec<String> = failed
        .map(|one| format!("- {} on {}: {}", code(one.scenario.as_str()), code(&one.endpoint), code(&reason(one))))
        .collect();
    sheet.folded("Not judged: ec2-compat or the environment failed, not the endpoint", &[], &lines, 5_000);
}

/// What each client gets done on the target.
fn clients(sheet: &mut Sheet, report: &Report) {
    let Some(target) = report.head.endpoints.first() else { return };
    let (lines, note) = clients::lines(target, &report.in_order(), plain);
    sheet.folded("Clients", &["| client | task | on this endpoint |", "|---|---|---|"], &lines, 9_000);
    if let Some(note) = note.filter(|_| !lines.is_empty()) {
        sheet.line(&format!("{note}\n"));
    }
}

fn areas(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let areas = report.areas();
    let row = |AreaCounts { endpoint, area, counts }: &AreaCounts| {
        let score = extras.area_score(endpoint, area).map_or_else(String::new, figures);
        format!("| {} | {} | {score} | {} |", plain(endpoint), plain(area), cells(counts))
    };
    let rows: Vec<String> = areas.iter().map(row).collect();
    let words: Vec<&str> = Counts::default().columns().map(|(verdict, _)| verdict_word(verdict)).collect();
    let head = format!("| endpoint | area | score | {} |", words.join(" | "));
    let rule = format!("|---|---|{}", "--:|".repeat(words.len() + 1));
    sheet.folded("Areas", &[&head, &rule], &rows, 8_000);
}

fn surface(sheet: &mut Sheet, extras: &Extras) {
    let line = |endpoint: &str, set: &ApiSurface| {
        let ApiSurface { title, present, called, actions, .. } = set;
        format!("- {}: {present} of {actions} actions work on {}, {called} called", plain(title), code(endpoint))
    };
    let sets = extras.surface.iter().flat_map(|one| one.sets.iter().map(|set| line(&one.endpoint, set)));
    let lines: Vec<String> = sets.collect();
    sheet.folded("API surface", &[], &lines, 2_000);
}

fn notes(sheet: &mut Sheet, title: &str, notes: &[KnownNote]) {
    let lines: Vec<String> =
        notes.iter().map(|note| format!("- {} ({})", code(&note.text), code(&note.location.to_string()))).collect();
    sheet.folded(title, &[], &lines, 3_000);
}

/// Scenarios that no implementation has carried to their end yet.
fn unproven_scenarios(sheet: &mut Sheet, report: &Report) {
    let marked = report.in_order().into_iter().filter_map(|one| Some((one, unproven(one)?)));
    let lines: Vec<String> = marked
        .map(|(one, why)| format!("- {} on {}: {}", code(one.scenario.as_str()), code(&one.endpoint), code(&why)))
        .collect();
    sheet.folded("Unproven scenarios: no implementation has carried them to their end", &[], &lines, 3_000);
}

/// The reasons of the target's scenarios of a verdict, most frequent first.
fn reasons(sheet: &mut Sheet, report: &Report, title: &str, verdict: Verdict) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for judgement in report.of_verdict(verdict) {
        *reasons.entry(reason(judgement).into_owned()).or_default() += 1;
    }
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines: Vec<String> = reasons.iter().map(|(reason, count)| format!("- {count}: {}", code(reason))).collect();
    sheet.folded(title, &[], &lines, 3_000);
}

/// Skipped and excluded scenarios, and the totals.
fn skipped(sheet: &mut Sheet, report: &Report) {
    reasons(sheet, report, "Skipped scenarios, by reason", Verdict::Skipped);
    reasons(sheet, report, "Scenarios that the profile excludes, by reason", Verdict::Excluded);
    let totals = report.totals();
    sheet.line(&format!("{totals}; {} calls.", report.calls()));
    for (endpoint, inventory) in &report.inventories {
        sheet.line(&format!("{}: {}.", code(endpoint), inventory_in_words(inventory)));
    }
}
