//! What a client did, as drafts of scenarios.

use std::fs;

use contract::Contract;
use record::{EndpointHead, Exchange, Observation, Purpose, Request, Response, SdkVerdict, ServiceKind, StepName};
use scenario::{Drafts, Suite, drafts};
use serde_json::{Value, json};

const VPC: &str = "vpc-0a1b2c3d4e5f60718";
const SUBNET: &str = "subnet-0a1b2c3d4e5f60718";
const INSTANCE: &str = "i-0a1b2c3d4e5f60718";

fn endpoint() -> EndpointHead {
    EndpointHead {
        name: "cloud".into(),
        url: "https://ec2.cloud.example/".into(),
        region: "us-east-1".into(),
        api_version: Contract::newest_version().into(),
        service_kind: ServiceKind::Cloud,
        facts: [("image".to_owned(), json!("ami-0a1b2c3d4e5f60718")), ("zone".to_owned(), json!("us-east-1a"))].into(),
        omit_parameters: Vec::new(),
    }
}

/// One call of a client, and the response to it.
fn call(action: &str, parameters: Value, status: u16, body: String) -> Observation {
    let request = Request { method: "POST".into(), url: "/".into(), headers: Vec::new(), body: Default::default() };
    let response = Response { status, headers: Vec::new(), body: body.into() };
    Observation {
        step: StepName::Own(0),
        purpose: Purpose::Call,
        operation: Some(action.into()),
        api_version: Contract::newest_version().into(),
        parameters,
        omitted: Vec::new(),
        existing: Vec::new(),
        attempts: vec![Exchange { at_ms: 0, elapsed_us: 1, request, response: Some(response), failure: None }],
        sdk: SdkVerdict::NotCalled,
        bindings: Default::default(),
        saved: Default::default(),
    }
}

fn done(action: &str, parameters: Value, inner: &str) -> Observation {
    let body = format!(
        "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>{inner}</{action}Response>"
    );
    call(action, parameters, 200, body)
}

fn rejected(action: &str, parameters: Value, status: u16, code: &str) -> Observation {
    let error = format!("<Error><Code>{code}</Code><Message>It is rejected.</Message></Error>");
    call(action, parameters, status, format!("<Response><Errors>{error}</Errors><RequestID>r-1</RequestID></Response>"))
}

fn vpc(parameters: Value, state: &str) -> Observation {
    let inner = format!("<vpc><vpcId>{VPC}</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><state>{state}</state></vpc>");
    done("CreateVpc", parameters, &inner)
}

fn instances(state: &str) -> Observation {
    let inner = format!(
        "<reservationSet><item><instancesSet><item><instanceId>{INSTANCE}</instanceId><instanceState><name>{state}</name>\
         </instanceState><subnetId>{SUBNET}</subnetId></item></instancesSet></item></reservationSet>"
    );
    done("DescribeInstances", json!({"InstanceIds": [INSTANCE]}), &inner)
}

fn run_instances(parameters: Value) -> Observation {
    let inner = format!(
        "<instancesSet><item><instanceId>{INSTANCE}</instanceId><instanceState><name>pending</name></instanceState>\
         <subnetId>{SUBNET}</subnetId></item></instancesSet>"
    );
    done("RunInstances", parameters, &inner)
}

/// The drafts, after they were loaded without an error or a warning.
fn of(observations: &[Observation]) -> Drafts {
    let observations: Vec<&Observation> = observations.iter().collect();
    let found = drafts("aws", &observations, &endpoint(), Contract::embedded());
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("draft-aws")).unwrap();
    fs::write(folder.path().join("suite.yaml"), "name: test\nversion: '1'\n").unwrap();
    for draft in &found.drafts {
        fs::write(folder.path().join(format!("draft-aws/{}.yaml", draft.name)), &draft.text).unwrap();
    }
    if !found.drafts.is_empty() {
        let (suite, diagnostics) = Suite::check(folder.path(), Contract::embedded());
        assert!(diagnostics.is_empty(), "{diagnostics}\n{}", found.drafts[0].text);
        assert_eq!(suite.unwrap().scenarios.len(), found.drafts.len());
    }
    found
}

/// The steps of the only draft, as YAML.
fn steps(observations: &[Observation]) -> String {
    let found = of(observations);
    assert_eq!(found.drafts.len(), 1, "{found:?}");
    found.drafts[0].text.split_once("steps:\n").unwrap().1.to_owned()
}

#[test]
fn ids_of_responses_are_variables_names_are_unique_and_facts_are_facts() {
    let subnet =
        format!("<subnet><subnetId>{SUBNET}</subnetId><vpcId>{VPC}</vpcId><cidrBlock>10.0.1.0/24</cidrBlock></subnet>");
    let group = json!({"GroupName": "web-8f3a", "Description": "demo", "VpcId": VPC});
    let found = of(&[
        vpc(json!({"CidrBlock": "10.0.0.0/16"}), "available"),
        done(
            "CreateSubnet",
            json!({"VpcId": VPC, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}),
            &subnet,
        ),
        done("CreateSecurityGroup", group, "<groupId>sg-0a1b2c3d4e5f60718</groupId>"),
        // The group of a rule is named by the request, and is not what the call makes.
        done(
            "AuthorizeSecurityGroupIngress",
            json!({"GroupId": "sg-0a1b2c3d4e5f60718", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
                "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}]}),
            "<return>true</return>",
        ),
        run_instances(json!({"ImageId": "ami-0a1b2c3d4e5f60718", "MinCount": 1, "MaxCount": 1, "SubnetId": SUBNET,
            "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"], "ClientToken": "0c2f"})),
    ]);
    assert_eq!((found.drafts.len(), found.drafts[0].name.as_str(), found.drafts[0].steps), (1, "vpc", 5));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/expected-draft.yaml");
    if std::env::var_os("EC2_COMPAT_UPDATE").is_some() {
        fs::write(file, &found.drafts[0].text).unwrap();
    }
    assert_eq!(found.drafts[0].text, fs::read_to_string(file).unwrap());
}

#[test]
fn a_name_is_the_same_wherever_it_is_and_a_second_one_differs() {
    let key = |name: &str| {
        done(
            "CreateKeyPair",
            json!({"KeyName": name}),
            &format!("<keyName>{name}</keyName><keyMaterial>[redacted:0a1b2c3d]</keyMaterial>"),
        )
    };
    let steps = steps(&[
        done("DescribeKeyPairs", json!({"Filters": [{"Name": "key-name", "Values": ["one", "two"]}]}), ""),
        key("one"),
        key("two"),
        done("DeleteKeyPair", json!({"KeyName": "two"}), "<return>true</return>"),
    ]);
    assert!(steps.contains("Values: [\"${unique}\", \"${unique}-2\"]"), "{steps}");
    assert!(steps.contains("  - DeleteKeyPair:\n      KeyName: \"${unique}-2\"\n"), "{steps}");
    assert!(steps.contains("      - KeyName: \"${unique}\"\n"), "{steps}");
    assert!(!steps.contains("redacted") && !steps.contains("one"), "{steps}");
}

#[test]
fn calls_that_were_repeated_until_a_state_was_reached_are_waits_of_aws() {
    let launch = || run_instances(json!({"ImageId": "ami-0a1b2c3d4e5f60718", "MinCount": 1, "MaxCount": 1}));
    let waited = "  - wait: InstanceRunning\n    with: { InstanceIds: [\"${instance}\"] }\n";
    for polls in [
        vec![instances("pending"), instances("pending"), instances("running")],
        // Over at once: what it shows is not what was shown before.
        vec![instances("running")],
        vec![
            rejected("DescribeInstances", json!({"InstanceIds": [INSTANCE]}), 400, "InvalidInstanceID.NotFound"),
            instances("running"),
        ],
    ] {
        let calls: Vec<_> = std::iter::once(launch()).chain(polls).collect();
        let steps = steps(&calls);
        assert!(steps.contains(waited), "{steps}");
        assert!(!steps.contains("DescribeInstances"), "{steps}");
    }
    // What is shown as it was is a description, and no wait.
    let described = steps(&[launch(), instances("pending")]);
    assert!(described.contains("  - DescribeInstances:\n") && !described.contains("wait"), "{described}");
}

#[test]
fn waits_that_aws_has_no_waiter_for_are_untils() {
    let gateway = |state: &str| {
        let inner = format!(
            "<vpnGatewaySet><item><vpnGatewayId>vgw-0a1b2c3d4e5f60718</vpnGatewayId><state>{state}</state></item></vpnGatewaySet>"
        );
        done("DescribeVpnGateways", json!({"VpnGatewayIds": ["vgw-0a1b2c3d4e5f60718"]}), &inner)
    };
    let create = done(
        "CreateVpnGateway",
        json!({"Type": "ipsec.1"}),
        "<vpnGateway><vpnGatewayId>vgw-0a1b2c3d4e5f60718</vpnGatewayId><state>pending</state><type>ipsec.1</type></vpnGateway>",
    );
    let until = "    until:\n      - \"VpnGateways[0].State\": available\n";
    let found = steps(&[create.clone(), gateway("pending"), gateway("available")]);
    assert!(found.contains(until), "{found}");
    let gone = rejected(
        "DescribeVpnGateways",
        json!({"VpnGatewayIds": ["vgw-0a1b2c3d4e5f60718"]}),
        400,
        "InvalidVpnGatewayID.NotFound",
    );
    let found = steps(&[create, gateway("deleting"), gone]);
    assert!(found.contains("    until: { error: InvalidVpnGatewayID.NotFound }\n"), "{found}");
}

#[test]
fn calls_that_do_not_belong_together_are_drafts_of_their_own() {
    let address = "<publicIp>203.0.113.7</publicIp><allocationId>eipalloc-0a1b2c3d4e5f60718</allocationId>";
    let found = of(&[
        done("DescribeRegions", json!({}), ""),
        vpc(json!({"CidrBlock": "10.0.0.0/16"}), "available"),
        done("AllocateAddress", json!({"Domain": "vpc"}), address),
        done("DeleteVpc", json!({"VpcId": VPC}), "<return>true</return>"),
        done("ReleaseAddress", json!({"AllocationId": "eipalloc-0a1b2c3d4e5f60718"}), "<return>true</return>"),
        done("DescribeVpcs", json!({}), ""),
    ]);
    let names: Vec<_> = found.drafts.iter().map(|draft| (draft.name.as_str(), draft.steps)).collect();
    assert_eq!(names, [("vpc", 2), ("elastic-ip", 2), ("describe-regions", 2)]);
}

#[test]
fn a_list_of_everything_is_expected_to_show_nothing() {
    let key = "<keyName>one</keyName>";
    let found = of(&[
        done("CreateKeyPair", json!({"KeyName": "one"}), key),
        done("DescribeKeyPairs", json!({}), &format!("<keySet><item>{key}</item></keySet>")),
        done("DescribeKeyPairs", json!({"KeyNames": ["one"]}), &format!("<keySet><item>{key}</item></keySet>")),
    ]);
    let text = found.drafts.iter().map(|draft| draft.text.as_str()).collect::<String>();
    assert_eq!(text.matches("KeyPairs[0].KeyName").count(), 1, "{text}");
}

#[test]
fn a_variable_that_only_an_expectation_uses_is_set_before() {
    let group = |text: &str| format!("<securityGroupInfo><item>{text}</item></securityGroupInfo>");
    let found = of(&[
        vpc(json!({"CidrBlock": "10.0.0.0/16"}), "available"),
        done("DescribeVpcs", json!({"VpcIds": [VPC]}), ""),
        done(
            "CreateSecurityGroup",
            json!({"GroupName": "web", "Description": "demo"}),
            "<groupId>sg-0a1b2c3d4e5f60718</groupId>",
        ),
        done(
            "DescribeSecurityGroups",
            json!({"GroupIds": ["sg-0a1b2c3d4e5f60718"]}),
            &group(&format!("<groupId>sg-0a1b2c3d4e5f60718</groupId><vpcId>{VPC}</vpcId>")),
        ),
    ]);
    assert_eq!(found.drafts.len(), 1, "{found:?}");
}

#[test]
fn errors_are_expected_and_repetitions_of_what_was_rejected_are_not() {
    let delete = || json!({"VpcId": VPC});
    let found = steps(&[
        vpc(json!({"CidrBlock": "10.0.0.0/16"}), "available"),
        rejected("DeleteVpc", delete(), 400, "DependencyViolation"),
        rejected("DeleteVpc", delete(), 400, "DependencyViolation"),
        done("DeleteVpc", delete(), "<return>true</return>"),
        rejected("DescribeVpcs", json!({"VpcIds": [VPC]}), 400, "InvalidVpcID.NotFound"),
    ]);
    assert_eq!(found.matches("DeleteVpc").count(), 1, "{found}");
    assert!(found.contains("    error: InvalidVpcID.NotFound\n"), "{found}");
}

#[test]
fn what_no_scenario_can_do_is_named_and_secrets_are_left_out() {
    let user_data = json!({"ImageId": "ami-0a1b2c3d4e5f60718", "MinCount": 1, "MaxCount": 1, "UserData": "[redacted:0a1b2c3d]",
        "Monitoring.Enabld": "true"});
    let found = of(&[
        run_instances(user_data),
        done("DescribeMoons", json!({}), ""),
        rejected("DescribeVpcs", json!({}), 500, "InternalError"),
        rejected("DescribeSubnets", json!({}), 400, "InvalidAction"),
        done("PurchaseHostReservation", json!({}), ""),
    ]);
    assert_eq!(
        found.omitted,
        [
            "DescribeMoons: AWS's model does not have it",
            "DescribeVpcs: it was rejected with InternalError",
            "DescribeSubnets: it was rejected with InvalidAction",
            "PurchaseHostReservation: it cannot be undone",
        ]
    );
    let text = &found.drafts[0].text;
    assert!(text.contains("  # Without UserData: recorded runs do not hold it\n"), "{text}");
    assert!(text.contains("  # Without ") && text.contains("Enabld"), "{text}");
    assert!(!text.contains("redacted"), "{text}");
}

#[test]
fn text_of_a_client_is_only_text() {
    let odd = "${vpc} '\"`\n- x: y # z";
    let found = steps(&[
        vpc(
            json!({"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": "007", "Value": odd}]}]}),
            "available",
        ),
        done("DescribeVpcs", json!({"Filters": [{"Name": "nothing-of-aws", "Values": ["yes"]}]}), ""),
    ]);
    assert!(found.contains("undocumented_filter: true"), "{found}");
    assert!(found.contains("$${vpc}") && found.contains("\"007\""), "{found}");
}

#[test]
fn further_pages_are_no_steps() {
    let page =
        |parameters: Value, token: &str| done("DescribeVpcs", parameters, &format!("<nextToken>{token}</nextToken>"));
    let found = steps(&[
        page(json!({"MaxResults": 5}), "page-2"),
        page(json!({"MaxResults": 5, "NextToken": "page-2"}), "page-3"),
        done("DescribeVpcs", json!({"MaxResults": 5, "NextToken": "page-3"}), ""),
    ]);
    assert_eq!(found.matches("DescribeVpcs").count(), 1, "{found}");
}

#[test]
fn a_client_that_called_nothing_has_no_draft() {
    assert_eq!(of(&[]), Drafts::default());
}
