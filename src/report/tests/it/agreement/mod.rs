//! What one format reports, all of them do: verdicts, counts, scores, next fixes, exit.

mod formats;
mod scores;

use proptest::prelude::*;
use record::{RunCheck, ScenarioKey, Subject};
use report::json::document;
use report::{Counts, End, Exit, Extras, JunitFlavor, Leftover, Report};
use serde_json::json;
use verdict::{Disposition, Finding, FindingKind, Judgement, Severity, Verdict};

use self::formats::{Kind, assert_junit, element, kind_of, of_json, of_page, of_terminal};
use self::scores::assert_scores;
use crate::html::data;
use crate::junit::{cases, xml};
use crate::markdown::markdown;
use crate::sample;
use crate::terminal::plain;

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
        let Counts { identical, works, broken, unsupported, blocked, flaky, skipped, excluded, error, not_run, known } =
            counts;
        let columns = [
            (identical, "identical"),
            (works, "works"),
            (broken, "broken"),
            (unsupported, "unsupported"),
            (blocked, "blocked"),
            (flaky, "flaky"),
            (skipped, "skipped"),
            (excluded, "excluded"),
            (error, "error"),
            (not_run, "not run"),
        ];
        for (counted, word) in columns {
            assert_eq!(counted, count(word, kind), "{word}, {kind:?}");
        }
        let marked = document.scenarios.iter().filter(|one| one.known && kind_of(one.id.as_str()) == kind);
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
    assert_eq!(text.lines().last().unwrap(), format!("exit {}  {}", exit.code(), exit.meaning_for(report)));
    assert!(markdown.contains(&format!("\nExit {}: {}.\n", exit.code(), exit.meaning_for(report))), "{markdown}");
}

/// A judgement with a finding that explains its verdict; `known`: a known deviation.
fn judged(scenario: &str, verdict: Verdict, known: bool, left_behind: bool) -> Judgement {
    let mut judgement = sample::judgement(scenario, verdict);
    let (kind, severity) = match verdict {
        Verdict::Broken => (FindingKind::NoError, Severity::Breaking),
        Verdict::Works => (FindingKind::AbsentMember, Severity::Cosmetic),
        Verdict::Unsupported => (FindingKind::ActionUnsupported, Severity::Breaking),
        Verdict::Blocked => (FindingKind::FixtureFailed, Severity::Breaking),
        Verdict::Flaky => {
            judgement.reason = Some("attempt 1: identical; attempt 2: broken (no)".to_owned());
            judgement.attempts = sample::attempts(&[Verdict::Identical, Verdict::Broken]);
            judgement.attempt = judgement.attempts[1].attempt;
            let finding = sample::finding(FindingKind::NoError, "CreateVpc", "b", json!(1), json!(2));
            let disposition = Disposition::Informational { reason: "flaky: in 1 of 2 attempts".to_owned() };
            // A deviation that all attempts have in common counts.
            let common = left_behind.then(|| finding.clone());
            judgement.findings = common.into_iter().chain([Finding { disposition, ..finding }]).collect();
            return judgement;
        }
        Verdict::Identical | Verdict::Skipped | Verdict::Excluded | Verdict::Error | Verdict::NotRun => {
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
        ..plainly(one.scenario.as_str(), Verdict::NotRun)
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
    let key = ScenarioKey {
        endpoint: "moto".to_owned(),
        scenario: "fixtures/net".parse().unwrap(),
        attempt: Default::default(),
    };
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
        verdicts in prop::collection::vec((0usize..11, 0usize..5, any::<bool>(), any::<bool>()), 0..12),
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
            Some(Verdict::Excluded),
            Some(Verdict::Error),
            Some(Verdict::NotRun),
            Some(Verdict::Flaky),
            None,
        ];
        let mut selected = Vec::new();
        let mut judgements = Vec::new();
        let mut checks = RunCheck::ALL.iter();
        for (number, (verdict, area, known, left_behind)) in verdicts.into_iter().enumerate() {
            let scenario = match area {
                3 => Subject::fixture(&format!("n{number}")).to_string(),
                4 => match checks.next() {
                    Some(check) => check.to_string(),
                    None => continue,
                },
                _ => format!("area{area}/n{number}"),
            };
            let is_scenario = area < 3;
            // A fixture or check without findings, or not begun, is not reported.
            let silent = |verdict| matches!(verdict, Verdict::Identical | Verdict::NotRun | Verdict::Skipped | Verdict::Excluded);
            if let Some(verdict) = of[verdict].filter(|verdict| is_scenario || !silent(*verdict)) {
                judgements.push(judged(&scenario, verdict, known, left_behind));
            }
            if is_scenario {
                selected.push(scenario.parse().unwrap());
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
