//! Parameters checked before anything is sent.

use contract::{Contract, PathSegment, check_parameters};
use serde_json::{Value, json};

/// The problems of a call's parameters, each as `path: message (suggestion)`.
fn problems(operation: &str, parameters: Value) -> Vec<String> {
    let contract = Contract::embedded();
    let operation = contract.operation(operation).expect("the operation is in the model");
    let words = |segment: &PathSegment| match segment {
        PathSegment::Member(name) => format!(".{name}"),
        PathSegment::Index(index) => format!("[{index}]"),
    };
    check_parameters(contract, operation, &parameters)
        .iter()
        .map(|problem| {
            let path: String = problem.path.iter().map(words).collect();
            let suggestion = problem.suggestion.as_ref().map(|right| format!(" ({right})")).unwrap_or_default();
            format!("{path}: {}{suggestion}", problem.message)
        })
        .collect()
}

const FINE: [&str; 0] = [];

#[test]
fn names_that_do_not_exist_bring_the_nearest_right_one() {
    assert_eq!(
        problems("DescribeKeyPairs", json!({"KeyName": ["a"]})),
        [".KeyName: action `DescribeKeyPairs` has no parameter `KeyName` (KeyNames)"]
    );
    assert_eq!(
        problems("DescribeVpcs", json!({"Filter.1.Name": "a"})),
        [".Filter.1.Name: action `DescribeVpcs` has no parameter `Filter.1.Name` (Filters)"]
    );
    assert_eq!(
        problems("DescribeVpcs", json!({"Filters": [{"Name": "a", "Value": ["b"]}]})),
        [".Filters[0].Value: `Filter` has no parameter `Value` (Values)"]
    );
    assert_eq!(
        problems("DescribeVpcs", json!({"Elephant": 1})),
        [".Elephant: action `DescribeVpcs` has no parameter `Elephant`"]
    );
}

#[test]
fn values_of_another_type_are_refused() {
    assert_eq!(
        problems("DescribeVpcs", json!({"MaxResults": "5", "VpcIds": "vpc-1", "DryRun": "yes"})),
        [
            ".MaxResults: `MaxResults` must be an integer, not a string (5)",
            ".VpcIds: `VpcIds` must be a list, not a string ([\"vpc-1\"])",
            ".DryRun: `DryRun` must be true or false, not a string (true)",
        ]
    );
    assert_eq!(
        problems("DescribeVpcs", json!({"MaxResults": 1.5, "Filters": [1], "VpcIds": [7], "NextToken": null})),
        [
            ".MaxResults: `MaxResults` must be an integer, not the number 1.5",
            ".Filters[0]: `Filters[0]` must be a mapping of names to values, not the number 1",
            ".VpcIds[0]: `VpcIds[0]` must be a string, not the number 7 (\"7\")",
            ".NextToken: `NextToken` must be a string, not nothing",
        ]
    );
    assert_eq!(
        problems("DescribeVpcs", json!({"MaxResults": 2_147_483_648_i64})),
        [".MaxResults: `MaxResults` must be an integer, not the number 2147483648"]
    );
    assert_eq!(
        problems("DescribeVpcs", json!([])),
        [": the parameters of `DescribeVpcs` must be a mapping of names to values, not a list"]
    );
    let start = |value: Value| problems("DescribeSpotPriceHistory", json!({"StartTime": value})).len();
    assert_eq!(
        [start(json!("2026-01-02T03:04:05Z")), start(json!(0)), start(json!("yesterday")), start(json!(true))],
        [0, 0, 1, 1]
    );
}

#[test]
fn what_is_required_must_be_there() {
    let needs = "action `CreateKeyPair` needs the parameter `KeyName`";
    assert_eq!(problems("CreateKeyPair", json!({})), [format!(": {needs}")]);
    assert_eq!(problems("CreateKeyPair", Value::Null), [format!(": {needs}")]);
    // Inside of a structure only where the structure is.
    assert_eq!(problems("RunInstances", json!({"MinCount": 1, "MaxCount": 1})), FINE);
    assert_eq!(
        problems("RunInstances", json!({"MinCount": 1, "MaxCount": 1, "Monitoring": {}})),
        [".Monitoring: `Monitoring` needs the member `Enabled`"]
    );
}

#[test]
fn a_variable_alone_is_accepted_for_any_value_and_within_text_for_any_scalar() {
    let all = json!({"MaxResults": "${n}", "VpcIds": "${ids}", "Filters": ["${filter}"], "DryRun": "${dry}"});
    assert_eq!(problems("DescribeVpcs", all), FINE);
    assert_eq!(problems("DescribeVpcs", json!({"MaxResults": "1${n}"})), FINE);
    assert_eq!(problems("DescribeVpcs", json!({"VpcIds": "vpc-${id}"})).len(), 1);
    assert_eq!(problems("DescribeVpcs", json!({"VpcIds": "${a}${b}"})).len(), 1);
    assert_eq!(problems("DescribeVpcs", json!({"VpcIds": "$${a}"})).len(), 1, "that is a literal ${{a}}");
    assert_eq!(problems("DescribeVpcs", json!({"MaxResults": "$${a}${b}"})), FINE);
    assert_eq!(problems("DescribeVpcs", json!({"MaxResults": "${never closed"})).len(), 1);
}

/// A scenario must be able to ask for what AWS refuses, and clouds have instance types of their own.
#[test]
fn of_values_outside_an_enum_only_misspellings_are_rejected() {
    let of_type = |value: &str| problems("RunInstances", json!({"MinCount": 1, "MaxCount": 1, "InstanceType": value}));
    assert_eq!(of_type("t2.mirco"), [".InstanceType: `t2.mirco` is not a value of `InstanceType` (t2.micro)"]);
    assert_eq!(of_type("T2.Micro"), [".InstanceType: `T2.Micro` is not a value of `InstanceType` (t2.micro)"]);
    for meant in ["t2.micro", "m1.tiny", "t9.micro", "nonsense", ""] {
        assert_eq!(of_type(meant), FINE, "{meant}");
    }
}

/// AWS's own examples must pass, but for those that are wrong by AWS's own model.
#[test]
fn the_requests_of_awss_examples_pass() {
    const WRONG: &[&str] = &[
        "to-create-an-ami-from-an-amazon-ebs-backed-instance-1529023150636", // VolumeSize: "100"
        "ec2-describe-spot-price-history-1",                                 // times without a time zone
        "ec2-modify-spot-fleet-request-2",                                   // "NoTermination "
    ];
    let contract = Contract::embedded();
    let mut count = 0;
    let mut refused = Vec::new();
    for operation in contract.operations() {
        for example in contract.examples(&operation.name) {
            count += 1;
            let found = problems(&operation.name, example.input.clone());
            if found.is_empty() == WRONG.contains(&example.id.as_str()) {
                refused.push(format!("{} {found:?}", example.id));
            }
        }
    }
    assert_eq!((count, refused), (180, Vec::<String>::new()));
}
