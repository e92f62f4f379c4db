"""Transit gateways, their attachments, tables and routes."""

from __future__ import annotations

from ..change import drop_items_after
from ..document import Document
from ..fault import Call, in_response
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

ATTACHMENT = "transitGatewayVpcAttachments/item"

shown_as(
    "description-of-transit-gateway-forgotten",
    "A transit gateway is described with another description.",
    "DescribeTransitGateways",
    "transitGatewaySet/item/description",
    "a transit gateway",
    "X111",
    "transit-gateways/lifecycle",
)
forgotten(
    "options-of-transit-gateway-forgotten",
    "A transit gateway is created with the options that are the default.",
    "CreateTransitGateway",
    r"Options\.(DnsSupport|VpnEcmpSupport)",
    "X102",
    "transit-gateways/options",
)
shown_as(
    "network-of-transit-gateway-forgotten",
    "A transit gateway is described with the network number that is the default.",
    "DescribeTransitGateways",
    "transitGatewaySet/item/options/amazonSideAsn",
    "64512",
    "D601",
    "transit-gateways/options",
)
forgotten(
    "tags-of-transit-gateway-forgotten",
    "A transit gateway is created without its tags.",
    "CreateTransitGateway",
    r"TagSpecification\.",
    "D603",
    "transit-gateways/lifecycle",
)
shown_as(
    "table-is-no-default",
    "No route table of a transit gateway is described as the one for associations.",
    "DescribeTransitGatewayRouteTables",
    "transitGatewayRouteTables/item/defaultAssociationRouteTable",
    "false",
    "X102",
    "transit-gateways/lifecycle",
)
shown_as(
    "appliance-mode-not-kept",
    "The appliance mode of an attachment is described as disabled, whatever was requested.",
    "DescribeTransitGatewayVpcAttachments",
    f"{ATTACHMENT}/options/applianceModeSupport",
    "disable",
    "X111",
    "transit-gateways/attachment-modified",
)
shown_as(
    "blackhole-is-active",
    "A route that leads nowhere is described as active.",
    "SearchTransitGatewayRoutes",
    "routeSet/item/state",
    "active",
    "X102",
    "transit-gateways/routes",
)
not_shown(
    "association-of-attachment-not-shown",
    "An attachment is described without the route table that it is associated with.",
    "DescribeTransitGatewayAttachments",
    "transitGatewayAttachments/item/association",
    "X111",
    "transit-gateways/vpc-attachment",
)
shown_as(
    "attachment-of-another-vpc",
    "An attachment is described with another VPC.",
    "DescribeTransitGatewayVpcAttachments",
    f"{ATTACHMENT}/vpcId",
    "vpc-0123456789abcdef0",
    "X102",
    "transit-gateways/vpc-attachment",
)
nothing_done(
    "propagation-not-disabled",
    "DisableTransitGatewayRouteTablePropagation succeeds and does nothing.",
    "DisableTransitGatewayRouteTablePropagation",
    "X111",
    "transit-gateways/association",
    "<propagation><state>disabling</state></propagation>",
)
nothing_done(
    "attachment-not-disassociated",
    "DisassociateTransitGatewayRouteTable succeeds and does nothing.",
    "DisassociateTransitGatewayRouteTable",
    "X111",
    "transit-gateways/association",
    "<association><state>disassociating</state></association>",
)
nothing_done(
    "transit-peering-not-accepted",
    "AcceptTransitGatewayPeeringAttachment succeeds and accepts nothing.",
    "AcceptTransitGatewayPeeringAttachment",
    "X111",
    "transit-gateways/peering",
    "<transitGatewayPeeringAttachment><state>pending</state></transitGatewayPeeringAttachment>",
)
not_shown(
    "route-to-transit-gateway-without-target",
    "A route to a transit gateway is described without it.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/transitGatewayId",
    "D602",
    "transit-gateways/vpc-route",
)
forgotten(
    "second-subnet-not-attached",
    "A VPC is attached with the first of several subnets.",
    "CreateTransitGatewayVpcAttachment",
    r"SubnetIds\.[2-9]",
    "X101",
    "transit-gateways/two-subnets",
)
forgotten(
    "subnet-of-attachment-not-removed",
    "ModifyTransitGatewayVpcAttachment removes no subnets.",
    "ModifyTransitGatewayVpcAttachment",
    r"RemoveSubnetIds\.",
    "X111",
    "transit-gateways/two-subnets",
)
filter_ignored("DescribeTransitGatewayVpcAttachments", "vpc-id", "transit-gateways/attachment-filters")
filter_ignored("DescribeTransitGatewayVpcAttachments", "state", "transit-gateways/attachment-filters")
filter_ignored("DescribeTransitGatewayAttachments", "resource-type", "transit-gateways/attachment-filters")
filter_ignored("DescribeTransitGateways", "state", "transit-gateways/options")
filter_ignored("SearchTransitGatewayRoutes", "state", "transit-gateways/routes")


@in_response("DescribeTransitGatewayVpcAttachments", "X101", "transit-gateways/two-subnets")
def second_subnet_not_shown(_: Call, document: Document) -> None:
    """An attachment is described with the first of its subnets."""
    drop_items_after(document, f"{ATTACHMENT}/subnetIds", 1)


@in_response("DeleteTransitGatewayRoute SearchTransitGatewayRoutes", "X111", "transit-gateways/routes")
def all_transit_routes_deleted(call: Call, document: Document) -> None:
    """The deletion of a route takes away all static routes of its table."""
    if call.action == "DeleteTransitGatewayRoute":
        call.memory["deleted"] = True
    elif "deleted" in call.memory:
        document.remove("routeSet/item", lambda route: route.findtext("type") == "static")
