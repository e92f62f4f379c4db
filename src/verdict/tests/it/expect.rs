//! The first oracle: what a scenario states of each step.

use record::{Entry, FailureKind, HookRun, Location, Outcome, Purpose, StepName, WaitEnd};
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{FindingKind, Verdict, judge};

fn described(status: u16, body: impl AsRef<[u8]>) -> Call {
    answered("steps[0]", "DescribeVpcs", json!({}), status, body)
}

#[test]
fn what_holds_is_conformant() {
    let suite = steps(
        "  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 1\n      - Vpcs[0].VpcId == 'vpc-0123456789abcdef0'\n",
    );
    let judgement = judged(&suite, [described(200, vpcs(&["vpc-0123456789abcdef0"]))]);
    assert_eq!(judgement.verdict, Verdict::Identical, "{:#?}", judgement.findings);
    assert_eq!((judgement.reason, judgement.calls, judgement.elapsed_ms, judgement.at_ms), (None, 1, 100, 5));
    assert_eq!(judgement.location, Location::new("suites/area/one.yaml", 1));
}

#[test]
fn what_does_not_hold_is_shown_with_both_sides() {
    let suite = steps(
        "  - about: a step\n    DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 1\n      - length(Vpcs) == `1`\n      - Vpcs[0].IsDefault\n      - starts_with(Vpcs[8].State, 'a')\n      - Vpcs[9].VpcId: x\n",
    );
    let judgement = judged(&suite, [described(200, vpcs(&["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"]))]);
    assert_eq!(judgement.verdict, Verdict::Broken);
    let found: Vec<_> =
        judgement.findings.iter().map(|one| (one.kind, one.expected.clone(), one.actual.clone())).collect();
    assert_eq!(
        found,
        [
            (FindingKind::UnequalValue, Some(json!(1)), Some(json!(2))),
            (FindingKind::UnmetExpression, Some(json!(1)), Some(json!(2))),
            (FindingKind::UnmetExpression, Some(json!(true)), Some(json!(false))),
            (FindingKind::CannotEvaluate, None, None),
            (FindingKind::UnequalValue, Some(json!("x")), Some(Value::Null)),
        ]
    );
    let first = &judgement.findings[0];
    assert_eq!((first.step.to_string(), first.place.to_string()), ("steps[0]".into(), "suites/area/one.yaml:4".into()));
    assert_eq!(first.path, "length(Vpcs)");
    assert_eq!(first.message, "`length(Vpcs)` is 2, not 1");
    assert_eq!(first.source, ["https://docs.aws.amazon.com/claim.html"]);
    assert_eq!(judgement.reason.as_deref(), Some("`length(Vpcs)` is 2, not 1"));
}

#[test]
fn expectations_see_the_variables_as_they_were() {
    let suite = steps(
        "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n    expect:\n      - Vpcs[0].VpcId: ${vpc}\n",
    );
    let created = success("CreateVpc", "<vpc><vpcId>vpc-0123456789abcdef0</vpcId></vpc>");
    let create = answered("steps[0]", "CreateVpc", json!({}), 200, created).saved("vpc", "vpc-0123456789abcdef0");
    let describe = answered("steps[1]", "DescribeVpcs", json!({}), 200, vpcs(&["vpc-0123456789abcdef9"]));
    let judgement = judged(&suite, [create, describe.bound("vpc", "vpc-0123456789abcdef0")]);
    let unequal = judgement.findings.iter().find(|finding| finding.kind == FindingKind::UnequalValue).unwrap();
    assert_eq!(unequal.expected, Some(json!("vpc-0123456789abcdef0")));
    assert_eq!(unequal.actual, Some(json!("vpc-0123456789abcdef9")));
}

#[test]
fn the_error_that_is_due_must_come() {
    let suite = steps("  - DescribeVpcs: {}\n    error: { code: InvalidVpcID.NotFound, message: vpc-7 }\n");
    let of = |status, body: String| judged(&suite, [described(status, body)]);
    let right = of(400, error("InvalidVpcID.NotFound", "The vpc ID 'vpc-7' does not exist"));
    assert_eq!(right.verdict, Verdict::Identical, "{:#?}", right.findings);

    let other = of(400, error("InvalidVpcID.Malformed", "vpc-7"));
    let finding = only(&other);
    assert_eq!((finding.kind, finding.path.as_str()), (FindingKind::WrongErrorCode, "Code"));
    assert_eq!(
        (finding.expected.clone(), finding.actual.clone()),
        (Some(json!("InvalidVpcID.NotFound")), Some(json!("InvalidVpcID.Malformed")))
    );

    assert_eq!(kinds(&of(400, error("InvalidVpcID.NotFound", "no such thing"))), [FindingKind::ErrorLacksText]);
    assert_eq!(kinds(&of(200, vpcs(&[]))), [FindingKind::NoError]);
    assert_eq!(kinds(&of(500, error("InternalError", "oops"))), [FindingKind::ServerError]);
}

#[test]
fn an_error_where_none_is_due() {
    let suite = steps("  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 1\n");
    let refused = judged(&suite, [described(400, error("InvalidParameterValue", "no"))]);
    let finding = only(&refused);
    assert_eq!(finding.kind, FindingKind::UnexpectedError);
    assert_eq!(finding.actual, Some(json!({"Code": "InvalidParameterValue", "Message": "no"})));
    assert_eq!(kinds(&judged(&suite, [described(500, error("InternalError", "no"))])), [FindingKind::ServerError]);
}

#[test]
fn an_action_that_is_not_there_is_its_own_verdict() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let judgement = judged(&suite, [described(400, error("InvalidAction", "no such action"))]);
    assert_eq!(judgement.verdict, Verdict::Unsupported);
    assert_eq!(only(&judgement).kind, FindingKind::ActionUnsupported);
    let expecting = steps("  - DescribeVpcs: {}\n    error: InvalidVpcID.NotFound\n");
    assert_eq!(judged(&expecting, [described(400, error("InvalidAction", "no"))]).verdict, Verdict::Unsupported);
    let due = steps("  - raw: { method: POST, parameters: { Action: DescribeUnicorns } }\n    error: InvalidAction\n");
    let raw = answered("steps[0]", "DescribeUnicorns", json!({}), 400, error("InvalidAction", "no"));
    assert_eq!(judged(&due, [raw]).verdict, Verdict::Identical);
}

#[test]
fn the_account_and_the_clouds_room_are_no_deviation() {
    let suite = steps("  - DescribeVpcs: {}\n");
    for (status, code) in [
        (503, "RequestLimitExceeded"),
        (400, "VpcLimitExceeded"),
        (400, "InsufficientInstanceCapacity"),
        (401, "OptInRequired"),
    ] {
        let judgement = judged(&suite, [described(status, error(code, "no"))]);
        assert_eq!((judgement.verdict, judgement.findings.len()), (Verdict::Error, 0), "{code}");
        assert!(judgement.reason.unwrap().contains(code));
    }
}

#[test]
fn status_and_http_checks() {
    let suite = steps(
        "  - raw: { method: GET, path: / }\n    status: 404\n    http:\n      - headers.\"x-a\": \"1, 2\"\n      - root: Response\n      - xmlns\n      - contains(body, 'nowhere')\n",
    );
    let call = described(404, error("X", "y")).header("x-a", "1").header("x-a", "2");
    assert_eq!(
        kinds(&judged(&suite, [call])),
        [FindingKind::HttpCheckUnmet, FindingKind::HttpCheckUnmet, FindingKind::UnknownErrorCode]
    );
    let page = described(403, "<!DOCTYPE html><p>nowhere</p>");
    assert_eq!(kinds(&judged(&suite, [page]))[0], FindingKind::WrongHttpStatus);
}

#[test]
fn what_later_steps_need_must_be_in_the_response() {
    let suite = steps(
        "  - DescribeVpcs: {}\n    save: { vpc: \"Vpcs[0].VpcId\" }\n  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n",
    );
    let entries = [
        described(200, vpcs(&[])).entry("area/one"),
        blocked("area/one", "steps[1]", "the variable `vpc` has no value"),
    ];
    let judgement = judged_entries(&suite, entries);
    assert_eq!(only(&judgement).kind, FindingKind::SavedValueAbsent);
    assert_eq!(judgement.blocked, [(StepName::Own(1), "the variable `vpc` has no value".into())]);
}

#[test]
fn waits_end_met_late_or_failed() {
    let suite = steps("  - wait: VpcAvailable\n    with: { VpcIds: [vpc-0123456789abcdef0] }\n");
    let polls = |end: WaitEnd, last: Call| {
        let entries = [
            described(200, vpcs(&[])).purpose(Purpose::Poll).entry("area/one"),
            last.purpose(Purpose::Settled).entry("area/one"),
            waited("area/one", "steps[0]", "VpcAvailable", end),
        ];
        judged_entries(&suite, entries)
    };
    let fine = || described(200, vpcs(&["vpc-0123456789abcdef0"]));
    let failed = || WaitEnd::Failed { reason: "because".into() };
    assert_eq!(polls(WaitEnd::Met, fine()).verdict, Verdict::Identical);
    let late = polls(WaitEnd::Deadline, fine());
    assert_eq!(only(&late).kind, FindingKind::WaitDeadline);
    assert!(
        only(&late).message.contains("VpcAvailable was not reached within 5 s (3 calls of DescribeVpcs)"),
        "{}",
        only(&late).message
    );
    assert_eq!(kinds(&polls(failed(), fine())), [FindingKind::WaitFailed]);
    assert_eq!(
        kinds(&polls(failed(), described(400, error("InvalidVpcID.NotFound", "no")))),
        [FindingKind::UnexpectedError],
        "a refused call in a wait is a refused call"
    );
    assert_eq!(kinds(&polls(failed(), described(500, error("InternalError", "no")))), [FindingKind::ServerError]);
    assert_eq!(polls(failed(), described(400, error("InvalidAction", "no"))).verdict, Verdict::Unsupported);
    let gone = unanswered("steps[0]", "DescribeVpcs", FailureKind::Timeout);
    assert_eq!(kinds(&polls(WaitEnd::Deadline, gone)), [FindingKind::TimedOut]);
}

#[test]
fn an_until_shows_what_it_saw_last() {
    let suite = steps(
        "  - DescribeVpcs: {}\n    until:\n      - length(Vpcs): 0\n    timeout: 5s\n    expect:\n      - Vpcs: null\n",
    );
    let entries = [
        described(200, vpcs(&["vpc-0123456789abcdef0"])).purpose(Purpose::Settled).entry("area/one"),
        waited("area/one", "steps[0]", "length(Vpcs): 0", WaitEnd::Deadline),
    ];
    let judgement = judged_entries(&suite, entries);
    assert_eq!(only(&judgement).kind, FindingKind::WaitDeadline, "expectations say nothing when the wait was in vain");
    assert_eq!(only(&judgement).actual, Some(json!({"length(Vpcs)": 1})));
    assert_eq!(only(&judgement).message, "`length(Vpcs)`: 0 expected, 1 seen, for 5 s (3 calls of DescribeVpcs)");
    let several = steps(
        "  - DescribeVpcs: {}\n    until:\n      - length(Vpcs) == `2`\n      - length(Vpcs) == `1`\n      \
         - contains(Vpcs[].State, 'x')\n    timeout: 5s\n",
    );
    let entries = [
        described(200, vpcs(&["vpc-0123456789abcdef0"])).purpose(Purpose::Settled).entry("area/one"),
        waited("area/one", "steps[0]", "conditions", WaitEnd::Deadline),
    ];
    assert_eq!(
        only(&judged_entries(&several, entries)).message,
        "`length(Vpcs)`: 2 expected, 1 seen; `contains(Vpcs[].State, 'x')`: true expected, false seen, for 5 s \
         (3 calls of DescribeVpcs)",
        "what holds is not reported"
    );
    let ended_by_error = steps("  - DescribeVpcs: {}\n    until: { error: InvalidVpcID.NotFound }\n    timeout: 5s\n");
    let entries = [
        described(400, error("InvalidVpcID.NotFound", "gone")).purpose(Purpose::Settled).entry("area/one"),
        waited("area/one", "steps[0]", "error InvalidVpcID.NotFound", WaitEnd::Met),
    ];
    assert_eq!(judged_entries(&ended_by_error, entries).verdict, Verdict::Identical);
}

#[test]
fn a_hook_that_fails_is_no_deviation_of_the_endpoint() {
    let suite = steps("  - operator: live-migrate\n    expect:\n      - host: b\n");
    let hook_run = |exit, output: Value| Entry::HookRun {
        key: key("area/one"),
        hook_run: HookRun {
            step: "steps[0]".parse().unwrap(),
            hook: "live-migrate".into(),
            exit_status: exit,
            output,
            stderr: "no such host".into(),
            elapsed_ms: 1,
            bindings: Default::default(),
            saved: Default::default(),
        },
    };
    let failed = judged_entries(&suite, [hook_run(Some(3), Value::Null)]);
    assert_eq!(failed.verdict, Verdict::Error);
    assert_eq!(only(&failed).kind, FindingKind::HookFailed);
    assert!(failed.reason.unwrap().contains("exited with status 3: no such host"));
    assert_eq!(judged_entries(&suite, [hook_run(None, Value::Null)]).verdict, Verdict::Error);
    assert_eq!(judged_entries(&suite, [hook_run(Some(0), json!({"host": "b"}))]).verdict, Verdict::Identical);
    assert_eq!(kinds(&judged_entries(&suite, [hook_run(Some(0), json!({"host": "a"}))])), [FindingKind::UnequalValue]);
}

#[test]
fn the_scenarios_own_time_limit() {
    let suite = steps("  - DescribeVpcs: {}\n  - DescribeVpcs: {}\n");
    let calls = [described(200, vpcs(&[])).entry("area/one")];
    let outcome = Outcome::TimedOut { step: Some(StepName::Own(1)), limit_ms: 90_000 };
    let judgement = judge(&transcript("area/one", calls, outcome), scenario(&suite, "area/one"), &suite, &endpoint());
    assert_eq!((judgement.verdict, only(&judgement).kind), (Verdict::Broken, FindingKind::TimeLimit));
    assert_eq!(only(&judgement).place.to_string(), "suites/area/one.yaml:5");
}

#[test]
fn what_is_refused_when_it_is_sent_again_was_lost_before() {
    let suite = steps("  - CreateSubnet: { VpcId: vpc-1, CidrBlock: 10.0.0.0/24 }\n");
    let twice = |kind: FailureKind, code: &str| {
        let mut call = answered("steps[0]", "CreateSubnet", json!({}), 400, error(code, "words"));
        let lost = unanswered("steps[0]", "CreateSubnet", kind).observation.attempts.remove(0);
        call.observation.attempts.insert(0, lost);
        judged_entries(&suite, [call.entry("area/one")])
    };
    let judgement = twice(FailureKind::Timeout, "InvalidSubnet.Conflict");
    assert_eq!((judgement.verdict, only(&judgement).kind), (Verdict::Broken, FindingKind::TimedOut));
    assert!(only(&judgement).message.ends_with("sent again, it was rejected with InvalidSubnet.Conflict"));
    assert_eq!(kinds(&twice(FailureKind::Closed, "InvalidSubnet.Conflict")), [FindingKind::ClosedMidway]);
    // It did not arrive; or is rejected for what it says, as the first was.
    assert_eq!(kinds(&twice(FailureKind::Unreachable, "InvalidSubnet.Conflict")), [FindingKind::UnexpectedError]);
    assert_eq!(kinds(&twice(FailureKind::Timeout, "InvalidParameterValue")), [FindingKind::UnexpectedError]);
}
