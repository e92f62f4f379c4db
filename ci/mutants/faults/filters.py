"""Filters that are not applied as they are meant."""

from __future__ import annotations

import re

from ..fault import Call, in_request

FILTER = re.compile(r"Filter\.(\d+)\.(Name|Value\.(\d+))$")


def change_values(call: Call, name: str, change: str) -> None:
    """Put each value of the filters with a name into a text: `*{}*`."""
    numbers = {key.split(".")[1] for key, value in call.parameters if key.endswith(".Name") and value == name}

    def changed(key: str, value: str) -> str:
        found = FILTER.match(key)
        return change.format(value) if found and found.group(3) and found.group(1) in numbers else value

    call.parameters = [(key, changed(key, value)) for key, value in call.parameters]


def keep_filters(call: Call, kept: list[str]) -> None:
    """Drop the other filters, and number those that are kept from 1."""
    numbers = {old: str(new) for new, old in enumerate(kept, 1)}
    parameters = []
    for key, value in call.parameters:
        found = FILTER.match(key)
        if found is None:
            parameters.append((key, value))
        elif found.group(1) in numbers:
            parameters.append((f"Filter.{numbers[found.group(1)]}.{found.group(2)}", value))
    call.parameters = parameters


def filters_of(call: Call) -> dict[str, str]:
    """The names of the filters by their numbers."""
    return {key.split(".")[1]: value for key, value in call.parameters if re.match(r"Filter\.\d+\.Name$", key)}


@in_request("DescribeSecurityGroups", "X102", "security-groups/wildcards")
def part_of_value_matches(call: Call) -> None:
    """A description matches a filter that is only the beginning of it."""
    change_values(call, "description", "{}*")


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
    keep_filters(call, [number for number, name in filters_of(call).items() if name != "tag-key"])


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
    keep_filters(call, [number for number, name in filters_of(call).items() if name != "key-name"])
