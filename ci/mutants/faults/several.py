"""Requests with several elements of which some are lost, and removals that remove others, too."""

from __future__ import annotations

import re

from ..change import drop_items_after
from ..document import Document
from ..fault import Call, in_request, in_response
from ..kinds import forgotten

BLOCK = re.compile(r"IpPermissions\.\d+\.(IpRanges|Ipv6Ranges)\.\d+\.(CidrIp|CidrIpv6)$")

forgotten(
    "second-ipv6-block-forgotten",
    "Of several IPv6 blocks in a permission only the first becomes a rule.",
    "AuthorizeSecurityGroupIngress",
    r"IpPermissions\.\d+\.Ipv6Ranges\.[2-9]",
    "D604",
    "security-groups/several-sources[ipv6]",
)
forgotten(
    "second-outbound-block-forgotten",
    "Of several blocks in an outbound permission only the first becomes a rule.",
    "AuthorizeSecurityGroupEgress",
    r"IpPermissions\.\d+\.IpRanges\.[2-9]",
    "D604",
    "security-groups/several-egress-sources",
)
forgotten(
    "second-group-forgotten",
    "Of several groups in a permission only the first becomes a rule.",
    "AuthorizeSecurityGroupIngress",
    r"IpPermissions\.\d+\.Groups\.[2-9]",
    "D604",
    "security-groups/several-groups",
)
forgotten(
    "second-prefix-list-forgotten",
    "Of several prefix lists in a permission only the first becomes a rule.",
    "AuthorizeSecurityGroupIngress",
    r"IpPermissions\.\d+\.PrefixListIds\.[2-9]",
    "D604",
    "security-groups/prefix-lists",
)
forgotten(
    "tenth-block-forgotten",
    "Indices of two digits are not read.",
    "AuthorizeSecurityGroupIngress",
    r"IpPermissions\.\d+\.IpRanges\.\d\d",
    "D604",
    "security-groups/several-sources[more-than-nine]",
)
forgotten(
    "tenth-tag-forgotten",
    "CreateTags keeps nine tags.",
    "CreateTags",
    r"Tag\.\d\d\.",
    "X111",
    "tags/twelve",
)
forgotten(
    "tenth-id-forgotten",
    "DescribeSecurityGroups describes nine groups.",
    "DescribeSecurityGroups",
    r"GroupId\.\d\d$",
    "X111",
    "security-groups/twelve",
)
forgotten(
    "second-group-of-launch-forgotten",
    "An instance is launched into the first of its groups.",
    "RunInstances",
    r"SecurityGroupId\.[2-9]",
    "D601",
    "instances/requested-options",
)
forgotten(
    "second-outbound-permission-forgotten",
    "Of several outbound permissions only the first becomes a rule.",
    "AuthorizeSecurityGroupEgress",
    r"IpPermissions\.[2-9]",
    "X102",
    "security-groups/several-permissions",
)
forgotten(
    "second-permission-forgotten",
    "Of several permissions only the first becomes a rule.",
    "AuthorizeSecurityGroupIngress",
    r"IpPermissions\.[2-9]",
    "X102",
    "security-groups/several-permissions",
)
forgotten(
    "second-rule-not-modified",
    "Of several rules only the first is modified.",
    "ModifySecurityGroupRules",
    r"SecurityGroupRule\.[2-9]",
    "X102",
    "security-groups/several-rules-modified",
)
forgotten(
    "second-group-of-instance-forgotten",
    "Of several groups an instance gets the first.",
    "ModifyInstanceAttribute",
    r"GroupId\.[2-9]",
    "X111",
    "instances/several-groups",
)
forgotten(
    "second-endpoint-not-deleted",
    "Of several endpoints only the first is deleted.",
    "DeleteVpcEndpoints",
    r"VpcEndpointId\.[2-9]",
    "X111",
    "vpc-endpoints/several-deleted",
)
forgotten(
    "second-egress-gateway-not-described",
    "Of several egress-only internet gateways the first is described.",
    "DescribeEgressOnlyInternetGateways",
    r"EgressOnlyInternetGatewayId\.[2-9]",
    "X101",
    "egress-only-internet-gateways/several-ids",
)


@in_request(
    "AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress",
    "X102",
    "security-groups/revoke-one-of-several[one-block-of-a-permission]",
)
def permission_revoked_as_a_whole(call: Call) -> None:
    """A revocation of one block takes away all blocks of its family in the permission."""
    blocks = {name: value for name, value in call.parameters if BLOCK.match(name)}
    key = (call.get("GroupId"), call.get("IpPermissions.1.IpProtocol"), call.get("IpPermissions.1.FromPort"))
    if call.action.startswith("Authorize"):
        call.memory.setdefault(key, {}).update(blocks)
        return
    families = {BLOCK.match(name).group(1) for name in blocks}  # type: ignore[union-attr]
    known = {name: value for name, value in call.memory.get(key, {}).items() if name.split(".")[2] in families}
    call.parameters = [pair for pair in call.parameters if not BLOCK.match(pair[0])] + list(known.items())


@in_response("DescribeSecurityGroupRules", "X102", "security-groups/descriptions")
def one_description_for_all_rules(_: Call, document: Document) -> None:
    """All rules of a group are described with the description of one of them."""
    texts = [element.text for element in document.find("securityGroupRuleSet/item/description") if element.text]
    document.set_text("securityGroupRuleSet/item/description", lambda _: texts[0] if texts else "")


@in_response("DeleteRoute DescribeRouteTables", "D604", "route-tables/several-routes")
def routes_deleted_by_target(call: Call, document: Document) -> None:
    """The deletion of a route takes away all routes to a gateway."""
    if call.action == "DeleteRoute":
        call.memory["deleted"] = True
    elif "deleted" in call.memory:
        document.remove(
            "routeTableSet/item/routeSet/item", lambda route: (route.findtext("gatewayId") or "").startswith("igw-")
        )


@in_response("DescribeNetworkInterfaceAttribute", "X101", "network-interfaces/several-groups")
def second_group_in_attribute_not_shown(_: Call, document: Document) -> None:
    """The attribute of an interface shows the first of its groups."""
    drop_items_after(document, "groupSet", 1)


@in_response("DescribeRouteTables", "X101", "route-tables/two-subnets")
def second_association_not_shown(_: Call, document: Document) -> None:
    """A route table is described with the first of its associations."""
    drop_items_after(document, "routeTableSet/item/associationSet", 1)


@in_response("RevokeSecurityGroupEgress DescribeSecurityGroups", "X102", "security-groups/revoke-one-egress-by-id")
def revoked_with_all_others(call: Call, document: Document) -> None:
    """A revocation by the id of an outbound rule takes away all outbound rules of the group."""
    if call.action == "RevokeSecurityGroupEgress" and call.get("SecurityGroupRuleId.1"):
        call.memory[call.get("GroupId")] = True
    for group in document.find("securityGroupInfo/item"):
        permissions = group.find("ipPermissionsEgress")
        if group.findtext("groupId") in call.memory and permissions is not None:
            permissions.clear()
