//! What a run would do.

use engine::Plan;

use super::{VPC, profile};

#[test]
fn a_plan_counts_calls_and_creations_and_names_what_is_skipped() {
    let other =
        "about: A claim.\nsource: https://docs.aws.amazon.com/x\nrequires: hypervisor\nsteps:\n  - DescribeVpcs: {}\n";
    let suite = test_support::judging::suite(&[("vpc/one.yaml", VPC), ("vpc/other.yaml", other)]);
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::new(&suite, &suite.scenarios, &profile(folder.path(), "http://127.0.0.1:1/"), 1);
    assert_eq!((plan.endpoint.as_str(), plan.scenarios), ("it", 1));
    let calls: Vec<(&str, usize)> = plan.calls.iter().map(|(action, count)| (action.as_str(), *count)).collect();
    assert_eq!(calls, [("CreateVpc", 1), ("DescribeVpcs", 3)]);
    let [creation] = plan.creations.as_slice() else { panic!("{plan:?}") };
    assert_eq!((creation.kind.as_str(), creation.deleted_by.as_str(), creation.count), ("vpc", "DeleteVpc", 1));
    // The default timeouts of a scenario (15 min) and of clean-up (3 min), times the factor.
    assert_eq!((creation.longest_s, creation.until_the_end), (108, 0));
    let [skip] = plan.skipped.as_slice() else { panic!("{plan:?}") };
    assert_eq!(skip.scenario, "vpc/other");
    assert!(skip.reason.contains("hypervisor"), "{}", skip.reason);
    assert!(plan.facts.contains("vpc"));
    let text = plan.to_string();
    assert!(text.starts_with("On it: 1 scenarios would run, 1 would be skipped.\n"), "{text}");
}

#[test]
fn a_plan_counts_the_steps_within_others() {
    let steps = "about: A claim.\nsource: https://docs.aws.amazon.com/x\nsteps:
  - together:
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    expect:
      - succeeded: 2
  - DescribeSubnets: {}
    pages:
      size: 5
      between:
        - CreateSubnet: { VpcId: vpc-1, CidrBlock: 10.0.0.0/24 }
";
    let suite = test_support::judging::suite(&[("vpc/one.yaml", steps)]);
    let folder = tempfile::tempdir().unwrap();
    let mut profile = profile(folder.path(), "http://127.0.0.1:1/");
    profile.run_checks.aftermath = false;
    let plan = Plan::new(&suite, &suite.scenarios, &profile, 1);
    let calls: Vec<(&str, usize)> = plan.calls.iter().map(|(action, count)| (action.as_str(), *count)).collect();
    assert_eq!(calls, [("CreateSubnet", 1), ("CreateVpc", 2), ("DescribeSubnets", 1)]);
    assert_eq!(plan.creations.iter().map(|creation| creation.count).sum::<u64>(), 3);
}
