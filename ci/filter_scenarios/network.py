"""Filters on networks."""

from .kind import OUTPOST, OWNER, SHOWN_LATER, TAGS, TAGS_OF_ONE, TIME, Kind, Row

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
        "subnet-id": Row("subnet-0f0f0f0f0f0f0f0f0"),
        "vpc-id": Row("vpc-0f0f0f0f0f0f0f0f0"),
        **TAGS,
    },
    either={"source-dest-check": Row()},
    shared={
        "addresses.primary": Row("false", value="true", another="true"),
        "interface-type": Row("efa"),
        "owner-id": OWNER,
        "requester-managed": Row("true"),
        "status": Row("in-use"),
    },
    wildcards=["description", "network-interface-id", "private-ip-address"],
    joined=("private-ip-address", "subnet-id"),
    untested={
        "addresses.association.*": "needs a public address",
        "association.*": "needs a public address",
        "availability-zone*": "both may be in one zone or in two",
        "ipv6-addresses.*": "needs IPv6",
        "operator.*": SHOWN_LATER,
        "private-dns-name": "AWS shows it in VPCs with DNS host names only",
        "requester-id": "AWS documents no value that a client knows before",
    },
)

INTERFACES_OF_INSTANCES = Kind(
    name="network-interfaces-of-instances",
    action="DescribeNetworkInterfaces",
    ids="NetworkInterfaceIds",
    items="NetworkInterfaces[]",
    id="NetworkInterfaceId",
    plural="network interfaces of instances",
    fixture="filter-interfaces-of-instances",
    apart={
        "attachment.attachment-id": Row("eni-attach-0f0f0f0f0f0f0f0f0"),
        "attachment.instance-id": Row("i-0f0f0f0f0f0f0f0f0"),
    },
    shared={
        "attachment.attach-time": TIME,
        "attachment.delete-on-termination": Row("false"),
        "attachment.device-index": Row("7"),
        "attachment.instance-owner-id": Row("999999999999", value="${owner}"),
        "attachment.status": Row("detached"),
    },
    wildcards=["attachment.instance-id"],
    slow=True,
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
    untested={
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

SUBNETS_WITH_ADDRESSES = Kind(
    name="subnets-with-addresses",
    action="DescribeSubnets",
    ids="SubnetIds",
    items="Subnets[]",
    id="SubnetId",
    plural="subnets with public addresses",
    fixture="filter-subnets-with-addresses",
    either={"map-public-ip-on-launch": Row()},
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
    joined=("cidr", "vpc-id"),
    untested={"ipv6-*": "tested by ipv6/vpc-block"},
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
    joined=("group-name", "vpc-id"),
    untested={
        "egress.ip-permission.ipv6-cidr": "needs IPv6",
        "egress.ip-permission.prefix-list-id": "needs a prefix list",
        "ip-permission.ipv6-cidr": "needs IPv6",
        "ip-permission.prefix-list-id": "needs a prefix list",
    },
)

# The rules of `one` name `first` for what comes in and `second` for what goes out, those of `other` the reverse.
GROUPS_WITH_SOURCES = Kind(
    name="security-groups-with-sources",
    action="DescribeSecurityGroups",
    ids="GroupIds",
    items="SecurityGroups[]",
    id="GroupId",
    plural="security groups that name others",
    fixture="filter-groups-with-sources",
    apart={
        "egress.ip-permission.group-id": Row("sg-0f0f0f0f0f0f0f0f0", value="${second}", another="${first}"),
        "egress.ip-permission.group-name": Row("no-such-group", value="${second_name}", another="${first_name}"),
        "ip-permission.group-id": Row("sg-0f0f0f0f0f0f0f0f0", value="${first}", another="${second}"),
        "ip-permission.group-name": Row("no-such-group", value="${first_name}", another="${second_name}"),
    },
    shared={
        "egress.ip-permission.user-id": Row("999999999999", "OwnerId"),
        "ip-permission.user-id": Row("999999999999", "OwnerId"),
    },
    wildcards=["ip-permission.group-name"],
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
        "route.origin": Row("EnableVgwRoutePropagation", "Routes.0.Origin"),
        "route.state": Row("blackhole", "Routes.0.State"),
    },
    wildcards=["route-table-id"],
    joined=("route-table-id", "vpc-id"),
    untested={
        "association.*": "tested by route-tables/filters",
        "route.destination-ipv6-cidr-block": "tested by ipv6/routes",
        "route.destination-prefix-list-id": "tested by prefix-lists/in-a-route",
        "route.egress-only-internet-gateway-id": "tested by egress-only-internet-gateways/route",
        "route.gateway-id": "tested by route-tables/filters",
        "route.instance-id": "needs a route to an instance",
        "route.nat-gateway-id": "tested by nat-gateways/route",
        "route.transit-gateway-id": "tested by transit-gateways/vpc-route",
        "route.vpc-peering-connection-id": "tested by vpc-peering/routes",
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
    untested={"attachment.*": "tested by internet-gateways/filters"},
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
    shared={"default": Row("true", "IsDefault"), "owner-id": OWNER},
    wildcards=["network-acl-id"],
    joined=("entry.rule-number", "vpc-id"),
    untested={
        "association.*": "tested by network-acls/association",
        "entry.egress": "tested by network-acls/filters: every ACL has entries of both kinds",
        "entry.rule-action": "tested by network-acls/filters: there is no third value",
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
    joined=("key", "value"),
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
    joined=("prefix-list-id", "prefix-list-name"),
)
