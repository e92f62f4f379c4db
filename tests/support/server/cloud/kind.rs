//! The kinds of things that exist in the small EC2, as a table.

use super::super::http::Parameters;
use super::xml::{element, list, parent};

const ACCOUNT: &str = "111122223333";
const FINGERPRINT: &str = "1f:51:ae:28:bf:89:e9:d8:1f:25:5d:37:2d:7d:b8:ca:9f:f5:f1:6f";

/// One thing that exists.
#[derive(Debug, Clone)]
pub struct Resource {
    pub kind: &'static Kind,
    pub id: String,
    /// What it was made with.
    pub request: Parameters,
    pub tags: Vec<(String, String)>,
}

/// One kind of thing.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    pub create: &'static str,
    pub describe: &'static str,
    pub delete: &'static str,
    /// Parameters that creation needs.
    pub required: &'static [&'static str],
    /// The parameter that holds its name, which no two may share.
    pub named_by: Option<&'static str>,
    /// The error when two would.
    pub duplicate: &'static str,
    /// What ids begin with; empty: the name is the id.
    pub prefix: &'static str,
    /// The parameter that lists ids when describing.
    pub ids: &'static str,
    /// The parameter that names one when deleting.
    pub id: &'static str,
    pub not_found: &'static str,
    /// The list's element when describing.
    pub set: &'static str,
    /// The members of one in the list.
    pub shown: fn(&Resource) -> String,
    /// The members of the response to its creation.
    pub created: fn(&Resource) -> String,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

pub static KINDS: &[Kind] = &[
    Kind {
        name: "key-pair",
        create: "CreateKeyPair",
        describe: "DescribeKeyPairs",
        delete: "DeleteKeyPair",
        required: &["KeyName"],
        named_by: Some("KeyName"),
        duplicate: "InvalidKeyPair.Duplicate",
        prefix: "",
        ids: "KeyName",
        id: "KeyName",
        not_found: "InvalidKeyPair.NotFound",
        set: "keySet",
        shown: |key| identified(key) + &element("keyType", "rsa") + &element("createTime", "2024-01-01T00:00:00.000Z"),
        created: |key| {
            identified(key)
                + &element("keyMaterial", "-----BEGIN RSA PRIVATE KEY-----\nnone\n-----END RSA PRIVATE KEY-----")
        },
    },
    Kind {
        name: "vpc",
        create: "CreateVpc",
        describe: "DescribeVpcs",
        delete: "DeleteVpc",
        required: &["CidrBlock"],
        named_by: None,
        duplicate: "",
        prefix: "vpc-",
        ids: "VpcId",
        id: "VpcId",
        not_found: "InvalidVpcID.NotFound",
        set: "vpcSet",
        shown: vpc,
        created: |resource| parent("vpc", &vpc(resource)),
    },
    Kind {
        name: "subnet",
        create: "CreateSubnet",
        describe: "DescribeSubnets",
        delete: "DeleteSubnet",
        required: &["VpcId", "CidrBlock"],
        named_by: None,
        duplicate: "",
        prefix: "subnet-",
        ids: "SubnetId",
        id: "SubnetId",
        not_found: "InvalidSubnetID.NotFound",
        set: "subnetSet",
        shown: subnet,
        created: |resource| parent("subnet", &subnet(resource)),
    },
    Kind {
        name: "security-group",
        create: "CreateSecurityGroup",
        describe: "DescribeSecurityGroups",
        delete: "DeleteSecurityGroup",
        required: &["GroupName", "GroupDescription"],
        named_by: Some("GroupName"),
        duplicate: "InvalidGroup.Duplicate",
        prefix: "sg-",
        ids: "GroupId",
        id: "GroupId",
        not_found: "InvalidGroup.NotFound",
        set: "securityGroupInfo",
        shown: |group| {
            element("ownerId", ACCOUNT)
                + &element("groupId", &group.id)
                + &group_arn(group)
                + &element("groupName", requested(group, "GroupName"))
                + &element("groupDescription", requested(group, "GroupDescription"))
                + &element("vpcId", requested(group, "VpcId"))
                + &list("ipPermissions", [])
                + &list("ipPermissionsEgress", [])
                + &tag_set(group)
        },
        created: |group| element("groupId", &group.id) + &group_arn(group) + &tag_set(group),
    },
    Kind {
        name: "volume",
        create: "CreateVolume",
        describe: "DescribeVolumes",
        delete: "DeleteVolume",
        required: &["AvailabilityZone"],
        named_by: None,
        duplicate: "",
        prefix: "vol-",
        ids: "VolumeId",
        id: "VolumeId",
        not_found: "InvalidVolume.NotFound",
        set: "volumeSet",
        shown: |made| volume(made, "available") + &list("attachmentSet", []),
        created: |made| volume(made, "creating"),
    },
];

fn requested<'a>(resource: &'a Resource, parameter: &str) -> &'a str {
    resource.request.get(parameter).unwrap_or_default()
}

fn identified(key: &Resource) -> String {
    element("keyPairId", "key-0123456789abcdef0")
        + &element("keyName", &key.id)
        + &element("keyFingerprint", FINGERPRINT)
        + &tag_set(key)
}

fn vpc(vpc: &Resource) -> String {
    let association = element("cidrBlock", requested(vpc, "CidrBlock"))
        + &element("associationId", "vpc-cidr-assoc-0123456789abcdef0")
        + &parent("cidrBlockState", &element("state", "associated"));
    element("vpcId", &vpc.id)
        + &element("ownerId", ACCOUNT)
        + &element("state", "available")
        + &element("cidrBlock", requested(vpc, "CidrBlock"))
        + &list("cidrBlockAssociationSet", [association])
        + &element("dhcpOptionsId", "dopt-0123456789abcdef0")
        + &element("instanceTenancy", "default")
        + &element("isDefault", "false")
        + &tag_set(vpc)
}

fn subnet(subnet: &Resource) -> String {
    element("subnetId", &subnet.id)
        + &element("ownerId", ACCOUNT)
        + &element("state", "available")
        + &element("vpcId", requested(subnet, "VpcId"))
        + &element("cidrBlock", requested(subnet, "CidrBlock"))
        + &element("availableIpAddressCount", "251")
        + &element("availabilityZone", "test-1a")
        + &element("defaultForAz", "false")
        + &element("mapPublicIpOnLaunch", "false")
        + &tag_set(subnet)
}

fn volume(volume: &Resource, state: &str) -> String {
    element("volumeId", &volume.id)
        + &element("size", requested(volume, "Size"))
        + &element("snapshotId", "")
        + &element("availabilityZone", requested(volume, "AvailabilityZone"))
        + &element("status", state)
        + &element("createTime", "2024-01-01T00:00:00.000Z")
        + &element("volumeType", "gp2")
        + &element("encrypted", "false")
        + &element("multiAttachEnabled", "false")
        + &tag_set(volume)
}

fn group_arn(group: &Resource) -> String {
    element("securityGroupArn", &format!("arn:aws:ec2:test-1:{ACCOUNT}:security-group/{}", group.id))
}

fn tag_set(resource: &Resource) -> String {
    list("tagSet", resource.tags.iter().map(|(key, value)| element("key", key) + &element("value", value)))
}

/// The tags that a creating request gives to what it makes.
pub fn owned_tags(request: &Parameters) -> Vec<(String, String)> {
    request.pairs("TagSpecification.1.Tag")
}
