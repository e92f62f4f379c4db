//! What is expected of several steps at the same moment, and of all pages of a list.

use record::{Entry, SentTogether, StepName};
use scenario::Suite;
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{FindingKind, Judgement};

const TOGETHER: &str = "  - together:
      - DescribeVpcs: { VpcIds: [vpc-0123456789abcdef0] }
        or_error: [InvalidVpcID.NotFound]
      - DescribeVpcs: { VpcIds: [vpc-0123456789abcdef0] }
        or_error: [InvalidVpcID.NotFound]
    expect:
      - succeeded: 1
      - codes: [InvalidVpcID.NotFound]
      - responses[].Vpcs[].VpcId: [\"${vpc}\"]
    save: { id: \"responses[].Vpcs[].VpcId | [0]\" }
    severity: differs
";
const ID: &str = "vpc-0123456789abcdef0";

fn together_suite() -> std::sync::Arc<Suite> {
    let given = "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n";
    steps(&format!("{given}{TOGETHER}  - DescribeVpcs: {{ VpcIds: [\"${{id}}\"] }}\n"))
}

fn found() -> (u16, String) {
    (200, vpcs(&[ID]))
}

fn refused(code: &str) -> (u16, String) {
    (400, error(code, "no"))
}

/// Judges the two steps by their responses; `saved`: whether the value over both of them was saved.
fn judged_together(responses: [(u16, String); 2], saved: bool) -> Judgement {
    let suite = together_suite();
    let call = |step: &str, (status, body): (u16, String)| {
        answered(step, "DescribeVpcs", json!({ "VpcIds": [ID] }), status, body).entry("area/one")
    };
    let [first, second] = responses;
    let together = SentTogether {
        step: "steps[1]".parse().unwrap(),
        bindings: [("vpc".to_owned(), json!(ID))].into(),
        saved: if saved { [("id".to_owned(), json!(ID))].into() } else { Default::default() },
    };
    let entries =
        [call("steps[2]", first), call("steps[3]", second), Entry::Together { key: key("area/one"), together }];
    judged_entries(&suite, entries)
}

#[test]
fn one_of_two_succeeds_and_the_other_is_refused_as_it_may_be() {
    let judgement = judged_together([found(), refused("InvalidVpcID.NotFound")], true);
    assert_eq!(kinds(&judgement), []);
    assert_eq!(kinds(&judged_together([refused("InvalidVpcID.NotFound"), found()], true)), []);
}

#[test]
fn what_all_of_them_received_is_reported_at_the_step_that_they_belong_to() {
    let judgement = judged_together([found(), found()], true);
    let found: Vec<_> = judgement.findings.iter().map(|one| (one.kind, one.path.as_str())).collect();
    let unequal = FindingKind::UnequalValue;
    assert_eq!(found, [(unequal, "succeeded"), (unequal, "codes"), (unequal, "responses[].Vpcs[].VpcId")]);
    let first = &judgement.findings[0];
    assert_eq!((&first.step, first.operation.as_deref()), (&StepName::Own(1), Some("DescribeVpcs")));
    assert_eq!((&first.expected, &first.actual), (&Some(json!(1)), &Some(json!(2))));
    assert_eq!((first.severity, &first.reproduce), (verdict::Severity::Differs, &None));
}

#[test]
fn a_value_that_is_in_no_response_is_reported() {
    let none = || refused("InvalidVpcID.NotFound");
    let judgement = judged_together([none(), none()], false);
    assert!(kinds(&judgement).contains(&FindingKind::SavedValueAbsent), "{:?}", judgement.findings);
}

#[test]
fn an_error_that_none_of_them_may_have_is_reported_alone() {
    let judgement = judged_together([found(), refused("DependencyViolation")], true);
    let finding = only(&judgement);
    assert_eq!((finding.kind, &finding.step), (FindingKind::UnexpectedError, &StepName::Own(3)));
    let judgement = judged_together([found(), (500, error("InternalError", "no"))], true);
    assert_eq!(kinds(&judgement), [FindingKind::ServerError]);
}

/// Judges a list that is read page by page.
fn read(stated: &str, pages: &[(&[&str], Option<&str>)]) -> Judgement {
    let suite = steps(&format!("  - DescribeVpcs: {{}}\n{stated}"));
    let mut sent: Option<&str> = None;
    let mut calls = Vec::new();
    for (ids, token) in pages {
        let mut parameters = json!({ "MaxResults": 5 });
        if let Some(token) = sent {
            parameters["NextToken"] = Value::from(token);
        }
        let token_element = token.map(|token| format!("<nextToken>{token}</nextToken>")).unwrap_or_default();
        let body = vpcs(ids).replace("</vpcSet>", &format!("</vpcSet>{token_element}"));
        calls.push(answered("steps[0]", "DescribeVpcs", parameters, 200, body));
        sent = *token;
    }
    judged(&suite, calls)
}

const IDS: [&str; 3] = ["vpc-0000000000000000a", "vpc-0000000000000000b", "vpc-0000000000000000c"];

#[test]
fn expectations_are_about_the_items_of_all_pages() {
    let all =
        format!("    pages: 5\n    expect:\n      - Vpcs[].VpcId: [{}]\n      - \"!NextToken\"\n", IDS.join(", "));
    assert_eq!(kinds(&read(&all, &[(&IDS[..2], Some("a")), (&IDS[2..], None)])), []);
    let judgement = read(&all, &[(&IDS[..2], Some("a")), (&[], None)]);
    assert!(kinds(&judgement).contains(&FindingKind::UnequalValue), "{:?}", judgement.findings);
}

#[test]
fn a_list_that_does_not_end_within_its_pages_is_reported() {
    let stated = "    pages: { size: 5, at_most: 2 }\n    expect:\n      - length(Vpcs): 3\n";
    let judgement = read(stated, &[(&IDS[..1], Some("a")), (&IDS[1..2], Some("b"))]);
    let finding = only(&judgement);
    assert_eq!(finding.kind, FindingKind::EndlessPages);
    assert!(finding.message.contains("2 pages were read, and a token leads to another"), "{}", finding.message);
    let stated = stated.replace("at_most: 2", "at_most: 9");
    let judgement = read(&stated, &[(&IDS[..1], Some("a")), (&IDS[1..2], Some("a"))]);
    let finding = judgement.findings.iter().find(|one| one.kind == FindingKind::EndlessPages).unwrap();
    assert!(finding.message.contains("leads to the same token again"), "{}", finding.message);
}

#[test]
fn a_page_that_is_refused_is_reported_and_no_expectation() {
    let suite = steps("  - DescribeVpcs: {}\n    pages: 5\n    expect:\n      - length(Vpcs): 3\n");
    let token = vpcs(&IDS[..2]).replace("</vpcSet>", "</vpcSet><nextToken>a</nextToken>");
    let first = answered("steps[0]", "DescribeVpcs", json!({ "MaxResults": 5 }), 200, token);
    let parameters = json!({ "MaxResults": 5, "NextToken": "a" });
    let second = answered("steps[0]", "DescribeVpcs", parameters, 400, error("InvalidNextToken", "no"));
    let judgement = judged(&suite, [first, second]);
    let kinds = kinds(&judgement);
    assert!(kinds.contains(&FindingKind::UnexpectedError) && kinds.contains(&FindingKind::TokenRefused), "{kinds:?}");
    assert!(!kinds.contains(&FindingKind::UnequalValue), "{kinds:?}");
}

#[test]
fn coverage_counts_unproven_scenarios_apart() {
    let scenario = |mark: &str, action: &str| {
        format!("about: A claim.\nsource: https://docs.aws.amazon.com/x.html\n{mark}steps:\n  - {action}: {{}}\n")
    };
    let suite = suite(&[
        ("area/one.yaml", &scenario("unproven: nobody has it\n", "DescribeVpcs")),
        ("area/two.yaml", &scenario("", "DescribeVpcs")),
        ("area/three.yaml", &scenario("unproven: nobody has it\n", "DescribeSubnets")),
    ]);
    let coverage = verdict::Coverage::of(&suite);
    let vpcs = &coverage.actions["DescribeVpcs"];
    assert_eq!((vpcs.scenarios.len(), vpcs.unproven.len()), (1, 1));
    assert_eq!(coverage.proven_actions(), 1);
    assert_eq!(coverage.unproven().into_iter().collect::<Vec<_>>(), ["area/one", "area/three"]);
}
