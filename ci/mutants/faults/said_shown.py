"""What was requested is not shown."""

from __future__ import annotations

import copy

from ..document import Document
from ..fault import Call, in_request, in_response, success


@in_response("DescribeVolumes", "D601", "clean-up/volume-filters")
def volume_type_forgotten(_: Call, document: Document) -> None:
    """Every volume is described as one of type standard."""
    document.set_text("volumeSet/item/volumeType", lambda _: "standard")


@in_response("DescribeSnapshots", "D602", "snapshots/copy")
def description_of_snapshot_forgotten(_: Call, document: Document) -> None:
    """A snapshot is described without the description that was requested for it."""
    document.set_text("snapshotSet/item/description", lambda _: "")


@in_request(
    "CreateSubnet CreateVpc CreateRouteTable CreateNetworkInterface CreateSnapshot CopySnapshot",
    "D603",
    "subnets/lifecycle snapshots/copy",
)
def tags_at_creation_forgotten(call: Call) -> None:
    """Tags in the request that creates a resource are ignored."""
    call.drop("TagSpecification.")


@in_request("DeleteTags", "D605", "tags/delete-by-value")
def tags_not_deleted(call: Call) -> bytes:
    """DeleteTags succeeds and deletes nothing."""
    return success(call.action)


@in_response("DescribeSecurityGroups", "D604", "security-groups/ipv6-rule")
def rules_not_shown(_: Call, document: Document) -> None:
    """A group's last inbound permission is not described."""
    for group in document.find("securityGroupInfo/item/ipPermissions"):
        for permission in group.findall("item")[-1:]:
            group.remove(permission)


@in_request("RevokeSecurityGroupIngress", "D605", "security-groups/ingress-rule")
def rules_not_revoked(call: Call) -> bytes:
    """RevokeSecurityGroupIngress succeeds and removes nothing."""
    return success(call.action)


@in_response("DescribeSecurityGroups", "D605", "security-groups/duplicate-name")
def rules_of_nobody(_: Call, document: Document) -> None:
    """Each group has an inbound rule that nobody requested."""
    for permissions in document.find("securityGroupInfo/item/ipPermissionsEgress"):
        for rule in permissions.findall("item")[:1]:
            permissions.append(copy.deepcopy(rule))
            for block in permissions.findall("item")[-1].iter("cidrIp"):
                block.text = "198.51.100.0/24"


@in_response("DescribeRouteTables", "D604", "route-tables/replace-route")
def routes_not_shown(_: Call, document: Document) -> None:
    """Routes that a client has created are not described."""
    document.remove("routeTableSet/item/routeSet/item", lambda route: route.findtext("origin") == "CreateRoute")


@in_response("DescribeRouteTables", "D601", "route-tables/routes")
def route_to_elsewhere(_: Call, document: Document) -> None:
    """A route is described with another gateway than the one that was requested."""
    for route in document.find("routeTableSet/item/routeSet/item"):
        target = route.find("gatewayId")
        if target is not None and (target.text or "").startswith("igw-"):
            target.text = "igw-0123456789abcdef0"


@in_response("DescribeDhcpOptions", "D601", "dhcp-options/lifecycle")
def second_value_forgotten(_: Call, document: Document) -> None:
    """Of several values of a DHCP option, the last is not described."""
    for values in document.find("dhcpOptionsSet/item/dhcpConfigurationSet/item/valueSet"):
        for value in values.findall("item")[1:]:
            values.remove(value)


@in_response("DescribeInstanceAttribute", "D601", "instances/termination-protection")
def attribute_not_changed(_: Call, document: Document) -> None:
    """Termination protection is described as off, whatever was requested."""
    document.set_text("disableApiTermination/value", lambda _: "false")


@in_response("DescribeNetworkInterfaceAttribute", "D601", "network-interfaces/attributes")
def description_not_changed(_: Call, document: Document) -> None:
    """An interface keeps its description, whatever is requested."""
    document.set_text("description/value", lambda _: "from before")
