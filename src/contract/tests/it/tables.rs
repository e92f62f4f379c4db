//! The tables beside AWS's model can be read, fit the model, and agree with EC2's documentation.

use std::collections::BTreeSet;

use contract::tables::{self, ErrorClass, Volatility};
use contract::{Contract, Members, Operation, ShapeId, ShapeKind};

/// Every member name of every response.
fn response_members(contract: &Contract) -> Vec<(&str, ShapeId)> {
    let (mut seen, mut members) = (BTreeSet::new(), Vec::new());
    let mut waiting: Vec<ShapeId> = contract.operations().filter_map(|operation| operation.output).collect();
    while let Some(shape) = waiting.pop() {
        if !seen.insert(shape) {
            continue;
        }
        match &contract.shape(shape).kind {
            ShapeKind::Structure(found) => {
                members.extend(found.iter().map(|member| (member.name.as_str(), member.shape)));
                waiting.extend(found.iter().map(|member| member.shape));
            }
            ShapeKind::List(list) => waiting.push(list.item),
            _ => {}
        }
    }
    members
}

pub(crate) fn operation<'c>(contract: &'c Contract, name: &str) -> &'c Operation {
    contract.operation(name).unwrap_or_else(|| panic!("there is no operation {name}"))
}

/// Whether a response has a member at a path such as `Reservations[].Instances[].State.Name`.
pub(crate) fn has_path(contract: &Contract, operation: &Operation, path: &str) -> bool {
    let mut shape = operation.output;
    path.split('.').all(|segment| {
        let Some(members) = shape.map(|shape| contract.members(shape)) else { return false };
        let Some(member) = members.get(segment.trim_end_matches("[]")) else { return false };
        let list = contract.list(member.shape);
        shape = Some(list.map_or(member.shape, |list| list.item));
        list.is_some() == segment.ends_with("[]")
    })
}

#[test]
fn error_codes_fit_the_model() {
    let contract = Contract::embedded();
    let actions: Vec<&str> = contract.operations().map(|operation| operation.name.as_str()).collect();
    let parameters: BTreeSet<&str> = contract
        .operations()
        .flat_map(|operation| contract.parameters(operation))
        .map(|member| member.name.as_str())
        .collect();
    for code in tables::all_error_codes() {
        assert!(code.status.is_none_or(|status| code.class.fits(status)), "{}", code.code);
        assert!(code.source.starts_with("https://"), "{}", code.code);
        for pattern in code.actions() {
            let beginning = pattern.trim_end_matches('*');
            let known = actions
                .iter()
                .any(|action| *action == pattern || beginning != pattern && action.starts_with(beginning));
            assert!(known, "{}: no action {pattern}", code.code);
        }
        for parameter in code.parameters() {
            assert!(parameters.contains(parameter.as_str()), "{}: no parameter {parameter}", code.code);
        }
    }
}

#[test]
fn error_codes_are_found_by_action_and_by_parameter() {
    let codes = |action: &str, parameters: &[&str]| -> Vec<String> {
        tables::error_codes(action, parameters).map(|code| code.code.clone()).collect()
    };
    let create = codes("CreateKeyPair", &["KeyName", "DryRun"]);
    assert!(create.contains(&"InvalidKeyPair.Duplicate".into()), "{create:?}");
    assert!(!create.contains(&"InvalidKeyPair.NotFound".into()), "{create:?}");
    assert!(
        !create.contains(&"AuthFailure".into()),
        "what any action can return is not specific to an action: {create:?}"
    );
    let describe = codes("DescribeVpcs", &["VpcIds"]);
    assert!(describe.contains(&"InvalidVpcID.NotFound".into()), "{describe:?}");
    assert!(!describe.contains(&"VpcLimitExceeded".into()), "{describe:?}");
    assert!(codes("CreateTrafficMirrorSession", &[]).contains(&"InterfaceInUseByTrafficMirrorTarget".into()));

    let dry_run = tables::error_code("DryRunOperation").unwrap();
    assert_eq!((dry_run.class, dry_run.status, dry_run.is_common()), (ErrorClass::Client, Some(412), true));
    assert_eq!(tables::error_code("RequestLimitExceeded").unwrap().class, ErrorClass::Server);
    assert!(tables::is_known_error_code("InvalidAMIID.NotFound") && !tables::is_known_error_code("InvalidAMIID"));
    assert!(tables::all_error_codes().count() > 420);
}

#[test]
fn ids_are_known_by_prefix_and_form() {
    for (id, kind) in [
        ("i-1234567890abcdef0", Some("instance")),
        ("i-1a2b3c4d", Some("instance")),
        ("i-1a2b3c4", None),
        ("i-1a2b3c4g", None),
        ("I-1a2b3c4d", None),
        ("eni-1a2b3c4d", Some("network-interface")),
        ("eni-attach-1a2b3c4d", Some("network-interface-attachment")),
        ("vpc-cidr-assoc-0123456789abcdef0", Some("vpc-cidr-block-association")),
        ("lt-1a2b3c4d", None),
        ("sir-08b93456", Some("spot-instances-request")),
        ("fleet-73fbd2ce-aa30-494c-8788-1cee4EXAMPLE", None),
        ("fleet-73fbd2ce-aa30-494c-8788-1cee4a1b2c3d", Some("fleet")),
        ("my-key-1a2b3c4d", None),
        ("vpc-", None),
        ("-1a2b3c4d", None),
        ("", None),
        ("ä-1a2b3c4d", None),
    ] {
        assert_eq!(tables::resource_id(id), kind, "{id}");
    }
    let kinds: BTreeSet<&str> = tables::lifecycles().map(|row| row.kind.as_str()).collect();
    for common in ["instance", "volume", "snapshot", "image", "vpc", "subnet", "security-group", "natgateway"] {
        assert!(kinds.contains(common) && tables::id_prefixes().any(|(_, row)| row.kind == common), "{common}");
    }
}

#[test]
fn every_timestamp_of_the_model_is_volatile() {
    let contract = Contract::embedded();
    let members = response_members(contract);
    for (name, shape) in &members {
        if matches!(contract.shape(*shape).kind, ShapeKind::Timestamp(_)) {
            assert_eq!(tables::volatility(name), Some(Volatility::Time), "{name}");
        }
    }
    let names: BTreeSet<&str> = members.iter().map(|(name, _)| *name).collect();
    for (place, member) in tables::volatile_members() {
        match place {
            None => assert!(names.contains(member), "no response has a member {member}"),
            Some(name) => assert!(has_path(contract, operation(contract, name), member), "{name}: {member}"),
        }
    }
}

#[test]
fn volatile_members_are_distinguished_from_stable_ones() {
    for (member, volatility) in [
        ("InstanceId", Some(Volatility::Id)),
        ("OwnerId", Some(Volatility::Account)),
        ("NetworkInterfaceOwnerId", Some(Volatility::Account)),
        ("AvailabilityZoneId", Some(Volatility::Place)),
        ("PrivateDnsName", Some(Volatility::Host)),
        ("KeyMaterial", Some(Volatility::Secret)),
        ("NextToken", Some(Volatility::Token)),
        ("SecurityGroupArn", Some(Volatility::Arn)),
        ("MacAddress", Some(Volatility::Mac)),
        ("ProductCodeId", None),
        ("VlanId", None),
        ("CidrBlock", None),
        ("State", None),
        ("KeyName", None),
    ] {
        assert_eq!(tables::volatility(member), volatility, "{member}");
    }
    assert_eq!(
        tables::volatility_at("DescribeInstances", "Reservations[].Instances[].LaunchTime"),
        Some(Volatility::Time)
    );
    assert_eq!(tables::volatility_at("GetConsoleOutput", "Output"), Some(Volatility::Text));
    assert_eq!(
        tables::volatility_at("DescribeSpotPriceHistory", "SpotPriceHistory[].SpotPrice"),
        Some(Volatility::Measure)
    );
    assert_eq!(tables::volatility_at("DescribeSpotInstanceRequests", "SpotInstanceRequests[].SpotPrice"), None);
    assert_eq!(tables::volatility_at("DescribeReservedInstancesListings", "HostIdSet[]"), Some(Volatility::Id));
}

#[test]
fn identity_keys_are_members_of_the_elements() {
    let contract = Contract::embedded();
    let all = response_members(contract);
    for row in tables::identity_keys() {
        let of_list = all.iter().filter(|(name, _)| *name == row.list);
        let elements: Vec<&Members> =
            of_list.filter_map(|(_, shape)| contract.list(*shape)).map(|list| contract.members(list.item)).collect();
        for key in row.by {
            let known = elements.iter().any(|members| members.get(key).is_some());
            assert!(known, "no response has a list {} of elements with {key}", row.list);
        }
        assert!(row.operation.is_none_or(|name| contract.operation(name).is_some()), "{:?}", row.operation);
    }
    let by = |operation: &str, list: &str| tables::identity_key(operation, list).map(|by| by.join(" "));
    assert_eq!(by("DescribeInstances", "Reservations").as_deref(), Some("ReservationId"));
    assert_eq!(by("DescribeInstances", "Tags").as_deref(), Some("Key"));
    assert_eq!(by("DescribeTags", "Tags").as_deref(), Some("ResourceId Key"));
    assert_eq!(by("DescribeSecurityGroups", "IpPermissions").as_deref(), Some("IpProtocol FromPort ToPort"));
    assert_eq!(by("DescribeNetworkAcls", "Entries").as_deref(), Some("Egress RuleNumber"));
    assert_eq!(by("DescribeVpcs", "NoSuchList"), None);
}

#[test]
fn lists_with_an_order_and_lists_that_hold_others_are_the_models() {
    let contract = Contract::embedded();
    for (name, path) in tables::ordered_lists() {
        assert!(has_path(contract, operation(contract, name), &format!("{path}[]")), "{name} {path}");
    }
    assert!(tables::is_ordered("DescribeDhcpOptions", "DhcpOptions[].DhcpConfigurations[].Values"));
    assert!(!tables::is_ordered("DescribeVpcs", "Vpcs"));
    let held = tables::held_list("Reservations").unwrap_or_default();
    assert!(has_path(
        contract,
        operation(contract, "DescribeInstances"),
        &format!("Reservations[].{held}[].InstanceId")
    ));
    assert_eq!(tables::held_list("Vpcs"), None);
}

#[test]
fn transient_states_are_the_models() {
    let contract = Contract::embedded();
    let all = response_members(contract);
    let values: BTreeSet<&str> = all
        .iter()
        .filter_map(|(_, shape)| match &contract.shape(*shape).kind {
            ShapeKind::String { values } => Some(values.iter().map(String::as_str)),
            _ => None,
        })
        .flatten()
        .collect();
    for state in tables::transient_states() {
        let code = state.parse::<u8>().is_ok();
        assert!(code || values.contains(state), "the model has no state {state}");
    }
    assert!(tables::is_transition("pending", "running") && tables::is_transition("running", "pending"));
    assert!(!tables::is_transition("available", "in-use") && !tables::is_transition("running", "stopped"));
    assert!(tables::is_leaving("terminated") && !tables::is_leaving("running"));
    assert!(tables::is_leaving("detaching") && !tables::is_resource_leaving("detaching"));
}

#[test]
fn what_the_model_marks_as_sensitive_is_secret() {
    /// Public (an endorsement key), no secret (what ails an instance), or a structure or a value whose secrets have a
    /// name of their own.
    const NOT: [&str; 5] = ["KeyValue", "Description", "LaunchSpecification", "TunnelOptions", "Value"];
    let contract = Contract::embedded();
    let inputs = contract.operations().flat_map(|operation| contract.parameters(operation));
    let inputs = inputs.map(|member| (member.name.as_str(), member.shape));
    let all: Vec<(&str, ShapeId)> = response_members(contract).into_iter().chain(inputs).collect();
    for (name, shape) in &all {
        if contract.shape(*shape).sensitive && !NOT.contains(name) {
            assert!(tables::is_secret_member(name), "the model marks {name}");
        }
    }
    for name in ["keyMaterial", "PRESHAREDKEY", "X-Amz-Security-Token", "AWSSecretAccessKey"] {
        assert!(tables::is_secret_member(name), "{name}");
    }
    for name in ["KeyName", "KeyFingerprint", "Value", "NextToken", "AWSAccessKeyId"] {
        assert!(!tables::is_secret_member(name), "{name}");
    }
    assert_eq!(tables::secret_members().filter(|name| *name == "SecretKey").count(), 1);
    assert!(tables::secrets().all(|row| !row.why.is_empty()));
}

#[test]
fn a_missing_action_is_distinguished_from_one_that_fails() {
    const WERKZEUG: &str = "<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>";
    for (status, code, message, missing) in [
        (400, "InvalidAction", "The action CreateFoo is not valid for this web service.", true),
        (404, "InvalidAction", "", true),
        (400, "InvalidRequest", "The request received was invalid.", true),
        (400, "InvalidRequest", "Only one of X and Y may be given.", false),
        (501, "InternalFailure", "API for service 'ec2' not yet implemented or pro feature", true),
        (500, "InternalFailure", "The DescribeFoo action has not been implemented", true),
        (500, "InternalFailure", "exception while calling ec2.RunInstances", false),
        (501, "", "", true),
        (500, "", WERKZEUG, false),
        (400, "UnsupportedOperation", "The instance is not EBS-backed.", false),
        (400, "UnknownParameter", "The parameter Foo is not recognized", false),
        (403, "UnauthorizedOperation", "", false),
    ] {
        assert_eq!(tables::action_missing(status, code, message), missing, "{status} {code} {message}");
    }
    assert!(tables::action_may_be_missing(500, "", WERKZEUG));
    assert!(tables::action_may_be_missing(400, "InvalidAction", ""));
    assert!(!tables::action_may_be_missing(500, "", "java.lang.NullPointerException"));
    assert!(tables::unsupported_rules().all(|rule| !rule.who.is_empty()));
}

#[test]
fn values_that_aws_documents_beyond_its_model_are_no_mismatch() {
    let contract = Contract::embedded();
    let names = |shape: &str| {
        let listed = response_members(contract).into_iter().find_map(|(_, id)| match contract.shape(id) {
            found if found.name == shape => Some(&found.kind),
            _ => None,
        });
        match listed {
            Some(ShapeKind::String { values }) => values.clone(),
            other => panic!("{shape} is {other:?}"),
        }
    };
    for row in tables::more_values() {
        let listed = names(&row.shape);
        assert!(row.values.iter().all(|value| !listed.contains(value)), "the model lists {row:?} itself");
    }
    let operation = operation(contract, "DescribeInternetGateways");
    let mismatches = |state: &str| {
        let body = format!(
            "<DescribeInternetGatewaysResponse xmlns=\"{}\"><requestId>r</requestId><internetGatewaySet><item>\
             <attachmentSet><item><state>{state}</state></item></attachmentSet></item></internetGatewaySet>\
             </DescribeInternetGatewaysResponse>",
            contract.xml_namespace()
        );
        contract::decode(contract, operation, body.as_bytes()).expect("it is XML").mismatches.len()
    };
    assert_eq!((mismatches("available"), mismatches("attached"), mismatches("perhaps")), (0, 0, 1));
}

#[test]
fn filters_fit_the_model() {
    let contract = Contract::embedded();
    let mut names = 0;
    for (action, filters) in tables::filtered_actions() {
        let parameter = tables::filter_parameter(contract, operation(contract, action));
        assert!(matches!(parameter, Some("Filters" | "Filter")), "{action}: {parameter:?}");
        assert!(filters.keys().all(|name| !name.contains(' ') && tables::documented_name(name) == name), "{filters:?}");
        names += filters.len();
    }
    assert!(names > 1200, "{names}");
    let volumes = tables::filters("DescribeVolumes").expect("AWS documents them");
    assert_eq!(volumes["status"], ["creating", "available", "in-use", "deleting", "deleted", "error"]);
    assert!(volumes["volume-id"].is_empty());
    assert!(volumes.contains_key(tables::documented_name("tag:Owner")));
    // The model has the parameter, and no names for it.
    assert!(tables::filters("DescribeIpams").is_none());
    assert_eq!(tables::filter_parameter(contract, operation(contract, "DescribeIpams")), Some("Filters"));
    assert_eq!(tables::filter_parameter(contract, operation(contract, "DescribeNatGateways")), Some("Filter"));
    assert_eq!(tables::filter_parameter(contract, operation(contract, "RunInstances")), None);
}
