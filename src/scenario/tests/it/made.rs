//! Values that are made instead of typed, texts that are filled up, bytes.

use scenario::{Action, MissingVariable, Scenario, Scope, Template};
use serde_json::{Value, json};

use crate::load::{errors, scenario};

fn parameters(scenario: &Scenario, step: usize) -> Value {
    let Action::Call(call) = &scenario.steps[step].action else { panic!("{:?}", scenario.steps[step]) };
    let scope: Scope = [("unique", json!("u-1"))].into_iter().collect();
    let mut scope = scope;
    scenario.declare(&mut scope).unwrap();
    call.parameters.resolve(&scope).unwrap()
}

#[test]
fn a_list_is_made_of_its_item_with_a_number_in_it() {
    let made = scenario(
        r#"
vars:
  ids: { list: "vpc-${n:17}", times: 12 }
steps:
  - CreateTags:
      Resources: "${ids}"
      Tags: { list: { Key: "key-${n:2}", Value: "$${n}-${n}-${unique}" }, times: 51 }
"#,
    );
    let parameters = parameters(&made, 0);
    let (resources, tags) = (parameters["Resources"].as_array().unwrap(), parameters["Tags"].as_array().unwrap());
    assert_eq!((resources.len(), &resources[11]), (12, &json!("vpc-00000000000000012")));
    assert_eq!((tags.len(), &tags[0]), (51, &json!({ "Key": "key-01", "Value": "${n}-1-u-1" })));
    assert_eq!(tags[50], json!({ "Key": "key-51", "Value": "${n}-51-u-1" }));
}

#[test]
fn lists_are_made_in_filters_expectations_and_cases_and_within_each_other() {
    let made = scenario(
        r#"
cases:
  one: { values: { list: "${n}", times: 200 } }
steps:
  - DescribeVpcs: { Filters: { list: { Name: "tag:${n}", Values: { list: "v${n}", times: 2 } }, times: 2 } }
    expect:
      - Vpcs[].VpcId: { list: "vpc-${n}", times: 2 }
  - DescribeVpcs: { Filters: [{ Name: vpc-id, Values: "${values}" }] }
"#,
    );
    let filters = json!([{ "Name": "tag:1", "Values": ["v1", "v2"] }, { "Name": "tag:2", "Values": ["v1", "v2"] }]);
    assert_eq!(parameters(&made, 0)["Filters"], filters);
    assert_eq!(made.steps[0].expect[0].value.as_ref().unwrap().value(), &json!(["vpc-1", "vpc-2"]));
    assert_eq!(parameters(&made, 1)["Filters"][0]["Values"].as_array().map(Vec::len), Some(200));
}

#[test]
fn what_is_wrong_with_each_item_of_a_list_is_one_error() {
    let errors = errors(
        "
steps:
  - RunInstances:
      ImageId: ami-1
      MinCount: 1
      MaxCount: 1
      BlockDeviceMappings: { list: { DeviceName: 'xvd${n}', Ebs: { VolumeType: GP2, VolumeSize: '${n}' } }, times: 9 }
  - CreateTags: { Resources: [vpc-1], Tags: { list: { Kye: 'key-${n}', Value: ['${n}'] }, times: 9 } }
",
    );
    let expected = [
        "`GP2` is not a value of `BlockDeviceMappings[0].Ebs.VolumeType`",
        "`BlockDeviceMappings[0].Ebs.VolumeSize` must be an integer, not a string",
        "`Tag` has no parameter `Kye`",
        "`Tags[0].Value` must be a string, not a list",
    ];
    assert_eq!(errors, expected);
}

#[test]
fn texts_are_repeated_and_names_filled_up() {
    let made = scenario(
        r#"
vars: { name: "${unique:255}" }
steps:
  - CreateTags: { Resources: [vpc-1], Tags: [{ Key: { text: ab, times: 64 }, Value: "a-${name}" }] }
"#,
    );
    let tag = &parameters(&made, 0)["Tags"][0];
    assert_eq!(tag["Key"], json!("ab".repeat(64)));
    assert_eq!(tag["Value"], json!(format!("a-u-1{}", "x".repeat(252))));
}

#[test]
fn a_value_that_is_too_long_or_no_text_is_not_filled_up() {
    let scope: Scope = [("a", json!("äöü")), ("n", json!(7)), ("l", json!([1]))].into_iter().collect();
    let filled = |text: &str| Template::new(json!(text)).unwrap().resolve(&scope);
    assert_eq!(filled("${a:5}"), Ok(json!("äöüxx")));
    assert_eq!(filled("${n:3}"), Ok(json!("007")));
    assert_eq!(filled("-${n:1}"), Ok(json!("-7")));
    let too_long = MissingVariable::TooLong { name: "a".into(), length: 3, width: 2 };
    assert_eq!(filled("${a:2}"), Err(too_long.clone()));
    assert_eq!(too_long.name(), "a");
    assert!(matches!(filled("${l:2}"), Err(MissingVariable::NotText { .. })));
    assert!(matches!(filled("${b:2}"), Err(MissingVariable::Absent { .. })));
}

#[test]
fn bytes_are_base64_for_strings_and_bytes_for_blobs_and_variables() {
    let made = scenario(
        r#"
vars: { data: { bytes: 00 FF, times: 2 } }
steps:
  - ModifyInstanceAttribute: { InstanceId: i-1, UserData: { Value: { bytes: 00ff } } }
  - ImportKeyPair: { KeyName: a, PublicKeyMaterial: { bytes: 00ff } }
  - raw: { parameters: { Action: RunInstances, UserData: { bytes: 00ff } } }
    error: MissingParameter
  - DescribeInstanceAttribute: { InstanceId: i-1, Attribute: userData }
    expect:
      - UserData.Value: "${data}"
"#,
    );
    // The value of a blob, which AWS's model has for `UserData.Value`, and that of a string.
    assert_eq!(parameters(&made, 1)["PublicKeyMaterial"], json!({ "base64": "AP8=" }));
    let check = &made.steps[3].expect[0];
    let scope: Scope = [("data", json!({ "base64": "AP8A/w==" }))].into_iter().collect();
    let held = |actual: &str| check.holds(&json!({ "UserData": { "Value": actual } }), &scope).unwrap().held;
    assert!(held("AP8A/w==") && held("AP8A/w") && held("AP8A\n/w==\n"));
    assert!(!held("AP8A/g==") && !held("text"));
    assert_eq!(made.variables["data"], json!({ "base64": "AP8A/w==" }));
}

#[test]
fn texts_that_look_like_other_types_keep_their_quotes() {
    let made = scenario(
        r#"
cases:
  all: { zeros: "007", exponent: "1e3", truth: "true", none: None }
steps:
  - CreateTags:
      Resources: [vpc-1]
      Tags:
        - { Key: "${zeros}", Value: "${exponent}" }
        - { Key: "${truth}", Value: "${none}" }
        - { Key: "007", Value: "1e3" }
  - DescribeTags: {}
    expect:
      - Tags[].Key: ["007", "1e3", "true", None]
"#,
    );
    let tags = json!([
        { "Key": "007", "Value": "1e3" },
        { "Key": "true", "Value": "None" },
        { "Key": "007", "Value": "1e3" },
    ]);
    assert_eq!(parameters(&made, 0)["Tags"], tags);
    assert_eq!(made.steps[1].expect[0].value.as_ref().unwrap().value(), &json!(["007", "1e3", "true", "None"]));
}
