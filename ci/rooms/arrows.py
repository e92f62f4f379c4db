"""Rooms depend on each other as the table of src/ARCHITECTURE.md states: code by its rows, tests by its order."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

SDK = "aws-sdk-ec2"
# What tests of several rooms share. It is above the rooms that it uses, and their tests use it all the same.
SUPPORT = "test-support"
GROUND_OF_SDK = "endpoint"
ROW = re.compile(r"^\| `([\w-]+)` \|([^|]*)\| (yes|no) \|", re.MULTILINE)


class Room(NamedTuple):
    """A row of the table."""

    may_use: set[str]
    sees_sdk: bool


def table(page: str) -> dict[str, Room]:
    """The rooms of the page, by name, from the ground up."""
    between = page.partition("<!-- arrows -->")[2].partition("<!-- /arrows -->")[0]
    return {name: Room(set(re.findall(r"`([\w-]+)`", uses)), sdk == "yes") for name, uses, sdk in ROW.findall(between)}


class Graph:
    """The dependencies between packages."""

    def __init__(self, metadata: dict) -> None:
        self.names = {package["id"]: package["name"] for package in metadata["packages"]}
        self.members = set(metadata["workspace_members"])
        self.nodes = {node["id"]: node["deps"] for node in metadata["resolve"]["nodes"]}

    def uses(self, package: str, for_tests: bool) -> set[str]:
        """Direct dependencies of a package: the normal ones, or those for its tests."""
        kinds = {"dev"} if for_tests else {None, "build"}
        return {dep["pkg"] for dep in self.nodes[package] if kinds & {kind["kind"] for kind in dep["dep_kinds"]}}

    def compiles_sdk(self, package: str) -> bool:
        """Whether its tests compile the SDK. Dev-dependencies count for the package itself alone, as in cargo."""
        todo, seen = [*self.uses(package, True), *self.uses(package, False)], set()
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo.extend(self.uses(one, False))
        return SDK in {self.names[one] for one in seen}


def rests_on(rooms: dict[str, Room], name: str) -> set[str]:
    """The rooms that a room uses, directly or through others, by the table."""
    todo, found = [name], set()
    while todo:
        for other in rooms[todo.pop()].may_use & set(rooms):
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def tests_may_use(rooms: dict[str, Room], name: str, other: str) -> bool:
    """Whether tests of a room may use another: one that is below it in the table, or what tests share."""
    order = list(rooms)
    return order.index(other) < order.index(name) or (other == SUPPORT and name != SUPPORT)


def problems(rooms: dict[str, Room], graph: Graph) -> Iterator[str]:
    """Differences between the manifests and the table."""
    members = {graph.names[member]: member for member in graph.members}
    if SUPPORT in rooms and GROUND_OF_SDK in rests_on(rooms, SUPPORT):
        yield f"{SUPPORT} rests on {GROUND_OF_SDK}, which tests of most rooms must not compile"
    for name in sorted(set(members) ^ set(rooms)):
        yield f"{name}: " + ("is missing in the table" if name in members else "is in the table, but is not a package")
    order = list(rooms)
    for name, room in rooms.items():
        if name not in members:
            continue
        used = {graph.names[one] for one in graph.uses(members[name], False) & graph.members}
        for other in sorted(used - room.may_use):
            yield f"{name} depends on {other}, which the table does not allow"
        for other in sorted(room.may_use - used):
            yield f"{name} does not depend on {other}, but the table lists it"
        for other in sorted(room.may_use):
            if other not in rooms:
                yield f"{name} may use {other}, which the table lacks"
            elif name != SUPPORT and order.index(other) > order.index(name):
                yield f"{name} may use {other}, which is above it in the table"
        for other in sorted(graph.names[one] for one in graph.uses(members[name], True) & graph.members):
            if other in rooms and not tests_may_use(rooms, name, other):
                yield f"tests of {name} depend on {other}, which is above it in the table"
        if graph.compiles_sdk(members[name]) != room.sees_sdk:
            yield f"{name} {'does not compile' if room.sees_sdk else 'compiles'} {SDK}, unlike its row of the table"
