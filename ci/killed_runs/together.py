"""Runs and sweeps at once on one account."""

from __future__ import annotations

import json
import random
import signal
from pathlib import Path
from typing import Any

from left_over.listing import take

from .kill_round import Rounds
from .program import KILLED, Ended, Journal, finish, kill, wait_for_notes
from .verdict import CLEAN, LEFTOVERS, judge

REFUSED = 3
ALIVE = "still running"


def verdicts(run: Path) -> dict[str, str]:
    """The verdict of each scenario of a run."""
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    return {scenario["id"]: scenario["verdict"] for scenario in report["scenarios"]}


def sweep_of_living_run(rounds: Rounds, seed: str, before: dict[str, Any]) -> list[str]:
    """A sweep is refused as long as its run lives, from the first line of its journal on, and disturbs nothing."""
    scenarios = rounds.drawn_quick(random.Random(seed))
    run, problems = rounds.folder / "alive", []
    process, journal = rounds.program.start(run, scenarios), Journal(run)
    for notes, creations in ((1, 0), (1, 1), (1, 4)):
        if not wait_for_notes(process, journal, notes, creations):
            problems.append("the run ended too early for a sweep of a living run")
            break
        process.send_signal(signal.SIGSTOP)  # it cannot end between the look and the sweep
        sweep = rounds.program.sweep(run)
        process.send_signal(signal.SIGCONT)
        if sweep.status != REFUSED or ALIVE not in sweep.output:
            problems.append(f"a sweep of a living run exited with {sweep.status}: {sweep.output.strip()[-200:]}")
    finish(process)
    return problems + judged(rounds, before, rounds.program.sweep(run))


def two_runs_and_a_sweep(rounds: Rounds, seed: str, before: dict[str, Any]) -> list[str]:
    """While a killed run is swept, two runs of the same scenarios go on, and find what one alone finds."""
    scenarios = rounds.drawn_quick(random.Random(seed))
    killed, first, second, alone = (rounds.folder / name for name in ("killed", "first", "second", "alone"))
    finish(rounds.program.start(alone, scenarios))
    problems = judged(rounds, before, rounds.program.sweep(alone))
    before = take(rounds.endpoint.client, before)
    process, journal = rounds.program.start(killed, scenarios), Journal(killed)
    if not wait_for_notes(process, journal, 1, creations=8) or kill(process) != KILLED:
        return [*problems, "the run ended too early to be killed"]
    running = [(run, rounds.program.start(run, scenarios)) for run in (first, second)]
    for run, process in running:
        wait_for_notes(process, Journal(run), 1, creations=1)
    sweeps = [rounds.program.sweep(killed)]
    expected = verdicts(alone)
    for run, process in running:
        status = finish(process)
        if not (run / "report.json").exists():
            problems.append(f"{run.name} exited with {status} beside a sweep, without a report")
            continue
        for scenario, verdict in verdicts(run).items():
            if scenario in expected and verdict != expected[scenario]:
                problems.append(f"{scenario} is {verdict} in {run.name} beside a sweep, {expected[scenario]} alone")
        sweeps.append(rounds.program.sweep(run))
    return problems + judged(rounds, before, *sweeps)


def judged(rounds: Rounds, before: dict[str, Any], *sweeps: Ended) -> list[str]:
    """What is wrong after sweeps: together they name what is left."""
    unlike = [sweep.status for sweep in sweeps if sweep.status != CLEAN]
    status = next((one for one in unlike if one != LEFTOVERS), max(unlike, default=CLEAN))
    whole = Ended(status, "".join(sweep.output for sweep in sweeps), sum(sweep.seconds for sweep in sweeps))
    return judge(before, take(rounds.endpoint.client, before), set(), whole).problems
