"""Network ACLs, their entries and associations."""

from __future__ import annotations

from ..change import keep_items
from ..document import Document
from ..fault import Call, in_response
from ..kinds import filter_ignored, forgotten, not_shown, nothing_done, shown_as

ENTRIES = "networkAclSet/item/entrySet"
LAST = 32767
"""The number of the entry that every ACL ends with."""

not_shown(
    "ports-of-entry-forgotten",
    "An entry is described without its ports.",
    "DescribeNetworkAcls",
    f"{ENTRIES}/item/portRange",
    "X102",
    "network-acls/entries",
)
shown_as(
    "every-entry-allows",
    "Every entry is described as one that allows.",
    "DescribeNetworkAcls",
    f"{ENTRIES}/item/ruleAction",
    "allow",
    "X102",
    "network-acls/default",
)
shown_as(
    "no-default-acl",
    "No network ACL is described as the default one of its VPC.",
    "DescribeNetworkAcls",
    "networkAclSet/item/default",
    "false",
    "X102",
    "network-acls/default",
)
shown_as(
    "protocol-of-entry-by-name",
    "The protocol of an entry is its name, not its number.",
    "DescribeNetworkAcls",
    f"{ENTRIES}/item/protocol",
    lambda text: {"6": "tcp", "17": "udp"}.get(text, text),
    "X102",
    "network-acls/entries",
)
not_shown(
    "ipv6-block-of-entry-not-shown",
    "An entry for IPv6 is described without its block.",
    "DescribeNetworkAcls",
    f"{ENTRIES}/item/ipv6CidrBlock",
    "X102",
    "network-acls/icmp-and-ipv6",
)
nothing_done(
    "entry-not-replaced",
    "ReplaceNetworkAclEntry succeeds and replaces nothing.",
    "ReplaceNetworkAclEntry",
    "X111",
    "network-acls/entries",
)
forgotten(
    "tags-of-acl-forgotten",
    "A network ACL is created without its tags.",
    "CreateNetworkAcl",
    r"TagSpecification\.",
    "D603",
    "network-acls/lifecycle",
)
filter_ignored("DescribeNetworkAcls", "entry.cidr", "network-acls/filters")
filter_ignored("DescribeNetworkAcls", "entry.rule-number", "network-acls/filters")
filter_ignored("DescribeNetworkAcls", "default", "network-acls/filters")
filter_ignored("DescribeNetworkAcls", "vpc-id", "network-acls/filters")
filter_ignored("DescribeNetworkAcls", "tag:", "network-acls/filters")


@in_response("DescribeNetworkAcls", "X111", "network-acls/entries")
def one_entry_of_a_number(_: Call, document: Document) -> None:
    """An entry takes the place of the one with its number in the other direction."""
    for entries in document.find(ENTRIES):
        last = {entry.findtext("ruleNumber"): entry for entry in entries.findall("item")}
        for entry in entries.findall("item"):
            number = entry.findtext("ruleNumber")
            if number != str(LAST) and last[number] is not entry:
                entries.remove(entry)


@in_response("DeleteNetworkAclEntry DescribeNetworkAcls", "X111", "network-acls/entries")
def entries_of_both_directions_deleted(call: Call, document: Document) -> None:
    """The deletion of an entry deletes the one with its number in the other direction, too."""
    if call.action == "DeleteNetworkAclEntry":
        call.memory.setdefault(call.get("NetworkAclId"), set()).add(call.get("RuleNumber"))
        return
    for acl in document.find("networkAclSet/item"):
        deleted = call.memory.get(acl.findtext("networkAclId"), set())
        for entries in acl.findall("entrySet"):
            for entry in entries.findall("item"):
                if entry.findtext("ruleNumber") in deleted:
                    entries.remove(entry)


@in_response("DescribeNetworkAcls", "X111", "network-acls/association")
def subnet_of_two_acls(call: Call, document: Document) -> None:
    """A network ACL keeps the association that another one has taken over."""
    for acl in document.find("networkAclSet/item"):
        for associations in acl.findall("associationSet"):
            keep_items(call, associations, acl.findtext("networkAclId"), "networkAclAssociationId")


@in_response("DescribeNetworkAcls", "X102", "network-acls/default")
def entry_at_the_end_not_shown(_: Call, document: Document) -> None:
    """An ACL is described without the entry at its end, which denies everything."""
    document.remove(f"{ENTRIES}/item", lambda entry: entry.findtext("ruleNumber") == str(LAST))
