"""Filters that match a part of a value, or another case of it, or of several filters and values some only."""

from __future__ import annotations

import fnmatch
import re
from typing import Callable

from ..change import change_filter, drop_matching, forget_filter, keep_filters
from ..document import Document, Element
from ..fault import Call, add, in_request
from ..kinds import filter_ignored

Match = Callable[[str, str], bool]


def in_any_case(text: str, value: str) -> bool:
    """A match that ignores case."""
    return fnmatch.fnmatchcase(text.lower(), value.lower())


def sought_otherwise(
    name: str, what: str, action: str, sought: str, items: str, member: str, matches: Match, scenarios: str
) -> None:
    """The filter is applied to the member of the items in the endpoint's own way."""

    def request(call: Call) -> None:
        values: list[str] = []

        def taken(value: str) -> str:
            values.append(value)
            return value

        change_filter(call, sought, taken)
        forget_filter(call, sought)
        call.memory[id(call)] = values

    def response(call: Call, document: Document) -> None:
        values = call.memory.pop(id(call), [])

        def differs(item: Element) -> bool:
            return not any(matches(item.findtext(member) or "", value) for value in values)

        if values:
            document.remove(items, differs)

    add(name, what, action, "X102", scenarios, request=request, response=response)


def part_sought(action: str, sought: str, scenarios: str) -> None:
    """A filter that finds what has the value in it."""

    def request(call: Call) -> None:
        change_filter(call, sought, lambda value: f"*{value}*")

    noun = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", action.replace("Describe", "")).lower()
    what = f"{action} finds by the filter {sought} what has the value in it."
    add(f"{noun}-sought-by-part-of-{sought}", what, action, "X102", scenarios, request=request)


part_sought("DescribeVolumes", "size", "volumes/exact-filters[size]")
part_sought("DescribeSubnets", "cidr-block", "subnets/exact-filters[cidr-block]")
part_sought("DescribeAddresses", "public-ip", "addresses/exact-filters[public-ip]")
part_sought("DescribeNetworkInterfaces", "description", "network-interfaces/exact-filters[description]")
sought_otherwise(
    "groups-sought-by-name-in-any-case",
    "DescribeSecurityGroups finds a group by its name in another case.",
    "DescribeSecurityGroups",
    "group-name",
    "securityGroupInfo/item",
    "groupName",
    in_any_case,
    "security-groups/exact-filters[name]",
)
sought_otherwise(
    "images-sought-by-name-in-any-case",
    "DescribeImages finds an image by its name in another case.",
    "DescribeImages",
    "name",
    "imagesSet/item",
    "name",
    in_any_case,
    "images/exact-filters[name]",
)
sought_otherwise(
    "tags-sought-by-key-in-any-case",
    "DescribeTags finds a tag by its key in another case.",
    "DescribeTags",
    "key",
    "tagSet/item",
    "key",
    in_any_case,
    "tags/exact-filters[key]",
)
filter_ignored("DescribeSnapshots", "start-time", "volumes/time-filters")
filter_ignored("DescribeVolumes", "create-time", "volumes/time-filters")
filter_ignored("DescribeInstanceTypes", "bare-metal", "instances/type-filters[bare-metal]")
filter_ignored("DescribeInstanceTypes", "current-generation", "instances/type-filters[current-generation]")
filter_ignored("DescribeSpotInstanceRequests", "state", "spot/filters[state]")


@in_request("DescribeNatGateways", "X102", "nat-gateways/filters")
def nat_gateways_by_first_filter(call: Call) -> None:
    """Of several filters on NAT gateways the first is applied."""
    keep_filters(call, ["1"])


@in_request("DescribeInternetGateways", "X101", "internet-gateways/of-two-vpcs")
def gateways_of_first_vpc(call: Call) -> None:
    """Of several VPCs that a filter on internet gateways names, the first counts."""
    drop_matching(call, r"Filter\.1\.Value\.[2-9]")
