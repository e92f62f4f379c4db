//! How deep a suite goes, action by action.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use contract::Contract;
use test_support::judging::suite;
use verdict::{ActionDepth, Depth, HoleKind};

const HEAD: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\n";

fn depth(files: &[(&str, &str)]) -> Depth {
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (*path, format!("{HEAD}{text}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    Depth::of(&suite(&files), Contract::embedded())
}

fn action<'d>(depth: &'d Depth, name: &str) -> &'d ActionDepth {
    &depth.actions[name]
}

fn names<T: Borrow<str>>(names: &BTreeSet<T>) -> Vec<&str> {
    names.iter().map(Borrow::borrow).collect()
}

#[test]
fn a_step_that_must_be_refused_is_no_success() {
    let depth = depth(&[
        ("vpc/made.yaml", "steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n"),
        (
            "vpc/refused.yaml",
            "steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/33 }\n    error: [InvalidVpc.Range, InvalidParameterValue]\n  \
             - DeleteVpc: { VpcId: vpc-0 }\n    error: InvalidVpcID.*\n  \
             - DescribeVpcs: { VpcIds: [vpc-0] }\n    until: { error: InvalidVpcID.NotFound }\n",
        ),
    ]);
    assert_eq!(names(&action(&depth, "CreateVpc").succeeding), ["vpc/made"]);
    assert_eq!(names(&action(&depth, "CreateVpc").refused), ["vpc/refused"]);
    assert_eq!(names(&action(&depth, "CreateVpc").errors.covered), ["InvalidVpc.Range"]);
    let delete = action(&depth, "DeleteVpc");
    assert!(delete.succeeding.is_empty() && delete.is_called());
    assert_eq!(names(&delete.errors.covered), ["InvalidVpcID.Malformed", "InvalidVpcID.NotFound"]);
    assert!(action(&depth, "DescribeVpcs").succeeding.is_empty());
    assert_eq!(names(&action(&depth, "DescribeVpcs").errors.covered), ["InvalidVpcID.NotFound"]);
    assert_eq!(depth.succeeding(), 1);
}

#[test]
fn what_unproven_scenarios_call_is_counted_apart() {
    let fixture = ("fixtures/area.yaml", "about: An IPAM.\nsteps:\n  - CreateIpam: { Tier: free }\n");
    let unproven =
        format!("{HEAD}unproven: none has it\ngiven: [area]\nsteps:\n  - DescribeIpams: {{ MaxResults: 5 }}\n");
    let proven = format!("{HEAD}steps:\n  - DescribeVpcs: {{}}\n");
    let files = [fixture, ("ipam/one.yaml", unproven.as_str()), ("vpc/one.yaml", proven.as_str())];
    let depth = Depth::of(&suite(&files), Contract::embedded());
    for name in ["CreateIpam", "DescribeIpams"] {
        let action = action(&depth, name);
        assert!(!action.is_called() && action.unproven.len() == 1, "{name}: {action:?}");
        assert!(action.parameters.covered.is_empty());
    }
    assert_eq!((depth.succeeding(), depth.only_unproven()), (1, 2));
    let used = format!("{HEAD}given: [area]\nsteps:\n  - DescribeVpcs: {{}}\n");
    let files = [fixture, ("ipam/one.yaml", unproven.as_str()), ("vpc/one.yaml", used.as_str())];
    let depth = Depth::of(&suite(&files), Contract::embedded());
    assert_eq!(depth.succeeding(), 2, "a proven scenario uses the fixture");
}

#[test]
fn parameters_filters_and_lists_of_two_are_counted_with_the_values_of_cases() {
    let depth = depth(&[(
        "subnets/found.yaml",
        "cases:\n  one: { name: vpc-id, ids: [subnet-1, subnet-2] }\n  two: { name: state, ids: [subnet-1] }\n\
         vars: { key: a }\n\
         steps:\n  - DescribeSubnets: { SubnetIds: \"${ids}\", Filters: [{ Name: \"${name}\", Values: [available] }] }\n  \
         - DescribeSubnets: { Filters: [{ Name: \"tag:${key}\", Values: [x] }] }\n  \
         - DescribeNatGateways: { Filter: [{ Name: state, Values: [available, deleted] }] }\n",
    )]);
    let subnets = action(&depth, "DescribeSubnets");
    assert_eq!(names(&subnets.filters.covered), ["state", "tag:<key>", "vpc-id"]);
    assert_eq!(names(&subnets.parameters.covered), ["SubnetIds"]);
    assert_eq!(names(&subnets.two.covered), ["SubnetIds"]);
    let gateways = action(&depth, "DescribeNatGateways");
    assert_eq!(names(&gateways.filters.covered), ["state"]);
    assert_eq!(names(&gateways.two.covered), ["Filter[].Values"]);
}

#[test]
fn pages_tokens_dry_runs_and_tags_are_columns_of_their_own() {
    let depth = depth(&[(
        "volumes/one.yaml",
        "vars: { action: DeleteVolume }\nsteps:\n  \
         - CreateVolume:\n      AvailabilityZone: a\n      Size: 1\n      ClientToken: t\n      \
         TagSpecifications: [{ ResourceType: volume, Tags: [{ Key: a, Value: b }] }]\n  \
         - DescribeVolumes: {}\n    pages: 3\n  \
         - raw:\n      method: POST\n      parameters: { Action: \"${action}\", VolumeId: vol-1, DryRun: \"true\" }\n    error: DryRunOperation\n",
    )]);
    let create = action(&depth, "CreateVolume");
    assert_eq!((create.token, create.tags, create.dry_run, create.pages), (Some(true), Some(true), Some(false), None));
    assert_eq!(names(&create.parameters.covered), ["AvailabilityZone", "Size"]);
    let describe = action(&depth, "DescribeVolumes");
    assert_eq!((describe.token, describe.tags, describe.pages), (None, None, Some(true)));
    assert!(!describe.parameters.all.contains("MaxResults"));
    assert_eq!(action(&depth, "DeleteVolume").dry_run, Some(true));
    assert!(action(&depth, "DeleteVolume").succeeding.is_empty());
}

#[test]
fn members_are_read_by_expectations_and_by_oracles() {
    let plain = depth(&[("vpc/one.yaml", "steps:\n  - DescribeVpcs: {}\n")]);
    let read =
        depth(&[("vpc/one.yaml", "steps:\n  - DescribeVpcs: {}\n    expect:\n      - Vpcs[0].DhcpOptionsId: d\n")]);
    let [before, after] = [&plain, &read].map(|depth| &action(depth, "DescribeVpcs").members);
    assert!(before.covered.contains("Vpcs[].VpcId"), "AWS always returns it: {before:?}");
    assert!(after.covered.contains("Vpcs[].DhcpOptionsId") && after.covered.is_subset(&after.all));
}

#[test]
fn holes_begin_with_what_most_clients_call_and_nothing_carries_to_a_success() {
    let depth = depth(&[("vpc/one.yaml", "steps:\n  - DescribeInstances: {}\n")]);
    let holes = depth.holes();
    assert_eq!(holes[0].kind, HoleKind::ClientsCall);
    let clients: Vec<usize> =
        holes.iter().take_while(|hole| hole.kind == HoleKind::ClientsCall).map(|hole| hole.depth.sets.len()).collect();
    assert!(clients.is_sorted_by(|a, b| a >= b) && clients.len() > 50, "{clients:?}");
    let others: Vec<usize> =
        holes.iter().filter(|hole| hole.kind == HoleKind::Uncovered).map(|hole| hole.depth.missing()).collect();
    assert!(others.is_sorted_by(|a, b| a >= b) && others.last().is_some_and(|last| *last > 0));
    assert!(holes.iter().any(|hole| hole.action == "DescribeInstances" && hole.kind == HoleKind::Uncovered));
    assert!(depth.sets.iter().all(|set| set.succeeding <= set.actions));
    let ec2_api = depth.sets.iter().find(|set| set.name == "ec2-api").unwrap();
    assert_eq!((ec2_api.actions, ec2_api.succeeding), (97, 1));
}
