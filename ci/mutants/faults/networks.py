"""VPCs, subnets, interfaces, addresses, routes and flow logs."""

from __future__ import annotations

from ..change import drop_items_after, rename_filter
from ..document import Document
from ..fault import Call, in_request, in_response
from ..kinds import filter_ignored, forgotten, nothing_done, shown_as

shown_as(
    "no-vpc-is-dedicated",
    "Every VPC is described with the default tenancy.",
    "DescribeVpcs",
    "vpcSet/item/instanceTenancy",
    "default",
    "D601",
    "vpc/tenancy",
)
nothing_done(
    "second-block-not-disassociated",
    "DisassociateVpcCidrBlock succeeds and does nothing to a block of IPv4.",
    "DisassociateVpcCidrBlock",
    "X111",
    "vpc/secondary-block",
)
nothing_done(
    "vpc-attribute-not-modified",
    "ModifyVpcAttribute succeeds and changes nothing.",
    "ModifyVpcAttribute",
    "X111",
    "vpc/dns-attributes",
)
nothing_done(
    "vpc-not-deleted",
    "DeleteVpc succeeds and deletes nothing.",
    "DeleteVpc",
    "X111",
    "vpc/lifecycle",
)
shown_as(
    "another-block-of-vpc",
    "A VPC is described with another block in its associations.",
    "DescribeVpcs",
    "vpcSet/item/cidrBlockAssociationSet/item/cidrBlock",
    "10.255.0.0/16",
    "X102",
    "vpc/lifecycle",
)
shown_as(
    "all-addresses-available",
    "A subnet is described with all its addresses available, however many are in use.",
    "DescribeSubnets",
    "subnetSet/item/availableIpAddressCount",
    "251",
    "X111",
    "subnets/addresses-in-use",
)
shown_as(
    "no-address-reserved",
    "The five addresses that are reserved in each subnet count as available.",
    "CreateSubnet",
    "subnet/availableIpAddressCount",
    lambda text: str(int(text) + 5),
    "X102",
    "subnets/available-addresses[usual]",
)
shown_as(
    "subnet-in-another-zone",
    "A subnet is described in another zone than the one that was requested.",
    "DescribeSubnets",
    "subnetSet/item/availabilityZone",
    lambda text: f"{text[:-1]}f",
    "D601",
    "subnets/lifecycle",
)
nothing_done(
    "subnet-not-modified",
    "ModifySubnetAttribute succeeds and changes nothing.",
    "ModifySubnetAttribute",
    "X111",
    "subnets/public-addresses",
)
shown_as(
    "every-reservation-is-explicit",
    "Every reservation in a subnet is described as explicit.",
    "GetSubnetCidrReservations",
    "subnetIpv4CidrReservationSet/item/reservationType",
    "explicit",
    "X102",
    "subnets/reservations",
)
forgotten(
    "address-not-chosen",
    "An interface is created with another address than the one that was requested.",
    "CreateNetworkInterface",
    "PrivateIpAddress$",
    "X102",
    "network-interfaces/chosen-address",
)
shown_as(
    "every-address-is-primary",
    "Every address of an interface is described as its primary one.",
    "CreateNetworkInterface",
    "networkInterface/privateIpAddressesSet/item/primary",
    "true",
    "X102",
    "network-interfaces/created-with-secondaries",
)
nothing_done(
    "secondary-address-not-unassigned",
    "UnassignPrivateIpAddresses succeeds and does nothing.",
    "UnassignPrivateIpAddresses",
    "X111",
    "network-interfaces/secondary-addresses",
)
nothing_done(
    "address-not-released",
    "ReleaseAddress succeeds and releases nothing.",
    "ReleaseAddress",
    "X111",
    "addresses/lifecycle",
)
shown_as(
    "domain-of-address",
    "An address is described as one outside of VPCs.",
    "DescribeAddresses",
    "addressesSet/item/domain",
    "standard",
    "X102",
    "addresses/lifecycle",
)
filter_ignored("DescribeAddresses", "allocation-id", "addresses/filters")
nothing_done(
    "association-not-replaced",
    "ReplaceRouteTableAssociation succeeds and replaces nothing.",
    "ReplaceRouteTableAssociation",
    "X111",
    "route-tables/replace-association",
    "<newAssociationId>rtbassoc-0123456789abcdef0</newAssociationId>",
)
nothing_done(
    "gateway-not-detached",
    "DetachInternetGateway succeeds and detaches nothing.",
    "DetachInternetGateway",
    "X111",
    "internet-gateways/lifecycle",
)
nothing_done(
    "options-not-associated",
    "AssociateDhcpOptions succeeds and associates nothing.",
    "AssociateDhcpOptions",
    "X111",
    "dhcp-options/association",
)
filter_ignored("DescribeDhcpOptions", "dhcp-options-id", "dhcp-options/filters")
filter_ignored("DescribeDhcpOptions", "value", "dhcp-options/filters")
filter_ignored("DescribeInternetGateways", "attachment.vpc-id", "internet-gateways/filters")
filter_ignored("DescribeNetworkInterfaces", "mac-address", "network-interfaces/filters[mac-address]")
filter_ignored("DescribeNetworkInterfaces", "subnet-id", "network-interfaces/filters[subnet-id]")
filter_ignored("DescribeSubnets", "availability-zone", "subnets/filters[availability-zone]")
filter_ignored("DescribeSubnets", "cidr-block", "subnets/filters[cidr-block]")
filter_ignored("DescribeVpcs", "cidr", "vpc/filters[cidr]")
filter_ignored("DescribeRouteTables", "association.main", "route-tables/filters")
filter_ignored("DescribeRouteTables", "route.gateway-id", "route-tables/filters")
filter_ignored("DescribeVolumes", "size", "volumes/filters[size]")
filter_ignored("DescribeVolumes", "attachment.instance-id", "clean-up/volume-filters", "X111")
filter_ignored("DescribeSnapshots", "volume-id", "snapshots/filters[volume-id]")
filter_ignored("DescribeSnapshots", "status", "snapshots/filters[status]")
filter_ignored("DescribeKeyPairs", "key-pair-id", "key-pairs/filters[key-pair-id]")
filter_ignored("DescribeAvailabilityZones", "zone-name", "regions-and-zones/zone-filters[zone-name]")
filter_ignored("DescribeFlowLogs", "traffic-type", "flow-logs/lifecycle")
filter_ignored("DescribeVpnGateways", "attachment.vpc-id", "vpn/attachment")
filter_ignored("DescribeNetworkInterfaces", "addresses.private-ip-address", "network-interfaces/secondary-addresses")
for one in ("attachment-id", "attach-time", "instance-owner-id"):
    table = "apart" if one == "attachment-id" else "found"
    filter_ignored(
        "DescribeNetworkInterfaces",
        f"attachment.{one}",
        f"filters/network-interfaces-of-instances-{table}[attachment.{one}]",
    )

shown_as(
    "all-traffic-logged",
    "Every flow log is described as one of all traffic.",
    "DescribeFlowLogs",
    "flowLogSet/item/trafficType",
    "ALL",
    "X102",
    "flow-logs/lifecycle",
)
forgotten(
    "second-flow-log-not-created",
    "Of several resources CreateFlowLogs logs the first.",
    "CreateFlowLogs",
    r"ResourceId\.[2-9]",
    "X102",
    "flow-logs/several-resources",
)
forgotten(
    "format-of-flow-log-forgotten",
    "A flow log has the default format, whatever was requested.",
    "CreateFlowLogs",
    "LogFormat",
    "X102",
    "flow-logs/several-resources",
)


@in_response("CreateNetworkInterface", "X102", "network-interfaces/created-with-secondaries")
def one_secondary_address(_: Call, document: Document) -> None:
    """An interface is created with one secondary address, however many are requested."""
    drop_items_after(document, "networkInterface/privateIpAddressesSet", 2)


@in_request("DescribeVpcs", "X102", "vpc/secondary-block")
def vpcs_by_first_block(call: Call) -> None:
    """The filter on the blocks of a VPC looks at the first one."""
    rename_filter(call, "cidr-block-association.cidr-block", "cidr")


@in_response("DescribeVpcs", "X111", "vpc/secondary-block")
def last_block_alone(_: Call, document: Document) -> None:
    """Of several blocks of a VPC the last is shown."""
    for blocks in document.find("vpcSet/item/cidrBlockAssociationSet"):
        for block in blocks.findall("item")[:-1]:
            blocks.remove(block)


@in_response("DescribeVpcs", "X102", "vpc/secondary-block")
def last_block_is_the_first(_: Call, document: Document) -> None:
    """A VPC is described with the block that was associated last as its first."""
    for vpc in document.find("vpcSet/item"):
        blocks = vpc.findall("cidrBlockAssociationSet/item/cidrBlock")
        for block in vpc.findall("cidrBlock"):
            block.text = blocks[-1].text if blocks else block.text


@in_response("DeleteSubnetCidrReservation GetSubnetCidrReservations", "X111", "subnets/reservations")
def all_reservations_deleted(call: Call, document: Document) -> None:
    """The deletion of a reservation deletes all of its subnet."""
    if call.action == "DeleteSubnetCidrReservation":
        call.memory["deleted"] = True
    elif "deleted" in call.memory:
        document.remove("subnetIpv4CidrReservationSet/item")
