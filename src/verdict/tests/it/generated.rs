//! Generated checks are judged as what they are: an action that is missing refuses nothing as it should.

use contract::Contract;
use record::{Outcome, Transcript};
use scenario::Suite;
use serde_json::json;
use std::sync::Arc;
use test_support::judging::{answered, endpoint, error, head, scenario, success, transcript};
use verdict::{self, FindingKind, Judge, Judgement, Verdict};

fn described(id: &str, status: u16, body: impl AsRef<[u8]>) -> Transcript {
    let action = id.split(['/', '[']).nth(1).unwrap();
    let call = answered("steps[0]", action, json!({ "Action": action }), status, body);
    transcript(id, [call.entry(id)], Outcome::Completed)
}

fn judge(id: &str, status: u16, body: impl AsRef<[u8]>) -> Judgement {
    let suite = Suite::default().with_generated(Contract::embedded());
    let transcript = described(id, status, body);
    verdict::judge(&transcript, scenario(&suite, id), &suite, &endpoint())
}

#[test]
fn a_refusal_that_is_due_is_conformant() {
    let missing = error("MissingParameter", "The request must contain the parameter vpcId");
    assert_eq!(judge("generated/DeleteVpc[missing.VpcId]", 400, missing).verdict, Verdict::Identical);
}

#[test]
fn another_code_a_server_error_and_a_success_deviate() {
    let kind = |judgement: Judgement| judgement.findings[0].kind;
    let id = "generated/DescribeVpcs[unknown-parameter]";
    assert_eq!(kind(judge(id, 400, error("InvalidVpcID.NotFound", "no"))), FindingKind::WrongErrorCode);
    assert_eq!(kind(judge(id, 500, error("InternalError", "oh"))), FindingKind::ServerError);
    let response = success("DescribeVpcs", "<vpcSet/>");
    let judgement = judge(id, 200, response);
    assert_eq!(kind(judgement.clone()), FindingKind::NoError);
    assert_eq!(judgement.findings[0].place.to_string(), "generated/DescribeVpcs:9");
}

#[test]
fn an_action_that_is_missing_is_unsupported_whatever_is_due() {
    let words = "The action DescribeVpcs is not valid for this web service.";
    for (id, code, message) in [
        // The code is one that is due, and yet it is said of the action.
        ("generated/DescribeVpcs[unknown-filter]", "InvalidParameterValue", words),
        ("generated/DescribeVpcs[unknown-parameter]", "InvalidAction", "no such action"),
        ("generated/DeleteTags[malformed-id.Resources]", "InvalidRequest", "The request received was invalid"),
    ] {
        let judgement = judge(id, 400, error(code, message));
        assert_eq!(judgement.verdict, Verdict::Unsupported, "{id}: {:?}", judgement.findings);
    }
}

#[test]
fn of_an_action_that_only_ever_fails_one_check_says_that_it_is_missing() {
    let suite = Arc::new(Suite::default().with_generated(Contract::embedded()));
    let (first, second) = ("generated/DeleteVpc[malformed-id.VpcId]", "generated/DeleteVpc[missing.VpcId]");
    let there = "generated/DescribeVpcs[unknown-parameter]";
    let mut judge = Judge::new(&head(&[]), suite);
    for id in [second, first] {
        judge.take(&described(id, 500, "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n"));
    }
    judge.take(&described(there, 400, error("UnknownParameter", "no")));
    let judgements = judge.finish();
    let verdict = |id: &str| judgements.iter().find(|one| one.scenario == id).map(|one| one.verdict);
    assert_eq!(verdict(first), Some(Verdict::Unsupported));
    assert_eq!(verdict(second), Some(Verdict::Skipped));
    assert_eq!(verdict(there), Some(Verdict::Identical));
    let skipped = judgements.iter().find(|one| one.verdict == Verdict::Skipped).unwrap();
    assert_eq!((skipped.reason.as_deref(), skipped.findings.len()), (Some("the endpoint has no DeleteVpc"), 0));
}
