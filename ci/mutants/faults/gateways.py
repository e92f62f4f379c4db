"""NAT gateways, virtual private gateways, customer gateways and VPN connections."""

from __future__ import annotations

from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

shown_as(
    "every-nat-gateway-is-public",
    "Every NAT gateway is described as public.",
    "DescribeNatGateways",
    "natGatewaySet/item/connectivityType",
    "public",
    "D601",
    "nat-gateways/private",
)
not_shown(
    "nat-gateway-without-allocation",
    "A public NAT gateway is described without the allocation of its address.",
    "DescribeNatGateways",
    "natGatewaySet/item/natGatewayAddressSet/item/allocationId",
    "X102",
    "nat-gateways/public",
)
shown_as(
    "nat-gateway-in-another-subnet",
    "A NAT gateway is described in another subnet.",
    "DescribeNatGateways",
    "natGatewaySet/item/subnetId",
    "subnet-0123456789abcdef0",
    "D601",
    "nat-gateways/public",
)
shown_as(
    "nat-gateway-stays-available",
    "A NAT gateway that was deleted is described as available.",
    "DescribeNatGateways",
    "natGatewaySet/item/state",
    "available",
    "X111",
    "nat-gateways/public",
)
forgotten(
    "tags-of-nat-gateway-forgotten",
    "A NAT gateway is created without its tags.",
    "CreateNatGateway",
    r"TagSpecification\.",
    "D603",
    "nat-gateways/filters",
)
not_shown(
    "route-to-nat-gateway-without-target",
    "A route to a NAT gateway is described without it.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/natGatewayId",
    "D602",
    "nat-gateways/route",
)
filter_ignored("DescribeNatGateways", "state", "nat-gateways/filters")
filter_ignored("DescribeNatGateways", "subnet-id", "nat-gateways/filters")
filter_ignored("DescribeNatGateways", "vpc-id", "nat-gateways/filters")
filter_ignored("DescribeNatGateways", "nat-gateway-id", "nat-gateways/filters")

shown_as(
    "customer-gateway-of-another-network",
    "A customer gateway is described with the network number that is the default.",
    "DescribeCustomerGateways",
    "customerGatewaySet/item/bgpAsn",
    "65000",
    "X102",
    "vpn/customer-gateway",
)
forgotten(
    "tags-of-customer-gateway-forgotten",
    "A customer gateway is created without its tags.",
    "CreateCustomerGateway",
    r"TagSpecification\.",
    "D603",
    "vpn/customer-gateway",
)
filter_ignored("DescribeCustomerGateways", "ip-address", "vpn/customer-gateway")
filter_ignored("DescribeCustomerGateways", "bgp-asn", "vpn/customer-gateway")
filter_ignored("DescribeCustomerGateways", "type", "vpn/customer-gateway")
shown_as(
    "vpn-gateway-of-default-network",
    "A virtual private gateway is described with the network number that is the default.",
    "DescribeVpnGateways",
    "vpnGatewaySet/item/amazonSideAsn",
    "64512",
    "D601",
    "vpn/gateway",
)
nothing_done(
    "vpn-gateway-not-detached",
    "DetachVpnGateway succeeds and detaches nothing.",
    "DetachVpnGateway",
    "X111",
    "vpn/attachment",
)
nothing_done(
    "vpn-gateway-not-deleted",
    "DeleteVpnGateway succeeds and deletes nothing.",
    "DeleteVpnGateway",
    "X111",
    "vpn/gateway",
)
filter_ignored("DescribeVpnGateways", "attachment.state", "vpn/attachment")
filter_ignored("DescribeVpnGateways", "amazon-side-asn", "vpn/gateway")
filter_ignored("DescribeVpnGateways", "type", "vpn/gateway")
shown_as(
    "connection-stays-available",
    "A VPN connection that was deleted is described as available.",
    "DescribeVpnConnections",
    "vpnConnectionSet/item/state",
    "available",
    "X111",
    "vpn/connection",
)
forgotten(
    "tags-of-connection-forgotten",
    "A VPN connection is created without its tags.",
    "CreateVpnConnection",
    r"TagSpecification\.",
    "D603",
    "vpn/connection",
)
shown_as(
    "connection-of-another-customer",
    "A VPN connection is described with another customer gateway.",
    "DescribeVpnConnections",
    "vpnConnectionSet/item/customerGatewayId",
    "cgw-0123456789abcdef0",
    "D601",
    "vpn/connection",
)
filter_ignored("DescribeVpnConnections", "tag:", "vpn/connection-filters")
filter_ignored("DescribeVpnConnections", "tag-key", "vpn/connection-filters")
shown_as(
    "route-came-with-the-table",
    "Every route is described as one that came with its table.",
    "DescribeRouteTables",
    "routeTableSet/item/routeSet/item/origin",
    "CreateRouteTable",
    "X102",
    "vpn/route-to-gateway",
)
