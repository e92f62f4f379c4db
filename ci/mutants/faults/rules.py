"""Members of a response that do not go together."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from ..change import INSTANCES
from ..document import Document
from ..fault import Call, in_response


@in_response("DescribeSecurityGroups", "C221", "security-groups/all-protocols")
def ports_of_all_protocols(_: Call, document: Document) -> None:
    """A permission for all protocols has ports."""
    for permission in document.find("securityGroupInfo/item/ipPermissionsEgress/item"):
        for name, value in (("fromPort", "1"), ("toPort", "65535")):
            if permission.findtext("ipProtocol") == "-1" and permission.find(name) is None:
                ElementTree.SubElement(permission, name).text = value


@in_response("DescribeSecurityGroups", "C222", "security-groups/duplicate-name")
def permission_for_nobody(_: Call, document: Document) -> None:
    """Permissions name no target."""
    document.remove("securityGroupInfo/item/ipPermissionsEgress/item/ipRanges/item")


@in_response("DescribeVpcs", "C223", "tags/on-create")
def owner_is_a_project(_: Call, document: Document) -> None:
    """The owner of a VPC is a UUID."""
    document.set_text("vpcSet/item/ownerId", lambda _: "02c0dfa62b514dfb8105428d7e5e780a")


@in_response("StopInstances", "C224", "instances/stop-start")
def nothing_was_stopped(_: Call, document: Document) -> None:
    """StopInstances lists no instance."""
    document.remove("instancesSet/item")


@in_response("DeleteKeyPair", "C225", "key-pairs/lifecycle")
def no_return(_: Call, document: Document) -> None:
    """DeleteKeyPair returns no element `return`."""
    document.remove("return")


@in_response("DescribeInstances", "C226", "instances/stop-start")
def none_as_text(_: Call, document: Document) -> None:
    """Members without a value are the text None."""
    for instance in document.find(INSTANCES):
        for name in ("kernelId", "ramdiskId"):
            here = instance.find(name)
            if here is None:
                here = ElementTree.SubElement(instance, name)
            here.text = here.text or "None"
