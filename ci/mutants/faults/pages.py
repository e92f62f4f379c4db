"""Lists in pages, tokens, and envelopes."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from ..change import forget_filter
from ..document import Document
from ..fault import Call, in_request, in_response, success
from ..kinds import forgotten

SUBNETS = "pagination/subnets"


def page(call: Call, document: Document, path: str, first: int, following: int | None) -> None:
    """Keep the elements of a list from `first`, a page of them; the next page begins with `following`."""
    size = int(call.get("MaxResults"))
    for holder in document.find(path):
        items = holder.findall("item")
        for item in items[:first] + items[first + size :]:
            holder.remove(item)
    if following is not None and document.root is not None:
        ElementTree.SubElement(document.root, "nextToken").text = f"page-{following}"


def count(document: Document, path: str) -> int:
    """How many elements the list has."""
    return len(list(document.find(f"{path}/item")))


def start(call: Call) -> int:
    """The number of the element that the token names."""
    return int(call.get("NextToken").partition("-")[2] or 0)


@in_response("DescribeSubnets", "X101", "pagination/all-on-one-page")
def token_on_the_only_page(call: Call, document: Document) -> None:
    """A list that is complete has a token."""
    if not call.get("NextToken") and document.root is not None:
        ElementTree.SubElement(document.root, "nextToken").text = "page-6"


@in_response("DescribeSubnets", "X102", SUBNETS)
def pages_overlap(call: Call, document: Document) -> None:
    """The last element of a page is the first of the next one, too."""
    if call.get("MaxResults"):
        first, size = start(call), int(call.get("MaxResults"))
        more = first + size < count(document, "subnetSet")
        page(call, document, "subnetSet", first, first + size - 1 if more else None)


@in_response("DescribeSubnets", "P702", SUBNETS)
def element_between_pages(call: Call, document: Document) -> None:
    """An element between two pages is on neither."""
    if call.get("MaxResults"):
        first, size = start(call), int(call.get("MaxResults"))
        more = first + size < count(document, "subnetSet")
        page(call, document, "subnetSet", first, first + size + 1 if more else None)


@in_response("DescribeSubnets", "P706", SUBNETS)
def pages_without_end(call: Call, document: Document) -> None:
    """The token of a page leads to the same page."""
    if call.get("MaxResults"):
        page(call, document, "subnetSet", 0, 0)


@in_response("DescribeSubnets", "X101", SUBNETS)
def list_ends_after_a_page(call: Call, document: Document) -> None:
    """A page that is not the last has no token."""
    if call.get("MaxResults"):
        page(call, document, "subnetSet", 0, None)


@in_request("DescribeInstances", "X106", "pagination/instance-ids-and-page-size")
def page_size_beside_ids(call: Call) -> None:
    """MaxResults is accepted beside the ids of instances."""
    if call.get("InstanceId.1"):
        call.drop("MaxResults")


@in_request("DescribeKeyPairs", "X106", "protocol/request-ids")
def unknown_key_pair_is_nothing(call: Call) -> bytes:
    """DescribeKeyPairs finds nothing, and refuses no name."""
    return success(call.action, "<keySet/>")


@in_request("DescribeSecurityGroups", "X102", "protocol/nothing-found[security-groups]")
def filter_of_ids_ignored(call: Call) -> None:
    """The filter on the ids of groups finds all of the account."""
    forget_filter(call, "group-id")


for action, case in (("Vpcs", "vpcs"), ("Images", "images"), ("Addresses", "addresses")):
    forgotten(
        f"dry-run-describes-{case}",
        f"Describe{action} describes them in a dry run.",
        f"Describe{action}",
        "DryRun",
        "X106",
        f"protocol/dry-run[{case}]",
    )
