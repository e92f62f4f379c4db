"""What the tables need of a run's report.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

SEVERITIES = ("breaking", "differs", "extra")
RAN = ("identical", "works", "broken", "unsupported")  # verdicts of scenarios that have said something


class Run(NamedTuple):
    """A recorded run of one target."""

    name: str
    end: str
    counts: dict[str, int]
    scores: dict[str, tuple[float, float]]  # name -> (works, identical), percent
    causes: dict[str, dict[str, Any]]  # by fingerprint, known ones included
    verdicts: dict[str, str]  # by scenario


def read(name: str, folder: Path) -> Run:
    """The run in a folder; OSError or KeyError if there is none."""
    report = json.loads((folder / "report.json").read_text())
    target = report["endpoints"][0]["name"] if "name" in report["endpoints"][0] else report["scores"][0]["endpoint"]
    (scores,) = [entry for entry in report["scores"] if entry["endpoint"] == target]
    named = {"overall": scores["overall"], **{entry["name"]: entry["score"] for entry in scores["workflows"]}}
    return Run(
        name=name,
        end=report["run"]["end"],
        counts=report["counts"],
        scores={key: (score["works_percent"], score["identical_percent"]) for key, score in named.items()},
        causes={c["fingerprint"]: c for c in report["causes"] if c["endpoint"] == target and is_deviation(c)},
        verdicts={s["id"]: s["verdict"] for s in report["scenarios"] if s["endpoint"] == target},
    )


def is_deviation(cause: dict[str, Any]) -> bool:
    """Whether it is one, known or not. Differences from an emulator that ran as the reference are informational."""
    return bool(cause["counts"] or cause.get("known"))


def by_severity(causes: list[dict[str, Any]]) -> dict[str, int]:
    """How many causes there are of each severity that occurs."""
    found = [cause["severity"] for cause in causes]
    known = [*SEVERITIES, *sorted(set(found) - set(SEVERITIES))]
    return {severity: found.count(severity) for severity in known if severity in found}


def rows(head: list[str], lines: list[list[object]]) -> str:
    """A Markdown table."""
    cells = [head, ["---"] * len(head), *[[str(cell).replace("|", "\\|") for cell in line] for line in lines]]
    return "\n".join("| " + " | ".join(line) + " |" for line in cells) + "\n"
