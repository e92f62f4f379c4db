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

#[test]
fn a_plan_skips_what_alone_passes_a_quota() {
    let two = VPC.replace("after_upgrade:", "  - CreateVpc: { CidrBlock: 10.1.0.0/16 }\nafter_upgrade:");
    let suite = test_support::judging::suite(&[("vpc/one.yaml", VPC), ("vpc/two.yaml", &two)]);
    let folder = tempfile::tempdir().unwrap();
    let mut profile = profile(folder.path(), "http://127.0.0.1:1/");
    profile.quotas.insert("vpcs".to_owned(), 1);
    let plan = Plan::new(&suite, &suite.scenarios, &profile, 1);
    assert_eq!((plan.scenarios, plan.calls["CreateVpc"]), (1, 1));
    let [skip] = plan.skipped.as_slice() else { panic!("{plan:?}") };
    assert_eq!(skip.scenario, "vpc/two");
    assert!(skip.reason.contains("it creates 2 of `quotas.vpcs` at once"), "{}", skip.reason);
    assert!(plan.to_string().contains("\n  vpc/two: it creates 2 of"), "{plan}");
    // The ceiling of what has a price is not a reason to skip: a run that passes it does not begin.
    profile.quotas = [("billable".to_owned(), 0)].into();
    assert_eq!(Plan::new(&suite, &suite.scenarios, &profile, 1).scenarios, 2);
}

#[test]
fn a_plan_names_the_actions_that_put_a_setting_back() {
    let source = "source: https://docs.aws.amazon.com/x\n";
    let fixture = "about: A setting.\nsteps:\n  - GetSerialConsoleAccessStatus: {}\n    save: { restore: \
                   \"SerialConsoleAccessEnabled && 'EnableSerialConsoleAccess' || 'DisableSerialConsoleAccess'\" }\n\
                   cleanup:\n  - raw: { parameters: { Action: \"${restore}\" } }\nexports: [restore]\n";
    let scenario = format!("about: A claim.\n{source}given: [console]\nsteps:\n  - DescribeVpcs: {{}}\n");
    let suite = test_support::judging::suite(&[("fixtures/console.yaml", fixture), ("vpc/one.yaml", &scenario)]);
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::new(&suite, &suite.scenarios, &profile(folder.path(), "http://127.0.0.1:1/"), 1);
    for action in ["EnableSerialConsoleAccess", "DisableSerialConsoleAccess"] {
        assert_eq!(plan.calls.get(action), Some(&1), "{plan}");
        assert!(plan.actions.contains_key(action), "{action}");
    }
    assert!(!plan.to_string().contains("${"), "{plan}");
}
