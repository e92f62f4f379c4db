"""What differs between two listings of an account."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

VOLATILE = frozenset({"AvailableIpAddressCount", "LastUsedTime"})
"""Members that change by what others create beside a resource, or by time."""
Resource = "tuple[str, str]"
"""Kind and id."""


class Difference(NamedTuple):
    """Kinds that only one of the listings has are not compared; `unlisted` names them."""

    new: list[tuple[str, str]]
    remains: list[tuple[str, str]]
    """New, too: what comes with a VPC, cannot be deleted by itself on AWS, and whose VPC does not exist any more."""
    missing: list[tuple[str, str]]
    changed: list[tuple[str, str, list[str]]]
    """With the members that changed."""
    unlisted: list[str]

    def lines(self) -> list[str]:
        """As text, a line for each."""
        return [
            *(f"new: {kind} {one}" for kind, one in self.new),
            *(f"remains of a deleted VPC: {kind} {one}" for kind, one in self.remains),
            *(f"missing: {kind} {one}" for kind, one in self.missing),
            *(f"changed: {kind} {one}: {', '.join(members)}" for kind, one, members in self.changed),
            *(f"not listed both times: {kind}" for kind in self.unlisted),
        ]


def compare(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """What is in the second listing and not in the first, and so on."""
    difference = Difference([], [], [], [], sorted(set(before["kinds"]) ^ set(after["kinds"])))
    for kind in sorted(set(before["kinds"]) & set(after["kinds"])):
        old, new = before["kinds"][kind], after["kinds"][kind]
        for one in sorted(set(new) - set(old)):
            (difference.remains if is_remains(kind, new[one], after) else difference.new).append((kind, one))
        difference.missing.extend((kind, one) for one in sorted(set(old) - set(new)))
        for one in sorted(set(old) & set(new)):
            members = changed(old[one], new[one])
            if members:
                difference.changed.append((kind, one, members))
    return difference


def is_remains(kind: str, described: dict[str, Any], listing: dict[str, Any]) -> bool:
    """Whether it came with a VPC that the listing does not have. AWS deletes it with the VPC, and in no other way
    (https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html)."""
    if "vpc" not in listing["kinds"] or described.get("VpcId") in (None, *listing["kinds"]["vpc"]):
        return False
    if kind == "route-table":
        return any(association.get("Main") for association in described.get("Associations", []))
    return bool(described.get("IsDefault")) if kind == "network-acl" else described.get("GroupName") == "default"


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The members that differ, by name. The order of a list has no meaning."""
    members = sorted(set(old) | set(new))
    return [name for name in members if name not in VOLATILE and ordered(old.get(name)) != ordered(new.get(name))]


def ordered(value: Any) -> Any:
    """The value with every list sorted."""
    if isinstance(value, dict):
        return {name: ordered(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value
