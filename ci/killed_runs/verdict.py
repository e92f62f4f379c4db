"""Whether a sweep did its work: nothing of the run is left, nothing of others is touched, its exit status is true."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from left_over.compare import compare

from .program import Ended

NAMED = re.compile(r"^\S+: (\S+) (\S+) may still exist: (.*)$", re.MULTILINE)
"""A line of `sweep`: kind, id, reason."""
CLEAN, LEFTOVERS = 0, 6
UNKNOWN = "unknown"
STAYS = "it may be the run's, so it stays"
"""The end of the reason for what carries nothing that only the run's has: it is named, and never deleted."""


class Verdict(NamedTuple):
    """What is left, kept by the endpoint, and what is wrong with it."""

    left: list[tuple[str, str]]
    remains: int
    """Default ACLs, tables and groups that the endpoint does not delete with their VPC."""
    problems: list[str]
    perhaps: set[str]
    """The ids of what may be the run's or somebody's, and is named for that."""


def judge(before: dict[str, Any], after: dict[str, Any], others: set[str], sweep: Ended) -> Verdict:
    """Compare the account before the run with that after the sweep. `others`: ids of what others created meanwhile."""
    difference = compare(before, after)
    left = [(kind, one) for kind, one in difference.new if not belongs(after, kind, one, others)]
    problems = [f"somebody's {kind} {one} is gone" for kind, one in difference.missing]
    problems += [f"somebody's {kind} {one} changed: {', '.join(members)}" for kind, one, members in difference.changed]
    present = {one for _, one in difference.new}
    problems += [f"somebody's {one} is gone, which was created during the run" for one in sorted(others - present)]
    named = NAMED.findall(sweep.output)
    ids = {one for _, one, _ in named}
    unknown = {kind for kind, one, _ in named if one == UNKNOWN}
    if sweep.status == CLEAN:
        problems += [f"{kind} {one} is left, and the sweep exited with 0" for kind, one in left]
    elif sweep.status == LEFTOVERS:
        problems += [
            f"{kind} {one} is left, and the sweep does not name it"
            for kind, one in left
            if one not in ids and kind not in unknown
        ]
        problems += [
            f"the sweep names {kind} {one}, which does not exist: {reason}"
            for kind, one, reason in named
            if one not in present and not (one == UNKNOWN and (left or kind not in after["kinds"]))
        ]
        if not named:
            problems.append("the sweep exited with 6 and names nothing")
    else:
        problems.append(f"the sweep exited with {sweep.status}: {sweep.output.strip()[-300:]}")
    perhaps = {one for _, one, reason in named if reason.endswith(STAYS)}
    return Verdict(left, len(difference.remains), problems, perhaps)


def belongs(after: dict[str, Any], kind: str, one: str, others: set[str]) -> bool:
    """Whether a resource is what somebody created meanwhile, or part of it."""
    described = after["kinds"][kind][one]
    return one in others or any(described.get(member) in others for member in ("GroupId", "VpcId", "KeyPairId"))
