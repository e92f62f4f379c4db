"""Which faults can be tested at the same time without hiding one another."""

from __future__ import annotations

from typing import Iterable, Mapping

from .fault import Fault

ANY = "${"
"""Begins the name of an action that a variable of the scenario holds: it can be any."""


def disturbs(fault: Fault, calls: set[str]) -> bool:
    """Whether the fault changes something for scenarios that make these calls."""
    return any(call.startswith(ANY) or call in fault.actions for call in calls)


def groups(faults: Iterable[Fault], calls: Mapping[str, set[str]]) -> list[list[Fault]]:
    """The faults in groups; `calls` are those of each fault's scenarios, by the fault's name.

    In a group, the scenarios of a fault call none of the actions that another fault of it is about, and no two faults
    have a scenario in common: what the scenarios show is their own fault's.
    """

    def apart(one: Fault, other: Fault) -> bool:
        shared = set(one.scenarios) & set(other.scenarios)
        return not shared and not disturbs(one, calls[other.name]) and not disturbs(other, calls[one.name])

    chosen = list(faults)
    rivals = {one.name: sum(not apart(one, other) for other in chosen) for one in chosen}
    made: list[list[Fault]] = []
    for fault in sorted(chosen, key=lambda one: (-rivals[one.name], one.name)):
        fitting = next((group for group in made if all(apart(fault, other) for other in group)), None)
        if fitting is None:
            made.append([fault])
        else:
            fitting.append(fault)
    return made
