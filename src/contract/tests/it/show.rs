//! What `ec2-compat contract show` prints.

use contract::{Contract, show, show_json};

fn shown(operation: &str) -> String {
    let contract = Contract::embedded();
    show(contract, contract.operation(operation).expect("the operation is in the model"))
}

#[test]
fn an_operation_is_shown_with_all_that_is_known_of_it() {
    insta::assert_snapshot!("create_key_pair", shown("CreateKeyPair"));
    insta::assert_snapshot!("describe_volumes", shown("DescribeVolumes"));
}

#[test]
fn shapes_that_hold_themselves_are_cut_and_every_operation_ends() {
    let recursive = r#"{"metadata": {"apiVersion": "2020-01-08", "protocol": "ec2"},
        "operations": {"Ask": {"input": {"shape": "A"}}},
        "shapes": {"A": {"type": "structure", "members": {"Name": {"shape": "S"}, "Inner": {"shape": "L"}}},
                   "L": {"type": "list", "member": {"shape": "A"}}, "S": {"type": "string", "sensitive": true}}}"#;
    let contract = Contract::of_model(recursive).expect("it is a model");
    let text = show(&contract, contract.operation("Ask").expect("it is in the model"));
    assert!(text.contains("  Name: string, secret\n  Inner: list of A, as above\n"), "{text}");
    let contract = Contract::embedded();
    for operation in contract.operations() {
        let text = show(contract, operation);
        assert!(text.lines().count() < 2000, "{}: {} lines", operation.name, text.lines().count());
    }
}

#[test]
fn as_json_it_has_every_value_of_an_enum() {
    let contract = Contract::embedded();
    let shown = show_json(contract, contract.operation("RunInstances").expect("it is in the model"));
    let parameters = shown["parameters"].as_array().expect("they are a list");
    let named = |name: &str| parameters.iter().find(|parameter| parameter["name"] == name).expect("it is there");
    assert!(named("InstanceType")["values"].as_array().expect("it is an enum").len() > 500);
    assert_eq!(
        (&named("MinCount")["required"], &named("ClientToken")["idempotency_token"]),
        (&true.into(), &true.into())
    );
    assert_eq!(named("SecurityGroupIds")["wire"], "SecurityGroupId");
    assert_eq!(shown["creates"]["kind"], "instance");
}

#[test]
fn evidence_is_listed_as_text_and_as_json() {
    let text = contract::show_evidence(false);
    assert!(text.starts_with("Claims about AWS by evidence\n  always "), "{text}");
    for heading in ["\nClaims without evidence: ", "\nClaimed, and absent in places since 2019: ", "--all lists them\n"]
    {
        assert!(text.contains(heading), "{heading}: {text}");
    }
    let all = contract::show_evidence(true);
    let claim = "\n  always: DescribeVpcs Vpcs[].VpcId: in ";
    assert!(all.contains(claim) && !text.contains(claim));
    assert!(all.contains("\nEverywhere, and not claimed: "));
    let json = contract::evidence_json();
    let claims = json["claims"].as_array().unwrap();
    let counted: u64 = json["counts"].as_array().unwrap().iter().map(|row| row["claims"].as_u64().unwrap()).sum();
    assert_eq!(claims.len() as u64, counted);
    assert_eq!(json["counts"][0]["by_evidence"].as_object().unwrap().len(), 5);
    let vpc = claims.iter().find(|claim| claim["subject"] == "DescribeVpcs Vpcs[].VpcId").unwrap();
    assert!(vpc["evidence"]["recorded"]["all"]["places"].as_u64() > Some(90), "{vpc}");
}
