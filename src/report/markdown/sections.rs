//! What the summary tells, what matters most first.

use std::collections::BTreeMap;

use verdict::{FIXTURES, Verdict};

use crate::markdown::causes::causes;
use crate::markdown::sheet::Sheet;
use crate::markdown::text::{code, plain};
use crate::model::{
    AreaCounts, Change, ChangeLine, Counts, Direction, EndpointScore, Exit, Extras, KnownNote, Origin, Report, Role,
    Share, Surface, area, columns, origins, totals,
};
use crate::text::reason;

/// Causes and changes that are not folded.
const OPEN: usize = 5;
/// Endpoints, and areas of each, beyond which a table helps nobody.
const ENDPOINTS: usize = 8;

pub(crate) fn write(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    heading(sheet, report, extras);
    troubles(sheet, report);
    if let Some(change) = &extras.change {
        changes(sheet, change);
    }
    findings(sheet, report, extras);
    errors(sheet, report);
    areas(sheet, report, extras);
    surface(sheet, extras);
    notes(sheet, "Known deviations that are past their day: they count again", &extras.known.expired);
    notes(sheet, "Known deviations no longer seen", &extras.known.no_longer_seen);
    skipped(sheet, report);
}

/// Score, counts and from what they were recorded: always whole.
fn heading(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let origins = origins(report);
    let name = origins.first().map_or_else(|| "(nothing)".to_owned(), |target| code(target.name));
    let scores = origins.first().and_then(|target| score_of(extras, target.name));
    let score = scores.map(|scores| scores.overall).filter(|share| share.applicable > 0);
    let figure = score.map_or_else(String::new, |share| format!(": {}", percent(share)));
    sheet.line(&format!("## EC2 compatibility of {name}{figure}\n"));
    let exit = Exit::of(report);
    if let Some(share) = score {
        let Share { conformant, applicable, .. } = share;
        sheet.line(&format!("**{conformant} of {applicable} applicable scenarios conformant.**"));
    }
    if let Some(share) = scores.and_then(|scores| scores.generated) {
        let (Share { conformant, applicable, .. }, percent) = (share, percent(share));
        sheet.line(&format!(
            "Beside them {conformant} of {applicable} applicable generated checks conformant: {percent}."
        ));
    }
    sheet.line(&format!("Exit {}: {}.\n", exit.code(), exit.meaning()));
    counts(sheet, report);
    for origin in origins.iter().take(ENDPOINTS) {
        sheet.line(&told(origin));
    }
    sheet.line("");
}

fn counts(sheet: &mut Sheet, report: &Report) {
    let words: Vec<&str> = columns(&Counts::default()).iter().map(|(word, _)| *word).collect();
    sheet.line(&format!("| endpoint | {} |", words.join(" | ")));
    sheet.line(&format!("|---|{}", "--:|".repeat(words.len())));
    let mut rows: Vec<(String, Counts)> = Vec::new();
    for area in report.areas() {
        match rows.last_mut().filter(|(endpoint, _)| *endpoint == area.endpoint) {
            Some((_, sum)) => *sum = *sum + area.counts,
            None => rows.push((area.endpoint, area.counts)),
        }
    }
    for (endpoint, counts) in rows.iter().take(ENDPOINTS) {
        sheet.line(&format!("| {} | {} |", plain(endpoint), cells(counts)));
    }
    if rows.len() != 1 {
        sheet.line(&format!("| all | {} |", cells(&report.counts())));
    }
    let fixtures = report.judgements.iter().filter(|one| area(&one.scenario) == FIXTURES).count();
    if fixtures > 0 {
        sheet.line(&format!("\nFixtures in which something was found count here ({fixtures}), and not in the score."));
    }
    sheet.line("");
}

fn cells(counts: &Counts) -> String {
    columns(counts).map(|(_, count)| count.to_string()).join(" | ")
}

fn told(origin: &Origin<'_>) -> String {
    let role = match origin.role {
        Role::Target => "Target",
        Role::Reference => "Reference",
        Role::RecordedReference => "Recorded reference",
    };
    let mut line = format!("- {role}: {}, **{}**, {}", code(origin.name), origin.what(), code(origin.url));
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

fn troubles(sheet: &mut Sheet, report: &Report) {
    for trouble in report.troubles() {
        sheet.line(&format!("> **{}**\n", plain(&trouble.message)));
        let details: Vec<String> = trouble.details.iter().map(|detail| format!("- {}", code(detail))).collect();
        sheet.folded("Particulars", &[], &details, 4_000);
    }
}

fn changes(sheet: &mut Sheet, change: &Change) {
    sheet.line(&format!("### Since {}: {} worse, {} better\n", plain(&change.since), change.worse, change.better));
    sheet.line(&format!("**{}**\n", plain(&change.headline)));
    let lines: Vec<String> = change.lines.iter().map(change_line).collect();
    let open = lines.len().min(OPEN);
    sheet.list(&lines[..open], 4_000);
    sheet.folded("More changes", &[], &lines[open..], 8_000);
}

fn change_line(line: &ChangeLine) -> String {
    let direction = match line.direction {
        Direction::Worse => "worse",
        Direction::Better => "better",
        Direction::Other => "note",
    };
    format!("- {direction}: {}", code(&line.text))
}

fn findings(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let causes = causes(report, extras);
    let (heading, worst) = match causes.counting.is_empty() && causes.generated.is_empty() {
        true => ("Nothing new; the worst causes that are known", &causes.known),
        false => ("Worst causes", &causes.counting),
    };
    let open = worst.len().min(OPEN);
    if open > 0 {
        sheet.line(&format!("### {heading}\n"));
        sheet.list(&worst[..open], 6_000);
    }
    if !causes.counting.is_empty() {
        sheet.folded("More causes", &[], &causes.counting[open..], 22_000);
    }
    sheet.folded("Causes in generated checks", &[], &causes.generated, 6_000);
    sheet.folded("Known deviations", &[], &causes.known, 8_000);
    sheet.folded("Shown, and decides nothing", &[], &causes.informing, 4_000);
    sheet.folded("The reference is wrong here, or the suite is", &[], &causes.of_reference, 6_000);
}

fn errors(sheet: &mut Sheet, report: &Report) {
    let failed = report.in_order().into_iter().filter(|one| one.verdict == Verdict::Error);
    let lines: Vec<String> = failed
        .map(|one| format!("- {} on {}: {}", code(&one.scenario), code(&one.endpoint), code(&reason(one))))
        .collect();
    sheet.folded("Could not be judged: we or the environment failed, not the endpoint", &[], &lines, 5_000);
}

fn areas(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let areas = report.areas();
    let row = |AreaCounts { endpoint, area, counts }: &AreaCounts| {
        let share = score_of(extras, endpoint).and_then(|score| score.of_area(area)).map_or_else(String::new, percent);
        format!("| {} | {} | {share} | {} |", plain(endpoint), plain(area), cells(counts))
    };
    let rows: Vec<String> = areas.iter().map(row).collect();
    let words: Vec<&str> = columns(&Counts::default()).iter().map(|(word, _)| *word).collect();
    let head = format!("| endpoint | area | score | {} |", words.join(" | "));
    let rule = format!("|---|---|{}", "--:|".repeat(words.len() + 1));
    sheet.folded("Areas", &[&head, &rule], &rows, 8_000);
}

fn surface(sheet: &mut Sheet, extras: &Extras) {
    let lines: Vec<String> = extras
        .surface
        .iter()
        .map(|one| {
            let (set, endpoint) = (plain(&one.set), code(&one.endpoint));
            let Surface { answered, asked, total, .. } = one;
            format!("- {set}: {answered} of {total} actions answered by {endpoint}, {asked} asked")
        })
        .collect();
    sheet.folded("API surface", &[], &lines, 2_000);
}

fn notes(sheet: &mut Sheet, title: &str, notes: &[KnownNote]) {
    let lines: Vec<String> =
        notes.iter().map(|note| format!("- {} ({})", code(&note.text), code(&note.place))).collect();
    sheet.folded(title, &[], &lines, 3_000);
}

/// The reasons for which scenarios were skipped, most frequent first.
fn skipped(sheet: &mut Sheet, report: &Report) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for judgement in report.judgements.iter().filter(|one| one.verdict == Verdict::Skipped) {
        *reasons.entry(reason(judgement).into_owned()).or_default() += 1;
    }
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines: Vec<String> = reasons.iter().map(|(reason, count)| format!("- {count}: {}", code(reason))).collect();
    sheet.folded("Reasons for which scenarios were skipped", &[], &lines, 3_000);
    let counts = report.counts();
    sheet.line(&format!("{} scenarios: {}; {} calls.", counts.total(), totals(&counts), report.calls()));
}

fn score_of<'a>(extras: &'a Extras, endpoint: &str) -> Option<&'a EndpointScore> {
    extras.scores.iter().find(|score| score.endpoint == endpoint)
}

fn percent(share: Share) -> String {
    format!("{:.1} %", share.percent)
}
