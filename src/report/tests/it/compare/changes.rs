//! What becomes of a scenario.

use record::{Outcome, StepName, SurvivorRole};
use report::{ComparisonOutcome, End, Exit};
use serde_json::{Value, json};
use verdict::change::ChangeKind;
use verdict::{Disposition, FindingKind, KnownMark};

use crate::compare::runs::*;
use test_support::judging::{blocked, suite, transcript};

const VPC: &str = "vpc-0123456789abcdef0";

#[test]
fn a_run_and_itself_do_not_differ() {
    let suite = suite(&[("area/one.yaml", MAKES), ("area/two.yaml", LOOKS)]);
    let run = || {
        SampleRun::new(
            &suite,
            [not_created("area/one", 500, "InternalError"), seen("area/two", [found("steps[0]", &[])])],
        )
    };
    let (before, after) = (run(), run());
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::Unchanged, ChangeKind::Unchanged]);
    assert!(comparison.changes.causes.is_empty() && comparison.changes.fixed.is_empty());
    assert_eq!(comparison.outcome(), ComparisonOutcome::NoRegressions);
}

#[test]
fn a_new_deviation_is_a_regression_and_a_fixed_one_an_improvement() {
    let suite = suite(&[("area/one.yaml", MAKES)]);
    let (good, bad) = (
        SampleRun::new(&suite, [made("area/one")]),
        SampleRun::new(&suite, [not_created("area/one", 500, "InternalError")]),
    );
    let worse = compared(&good, &bad);
    let change = of(&worse, "area/one");
    assert_eq!((change.change, change.new.len(), change.gone.len()), (ChangeKind::Regression, 1, 0));
    assert_eq!(change.blocked, [&StepName::Own(1)]);
    assert_eq!(worse.outcome().exit(), Exit::Failed);

    let better = compared(&bad, &good);
    let change = of(&better, "area/one");
    assert_eq!((change.change, change.new.len(), change.gone.len()), (ChangeKind::Improvement, 0, 1));
    assert_eq!(better.outcome().exit(), Exit::Success);
}

#[test]
fn what_a_failure_hid_is_not_new() {
    let suite = suite(&[("area/one.yaml", MAKES)]);
    let before = SampleRun::new(&suite, [not_created("area/one", 400, "InvalidParameterValue")]);
    let after = SampleRun::new(&suite, [seen("area/one", [created("steps[0]"), found("steps[1]", &[])])]);
    let comparison = compared(&before, &after);
    let change = of(&comparison, "area/one");
    assert_eq!((change.change, change.unmasked.len(), change.new.len()), (ChangeKind::Improvement, 1, 0));

    // The other way round the failure is new, and what it hides is not gone.
    let comparison = compared(&after, &before);
    let change = of(&comparison, "area/one");
    assert_eq!((change.change, change.new.len(), change.gone.len()), (ChangeKind::Regression, 1, 0));
}

#[test]
fn what_deviates_in_another_way_at_its_place_is_neither() {
    let suite = suite(&[("area/one.yaml", LOOKS)]);
    let run = |ids: &[&str]| SampleRun::new(&suite, [seen("area/one", [found("steps[0]", ids)])]);
    let refused =
        |status, code| SampleRun::new(&suite, [seen("area/one", [refused("steps[0]", "DescribeVpcs", status, code)])]);
    let (other, another) = (refused(400, "InvalidParameterValue"), refused(500, "InternalError"));
    let comparison = compared(&other, &another);
    assert_eq!(all(&comparison), [ChangeKind::Changed]);
    assert_eq!(comparison.outcome(), ComparisonOutcome::NoRegressions);

    // A call that fails where its response only deviated is worse.
    let (deviates, good) = (run(&[]), run(&[VPC]));
    assert_eq!(all(&compared(&deviates, &another)), [ChangeKind::Regression]);
    assert_eq!(all(&compared(&another, &deviates)), [ChangeKind::Improvement]);
    assert_eq!(all(&compared(&good, &deviates)), [ChangeKind::Regression]);
}

#[test]
fn a_removed_action_is_a_regression_from_a_failing_one() {
    let suite = suite(&[("area/one.yaml", LOOKS)]);
    let refused = |code| SampleRun::new(&suite, [seen("area/one", [refused("steps[0]", "DescribeVpcs", 400, code)])]);
    let (fails, missing) = (refused("InvalidParameterValue"), refused("InvalidAction"));
    assert_eq!(all(&compared(&fails, &missing)), [ChangeKind::Regression]);
    assert_eq!(all(&compared(&missing, &fails)), [ChangeKind::Improvement]);
}

#[test]
fn a_known_regression_is_signed_off() {
    let suite = suite(&[("area/one.yaml", MAKES), ("area/two.yaml", LOOKS)]);
    let looks = || seen("area/two", [found("steps[0]", &[VPC])]);
    let before = SampleRun::new(&suite, [made("area/one"), looks()]);
    let mut after = SampleRun::new(&suite, [not_created("area/one", 500, "InternalError"), looks()]);
    let known = KnownMark {
        place: "suites/known/x.yaml:3".parse().unwrap(),
        reason: "a bug".into(),
        link: None,
        advice: None,
        severity: None,
    };
    after.report.judgements[0].findings[0].disposition = Disposition::Known(known);
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::KnownRegression, ChangeKind::Unchanged]);
    assert_eq!(comparison.outcome(), ComparisonOutcome::NoRegressions);
    assert!(comparison.changes.causes[0].known);
}

#[test]
fn a_scenario_that_was_not_judged_is_no_regression() {
    let suite = suite(&[("area/one.yaml", LOOKS), ("area/two.yaml", LOOKS), ("area/three.yaml", LOOKS)]);
    let looks = |id| seen(id, [found("steps[0]", &[VPC])]);
    let before = SampleRun::new(&suite, [looks("area/one"), looks("area/two")]);
    let lost = transcript("area/two", [], Outcome::Error { reason: "no room on the disk".into() });
    let after = SampleRun::new(&suite, [looks("area/one"), lost, looks("area/three")]);
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::Unchanged, ChangeKind::New, ChangeKind::NotJudged]);
    assert_eq!(of(&comparison, "area/two").reason, Some("no room on the disk"));
    assert_eq!(comparison.outcome().exit(), Exit::Error);

    // Selected, and the run ended before it.
    let after =
        SampleRun::new(&suite, [looks("area/one")]).head(|head| head.selected.push("area/two".parse().unwrap()));
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::Unchanged, ChangeKind::NotJudged]);

    // Not selected: whoever chose so knows it.
    let after = SampleRun::new(&suite, [looks("area/one")]);
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::Unchanged, ChangeKind::NotSelected]);
    assert_eq!(comparison.outcome(), ComparisonOutcome::NoRegressions);
}

#[test]
fn a_run_that_was_cut_short_is_never_called_good() {
    let suite = suite(&[("area/one.yaml", LOOKS)]);
    let run = |ids: &[&str]| SampleRun::new(&suite, [seen("area/one", [found("steps[0]", ids)])]);
    let (before, mut after, mut worse) = (run(&[VPC]), run(&[VPC]), run(&[]));
    after.report.end = End::CutShort;
    worse.report.end = End::Interrupted;
    assert_eq!(compared(&before, &after).outcome(), ComparisonOutcome::Incomplete);
    assert_eq!(compared(&before, &worse).outcome(), ComparisonOutcome::Regressions);
}

#[test]
fn a_scenario_that_changed_is_not_blamed() {
    let other_words = LOOKS.replace("A claim.", "A claim in other words.");
    let other_check = LOOKS.replace("`1`", "`2`");
    let given = |cidr: &str| {
        let fixture = format!(
            "about: A network.\nsteps:\n  - CreateVpc: {{ CidrBlock: {cidr} }}\n    save: {{ vpc: Vpc.VpcId }}\nexports: [vpc]\n"
        );
        let scenario = LOOKS.replace("steps:", "given: [net]\nsteps:");
        suite(&[("area/one.yaml", &scenario), ("fixtures/net.yaml", &fixture)])
    };
    let run = |suite: &std::sync::Arc<_>, ids: &[&str]| {
        SampleRun::new(suite, [seen("area/one", [created("given.net.steps[0]"), found("steps[0]", ids)])])
    };
    let bare =
        |suite: &std::sync::Arc<_>, ids: &[&str]| SampleRun::new(suite, [seen("area/one", [found("steps[0]", ids)])]);
    let plain = suite(&[("area/one.yaml", LOOKS)]);
    let before = bare(&plain, &[VPC]);
    assert_eq!(
        all(&compared(&before, &bare(&suite(&[("area/one.yaml", &other_words)]), &[]))),
        [ChangeKind::Regression]
    );
    let after = bare(&suite(&[("area/one.yaml", &other_check)]), &[]);
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::SuiteChanged]);
    assert_eq!(comparison.outcome().exit(), Exit::NothingRan);

    // So is one whose fixture is another.
    let before = run(&given("10.0.0.0/16"), &[VPC]);
    assert_eq!(all(&compared(&before, &run(&given("10.0.0.0/16"), &[]))), [ChangeKind::Regression]);
    assert_eq!(all(&compared(&before, &run(&given("10.1.0.0/16"), &[]))), [ChangeKind::SuiteChanged]);
}

#[test]
fn steps_that_were_not_run_are_no_improvement() {
    let survives = MAKES.replace("  - DescribeVpcs", "after_upgrade:\n  - DescribeVpcs");
    let suite = suite(&[("area/one.yaml", &survives)]);
    let kept =
        SampleRun::new(&suite, [seen("area/one", [refused("steps[0]", "CreateVpc", 400, "InvalidParameterValue")])])
            .head(|head| head.survivors = Some(SurvivorRole::Kept));
    let adopted = |ids: &[&str]| {
        SampleRun::new(&suite, [seen("area/one", [found("steps[1]", ids).bound("vpc", VPC)])])
            .head(|head| head.survivors = Some(SurvivorRole::Adopted { run: "ec2c-test".into() }))
    };
    assert_eq!(all(&compared(&kept, &adopted(&[VPC]))), [ChangeKind::Unchanged]);
    assert_eq!(all(&compared(&kept, &adopted(&[]))), [ChangeKind::Regression]);
}

#[test]
fn responses_without_a_finding_inform() {
    let suite = suite(&[("area/one.yaml", LOOKS), ("area/two.yaml", LOOKS)]);
    let run = || {
        let looks = |id| seen(id, [found("steps[0]", &[VPC])]);
        SampleRun::new(&suite, [looks("area/one"), looks("area/two")])
    };
    let (before, mut after) = (run(), run());
    let kind = FindingKind::all().find(|kind| kind.code().starts_with('R')).unwrap();
    let mut finding =
        SampleRun::new(&suite, [seen("area/one", [found("steps[0]", &[])])]).report.judgements[0].findings[0].clone();
    finding.kind = kind;
    finding.fingerprint = "another".into();
    finding.disposition = Disposition::Informational { reason: "it is the run before".into() };
    for judgement in &mut after.report.judgements {
        judgement.findings.push(finding.clone());
    }
    let comparison = compared(&before, &after);
    assert_eq!(all(&comparison), [ChangeKind::Unchanged, ChangeKind::Unchanged]);
    assert_eq!(comparison.outcome(), ComparisonOutcome::NoRegressions);
    let [response] = comparison.changes.responses.as_slice() else { panic!("{:?}", comparison.changes.responses) };
    assert_eq!(response.scenarios, ["area/one", "area/two"]);
}

#[test]
fn another_endpoint_of_the_run_plays_no_part() {
    let suite = suite(&[("area/one.yaml", LOOKS)]);
    let run = |ids: &[&str]| SampleRun::new(&suite, [seen("area/one", [found("steps[0]", ids)])]);
    let (before, mut after) = (run(&[VPC]), run(&[VPC]));
    let mut of_reference = run(&[]).report.judgements.remove(0);
    of_reference.endpoint = "reference".into();
    after.report.judgements.push(of_reference);
    assert_eq!(all(&compared(&before, &after)), [ChangeKind::Unchanged]);
}

#[test]
fn a_fixture_is_compared_where_scenarios_of_both_runs_build_on_it() {
    let scenario = LOOKS.replace("steps:", "given: [net]\nsteps:");
    let fixture = "about: A network.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
    let suite = suite(&[("area/one.yaml", &scenario), ("area/two.yaml", LOOKS), ("fixtures/net.yaml", fixture)]);
    let looks = || seen("area/two", [found("steps[0]", &[VPC])]);
    let one = |created| seen("area/one", [created, found("steps[0]", &[VPC])]);
    let mut misspelt = created("given.net.steps[0]");
    let response = misspelt.observation.attempts[0].response.as_mut().unwrap();
    response.body = response.body.text().replace("<state>available</state>", "").into_bytes().into();
    let good = SampleRun::new(&suite, [one(created("given.net.steps[0]")), looks()]);
    let bad = SampleRun::new(&suite, [one(misspelt), looks()]);
    let without = SampleRun::new(&suite, [looks()]);

    let worse = compared(&good, &bad);
    assert_eq!(all(&worse), [ChangeKind::Unchanged, ChangeKind::Unchanged]);
    assert_eq!(worse.changes.fixtures[0].change, ChangeKind::Regression);
    assert_eq!(worse.outcome(), ComparisonOutcome::Regressions);
    assert_eq!(compared(&bad, &good).changes.fixtures[0].change, ChangeKind::Improvement);
    assert!(compared(&bad, &without).changes.fixtures.is_empty(), "no scenario uses it");
}

#[test]
fn a_check_of_the_run_is_compared_after_the_same_scenarios() {
    let suite = suite(&[("area/one.yaml", LOOKS), ("area/two.yaml", LOOKS)]);
    let looks = |id: &str| seen(id, [found("steps[0]", &[VPC])]);
    let aftermath =
        |deleted: Value| seen("aftermath", [found("actions[DescribeVpcs]", &[VPC]).bound("deleted", deleted)]);
    let clean = SampleRun::new(&suite, [looks("area/one"), aftermath(json!({}))]);
    let left = SampleRun::new(&suite, [looks("area/one"), aftermath(json!({ VPC: "vpc" }))]);
    let unchecked = SampleRun::new(&suite, [looks("area/one")]);
    let more = SampleRun::new(&suite, [looks("area/one"), looks("area/two"), aftermath(json!({ VPC: "vpc" }))]);

    let worse = compared(&clean, &left);
    assert_eq!(all(&worse), [ChangeKind::Unchanged], "a check is no scenario");
    assert_eq!(worse.changes.run_checks[0].change, ChangeKind::Regression);
    assert_eq!(worse.outcome(), ComparisonOutcome::Regressions);
    assert_eq!(worse.changes.causes[0].scenarios, ["aftermath"]);
    assert_eq!(compared(&left, &clean).changes.run_checks[0].change, ChangeKind::Improvement);
    assert_eq!(compared(&left, &left).changes.run_checks[0].change, ChangeKind::Unchanged);
    assert_eq!(compared(&unchecked, &left).changes.run_checks, [], "it was not made before");
    assert_eq!(compared(&clean, &more).changes.run_checks, [], "it depends on what the scenarios create");
}

#[test]
fn what_a_fixture_that_is_made_no_more_cannot_show_is_not_gone() {
    let scenario = LOOKS.replace("steps:", "given: [net]\nsteps:");
    let fixture = "about: A network.\nsteps:\n  - DescribeVpcs: {}\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\nexports: [vpc]\n";
    let suite = suite(&[("area/one.yaml", &scenario), ("fixtures/net.yaml", fixture)]);
    let mut misspelt = found("given.net.steps[2]", &[VPC]);
    let response = misspelt.observation.attempts[0].response.as_mut().unwrap();
    response.body = response.body.text().replace("<state>available</state>", "").into_bytes().into();
    let made = [found("given.net.steps[0]", &[]), created("given.net.steps[1]"), misspelt, found("steps[0]", &[VPC])];
    let before = SampleRun::new(&suite, [seen("area/one", made)]);
    assert_eq!(before.report.judgements.iter().filter(|one| one.scenario == "fixtures/net").count(), 1);
    let entries = [
        found("given.net.steps[0]", &[]).entry("area/one"),
        refused("given.net.steps[1]", "CreateVpc", 500, "InternalError").entry("area/one"),
        blocked("area/one", "steps[0]", "the fixture net: it failed"),
    ];
    let after = SampleRun::new(&suite, [test_support::judging::transcript("area/one", entries, Outcome::Completed)]);
    let comparison = compared(&before, &after);
    assert_eq!(comparison.changes.fixed, []);
    assert_eq!(comparison.outcome(), ComparisonOutcome::Regressions);
}

#[test]
fn a_step_that_was_not_run_has_no_fixed_findings() {
    let suite = suite(&[("area/one.yaml", MAKES)]);
    let before = SampleRun::new(&suite, [seen("area/one", [created("steps[0]"), found("steps[1]", &[])])]);
    let entries = [created("steps[0]").entry("area/one"), blocked("area/one", "steps[1]", "a reason")];
    let after = SampleRun::new(&suite, [test_support::judging::transcript("area/one", entries, Outcome::Completed)]);
    assert_eq!(
        all(&compared(&before, &after)),
        [ChangeKind::NotJudged],
        "a step that was not sent is an error of ours"
    );
}
