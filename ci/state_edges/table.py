"""The table of suites/STATES.md, and what of it does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

COLUMNS = 6
OUTCOME = re.compile(r"allowed|(?:refused|either): [A-Za-z.]+(?:, [A-Za-z.]+)*")


@dataclass(frozen=True)
class Edge:
    """A row: an action on a resource in a state."""

    kind: str
    state: str
    action: str
    outcome: str
    """`allowed`, `refused: CODES` or `either: CODES`; empty if no scenario holds the edge."""
    scenario: str
    reason: str
    """Why no scenario holds the edge."""

    @property
    def codes(self) -> list[str]:
        """The error codes of the outcome."""
        return self.outcome.partition(": ")[2].split(", ") if ": " in self.outcome else []


def edges(text: str) -> list[Edge]:
    """The rows of the table."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("| ")][1:]
    for row in rows:
        if len(row) != COLUMNS:
            raise ValueError(f"a row has {len(row)} columns: {'|'.join(row)}")
    return [Edge(*(cell.strip().strip("`") for cell in row)) for row in rows]


def problems(rows: list[Edge], suites: Path) -> Iterator[str]:
    """What is wrong with each row."""
    seen = set()
    for edge in rows:
        name = f"{edge.kind}, {edge.state}, {edge.action}"
        if name in seen:
            yield f"{name}: twice"
        seen.add(name)
        if not edge.scenario:
            if not edge.reason or edge.outcome:
                yield f"{name}: without a scenario it needs a reason, and has no outcome"
            continue
        if edge.reason:
            yield f"{name}: has both a scenario and a reason for none"
        if not OUTCOME.fullmatch(edge.outcome):
            yield f"{name}: {edge.outcome!r} is no outcome"
        file = suites / f"{edge.scenario}.yaml"
        if not file.is_file():
            yield f"{name}: there is no scenario {edge.scenario}"
            continue
        yield from (f"{name}: {problem} of {edge.scenario}" for problem in disagreements(edge, file.read_text("utf-8")))


def disagreements(edge: Edge, scenario: str) -> Iterator[str]:
    """What the scenario does not do that the edge states."""
    calls = [step for step in steps(scenario) if re.search(rf"^ +(?:- )?{edge.action}:", step, re.MULTILINE)]
    if not calls:
        yield "no step calls the action"
    elif not any(agrees(edge, step) for step in calls):
        yield f"no step expects {edge.outcome!r}"


def steps(scenario: str) -> list[str]:
    """The text of each step."""
    return re.split(r"^(?=  - )", scenario.partition("\nsteps:\n")[2], flags=re.MULTILINE)[1:]


def agrees(edge: Edge, step: str) -> bool:
    """Whether the step expects the outcome."""
    stated = re.search(r"^( +)error: (.+)$", step, re.MULTILINE)
    codes = sorted(stated[2].strip("[] ").split(", ")) if stated else []
    if edge.outcome.startswith("either"):
        return "until:" in step and codes == sorted(edge.codes)
    return codes == sorted(edge.codes)
