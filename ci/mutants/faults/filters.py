"""Filters that are not applied as they are meant."""

from __future__ import annotations

import re

from ..change import change_filter, filters_of, forget_filter, keep_filters
from ..fault import Call, in_request


@in_request("DescribeSecurityGroups", "X102", "security-groups/wildcards")
def part_of_value_matches(call: Call) -> None:
    """A description matches a filter that is only the beginning of it."""
    change_filter(call, "description", lambda value: f"{value}*")


@in_request("DescribeSnapshots", "X102", "snapshots/wildcards")
def patterns_of_descriptions_are_plain(call: Call) -> None:
    """In the filter on the description of a snapshot, * and ? are plain characters."""
    escaped = [
        (key, value.replace("*", "\\*").replace("?", "\\?") if ".Value." in key else value)
        for key, value in call.parameters
    ]
    call.parameters = escaped


@in_request("DescribeVolumes", "X102", "volumes/wildcards")
def case_of_value_ignored(call: Call) -> None:
    """The filters of volumes are not case-sensitive."""
    call.parameters = [(key, value.lower() if ".Value." in key else value) for key, value in call.parameters]


@in_request("DescribeSubnets", "X102", "subnets/filters-of-two")
def last_filter_counts(call: Call) -> None:
    """Of several filters only the last one is applied."""
    keep_filters(call, sorted(filters_of(call), key=int)[-1:])


@in_request("DescribeVolumes", "X102", "volumes/filters-of-two")
def first_value_counts(call: Call) -> None:
    """Of several values of a filter only the first one is looked for."""
    call.parameters = [
        (key, value) for key, value in call.parameters if not re.match(r"Filter\.\d+\.Value\.[2-9]", key)
    ]


@in_request("DescribeRouteTables", "X102", "tags/filters-by-kind[route-table]")
def key_of_tag_not_sought(call: Call) -> None:
    """The filter tag-key finds everything."""
    forget_filter(call, "tag-key")


@in_request("DescribeSubnets", "X102", "tags/filters-by-kind[subnet]")
def value_of_any_key_matches(call: Call) -> None:
    """A filter on the value of one tag's key finds the value in the tags of all keys."""
    renamed = [
        (key, "tag-value" if key.endswith(".Name") and value.startswith("tag:") else value)
        for key, value in call.parameters
    ]
    call.parameters = renamed


@in_request("DescribeVpcs", "X102", "protocol/filter-values")
def values_after_the_hundredth_forgotten(call: Call) -> None:
    """Of the values of a filter, those after the hundredth are not looked for."""
    call.parameters = [
        (key, value) for key, value in call.parameters if not re.match(r"Filter\.1\.Value\.(1\d\d|200)$", key)
    ]


@in_request("DescribeInstances", "X102", "instances/key-name")
def key_name_not_sought(call: Call) -> None:
    """The filter on the name of the key pair finds all instances."""
    forget_filter(call, "key-name")
