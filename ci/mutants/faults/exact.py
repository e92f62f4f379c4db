"""Filters that match a part of a value, or another case of it, and of which, or of whose values, only some count."""

from __future__ import annotations

import re

from ..change import change_filter, drop_matching, keep_filters
from ..fault import Call, add, in_request
from ..kinds import filter_ignored


def letters_not_compared(action: str, sought: str, scenarios: str) -> None:
    """A filter that finds what has other letters at the same places, another case of them among these."""

    def request(call: Call) -> None:
        change_filter(call, sought, lambda value: re.sub("[A-Za-z]", "?", value))

    noun = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", action.replace("Describe", "")).lower()
    what = f"{action} finds by the filter {sought} what has the value in another case."
    add(f"{noun}-sought-by-{sought}-in-any-case", what, action, "X102", scenarios, request=request)


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
letters_not_compared("DescribeSecurityGroups", "group-name", "security-groups/exact-filters[name]")
letters_not_compared("DescribeTags", "key", "tags/exact-values[key]")
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
