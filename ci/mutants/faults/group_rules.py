"""Rules of security groups, by their ids and by their permissions, and the groups themselves."""

from __future__ import annotations

from ..change import rename_filter
from ..document import Document
from ..fault import Call, in_request, in_response, success
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

RULE = "securityGroupRuleSet/item"

forgotten(
    "tags-of-rule-forgotten",
    "A rule is created without its tags.",
    "AuthorizeSecurityGroupIngress",
    r"TagSpecification\.",
    "X102",
    "security-groups/tagged-rules",
)
shown_as(
    "every-rule-is-outbound",
    "Every rule is described as outbound.",
    "DescribeSecurityGroupRules",
    f"{RULE}/isEgress",
    "true",
    "X102",
    "security-groups/rules-by-id",
)
not_shown(
    "rule-without-block",
    "A rule is described without its block.",
    "DescribeSecurityGroupRules",
    f"{RULE}/cidrIpv4",
    "X102",
    "security-groups/rules-by-id",
)
not_shown(
    "rule-without-referenced-group",
    "A rule is described without the group that it refers to.",
    "DescribeSecurityGroupRules",
    f"{RULE}/referencedGroupInfo/groupId",
    "X102",
    "security-groups/rules-of-a-reference",
)
forgotten(
    "description-of-rule-not-modified",
    "ModifySecurityGroupRules does not change the description.",
    "ModifySecurityGroupRules",
    r"SecurityGroupRule\.\d+\.SecurityGroupRule\.Description",
    "X102",
    "security-groups/rules-modified",
)
nothing_done(
    "rules-not-modified",
    "ModifySecurityGroupRules succeeds and does nothing.",
    "ModifySecurityGroupRules",
    "X111",
    "security-groups/rules-modified",
)
nothing_done(
    "descriptions-not-updated",
    "UpdateSecurityGroupRuleDescriptionsIngress succeeds and does nothing.",
    "UpdateSecurityGroupRuleDescriptionsIngress",
    "X111",
    "security-groups/descriptions-updated",
)
nothing_done(
    "outbound-rules-not-revoked",
    "RevokeSecurityGroupEgress succeeds and removes nothing.",
    "RevokeSecurityGroupEgress",
    "D605",
    "security-groups/egress-rule",
)
shown_as(
    "protocol-by-number",
    "The protocol of a permission is its number, not its name.",
    "DescribeSecurityGroups",
    "securityGroupInfo/item/ipPermissions/item/ipProtocol",
    lambda text: {"tcp": "6", "udp": "17", "icmp": "1"}.get(text, text),
    "X102",
    "security-groups/protocols[one-port]",
)
shown_as(
    "code-of-icmp-is-its-type",
    "The code of a permission for ICMP is described as its type.",
    "DescribeSecurityGroups",
    "securityGroupInfo/item/ipPermissions/item/toPort",
    lambda text: "8" if text == "-1" else text,
    "X102",
    "security-groups/protocols[icmp-echo]",
)
shown_as(
    "port-zero-is-one",
    "Ports that begin with 0 are described as beginning with 1.",
    "DescribeSecurityGroups",
    "securityGroupInfo/item/ipPermissions/item/fromPort",
    lambda text: "1" if text == "0" else text,
    "X102",
    "security-groups/protocols[every-port]",
)
not_shown(
    "nothing-may-leave",
    "A group is described without outbound permissions.",
    "DescribeSecurityGroups",
    "securityGroupInfo/item/ipPermissionsEgress/item",
    "X101",
    "security-groups/lifecycle",
)
nothing_done(
    "group-not-deleted",
    "DeleteSecurityGroup succeeds and deletes nothing.",
    "DeleteSecurityGroup",
    "X111",
    "security-groups/lifecycle",
)
filter_ignored("DescribeSecurityGroupRules", "group-id", "security-groups/rules-by-id")
filter_ignored("DescribeSecurityGroupRules", "tag:", "security-groups/tagged-rules", "X111")
filter_ignored("DescribeSecurityGroups", "ip-permission.cidr", "security-groups/rule-filters[cidr]")
filter_ignored("DescribeSecurityGroups", "ip-permission.from-port", "security-groups/rule-filters[from-port]")
filter_ignored("DescribeSecurityGroups", "ip-permission.protocol", "security-groups/rule-filters[protocol]")
for one in ("group-id", "group-name"):
    for side in ("", "egress."):
        scenario = f"filters/security-groups-with-sources-apart[{side}ip-permission.{one}]"
        filter_ignored("DescribeSecurityGroups", f"{side}ip-permission.{one}", scenario)
filter_ignored("DescribeSecurityGroups", "vpc-id", "security-groups/filters[vpc-id]")
filter_ignored("DescribeSecurityGroups", "owner-id", "security-groups/filters[owner-id]")


@in_request("RevokeSecurityGroupIngress", "X111", "security-groups/rules-by-id")
def rules_not_revoked_by_id(call: Call) -> bytes | None:
    """A revocation by the ids of rules succeeds and removes nothing."""
    return success(call.action) if call.get("SecurityGroupRuleId.1") else None


@in_request(
    "DescribeSecurityGroups", "X102", "filters/security-groups-with-sources-apart[egress.ip-permission.group-id]"
)
def outbound_sources_among_inbound_ones(call: Call) -> None:
    """The filter on the groups in outbound rules looks at inbound rules."""
    rename_filter(call, "egress.ip-permission.group-id", "ip-permission.group-id")


@in_request("CreateSecurityGroup", "X106", "security-groups/duplicate-name")
def two_groups_of_a_name(call: Call) -> bytes | None:
    """A second group of the same name is created."""
    key = call.get("VpcId"), call.get("GroupName")
    if key in call.memory:
        return success(call.action, "<return>true</return><groupId>sg-0123456789abcdef0</groupId>")
    call.memory[key] = True
    return None


@in_response("DescribeSecurityGroups", "X111", "security-groups/source-group")
def source_by_name_only(_: Call, document: Document) -> None:
    """A permission for a group names it by its name only."""
    document.remove("securityGroupInfo/item/ipPermissions/item/groups/item/groupId")
