//! CPU time of loading and checking a thousand scenarios.

use ec2_compat::contract::Contract;
use ec2_compat::scenario::Suite;
use serde_json::json;

use super::Measured;
use super::clock::cpu;
use super::workspace::Workspace;

/// In seconds.
const LIMIT: f64 = 0.3;
const SCENARIOS: usize = 1000;

pub fn measure() -> Measured {
    let workspace = Workspace::new("http://127.0.0.1:1");
    for n in 0..SCENARIOS {
        workspace.write(&format!("suites/area-{}/scenario-{n}.yaml", n % 20), &scenario(n));
    }
    // Nothing is warmed up: reading AWS's model is part of what a first `ec2-compat lint` costs.
    let begun = cpu();
    let contract = Contract::embedded();
    let model = cpu() - begun;
    let suite = Suite::load(&workspace.path("suites"), contract);
    let used = cpu() - begun;
    let loaded = suite.map_or(0, |suite| suite.scenarios.len());
    assert_eq!(loaded, SCENARIOS, "every scenario is right");
    let details = json!({
        "scenarios": SCENARIOS,
        "model_ms": model.as_secs_f64() * 1e3,
        "us_each": (used - model).as_secs_f64() * 1e6 / SCENARIOS as f64,
    });
    Measured { figure: used.as_secs_f64(), limit: LIMIT, details }
}

/// As large as the scenarios of our own suites are.
fn scenario(n: usize) -> String {
    format!(
        "about: A security group, number {n}, is made, found, given a rule, and deleted.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
tags: [core]
requires: [vpc]
vars: {{ cidr: 10.{octet}.0.0/16 }}
steps:
  - CreateVpc: {{ CidrBlock: \"${{cidr}}\" }}
    save: {{ vpc: Vpc.VpcId }}
  - wait: VpcAvailable
    with: {{ VpcIds: [\"${{vpc}}\"] }}
  - CreateSecurityGroup: {{ GroupName: \"${{unique}}\", Description: number {n}, VpcId: \"${{vpc}}\" }}
    save: {{ group: GroupId }}
    expect:
      - starts_with(GroupId, 'sg-')
  - AuthorizeSecurityGroupIngress:
      GroupId: \"${{group}}\"
      IpPermissions:
        - {{ IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{{ CidrIp: \"${{cidr}}\" }}] }}
  - DescribeSecurityGroups:
      Filters: [{{ Name: vpc-id, Values: [\"${{vpc}}\"] }}, {{ Name: group-name, Values: [\"${{unique}}\"] }}]
    expect:
      - length(SecurityGroups): 1
      - SecurityGroups[0].GroupId: \"${{group}}\"
      - SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp == '${{cidr}}'
  - DeleteSecurityGroup: {{ GroupId: \"${{group}}\" }}
  - DescribeSecurityGroups: {{ GroupIds: [\"${{group}}\"] }}
    error: InvalidGroup.NotFound
",
        octet = n % 250
    )
}
