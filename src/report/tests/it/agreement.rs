//! What the terminal says, JUnit and JSON say too.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quick_junit::{NonSuccessKind, TestCaseStatus};
use record::ScenarioKey;
use report::json::document;
use report::{End, Exit, Extras, JunitFlavor, Leftover, Report};
use serde_json::json;
use verdict::{Disposition, Finding, FindingKind, Judgement, KnownMark, Verdict};

use crate::junit::xml;
use crate::sample;
use crate::terminal::plain;

/// Scenario -> verdict, as a format tells it.
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

fn of_json(report: &Report) -> Verdicts {
    let document = document(report, &Extras::default());
    let verdict = |verdict: &Verdict| serde_json::to_value(verdict).unwrap().as_str().unwrap().to_owned();
    let judged = document.scenarios.iter().map(|one| (one.id.clone(), verdict(&one.verdict)));
    let not_run = document.not_run.iter().map(|one| (one.id.clone(), "not run".to_owned()));
    judged.chain(not_run).collect()
}

fn of_junit(report: &Report) -> Verdicts {
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    let mut verdicts = Verdicts::new();
    for case in parsed.test_suites.iter().flat_map(|suite| &suite.test_cases) {
        let class = case.classname.as_ref().unwrap().as_str();
        if class == "ec2.run" {
            continue;
        }
        let verdict = match &case.status {
            TestCaseStatus::Success { .. } if case.system_out.is_some() => "known",
            TestCaseStatus::Success { .. } => "conformant",
            TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, .. } => "error",
            TestCaseStatus::NonSuccess { ty: Some(ty), .. } if ty.as_str() == "unsupported" => "unsupported",
            TestCaseStatus::NonSuccess { .. } => "deviates",
            TestCaseStatus::Skipped { message: Some(message), .. } if message.as_str().starts_with("not run") => {
                "not run"
            }
            TestCaseStatus::Skipped { .. } => "skipped",
        };
        let scenario = format!("{}/{}", class.strip_prefix("ec2.").unwrap(), case.name.as_str());
        verdicts.insert(scenario, verdict.to_owned());
    }
    verdicts
}

/// Whether JUnit's own totals are red.
fn junit_is_red(report: &Report) -> bool {
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    parsed.failures + parsed.errors > 0
}

fn assert_agreement(report: &Report) {
    let (terminal, json, junit) = (of_terminal(report), of_json(report), of_junit(report));
    assert_eq!(terminal, json);
    assert_eq!(junit, json);

    // Counts: JSON's are those of its scenarios, the terminal's last lines and JUnit's attributes have the same.
    let counts = document(report, &Extras::default()).counts;
    let count = |word: &str| json.values().filter(|verdict| *verdict == word).count();
    let words = [
        (counts.conformant, "conformant"),
        (counts.known, "known"),
        (counts.deviates, "deviates"),
        (counts.unsupported, "unsupported"),
        (counts.skipped, "skipped"),
        (counts.error, "error"),
        (counts.not_run, "not run"),
    ];
    let totals = plain(report, false);
    let beginning = format!("{} scenarios: ", json.len());
    let totals = totals.lines().find(|line| line.starts_with(&beginning)).expect("the summary has totals");
    for (counted, word) in words {
        assert_eq!(counted, count(word), "{word}");
        assert_eq!(totals.contains(&format!(" {counted} {word}")), counted > 0, "{totals}");
    }
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    let problems = report.problems().len();
    assert_eq!(parsed.tests, json.len() + problems);
    assert_eq!(parsed.failures, counts.deviates + counts.unsupported);
    assert_eq!(parsed.errors, counts.error + problems);
    assert_eq!(parsed.skipped, counts.skipped + counts.not_run);

    // The exit code, and JUnit is red exactly where it is not 0.
    let exit = Exit::of(report);
    assert_eq!(document(report, &Extras::default()).run.exit, exit.code());
    let last = plain(report, false).lines().last().unwrap().to_owned();
    assert_eq!(last, format!("exit {}  {}", exit.code(), exit.meaning()));
    assert_eq!(junit_is_red(report), exit != Exit::Success, "{exit:?}");
}

fn judged(scenario: &str, verdict: Verdict, left_behind: bool) -> Judgement {
    let mut judgement = sample::judgement(scenario, verdict);
    match verdict {
        Verdict::Broken => {
            judgement.findings = vec![sample::finding(FindingKind::NoError, "A", "b", json!(1), json!(2))];
        }
        Verdict::Known => {
            let place = "suites/known/x.yaml:3".to_owned();
            let known = KnownMark { place, reason: "a bug".to_owned(), link: None, severity: None };
            let finding = sample::finding(FindingKind::NoError, "A", "b", json!(1), json!(2));
            judgement.findings = vec![Finding { disposition: Disposition::Known(known), ..finding }];
        }
        Verdict::Identical => {}
        Verdict::Unsupported | Verdict::Skipped | Verdict::Error | Verdict::NotRun => {
            judgement.reason = Some("for a reason".to_owned())
        }
    }
    if left_behind {
        judgement.leftovers = vec!["vpc vpc-1: in use".to_owned()];
    }
    judgement
}

#[test]
fn all_formats_agree_on_the_sample() {
    assert_agreement(&sample::report());
}

#[test]
fn scenarios_judged_as_not_run_are_reported_like_those_without_a_judgement_and_are_no_error() {
    let mut without = sample::report();
    let cut = without.judgements.split_off(4);
    without.end = End::Interrupted;
    let mut with = without.clone();
    with.judgements.extend(cut.iter().map(|one| Judgement {
        at_ms: with.head.at_ms,
        elapsed_ms: 0,
        calls: 0,
        ..judged(&one.scenario, Verdict::NotRun, false)
    }));
    assert_agreement(&with);
    assert_eq!(with.counts(), without.counts());
    assert_eq!((with.counts().error, Exit::of(&with).code()), (without.counts().error, 5));
    assert_eq!(document(&with, &Extras::default()), document(&without, &Extras::default()));
    assert_eq!(plain(&with, true), plain(&without, true));
    assert_eq!(xml(&with, JunitFlavor::Common), xml(&without, JunitFlavor::Common));
    let markdown = |report: &Report| {
        let mut out = Vec::new();
        report::write_markdown(report, &Extras::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(markdown(&with), markdown(&without));
}

#[test]
fn deviations_of_the_reference_are_reported_and_fail_nothing() {
    let cloud = Judgement { endpoint: "cloud".to_owned(), ..judged("vpc/create", Verdict::Identical, false) };
    let moto = judged("vpc/create", Verdict::Broken, false);
    let report = sample::report_of(vec![cloud, moto]);
    assert_eq!(Exit::of(&report), Exit::Success);
    assert!(!junit_is_red(&report));
    let parsed = quick_junit::Report::deserialize_from_str(&xml(&report, JunitFlavor::Common)).unwrap();
    let output =
        parsed.test_suites.iter().flat_map(|suite| &suite.test_cases).find_map(|case| case.system_out.as_ref());
    assert!(output.unwrap().as_str().starts_with("Deviation of the reference: the reference or the suite is wrong."));
    let summary = plain(&report, false);
    assert!(summary.contains("\nDeviations of the reference: the reference or the suite is wrong\n"), "{summary}");
    assert!(!summary.contains("Findings, most severe first"), "{summary}");

    let cloud = Judgement { endpoint: "cloud".to_owned(), ..judged("vpc/create", Verdict::Broken, false) };
    let moto = judged("vpc/create", Verdict::Identical, false);
    assert_eq!(Exit::of(&sample::report_of(vec![cloud, moto])), Exit::Failed);
}

#[test]
fn the_exit_code_is_of_the_worst() {
    let exit = |verdicts: &[Verdict], end, left_behind| {
        let judgements =
            verdicts.iter().enumerate().map(|(n, verdict)| judged(&format!("vpc/n{n}"), *verdict, left_behind));
        Exit::of(&Report { end, ..sample::report_of(judgements.collect()) }).code()
    };
    use Verdict::{Conformant, Deviates, Error, Known, Skipped, Unsupported};
    assert_eq!(exit(&[Conformant, Known], End::Complete, false), 0);
    assert_eq!(exit(&[Conformant, Skipped], End::Complete, false), 0);
    assert_eq!(exit(&[Conformant, Deviates, Error], End::Complete, true), 1);
    assert_eq!(exit(&[Conformant, Unsupported], End::Complete, false), 1);
    assert_eq!(exit(&[Conformant, Error], End::Complete, true), 3);
    assert_eq!(exit(&[Skipped, Skipped], End::Complete, false), 4);
    assert_eq!(exit(&[], End::Complete, false), 4);
    assert_eq!(exit(&[Conformant, Deviates], End::Interrupted, false), 5);
    assert_eq!(exit(&[Conformant], End::CutShort, true), 5);
    assert_eq!(exit(&[Conformant], End::Complete, true), 6);

    let mut of_fixture = sample::report_of(vec![judged("vpc/a", Conformant, false)]);
    let key = ScenarioKey { endpoint: "moto".to_owned(), scenario: "fixtures/net".to_owned() };
    of_fixture.fixture_leftovers = vec![Leftover { key, resource: "vpc vpc-1: in use".to_owned() }];
    assert_eq!(Exit::of(&of_fixture).code(), 6);
    assert_agreement(&of_fixture);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn all_formats_agree(
        verdicts in prop::collection::vec((0usize..7, 0usize..3, any::<bool>()), 0..12),
        end in prop::sample::select(vec![End::Complete, End::Interrupted, End::CutShort]),
    ) {
        let of = [
            Some(Verdict::Identical),
            Some(Verdict::Known),
            Some(Verdict::Broken),
            Some(Verdict::Unsupported),
            Some(Verdict::Skipped),
            Some(Verdict::Error),
            None,
        ];
        let mut selected = Vec::new();
        let mut judgements = Vec::new();
        for (number, (verdict, area, left_behind)) in verdicts.into_iter().enumerate() {
            let scenario = format!("area{area}/n{number}");
            if let Some(verdict) = of[verdict] {
                judgements.push(judged(&scenario, verdict, left_behind));
            }
            selected.push(scenario);
        }
        let mut report = sample::report_of(judgements);
        report.head.endpoints = sample::report().head.endpoints;
        report.head.selected = selected;
        report.end = end;
        assert_agreement(&report);
    }
}
