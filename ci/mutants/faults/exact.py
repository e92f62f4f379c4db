"""Filters that match a part of a value, or another case of it, and of which, or of whose values, only some count."""

from __future__ import annotations

import re
from typing import Callable

from ..change import FILTER, change_filter, keep_filters
from ..fault import Call, add, in_request
from ..kinds import filter_ignored, forgotten, words


def found_by(action: str, sought: str, name: str, what: str, change: Callable[[str], str], scenarios: str) -> None:
    """A filter that finds what it finds with its values changed."""

    def request(call: Call) -> None:
        change_filter(call, sought, change)

    what = f"{action} finds by the filter {sought} what has {what}."
    add(f"{words(action)}-sought-by-{name}", what, action, "X102", scenarios, request=request)


def letters_not_compared(action: str, sought: str, scenarios: str) -> None:
    """A filter that finds what has other letters at the same places, another case of them among these."""

    def change(value: str) -> str:
        return re.sub("[A-Za-z]", "?", value)

    found_by(action, sought, f"{sought}-in-any-case", "the value in another case", change, scenarios)


def part_sought(action: str, sought: str, scenarios: str) -> None:
    """A filter that finds what has the value in it."""
    found_by(action, sought, f"part-of-{sought}", "the value in it", "*{}*".format, scenarios)


part_sought("DescribeVolumes", "size", "volumes/exact-filters[size]")
part_sought("DescribeSubnets", "cidr-block", "subnets/exact-filters[cidr-block]")
part_sought("DescribeAddresses", "public-ip", "addresses/exact-filters[public-ip]")
part_sought("DescribeNetworkInterfaces", "description", "network-interfaces/exact-filters[description]")
letters_not_compared("DescribeSecurityGroups", "group-name", "security-groups/exact-filters[name]")
letters_not_compared("DescribeTags", "key", "tags/exact-values[key]")
letters_not_compared("DescribeVpcs", "tag-key", "tags/filters-by-kind[vpc]")
letters_not_compared("DescribeVolumes", "tag-key", "tags/filters-of-storage[volume]")
letters_not_compared("DescribeSnapshots", "tag-key", "tags/filters-of-images[snapshot]")
letters_not_compared("DescribeInternetGateways", "tag-key", "filters/internet-gateways-apart[tag-key]")
filter_ignored("DescribeSnapshots", "start-time", "volumes/time-filters")
filter_ignored("DescribeVolumes", "create-time", "volumes/time-filters")
filter_ignored(
    "DescribeVolumes", "attachment.attach-time", "filters/volumes-of-instances-found[attachment.attach-time]"
)
filter_ignored("DescribeInstances", "launch-time", "filters/instances-found[launch-time]")
filter_ignored("DescribeInstanceTypes", "bare-metal", "instances/type-filters[bare-metal]")
filter_ignored("DescribeInstanceTypes", "current-generation", "instances/type-filters[current-generation]")
filter_ignored("DescribeSpotInstanceRequests", "state", "spot/filters[state]")
forgotten(
    "gateways-of-first-vpc",
    "Of several VPCs that a filter on internet gateways names, the first counts.",
    "DescribeInternetGateways",
    r"Filter\.1\.Value\.[2-9]",
    "X101",
    "internet-gateways/of-two-vpcs",
)


@in_request("DescribeNatGateways", "X102", "nat-gateways/filters")
def nat_gateways_by_first_filter(call: Call) -> None:
    """Of several filters on NAT gateways the first is applied."""
    keep_filters(call, ["1"])


@in_request("DescribeTags", "X102", "tags/kinds-of-one-beginning[group]")
def kinds_by_their_beginning(call: Call) -> None:
    """The filter on the kind of a resource finds the kinds that begin with its value."""
    longer = [
        (re.sub(r"\d+$", "2", key), f"{value}-rule")
        for key, value in call.parameters
        if FILTER.match(key) and value == "security-group"
    ]
    call.parameters = call.parameters + longer
