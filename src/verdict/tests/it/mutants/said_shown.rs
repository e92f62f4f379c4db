//! What was requested is shown.

use serde_json::json;

use crate::mutants::{Mutant, Story};

const VOLUME: &str = "<volumeId>vol-0123456789abcdef0</volumeId><size>8</size><iops>4000</iops><volumeType>gp3</volumeType>\
    <availabilityZone>xx-test-1a</availabilityZone><snapshotId/><status>available</status>";

fn volume() -> Story {
    let described = format!(
        "<volumeSet><item>{VOLUME}<tagSet><item><key>team</key><value>blue</value></item><item><key>aws:x</key><value>1</value>\
         </item></tagSet></item></volumeSet>"
    );
    Story::new(&[
        (
            "CreateVolume",
            json!({"Size": 8, "Iops": 4000, "VolumeType": "gp3", "AvailabilityZone": "xx-test-1a", "ClientToken": "t", "TagSpecifications": [
                {"ResourceType": "volume", "Tags": [{"Key": "team", "Value": "red"}, {"Key": "gone", "Value": ""}]}]}),
            VOLUME,
        ),
        (
            "CreateTags",
            json!({"Resources": ["vol-0123456789abcdef0"], "Tags": [{"Key": "team", "Value": "blue"}]}),
            "<return>true</return>",
        ),
        (
            "DeleteTags",
            json!({"Resources": ["vol-0123456789abcdef0"], "Tags": [{"Key": "gone"}]}),
            "<return>true</return>",
        ),
        ("DescribeVolumes", json!({}), &described),
    ])
}

#[test]
fn of_a_volume() {
    let at = |name, from, to, code| Mutant { name, action: "DescribeVolumes", from, to, code };
    volume().kills(&[
        at("another number", "4000", "3000", "D601"),
        at("another word", "gp3", "gp2", "D601"),
        at("an absent value", "<iops>4000</iops>", "", "D602"),
        at("an empty value", "<iops>4000</iops>", "<iops/>", "D602"),
        at("the value of a tag", "blue", "red", "D601"),
        at("a forgotten tag", "<item><key>team</key><value>blue</value></item>", "", "D603"),
        at("a deleted tag", "<key>team</key>", "<key>gone</key>", "D605"),
        at("a tag of nobody", "aws:x", "x", "D605"),
        Mutant { name: "another number at once", action: "CreateVolume", from: "4000", to: "3000", code: "D601" },
    ]);
}

#[test]
fn of_a_changed_volume_once_the_change_is_complete() {
    let described = format!("<volumeSet><item>{}</item></volumeSet>", VOLUME.replace("<size>8<", "<size>16<"));
    let state = |state: &str| {
        format!(
            "<volumeModificationSet><item><volumeId>vol-0123456789abcdef0</volumeId><modificationState>{state}</modificationState></item></volumeModificationSet>"
        )
    };
    let story = |modification: &str| {
        Story::new(&[
            ("CreateVolume", json!({"Size": 8, "AvailabilityZone": "xx-test-1a"}), VOLUME),
            ("ModifyVolume", json!({"VolumeId": "vol-0123456789abcdef0", "Size": 16}), ""),
            ("DescribeVolumesModifications", json!({}), &state(modification)),
            ("DescribeVolumes", json!({}), &described),
        ])
    };
    let old =
        |code| Mutant { name: "the old size", action: "DescribeVolumes", from: "<size>16<", to: "<size>8<", code };
    story("completed").kills(&[old("D601")]);
    assert_eq!(story("modifying").with(&old("")).codes(), [""; 0], "either may be shown");
    assert_eq!(story("failed").codes(), ["D601"], "the change did not happen");
}

const PERMISSIONS: &str = "<ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges>\
    <item><cidrIp>10.0.0.0/8</cidrIp></item><item><cidrIp>192.0.2.0/24</cidrIp><description>lab</description></item></ipRanges></item></ipPermissions>\
    <ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item></ipPermissionsEgress>";

fn group() -> Story {
    let group = "<groupId>sg-0123456789abcdef0</groupId>";
    let rule = |id: &str, block: &str| {
        format!(
            "<item><securityGroupRuleId>{id}</securityGroupRuleId>{group}<isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><cidrIpv4>{block}</cidrIpv4></item>"
        )
    };
    let (one, two, three) =
        (rule("sgr-1", "10.0.0.0/8"), rule("sgr-2", "192.0.2.0/24"), rule("sgr-3", "203.0.113.0/24"));
    let ranges = json!([{"CidrIp": "10.1.2.3/8"}, {"CidrIp": "192.0.2.0/24", "Description": "lab"}, {"CidrIp": "203.0.113.0/24"}]);
    let permission = json!([{"IpProtocol": "6", "FromPort": 22, "ToPort": 22, "IpRanges": ranges}]);
    Story::new(&[
        (
            "CreateSecurityGroup",
            json!({"GroupName": "g", "Description": "d", "VpcId": "vpc-1"}),
            &format!("<return>true</return>{group}"),
        ),
        (
            "AuthorizeSecurityGroupIngress",
            json!({"GroupId": "sg-0123456789abcdef0", "IpPermissions": permission}),
            &format!("<return>true</return><securityGroupRuleSet>{one}{two}{three}</securityGroupRuleSet>"),
        ),
        (
            "RevokeSecurityGroupIngress",
            json!({"GroupId": "sg-0123456789abcdef0", "SecurityGroupRuleIds": ["sgr-3"]}),
            "<return>true</return>",
        ),
        (
            "DescribeSecurityGroupRules",
            json!({"Filters": [{"Name": "group-id", "Values": ["sg-0123456789abcdef0"]}]}),
            &format!(
                "<securityGroupRuleSet>{one}{}</securityGroupRuleSet>",
                two.replace("</item>", "<description>lab</description></item>")
            ),
        ),
        (
            "DescribeSecurityGroups",
            json!({}),
            &format!(
                "<securityGroupInfo><item>{group}<groupName>g</groupName><groupDescription>d</groupDescription><vpcId>vpc-1</vpcId>{PERMISSIONS}</item></securityGroupInfo>"
            ),
        ),
    ])
}

#[test]
fn of_the_rules_of_a_security_group() {
    let at = |name, from, to, code| Mutant { name, action: "DescribeSecurityGroups", from, to, code };
    let rules = |name, from, to, code| Mutant { name, action: "DescribeSecurityGroupRules", from, to, code };
    group().kills(&[
        at("one of several blocks", "<item><cidrIp>10.0.0.0/8</cidrIp></item>", "", "D604"),
        at("all rules gone", "<fromPort>22</fromPort>", "<fromPort>23</fromPort>", "D604"),
        at("another rule", "10.0.0.0/8", "10.0.0.0/9", "D605"),
        at("a revoked rule", "10.0.0.0/8", "203.0.113.0/24", "D605"),
        at("a rule for nobody's traffic", "0.0.0.0/0", "198.51.100.0/24", "D605"),
        at("another description of a rule", "lab", "hut", "D601"),
        at("another name", "<groupName>g<", "<groupName>G<", "D601"),
        rules("a rule that is not listed", "10.0.0.0/8", "10.0.0.0/9", "D604"),
        rules("a revoked rule that is listed", "<cidrIpv4>10.0.0.0/8", "<cidrIpv4>203.0.113.0/24", "D605"),
        Mutant {
            name: "one rule for all blocks",
            action: "AuthorizeSecurityGroupIngress",
            from: "<cidrIpv4>10.0.0.0/8",
            to: "<cidrIpv4>192.0.2.0/24",
            code: "D604",
        },
    ]);
}

#[test]
fn a_description_is_where_the_target_of_its_rule_is() {
    let described = group().with(&Mutant {
        name: "another description",
        action: "DescribeSecurityGroups",
        from: "lab",
        to: "hut",
        code: "D601",
    });
    let paths: Vec<String> = described.judgement().findings.iter().map(|finding| finding.path.clone()).collect();
    assert!(paths.contains(&"SecurityGroups[].IpPermissions[].IpRanges[].Description".to_owned()), "{paths:?}");
    let listed = group().with(&Mutant {
        name: "another description",
        action: "DescribeSecurityGroupRules",
        from: "lab",
        to: "hut",
        code: "D601",
    });
    let paths: Vec<String> = listed.judgement().findings.iter().map(|finding| finding.path.clone()).collect();
    assert!(paths.contains(&"SecurityGroupRules[].Description".to_owned()), "{paths:?}");
}

#[test]
fn of_the_routes_of_a_table() {
    let described = "<routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><routeSet>\
        <item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>\
        <item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-2</gatewayId><state>active</state><origin>CreateRoute</origin></item>\
        </routeSet></item></routeTableSet>";
    let route = |block: &str, gateway: &str| json!({"RouteTableId": "rtb-1", "DestinationCidrBlock": block, "GatewayId": gateway});
    let story = Story::new(&[
        (
            "CreateRouteTable",
            json!({"VpcId": "vpc-1"}),
            "<routeTable><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId></routeTable>",
        ),
        ("CreateRoute", route("0.0.0.0/0", "igw-1"), "<return>true</return>"),
        ("CreateRoute", route("192.0.2.0/24", "igw-1"), "<return>true</return>"),
        ("ReplaceRoute", route("0.0.0.0/0", "igw-2"), "<return>true</return>"),
        (
            "DeleteRoute",
            json!({"RouteTableId": "rtb-1", "DestinationCidrBlock": "192.0.2.0/24"}),
            "<return>true</return>",
        ),
        ("DescribeRouteTables", json!({}), described),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeRouteTables", from, to, code };
    story.kills(&[
        at("a route that is not shown", "0.0.0.0/0", "198.51.100.0/24", "D604"),
        at("a route that was deleted", "0.0.0.0/0", "192.0.2.0/24", "D605"),
        at("a route of nobody", ">CreateRouteTable<", ">CreateRoute<", "D605"),
        at("the route from before it was replaced", "igw-2", "igw-1", "D601"),
    ]);
}

#[test]
fn of_attributes_that_are_described_alone() {
    let story = Story::new(&[
        (
            "RunInstances",
            json!({"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "KeyName": "k", "DisableApiTermination": true}),
            "<instancesSet><item><instanceId>i-1</instanceId><imageId>ami-1</imageId><keyName>k</keyName></item></instancesSet>",
        ),
        (
            "ModifyInstanceAttribute",
            json!({"InstanceId": "i-1", "Attribute": "userData", "Value": "YQ=="}),
            "<return>true</return>",
        ),
        (
            "DescribeInstanceAttribute",
            json!({"InstanceId": "i-1", "Attribute": "disableApiTermination"}),
            "<instanceId>i-1</instanceId><disableApiTermination><value>true</value></disableApiTermination>",
        ),
        (
            "DescribeInstances",
            json!({}),
            "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><imageId>ami-1</imageId><keyName>k</keyName><instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>",
        ),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeInstanceAttribute", from, to, code };
    story.kills(&[
        at("the other boolean", "true", "false", "D601"),
        at("no boolean", "<value>true</value>", "<value/>", "D602"),
        Mutant {
            name: "a decorated name",
            action: "DescribeInstances",
            from: "<keyName>k",
            to: "<keyName>k (0d7ae4b8, host1)",
            code: "D601",
        },
    ]);
}

#[test]
fn of_a_list_that_was_requested_at_creation() {
    let options = "<dhcpOptionsId>dopt-1</dhcpOptionsId><dhcpConfigurationSet><item><key>domain-name-servers</key><valueSet>\
        <item><value>192.0.2.53</value></item><item><value>192.0.2.54</value></item></valueSet></item></dhcpConfigurationSet>";
    let story = Story::new(&[
        (
            "CreateDhcpOptions",
            json!({"DhcpConfigurations": [{"Key": "domain-name-servers", "Values": ["192.0.2.53", "192.0.2.54"]}]}),
            &format!("<dhcpOptions>{options}</dhcpOptions>"),
        ),
        ("DescribeDhcpOptions", json!({}), &format!("<dhcpOptionsSet><item>{options}</item></dhcpOptionsSet>")),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeDhcpOptions", from, to, code };
    story.kills(&[
        at("one of two values", "<item><value>192.0.2.54</value></item>", "", "D601"),
        at("another key", "domain-name-servers", "ntp-servers", "D604"),
        at(
            "one more key",
            "</dhcpConfigurationSet>",
            "<item><key>domain-name</key></item></dhcpConfigurationSet>",
            "D605",
        ),
    ]);
}

#[test]
fn nothing_is_expected_of_what_may_have_changed() {
    let volume = volume();
    let other = Mutant {
        name: "other values",
        action: "DescribeVolumes",
        from: "<iops>4000</iops>",
        to: "<iops>3000</iops>",
        code: "",
    };
    let mut changed = volume.with(&other);
    for (action, parameters) in [
        ("DeleteVolume", json!({"VolumeId": "vol-0123456789abcdef0"})),
        ("ModifyVolume", json!({"VolumeId": "vol-0123456789abcdef0", "VolumeType": "gp3"})),
    ] {
        changed.calls.insert(3, (action, parameters, test_support::judging::success(action, "<return>true</return>")));
        assert_eq!(changed.codes(), [""; 0], "{action}");
        changed.calls.remove(3);
    }
    assert_eq!(changed.codes(), ["D601"]);
    let mut deleting = volume.with(&Mutant { from: "<iops>4000</iops>", to: "", ..other });
    deleting.calls[3].2 = deleting.calls[3].2.replace(">available<", ">deleting<");
    assert_eq!(deleting.codes(), [""; 0]);
}

#[test]
fn a_rule_that_was_modified_is_neither_missing_nor_nobodys() {
    let (old, new) = ("10.0.0.0/8", "198.51.100.0/25");
    let mut modified = group();
    for action in ["DescribeSecurityGroupRules", "DescribeSecurityGroups"] {
        modified = modified.with(&Mutant { name: "the new block", action, from: old, to: new, code: "" });
    }
    assert_eq!(modified.codes(), ["D604", "D605"], "nobody modified it");
    let update = json!({"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": new});
    let parameters = json!({"GroupId": "sg-0123456789abcdef0",
        "SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "SecurityGroupRule": update}]});
    let done = test_support::judging::success("ModifySecurityGroupRules", "<return>true</return>");
    modified.calls.insert(3, ("ModifySecurityGroupRules", parameters, done));
    assert_eq!(modified.codes(), [""; 0]);
}

#[test]
fn tags_of_another_kind_say_nothing_of_a_resource() {
    let listed = |kind: &str| {
        let mut story = volume();
        let filters = json!([{"Name": "resource-id", "Values": ["vol-0123456789abcdef0"]},
            {"Name": "resource-type", "Values": [kind]}]);
        let none = test_support::judging::success("DescribeTags", "<tagSet/>");
        story.calls.push(("DescribeTags", json!({ "Filters": filters }), none));
        story.codes()
    };
    assert_eq!(listed("volume"), ["D603"]);
    for kind in ["snapshot", "vol", "Volume"] {
        assert_eq!(listed(kind), [""; 0], "{kind}");
    }
}
