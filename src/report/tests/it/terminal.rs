//! The summary on the screen.

use std::path::PathBuf;

use proptest::prelude::*;
use record::ScenarioKey;
use report::{End, EndpointSurface, Extras, Leftover, Report, Screen, write_summary};
use serde_json::json;
use verdict::{FindingKind, Verdict};

use crate::sample;
use test_support::assert_file;

fn screen(verbose: bool) -> Screen {
    Screen {
        width: 100,
        verbose,
        written: vec![PathBuf::from("reports/latest/junit.xml"), PathBuf::from("reports/latest/report.json")],
    }
}

pub fn styled(report: &Report, screen: &Screen) -> String {
    let mut out = Vec::new();
    let surface = EndpointSurface { endpoint: report.head.endpoints[0].name.clone(), sets: vec![sample::surface()] };
    let extras = Extras::new(&report.head, &report.judgements, vec![surface], &[], Vec::new());
    write_summary(report, &extras, screen, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn plain(report: &Report, verbose: bool) -> String {
    anstream::adapter::strip_str(&styled(report, &screen(verbose))).to_string()
}

#[test]
fn the_summary_is_the_expected_one() {
    assert_file("src/report/tests/it/expected/summary.txt", &plain(&sample::report(), false));
    assert_file("src/report/tests/it/expected/summary-verbose.txt", &plain(&sample::report(), true));
}

#[test]
fn rows_of_two_endpoints_name_the_endpoint() {
    let mut cloud = sample::judgement("vpc/create", Verdict::Broken);
    cloud.endpoint = "cloud".to_owned();
    cloud.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "", json!(null), json!(null))];
    let moto = sample::judgement("vpc/create", Verdict::Identical);
    let report = sample::report_of(vec![cloud, moto]);
    assert_file("src/report/tests/it/expected/summary-two-endpoints.txt", &plain(&report, false));
}

#[test]
fn an_interrupted_run_ends_with_a_warning() {
    let mut report = sample::report();
    report.judgements.truncate(3);
    report.end = End::Interrupted;
    report.fixture_leftovers = vec![Leftover {
        key: ScenarioKey { endpoint: "moto".to_owned(), scenario: "fixtures/net".to_owned() },
        resource: "vpc vpc-1: still has dependencies".to_owned(),
    }];
    assert_file("src/report/tests/it/expected/summary-interrupted.txt", &plain(&report, false));
}

#[test]
fn nothing_but_our_own_styles_reaches_the_terminal() {
    let report = sample::report();
    for verbose in [false, true] {
        let text = styled(&report, &screen(verbose));
        // Our styles are the only escapes: without them no control character but the line end is left.
        let without = anstream::adapter::strip_str(&text).to_string();
        assert!(text.contains("\u{1b}[1m"), "the summary is styled");
        assert!(without.chars().all(|letter| letter == '\n' || !letter.is_control()));
        assert!(!without.contains("##vso["));
        assert!(!without.lines().any(|line| line.trim_start().starts_with("::")));
        // What was taken away is visible.
        assert!(without.contains("\\u{1b}[31mred"));
    }
}

#[test]
fn a_long_list_is_cut_and_says_where_the_rest_is() {
    let judgements = (0..60)
        .map(|number| {
            let mut judgement = sample::judgement(&format!("vpc/n{number:02}"), Verdict::Broken);
            let path = format!("Member{number}");
            judgement.findings =
                vec![sample::finding(FindingKind::UnequalValue, "DescribeVpcs", &path, json!(1), json!(2))];
            judgement
        })
        .collect();
    let report = sample::report_of(judgements);
    let short = plain(&report, false);
    assert!(short.contains("40 more: see reports/latest/report.json or use --verbose"), "{short}");
    assert!(short.lines().count() < 250, "{}", short.lines().count());
    let long = plain(&report, true);
    assert!((0..60).all(|number| long.contains(&format!("Member{number}\n"))));
}

#[test]
fn one_cause_in_many_scenarios_is_shown_once() {
    let judgements = (0..40)
        .map(|number| {
            let mut judgement = sample::judgement(&format!("instances/n{number:02}"), Verdict::Unsupported);
            judgement.findings = vec![sample::finding(
                FindingKind::ActionUnsupported,
                "RunInstances",
                "Code",
                json!("any"),
                json!("No"),
            )];
            judgement
        })
        .collect();
    let text = plain(&sample::report_of(judgements), false);
    assert_eq!(text.matches("RunInstances: not as it should be").count(), 1, "{text}");
    assert!(text.contains("also in 39 more scenarios: instances/n01, "), "{text}");
}

#[test]
fn different_expectations_of_one_member_are_two_findings() {
    let one = |scenario: &str, expected: &str| {
        let mut judgement = sample::judgement(scenario, Verdict::Broken);
        judgement.findings = vec![sample::finding(
            FindingKind::UnequalValue,
            "DescribeVpcs",
            "Vpcs[0].State",
            json!(expected),
            json!("?"),
        )];
        judgement
    };
    let text = plain(&sample::report_of(vec![one("vpc/a", "pending"), one("vpc/b", "available")]), false);
    assert_eq!(text.matches("DescribeVpcs: not as it should be").count(), 2, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whatever an endpoint answers and however narrow the terminal, the summary is written and acts on nothing.
    #[test]
    fn any_text_is_harmless(text in any::<String>(), width in 0usize..200) {
        let mut report = sample::report();
        for judgement in &mut report.judgements {
            judgement.reason = Some(text.clone());
            judgement.about.clone_from(&text);
            for finding in &mut judgement.findings {
                finding.message.clone_from(&text);
                finding.actual = Some(json!(text));
                finding.expected = Some(json!([text, format!("{text}\n{text}")]));
            }
        }
        let screen = Screen { width, ..screen(true) };
        let written = styled(&report, &screen);
        let without = anstream::adapter::strip_str(&written).to_string();
        prop_assert!(without.chars().all(|letter| letter == '\n' || !letter.is_control()));
    }
}

#[test]
fn generated_checks_have_findings_and_a_score_of_their_own() {
    let mut check = sample::judgement("generated/CreateVpc[missing-CidrBlock]", Verdict::Broken);
    check.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "", json!(null), json!(null))];
    let report = sample::report_of(vec![sample::judgement("vpc/create", Verdict::Identical), check]);
    let text = plain(&report, false);
    let (scenarios, checks) = text.split_once("Findings of generated checks, most severe first").unwrap();
    assert!(!scenarios.contains("generated/CreateVpc") && checks.contains("generated/CreateVpc"), "{text}");
    assert!(text.contains("100.0 %  moto: 1 of 1 applicable scenarios conformant\n"), "{text}");
    assert!(text.contains("  0.0 %  moto: 0 of 1 applicable generated checks conformant\n"), "{text}");
}
