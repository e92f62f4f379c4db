"""Blocks, addresses and routes of IPv6."""

from __future__ import annotations

from ..change import replace
from ..document import Document
from ..fault import Call, in_request, in_response, success
from ..kinds import filter_ignored, not_shown, shown_as

BLOCK = "ipv6CidrBlockAssociationSet/item"


@in_request("AssignIpv6Addresses", "X102", "ipv6/assigned-addresses")
def one_ipv6_address_assigned(call: Call) -> None:
    """AssignIpv6Addresses assigns one address, however many are requested."""
    replace(call, "Ipv6AddressCount$", lambda _: "1")


@in_response("UnassignIpv6Addresses DescribeNetworkInterfaces", "X111", "ipv6/assigned-addresses")
def all_ipv6_addresses_unassigned(call: Call, document: Document) -> None:
    """UnassignIpv6Addresses takes away all addresses of the interface."""
    if call.action == "UnassignIpv6Addresses":
        call.memory[call.get("NetworkInterfaceId")] = True
        return
    for interface in document.find("networkInterfaceSet/item"):
        if interface.findtext("networkInterfaceId") in call.memory:
            for addresses in interface.findall("ipv6AddressesSet"):
                addresses.clear()


@in_request("DisassociateVpcCidrBlock", "X111", "ipv6/block-added-later")
def block_not_disassociated(call: Call) -> bytes:
    """DisassociateVpcCidrBlock succeeds and does nothing."""
    inner = "<associationId>{}</associationId><ipv6CidrBlockState><state>disassociating</state></ipv6CidrBlockState>"
    association = inner.format(call.get("AssociationId"))
    return success(call.action, f"<ipv6CidrBlockAssociation>{association}</ipv6CidrBlockAssociation>")


not_shown(
    "ipv6-block-not-shown",
    "A VPC is described without its IPv6 block.",
    "DescribeVpcs",
    f"vpcSet/item/{BLOCK}",
    "X111",
    "ipv6/block-added-later",
)
shown_as(
    "another-pool-of-ipv6-block",
    "The IPv6 block of a VPC is described with another pool than the one that it is from.",
    "DescribeVpcs",
    f"vpcSet/item/{BLOCK}/ipv6Pool",
    "ipv6pool-ec2-0123456789abcdef0",
    "X102",
    "ipv6/vpc-block",
)
not_shown(
    "ipv6-destination-not-shown",
    "A route for IPv6 is described without its destination.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/destinationIpv6CidrBlock",
    "X102",
    "ipv6/routes",
)
shown_as(
    "no-ipv6-address-on-creation",
    "No subnet is described as one that gives IPv6 addresses to new interfaces.",
    "DescribeSubnets",
    "subnetSet/item/assignIpv6AddressOnCreation",
    "false",
    "D601",
    "ipv6/at-creation",
)
shown_as(
    "another-ipv6-block-of-subnet",
    "A subnet is described with another IPv6 block than the one that was associated.",
    "DescribeSubnets",
    f"subnetSet/item/{BLOCK}/ipv6CidrBlock",
    "2001:db8::/64",
    "X102",
    "ipv6/subnet-block",
)
filter_ignored("DescribeVpcs", "ipv6-cidr-block-association.ipv6-cidr-block", "ipv6/vpc-block")
not_shown(
    "route-to-egress-only-gateway-without-target",
    "A route to an egress-only internet gateway is described without it.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/egressOnlyInternetGatewayId",
    "D602",
    "egress-only-internet-gateways/route",
)
not_shown(
    "egress-only-gateway-not-attached",
    "An egress-only internet gateway is described without its VPC.",
    "DescribeEgressOnlyInternetGateways",
    "egressOnlyInternetGatewaySet/item/attachmentSet/item",
    "X111",
    "egress-only-internet-gateways/route",
)
