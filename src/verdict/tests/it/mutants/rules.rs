//! Rules across the members of a response.

use serde_json::json;

use crate::mutants::{Mutant, Story};

#[test]
fn of_rules() {
    let group = "<securityGroupInfo><item><groupId>sg-0123456789abcdef0</groupId><ownerId>123456789012</ownerId><groupName>None</groupName>\
        <ipPermissions><item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item></ipPermissions>\
        </item></securityGroupInfo>";
    let instances = "<reservationSet><item><instancesSet><item><instanceId>i-0123456789abcdef0</instanceId><keyName>None</keyName>\
        <kernelId>aki-01234567</kernelId></item></instancesSet></item></reservationSet>";
    let story = Story::new(&[
        (
            "StopInstances",
            json!({"InstanceIds": ["i-0123456789abcdef0"]}),
            "<instancesSet><item><instanceId>i-0123456789abcdef0</instanceId></item></instancesSet>",
        ),
        ("DeleteVpc", json!({"VpcId": "vpc-1"}), "<return>true</return>"),
        ("DescribeSecurityGroups", json!({}), group),
        ("DescribeInstances", json!({}), instances),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeSecurityGroups", from, to, code };
    story.kills(&[
        at(
            "ports of all protocols",
            "<ipProtocol>-1</ipProtocol>",
            "<ipProtocol>-1</ipProtocol><fromPort>1</fromPort><toPort>65535</toPort>",
            "C221",
        ),
        at(
            "a permission for nobody",
            "<ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges>",
            "<ipRanges/>",
            "C222",
        ),
        at("an owner that is a UUID", "123456789012", "02c0dfa62b514dfb8105428d7e5e780a", "C223"),
        Mutant {
            name: "an empty result",
            action: "StopInstances",
            from: "<item><instanceId>i-0123456789abcdef0</instanceId></item>",
            to: "",
            code: "C224",
        },
        Mutant { name: "no return", action: "DeleteVpc", from: "<return>true</return>", to: "", code: "C225" },
        Mutant { name: "None", action: "DescribeInstances", from: "aki-01234567", to: "None", code: "C226" },
    ]);
}
