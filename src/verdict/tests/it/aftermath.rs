//! What descriptions of the account after clean-up show.

use record::{CleanUpOutcome, CleanedUp, Entry, Outcome};
use serde_json::json;
use test_support::judging::*;
use verdict::{FindingKind, Judge, Judgement, Verdict};

const PLAIN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n";
const STEP: &str = "actions[DescribeVolumes]";
/// What AWS always returns of a volume, but its id and state.
const VOLUME: &str = "<size>8</size><availabilityZone>xx-test-1a</availabilityZone><volumeType>gp3</volumeType>\
    <createTime>2026-01-31T12:00:00.000Z</createTime><encrypted>false</encrypted>\
    <multiAttachEnabled>false</multiAttachEnabled>";

fn described(body: &str) -> Call {
    let body = success("DescribeVolumes", &format!("<volumeSet>{body}</volumeSet>"));
    answered(STEP, "DescribeVolumes", json!({}), 200, body)
}

fn volume(id: &str, state: &str, more: &str) -> String {
    format!("<item>{VOLUME}<volumeId>{id}</volumeId><status>{state}</status>{more}</item>")
}

fn tagged(run: &str) -> String {
    format!("<tagSet><item><key>ec2-compat</key><value>{run}/area/one</value></item></tagSet>")
}

/// The judgement of the check, in a run in which a scenario described volumes before.
fn judged_after(calls: Vec<Call>, more: Vec<Entry>) -> Judgement {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    let mut judge = Judge::new(&head(&["area/one"]), suite);
    let before = answered("steps[0]", "DescribeVolumes", json!({}), 200, success("DescribeVolumes", "<volumeSet/>"));
    judge.take(&transcript("area/one", [before.entry("area/one")], Outcome::Completed));
    let entries = calls.into_iter().map(|call| call.entry("aftermath")).chain(more);
    judge.take(&transcript("aftermath", entries, Outcome::Completed));
    judge.finish().into_iter().find(|judgement| judgement.scenario == "aftermath").unwrap()
}

#[test]
fn an_account_without_anything_of_the_run_is_as_it_must_be() {
    let others = volume("vol-1", "in-use", &tagged("ec2c-other"));
    let judgement = judged_after(vec![described(&others)], vec![]);
    assert_eq!((judgement.verdict, judgement.findings.len(), judgement.calls), (Verdict::Identical, 0, 1));
}

#[test]
fn what_was_deleted_counts_by_the_last_description_and_not_in_a_state_of_deletion() {
    let shown = |state: &str| described(&volume("vol-1", state, "")).bound("deleted", json!({"vol-1": "volume"}));
    let late = vec![shown("available").purpose(record::Purpose::Poll), described("").purpose(record::Purpose::Settled)];
    assert_eq!(kinds(&judged_after(late, vec![])), []);
    assert_eq!(kinds(&judged_after(vec![shown("deleting")], vec![])), []);
    let judgement = judged_after(vec![shown("available")], vec![]);
    let finding = only(&judgement);
    assert_eq!((finding.kind, finding.path.as_str()), (FindingKind::DeletedStillShown, "volume"));
    assert!(finding.message.contains("still available") && finding.message.contains("vol-1"), "{}", finding.message);
    assert!(finding.reproduce.as_ref().unwrap().starts_with("aws ec2 describe-volumes"), "{:?}", finding.reproduce);
    assert_eq!(judgement.verdict, Verdict::Broken);
}

#[test]
fn what_is_the_runs_by_tag_or_instance_is_one_finding_of_each_way() {
    let many: String = (1..=5).map(|n| volume(&format!("vol-{n}"), "available", "")).collect();
    let call = described(&(many + &volume("vol-6", "available", &tagged("ec2c-test"))));
    let attached = json!(["vol-1", "vol-2", "vol-3", "vol-4", "vol-5"]);
    let judgement = judged_after(vec![call.bound("attached", attached)], vec![]);
    assert_eq!(kinds(&judgement), [FindingKind::UnreportedResource; 2]);
    let messages: Vec<&str> = judgement.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages[0].contains("vol-1, vol-2, vol-3 and 2 more"), "{messages:?}");
    assert!(messages[1].contains("vol-6"), "{messages:?}");
    assert_ne!(judgement.findings[0].fingerprint, judgement.findings[1].fingerprint);
}

#[test]
fn a_resource_of_others_that_refers_to_a_deleted_one_is_a_finding() {
    let attachment = "<attachmentSet><item><volumeId>vol-1</volumeId><instanceId>i-1</instanceId><device>/dev/sdf</device>\
        <status>attached</status><attachTime>2026-01-31T12:00:00.000Z</attachTime>\
        <deleteOnTermination>false</deleteOnTermination></item></attachmentSet>";
    let call = described(&volume("vol-1", "in-use", attachment)).bound("deleted", json!({"i-1": "instance"}));
    let judgement = judged_after(vec![call], vec![]);
    assert_eq!(only(&judgement).kind, FindingKind::RefersToDeleted);
    assert!(judgement.findings[0].message.contains("vol-1 (instance i-1)"), "{}", judgement.findings[0].message);
}

#[test]
fn the_shape_of_its_responses_is_judged_each_member_once() {
    let incomplete = |id: &str| volume(id, "available", "").replace("<encrypted>false</encrypted>", "");
    let call = || described(&(incomplete("vol-1") + &incomplete("vol-2")));
    let judgement = judged_after(vec![call(), call()], vec![]);
    let finding = only(&judgement);
    assert_eq!((finding.kind, finding.path.as_str()), (FindingKind::AbsentMember, "Volumes[0].Encrypted"));
    assert_eq!((finding.operation.as_deref(), judgement.verdict), (Some("DescribeVolumes"), Verdict::Broken));
}

#[test]
fn a_description_fails_only_if_it_succeeded_before_and_the_action_exists() {
    let fails = |action: &str, code: &str, status| {
        let step = format!("actions[{action}]");
        judged_after(vec![answered(&step, action, json!({}), status, error(code, "no"))], vec![])
    };
    assert_eq!(only(&fails("DescribeVolumes", "InternalError", 500)).kind, FindingKind::DescriptionFails);
    assert_eq!(kinds(&fails("DescribeVolumes", "InvalidAction", 400)), []);
    assert_eq!(kinds(&fails("DescribeVolumes", "RequestLimitExceeded", 503)), []);
    assert_eq!(kinds(&fails("DescribeVpcs", "InternalError", 500)), []);
}

#[test]
fn a_resource_that_could_not_be_deleted_is_a_finding_and_no_deviation() {
    let clean_up = CleanedUp {
        kind: "volume".into(),
        id: "vol-1".into(),
        operation: "DeleteVolume".into(),
        outcome: CleanUpOutcome::Failed { reason: "in use".into() },
    };
    let entry = Entry::CleanedUp { key: key("aftermath"), clean_up };
    let judgement = judged_after(vec![described("")], vec![entry]);
    let finding = only(&judgement);
    assert_eq!((finding.kind, finding.operation.as_deref()), (FindingKind::NotDeleted, Some("DeleteVolume")));
    assert_eq!(finding.message, "volume vol-1: in use (created by aftermath on cloud)");
    assert_eq!(judgement.verdict, Verdict::Identical);
}
