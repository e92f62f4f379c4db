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

fn run(exit_status: Option<i32>, output: Value) -> ClientRun {
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

fn judged_client(calls: impl IntoIterator<Item = Call>, run: ClientRun) -> Judgement {
    let ended = Entry::ClientRun { key: key("area/one"), client_run: Box::new(run) };
    judged_entries(&suite(), calls.into_iter().map(|call| call.entry("area/one")).chain([ended]))
}

fn describe(parameters: Value) -> Call {
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
fn what_a_client_sends_is_told_from_what_the_endpoint_returns() {
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

/// What a stopped client says, after the calls.
fn stopped(stderr: &str, output: Value) -> ClientRun {
    ClientRun { stderr: stderr.into(), ..run(Some(1), output) }
}

fn stop(judgement: &Judgement) -> &verdict::Finding {
    let found = judgement.findings.iter().find(|one| one.kind == FindingKind::ClientFailed);
    found.unwrap_or_else(|| panic!("it did not stop: {judgement:#?}"))
}

fn by(judgement: &Judgement) -> &str {
    stop(judgement).actual.as_ref().and_then(Value::as_str).unwrap()
}

/// A volume without these elements; the absence of none of them is breaking.
fn volume(without: &[&str]) -> Call {
    let elements = [
        ("volumeId", "vol-0123456789abcdef0"),
        ("size", "1"),
        ("snapshotId", ""),
        ("availabilityZone", "us-east-1a"),
        ("status", "available"),
        ("createTime", "2026-01-31T12:00:00.000Z"),
        ("volumeType", "gp2"),
        ("encrypted", "false"),
        ("multiAttachEnabled", "false"),
    ];
    let kept = elements.iter().filter(|(name, _)| !without.contains(name));
    let inner: String = kept.map(|(name, text)| format!("<{name}>{text}</{name}>")).collect();
    let body = success("DescribeVolumes", &format!("<volumeSet><item>{inner}</item></volumeSet>"));
    answered("steps[0]", "DescribeVolumes", json!({}), 200, body)
}

#[test]
fn the_member_that_a_client_names_is_why_it_stopped() {
    let ansible = json!({"plays": [{"tasks": [{"hosts": {"localhost":
        {"failed": true, "msg": "Task failed: Module failed: 'multi_attach_enabled'"}}}]}]});
    let frame = "Traceback (most recent call last):\n  File \"x.py\", line 7, in <module>\n";
    let code =
        format!("{frame}    findtext(volume, \"multiAttachEnabled\").strip()\n    ^^^\nAttributeError: 'NoneType'\n");
    let node = "TypeError: Cannot read properties of undefined (reading 'MultiAttachEnabled')\n    at x.js:3:1 {\n}\n";
    for run in [
        stopped("[WARNING]: something\n", ansible),
        stopped(&format!("{frame}    y\nKeyError: 'MultiAttachEnabled'\n"), Value::Null),
        stopped(&code, Value::Null),
        stopped(node, Value::Null),
    ] {
        let calls = [volume(&["multiAttachEnabled", "encrypted"]), describe(json!({}))];
        let judgement = judged_client(calls, run);
        assert_eq!(judgement.verdict, Verdict::Broken, "{judgement:#?}");
        assert_eq!(by(&judgement), "response lacks a member that AWS always returns at Volumes[0].MultiAttachEnabled");
    }
    // A word of English is a name only where it is quoted. The element of `State` is `status`.
    let ready = || {
        let body = success("DescribeVolumes", "<volumeSet><item><status>ready</status></item></volumeSet>");
        answered("steps[0]", "DescribeVolumes", json!({}), 200, body)
    };
    for said in ["KeyError: 'State'", "no \"status\" there", "undefined.State.toString"] {
        let judgement = judged_client([ready()], stopped(said, Value::Null));
        assert!(by(&judgement).contains("at Volumes[0].State"), "{said}: {}", by(&judgement));
    }
    let judgement = judged_client([ready()], stopped("the state is wrong", Value::Null));
    assert!(!by(&judgement).contains("at Volumes[0].State"), "{}", by(&judgement));
    let judgement = judged_client([volume(&["multiAttachEnabled"])], stopped("KeyError: 'Tags'", Value::Null));
    assert_eq!(judgement.verdict, Verdict::Error, "nothing is known of what it names");
}

#[test]
fn the_second_step_of_a_scenario_stops_at_what_the_first_received() {
    let suite = steps("  - client: [/usr/bin/aws]\n  - client: [/usr/bin/aws]\n");
    let ended = |step: usize, run: ClientRun| Entry::ClientRun {
        key: key("area/one"),
        client_run: Box::new(ClientRun { step: StepName::Own(step), ..run }),
    };
    let second = || {
        let body = success("DescribeVolumes", "<volumeSet><item><volumeId>vol-1</volumeId></item></volumeSet>");
        answered("steps[1]", "DescribeVolumes", json!({}), 200, body)
    };
    let entries = [
        volume(&["multiAttachEnabled"]).entry("area/one"),
        ended(0, run(Some(0), Value::Null)),
        second().entry("area/one"),
        ended(1, stopped("KeyError: 'multi_attach_enabled'", Value::Null)),
    ];
    let judgement = judged_entries(&suite, entries);
    assert_eq!(by(&judgement), "response lacks a member that AWS always returns at Volumes[0].MultiAttachEnabled");
    let filed = judgement.findings.iter().filter(|one| one.path == "Volumes[0].MultiAttachEnabled");
    assert_eq!(filed.count(), 1, "{judgement:#?}");
}

#[test]
fn the_error_that_a_client_names_is_why_it_stopped_whatever_broke_before() {
    let lacking = || answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[""]));
    let routes = || answered("steps[0]", "CreateRouteTable", json!({}), 400, error("InvalidVpcID.NotFound", "words"));
    let said = "An error occurred (InvalidVpcID.NotFound) when calling the CreateRouteTable operation: words";
    let calls = [lacking(), routes(), describe(json!({"MaxResults": 5}))];
    let judgement = judged_client(calls, stopped(said, Value::Null));
    assert_eq!(by(&judgement), "CreateRouteTable was rejected with InvalidVpcID.NotFound: words");
    // The failure of the last call, whatever the client says.
    let fails = answered("steps[0]", "CreateRouteTable", json!({}), 500, error("TypeError", "words"));
    let judgement = judged_client([lacking(), fails], stopped("Failed to create", Value::Null));
    assert_eq!(by(&judgement), "CreateRouteTable failed with HTTP 500 TypeError: words");
    let busy = answered("steps[0]", "CreateRouteTable", json!({}), 503, error("RequestLimitExceeded", "words"));
    let judgement = judged_client([lacking(), busy], stopped("(RequestLimitExceeded)", Value::Null));
    let stops = judgement.findings.iter().any(|one| one.kind == FindingKind::ClientFailed);
    assert!(!stops, "the account's limit is nobody's fault: {judgement:#?}");
}

#[test]
fn a_client_copes_with_what_it_has_received_before() {
    let wrong = |action: &str, element: &str| {
        let body = success(action, &format!("<{element}Set><item><createTime>now</createTime></item></{element}Set>"));
        answered("steps[0]", action, json!({}), 200, body)
    };
    let calls = [wrong("DescribeVolumes", "volume"), wrong("DescribeNatGateways", "natGateway")];
    let judgement = judged_client(calls, stopped("invalid time", Value::Null));
    assert!(by(&judgement).contains("NatGateways[0]"), "{judgement:#?}");
}

#[test]
fn a_client_stops_at_what_its_own_parser_cannot_read() {
    let of = |name: &str, run: ClientRun| ClientRun { client: Some(name.into()), ..run };
    let index = || stopped("IndexError: list index out of range", Value::Null);
    let with = |namespace: &str| {
        let body = vpcs(&["vpc-0123456789abcdef0"]).replace("http://ec2.amazonaws.com/doc/2016-11-15/", namespace);
        answered("steps[0]", "DescribeVpcs", json!({}), 200, body)
    };
    for namespace in ["http://ec2.amazonaws.com/doc/2014-06-15/", "http://ec2.amazonaws.com/doc/2016-11-15"] {
        let judgement = judged_client([with(namespace)], of("libcloud", index()));
        assert_eq!(judgement.verdict, Verdict::Broken, "{judgement:#?}");
        assert_eq!(by(&judgement), format!("wrong XML namespace: \"{namespace}\""));
        let message = &stop(&judgement).message;
        assert!(message.contains("Apache Libcloud") && message.contains("ec2.py#L"), "{message}");
        let judgement = judged_client([with(namespace)], of("boto3", index()));
        assert_eq!(judgement.verdict, Verdict::Error, "an SDK does not look at it");
        // What it does not see although it ends well.
        let judgement = judged_client([with(namespace)], of("libcloud", run(Some(0), json!({"host": "a"}))));
        let unmet = judgement.findings.iter().find(|one| one.kind == FindingKind::UnequalValue).unwrap();
        assert!(unmet.message.contains("after DescribeVpcs: wrong XML namespace"), "{}", unmet.message);
    }
    let judgement = judged_client([describe(json!({}))], of("libcloud", index()));
    assert_eq!(judgement.verdict, Verdict::Error, "AWS's namespace");
}
