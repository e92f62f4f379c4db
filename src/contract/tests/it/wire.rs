//! Parameters on the wire. Beside these, botocore's own cases (`tests/protocol_cases.rs`).

use contract::{Contract, ShapeId, ShapeKind, check_parameters, fill_tokens, wire};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn serialized(operation: &str, parameters: Value) -> Result<Vec<(String, String)>, String> {
    let contract = Contract::embedded();
    let operation = contract.operation(operation).expect("the operation is in the model");
    wire::serialize(contract, operation, &parameters).map_err(|error| error.to_string())
}

fn pairs(operation: &str, parameters: Value) -> Vec<String> {
    let pairs = serialized(operation, parameters).expect("it can be sent");
    pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html, sample requests
#[test]
fn names_are_those_of_the_wire_and_lists_count_from_one() {
    let parameters = json!({
        "ImageId": "ami-1", "MinCount": 1, "MaxCount": 3, "SecurityGroupIds": ["sg-1", "sg-2"],
        "BlockDeviceMappings": [{"DeviceName": "/dev/sdh", "Ebs": {"VolumeSize": 100, "DeleteOnTermination": false}}],
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}],
        "Monitoring": {"Enabled": true},
    });
    assert_eq!(
        pairs("RunInstances", parameters),
        [
            "ImageId=ami-1",
            "MinCount=1",
            "MaxCount=3",
            "SecurityGroupId.1=sg-1",
            "SecurityGroupId.2=sg-2",
            "BlockDeviceMapping.1.DeviceName=/dev/sdh",
            "BlockDeviceMapping.1.Ebs.VolumeSize=100",
            "BlockDeviceMapping.1.Ebs.DeleteOnTermination=false",
            "TagSpecification.1.ResourceType=instance",
            "TagSpecification.1.Tag.1.Key=a",
            "TagSpecification.1.Tag.1.Value=b",
            "Monitoring.Enabled=true",
        ]
    );
    let filters = json!({"Filters": [{"Name": "vpc-id", "Values": ["vpc-1", "vpc-2"]}]});
    assert_eq!(
        pairs("DescribeSubnets", filters),
        ["Filter.1.Name=vpc-id", "Filter.1.Value.1=vpc-1", "Filter.1.Value.2=vpc-2"]
    );
}

#[test]
fn names_are_upper_case_where_the_model_has_them_in_lower_case() {
    // The model has `tagSet` for TagList's element and `DryRun` as `dryRun`.
    let contract = Contract::embedded();
    for operation in contract.operations() {
        for member in contract.parameters(operation) {
            assert!(member.parameter().starts_with(char::is_uppercase), "{}: {}", operation.name, member.parameter());
        }
    }
    assert_eq!(pairs("CreateTags", json!({"DryRun": true, "Resources": ["a"]})), ["DryRun=true", "ResourceId.1=a"]);
}

#[test]
fn scalars_are_written_as_the_protocol_has_them() {
    // A blob is given as it is meant: base64 is the wire's.
    assert_eq!(
        pairs("ImportKeyPair", json!({"KeyName": "k", "PublicKeyMaterial": "ssh-rsa AAAA"})),
        ["KeyName=k", "PublicKeyMaterial=c3NoLXJzYSBBQUFB"]
    );
    let start = |value: Value| pairs("DescribeSpotPriceHistory", json!({"StartTime": value})).concat();
    assert_eq!(start(json!("2026-01-02T03:04:05Z")), "StartTime=2026-01-02T03:04:05Z");
    assert_eq!(start(json!("2026-01-02T03:04:05.250+01:00")), "StartTime=2026-01-02T02:04:05.25Z");
    assert_eq!(start(json!(0)), "StartTime=1970-01-01T00:00:00Z");
    assert_eq!(start(json!(1.5)), "StartTime=1970-01-01T00:00:01.5Z");
}

#[test]
fn nothing_is_sent_for_null_and_for_what_is_empty() {
    assert_eq!(pairs("DescribeVpcs", Value::Null), [""; 0]);
    assert_eq!(pairs("DescribeVpcs", json!({"VpcIds": [], "Filters": [{}], "DryRun": null})), [""; 0]);
    assert_eq!(pairs("CreateKeyPair", json!({"KeyName": ""})), ["KeyName="], "an empty text is a value");
}

#[test]
fn a_variable_may_bring_a_number_as_text_and_text_as_a_number() {
    assert_eq!(pairs("CreateVolume", json!({"Size": "8", "Encrypted": "true"})), ["Size=8", "Encrypted=true"]);
    assert_eq!(pairs("CreateKeyPair", json!({"KeyName": 8})), ["KeyName=8"]);
}

#[test]
fn what_has_no_form_on_the_wire_is_refused_with_its_place() {
    let refused = |parameters: Value| serialized("RunInstances", parameters).expect_err("it cannot be sent");
    assert_eq!(refused(json!({"Imageid": "a"})), "parameter `Imageid` does not exist");
    assert_eq!(refused(json!({"MinCount": "some"})), "parameter `MinCount` must be an integer, not \"some\"");
    assert_eq!(refused(json!({"MinCount": 1.5})), "parameter `MinCount` must be an integer, not 1.5");
    assert_eq!(
        refused(json!({"SecurityGroupIds": "sg-1"})),
        "parameter `SecurityGroupIds` must be a list, not \"sg-1\""
    );
    assert_eq!(
        refused(json!({"TagSpecifications": [{"Tags": [{"Key": "a"}, {"Key": []}]}]})),
        "parameter `TagSpecifications[0].Tags[1].Key` must be a string, not []"
    );
    assert_eq!(refused(json!([])), "parameter `` must be a mapping of parameters, not []");
}

#[test]
fn the_form_leaves_only_unreserved_characters_as_they_are() {
    let pairs = [("A.1".to_owned(), "a b+c/d=e&f~g-h_i.j:é*".to_owned()), ("B".to_owned(), String::new())];
    assert_eq!(
        wire::form("DescribeVpcs", "2016-11-15", &pairs),
        "Action=DescribeVpcs&Version=2016-11-15&A.1=a%20b%2Bc%2Fd%3De%26f~g-h_i.j%3A%C3%A9%2A&B="
    );
}

#[test]
fn tokens_are_filled_in_where_they_are_left_out() {
    let contract = Contract::embedded();
    let operation = contract.operation("CreateVolume").expect("it is in the model");
    assert_eq!(operation.idempotency_tokens, ["ClientToken"]);
    let filled = |mut parameters: Value, omit: &[String]| {
        fill_tokens(contract, operation, &mut parameters, "token", omit);
        parameters
    };
    assert_eq!(filled(json!({"Size": 1}), &[]), json!({"Size": 1, "ClientToken": "token"}));
    assert_eq!(filled(json!({"ClientToken": "mine"}), &[]), json!({"ClientToken": "mine"}));
    assert_eq!(filled(json!({}), &["ClientToken".to_owned()]), json!({}));
    let all = contract.operations().map(|operation| operation.idempotency_tokens.len()).sum::<usize>();
    assert_eq!(all, 100, "as many as the model marks");
}

/// Any value of a shape.
fn value_of(contract: &'static Contract, id: ShapeId, depth: u32) -> BoxedStrategy<Value> {
    match &contract.shape(id).kind {
        ShapeKind::Structure(members) => {
            let members: Vec<(String, ShapeId, bool)> =
                members.iter().map(|member| (member.name.clone(), member.shape, member.required)).collect();
            let entries: Vec<_> = members
                .into_iter()
                .map(|(name, shape, required)| {
                    if depth == 0 && !required {
                        return (Just(name), Just(None).boxed());
                    }
                    let value = value_of(contract, shape, depth.saturating_sub(1));
                    let value = if required {
                        value.prop_map(Some).boxed()
                    } else {
                        prop::option::weighted(0.3, value).boxed()
                    };
                    (Just(name), value)
                })
                .collect();
            let object = |entries: Vec<(String, Option<Value>)>| {
                entries.into_iter().filter_map(|(name, value)| Some((name, value?))).collect::<Map<_, _>>().into()
            };
            entries.prop_map(object).boxed()
        }
        ShapeKind::List(list) => {
            prop::collection::vec(value_of(contract, list.item, depth), 0..3).prop_map(Value::Array).boxed()
        }
        ShapeKind::Map(_) => unreachable!("no operation of EC2 has one"),
        ShapeKind::String { values } if !values.is_empty() => {
            prop::sample::select(values.clone()).prop_map(Value::from).boxed()
        }
        ShapeKind::String { .. } | ShapeKind::Blob => any::<String>().prop_map(Value::from).boxed(),
        ShapeKind::Integer => any::<i32>().prop_map(Value::from).boxed(),
        ShapeKind::Long => any::<i64>().prop_map(Value::from).boxed(),
        ShapeKind::Float | ShapeKind::Double => (-1e9..1e9).prop_map(Value::from).boxed(),
        ShapeKind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        ShapeKind::Timestamp(_) => (0..4_000_000_000_u32).prop_map(Value::from).boxed(),
    }
}

/// Some operation and any parameters for it, to a depth at which requests of EC2 end.
fn call() -> impl Strategy<Value = (&'static str, Value)> {
    let contract = Contract::embedded();
    let names: Vec<(&'static str, ShapeId)> =
        contract.operations().filter_map(|operation| Some((operation.name.as_str(), operation.input?))).collect();
    prop::sample::select(names).prop_flat_map(move |(name, input)| (Just(name), value_of(contract, input, 3)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parameters_without_a_problem_can_be_sent((name, parameters) in call()) {
        let contract = Contract::embedded();
        let operation = contract.operation(name).expect("it was taken from there");
        // A text of `any::<String>()` may look like a slip of an enum's value, or like nothing that is a problem.
        let problems = check_parameters(contract, operation, &parameters);
        prop_assert!(problems.is_empty(), "{problems:?}");
        let pairs = wire::serialize(contract, operation, &parameters);
        prop_assert!(pairs.is_ok(), "{pairs:?}");
        let form = wire::form(name, contract.api_version(), &pairs.unwrap_or_default());
        prop_assert!(form.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%=&".contains(&byte)));
    }
}

fn parsed(operation: &str, pairs: &[(&str, &str)]) -> Value {
    let contract = Contract::embedded();
    let operation = contract.operation(operation).expect("the operation is in the model");
    let pairs: Vec<(String, String)> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    wire::parse(contract, operation, &pairs)
}

#[test]
fn what_is_serialized_is_parsed_to_the_same_parameters() {
    let parameters = json!({
        "ImageId": "ami-1", "MinCount": 1, "MaxCount": 3, "SecurityGroupIds": ["sg-1", "sg-2"],
        "BlockDeviceMappings": [{"DeviceName": "/dev/sdh", "Ebs": {"VolumeSize": 100, "DeleteOnTermination": false}}],
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}],
        "Monitoring": {"Enabled": true},
    });
    let pairs = serialized("RunInstances", parameters.clone()).unwrap();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(parsed("RunInstances", &pairs), parameters);
    let key = json!({"KeyName": "k", "PublicKeyMaterial": "ssh-rsa AAAA"});
    let pairs = serialized("ImportKeyPair", key.clone()).unwrap();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(parsed("ImportKeyPair", &pairs), key);
}

#[test]
fn what_the_model_does_not_have_is_kept_as_it_was_sent() {
    let pairs = [
        ("Filter.1.Name", "vpc-id"),
        ("Filter.1.Nmae", "x"),
        ("Filter.1.Value.2", "vpc-2"),
        ("Filter.1.Value.1", "vpc-1"),
        ("Filter.x.Name", "y"),
        ("Colour", "blue"),
        ("MaxResults", "many"),
        ("DryRun", "False"),
        ("DryRun", "true"),
        ("Filter", "z"),
    ];
    let expected = json!({
        "Filters": [{"Name": "vpc-id", "Values": ["vpc-1", "vpc-2"]}],
        "MaxResults": "many",
        // Of a name that comes twice the first counts.
        "DryRun": false,
        "Filter.1.Nmae": "x", "Filter.x.Name": "y", "Colour": "blue", "Filter": "z",
    });
    assert_eq!(parsed("DescribeSubnets", &pairs), expected);
}
