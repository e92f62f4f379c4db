//! Rules across the members of a response.

use std::collections::BTreeSet;

use contract::tables::{self, MemberPattern, RulePlace, RuleRequirement};
use contract::{Contract, Decoded, Members, ShapeId, ShapeKind, rule_violations};

fn decoded(operation: &str, inside: &str) -> Decoded {
    let contract = Contract::embedded();
    let body = format!(
        "<{operation}Response xmlns=\"{}/\"><requestId>r</requestId>{inside}</{operation}Response>",
        contract.xml_namespace()
    );
    let operation = contract.operation(operation).expect("the operation is in the model");
    contract::decode(contract, operation, body.as_bytes()).expect("it is XML")
}

/// Rule and path of each violation.
fn violations(operation: &str, inside: &str) -> Vec<(String, String)> {
    let contract = Contract::embedded();
    let found = rule_violations(contract, contract.operation(operation).unwrap(), &decoded(operation, inside));
    found.into_iter().map(|violation| (violation.rule.id.clone(), violation.path)).collect()
}

fn group(permission: &str) -> String {
    format!(
        "<securityGroupInfo><item><ipPermissions><item>{permission}</item></ipPermissions></item></securityGroupInfo>"
    )
}

fn expect(operation: &str, inside: &str, expected: &[(&str, &str)]) {
    let found = violations(operation, inside);
    let found: Vec<(&str, &str)> = found.iter().map(|(rule, path)| (rule.as_str(), path.as_str())).collect();
    assert_eq!(found, expected, "{operation}: {inside}");
}

#[test]
fn a_permission_for_all_protocols_has_no_ports() {
    let ranges = "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>";
    let permission =
        |protocol: &str, ports: &str| group(&format!("<ipProtocol>{protocol}</ipProtocol>{ports}{ranges}"));
    let ports = "<fromPort>1</fromPort><toPort>65535</toPort>";
    let place = "SecurityGroups[0].IpPermissions[0]";
    let rule = "ports-of-all-protocols";
    expect("DescribeSecurityGroups", &permission("-1", ""), &[]);
    expect("DescribeSecurityGroups", &permission("tcp", ports), &[]);
    let both = [(rule, &*format!("{place}.FromPort")), (rule, &*format!("{place}.ToPort"))];
    expect("DescribeSecurityGroups", &permission("-1", ports), &both);
    expect("DescribeSecurityGroups", &permission("-1", "<fromPort>-1</fromPort>"), &both[..1]);
    let of_rule = |ports: &str| {
        let rule = format!("<ipProtocol>-1</ipProtocol>{ports}<cidrIpv4>10.0.0.0/8</cidrIpv4>");
        format!("<securityGroupRuleSet><item>{rule}</item></securityGroupRuleSet>")
    };
    expect("DescribeSecurityGroupRules", &of_rule("<fromPort>-1</fromPort><toPort>-1</toPort>"), &[]);
    expect("DescribeSecurityGroupRules", &of_rule("<toPort>0</toPort>"), &[(rule, "SecurityGroupRules[0].ToPort")]);
}

#[test]
fn a_permission_names_a_target() {
    let rule = "permission-without-target";
    let tcp = "<ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>";
    for target in ["", "<ipRanges/><groups/>", "<ipRanges></ipRanges><ipv6Ranges/><prefixListIds/>"] {
        let found = [(rule, "SecurityGroups[0].IpPermissions[0]")];
        expect("DescribeSecurityGroups", &group(&format!("{tcp}{target}")), &found);
    }
    for target in [
        "<ipRanges/><groups><item><groupId>sg-1</groupId></item></groups>",
        "<prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds>",
        "<ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>",
    ] {
        expect("DescribeSecurityGroups", &group(&format!("{tcp}{target}")), &[]);
    }
    let bare = format!("<securityGroupRuleSet><item>{tcp}</item></securityGroupRuleSet>");
    expect("DescribeSecurityGroupRules", &bare, &[(rule, "SecurityGroupRules[0]")]);
    // What the caller sent is repeated as it was.
    let unknown = "<return>true</return><unknownIpPermissionSet><item><ipProtocol>-1</ipProtocol><fromPort>1</fromPort>\
                   </item></unknownIpPermissionSet>";
    expect("RevokeSecurityGroupIngress", unknown, &[]);
}

#[test]
fn ids_of_accounts_have_twelve_digits() {
    let image = |owner: &str| format!("<imagesSet><item><imageOwnerId>{owner}</imageOwnerId></item></imagesSet>");
    for owner in ["123456789012", "000000000000", "amazon", "aws-marketplace", ""] {
        expect("DescribeImages", &image(owner), &[]);
    }
    for owner in ["12345678901", "1234567890123", "6d1c2c2a4c5f4f55b2a0a7bd54d0f2f1", "12345678901a"] {
        expect("DescribeImages", &image(owner), &[("account-id-form", "Images[0].OwnerId")]);
    }
    let of_group = |user: &str| {
        group(&format!(
            "<ipProtocol>-1</ipProtocol><groups><item><userId>{user}</userId><groupId>sg-1</groupId></item></groups>"
        ))
    };
    expect("DescribeSecurityGroups", &of_group("123456789012"), &[]);
    let place = "SecurityGroups[0].IpPermissions[0].UserIdGroupPairs[0].UserId";
    expect("DescribeSecurityGroups", &of_group("admin"), &[("account-id-form", place)]);
}

#[test]
fn what_a_call_did_is_listed() {
    let rule = "empty-result";
    expect("StopInstances", "<instancesSet/>", &[(rule, "StoppingInstances")]);
    expect("StopInstances", "", &[(rule, "StoppingInstances")]);
    expect("StopInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>", &[]);
    let prefixes = "<return>true</return><assignedIpv4PrefixSet><item><ipv4Prefix>10.0.0.0/28</ipv4Prefix></item></assignedIpv4PrefixSet>";
    let addresses = |inside: &str| violations("AssignPrivateIpAddresses", inside);
    assert_eq!(addresses(prefixes), []);
    assert_eq!(addresses("<return>true</return>"), [(rule.to_owned(), "AssignedPrivateIpAddresses".to_owned())]);
    expect("DescribeInstances", "<reservationSet/>", &[]);
    // An API version without the member cannot be asked for it.
    let old = Contract::of_version("2016-11-15").unwrap();
    for version in Contract::versions() {
        let contract = Contract::of_version(version).unwrap();
        let Some(operation) = contract.operation("AuthorizeSecurityGroupIngress") else { continue };
        let has_list =
            operation.output.is_some_and(|output| contract.members(output).get("SecurityGroupRules").is_some());
        let body =
            format!("<r xmlns='{}/'><requestId>r</requestId><return>true</return></r>", contract.xml_namespace());
        let decoded = contract::decode(contract, operation, body.as_bytes()).unwrap();
        assert_eq!(rule_violations(contract, operation, &decoded).len(), usize::from(has_list), "{version}");
        assert!(has_list || !std::ptr::eq(contract, old));
    }
}

#[test]
fn return_is_there_where_it_is_documented() {
    let absent = [("no-return", "return")];
    for operation in
        ["DeleteVpc", "AttachInternetGateway", "ModifyInstanceAttribute", "RebootInstances", "DeregisterImage"]
    {
        expect(operation, "<return>true</return>", &[]);
        expect(operation, "", &absent);
    }
    // Its absence is reported as that of a member.
    expect("CreateRoute", "", &[]);
    expect("DescribeVpcs", "<vpcSet/>", &[]);
    expect("CreateKeyPair", "", &[]);
}

#[test]
fn text_that_means_nothing_is_reported_where_it_is_not_the_users() {
    let rule = "meaningless-text";
    let instance = |inside: &str| {
        format!("<reservationSet><item><instancesSet><item>{inside}</item></instancesSet></item></reservationSet>")
    };
    for text in ["None", "null", "undefined", "[object Object]", "NaN"] {
        let place = "Reservations[0].Instances[0].PublicDnsName";
        expect("DescribeInstances", &instance(&format!("<dnsName>{text}</dnsName>")), &[(rule, place)]);
        let kernel = format!("<instanceId>i-1</instanceId><kernel><value>{text}</value></kernel>");
        expect("DescribeInstanceAttribute", &kernel, &[(rule, "KernelId.Value")]);
        let tags =
            format!("<keyName>{text}</keyName><tagSet><item><key>{text}</key><value>{text}</value></item></tagSet>");
        expect("DescribeInstances", &instance(&tags), &[]);
        let about = format!("<description><value>{text}</value></description><imageId>ami-1</imageId>");
        expect("DescribeImageAttribute", &about, &[]);
        let listed =
            format!("<tagSet><item><key>{text}</key><resourceId>i-1</resourceId><value>{text}</value></item></tagSet>");
        expect("DescribeTags", &listed, &[]);
    }
    expect("DescribeInstances", &instance("<dnsName></dnsName>"), &[]);
    expect("DescribeInstances", &instance("<dnsName>none</dnsName>"), &[]);
    expect("DescribeVpcs", "<nextToken>null</nextToken>", &[(rule, "NextToken")]);
}

/// Name -> members of every structure in a response.
fn structures(contract: &Contract) -> Vec<(&str, &Members)> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut waiting: Vec<ShapeId> = contract.operations().filter_map(|operation| operation.output).collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let shape = contract.shape(id);
        match &shape.kind {
            ShapeKind::Structure(members) => {
                waiting.extend(members.iter().map(|member| member.shape));
                found.push((shape.name.as_str(), members));
            }
            ShapeKind::List(list) => waiting.push(list.item),
            _ => {}
        }
    }
    found
}

#[test]
fn the_table_fits_the_model() {
    let contract = Contract::embedded();
    let structures = structures(contract);
    let shape = |name: &str| structures.iter().find(|(shape, _)| *shape == name).map(|(_, members)| *members);
    let exists = |pattern: &MemberPattern| {
        structures.iter().any(|(name, members)| members.iter().any(|member| pattern.fits(name, &member.name)))
    };
    assert!(tables::rules().count() >= 7);
    for rule in tables::rules() {
        assert!(rule.source.starts_with("https://docs.aws.amazon.com/"), "{}", rule.id);
        assert!(std::ptr::eq(tables::rule(&rule.id).unwrap(), rule));
        for case in &rule.cases {
            for pattern in &case.except {
                assert!(exists(pattern), "{}: no member {:?}", rule.id, pattern.parts());
            }
            let mut names: Vec<&String> = case.when.keys().collect();
            match &case.requirement {
                RuleRequirement::Only(members) => names.extend(members.keys()),
                RuleRequirement::Absent(members) | RuleRequirement::AnyOf(members) => names.extend(members),
                RuleRequirement::Result(operations) => {
                    for (operation, members) in operations {
                        let operation = contract.operation(operation).unwrap();
                        let output = contract.members(operation.output.unwrap());
                        for member in members {
                            let member = output.get(member).unwrap_or_else(|| panic!("{}: {member}", operation.name));
                            assert!(contract.list(member.shape).is_some(), "{}: {}", operation.name, member.name);
                        }
                    }
                }
                RuleRequirement::Digits { .. }
                | RuleRequirement::NoneOf(_)
                | RuleRequirement::Returns
                | RuleRequirement::UnlikeOthers => {}
            }
            match &case.place {
                RulePlace::Structures(shapes) => {
                    for name in shapes {
                        let members = shape(name).unwrap_or_else(|| panic!("no shape {name}"));
                        assert!(names.iter().all(|member| members.get(member).is_some()), "{}: {name}", rule.id);
                    }
                }
                RulePlace::Members(patterns) => assert!(patterns.iter().all(exists), "{}", rule.id),
                RulePlace::Response => {}
            }
        }
    }
}
