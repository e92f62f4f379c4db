//! Clients: what they receive is judged, and what they send is not the endpoint's fault.

use std::collections::BTreeMap;
use std::sync::Arc;

use record::{ClientRun, Entry, FailureKind, RefusalCause, RefusedRequest, StepName};
use scenario::Suite;
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{Disposition, FindingKind, Judgement, Verdict};

fn suite() -> Arc<Suite> {
    steps("  - client: [/usr/bin/aws, ec2, describe-vpcs]\n    expect:\n      - host: b\n    save: { host: host }\n")
}

pub(crate) fn run(exit_status: Option<i32>, output: Value) -> ClientRun {
    let command = vec!["/usr/bin/aws".to_owned(), "ec2".to_owned()];
    let saved = output.get("host").map(|host| ("host".to_owned(), host.clone())).into_iter().collect();
    ClientRun {
        step: StepName::Own(0),
        client: None,
        version: None,
        command,
        exit_status,
        output,
        stderr: "the client's words".into(),
        saved,
        failure: None,
        elapsed_ms: 0,
        signatures: BTreeMap::new(),
        stood_in: BTreeMap::new(),
        passed_on: BTreeMap::new(),
        refused: Vec::new(),
        bindings: BTreeMap::new(),
    }
}

pub(crate) fn judged_client(calls: impl IntoIterator<Item = Call>, run: ClientRun) -> Judgement {
    let ended = Entry::ClientRun { key: key("area/one"), client_run: Box::new(run) };
    judged_entries(&suite(), calls.into_iter().map(|call| call.entry("area/one")).chain([ended]))
}

pub(crate) fn describe(parameters: Value) -> Call {
    answered("steps[0]", "DescribeVpcs", parameters, 200, vpcs(&["vpc-0123456789abcdef0"]))
}

fn rejected(status: u16, code: &str) -> Call {
    answered("steps[0]", "DescribeVpcs", json!({}), status, error(code, "words"))
}

#[test]
fn a_client_that_ends_well_is_judged_by_its_responses_and_its_output() {
    let good = || run(Some(0), json!({"host": "b"}));
    let calls = [rejected(400, "InvalidVpcID.NotFound"), describe(json!({}))];
    assert_eq!(judged_client(calls, good()).verdict, Verdict::Identical, "an error may be what it looks for");
    let judgement = judged_client([describe(json!({}))], run(Some(0), json!({"host": "a"})));
    assert_eq!(kinds(&judgement), [FindingKind::UnequalValue]);
    let judgement = judged_client([rejected(500, "InternalError"), describe(json!({"MaxResults": 5}))], good());
    assert_eq!(kinds(&judgement), [FindingKind::ServerError]);
    let judgement = judged_client([rejected(500, "InternalError"), describe(json!({}))], good());
    assert_eq!(judgement.verdict, Verdict::Identical, "it tried again, and succeeded");
}

#[test]
fn whose_fault_it_is_that_a_client_stopped() {
    let stopped = || run(Some(254), Value::Null);
    let judgement = judged_client([describe(json!({})), rejected(400, "UnknownParameter")], stopped());
    assert_eq!((judgement.verdict, only(&judgement).kind), (Verdict::Broken, FindingKind::ClientFailed));
    let message = &only(&judgement).message;
    assert_eq!(message, "aws exited with status 254: DescribeVpcs was rejected with UnknownParameter: words");
    let judgement = judged_client([unanswered("steps[0]", "DescribeVpcs", FailureKind::Closed)], stopped());
    assert!(kinds(&judgement).contains(&FindingKind::ClientFailed), "{:#?}", judgement.findings);
    let html = answered("steps[0]", "DescribeVpcs", json!({}), 200, "<!DOCTYPE html><html><body>no</body></html>");
    let judgement = judged_client([html, describe(json!({"MaxResults": 5}))], stopped());
    assert_eq!(judgement.verdict, Verdict::Broken, "a breaking deviation counts wherever it was");
    for (calls, says) in [
        (vec![describe(json!({}))], "no response it received is a failure"),
        (vec![], "had called nothing: the client's words"),
        (vec![rejected(503, "RequestLimitExceeded")], "too many requests"),
    ] {
        let judgement = judged_client(calls, stopped());
        assert_eq!(judgement.verdict, Verdict::Error, "{says}");
        assert!(judgement.reason.as_ref().unwrap().contains(says), "{judgement:#?}");
    }
    let hung = ClientRun { failure: Some("it did not end within 5 s".into()), ..run(None, Value::Null) };
    assert!(judged_client([describe(json!({}))], hung).reason.unwrap().contains("aws: it did not end within 5 s"));
}

#[test]
fn what_a_client_sends_is_distinguished_from_what_the_endpoint_returns() {
    let unknown = answered("steps[0]", "DescribeVpcz", json!({}), 400, error("InvalidAction", "no such action"));
    let call = describe(json!({"Filter.1.Nmae": "x", "MaxResults": "many"}));
    let refused = RefusedRequest {
        service: "iam".into(),
        action: Some("ListRoles".into()),
        cause: RefusalCause::Service,
        reason: "only EC2 is observed".into(),
        count: 2,
    };
    let run = ClientRun { refused: vec![refused], ..run(Some(0), json!({"host": "b"})) };
    let judgement = judged_client([unknown, call], run);
    let mut found = kinds(&judgement);
    found.sort();
    let expected = [
        FindingKind::ClientUnknownAction,
        FindingKind::ClientUnknownParameter,
        FindingKind::ClientWrongParameter,
        FindingKind::ClientRefused,
    ];
    assert_eq!(found, expected, "{:#?}", judgement.findings);
    let informs = |finding: &verdict::Finding| matches!(finding.disposition, Disposition::Informational { .. });
    assert!(judgement.findings.iter().all(informs) && judgement.verdict == Verdict::Identical);
    let refused = judgement.findings.iter().find(|one| one.kind == FindingKind::ClientRefused).unwrap();
    assert_eq!(refused.message, "iam ListRoles was refused 2 times: only EC2 is observed");
}

#[test]
fn an_action_that_the_endpoint_lacks_is_the_endpoints_fault() {
    let missing = answered("steps[0]", "DescribeVpcs", json!({}), 400, error("InvalidAction", "not implemented"));
    let judgement = judged_client([missing], run(Some(1), Value::Null));
    assert_eq!(judgement.verdict, Verdict::Unsupported, "{:#?}", judgement.findings);
}

#[test]
fn the_clients_own_words_are_those_of_its_end() {
    let traceback =
        "Traceback (most recent call last):\n  File \"x.py\", line 7, in <module>\n    y\nKeyError: 'Tags'\n";
    let python = ClientRun { stderr: traceback.into(), ..run(Some(1), Value::Null) };
    let node =
        ClientRun { stderr: "TypeError: no tag\n    at x.js:3:1 {\n  '$metadata': {}\n}\n".into(), ..python.clone() };
    let tasks = json!({"plays": [{"tasks": [
        {"hosts": {"localhost": {"changed": true, "msg": "done"}}},
        {"hosts": {"localhost": {"failed": true, "msg": "Failed to describe"}}},
    ]}]});
    let ansible = ClientRun { stderr: "[WARNING]: something\n".into(), ..run(Some(2), tasks) };
    for (run, said) in [(python, "KeyError: 'Tags'"), (node, "TypeError: no tag"), (ansible, "Failed to describe")] {
        let reason = judged_client([describe(json!({}))], run).reason.unwrap();
        assert!(reason.ends_with(said), "{reason}");
    }
}
