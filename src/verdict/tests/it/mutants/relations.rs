//! What one resource shows of another, the other shows, too.

use serde_json::json;

use crate::mutants::{Mutant, Story};

const INSTANCES: &str = "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState>\
    <subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><ipAddress>198.51.100.7</ipAddress>\
    <groupSet><item><groupId>sg-1</groupId><groupName>web</groupName></item></groupSet>\
    <blockDeviceMapping><item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-1</volumeId><status>attached</status></ebs></item></blockDeviceMapping>\
    <networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><macAddress>02:00:00:00:00:01</macAddress>\
    <attachment><attachmentId>eni-attach-1</attachmentId><status>attached</status></attachment>\
    <association><publicIp>198.51.100.7</publicIp></association></item></networkInterfaceSet></item></instancesSet></item></reservationSet>";
const VOLUMES: &str = "<volumeSet><item><volumeId>vol-1</volumeId><status>in-use</status><attachmentSet><item><instanceId>i-1</instanceId>\
    <status>attached</status></item></attachmentSet></item></volumeSet>";
const INTERFACES: &str = "<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><status>in-use</status><subnetId>subnet-1</subnetId>\
    <vpcId>vpc-1</vpcId><macAddress>02:00:00:00:00:01</macAddress><groupSet><item><groupId>sg-1</groupId><groupName>web</groupName></item></groupSet>\
    <attachment><attachmentId>eni-attach-1</attachmentId><instanceId>i-1</instanceId><status>attached</status></attachment>\
    <association><publicIp>198.51.100.7</publicIp><associationId>eipassoc-1</associationId></association></item></networkInterfaceSet>";
const ADDRESSES: &str = "<addressesSet><item><publicIp>198.51.100.7</publicIp><allocationId>eipalloc-1</allocationId><associationId>eipassoc-1</associationId>\
    <instanceId>i-1</instanceId><networkInterfaceId>eni-1</networkInterfaceId></item></addressesSet>";
const SUBNETS: &str = "<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item></subnetSet>";
const GROUPS: &str =
    "<securityGroupInfo><item><groupId>sg-1</groupId><groupName>web</groupName></item></securityGroupInfo>";

#[test]
fn of_both_sides() {
    let story = Story::new(&[
        ("DescribeSubnets", json!({}), SUBNETS),
        ("DescribeSecurityGroups", json!({}), GROUPS),
        ("DescribeVolumes", json!({}), VOLUMES),
        ("DescribeAddresses", json!({}), ADDRESSES),
        ("DescribeNetworkInterfaces", json!({}), INTERFACES),
        ("DescribeInstances", json!({}), INSTANCES),
    ]);
    let at = |name, action, from, to, code| Mutant { name, action, from, to, code };
    let instances = |name, from, to, code| at(name, "DescribeInstances", from, to, code);
    story.kills(&[
        instances("an attached volume", "<volumeId>vol-1</volumeId>", "<volumeId>vol-2</volumeId>", "L801"),
        instances("an attached interface", "<networkInterfaceId>eni-1", "<networkInterfaceId>eni-2", "L801"),
        at("the address of an interface", "DescribeNetworkInterfaces", "198.51.100.7", "198.51.100.8", "L801"),
        at("the instance of an interface", "DescribeAddresses", "<instanceId>i-1", "<instanceId>i-2", "L803"),
        instances("the name of a group", "<groupName>web", "<groupName>sg-1", "L804"),
        instances("the VPC of a subnet", "<vpcId>vpc-1", "<vpcId>vpc-2", "L804"),
        instances("the address of a card", "02:00:00:00:00:01", "02:00:00:00:00:02", "L804"),
    ]);
}

#[test]
fn of_what_is_changing() {
    let attaching = VOLUMES.replace("<status>attached<", "<status>attaching<");
    let without = INSTANCES.replace("vol-1", "vol-2");
    let codes = |calls: &[(&'static str, serde_json::Value, &str)]| Story::new(calls).codes();
    assert_eq!(
        codes(&[("DescribeVolumes", json!({}), &attaching), ("DescribeInstances", json!({}), &without)]),
        [""; 0]
    );
    let start = (
        "StartInstances",
        json!({"InstanceIds": ["i-1"]}),
        "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>",
    );
    let volumes = ("DescribeVolumes", json!({}), VOLUMES);
    assert_eq!(codes(&[volumes.clone(), start, ("DescribeInstances", json!({}), &without)]), [""; 0]);
    let pending = without.replace(">running<", ">pending<");
    assert_eq!(codes(&[volumes.clone(), ("DescribeInstances", json!({}), &pending)]), [""; 0]);
    assert_eq!(codes(&[volumes, ("DescribeInstances", json!({}), &without)]), ["L801"]);
}

#[test]
fn of_an_address_after_its_disassociation() {
    let gone = |text: &str, from: &str, to: &str| text.replace(from, to);
    let addresses = gone(
        ADDRESSES,
        "<associationId>eipassoc-1</associationId><instanceId>i-1</instanceId><networkInterfaceId>eni-1</networkInterfaceId>",
        "",
    );
    let interfaces = gone(
        INTERFACES,
        "<association><publicIp>198.51.100.7</publicIp><associationId>eipassoc-1</associationId></association>",
        "",
    );
    let instances = gone(INSTANCES, "<ipAddress>198.51.100.7</ipAddress>", "");
    let instances = gone(&instances, "<association><publicIp>198.51.100.7</publicIp></association>", "");
    let story = Story::new(&[
        ("AllocateAddress", json!({}), "<publicIp>198.51.100.7</publicIp><allocationId>eipalloc-1</allocationId>"),
        (
            "AssociateAddress",
            json!({"AllocationId": "eipalloc-1", "NetworkInterfaceId": "eni-1"}),
            "<associationId>eipassoc-1</associationId>",
        ),
        ("DescribeAddresses", json!({}), ADDRESSES),
        ("DisassociateAddress", json!({"AssociationId": "eipassoc-1"}), "<return>true</return>"),
        ("DescribeAddresses", json!({}), &addresses),
        ("DescribeNetworkInterfaces", json!({}), &interfaces),
        ("DescribeInstances", json!({}), &instances),
    ]);
    let at = |name, action, from, to| Mutant { name, action, from, to, code: "L802" };
    story.kills(&[
        at(
            "on the interface",
            "DescribeNetworkInterfaces",
            "<macAddress>",
            "<association><publicIp>198.51.100.7</publicIp></association><macAddress>",
        ),
        at("on the instance", "DescribeInstances", "<subnetId>", "<ipAddress>198.51.100.7</ipAddress><subnetId>"),
        at(
            "on the address",
            "DescribeAddresses",
            "</allocationId>",
            "</allocationId><networkInterfaceId>eni-1</networkInterfaceId>",
        ),
    ]);
}

#[test]
fn of_a_volume_after_its_detachment() {
    let available = VOLUMES.replace("<item><instanceId>i-1</instanceId><status>attached</status></item>", "");
    let detached = INSTANCES.replace(
        "<item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-1</volumeId><status>attached</status></ebs></item>",
        "",
    );
    let story = Story::new(&[
        ("AttachVolume", json!({"VolumeId": "vol-1", "InstanceId": "i-1", "Device": "/dev/sdf"}), ""),
        ("DescribeInstances", json!({}), INSTANCES),
        ("DetachVolume", json!({"VolumeId": "vol-1"}), ""),
        ("DescribeVolumes", json!({}), &available),
        ("DescribeInstances", json!({}), &detached),
    ]);
    let block = |status: &str| -> &'static str {
        let text =
            format!("<blockDeviceMapping><item><ebs><volumeId>vol-1</volumeId><status>{status}</status></ebs></item>");
        Box::leak(text.into_boxed_str())
    };
    let at = |to| Mutant {
        name: "on the instance",
        action: "DescribeInstances",
        from: "<blockDeviceMapping>",
        to,
        code: "L802",
    };
    story.kills(&[at(block("attached"))]);
    assert_eq!(story.with(&at(block("detaching"))).codes(), [""; 0]);
}

#[test]
fn of_a_subnet_with_one_route_table() {
    let table = |id: &str, subnet: &str, association: &str| {
        format!(
            "<item><routeTableId>{id}</routeTableId><associationSet><item><routeTableAssociationId>{association}</routeTableAssociationId>\
            <subnetId>{subnet}</subnetId><associationState><state>associated</state></associationState></item></associationSet></item>"
        )
    };
    let both = format!(
        "<routeTableSet>{}{}</routeTableSet>",
        table("rtb-1", "subnet-2", "rtbassoc-2"),
        table("rtb-2", "subnet-1", "rtbassoc-3")
    );
    let story = Story::new(&[
        (
            "AssociateRouteTable",
            json!({"RouteTableId": "rtb-1", "SubnetId": "subnet-1"}),
            "<associationId>rtbassoc-1</associationId>",
        ),
        (
            "ReplaceRouteTableAssociation",
            json!({"AssociationId": "rtbassoc-1", "RouteTableId": "rtb-2"}),
            "<newAssociationId>rtbassoc-3</newAssociationId>",
        ),
        ("DescribeRouteTables", json!({}), &both),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeRouteTables", from, to, code };
    story.kills(&[
        at("the table from before", "<subnetId>subnet-2<", "<subnetId>subnet-1<", "L802"),
        at("two tables at once", "<subnetId>subnet-1<", "<subnetId>subnet-2<", "L803"),
    ]);
}

#[test]
fn of_a_subnet_with_one_network_acl() {
    let acls = |id: &str, association: &str| {
        format!(
            "<networkAclSet><item><networkAclId>{id}</networkAclId><associationSet><item>\
            <networkAclAssociationId>{association}</networkAclAssociationId><networkAclId>{id}</networkAclId>\
            <subnetId>subnet-1</subnetId></item></associationSet></item></networkAclSet>"
        )
    };
    let (before, after) = (acls("acl-1", "aclassoc-1"), "<newAssociationId>aclassoc-2</newAssociationId>");
    let replaced_by = |id: &str, shown: &str| {
        Story::new(&[
            ("DescribeNetworkAcls", json!({}), &before),
            ("ReplaceNetworkAclAssociation", json!({"AssociationId": "aclassoc-1", "NetworkAclId": id}), after),
            ("DescribeNetworkAcls", json!({}), &acls(shown, "aclassoc-2")),
        ])
    };
    assert_eq!(replaced_by("acl-1", "acl-1").codes(), [""; 0], "replaced by itself");
    assert_eq!(replaced_by("acl-2", "acl-2").codes(), [""; 0]);
    assert_eq!(replaced_by("acl-2", "acl-1").codes(), ["L802"]);
}

#[test]
fn of_an_instance_that_is_gone() {
    let terminated = INSTANCES.replace(">running<", ">terminated<");
    let available = VOLUMES.replace("<item><instanceId>i-1</instanceId><status>attached</status></item>", "");
    let story = Story::new(&[
        ("DescribeInstances", json!({}), INSTANCES),
        (
            "TerminateInstances",
            json!({"InstanceIds": ["i-1"]}),
            "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>",
        ),
        ("DescribeInstances", json!({}), &terminated),
        ("DescribeVolumes", json!({}), &available),
    ]);
    story.kills(&[Mutant {
        name: "its volume",
        action: "DescribeVolumes",
        from: "<attachmentSet>",
        to: "<attachmentSet><item><instanceId>i-1</instanceId><status>attached</status></item>",
        code: "L802",
    }]);
}
