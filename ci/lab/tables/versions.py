"""One table of the same suites on several versions of ec2-api."""

from __future__ import annotations

from typing import Any

from .runs import Run, rows


def table(runs: list[Run]) -> dict[str, Any]:
    """The figures, in the order of the versions."""
    return {
        "versions": [run.name for run in runs],
        "best": best(runs),
        "scores": {
            name: {run.name: {"works": run.scores[name][0], "identical": run.scores[name][1]} for run in runs}
            for name in runs[0].scores
            if all(name in run.scores for run in runs)
        },
        "verdicts": {run.name: run.counts for run in runs},
        "causes": {run.name: len(run.causes) for run in runs},
        "incomplete": [run.name for run in runs if run.end != "complete"],
        "upgrades": [change(before, after) for before, after in zip(runs, runs[1:])],
    }


def best(runs: list[Run]) -> str:
    """The version with the highest score; of equals, the one with more identical responses."""
    return max(runs, key=lambda run: run.scores["overall"]).name


def change(before: Run, after: Run) -> dict[str, Any]:
    """What an upgrade changed: deviations that are gone and new, as far as both runs have tried the scenario."""
    return {
        "from": before.name,
        "to": after.name,
        "gone": titles(before, after),
        "new": titles(after, before),
        "better": moved(before, after, 1),
        "worse": moved(before, after, -1),
    }


def titles(having: Run, lacking: Run) -> list[str]:
    """Titles of the causes that only the first run has, although the second has tried one of their scenarios."""
    return sorted(
        cause["title"]
        for fingerprint, cause in having.causes.items()
        if fingerprint not in lacking.causes and any(name in lacking.verdicts for name in cause["scenarios"])
    )


def moved(before: Run, after: Run, way: int) -> list[str]:
    """Scenarios whose verdict is better (way 1) or worse (-1)."""
    order = {"broken": 0, "unsupported": 0, "works": 1, "identical": 2}
    return sorted(
        name
        for name, verdict in after.verdicts.items()
        if verdict in order
        and before.verdicts.get(name) in order
        and (order[verdict] - order[before.verdicts[name]]) * way > 0
    )


def markdown(figures: dict[str, Any]) -> str:
    """The table as a page."""
    versions = figures["versions"]
    scores = [
        [name, *("{works:.1f} / {identical:.1f}".format(**by_version[v]) for v in versions)]
        for name, by_version in figures["scores"].items()
    ]
    verdicts = [
        [verdict, *(figures["verdicts"][v].get(verdict, 0) for v in versions)]
        for verdict in ("identical", "works", "broken", "unsupported", "blocked", "error")
    ]
    upgrades = [
        [f"{u['from']} to {u['to']}", len(u["gone"]), len(u["new"]), len(u["better"]), len(u["worse"])]
        for u in figures["upgrades"]
    ]
    text = "# ec2-api by version\n\nMade by `ci/lab/versions` from a run of each on the same lab. "
    text += f"The most compatible is {figures['best']}.\n\n"
    if figures["incomplete"]:
        text += f"Incomplete runs: {', '.join(figures['incomplete'])}.\n\n"
    text += "Score in percent: works / identical.\n\n" + rows(["score", *versions], scores)
    text += "\nScenarios by verdict, and causes of deviations.\n\n"
    text += rows(["verdict", *versions], [*verdicts, ["causes", *(figures["causes"][v] for v in versions)]])
    text += "\nWhat each upgrade changed.\n\n"
    text += rows(["upgrade", "deviations gone", "new", "scenarios better", "worse"], upgrades)
    for upgrade in figures["upgrades"]:
        text += f"\n## {upgrade['from']} to {upgrade['to']}\n\n"
        lines = [f"- gone: {title}" for title in upgrade["gone"]] + [f"- new: {title}" for title in upgrade["new"]]
        text += "\n".join(lines or ["No deviation is gone or new."]) + "\n"
    return text
