"""The verdicts of a run, and what differs between two runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class Verdict(NamedTuple):
    """What a scenario came out as, and why."""

    verdict: str
    reason: str


def verdicts(run: Path) -> dict[str, Verdict]:
    """Scenario -> verdict, from the report of a run. Fixtures and checks of the run are judged with the scenarios that
    use them: which of them has the first finding depends on the schedule."""
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    return {
        one["id"]: Verdict(one["verdict"], one.get("reason") or "")
        for one in report["scenarios"]
        if "/" in one["id"] and not one["id"].startswith("fixtures/")
    }


def differences(without: dict[str, Verdict], through: dict[str, Verdict]) -> list[str]:
    """A line for each scenario whose verdict differs."""
    nothing = Verdict("not run", "")
    lines = []
    for name in sorted({*without, *through}):
        before, after = without.get(name, nothing), through.get(name, nothing)
        if before.verdict != after.verdict:
            lines.append(f"{name}: {before.verdict} without, {after.verdict} through: {after.reason or before.reason}")
    return lines
