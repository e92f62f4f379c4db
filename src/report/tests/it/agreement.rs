//! What one format reports, all of them do: verdicts, counts, scores, next fixes, exit.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};
use record::{RunCheck, ScenarioKey, Subject};
use report::json::{ReportDocument, ScenarioEntry, ScoreEntry, document};
use report::{Counts, End, Exit, Extras, JunitFlavor, Leftover, Report};
use serde_json::{Value, json};
use verdict::{FIXTURES, Finding, FindingKind, Judgement, Severity, Verdict};

use crate::html::data;
use crate::junit::{cases, xml};
use crate::markdown::markdown;
use crate::sample;
use crate::terminal::plain;

/// What an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scenario,
    Fixture,
    RunCheck,
}

fn kind_of(id: &str) -> Kind {
    match id.parse().unwrap() {
        Subject::Scenario(_) => Kind::Scenario,
        Subject::Fixture(_) => Kind::Fixture,
        Subject::RunCheck(_) => Kind::RunCheck,
    }
}

/// Scenario -> verdict, as a format has it; fixtures, too.
type Verdicts = BTreeMap<String, String>;

fn of_terminal(report: &Report) -> Verdicts {
    let text = plain(report, true);
    let section = text.split("\nScenarios\n").nth(1).unwrap_or_default();
    let section = section.split("\n\n").next().unwrap();
    section
        .lines()
        .map(|line| {
            let (verdict, rest) = line.split_at(11);
            let scenario = rest.split_once(": ").unwrap().1.split("  ").next().unwrap();
            (scenario.to_owned(), verdict.trim().to_owned())
        })
        .collect()
}

fn of_json(document: &ReportDocument) -> Verdicts {
    let verdict = |verdict: &Verdict| serde_json::to_value(verdict).unwrap().as_str().unwrap().to_owned();
    let judged = document.scenarios.iter().map(|one| (one.id.clone(), verdict(&one.verdict)));
    let not_run = document.not_run.iter().map(|one| (one.id.clone(), "not run".to_owned()));
    judged.chain(not_run).collect()
}

fn of_page(data: &Value) -> Verdicts {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let judged = data["scenarios"].as_array().unwrap().iter().map(|row| (text(&row["id"]), text(&row["verdict"])));
    let not_run = data["not_run"].as_array().unwrap().iter().map(|key| (text(&key[1]), "not run".to_owned()));
    judged.chain(not_run).collect()
}

/// The element of a case, with its type.
fn element(case: &TestCase) -> String {
    match &case.status {
        TestCaseStatus::Success { .. } => "passed".to_owned(),
        TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, .. } => "error".to_owned(),
        TestCaseStatus::NonSuccess { ty, .. } => format!("failure {}", ty.as_ref().unwrap().as_str()),
        TestCaseStatus::Skipped { message, .. } if message.as_ref().is_some_and(|text| text.starts_with("not run")) => {
            "not run".to_owned()
        }
        TestCaseStatus::Skipped { .. } => "skipped".to_owned(),
    }
}

/// The element that a scenario of the JSON has in JUnit.
fn expected_element(scenario: &ScenarioEntry, worst: Option<&Finding>) -> String {
    match scenario.verdict {
        Verdict::Skipped => "skipped".to_owned(),
        Verdict::Error => "error".to_owned(),
        Verdict::NotRun => "not run".to_owned(),
        _ if !scenario.fails => "passed".to_owned(),
        Verdict::Unsupported => "failure unsupported".to_owned(),
        Verdict::Blocked => "failure blocked".to_owned(),
        _ => format!("failure {}", worst.unwrap().kind.code()),
    }
}

fn assert_junit(report: &Report, document: &ReportDocument) {
    let mut expected: BTreeMap<String, String> = document
        .scenarios
        .iter()
        .map(|one| {
            let judgement = report.judgements.iter().find(|judgement| judgement.scenario == one.id).unwrap();
            (one.id.clone(), expected_element(one, judgement.worst()))
        })
        .collect();
    expected.extend(document.not_run.iter().map(|one| (one.id.clone(), "not run".to_owned())));
    let of_scenario = |case: &TestCase| {
        let class = case.classname.as_ref().unwrap().as_str();
        let id = match class.strip_prefix("ec2.").unwrap() {
            "run" => return None,
            "run-checks" => case.name.as_str().to_owned(),
            area => format!("{area}/{}", case.name.as_str()),
        };
        Some((id, element(case)))
    };
    let found: BTreeMap<String, String> = cases(report).iter().filter_map(of_scenario).collect();
    assert_eq!(found, expected);

    // Its own totals: of its cases, those of scenarios are as many as all other formats count.
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    let of = |kind: Kind| found.keys().filter(|id| kind_of(id) == kind).count();
    assert_eq!(of(Kind::Scenario), report.counts().total());
    assert_eq!(of(Kind::Fixture), report.fixtures().total());
    assert_eq!(of(Kind::RunCheck), report.run_checks().total());
    assert_eq!(parsed.tests, found.len() + report.problems().len());
    assert_eq!(parsed.failures + parsed.errors > 0, Exit::of(report) != Exit::Success, "{:?}", Exit::of(report));
}

/// `82.4 %`.
fn percent(percent: f64) -> String {
    format!("{percent:.1} %")
}

fn both(score: &ScoreEntry) -> [String; 2] {
    [score.works_percent, score.identical_percent].map(percent)
}

fn assert_scores(report: &Report, document: &ReportDocument, text: &str, markdown: &str) {
    let Some(scores) = document.scores.first().filter(|scores| scores.overall.applicable > 0) else {
        assert!(!text.contains("works 0.0 %") && !markdown.contains("works 0.0 %"), "nothing is applicable: {text}");
        return;
    };
    let [works, identical] = both(&scores.overall);
    let figures = format!("works {works}, identical {identical}");
    assert!(text.contains(&format!("moto: {figures}\n")), "{figures}: {text}");
    assert_eq!(text.matches(&figures).count(), 2, "at the beginning and at the end: {text}");
    assert!(markdown.starts_with(&format!("## EC2 compatibility of `moto`: {figures}\n")), "{figures}: {markdown}");
    let parts = [("that must succeed", &scores.succeed), ("that must be refused", &scores.refused)];
    let workflows = scores.workflows.iter().map(|one| (one.name.as_str(), &one.score));
    for (name, score) in parts.into_iter().chain(workflows) {
        if score.applicable == 0 {
            assert!(!markdown.contains(&format!("\n| {name} |")), "{name}: {markdown}");
            continue;
        }
        let [works, identical] = both(score);
        let row = format!("| {name} | {works} | {identical} | {} |", score.applicable);
        assert!(markdown.contains(&row), "{row}: {markdown}");
        let words: Vec<&str> = text
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("{name}  ")))
            .map(|line| line.trim_start()[name.len()..].split_whitespace().collect())
            .unwrap_or_default();
        let expected = format!("{works} {identical} {}", score.applicable);
        assert_eq!(words, expected.split(' ').collect::<Vec<_>>(), "{name}: {text}");
    }
    for level in &scores.levels {
        let reached = match level.reached {
            Some(true) => "yes",
            Some(false) => "no, ",
            None => "not known, ",
        };
        let sentence = format!("reaches {}: {reached}", level.level);
        assert!(text.contains(&sentence) && markdown.contains(&sentence), "{sentence}: {text}");
        assert!(
            level.in_the_way.iter().take(3).all(|id| text.replace("\n  ", " ").contains(id) && markdown.contains(id))
        );
    }
    let shape = format!("all responses of {} of {} actions conform", scores.shape.conforming, scores.shape.responded);
    assert!(text.contains(&shape) && markdown.contains(&shape), "{shape}: {text}");
    assert_fixes(report, document, scores.overall, text, markdown);
}

fn assert_fixes(report: &Report, document: &ReportDocument, now: ScoreEntry, text: &str, markdown: &str) {
    let fixes = &document.fixes[0].fixes;
    let scenarios = report.judgements.iter().filter(|one| kind_of(&one.scenario) == Kind::Scenario);
    let to_gain = scenarios.filter(|one| one.verdict.is_judged() && one.verdict != Verdict::Identical).count();
    assert_eq!(fixes.is_empty(), to_gain == 0);
    let lines = text.replace("\n       ", " ");
    for (at, fix) in fixes.iter().enumerate() {
        let gain = |then: f64, now: f64| format!("+{:.1}", then - now);
        let alone = format!(
            "alone works {}, identical {}",
            gain(fix.alone.works_percent, now.works_percent),
            gain(fix.alone.identical_percent, now.identical_percent)
        );
        let rise = |now: f64, then: f64| format!("{now:.1} \u{2192} {then:.1} %");
        let together = format!(
            "together works {}, identical {}",
            rise(now.works_percent, fix.together.works_percent),
            rise(now.identical_percent, fix.together.identical_percent)
        );
        let line = format!("{alone}; {together}");
        assert!(lines.contains(&line), "{at}: {line}: {text}");
        assert!(markdown.contains(&format!(": {line}")), "{at}: {line}: {markdown}");
    }
    if let (Some(first), Some(last)) = (fixes.first(), fixes.last()) {
        assert_eq!(both(&first.alone), both(&first.together), "nothing is before the first");
        assert!(last.together.works_percent >= now.works_percent);
    }
}

fn assert_agreement(report: &Report) {
    let extras = sample::extras(report);
    let (document, page) = (document(report, &extras), data(report, &extras));
    let (text, markdown) = (plain(report, false), markdown(report, &extras));
    let verdicts = of_json(&document);
    assert_eq!(of_terminal(report), verdicts);
    assert_eq!(of_page(&page), verdicts);
    assert_junit(report, &document);

    // Counts: of scenarios, and of fixtures apart.
    let count = |word: &str, kind: Kind| {
        verdicts.iter().filter(|(id, verdict)| kind_of(id) == kind && *verdict == word).count()
    };
    let all =
        [(document.counts, Kind::Scenario), (document.fixtures, Kind::Fixture), (document.run_checks, Kind::RunCheck)];
    for (counts, kind) in all {
        let Counts { identical, works, broken, unsupported, blocked, skipped, error, not_run, known } = counts;
        let columns = [
            (identical, "identical"),
            (works, "works"),
            (broken, "broken"),
            (unsupported, "unsupported"),
            (blocked, "blocked"),
            (skipped, "skipped"),
            (error, "error"),
            (not_run, "not run"),
        ];
        for (counted, word) in columns {
            assert_eq!(counted, count(word, kind), "{word}, {kind:?}");
        }
        let marked = document.scenarios.iter().filter(|one| one.known && kind_of(&one.id) == kind);
        assert_eq!(known, marked.count());
    }
    assert_eq!(page["counts"], serde_json::to_value(document.counts).unwrap());
    assert_eq!(page["fixtures"], serde_json::to_value(document.fixtures).unwrap());
    assert_eq!(page["run_checks"], serde_json::to_value(document.run_checks).unwrap());
    let total = document.counts.total();
    let plural = if total == 1 { "" } else { "s" };
    let totals = format!("{total} scenario{plural}: ");
    let unwrapped = text.replace("\n  ", " ");
    let last = |text: &str| text.lines().rfind(|line| line.starts_with(&totals)).unwrap_or_default().to_owned();
    let in_terminal = last(&unwrapped).split_once(" calls in ").unwrap().0.to_owned() + " calls.";
    assert_eq!(in_terminal, last(&markdown));
    let fixtures = document.fixtures.total();
    let plural = if fixtures == 1 { "" } else { "s" };
    assert_eq!(
        in_terminal.contains(&format!("; and {fixtures} fixture{plural} with findings: ")),
        fixtures > 0,
        "{in_terminal}"
    );

    assert_scores(report, &document, &text, &markdown);
    assert_eq!(page["scores"], serde_json::to_value(&document.scores).unwrap());
    assert_eq!(page["fixes"], serde_json::to_value(&document.fixes).unwrap());

    let exit = Exit::of(report);
    assert_eq!((document.run.exit, &page["exit"]), (exit.code(), &json!(exit.code())));
    assert_eq!(text.lines().last().unwrap(), format!("exit {}  {}", exit.code(), exit.meaning()));
    assert!(markdown.contains(&format!("\nExit {}: {}.\n", exit.code(), exit.meaning())), "{markdown}");
}

/// A judgement with a finding that explains its verdict; `known`: a known deviation.
fn judged(scenario: &str, verdict: Verdict, known: bool, left_behind: bool) -> Judgement {
    let mut judgement = sample::judgement(scenario, verdict);
    let (kind, severity) = match verdict {
        Verdict::Broken => (FindingKind::NoError, Severity::Breaking),
        Verdict::Works => (FindingKind::AbsentMember, Severity::Cosmetic),
        Verdict::Unsupported => (FindingKind::ActionUnsupported, Severity::Breaking),
        Verdict::Blocked => (FindingKind::FixtureFailed, Severity::Breaking),
        Verdict::Identical | Verdict::Skipped | Verdict::Error | Verdict::NotRun => {
            judgement.reason = (verdict != Verdict::Identical).then(|| "for a reason".to_owned());
            if left_behind {
                judgement.leftovers = vec!["vpc vpc-1: in use".to_owned()];
            }
            return judgement;
        }
    };
    let finding = Finding { severity, ..sample::finding(kind, "CreateVpc", "b", json!(1), json!(2)) };
    judgement.reason = Some(finding.message.clone());
    judgement.findings = vec![if known { sample::known(finding) } else { finding }];
    if left_behind {
        judgement.leftovers = vec!["vpc vpc-1: in use".to_owned()];
    }
    judgement
}

fn plainly(scenario: &str, verdict: Verdict) -> Judgement {
    judged(scenario, verdict, false, false)
}

#[test]
fn all_formats_agree_on_the_sample() {
    assert_agreement(&sample::report());
}

#[test]
fn scenarios_judged_as_not_run_are_reported_like_those_without_a_judgement_and_are_no_error() {
    let mut without = sample::report();
    let cut = without.judgements.split_off(6);
    without.end = End::Interrupted;
    let mut with = without.clone();
    with.judgements.extend(cut.iter().map(|one| Judgement {
        at_ms: with.head.at_ms,
        elapsed_ms: 0,
        calls: 0,
        ..plainly(&one.scenario, Verdict::NotRun)
    }));
    assert_agreement(&with);
    assert_eq!(with.counts(), without.counts());
    assert_eq!((with.counts().error, Exit::of(&with).code()), (without.counts().error, 5));
    assert_eq!(document(&with, &Extras::default()), document(&without, &Extras::default()));
    assert_eq!(plain(&with, true), plain(&without, true));
    assert_eq!(xml(&with, JunitFlavor::Common), xml(&without, JunitFlavor::Common));
    assert_eq!(markdown(&with, &Extras::default()), markdown(&without, &Extras::default()));
}

#[test]
fn deviations_of_the_reference_are_reported_and_fail_nothing() {
    let on_cloud = |one: Judgement| Judgement { endpoint: "cloud".to_owned(), ..one };
    let cloud = on_cloud(plainly("vpc/create", Verdict::Identical));
    let report = sample::report_of(vec![cloud, plainly("vpc/create", Verdict::Broken)]);
    assert_eq!(Exit::of(&report), Exit::Success);
    assert_eq!(report.counts().total(), 1, "one scenario on two endpoints is one scenario");
    let cases = cases(&report);
    assert!(cases.iter().all(|case| element(case) == "passed"));
    let output = cases.iter().find_map(|case| case.system_out.as_ref());
    assert!(output.unwrap().as_str().starts_with("Deviation of the reference: the reference or the suite is wrong."));
    let summary = plain(&report, false);
    assert!(summary.contains("\nDeviations of the reference: the reference or the suite is wrong\n"), "{summary}");
    assert!(!summary.contains("Causes, most severe first"), "{summary}");
    assert!(summary.contains("\n1 scenario: 1 identical; "), "{summary}");

    let cloud = on_cloud(plainly("vpc/create", Verdict::Broken));
    assert_eq!(Exit::of(&sample::report_of(vec![cloud, plainly("vpc/create", Verdict::Identical)])), Exit::Failed);
}

#[test]
fn the_exit_code_is_of_the_worst() {
    let exit = |judged: Vec<Judgement>, end| {
        let report = Report { end, ..sample::report_of(judged) };
        let complete = !report.judgements.is_empty();
        if complete {
            assert_agreement(&report);
        }
        Exit::of(&report).code()
    };
    let of = |verdicts: &[Verdict], end, left_behind| {
        let judgement = |(n, verdict): (usize, &Verdict)| judged(&format!("vpc/n{n}"), *verdict, false, left_behind);
        exit(verdicts.iter().enumerate().map(judgement).collect(), end)
    };
    use Verdict::{Blocked, Broken, Error, Identical, Skipped, Unsupported, Works};
    assert_eq!(of(&[Identical, Works], End::Complete, false), 0, "it works, and deviates in a cosmetic way");
    assert_eq!(of(&[Identical, Skipped], End::Complete, false), 0);
    assert_eq!(of(&[Identical, Broken, Error], End::Complete, true), 1);
    assert_eq!(of(&[Identical, Unsupported], End::Complete, false), 1);
    assert_eq!(of(&[Identical, Blocked], End::Complete, false), 1);
    assert_eq!(of(&[Identical, Error], End::Complete, true), 3);
    assert_eq!(of(&[Skipped, Skipped], End::Complete, false), 4);
    assert_eq!(of(&[], End::Complete, false), 4);
    assert_eq!(of(&[Identical, Broken], End::Interrupted, false), 5);
    assert_eq!(of(&[Identical], End::CutShort, true), 5);
    assert_eq!(of(&[Identical], End::Complete, true), 6);
    let known = [Broken, Unsupported, Blocked].map(|verdict| judged(&format!("vpc/{verdict}"), verdict, true, false));
    assert_eq!(exit(known.to_vec(), End::Complete), 0, "known deviations fail nothing");

    let mut of_fixture = sample::report_of(vec![plainly("vpc/a", Identical)]);
    let key = ScenarioKey { endpoint: "moto".to_owned(), scenario: "fixtures/net".to_owned() };
    of_fixture.fixture_leftovers = vec![Leftover { key, resource: "vpc vpc-1: in use".to_owned() }];
    assert_eq!(Exit::of(&of_fixture).code(), 6);
    assert_agreement(&of_fixture);
}

#[test]
fn what_fails_a_run_is_a_matter_of_severity() {
    let mut report =
        sample::report_of(vec![plainly("vpc/works", Verdict::Works), plainly("vpc/identical", Verdict::Identical)]);
    for (severity, fail_on, exit) in [
        (Severity::Cosmetic, Severity::Differs, 0),
        (Severity::Cosmetic, Severity::Cosmetic, 1),
        (Severity::Differs, Severity::Differs, 1),
        (Severity::Differs, Severity::Breaking, 0),
    ] {
        report.judgements[0].findings[0].severity = severity;
        report.fail_on = fail_on;
        assert_eq!(Exit::of(&report).code(), exit, "{severity} with --fail-on {fail_on}");
        assert_agreement(&report);
    }
}

#[test]
fn fixtures_and_checks_of_the_run_are_counted_apart_everywhere() {
    let mut uses = plainly("vpc/uses", Verdict::Works);
    uses.findings.clear();
    uses.deviating_fixtures = vec!["net".to_owned()];
    let fixtures = ["fixtures/net", "fixtures/gateway"].map(|name| plainly(name, Verdict::Broken));
    let [net, gateway] = fixtures;
    let report = sample::report_of(vec![uses, plainly("vpc/plain", Verdict::Identical), net, gateway]);
    assert_agreement(&report);
    assert_eq!((report.counts().total(), report.fixtures().total()), (2, 2));
    let text = plain(&report, false);
    let totals = "\n2 scenarios: 1 identical, 1 works; and 2 fixtures with findings: 2 broken; ";
    assert!(text.contains(totals), "{text}");
    assert!(!text.contains("\n4 scenarios: "), "{text}");
    assert!(text.contains("CreateVpc succeeds where AWS returns 1; 2 fixtures"), "{text}");
    assert_eq!(Exit::of(&report), Exit::Failed, "a fixture fails a run");

    let check = plainly("aftermath", Verdict::Broken);
    let report = sample::report_of(vec![plainly("vpc/plain", Verdict::Identical), check]);
    assert_agreement(&report);
    let text = plain(&report, false);
    assert!(text.contains("\n1 scenario: 1 identical; and 1 check of the run with findings: 1 broken; "), "{text}");
    assert!(text.contains("CreateVpc succeeds where AWS returns 1; the check aftermath\n"), "{text}");
    assert_eq!(Exit::of(&report), Exit::Failed, "a check of the run fails it");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn all_formats_agree(
        verdicts in prop::collection::vec((0usize..9, 0usize..5, any::<bool>(), any::<bool>()), 0..12),
        end in prop::sample::select(vec![End::Complete, End::Interrupted, End::CutShort]),
        fail_on in prop::sample::select(vec![Severity::Breaking, Severity::Differs, Severity::Cosmetic]),
    ) {
        let of = [
            Some(Verdict::Identical),
            Some(Verdict::Works),
            Some(Verdict::Broken),
            Some(Verdict::Unsupported),
            Some(Verdict::Blocked),
            Some(Verdict::Skipped),
            Some(Verdict::Error),
            Some(Verdict::NotRun),
            None,
        ];
        let mut selected = Vec::new();
        let mut judgements = Vec::new();
        let mut checks = RunCheck::ALL.into_iter();
        for (number, (verdict, area, known, left_behind)) in verdicts.into_iter().enumerate() {
            let scenario = match area {
                3 => format!("{FIXTURES}/n{number}"),
                4 => match checks.next() {
                    Some(check) => check.to_string(),
                    None => continue,
                },
                _ => format!("area{area}/n{number}"),
            };
            let is_scenario = area < 3;
            // A fixture or check without findings, or not begun, is not reported.
            let silent = |verdict| matches!(verdict, Verdict::Identical | Verdict::NotRun | Verdict::Skipped);
            if let Some(verdict) = of[verdict].filter(|verdict| is_scenario || !silent(*verdict)) {
                judgements.push(judged(&scenario, verdict, known, left_behind));
            }
            if is_scenario {
                selected.push(scenario);
            }
        }
        let mut report = sample::report_of(judgements);
        report.head.endpoints = sample::report().head.endpoints;
        report.head.selected = selected;
        report.end = end;
        report.fail_on = fail_on;
        assert_agreement(&report);
    }
}
