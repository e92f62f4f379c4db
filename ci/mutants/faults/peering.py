"""Connections between VPCs, and endpoints of services in them."""

from __future__ import annotations

import copy

from ..document import Document
from ..fault import Call, in_response
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

CONNECTION = "vpcPeeringConnectionSet/item"
ENDPOINT = "vpcEndpointSet/item"

nothing_done(
    "peering-not-accepted",
    "AcceptVpcPeeringConnection succeeds and accepts nothing.",
    "AcceptVpcPeeringConnection",
    "X111",
    "vpc-peering/lifecycle",
    "<vpcPeeringConnection><status><code>active</code></status></vpcPeeringConnection>",
)
nothing_done(
    "peering-not-rejected",
    "RejectVpcPeeringConnection succeeds in every state, and rejects nothing.",
    "RejectVpcPeeringConnection",
    "X106",
    "vpc-peering/active-not-rejected",
)
nothing_done(
    "peering-not-deleted",
    "DeleteVpcPeeringConnection succeeds and deletes nothing.",
    "DeleteVpcPeeringConnection",
    "X111",
    "vpc-peering/lifecycle",
)
forgotten(
    "tags-of-peering-forgotten",
    "A peering connection is created without its tags.",
    "CreateVpcPeeringConnection",
    r"TagSpecification\.",
    "D603",
    "vpc-peering/lifecycle",
)
not_shown(
    "route-to-peering-without-target",
    "A route to a peering connection is described without it.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/vpcPeeringConnectionId",
    "D602",
    "vpc-peering/routes",
)

forgotten(
    "route-tables-of-endpoint-forgotten",
    "A gateway endpoint is created without its route tables.",
    "CreateVpcEndpoint",
    r"RouteTableId\.",
    "X102",
    "vpc-endpoints/gateway",
)
shown_as(
    "every-endpoint-is-a-gateway",
    "Every endpoint is described as a gateway endpoint.",
    "DescribeVpcEndpoints",
    f"{ENDPOINT}/vpcEndpointType",
    "Gateway",
    "D601",
    "vpc-endpoints/interface",
)
shown_as(
    "private-names-of-endpoint",
    "Every endpoint is described with private DNS names.",
    "DescribeVpcEndpoints",
    f"{ENDPOINT}/privateDnsEnabled",
    "true",
    "D601",
    "vpc-endpoints/interface",
)
forgotten(
    "tags-of-endpoint-forgotten",
    "An endpoint is created without its tags.",
    "CreateVpcEndpoint",
    r"TagSpecification\.",
    "D603",
    "vpc-endpoints/filters",
)
nothing_done(
    "endpoint-not-deleted",
    "DeleteVpcEndpoints succeeds and deletes nothing.",
    "DeleteVpcEndpoints",
    "A904",
    "vpc-endpoints/gateway",
    "<unsuccessful/>",
)
filter_ignored("DescribeVpcEndpoints", "service-name", "vpc-endpoints/filters")
filter_ignored("DescribeVpcEndpoints", "vpc-endpoint-type", "vpc-endpoints/filters")
filter_ignored("DescribeVpcEndpoints", "vpc-id", "vpc-endpoints/filters")


@in_response("DescribeVpcPeeringConnections", "X102", "vpc-peering/options")
def options_of_both_sides(_: Call, document: Document) -> None:
    """The options of one side of a peering connection are those of the other side, too."""
    for connection in document.find(CONNECTION):
        theirs = connection.find("accepterVpcInfo/peeringOptions")
        for ours in connection.findall("requesterVpcInfo/peeringOptions"):
            if theirs is not None:
                theirs[:] = copy.deepcopy(list(ours))


@in_response("DescribeVpcPeeringConnections", "D601", "vpc-peering/lifecycle")
def sides_swapped(_: Call, document: Document) -> None:
    """A peering connection is described with its sides swapped."""
    for connection in document.find(CONNECTION):
        sides = connection.find("accepterVpcInfo"), connection.find("requesterVpcInfo")
        for side, tag in zip(sides, ("requesterVpcInfo", "accepterVpcInfo")):
            if side is not None:
                side.tag = tag


@in_response("DescribeVpcPeeringConnections", "X111", "vpc-peering/rejected")
def peering_is_active_at_once(_: Call, document: Document) -> None:
    """A peering connection within an account is active without being accepted."""
    for connection in document.find(CONNECTION):
        status = connection.find("status/code")
        if status is not None and status.text == "pending-acceptance":
            status.text = "active"
