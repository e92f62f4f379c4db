//! The members of a response that a step reads.

use contract::Contract;

use crate::load::scenario;

fn reads(steps: &str) -> Vec<Vec<String>> {
    let loaded = scenario(steps);
    loaded.steps.iter().map(|step| step.reads(Contract::embedded()).into_iter().collect()).collect()
}

#[test]
fn expectations_waits_and_saved_values_read_members_by_their_path() {
    let read = reads(
        r#"
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - DescribeVpcs: { VpcIds: ["${vpc}"] }
    until:
      - Vpcs[0].State == 'available'
    expect:
      - "length(Vpcs[?CidrBlock == '10.0.0.0/16'].Tags[] | [?Key == 'a'])": 1
  - wait: VpcAvailable
    with: { VpcIds: ["${vpc}"] }
"#,
    );
    assert_eq!(read[0], ["Vpc", "Vpc.VpcId"]);
    assert_eq!(read[1], ["Vpcs", "Vpcs[].CidrBlock", "Vpcs[].State", "Vpcs[].Tags", "Vpcs[].Tags[].Key"]);
    assert_eq!(read[2], ["Vpcs", "Vpcs[].State"]);
}

#[test]
fn a_value_that_has_members_reads_them() {
    let read = reads(
        r#"
steps:
  - DescribeVpcs: {}
    expect:
      - Vpcs[0].Tags: [{ Key: a, Value: b }]
      - Vpcs[1]: { VpcId: vpc-1, CidrBlockAssociationSet: [{ CidrBlock: 10.0.0.0/16 }] }
      - Vpcs[].IsDefault: [false]
"#,
    );
    assert_eq!(
        read[0],
        [
            "Vpcs",
            "Vpcs[].CidrBlockAssociationSet",
            "Vpcs[].CidrBlockAssociationSet[].CidrBlock",
            "Vpcs[].IsDefault",
            "Vpcs[].Tags",
            "Vpcs[].Tags[].Key",
            "Vpcs[].Tags[].Value",
            "Vpcs[].VpcId",
        ]
    );
}

#[test]
fn a_refused_step_reads_nothing() {
    let read = reads(
        "\nsteps:\n  - DeleteVpc: { VpcId: vpc-0 }\n    error: InvalidVpcID.NotFound\n    expect:\n      - Code: InvalidVpcID.NotFound\n",
    );
    assert_eq!(read[0], [""; 0]);
}
