//! The summary on the screen.

use std::path::PathBuf;

use proptest::prelude::*;
use record::ScenarioKey;
use report::{End, Leftover, Report, Screen, write_summary};
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
    write_summary(report, &sample::extras(report), screen, &mut out).unwrap();
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
    report.judgements.truncate(6);
    report.end = End::Interrupted;
    report.fixture_leftovers = vec![Leftover {
        key: ScenarioKey {
            endpoint: "moto".to_owned(),
            scenario: "fixtures/net".parse().unwrap(),
            attempt: Default::default(),
        },
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
fn the_score_and_ten_causes_come_first_and_details_only_with_verbose() {
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
    assert!(short.contains("  50 more: see reports/latest/report.json or use --verbose"), "{short}");
    assert!(short.lines().count() < 80, "{}", short.lines().count());
    assert!(!short.contains("aws ec2") && !short.contains("not as it should be"), "{short}");
    let place =
        |text: &str| short.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {short}"));
    assert!(place("moto: works 0.0 %, identical 0.0 %") < 6, "{short}");
    assert!(place("Causes, most severe first") < place("Next fixes"), "{short}");
    let causes = short.lines().filter(|line| line.starts_with("  breaking  X102 DescribeVpcs: `Member")).count();
    assert_eq!(causes, 10, "a line each: {short}");
    let fixes = short.lines().filter(|line| line.trim_start().starts_with("alone works +")).count();
    assert_eq!(fixes, 10, "{short}");
    let long = plain(&report, true);
    assert!((0..60).all(|number| long.contains(&format!("Member{number}\n"))));
    assert!(long.contains("    ec2-compat run --target moto vpc/n07\n"), "{long}");
    assert!(long.contains("aws ec2 DescribeVpcs"), "{long}");
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
    let report = sample::report_of(judgements);
    let short = plain(&report, false);
    assert!(short.contains("\n  breaking  X115 RunInstances is not supported; 40 scenarios\n"), "{short}");
    let text = plain(&report, true);
    assert_eq!(text.matches("RunInstances: not as it should be").count(), 1, "{text}");
    assert!(text.contains("also in 39 more scenarios: instances/n01, "), "{text}");
}

#[test]
fn without_new_deviations_the_known_causes_are_shown() {
    let mut judgement = sample::judgement("vpc/create", Verdict::Broken);
    let finding = sample::finding(FindingKind::NoError, "CreateVpc", "", json!("DryRunOperation"), json!("success"));
    judgement.findings = vec![sample::known(finding)];
    let text = plain(&sample::report_of(vec![judgement.clone()]), false);
    let (_, known) = text.split_once("No new deviations; known causes, most severe first").expect(&text);
    assert!(known.contains("CreateVpc succeeds where AWS returns DryRunOperation; 1 scenario"), "{text}");
    assert!(text.contains("suites/known/cloud.yaml:12\n"), "a fix names the entry: {text}");

    let mut new = sample::judgement("vpc/delete", Verdict::Broken);
    new.findings = vec![sample::finding(FindingKind::NoError, "DeleteVpc", "", json!("any"), json!("success"))];
    let text = plain(&sample::report_of(vec![judgement, new]), false);
    assert!(text.contains("\nOther causes: 1 known: see "), "{text}");
}

#[test]
fn a_command_that_names_resources_of_the_run_has_a_note() {
    let text = plain(&sample::report(), true);
    let note = "The call by itself needs vpc-0123456789abcdef0; clean-up deletes what a run creates.";
    assert_eq!(text.matches(note).count(), 1, "{text}");
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
    let text = plain(&sample::report_of(vec![one("vpc/a", "pending"), one("vpc/b", "available")]), true);
    assert_eq!(text.matches("DescribeVpcs: not as it should be").count(), 2, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Whatever an endpoint returns and however narrow the terminal, the summary is written and acts on nothing.
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
    let report = sample::report_of(vec![sample::judgement("vpc/create", Verdict::Identical), check.clone()]);
    let text = plain(&report, true);
    let (scenarios, checks) = text.split_once("Findings of generated checks, most severe first").unwrap();
    assert!(!scenarios.contains("\ngenerated/CreateVpc") && checks.contains("\ngenerated/CreateVpc"), "{text}");
    let cells = |text: &str, name: &str| -> Vec<String> {
        let line = text.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{text}"));
        line.trim_start()[name.len()..].split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(cells(&text, "all scenarios"), ["100.0", "%", "100.0", "%", "1"]);
    assert_eq!(cells(&text, "generated checks, by action"), ["0.0", "%", "0.0", "%", "1"]);
    assert!(text.contains("\nCauses in generated checks, most severe first\n"), "{text}");

    let alone = plain(&sample::report_of(vec![check]), false);
    assert!(!alone.contains("all scenarios"), "nothing of them is applicable: {alone}");
    assert_eq!(cells(&alone, "generated checks, by action"), ["0.0", "%", "0.0", "%", "1"]);
}

#[test]
fn every_format_says_that_a_scenario_is_unproven_and_why() {
    let mut broken = sample::judgement("vpc/create", Verdict::Broken);
    broken.unproven = Some("no implementation has it".to_owned());
    broken.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "", json!("X"), json!("success"))];
    let report = sample::report_of(vec![broken, sample::judgement("vpc/delete", Verdict::Identical)]);
    let why = "unproven: no implementation has it";
    let verbose = plain(&report, true);
    assert_eq!(verbose.matches(why).count(), 1, "{verbose}");
    assert_eq!(verbose.matches(", unproven").count(), 1, "{verbose}");
    let xml = crate::junit::xml(&report, report::JunitFlavor::Common);
    assert_eq!(xml.matches(why).count(), 1, "{xml}");
    let markdown = crate::markdown::markdown(&report, &report::Extras::default());
    assert!(markdown.contains("Unproven scenarios") && markdown.contains(why), "{markdown}");
    let document = report::json::document(&report, &report::Extras::default());
    let marks: Vec<Option<&str>> = document.scenarios.iter().map(|one| one.unproven.as_deref()).collect();
    assert_eq!(marks, [Some("no implementation has it"), None]);
}
