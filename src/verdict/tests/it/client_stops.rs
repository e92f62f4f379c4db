//! Which response made a client stop: as its own words say, before what is only wrong.

use record::{ClientRun, Entry, FailureKind, StepName};
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{FindingKind, Judgement, Verdict};

use crate::client::{describe, judged_client, run};

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
        assert!(by(&judgement).starts_with(&format!("wrong XML namespace: \"{namespace}\"")), "{}", by(&judgement));
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

#[test]
fn a_client_is_misled_by_a_structure_that_its_api_version_lacks() {
    let of = |name: &str| ClientRun { client: Some(name.into()), ..run(Some(0), json!({"host": "a"})) };
    let older = || {
        let block = "<cidrBlockAssociationSet><item><associationId>a</associationId></item></cidrBlockAssociationSet>";
        let body = vpcs(&["vpc-0123456789abcdef0"]).replacen("<vpcId>", &format!("{block}<vpcId>"), 1);
        let mut call = answered("steps[0]", "DescribeVpcs", json!({}), 200, body);
        call.observation.api_version = "2014-10-01".into();
        call
    };
    let message = |name: &str| {
        let judgement = judged_client([older()], of(name));
        judgement.findings.into_iter().find(|one| one.kind == FindingKind::UnequalValue).unwrap().message
    };
    assert!(message("boto").contains("Vpcs[0].cidrBlockAssociationSet"), "{}", message("boto"));
    assert!(message("boto").contains("vpc.py#L"), "{}", message("boto"));
    assert!(!message("boto3").contains("after"), "an SDK reads by place: {}", message("boto3"));
}

#[test]
fn a_client_that_waits_for_what_never_comes_stops_at_the_response_that_never_changes() {
    let give_up = || stopped("Waiter VolumeDeleted failed: Max attempts exceeded", Value::Null);
    let hung = || ClientRun { failure: Some("it did not end within 240 s".into()), ..run(None, Value::Null) };
    let polls = |times: usize| vec![volume(&[]); times];
    for run in [give_up(), hung()] {
        let judgement = judged_client(polls(16), run);
        assert_eq!(judgement.verdict, Verdict::Broken, "{judgement:#?}");
        assert_eq!(by(&judgement), "DescribeVolumes did not show what the client waited for");
        assert!(stop(&judgement).message.contains("DescribeVolumes, called 16 times,"), "{judgement:#?}");
    }
    // It reads something else in between, and polls on.
    let between = polls(2).into_iter().chain([describe(json!({})), volume(&[])]);
    assert_eq!(judged_client(between, hung()).verdict, Verdict::Broken);
    // Twice is not often; what changes may be what it waited for; and whoever changes something does more than wait.
    let changing = |last: Call| [volume(&[]), volume(&[]), last].into_iter();
    let other = answered("steps[0]", "DescribeVolumes", json!({}), 200, success("DescribeVolumes", "<volumeSet/>"));
    let deleted = answered(
        "steps[0]",
        "DeleteVpc",
        json!({"VpcId": "vpc-1"}),
        200,
        success("DeleteVpc", "<return>true</return>"),
    );
    assert_eq!(judged_client(polls(2), hung()).verdict, Verdict::Error);
    assert_eq!(judged_client(changing(other), hung()).verdict, Verdict::Error);
    assert_eq!(judged_client(changing(deleted).chain([volume(&[])]), hung()).verdict, Verdict::Error);
}

#[test]
fn a_client_whose_repeated_request_is_refused_stopped_at_the_response_that_was_lost() {
    let create = |status: u16, body: String| answered("steps[0]", "CreateSubnet", json!({}), status, body);
    let taken = create(400, error("InvalidSubnet.Conflict", "it conflicts"));
    let lost = unanswered("steps[0]", "CreateSubnet", FailureKind::Timeout);
    let give_up = || stopped("An error occurred (InvalidSubnet.Conflict): it conflicts", Value::Null);
    let judgement = judged_client([lost, taken.clone()], give_up());
    assert_eq!(by(&judgement), "CreateSubnet had no response: the transport's words");
    assert!(stop(&judgement).message.contains("sent again, it was rejected with InvalidSubnet.Conflict"));
    assert!(by(&judged_client([taken], give_up())).starts_with("CreateSubnet was rejected with"));
}

#[test]
fn whose_fault_it_is_that_the_last_response_lacks_what_a_client_names_is_not_known_and_said() {
    let attribute = |inner: &str| {
        let body = success("DescribeSnapshotAttribute", &format!("<snapshotId>snap-1</snapshotId>{inner}"));
        answered("steps[0]", "DescribeSnapshotAttribute", json!({}), 200, body)
    };
    let reason = |calls: Vec<Call>| {
        let said = json!({"plays": [{"tasks": [{"hosts": {"localhost":
            {"failed": true, "msg": "Task failed: Module failed: 'CreateVolumePermissions'"}}}]}]});
        let judgement = judged_client(calls, stopped("", said));
        assert_eq!(judgement.verdict, Verdict::Error, "{judgement:#?}");
        judgement.reason.unwrap()
    };
    let lacks = "(the last: DescribeSnapshotAttribute, without CreateVolumePermissions, which AWS may leave out, too)";
    assert!(reason(vec![attribute("")]).contains(lacks));
    let shown = "<createVolumePermission><item><group>all</group></item></createVolumePermission>";
    assert!(reason(vec![attribute(shown)]).contains("(the last: DescribeSnapshotAttribute)"), "it is there");
    assert!(reason(vec![attribute(""), volume(&[])]).contains("(the last: DescribeVolumes)"), "of an earlier call");
}
