//! JUnit, as its readers read it.

use std::collections::HashSet;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};
use report::{End, JunitFlavor, Report, write_junit};
use serde_json::json;
use verdict::{FindingKind, Verdict};

use crate::sample;
use test_support::assert_file;

pub fn xml(report: &Report, flavor: JunitFlavor) -> String {
    let mut out = Vec::new();
    write_junit(report, flavor, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn cases(report: &Report) -> Vec<TestCase> {
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    parsed.test_suites.into_iter().flat_map(|suite| suite.test_cases).collect()
}

pub fn case<'a>(cases: &'a [TestCase], name: &str) -> &'a TestCase {
    cases.iter().find(|case| case.name.as_str() == name).unwrap_or_else(|| panic!("no case {name}"))
}

#[test]
fn the_file_is_what_is_kept() {
    assert_file("src/report/tests/it/expected/junit.xml", &xml(&sample::report(), JunitFlavor::Common));
}

#[test]
fn every_verdict_has_its_element() {
    let cases = cases(&sample::report());
    let failure = |name: &str| match &case(&cases, name).status {
        TestCaseStatus::NonSuccess { kind, ty, message, description, .. } => (
            *kind,
            ty.as_ref().unwrap().as_str().to_owned(),
            message.as_ref().unwrap().as_str().to_owned(),
            description.as_ref().unwrap().as_str().to_owned(),
        ),
        other => panic!("{name}: {other:?}"),
    };
    let described = cases.iter().find(|case| case.name.as_str() == "describe").unwrap();
    assert!(matches!(described.status, TestCaseStatus::Success { .. }) && described.system_out.is_none());
    let known = case(&cases, "types");
    assert!(matches!(known.status, TestCaseStatus::Success { .. }), "known deviations fail nothing");
    assert!(known.system_out.as_ref().unwrap().as_str().contains("X102 unexpected value (differs)"), "{known:?}");
    assert_eq!(case(&cases, "net").classname.as_ref().unwrap().as_str(), "ec2.fixtures", "apart from scenarios");
    assert!(matches!(
        &case(&cases, "live-migrate").status,
        TestCaseStatus::Skipped { message: Some(message), .. } if message.as_str() == "requires hypervisor=xenserver"
    ));

    let (kind, code, message, body) = failure("lifecycle");
    assert_eq!((kind, code.as_str()), (NonSuccessKind::Failure, FindingKind::WrongErrorCode.code()));
    assert!(message.ends_with("the error is InvalidKeyPair.Dup (+2 more)"), "{message}");
    assert!(body.contains("suites/key-pairs/lifecycle.yaml:14"));
    assert!(body.contains("expected  \"InvalidKeyPair.Duplicate\""));
    assert!(body.contains("aws ec2 DescribeKeyPairs --endpoint-url"), "every finding has its command");
    assert!(body.contains("blocked: steps[3], steps[4]: `name` was not saved"));
    assert!(body.contains("run it again: ec2-compat run --target moto key-pairs/lifecycle\n"), "{body}");

    let (kind, code, message, _) = failure("peering");
    assert_eq!((kind, code.as_str()), (NonSuccessKind::Failure, "unsupported"));
    assert!(message.starts_with("unsupported: "), "{message}");

    let (kind, code, message, _) = failure("blocked");
    assert_eq!((kind, code.as_str()), (NonSuccessKind::Failure, "blocked"));
    assert!(message.starts_with("blocked: X116 "), "{message}");

    let (kind, code, ..) = failure("attach");
    assert_eq!((kind, code.as_str()), (NonSuccessKind::Error, "error"));

    let left = case(&cases, "import[rsa 2048]").system_err.as_ref().unwrap();
    assert!(left.as_str().contains("key-pair ec2c-1-kp: AuthFailure"));
    let (kind, code, message, body) = failure("leftovers");
    assert_eq!((kind, code.as_str()), (NonSuccessKind::Error, "leftovers"));
    assert!(message.contains("1 resource may not have been deleted"), "{message}");
    assert!(body.contains("key-pairs/import[rsa 2048] on moto"));
}

#[test]
fn names_are_unique_ascii_classes_and_stable() {
    let mut report = sample::report();
    let named = |cases: &[TestCase]| -> Vec<(String, String)> {
        let name = |case: &TestCase| (case.classname.as_ref().unwrap().to_string(), case.name.to_string());
        cases.iter().map(name).collect()
    };
    let names = named(&cases(&report));
    assert!(names.contains(&("ec2.key-pairs".to_owned(), "import[rsa 2048]".to_owned())));
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    assert!(names.iter().all(|(class, _)| class.is_ascii() && class.matches('.').count() == 1));
    report.judgements.reverse();
    assert_eq!(named(&cases(&report)), names, "the order in which scenarios ended changes nothing");

    let mut there = sample::judgement("vpc/create", Verdict::Identical);
    there.endpoint = "my.cloud".to_owned();
    let two = sample::report_of(vec![there, sample::judgement("vpc/create", Verdict::Identical)]);
    let classes: Vec<String> = named(&cases(&two)).into_iter().map(|(class, _)| class).collect();
    assert_eq!(classes, ["ec2.my_cloud.vpc", "ec2.moto.vpc"]);
}

#[test]
fn scenarios_that_were_not_run_are_skipped_and_the_run_is_an_error() {
    let mut report = sample::report();
    report.judgements.retain(|one| one.verdict == Verdict::Identical);
    report.end = End::CutShort;
    let cases = cases(&report);
    assert!(matches!(
        &case(&cases, "lifecycle").status,
        TestCaseStatus::Skipped { message: Some(message), .. } if message.as_str().starts_with("not run")
    ));
    assert!(matches!(
        &case(&cases, "incomplete").status,
        TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, message: Some(message), .. }
            if message.as_str() == "the recorded run is cut short: 11 of 12 scenarios were not run"
    ));
}

#[test]
fn hostile_text_is_valid_xml_and_visible() {
    let text = xml(&sample::report(), JunitFlavor::Common);
    let document = roxmltree::Document::parse(&text).unwrap();
    let failure = document
        .descendants()
        .find(|node| node.has_tag_name("testcase") && node.attribute("name") == Some("hostile"))
        .and_then(|case| case.children().find(|child| child.has_tag_name("failure")))
        .unwrap();
    let body = failure.text().unwrap();
    assert!(body.contains("\\u{1b}[31mred\\u{1b}[0m"), "{body}");
    assert!(body.contains("<script>alert(1)</script> ]]> &lt; \\u{0} \\u{fffe} \\u{9b}2J"), "{body}");
    assert!(!text.contains("<script>"));
}

#[test]
fn one_huge_response_does_not_make_a_huge_case() {
    let mut judgement = sample::judgement("vpc/create", Verdict::Broken);
    judgement.findings = (0..2_000)
        .map(|number| {
            let path = format!("Vpcs[{number}]");
            sample::finding(FindingKind::UnequalValue, "DescribeVpcs", &path, json!("'<&>'".repeat(5_000)), json!(1))
        })
        .collect();
    let text = xml(&sample::report_of(vec![judgement]), JunitFlavor::Common);
    assert!(text.len() < 45_000, "{}", text.len());
    assert!(text.contains("... truncated: report.json has everything"));
}

#[test]
fn the_worst_finding_gives_the_type_and_the_message() {
    let of = |kind: FindingKind, path: &str| sample::finding(kind, "DescribeVpcs", path, json!(1), json!(2));
    let mut judgement = sample::judgement("vpc/create", Verdict::Broken);
    judgement.findings = vec![
        of(FindingKind::UnknownMember, "Vpcs[0].Sha"),
        sample::known(of(FindingKind::NoError, "")),
        of(FindingKind::WrongErrorCode, "Code"),
    ];
    let cases = cases(&sample::report_of(vec![judgement]));
    let TestCaseStatus::NonSuccess { ty, message, .. } = &case(&cases, "create").status else { panic!("{cases:?}") };
    assert_eq!(ty.as_ref().unwrap().as_str(), "X104", "the first is cosmetic, the second known");
    assert!(message.as_ref().unwrap().as_str().starts_with("X104 wrong error code (breaking): "), "{message:?}");
}

#[test]
fn attempts_are_flaky_or_rerun_elements() {
    let mut flaky = sample::judgement("vpc/flaky", Verdict::Flaky);
    flaky.attempts = sample::attempts(&[Verdict::Broken, Verdict::Identical]);
    flaky.attempt = flaky.attempts[1].attempt;
    flaky.reason = Some("attempt 1: broken (the call was rejected); attempt 2: identical".to_owned());
    let mut broken = sample::judgement("vpc/broken", Verdict::Broken);
    broken.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "b", json!(1), json!(2))];
    broken.attempts = sample::attempts(&[Verdict::Broken, Verdict::Broken, Verdict::Broken]);
    broken.attempt = broken.attempts[2].attempt;
    let report = sample::report_of(vec![flaky, broken]);
    let cases = cases(&report);
    let TestCaseStatus::Success { flaky_runs } = &case(&cases, "flaky").status else { panic!("{cases:?}") };
    assert_eq!(flaky_runs.len(), 1);
    assert_eq!(flaky_runs[0].message.as_ref().unwrap().as_str(), "attempt 1: the call was rejected");
    let TestCaseStatus::NonSuccess { reruns, .. } = &case(&cases, "broken").status else { panic!("{cases:?}") };
    assert_eq!(reruns.runs.len(), 2, "the last attempt is the failure itself");
}

#[test]
fn one_that_fails_in_all_attempts_and_is_flaky_says_so() {
    let mut flaky = sample::judgement("vpc/flaky", Verdict::Flaky);
    flaky.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "b", json!(1), json!(2))];
    flaky.attempts = sample::attempts(&[Verdict::Broken, Verdict::Works]);
    flaky.attempt = flaky.attempts[1].attempt;
    let report = sample::report_of(vec![flaky]);
    assert!(report.judgements.iter().all(|one| report.fails(one)), "it counts");
    let cases = cases(&report);
    let TestCaseStatus::NonSuccess { message, .. } = &case(&cases, "flaky").status else { panic!("{cases:?}") };
    assert!(message.as_ref().unwrap().as_str().starts_with("flaky: "), "{message:?}");
}
