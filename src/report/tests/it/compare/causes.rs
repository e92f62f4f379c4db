//! What makes scenarios worse, put together.

use verdict::FindingClass;

use crate::compare::runs::*;
use test_support::judging::{blocked, suite};

const VPC: &str = "vpc-0123456789abcdef0";

#[test]
fn one_failure_in_many_scenarios_is_one_cause_with_what_it_keeps_from_being_done() {
    let files = [("area/one.yaml", MAKES), ("area/three.yaml", LOOKS), ("area/two.yaml", MAKES)];
    let suite = suite(&files);
    let looks = |ids: &[&str]| seen("area/three", [found("steps[0]", ids)]);
    let before = SampleRun::new(&suite, [made("area/one"), made("area/two"), looks(&[VPC])]);
    let not_created = |id| not_created(id, 500, "InternalError");
    let after = SampleRun::new(&suite, [not_created("area/one"), not_created("area/two"), looks(&[])]);
    let comparison = compared(&before, &after);
    let [create, describe] = comparison.changes.causes.as_slice() else { panic!("{:?}", comparison.changes.causes) };
    assert_eq!(
        (create.class, create.code, create.uncreatable),
        (FindingClass::Call, Some("InternalError"), Some("vpc"))
    );
    assert_eq!(create.scenarios, ["area/one", "area/two"]);
    assert_eq!((create.blocked, create.weight), (2, 20));
    assert_eq!(describe.class, FindingClass::Content);
    assert_eq!(describe.scenarios, ["area/three"]);

    // And what made them worse makes them better.
    let comparison = compared(&after, &before);
    assert_eq!(comparison.changes.fixed.iter().map(|gain| gain.scenarios.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn what_comes_after_a_failure_is_no_cause_of_its_own() {
    let three = format!("{MAKES}  - DescribeVpcs: {{}}\n    expect: [\"length(Vpcs) == `1`\"]\n");
    let suite = suite(&[("area/one.yaml", &three)]);
    let calls = [created("steps[0]"), found("steps[1]", &[VPC]), found("steps[2]", &[VPC])];
    let before = SampleRun::new(&suite, [seen("area/one", calls)]);
    let entries = [
        refused("steps[0]", "CreateVpc", 500, "InternalError").entry("area/one"),
        blocked("area/one", "steps[1]", "no vpc"),
        found("steps[2]", &[]).entry("area/one"),
    ];
    let after = SampleRun::new(&suite, [seen_entries("area/one", entries)]);
    let comparison = compared(&before, &after);
    assert_eq!(of(&comparison, "area/one").new.len(), 2);
    assert_eq!(comparison.changes.causes.len(), 1);
}

#[test]
fn what_fails_in_a_fixture_is_the_cause_of_what_builds_on_it() {
    let scenario = LOOKS.replace("steps:", "given: [net]\nsteps:");
    let fixture = "about: A network.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
    let suite = suite(&[("area/one.yaml", &scenario), ("area/two.yaml", MAKES), ("fixtures/net.yaml", fixture)]);
    let given = || seen("area/one", [created("given.net.steps[0]"), found("steps[0]", &[VPC])]);
    let before = SampleRun::new(&suite, [given(), made("area/two")]);
    let entries = [
        refused("given.net.steps[0]", "CreateVpc", 500, "InternalError").entry("area/one"),
        blocked("area/one", "steps[0]", "the fixture net: it failed"),
    ];
    let after =
        SampleRun::new(&suite, [seen_entries("area/one", entries), not_created("area/two", 500, "InternalError")]);
    let comparison = compared(&before, &after);
    let [cause] = comparison.changes.causes.as_slice() else { panic!("{:?}", comparison.changes.causes) };
    assert_eq!((cause.finding.operation.as_deref(), cause.uncreatable), (Some("CreateVpc"), Some("vpc")));
    assert_eq!(cause.scenarios, ["area/one", "area/two"]);
}

#[test]
fn an_expectation_fails_because_of_the_member_that_it_names() {
    let checks = LOOKS.replace("length(Vpcs) == `1`", "Vpcs[0].State == 'available'");
    let suite = suite(&[("area/one.yaml", &checks), ("area/two.yaml", LOOKS)]);
    let run = |without: &str| {
        let looks = |id| {
            let mut call = found("steps[0]", &[VPC]);
            let response = call.observation.attempts[0].response.as_mut().unwrap();
            response.body = response.body.text().replace(without, "").into_bytes().into();
            seen(id, [call])
        };
        SampleRun::new(&suite, [looks("area/one"), looks("area/two")])
    };
    let (before, after) = (run("nothing"), run("<state>available</state>"));
    let comparison = compared(&before, &after);
    assert_eq!(of(&comparison, "area/one").new.len(), 2);
    let [cause] = comparison.changes.causes.as_slice() else { panic!("{:?}", comparison.changes.causes) };
    assert_eq!(cause.finding.path, "Vpcs[0].State");
    assert_eq!((cause.seen_in(), cause.scenarios.len() + cause.co_occurring.len()), (2, 2));
}

#[test]
fn what_clients_need_most_outweighs_what_is_seen_most() {
    let names: Vec<String> = (10..40).map(|n| format!("area/s{n}")).collect();
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("{name}.yaml"), LOOKS)).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    files.push(("area/makes.yaml", MAKES));
    let suite = suite(&files);
    let run = |namespace: &str, last| {
        let looks = |id: &String| {
            let mut call = found("steps[0]", &[VPC]);
            let response = call.observation.attempts[0].response.as_mut().unwrap();
            response.body = response.body.text().replace("2016-11-15", namespace).into_bytes().into();
            seen(id, [call])
        };
        SampleRun::new(&suite, names.iter().map(looks).chain([last]))
    };
    let before = run("2016-11-15", made("area/makes"));
    let after = run("2013-10-15", not_created("area/makes", 500, "InternalError"));
    let comparison = compared(&before, &after);
    let weights: Vec<(usize, usize)> =
        comparison.changes.causes.iter().map(|one| (one.weight, one.seen_in())).collect();
    assert_eq!(weights, [(10, 1), (0, 30)], "{:#?}", comparison.changes.causes);
}
