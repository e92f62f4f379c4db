//! CPU time of loading and checking a thousand scenarios, over that of parsing their YAML.

use ec2_compat::contract::Contract;
use ec2_compat::scenario::Suite;
use serde_json::json;

use super::clock::cpu;
use super::workspace::Workspace;
use super::{Measured, least};

/// Over `serde_yaml::from_str::<Value>` of the same files.
const LIMIT: f64 = 2.0;
const SCENARIOS: usize = 1000;
/// Both are measured in turn, so that what else the machine does falls on both.
const ROUNDS: usize = 7;

pub fn measure() -> Measured {
    let workspace = Workspace::new("http://127.0.0.1:1");
    let names: Vec<String> = (0..SCENARIOS).map(|n| format!("suites/area-{}/scenario-{n}.yaml", n % 20)).collect();
    for (n, name) in names.iter().enumerate() {
        workspace.write(name, &scenario(n));
    }
    // AWS's model is read once, whatever is linted.
    let begun = cpu();
    let contract = Contract::embedded();
    let model = cpu() - begun;
    let (mut parsed, mut linted) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let before = cpu();
        for name in &names {
            let text = std::fs::read_to_string(workspace.path(name)).expect("it was just written");
            let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("every scenario is right");
            assert!(value.is_mapping());
        }
        let between = cpu();
        let suite = Suite::load(&workspace.path("suites"), contract);
        let after = cpu();
        assert_eq!(suite.map_or(0, |suite| suite.scenarios.len()), SCENARIOS, "every scenario is right");
        parsed.push(between - before);
        linted.push(after - between);
    }
    let (floor, figure) = (least(parsed), least(linted));
    let details = json!({
        "scenarios": SCENARIOS,
        "model_ms": model.as_secs_f64() * 1e3,
        "us_each": figure * 1e6 / SCENARIOS as f64,
    });
    Measured { floor, figure, limit: LIMIT, details }
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
