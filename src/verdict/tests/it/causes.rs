//! Findings put together by what causes them.

use std::sync::Arc;

use proptest::prelude::*;
use record::{Entry, Location, Outcome, StepName, Subject, Transcript};
use scenario::Suite;
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{Cause, Disposition, Finding, FindingKind, Judge, Judgement, KnownMark, Severity, Verdict, causes};

const CREATE: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
                      - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n  - DescribeVpcs: {}\n  - DescribeVpcs: {}\n";
const GIVEN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\ngiven: [net]\nsteps:\n  \
                     - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n  - DescribeVpcs: {}\n";
const NET: &str = "about: A network.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    \
                   save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";

fn ended(scenario: &str, entries: impl IntoIterator<Item = Entry>) -> Transcript {
    transcript(scenario, entries, Outcome::Completed)
}

fn judged_run(suite: &Arc<Suite>, transcripts: &[Transcript]) -> Vec<Judgement> {
    let mut judge = Judge::new(&head(&[]), suite.clone());
    for transcript in transcripts {
        judge.take(transcript);
    }
    judge.finish()
}

fn finding(kind: FindingKind, path: &str, expected: Value, actual: Value) -> Finding {
    Finding {
        kind,
        step: "steps[0]".parse().unwrap(),
        place: "suites/area/one.yaml:4".parse().unwrap(),
        operation: Some("DescribeVpcs".into()),
        filters: Vec::new(),
        resources: Vec::new(),
        path: path.into(),
        message: "what was found".into(),
        expected: Some(expected),
        actual: Some(actual),
        source: vec![],
        reproduce: None,
        fingerprint: "0123456789abcdef".into(),
        severity: kind.severity(),
        disposition: Disposition::Counts,
    }
}

fn judgement(scenario: &str, findings: Vec<Finding>) -> Judgement {
    Judgement {
        endpoint: "cloud".into(),
        scenario: scenario.parse().unwrap(),
        attempt: Default::default(),
        attempts: vec![],
        about: String::new(),
        unproven: None,
        location: Location::new("suites/area/one.yaml", 1),
        verdict: Verdict::Broken,
        reason: None,
        findings,
        deviating_fixtures: vec![],
        blocked: vec![],
        leftovers: vec![],
        at_ms: 0,
        elapsed_ms: 0,
        calls: 1,
        throttled: 0,
        compared: None,
    }
}

fn titles(causes: &[Cause<'_>]) -> Vec<String> {
    causes.iter().map(|cause| cause.title.clone()).collect()
}

#[test]
fn a_missing_action_is_one_cause_with_all_steps_that_it_blocks() {
    let suite = suite(&[
        ("area/create.yaml", CREATE),
        ("area/own.yaml", CREATE),
        ("area/given.yaml", GIVEN),
        ("fixtures/net.yaml", NET),
    ]);
    let missing = |step: &str, words: &str| answered(step, "CreateVpc", json!({}), 400, error("InvalidAction", words));
    let transcripts = [
        ended(
            "area/create",
            [
                missing("steps[0]", "The action CreateVpc is not valid for this web service.").entry("area/create"),
                blocked("area/create", "steps[1]", "steps[0] (CreateVpc) does not exist there"),
                blocked("area/create", "steps[2]", "steps[0] (CreateVpc) does not exist there"),
            ],
        ),
        ended("area/own", [missing("steps[0]", "The action CreateVpc is not valid (2)").entry("area/own")]),
        ended(
            "area/given",
            [
                missing("given.net.steps[0]", "no").entry("area/given"),
                blocked("area/given", "steps[0]", "given.net.steps[0] (CreateVpc) does not exist there"),
            ],
        ),
    ];
    let judgements = judged_run(&suite, &transcripts);
    let causes = causes(&judgements);
    assert_eq!(titles(&causes), ["CreateVpc is not supported"], "{causes:#?}");
    let all: Vec<&str> = causes[0].scenarios().into_iter().map(Subject::as_str).collect();
    assert_eq!(all, ["area/create", "area/given", "area/own", "fixtures/net"]);
    assert_eq!(causes[0].blocked.len(), 3);
}

#[test]
fn a_fixture_that_could_not_be_created_follows_from_the_failure_in_it() {
    // Of the two ways in which it is recorded: for each scenario, and once a run.
    for scope in ["", "scope: run\n"] {
        let suite = suite(&[
            ("area/one.yaml", GIVEN),
            ("area/two.yaml", GIVEN),
            ("fixtures/net.yaml", &format!("{scope}{NET}")),
        ]);
        let fail = |step: &str| answered(step, "CreateVpc", json!({}), 500, error("InternalError", "no"));
        let mut transcripts = Vec::new();
        if !scope.is_empty() {
            transcripts.push(ended("fixtures/net", [fail("steps[0]").entry("fixtures/net")]));
        }
        for id in ["area/one", "area/two"] {
            let made = scope.is_empty().then(|| fail("given.net.steps[0]").entry(id));
            let because = "given.net.steps[0] (CreateVpc) was answered with HTTP 500; the fixture net: failed";
            transcripts.push(ended(
                id,
                made.into_iter().chain([blocked(id, "steps[0]", because), blocked(id, "steps[1]", because)]),
            ));
        }
        let judgements = judged_run(&suite, &transcripts);
        let causes = causes(&judgements);
        assert_eq!(titles(&causes), ["CreateVpc fails with a server error (InternalError)"], "{scope} {causes:#?}");
        assert_eq!(causes[0].follows.len(), 2);
        assert_eq!(causes[0].blocked.len(), 4);
    }
}

#[test]
fn the_same_missing_member_in_forty_scenarios_is_one_cause_with_forty_places() {
    let absent =
        |at: usize| finding(FindingKind::AbsentMember, &format!("Vpcs[{at}].OwnerId"), json!("a value"), Value::Null);
    let judgements: Vec<Judgement> = (0..40).map(|n| judgement(&format!("area/n{n:02}"), vec![absent(n)])).collect();
    let causes = causes(&judgements);
    assert_eq!(titles(&causes), ["DescribeVpcs does not return what AWS always returns: Vpcs[].OwnerId"]);
    assert_eq!((causes[0].seen.len(), causes[0].scenarios().len()), (40, 40));
    assert_eq!(causes[0].judgement().scenario, "area/n00");
}

#[test]
fn what_cannot_hold_without_something_follows_from_its_absence() {
    let absent = finding(FindingKind::AbsentMember, "Vpcs[0].OwnerId", json!("a value"), Value::Null);
    let stated = finding(FindingKind::UnequalValue, "Vpcs[0].OwnerId", json!("123456789012"), Value::Null);
    let other = finding(FindingKind::UnequalValue, "Vpcs[0].State", json!("available"), json!("pending"));
    let elsewhere = Finding { step: "steps[1]".parse().unwrap(), ..stated.clone() };
    let one = judgement("area/one", vec![stated.clone(), absent, other, elsewhere]);
    let found = causes([&one]);
    assert_eq!(found.len(), 3, "{found:#?}");
    let cause = found.iter().find(|cause| cause.finding().kind == FindingKind::AbsentMember).unwrap();
    assert_eq!(cause.follows.iter().map(|seen| seen.finding).collect::<Vec<_>>(), [&one.findings[0]]);

    let html = finding(FindingKind::ResponseHtml, "", Value::Null, json!("HTTP 500: `<html>`"));
    let status = finding(FindingKind::WrongHttpStatus, "status", json!(400), json!(500));
    let unreadable = finding(FindingKind::SdkUnreadable, "", Value::Null, Value::Null);
    let two = judgement("area/two", vec![html, status, unreadable]);
    let found = causes([&two]);
    assert_eq!(titles(&found), ["DescribeVpcs: response is HTML, not XML"]);
    assert_eq!(found[0].follows.len(), 2);
}

#[test]
fn what_counts_comes_before_what_is_known_and_worse_before_better() {
    let of = |kind, path: &str| finding(kind, path, json!("a"), json!("b"));
    let known = |finding: Finding| Finding {
        disposition: Disposition::Known(KnownMark {
            place: Location::new("suites/known/x.yaml", 3),
            reason: "a bug".into(),
            link: None,
            advice: None,
            severity: None,
        }),
        ..finding
    };
    let later = |finding: Finding| Finding { step: "steps[1]".parse().unwrap(), ..finding };
    let judgements = [
        judgement("area/one", vec![of(FindingKind::UnknownMember, "x"), known(of(FindingKind::NoError, ""))]),
        judgement("area/two", vec![of(FindingKind::UnequalValue, "y"), of(FindingKind::UnequalValue, "z")]),
        judgement("area/three", vec![of(FindingKind::UnequalValue, "z"), later(of(FindingKind::NoError, ""))]),
    ];
    let found = causes(&judgements);
    let order: Vec<_> =
        found.iter().map(|cause| (cause.disposition().counts(), cause.severity, cause.seen.len())).collect();
    use Severity::{Breaking, Cosmetic};
    assert_eq!(
        order,
        [(true, Breaking, 2), (true, Breaking, 1), (true, Breaking, 1), (true, Cosmetic, 1), (false, Breaking, 1)]
    );
    // The same deviation known here and new there are two causes, so that the new one is not overlooked.
    assert_eq!(
        found[4].fingerprint,
        found.iter().find(|cause| cause.finding().kind == FindingKind::NoError).unwrap().fingerprint
    );
}

#[test]
fn a_cause_has_the_same_fingerprint_in_every_run() {
    let of = |id: &str, owner: &str| {
        let finding = finding(FindingKind::UnequalValue, "Vpcs[3].VpcId", json!(id), json!(owner));
        causes([&judgement("area/one", vec![finding])])[0].fingerprint.clone()
    };
    let first = of("vpc-0123456789abcdef0", "vpc-11111111111111111");
    assert_eq!(first, of("vpc-fedcba98765432100", "vpc-22222222222222222"));
    assert_ne!(first, of("available", "pending"));
    assert_eq!(first.len(), 16);
}

#[test]
fn a_title_is_the_same_in_every_run() {
    let of = |expected: &str, actual: &str| {
        let finding = finding(FindingKind::UnequalValue, "Vpcs[3].VpcId", json!(expected), json!(actual));
        causes([&judgement("area/one", vec![finding])])[0].title.clone()
    };
    let first = of("vpc-0123456789abcdef0", "vpc-11111111111111111");
    assert_eq!(first, of("vpc-fedcba98765432100", "vpc-22222222222222222"));
    assert_eq!(of("available", "pending"), "DescribeVpcs: `Vpcs[].VpcId` is pending, not available");
}

#[test]
fn every_kind_has_a_title_without_a_hole() {
    for kind in FindingKind::all() {
        let finding = finding(kind, "Vpcs[0].State", json!("available"), json!("pending"));
        let title = causes([&judgement("area/one", vec![finding])])[0].title.clone();
        assert!(title.len() > 10 && !title.contains(['{', '}']), "{title}");
        // A title of its own, not the general one.
        assert!(!title.ends_with(&format!("{} at Vpcs[].State", kind.title())), "{kind} has no title: {title}");
    }
}

proptest! {
    #[test]
    fn every_finding_belongs_to_exactly_one_cause(
        picks in prop::collection::vec((0..60usize, 0..3usize, 0..3usize, 0..4usize), 0..40),
    ) {
        let kinds: Vec<FindingKind> = FindingKind::all().collect();
        let mut judgements: Vec<Judgement> =
            ["area/a", "area/b", "fixtures/net", "fixtures/base"].map(|id| judgement(id, vec![])).into();
        for (kind, step, path, owner) in picks {
            let path = ["Vpcs[0].State", "net", "base"][path];
            let one = finding(kinds[kind % kinds.len()], path, json!("a"), Value::Null);
            judgements[owner].findings.push(Finding { step: StepName::Own(step), ..one });
        }
        let found = causes(&judgements);
        let filed: usize = found.iter().map(|cause| cause.seen.len() + cause.follows.len()).sum();
        prop_assert_eq!(filed, judgements.iter().map(|one| one.findings.len()).sum::<usize>());
    }
}

#[test]
fn what_generated_checks_find_stands_apart_from_what_scenarios_find() {
    let absent = || finding(FindingKind::AbsentMember, "Vpcs[0].OwnerId", json!("a value"), Value::Null);
    let judgements = vec![
        judgement("generated/DescribeVpcs[dry-run]", vec![absent()]),
        judgement("generated/DescribeVpcs[unknown-filter]", vec![absent()]),
        judgement("vpc/one", vec![absent()]),
    ];
    let causes = causes(&judgements);
    let seen: Vec<(bool, usize)> = causes.iter().map(|one| (one.is_generated(), one.scenarios().len())).collect();
    assert_eq!(seen, [(false, 1), (true, 2)], "what a person wrote comes first");
    assert_ne!(causes[0].fingerprint, causes[1].fingerprint);
}

#[test]
fn one_response_that_lacks_several_members_is_one_cause() {
    let lacks = |path: &str| finding(FindingKind::AbsentMember, path, json!("a value"), Value::Null);
    let one = judgement("area/one", vec![lacks("Vpcs[0].OwnerId"), lacks("Vpcs[0].State"), lacks("Vpcs[1].OwnerId")]);
    let found = causes([&one]);
    assert_eq!(titles(&found), ["DescribeVpcs does not return what AWS always returns: Vpcs[].OwnerId, Vpcs[].State"]);
    assert_eq!(found[0].members, ["Vpcs[].OwnerId", "Vpcs[].State"]);
}

#[test]
fn what_a_wrong_root_brings_along_follows_from_it() {
    let of = |kind, path: &str| finding(kind, path, json!("a"), json!("b"));
    let one = judgement(
        "area/one",
        vec![
            of(FindingKind::WrongRoot, ""),
            of(FindingKind::WrongNamespace, ""),
            of(FindingKind::UnknownMember, "x"),
            of(FindingKind::NoRequestId, "RequestId"),
        ],
    );
    let found = causes([&one]);
    assert_eq!((found.len(), found[0].finding().kind, found[0].follows.len()), (1, FindingKind::WrongRoot, 3));
}

#[test]
fn what_follows_from_a_call_that_had_to_be_refused_is_its_consequence() {
    let at = |step: &str, operation: &str, finding: Finding| Finding {
        step: step.parse().unwrap(),
        operation: Some(operation.into()),
        ..finding
    };
    let succeeded =
        at("steps[1]", "DeleteVpc", finding(FindingKind::NoError, "", json!("DependencyViolation"), json!("success")));
    let gone = json!({"Code": "InvalidVpcID.NotFound", "Message": "no"});
    let not_found = at("steps[2]", "DescribeVpcs", finding(FindingKind::UnexpectedError, "", json!("success"), gone));
    let shape = at("steps[1]", "DeleteVpc", finding(FindingKind::UnknownMember, "x", json!("a"), json!("b")));
    let quota = json!({"Code": "InvalidVpc.Range", "Message": "no"});
    let other = at("steps[3]", "CreateVpc", finding(FindingKind::UnexpectedError, "", json!("success"), quota));
    let one = judgement("area/one", vec![succeeded.clone(), shape, not_found.clone(), other]);
    let found = causes([&one]);
    assert_eq!(titles(&found).len(), 2, "{:#?}", titles(&found));
    assert_eq!((found[0].finding().kind, found[0].follows.len()), (FindingKind::NoError, 2));
    // What is about other resources does not follow from it.
    let about = |resources: &[&str], finding: &Finding| Finding {
        resources: resources.iter().map(|id| (*id).to_owned()).collect(),
        ..finding.clone()
    };
    let of_vpc = about(&["vpc-0123456789abcdef0"], &succeeded);
    let of_image = about(&["ami-0123456789abcdef0"], &not_found);
    assert_eq!(causes([&judgement("area/one", vec![of_vpc.clone(), of_image])]).len(), 2);
    let names_it = Finding {
        actual: Some(json!({"Code": "InvalidVpcID.NotFound", "Message": "vpc-0123456789abcdef0"})),
        ..not_found.clone()
    };
    assert_eq!(causes([&judgement("area/one", vec![of_vpc, names_it])]).len(), 1);
    // A name that begins like another one is another resource's.
    let of_key = about(&["ec2c-kqzmwpta-1"], &succeeded);
    let of_other = about(&["ec2c-kqzmwpta-12"], &not_found);
    assert_eq!(causes([&judgement("area/one", vec![of_key.clone(), of_other])]).len(), 2);
    let names = |name: &str| Finding { path: format!("KeyPairs[?KeyName == '{name}']"), ..not_found.clone() };
    let found = |name: &str| causes([&judgement("area/one", vec![of_key.clone(), names(name)])]).len();
    assert_eq!((found("ec2c-kqzmwpta-1"), found("ec2c-kqzmwpta-12")), (1, 2));
    // A cause is as severe as what follows from it.
    let mild = Finding { severity: Severity::Differs, ..succeeded.clone() };
    let found = judgement("area/one", vec![mild, not_found.clone()]);
    assert_eq!(causes([&found])[0].severity, Severity::Breaking);
    // A reading call has no effect.
    let read = Finding { operation: Some("DescribeVpcs".into()), ..succeeded };
    assert_eq!(causes([&judgement("area/one", vec![read, not_found])]).len(), 2);
}

#[test]
fn elements_of_a_list_that_is_too_long_are_others_and_no_second_cause() {
    let count = finding(FindingKind::UnmetExpression, "length(Vpcs) == `1`", json!(1), json!(7));
    let element = finding(
        FindingKind::UnequalValue,
        "Vpcs[0].VpcId",
        json!("vpc-0123456789abcdef0"),
        json!("vpc-11111111111111111"),
    );
    let one = judgement("area/one", vec![count, element]);
    let found = causes([&one]);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_title_names_the_filter_and_no_id() {
    let count = finding(
        FindingKind::UnmetExpression,
        "length(Vpcs[?VpcId=='vpc-0123456789abcdef0']) == `1`",
        json!(1),
        json!(7),
    );
    let filtered = Finding { filters: vec!["cidr".into()], ..count };
    let title = causes([&judgement("area/one", vec![filtered])])[0].title.clone();
    assert!(title.starts_with("DescribeVpcs with the filter cidr: "), "{title}");
    assert!(title.contains("'<vpc>'") && !title.contains("0123456789"), "{title}");
}
