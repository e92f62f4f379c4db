//! Findings about responses: by the model, by the SDK, and as HTTP responses.

use record::{FailureKind, Purpose, SdkVerdict, WaitEnd};
use serde_json::json;
use test_support::judging::*;
use verdict::{FindingKind, Verdict};

fn described(status: u16, body: impl AsRef<[u8]>) -> Call {
    answered("steps[0]", "DescribeVpcs", json!({}), status, body)
}

fn of(status: u16, body: impl AsRef<[u8]>) -> Vec<FindingKind> {
    let suite = steps("  - DescribeVpcs: {}\n");
    kinds(&judged(&suite, [described(status, body)]))
}

#[test]
fn every_way_to_break_the_model_is_a_finding() {
    let good = vpcs(&["vpc-0123456789abcdef0"]);
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        of(200, good.replacen(from, to, 1))
    };
    assert_eq!(of(200, &good), []);
    assert_eq!(with("<state>available", "<colour>red</colour><state>available"), [FindingKind::UnknownMember]);
    assert_eq!(
        with("<ownerId>123456789012</ownerId>", "<ownerid>123456789012</ownerid>"),
        [FindingKind::MisspelledMember, FindingKind::AbsentMember]
    );
    assert_eq!(with("<isDefault>false", "<isDefault>no"), [FindingKind::WrongType]);
    assert_eq!(with("<state>available", "<state>ready"), [FindingKind::NotInEnum]);
    assert_eq!(with("<DescribeVpcsResponse", "<DescribeVpcsResult").len(), 1, "not well-formed");
    let other_root = good.replace("DescribeVpcsResponse", "DescribeVpcsResult");
    assert_eq!(of(200, other_root), [FindingKind::WrongRoot]);
    assert_eq!(with("2016-11-15/", "2014-06-15/"), [FindingKind::WrongNamespace]);
    assert_eq!(with(&format!(" xmlns=\"{NAMESPACE}\""), ""), [FindingKind::NoNamespace]);
    assert_eq!(with("<requestId>r-1</requestId>", ""), [FindingKind::NoRequestId]);
    assert_eq!(with("<vpcId>", "<vpcId>vpc-0123456789abcdef1</vpcId><vpcId>"), [FindingKind::RepeatedMember]);
    assert_eq!(with("<dhcpOptionsId>dopt-0123456789abcdef0</dhcpOptionsId>", ""), [FindingKind::AbsentMember]);
    assert_eq!(with("dopt-0123456789abcdef0", ""), [FindingKind::AbsentMember], "an empty text is no value");

    let suite = steps("  - DescribeVolumes: {}\n");
    let volume = success("DescribeVolumes", "<volumeSet><item><createTime>yesterday</createTime></item></volumeSet>");
    let judgement = judged(&suite, [answered("steps[0]", "DescribeVolumes", json!({}), 200, volume)]);
    assert!(kinds(&judgement).contains(&FindingKind::BadTimestamp));
}

#[test]
fn an_absent_member_says_where_and_who_says_so() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let body = vpcs(&["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"]);
    let body = body.replacen("<isDefault>false</isDefault>", "", 2);
    let judgement = judged(&suite, [described(200, body)]);
    // Both items lack it: one finding.
    let finding = only(&judgement);
    assert_eq!((finding.kind, finding.path.as_str()), (FindingKind::AbsentMember, "Vpcs[0].IsDefault"));
    assert!(finding.source[0].starts_with("https://docs.aws.amazon.com/"), "{:?}", finding.source);
}

#[test]
fn a_value_that_repeats_one_of_the_request_or_the_profile_is_no_violation() {
    let suite = steps("  - DescribeInstances: {}\n");
    let instances = "<reservationSet><item><instancesSet><item><instanceType>m1.tiny</instanceType></item></instancesSet></item></reservationSet>";
    let judge = |parameters: serde_json::Value, facts: &[(&str, &str)]| {
        let call = answered("steps[0]", "DescribeInstances", parameters, 200, success("DescribeInstances", instances));
        let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let endpoint = record::EndpointHead { facts, ..endpoint() };
        let entries = transcript("area/one", [call.entry("area/one")], record::Outcome::Completed);
        let judgement = verdict::judge(&entries, scenario(&suite, "area/one"), &suite, &endpoint);
        kinds(&judgement).contains(&FindingKind::NotInEnum)
    };
    assert!(judge(json!({}), &[]));
    assert!(judge(json!({}), &[("instance_type", "m1.small")]));
    assert!(!judge(json!({}), &[("instance_type", "m1.tiny")]));
    assert!(!judge(json!({"Filters": [{"Name": "instance-type", "Values": ["m1.tiny"]}]}), &[]));
}

#[test]
fn text_between_elements_is_cosmetic() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let body = vpcs(&["vpc-0123456789abcdef0"]).replacen("<vpcSet>", "<vpcSet>\\n", 1);
    let judgement = judged(&suite, [described(200, body)]);
    let finding = only(&judgement);
    assert_eq!((finding.kind, finding.path.as_str()), (FindingKind::StrayText, "Vpcs"));
    assert_eq!(finding.severity, contract::Severity::Cosmetic);
    let alone = vpcs(&[]).replacen("<vpcSet></vpcSet>", "<vpcSet>none</vpcSet>", 1);
    assert!(alone.contains("none"));
    assert_eq!(kinds(&judged(&suite, [described(200, alone)])), [FindingKind::WrongType]);
}

#[test]
fn an_absent_member_matters_as_clients_read_it() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let of = |element: &str| {
        let judgement = judged(&suite, [described(200, vpcs(&["vpc-0123456789abcdef0"]).replacen(element, "", 1))]);
        only(&judgement).severity
    };
    assert_eq!(of("<instanceTenancy>default</instanceTenancy>"), contract::Severity::Breaking, "Terraform compares it");
    assert_eq!(of("<ownerId>123456789012</ownerId>"), contract::Severity::Differs, "Terraform copies it");
    assert_eq!(of("<isDefault>false</isDefault>"), contract::Severity::Differs);
}

#[test]
fn errors_are_held_against_ec2s_form() {
    let suite = steps("  - DescribeVpcs: {}\n    error: any\n");
    let of = |body: &str| kinds(&judged(&suite, [described(400, body)]));
    assert_eq!(of(&error("InvalidVpcID.NotFound", "no")), []);
    assert_eq!(of(&error("InvalidUnicorn", "no")), [FindingKind::UnknownErrorCode]);
    let elsewhere = "<ErrorResponse><Error><Code>InvalidVpcID.NotFound</Code><Message>m</Message></Error><RequestID>r</RequestID></ErrorResponse>";
    assert_eq!(of(elsewhere), [FindingKind::ErrorEnvelope]);
    assert_eq!(
        of(&error("InvalidVpcID.NotFound", "no").replace("<RequestID>r-1</RequestID>", "")),
        [FindingKind::NoRequestId]
    );
    assert_eq!(of("<oops/>"), [FindingKind::ErrorEnvelope]);
}

#[test]
fn every_response_of_a_wait_is_judged_and_equal_findings_are_one() {
    let suite = steps("  - wait: VpcAvailable\n    with: { VpcIds: [vpc-0123456789abcdef0] }\n");
    let bad = vpcs(&["vpc-0123456789abcdef0"]).replace("<isDefault>false", "<isDefault>no");
    let entries = [
        described(200, &bad).purpose(Purpose::Poll).entry("area/one"),
        described(200, &bad).purpose(Purpose::Poll).entry("area/one"),
        described(200, vpcs(&["vpc-0123456789abcdef0"])).purpose(Purpose::Settled).entry("area/one"),
        waited("area/one", "steps[0]", "VpcAvailable", WaitEnd::Met),
    ];
    assert_eq!(kinds(&judged_entries(&suite, entries)), [FindingKind::WrongType]);
}

#[test]
fn calls_of_clean_up_are_not_judged() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let entries = [
        described(200, vpcs(&[])).entry("area/one"),
        answered("clean-up", "DeleteVpc", json!({}), 500, "oops").purpose(Purpose::CleanUp).entry("area/one"),
    ];
    let judgement = judged_entries(&suite, entries);
    assert_eq!((judgement.verdict, judgement.calls), (Verdict::Identical, 2), "{:?}", judgement.findings);
}

#[test]
fn what_the_sdk_makes_of_a_response() {
    let suite = steps("  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 7\n");
    let unreadable = SdkVerdict::Unreadable { reason: "failed to parse".into() };
    let bad = vpcs(&["vpc-0123456789abcdef0"]).replace("<isDefault>false", "<isDefault>no").replace(NAMESPACE, "x");
    let judgement = judged(&suite, [described(200, bad).sdk(unreadable)]);
    // The cause before what follows from it, and what hardly matters last.
    assert_eq!(
        kinds(&judgement),
        [FindingKind::WrongType, FindingKind::SdkUnreadable, FindingKind::UnequalValue, FindingKind::WrongNamespace]
    );
    let due = steps("  - DescribeVpcs: {}\n    error: InvalidVpcID.NotFound\n");
    let lost = described(400, error("InvalidVpcID.NotFound", "x")).sdk(SdkVerdict::ServiceError { code: None });
    assert_eq!(kinds(&judged(&due, [lost])), [FindingKind::SdkLostErrorCode]);
}

#[test]
fn an_unreadable_response_is_reported_by_what_it_is() {
    let deep = "<a>".repeat(5_000);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    for (status, body, kind) in [
        (502, &b"<!doctype html><title>Bad Gateway</title>"[..], FindingKind::ResponseHtml),
        (200, b" {\"a\": 1}", FindingKind::ResponseJson),
        (200, b"", FindingKind::ResponseEmpty),
        (500, b" \n", FindingKind::ResponseEmpty),
        (200, b"<a>\xff\xfe</a>", FindingKind::ResponseNotUtf8),
        (200, deep.as_bytes(), FindingKind::ResponseTooDeep),
        (200, bomb.as_bytes(), FindingKind::ResponseDtd),
        (200, b"<a>R&D</a>", FindingKind::ResponseNotXml),
        (200, b"it works!", FindingKind::ResponseNotXml),
        (302, b"", FindingKind::Redirect),
    ] {
        assert_eq!(of(status, body), [kind], "{}", String::from_utf8_lossy(&body[..body.len().min(40)]));
    }
}

#[test]
fn no_response_in_the_middle_of_a_scenario_counts_against_the_endpoint() {
    let suite = steps("  - DescribeVpcs: {}\n  - DescribeVpcs: {}\n");
    for (failure, kind) in [
        (FailureKind::Unreachable, FindingKind::Unreachable),
        (FailureKind::Tls, FindingKind::TlsFailed),
        (FailureKind::Timeout, FindingKind::TimedOut),
        (FailureKind::Closed, FindingKind::ClosedMidway),
        (FailureKind::TooLarge, FindingKind::TooLarge),
        (FailureKind::Malformed, FindingKind::MalformedHttp),
        (FailureKind::Other, FindingKind::NoResponse),
    ] {
        let judgement = judged(&suite, [described(200, vpcs(&[])), unanswered("steps[1]", "DescribeVpcs", failure)]);
        assert_eq!((judgement.verdict, kinds(&judgement)), (Verdict::Broken, vec![kind]));
    }
}

#[test]
fn an_unreachable_endpoint_is_an_error_of_the_environment() {
    let suite = steps("  - DescribeVpcs: {}\n");
    for failure in [FailureKind::Unreachable, FailureKind::Tls, FailureKind::NotSent] {
        let judgement = judged(&suite, [unanswered("steps[0]", "DescribeVpcs", failure)]);
        assert_eq!((judgement.verdict, kinds(&judgement)), (Verdict::Error, vec![]), "{failure:?}");
        assert!(judgement.reason.unwrap().contains("the transport's words"));
    }
    let slow = judged(&suite, [unanswered("steps[0]", "DescribeVpcs", FailureKind::Timeout)]);
    assert_eq!(slow.verdict, Verdict::Broken, "an endpoint that is there and does not respond counts");
    let mut given_up = unanswered("steps[0]", "DescribeVpcs", FailureKind::Timeout);
    given_up.observation.attempts.clear();
    assert_eq!(judged(&suite, [given_up]).verdict, Verdict::Error, "nothing was sent");
}

#[test]
fn a_501_of_a_gateway_means_a_missing_action() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let judgement = judged(&suite, [described(501, "<html>not implemented</html>")]);
    assert_eq!((judgement.verdict, kinds(&judgement)), (Verdict::Unsupported, vec![FindingKind::ActionUnsupported]));
}
