"""What each filter looks at: for every action, filter -> member of the described item, and a value that no item has.

The source is AWS's page of each action (`API_<action>.html` of the API reference), which names the filters and says what each
looks at. A member is a path from the item (`Attachments.0.InstanceId`); where it is None it follows from the name of the filter
(`private-ip-address`: `PrivateIpAddress`). The fixture of a kind exports `one` and `other`, two described items.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Optional


class Row(NamedTuple):
    """What a filter looks at."""

    nobody: str  # a value that neither item has
    member: Optional[str] = None  # in the item; derived from the filter's name where it is None
    value: Optional[str] = None  # in place of the member: the value of `one`
    another: Optional[str] = None  # in place of the member: the value of `other`


@dataclass
class Kind:
    """Two items of a kind, and the filters of the action that describes them."""

    name: str
    action: str
    ids: str  # the parameter that takes ids
    items: str  # the expression for the list of items
    id: str  # the member that is the id
    plural: str
    fixture: str
    apart: Dict[str, Row] = field(default_factory=dict)  # the items differ
    shared: Dict[str, Row] = field(default_factory=dict)  # both items have the value
    alone: Dict[str, Row] = field(default_factory=dict)  # only `one` has a value
    wildcards: List[str] = field(default_factory=list)  # filters of `apart` whose values are texts without a fixed form
    unasked: Dict[str, str] = field(default_factory=dict)  # filter or prefix with `*` -> why it is not asked here
    slow: bool = False


# The tags of the two items: the fixtures set them.
TAGS = {
    "tag:<key>": Row("gamma", value="alpha", another="beta"),
    "tag-key": Row("${key}-nobody", value="${key}-one", another="${key}-other"),
}
# Where only `one` is tagged.
TAGS_OF_ONE = {
    "tag:<key>": Row("gamma", value="alpha"),
    "tag-key": Row("${key}-nobody", value="${key}"),
}
TIME = "the text of a time may have other fractions of a second than the response"
OWNER = Row("999999999999")
ONE_ACCOUNT = "needs a second account"
OUTPOST = "needs an Outpost"
NO_SIGN = "no response shows what it looks at"
COSTS = "needs what costs more than it tells"
SHOWN_LATER = "set by AWS for some resources only"

VOLUMES = Kind(
    name="volumes",
    action="DescribeVolumes",
    ids="VolumeIds",
    items="Volumes[]",
    id="VolumeId",
    plural="volumes",
    fixture="filter-volumes",
    apart={
        "volume-id": Row("vol-0f0f0f0f0f0f0f0f0"),
        "size": Row("7"),
        "volume-type": Row("st1"),
        **TAGS,
    },
    shared={
        "availability-zone": Row("no-zone"),
        "encrypted": Row("true"),
        "status": Row("error", "State"),
    },
    wildcards=["volume-id", "volume-type"],
    unasked={
        "attachment.*": "of attached volumes: volumes-of-instances",
        "snapshot-id": "of volumes from snapshots: volumes-of-instances",
        "create-time": TIME,
        "availability-zone-id": SHOWN_LATER,
        "fast-restored": COSTS,
        "multi-attach-enabled": COSTS,
        "operator.*": SHOWN_LATER,
    },
)

VOLUMES_OF_INSTANCES = Kind(
    name="volumes-of-instances",
    action="DescribeVolumes",
    ids="VolumeIds",
    items="Volumes[]",
    id="VolumeId",
    plural="root volumes",
    fixture="filter-root-volumes",
    apart={"attachment.instance-id": Row("i-0f0f0f0f0f0f0f0f0", "Attachments.0.InstanceId")},
    shared={
        "attachment.delete-on-termination": Row("false", "Attachments.0.DeleteOnTermination"),
        "attachment.device": Row("/dev/sdz9", "Attachments.0.Device"),
        "attachment.status": Row("detaching", "Attachments.0.State"),
        "snapshot-id": Row("snap-0f0f0f0f0f0f0f0f0"),
    },
    wildcards=["attachment.instance-id"],
    unasked={"attachment.attach-time": TIME},
    slow=True,
)

SNAPSHOTS = Kind(
    name="snapshots",
    action="DescribeSnapshots",
    ids="SnapshotIds",
    items="Snapshots[]",
    id="SnapshotId",
    plural="snapshots",
    fixture="filter-snapshots",
    apart={
        "description": Row("of nobody"),
        "snapshot-id": Row("snap-0f0f0f0f0f0f0f0f0"),
        "volume-id": Row("vol-0f0f0f0f0f0f0f0f0"),
        "volume-size": Row("7"),
        **TAGS,
    },
    shared={
        "encrypted": Row("true"),
        "owner-id": OWNER,
        "progress": Row("1%"),
        "status": Row("error", "State"),
    },
    wildcards=["description", "snapshot-id", "volume-id"],
    unasked={
        "owner-alias": "snapshots of Amazon have one, of which a cloud may have none",
        "start-time": TIME,
        "storage-tier": "AWS shows it of archived snapshots only",
        "transfer-type": "of copies with a completion time only",
    },
    slow=True,
)

IMAGES = Kind(
    name="images",
    action="DescribeImages",
    ids="ImageIds",
    items="Images[]",
    id="ImageId",
    plural="images",
    fixture="filter-images",
    apart={
        "block-device-mapping.delete-on-termination": Row(
            "neither", "BlockDeviceMappings.0.Ebs.DeleteOnTermination"
        ),
        "block-device-mapping.device-name": Row("/dev/sdz9", "BlockDeviceMappings.0.DeviceName"),
        "block-device-mapping.snapshot-id": Row("snap-0f0f0f0f0f0f0f0f0", "BlockDeviceMappings.0.Ebs.SnapshotId"),
        "block-device-mapping.volume-size": Row("7", "BlockDeviceMappings.0.Ebs.VolumeSize"),
        "block-device-mapping.volume-type": Row("st1", "BlockDeviceMappings.0.Ebs.VolumeType"),
        "description": Row("of nobody"),
        "image-id": Row("ami-0f0f0f0f0f0f0f0f0"),
        "name": Row("no-such-name"),
        "root-device-name": Row("/dev/sdz9"),
        **TAGS,
    },
    shared={
        "architecture": Row("arm64"),
        "block-device-mapping.encrypted": Row("true", "BlockDeviceMappings.0.Ebs.Encrypted"),
        "hypervisor": Row("ovm"),
        "image-type": Row("kernel"),
        "is-public": Row("true", "Public"),
        "owner-id": OWNER,
        "root-device-type": Row("instance-store"),
        "state": Row("failed"),
        "virtualization-type": Row("paravirtual"),
    },
    wildcards=["description", "image-id", "name"],
    unasked={
        "boot-mode": COSTS,
        "creation-date": TIME,
        "ena-support": "a registered image need not say",
        "free-tier-eligible": SHOWN_LATER,
        "image-allowed": SHOWN_LATER,
        "image-watermark.*": "a registered image has none",
        "instance-type-specification.*": "a registered image has none",
        "kernel-id": "asked by images/kernel-filters",
        "ramdisk-id": "asked by images/kernel-filters",
        "manifest-location": "no images but those of an instance store have one of their own",
        "owner-alias": "only images of Amazon and the marketplace have one",
        "platform": "needs an image of Windows",
        "product-code*": "needs an image of the marketplace",
        "public-ssm-parameter-name": NO_SIGN,
        "scan-result.*": "needs Amazon Inspector",
        "source-image-*": "asked of copies: AWS shows them of those only",
        "source-instance-id": "of images of instances only",
        "state-reason-*": "needs an image that failed",
        "sriov-net-support": "a registered image need not say",
    },
    slow=True,
)

INSTANCES = Kind(
    name="instances",
    action="DescribeInstances",
    ids="InstanceIds",
    items="Reservations[].Instances[]",
    id="InstanceId",
    plural="instances",
    fixture="filter-instances",
    apart={
        "client-token": Row("no-such-token"),
        "instance-id": Row("i-0f0f0f0f0f0f0f0f0"),
        "instance.group-id": Row("sg-0f0f0f0f0f0f0f0f0", "SecurityGroups.0.GroupId"),
        "instance.group-name": Row("no-such-group", "SecurityGroups.0.GroupName"),
        "metadata-options.http-put-response-hop-limit": Row("64", "MetadataOptions.HttpPutResponseHopLimit"),
        "network-interface.addresses.private-ip-address": Row("192.0.2.1", "NetworkInterfaces.0.PrivateIpAddress"),
        "network-interface.attachment.attachment-id": Row(
            "eni-attach-0f0f0f0f0f0f0f0f0", "NetworkInterfaces.0.Attachment.AttachmentId"
        ),
        "network-interface.attachment.instance-id": Row("i-0f0f0f0f0f0f0f0f0", "InstanceId"),
        "network-interface.group-id": Row("sg-0f0f0f0f0f0f0f0f0", "NetworkInterfaces.0.Groups.0.GroupId"),
        "network-interface.group-name": Row("no-such-group", "NetworkInterfaces.0.Groups.0.GroupName"),
        "network-interface.mac-address": Row("0f:0f:0f:0f:0f:0f", "NetworkInterfaces.0.MacAddress"),
        "network-interface.network-interface-id": Row(
            "eni-0f0f0f0f0f0f0f0f0", "NetworkInterfaces.0.NetworkInterfaceId"
        ),
        "network-interface.private-ip-address": Row("192.0.2.1", "NetworkInterfaces.0.PrivateIpAddress"),
        "network-interface.subnet-id": Row("subnet-0f0f0f0f0f0f0f0f0", "NetworkInterfaces.0.SubnetId"),
        "network-interface.vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0", "NetworkInterfaces.0.VpcId"),
        "private-dns-name": Row("no-such-name"),
        "private-ip-address": Row("192.0.2.1"),
        "reservation-id": Row("r-0f0f0f0f0f0f0f0f0", value="${one_reservation}", another="${other_reservation}"),
        "subnet-id": Row("subnet-0f0f0f0f0f0f0f0f0"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
    },
    alone={"key-name": Row("no-such-key"), **TAGS_OF_ONE},
    shared={
        "architecture": Row("i386"),
        "availability-zone": Row("no-zone", "Placement.AvailabilityZone"),
        "ebs-optimized": Row("neither"),
        "hypervisor": Row("ovm"),
        "image-id": Row("ami-0f0f0f0f0f0f0f0f0"),
        "instance-state-code": Row("80", "State.Code"),
        "instance-state-name": Row("stopped", "State.Name"),
        "instance-type": Row("no.such"),
        "launch-index": Row("7", "AmiLaunchIndex"),
        "metadata-options.http-endpoint": Row("disabled", "MetadataOptions.HttpEndpoint"),
        "metadata-options.state": Row("neither", "MetadataOptions.State"),
        "monitoring-state": Row("enabled", "Monitoring.State"),
        "network-interface.addresses.primary": Row("false", value="true", another="true"),
        "network-interface.attachment.delete-on-termination": Row(
            "false", "NetworkInterfaces.0.Attachment.DeleteOnTermination"
        ),
        "network-interface.attachment.device-index": Row("7", "NetworkInterfaces.0.Attachment.DeviceIndex"),
        "network-interface.attachment.status": Row("detached", "NetworkInterfaces.0.Attachment.Status"),
        "network-interface.owner-id": Row("999999999999", "NetworkInterfaces.0.OwnerId"),
        "network-interface.source-dest-check": Row("false", "NetworkInterfaces.0.SourceDestCheck"),
        "network-interface.status": Row("available", "NetworkInterfaces.0.Status"),
        "owner-id": Row("999999999999", value="${owner}", another="${owner}"),
        "root-device-name": Row("/dev/sdz9"),
        "root-device-type": Row("instance-store"),
        "source-dest-check": Row("false"),
        "tenancy": Row("host", "Placement.Tenancy"),
        "virtualization-type": Row("paravirtual"),
    },
    wildcards=["instance-id", "private-dns-name", "private-ip-address", "subnet-id"],
    unasked={
        "affinity": "needs a Dedicated Host",
        "availability-zone-id": SHOWN_LATER,
        "block-device-mapping.*": "asked by block-devices/filters and filters/instances-with-volumes",
        "boot-mode": "an image need not say",
        "current-instance-boot-mode": "an image need not say",
        "capacity-reservation*": "asked by instances/capacity-reservations, which costs money",
        "dns-name": "needs a public address",
        "ip-address": "needs a public address",
        "ena-support": "an image need not say",
        "enclave-options.enabled": "needs a type with Nitro Enclaves",
        "hibernation-options.configured": "needs a type that hibernates",
        "host-id": "needs a Dedicated Host",
        "iam-instance-profile.*": "needs an instance profile",
        "instance-lifecycle": "asked by spot/run-instances",
        "ipv6-address": "needs IPv6",
        "kernel-id": "asked of images by images/kernel-filters; few instances have one",
        "launch-time": TIME,
        "maintenance-options.auto-recovery": SHOWN_LATER,
        "metadata-options.http-protocol-*": SHOWN_LATER,
        "metadata-options.http-tokens": "asked by instances/metadata-options",
        "metadata-options.instance-metadata-tags": SHOWN_LATER,
        "network-interface.addresses.association.*": "needs a public address",
        "network-interface.addresses.private-dns-name": "as private-dns-name",
        "network-interface.association.*": "needs a public address",
        "network-interface.attachment.attach-time": TIME,
        "network-interface.attachment.instance-owner-id": NO_SIGN,
        "network-interface.attachment.network-card-index": SHOWN_LATER,
        "network-interface.availability-zone": NO_SIGN,
        "network-interface.deny-all-igw-traffic": NO_SIGN,
        "network-interface.description": "the interface of a launch has an empty one",
        "network-interface.ipv4-prefixes.*": "needs prefixes",
        "network-interface.ipv6-*": "needs IPv6",
        "network-interface.operator.*": SHOWN_LATER,
        "network-interface.outpost-arn": OUTPOST,
        "network-interface.private-dns-name": "as private-dns-name",
        "network-interface.public-dns-name": "needs a public address",
        "network-interface.requester-*": NO_SIGN,
        "network-interface.tag-*": NO_SIGN,
        "network-performance-options.*": SHOWN_LATER,
        "operator.*": SHOWN_LATER,
        "outpost-arn": OUTPOST,
        "placement-group-name": "asked by placement-groups/in-use",
        "placement-partition-number": "needs a partition",
        "platform*": "needs an image that says so",
        "private-dns-name-options.*": SHOWN_LATER,
        "product-code*": "needs an image of the marketplace",
        "ramdisk-id": "few instances have one",
        "reason": "of stopped and terminated instances",
        "requester-id": SHOWN_LATER,
        "spot-instance-request-id": "asked of Spot Instances, which cost money",
        "state-reason-*": "of stopped and terminated instances",
        "tpm-support": "needs an image with a TPM",
        "usage-operation*": SHOWN_LATER,
    },
    slow=True,
)

INSTANCES_WITH_VOLUMES = Kind(
    name="instances-with-volumes",
    action="DescribeInstances",
    ids="InstanceIds",
    items="Reservations[].Instances[]",
    id="InstanceId",
    plural="instances on volumes",
    fixture="filter-instances-on-volumes",
    apart={
        "block-device-mapping.volume-id": Row("vol-0f0f0f0f0f0f0f0f0", "BlockDeviceMappings.0.Ebs.VolumeId"),
    },
    shared={
        "block-device-mapping.delete-on-termination": Row(
            "false", "BlockDeviceMappings.0.Ebs.DeleteOnTermination"
        ),
        "block-device-mapping.device-name": Row("/dev/sdz9", "BlockDeviceMappings.0.DeviceName"),
        "block-device-mapping.status": Row("detached", "BlockDeviceMappings.0.Ebs.Status"),
    },
    wildcards=["block-device-mapping.volume-id"],
    unasked={"block-device-mapping.attach-time": TIME},
    slow=True,
)

INSTANCE_STATUS = Kind(
    name="instance-status",
    action="DescribeInstanceStatus",
    ids="InstanceIds",
    items="InstanceStatuses[]",
    id="InstanceId",
    plural="instances",
    fixture="filter-instances",
    shared={
        "availability-zone": Row("no-zone", "Placement.AvailabilityZone"),
        "instance-state-code": Row("80", "State.Code"),
        "instance-state-name": Row("stopped", "State.Name"),
    },
    unasked={
        "application-status.*": "may change meanwhile",
        "attached-ebs-status.*": "may change meanwhile",
        "availability-zone-id": SHOWN_LATER,
        "event.*": "needs a scheduled event",
        "instance-status.*": "may change meanwhile",
        "operator.*": SHOWN_LATER,
        "system-status.*": "may change meanwhile",
    },
    slow=True,
)

INTERFACES = Kind(
    name="network-interfaces",
    action="DescribeNetworkInterfaces",
    ids="NetworkInterfaceIds",
    items="NetworkInterfaces[]",
    id="NetworkInterfaceId",
    plural="network interfaces",
    fixture="filter-interfaces",
    apart={
        "addresses.private-ip-address": Row("192.0.2.1", "PrivateIpAddress"),
        "description": Row("of nobody"),
        "group-id": Row("sg-0f0f0f0f0f0f0f0f0", "Groups.0.GroupId"),
        "mac-address": Row("0f:0f:0f:0f:0f:0f"),
        "network-interface-id": Row("eni-0f0f0f0f0f0f0f0f0"),
        "private-ip-address": Row("192.0.2.1"),
        "source-dest-check": Row("neither"),
        "subnet-id": Row("subnet-0f0f0f0f0f0f0f0f0"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
        **TAGS,
    },
    shared={
        "addresses.primary": Row("false", value="true", another="true"),
        "interface-type": Row("efa"),
        "owner-id": OWNER,
        "requester-managed": Row("true"),
        "status": Row("in-use"),
    },
    wildcards=["description", "network-interface-id", "private-ip-address"],
    unasked={
        "addresses.association.*": "needs a public address",
        "association.*": "needs a public address",
        "attachment.*": "asked by network-interfaces/filters",
        "availability-zone*": "asked by network-interfaces/filters",
        "ipv6-addresses.*": "needs IPv6",
        "operator.*": SHOWN_LATER,
        "private-dns-name": "AWS shows it in VPCs with DNS host names only",
        "requester-id": "AWS documents no value that a client knows before",
    },
)

SUBNETS = Kind(
    name="subnets",
    action="DescribeSubnets",
    ids="SubnetIds",
    items="Subnets[]",
    id="SubnetId",
    plural="subnets",
    fixture="filter-subnets",
    apart={
        "available-ip-address-count": Row("7"),
        "cidr": Row("10.9.9.0/24", "CidrBlock"),
        "cidr-block": Row("10.9.9.0/24"),
        "cidrBlock": Row("10.9.9.0/24", "CidrBlock"),
        "map-public-ip-on-launch": Row("neither"),
        "subnet-id": Row("subnet-0f0f0f0f0f0f0f0f0"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
    },
    alone=TAGS_OF_ONE,
    shared={
        "availability-zone": Row("no-zone"),
        "availabilityZone": Row("no-zone", "AvailabilityZone"),
        "default-for-az": Row("true"),
        "defaultForAz": Row("true", "DefaultForAz"),
        "owner-id": OWNER,
        "state": Row("pending"),
    },
    wildcards=["subnet-id", "vpc-id"],
    unasked={
        "availability-zone-id": SHOWN_LATER,
        "availabilityZoneId": SHOWN_LATER,
        "customer-owned-ipv4-pool": OUTPOST,
        "enable-dns64": SHOWN_LATER,
        "enable-lni-at-device-index": OUTPOST,
        "ipv6-*": "needs IPv6",
        "map-customer-owned-ip-on-launch": OUTPOST,
        "outpost-arn": OUTPOST,
        "private-dns-name-options-on-launch.*": SHOWN_LATER,
        "subnet-arn": SHOWN_LATER,
    },
)

VPCS = Kind(
    name="vpcs",
    action="DescribeVpcs",
    ids="VpcIds",
    items="Vpcs[]",
    id="VpcId",
    plural="VPCs",
    fixture="filter-vpcs",
    apart={
        "cidr": Row("10.9.0.0/16", "CidrBlock"),
        "cidr-block-association.association-id": Row(
            "vpc-cidr-assoc-0f0f0f0f0f0f0f0f0", "CidrBlockAssociationSet.0.AssociationId"
        ),
        "cidr-block-association.cidr-block": Row("10.9.0.0/16", "CidrBlockAssociationSet.0.CidrBlock"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
    },
    alone=TAGS_OF_ONE,
    shared={
        "cidr-block-association.state": Row("failed", "CidrBlockAssociationSet.0.CidrBlockState.State"),
        "dhcp-options-id": Row("dopt-0f0f0f0f0f0f0f0f0"),
        "is-default": Row("true"),
        "owner-id": OWNER,
        "state": Row("pending"),
    },
    wildcards=["vpc-id"],
    unasked={"ipv6-*": "asked by ipv6/vpc-block"},
)

GROUPS = Kind(
    name="security-groups",
    action="DescribeSecurityGroups",
    ids="GroupIds",
    items="SecurityGroups[]",
    id="GroupId",
    plural="security groups",
    fixture="filter-groups",
    apart={
        "description": Row("of nobody"),
        "group-id": Row("sg-0f0f0f0f0f0f0f0f0"),
        "group-name": Row("no-such-group"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
    },
    # What the fixture's rules say: one inbound and one outbound rule, beside those that every group has.
    alone={
        "egress.ip-permission.cidr": Row("192.0.2.0/25", value="198.51.100.0/24"),
        "egress.ip-permission.from-port": Row("7", value="9000"),
        "egress.ip-permission.protocol": Row("icmp", value="udp"),
        "egress.ip-permission.to-port": Row("7", value="9090"),
        "ip-permission.cidr": Row("192.0.2.0/25", value="192.0.2.0/24"),
        "ip-permission.from-port": Row("7", value="8000"),
        "ip-permission.protocol": Row("icmp", value="tcp"),
        "ip-permission.to-port": Row("7", value="8080"),
        **TAGS_OF_ONE,
    },
    shared={"owner-id": OWNER},
    wildcards=["description", "group-id", "group-name"],
    unasked={
        "egress.ip-permission.group-*": "as those of inbound rules",
        "egress.ip-permission.ipv6-cidr": "needs IPv6",
        "egress.ip-permission.prefix-list-id": "asked of inbound rules",
        "egress.ip-permission.user-id": ONE_ACCOUNT,
        "ip-permission.group-*": "asked by security-groups/rule-filters",
        "ip-permission.ipv6-cidr": "needs IPv6",
        "ip-permission.prefix-list-id": "needs a prefix list",
        "ip-permission.user-id": ONE_ACCOUNT,
    },
)

KEY_PAIRS = Kind(
    name="key-pairs",
    action="DescribeKeyPairs",
    ids="KeyNames",
    items="KeyPairs[]",
    id="KeyName",
    plural="key pairs",
    fixture="filter-key-pairs",
    apart={
        "fingerprint": Row("0f:0f:0f:0f", "KeyFingerprint"),
        "key-name": Row("no-such-key"),
        "key-pair-id": Row("key-0f0f0f0f0f0f0f0f0"),
        **TAGS,
    },
    wildcards=["key-name", "key-pair-id"],
)

ROUTE_TABLES = Kind(
    name="route-tables",
    action="DescribeRouteTables",
    ids="RouteTableIds",
    items="RouteTables[]",
    id="RouteTableId",
    plural="route tables",
    fixture="filter-route-tables",
    apart={
        "route-table-id": Row("rtb-0f0f0f0f0f0f0f0f0"),
        "route.destination-cidr-block": Row("192.0.2.0/24", "Routes.0.DestinationCidrBlock"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
        **TAGS,
    },
    shared={
        "owner-id": OWNER,
        "route.gateway-id": Row("igw-0f0f0f0f0f0f0f0f0", "Routes.0.GatewayId"),
        "route.origin": Row("EnableVgwRoutePropagation", "Routes.0.Origin"),
        "route.state": Row("blackhole", "Routes.0.State"),
    },
    wildcards=["route-table-id"],
    unasked={
        "association.*": "asked by route-tables/filters",
        "route.destination-ipv6-cidr-block": "asked by ipv6/routes",
        "route.destination-prefix-list-id": "asked by prefix-lists/in-a-route",
        "route.egress-only-internet-gateway-id": "asked by egress-only-internet-gateways/route",
        "route.instance-id": "needs a route to an instance",
        "route.nat-gateway-id": "asked by nat-gateways/route",
        "route.transit-gateway-id": "asked by transit-gateways/vpc-route",
        "route.vpc-peering-connection-id": "asked by vpc-peering/routes",
    },
)

INTERNET_GATEWAYS = Kind(
    name="internet-gateways",
    action="DescribeInternetGateways",
    ids="InternetGatewayIds",
    items="InternetGateways[]",
    id="InternetGatewayId",
    plural="internet gateways",
    fixture="filter-gateways",
    apart={"internet-gateway-id": Row("igw-0f0f0f0f0f0f0f0f0"), **TAGS},
    shared={"owner-id": OWNER},
    wildcards=["internet-gateway-id"],
    unasked={"attachment.*": "asked by internet-gateways/filters"},
)

NETWORK_ACLS = Kind(
    name="network-acls",
    action="DescribeNetworkAcls",
    ids="NetworkAclIds",
    items="NetworkAcls[]",
    id="NetworkAclId",
    plural="network ACLs",
    fixture="filter-acls",
    apart={
        "entry.cidr": Row("198.51.100.0/24", value="192.0.2.0/25", another="192.0.2.128/25"),
        "entry.port-range.from": Row("7", value="8000", another="9000"),
        "entry.port-range.to": Row("7", value="8080", another="9090"),
        "entry.protocol": Row("1", value="6", another="17"),
        "entry.rule-number": Row("7", value="150", another="160"),
        "network-acl-id": Row("acl-0f0f0f0f0f0f0f0f0"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
        **TAGS,
    },
    alone={"entry.rule-action": Row("neither", value="allow")},
    shared={"default": Row("true", "IsDefault"), "owner-id": OWNER},
    wildcards=["network-acl-id"],
    unasked={
        "association.*": "asked by network-acls/association",
        "entry.egress": "asked by network-acls/filters: every ACL has entries of both kinds",
        "entry.icmp.*": "needs an entry of ICMP",
        "entry.ipv6-cidr": "needs IPv6",
    },
)

DHCP_OPTIONS = Kind(
    name="dhcp-options",
    action="DescribeDhcpOptions",
    ids="DhcpOptionsIds",
    items="DhcpOptions[]",
    id="DhcpOptionsId",
    plural="sets of DHCP options",
    fixture="filter-dhcp-options",
    apart={
        "dhcp-options-id": Row("dopt-0f0f0f0f0f0f0f0f0"),
        "key": Row("netbios-node-type", value="domain-name", another="ntp-servers"),
        "value": Row("192.0.2.77", value="filters.example.com", another="192.0.2.123"),
        **TAGS,
    },
    shared={"owner-id": OWNER},
    wildcards=["dhcp-options-id", "value"],
)

LAUNCH_TEMPLATES = Kind(
    name="launch-templates",
    action="DescribeLaunchTemplates",
    ids="LaunchTemplateIds",
    items="LaunchTemplates[]",
    id="LaunchTemplateId",
    plural="launch templates",
    fixture="filter-launch-templates",
    apart={"launch-template-name": Row("no-such-template"), **TAGS},
    wildcards=["launch-template-name"],
    unasked={"create-time": TIME},
)

PREFIX_LISTS = Kind(
    name="prefix-lists",
    action="DescribeManagedPrefixLists",
    ids="PrefixListIds",
    items="PrefixLists[]",
    id="PrefixListId",
    plural="prefix lists",
    fixture="filter-prefix-lists",
    apart={
        "prefix-list-id": Row("pl-0f0f0f0f0f0f0f0f0"),
        "prefix-list-name": Row("no-such-list"),
    },
    shared={"owner-id": OWNER},
    wildcards=["prefix-list-id", "prefix-list-name"],
)

KINDS: List[Kind] = [
    DHCP_OPTIONS,
    GROUPS,
    IMAGES,
    INSTANCES,
    INSTANCES_WITH_VOLUMES,
    INSTANCE_STATUS,
    INTERFACES,
    INTERNET_GATEWAYS,
    KEY_PAIRS,
    LAUNCH_TEMPLATES,
    NETWORK_ACLS,
    PREFIX_LISTS,
    ROUTE_TABLES,
    SNAPSHOTS,
    SUBNETS,
    VOLUMES,
    VOLUMES_OF_INSTANCES,
    VPCS,
]
