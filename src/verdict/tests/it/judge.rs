//! From findings to verdicts: of scenarios, of fixtures, of a whole run.

use record::{CleanUpOutcome, CleanedUp, Entry, FailureKind, Outcome, StepName, Transcripts};
use serde_json::json;
use test_support::judging::*;
use verdict::{FindingKind, Judge, Judgement, Verdict, judge};

const PLAIN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n";
const GIVEN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\ngiven: [net]\nsteps:\n  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n";
const NET: &str = "about: A network.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
const HTML: &str = "<!doctype html><html><title>500 Internal Server Error</title></html>";

fn described(status: u16, body: impl AsRef<[u8]>) -> Call {
    answered("steps[0]", "DescribeVpcs", json!({}), status, body)
}

fn fixture_call(status: u16, body: impl AsRef<[u8]>) -> Call {
    answered("given.net.steps[0]", "CreateVpc", json!({}), status, body)
}

#[test]
fn errors_of_the_run_never_count_against_the_endpoint() {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    let of = |outcome| {
        let calls = [described(200, vpcs(&[])).entry("area/one")];
        judge(&transcript("area/one", calls, outcome), scenario(&suite, "area/one"), &suite, &endpoint())
    };
    let reason = || "because".to_owned();
    assert_eq!(of(Outcome::Completed).verdict, Verdict::Identical);
    assert_eq!(
        (of(Outcome::Skipped { reason: reason() }).verdict, of(Outcome::Skipped { reason: reason() }).reason),
        (Verdict::Skipped, Some(reason()))
    );
    assert_eq!(of(Outcome::Error { reason: reason() }).reason, Some(reason()));
}

#[test]
fn a_scenario_that_an_interrupted_run_never_began_is_not_run_and_no_error() {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    let of = |entries: Vec<Entry>| {
        let transcript = transcript("area/one", entries, Outcome::Interrupted);
        judge(&transcript, scenario(&suite, "area/one"), &suite, &endpoint())
    };
    let never_begun = of(Vec::new());
    assert_eq!((never_begun.verdict, never_begun.verdict.is_judged()), (Verdict::NotRun, false));
    assert_eq!(never_begun.reason.as_deref(), Some("the run was interrupted before it"));
    let begun = of(vec![described(200, vpcs(&[])).entry("area/one")]);
    assert_eq!((begun.verdict, begun.reason.as_deref()), (Verdict::Error, Some("interrupted")));
    let only_fixture = of(vec![fixture_call(200, success("CreateVpc", "")).entry("area/one")]);
    assert_eq!(only_fixture.verdict, Verdict::Error);
    let selected = ["area/one", "area/two"].map(|id| id.parse().unwrap());
    let scores = verdict::Scores::of("cloud", &suite, &selected, &[never_begun], &verdict::StepsRun::default());
    assert_eq!((scores.overall.applicable, scores.overall.not_applicable), (0, 2));
}

#[test]
fn a_scenario_without_a_step_or_an_end_is_never_conformant() {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    assert_eq!(judged(&suite, []).verdict, Verdict::Error);
    let blocked_only = judged_entries(
        &suite,
        [described(200, vpcs(&[])).entry("area/one"), blocked("area/one", "steps[0]", "a fault")],
    );
    assert_eq!(blocked_only.verdict, Verdict::Error);
    let mut transcripts = Transcripts::new();
    transcripts.take(Entry::ScenarioStarted { key: key("area/one"), at_ms: 1 });
    transcripts.take(described(200, vpcs(&[])).entry("area/one"));
    let cut_short = transcripts.finish().remove(0);
    let judgement = judge(&cut_short, scenario(&suite, "area/one"), &suite, &endpoint());
    assert_eq!(judgement.verdict, Verdict::Error);
    let stranger = judged(&suite, [answered("steps[7]", "DescribeVpcs", json!({}), 200, vpcs(&[]))]);
    assert!(stranger.reason.unwrap().contains("the suite has no step steps[7] of area/one"));
}

#[test]
fn leftovers_of_clean_up_are_reported_and_change_no_verdict() {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    let clean_up = |id: &str, outcome| Entry::CleanedUp {
        key: key("area/one"),
        clean_up: CleanedUp { kind: "vpc".into(), id: id.into(), operation: "DeleteVpc".into(), outcome },
    };
    let judgement = judged_entries(
        &suite,
        [
            described(200, vpcs(&[])).entry("area/one"),
            clean_up("vpc-1", CleanUpOutcome::Failed { reason: "in use".into() }),
            clean_up("vpc-2", CleanUpOutcome::Deleted),
            clean_up("vpc-3", CleanUpOutcome::Gone),
        ],
    );
    assert_eq!(judgement.verdict, Verdict::Identical);
    assert_eq!(judgement.leftovers, ["vpc vpc-1: in use"]);
}

/// Judges a run of these transcripts' entries.
fn run(files: &[(&str, &str)], scenarios: Vec<(&str, Vec<Entry>)>) -> Vec<Judgement> {
    let suite = suite(files);
    let mut judge = Judge::new(&head(&[]), suite);
    for (id, entries) in scenarios {
        judge.take(&transcript(id, entries, Outcome::Completed));
    }
    judge.finish()
}

fn named<'a>(judgements: &'a [Judgement], id: &str) -> &'a Judgement {
    judgements.iter().find(|one| one.scenario == id).unwrap_or_else(|| panic!("no judgement of {id}"))
}

#[test]
fn deviations_in_a_fixtures_responses_are_reported_once_and_fail_no_scenario() {
    let files = [("area/one.yaml", GIVEN), ("area/two.yaml", GIVEN), ("fixtures/net.yaml", NET)];
    let play = |id: &'static str| {
        let created = success("CreateVpc", "<vpc><vpcId>vpc-0123456789abcdef0</vpcId><color>red</color></vpc>");
        (
            id,
            vec![
                fixture_call(200, created).saved("vpc", "vpc-0123456789abcdef0").entry(id),
                described(200, vpcs(&[])).entry(id),
            ],
        )
    };
    let judgements = run(&files, vec![play("area/one"), play("area/two")]);
    for scenario in ["area/one", "area/two"] {
        let judgement = named(&judgements, scenario);
        assert_eq!(judgement.verdict, Verdict::Works, "a response in it is not identical");
        assert_eq!(judgement.deviating_fixtures, ["net"]);
        assert!(judgement.findings.is_empty() && !judgement.fails(verdict::Severity::Cosmetic));
    }
    let fixture = named(&judgements, "fixtures/net");
    assert_eq!(fixture.verdict, Verdict::Works);
    assert_eq!((&*fixture.location.file, fixture.about.as_str()), ("suites/fixtures/net.yaml", "A network."));
    assert_eq!(kinds(fixture).iter().filter(|kind| **kind == FindingKind::UnknownMember).count(), 1);
    assert_eq!(fixture.findings[0].place.to_string(), "suites/fixtures/net.yaml:3");
}

#[test]
fn a_fixture_that_cannot_be_created_is_the_same_finding_in_all_its_users() {
    let files = [("area/one.yaml", GIVEN), ("area/two.yaml", GIVEN), ("fixtures/net.yaml", NET)];
    let play = |id: &'static str, body: String| {
        (
            id,
            vec![
                fixture_call(400, body).entry(id),
                blocked(id, "steps[0]", "needs the fixture net: steps[0] (CreateVpc) was refused"),
            ],
        )
    };
    let refused = || error("InvalidParameterValue", "no");
    let judgements = run(&files, vec![play("area/one", refused()), play("area/two", refused())]);
    let [one, two] = ["area/one", "area/two"].map(|id| named(&judgements, id));
    for judgement in [one, two] {
        assert_eq!(judgement.verdict, Verdict::Blocked);
        assert_eq!(only(judgement).kind, FindingKind::FixtureFailed);
        assert!(
            only(judgement)
                .message
                .contains("the fixture net could not be created: CreateVpc was rejected with InvalidParameterValue")
        );
        assert!(only(judgement).reproduce.as_ref().unwrap().contains("create-vpc"));
    }
    assert_eq!(only(one).fingerprint, only(two).fingerprint);
    assert_eq!(kinds(named(&judgements, "fixtures/net")), [FindingKind::UnexpectedError]);

    let gone = run(&files, vec![play("area/one", error("InvalidAction", "no"))]);
    assert_eq!(named(&gone, "area/one").verdict, Verdict::Unsupported);
    let quota = run(&files, vec![play("area/one", error("VpcLimitExceeded", "no"))]);
    assert_eq!(named(&quota, "area/one").verdict, Verdict::Error);
}

#[test]
fn a_fixture_without_what_it_exports_is_said_with_the_member_and_its_response() {
    let net = NET.replace("save: {", "save: { owner: Vpc.OwnerId, state: Vpc.State,");
    let files = [("area/one.yaml", GIVEN), ("fixtures/net.yaml", net.as_str())];
    let body = "<CreateVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
                <vpc><ownerId>123456789012</ownerId></vpc></CreateVpcResponse>";
    let because = "needs `vpc` of the fixture net: `Vpc.VpcId` is not in the response of CreateVpc (steps[0])";
    let calls = vec![fixture_call(200, body).entry("area/one"), blocked("area/one", "steps[0]", because)];
    let judgements = run(&files, vec![("area/one", calls)]);
    let judgement = named(&judgements, "area/one");
    let failed = judgement.findings.iter().find(|finding| finding.kind == FindingKind::FixtureFailed).unwrap();
    assert_eq!(
        failed.message,
        "the fixture net could not be created: CreateVpc (given.net.steps[0]): `Vpc.VpcId` is not in the response; later \
         steps need it as `vpc`"
    );
}

#[test]
fn scenarios_on_a_fixture_of_the_run_share_its_fate() {
    let shared = format!("scope: run\n{NET}");
    let files = [("area/one.yaml", GIVEN), ("fixtures/net.yaml", shared.as_str())];
    let play = |status, body: &str| {
        let stuck =
            vec![blocked("area/one", "steps[0]", "needs the fixture net: steps[0] (CreateVpc) was rejected with X")];
        let made = answered("steps[0]", "CreateVpc", json!({}), status, body);
        run(&files, vec![("area/one", stuck), ("fixtures/net", vec![made.entry("fixtures/net")])])
    };
    let refused = play(400, &error("InvalidParameterValue", "no"));
    assert_eq!(named(&refused, "area/one").verdict, Verdict::Blocked);
    assert_eq!(only(named(&refused, "area/one")).kind, FindingKind::FixtureFailed);
    assert_eq!(named(&refused, "fixtures/net").verdict, Verdict::Broken);
    assert_eq!(refused.last().unwrap().scenario, "fixtures/net", "fixtures come last");
    assert_eq!(named(&play(400, &error("InvalidAction", "no")), "area/one").verdict, Verdict::Unsupported);
    assert_eq!(named(&play(400, &error("VpcLimitExceeded", "no")), "area/one").verdict, Verdict::Error);
}

#[test]
fn a_fixture_with_nothing_to_report_has_no_judgement() {
    let shared = format!("scope: run\n{NET}");
    let files = [("area/one.yaml", GIVEN), ("fixtures/net.yaml", shared.as_str())];
    let made =
        answered("steps[0]", "CreateVpc", json!({}), 200, success("CreateVpc", &format!("<vpc>{}</vpc>", inner_vpc())));
    let made = made.saved("vpc", "vpc-0123456789abcdef0").entry("fixtures/net");
    let judgements = run(
        &files,
        vec![("area/one", vec![described(200, vpcs(&[])).entry("area/one")]), ("fixtures/net", vec![made])],
    );
    let names: Vec<_> = judgements.iter().map(|one| one.scenario.as_str()).collect();
    assert_eq!(names, ["area/one"], "{judgements:#?}");
}

fn inner_vpc() -> String {
    let all = vpcs(&["vpc-0123456789abcdef0"]);
    let (_, rest) = all.split_once("<vpcSet><item>").unwrap();
    rest.rsplit_once("</item></vpcSet>").unwrap().0.to_owned()
}

#[test]
fn an_action_that_only_ever_fails_as_missing_ones_do_is_missing() {
    let files = [("area/one.yaml", PLAIN), ("area/two.yaml", PLAIN)];
    let failed = |id: &'static str| (id, vec![described(500, HTML).entry(id)]);
    let both = run(&files, vec![failed("area/one"), failed("area/two")]);
    for judgement in &both {
        assert_eq!((judgement.verdict, kinds(judgement)), (Verdict::Unsupported, vec![FindingKind::ActionUnsupported]));
    }
    assert_eq!(only(&both[0]).fingerprint, only(&both[1]).fingerprint);
    let once = run(&files, vec![failed("area/one"), ("area/two", vec![described(200, vpcs(&[])).entry("area/two")])]);
    assert_eq!(
        (once[0].verdict, kinds(&once[0])),
        (Verdict::Broken, vec![FindingKind::ResponseHtml]),
        "it is there, and failed"
    );
}

#[test]
fn a_stranger_is_not_judged() {
    let files = [("area/one.yaml", PLAIN)];
    let judgements = run(&files, vec![("area/none", vec![described(200, vpcs(&[])).entry("area/none")])]);
    assert!(judgements.is_empty());
    let unreached = run(
        &files,
        vec![("area/one", vec![unanswered("steps[0]", "DescribeVpcs", FailureKind::Unreachable).entry("area/one")])],
    );
    assert_eq!(unreached[0].verdict, Verdict::Error);
}

#[test]
fn an_action_that_succeeds_elsewhere_is_not_missing_whatever_the_response_to_one_call() {
    let filtered = "about: A.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - DescribeVpcs: {}\n";
    let refused = "about: A.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - DescribeVpcs: {}\n    error: InvalidParameterValue\n";
    let files = [("area/one.yaml", PLAIN), ("area/filter.yaml", filtered), ("area/refused.yaml", refused)];
    let lacks = |id: &'static str, code: &str| {
        let text = "The filter 'x' for DescribeVpcs has not been implemented";
        (id, vec![described(501, error(code, text)).entry(id)])
    };
    let fine = || ("area/one", vec![described(200, vpcs(&[])).entry("area/one")]);
    let judgements =
        run(&files, vec![fine(), lacks("area/filter", "InternalFailure"), lacks("area/refused", "InvalidAction")]);
    let filter = named(&judgements, "area/filter");
    assert_eq!((filter.verdict, kinds(filter)), (Verdict::Broken, vec![FindingKind::UnexpectedError]));
    let refused = named(&judgements, "area/refused");
    assert_eq!(kinds(refused), [FindingKind::WrongErrorCode], "{refused:#?}");
    let alone = run(&files, vec![lacks("area/filter", "InternalFailure")]);
    assert_eq!(alone[0].verdict, Verdict::Unsupported, "no call of it ever succeeded");
}

#[test]
fn what_clean_up_receives_is_judged_by_shape_and_keeps_a_scenario_working() {
    let suite = suite(&[("area/one.yaml", PLAIN)]);
    let mut gone = answered("clean-up", "DeleteVpc", json!({}), 200, success("DeleteVpc", "<color>red</color>"));
    gone.observation.purpose = record::Purpose::CleanUp;
    let judgement = judged_entries(&suite, [described(200, vpcs(&[])).entry("area/one"), gone.entry("area/one")]);
    assert!(kinds(&judgement).contains(&FindingKind::UnknownMember), "{judgement:#?}");
    assert!(judgement.findings.iter().all(|finding| finding.step == StepName::CleanUp));
    assert_eq!(judgement.verdict, Verdict::Works);
}
