"""One round: a run is killed at a random moment, then swept, then the account is listed."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any, NamedTuple

from left_over.endpoint import Endpoint
from left_over.listing import let_go, take

from .others import Others, create_meanwhile, delete
from .program import KILLED, Journal, Program, finish, kill, wait_for_notes
from .verdict import judge

NOTES_PER_SCENARIO = 12
"""About as many as a scenario and its fixtures have in the journal."""
LAUNCHING = 0.25
"""The share of scenarios that launch instances, make images or snapshots."""
LATER = 0.15
"""Seconds, at most, from the note to the kill."""
ATTEMPTS = 6
MEANWHILE = 0.3
"""The share of rounds in which somebody creates something while the run is alive."""
KILLED_SWEEPS = 0.25
"""The share of rounds in which the first sweep is killed, too, up to this many seconds after it began."""
SWEEP_SECONDS = 1.5


class Moment(NamedTuple):
    """Lines of the journal, and the seconds after the last."""

    notes: int
    later: float


class Round(NamedTuple):
    """What a round showed."""

    seed: str
    was_killed: bool
    killed_sweeps: int
    left: list[tuple[str, str]]
    remains: int
    problems: list[str]
    after: dict[str, Any]
    line: str


class Rounds:
    """Rounds on one account."""

    def __init__(
        self, program: Program, endpoint: Endpoint, folder: Path, pool: list[str], launching: list[str], size: int
    ) -> None:
        self.program = program
        self.endpoint = endpoint
        self.folder = folder
        self.pool = pool
        self.launching = launching
        self.size = size

    def drawn(self, draw: random.Random) -> list[str]:
        """Those of a run that is killed: a part of them launches instances, makes images and snapshots."""
        few = min(len(self.launching), max(1, round(self.size * LAUNCHING)))
        others = draw.sample(self.pool, min(self.size - few, len(self.pool)))
        return others + draw.sample(self.launching, few)

    def drawn_quick(self, draw: random.Random) -> list[str]:
        """Those of a run that goes on to its end."""
        return draw.sample(self.pool, min(self.size, len(self.pool)))

    def run(self, seed: str, before: dict[str, Any]) -> Round:
        """One round, wholly determined by its seed but for the speed of the endpoint. A run that ends before the moment
        is swept and judged, too; then another is killed in its first half."""
        draw = random.Random(seed)
        scenarios = self.drawn(draw)
        moment = Moment(draw.randint(1, NOTES_PER_SCENARIO * len(scenarios)), draw.uniform(0, LATER))
        is_meanwhile = draw.random() < MEANWHILE
        sweep_later = draw.uniform(0, SWEEP_SECONDS) if draw.random() < KILLED_SWEEPS else None
        result = self.attempt(f"{seed}/0", scenarios, moment, is_meanwhile, sweep_later, before)
        for attempt in range(1, ATTEMPTS):
            if result.was_killed:
                break
            moment = Moment(max(1, moment.notes // 2), moment.later)
            again = self.attempt(f"{seed}/{attempt}", scenarios, moment, is_meanwhile, sweep_later, result.after)
            both = f"{result.line}\n{again.line}"
            left, problems = result.left + again.left, result.problems + again.problems
            result = again._replace(left=left, remains=result.remains + again.remains, problems=problems, line=both)
        return result

    def attempt(
        self,
        seed: str,
        scenarios: list[str],
        moment: Moment,
        is_meanwhile: bool,
        sweep_later: float | None,
        before: dict[str, Any],
    ) -> Round:
        """One run, killed if it has not ended before the moment, and swept."""
        run, others, problems = self.folder / seed.replace("/", "-"), Others([], []), []
        process, journal = self.program.start(run, scenarios), Journal(run)
        # The run lists the account before its first creation.
        if is_meanwhile and wait_for_notes(process, journal, 1, creations=1):
            others = create_meanwhile(self.endpoint, run.name)
        was_killed = False
        if wait_for_notes(process, journal, moment.notes):
            time.sleep(moment.later)
            was_killed = kill(process) == KILLED
        status = finish(process)
        if not was_killed and status not in (0, 1, 3, 6):
            problems.append(f"the run ended by itself with {status}; see {run.with_suffix('.log')}")
        is_sweep_killed = sweep_later is not None and self.killed_sweep(run, sweep_later)
        sweep = self.program.sweep(run)
        run.with_suffix(".swept.log").write_text(f"{sweep.output}exit {sweep.status}\n", encoding="utf-8")
        after = take(self.endpoint.client, before)
        verdict = judge(before, after, {one for _, one in others.resources}, sweep)
        problems += verdict.problems
        for kind, one in verdict.left:
            if not let_go(self.endpoint.client, kind, one) and one not in verdict.perhaps:
                problems.append(f"{kind} {one} is left, and the endpoint lets go of it")
        problems += delete(self.endpoint, others)
        if others.resources or verdict.left:
            after = take(self.endpoint.client, before)
        journal.update()
        how = "killed" if was_killed else "not killed, ended"
        line = (
            f"seed {seed}: {how} at note {journal.notes} of {len(scenarios)} scenarios"
            f"{', sweep killed' * is_sweep_killed}{', somebody at work' * bool(others.resources)}; "
            f"sweep exit {sweep.status} in {sweep.seconds:.1f} s, {len(verdict.left)} left, {len(problems)} problems"
        )
        return Round(seed, was_killed, int(is_sweep_killed), verdict.left, verdict.remains, problems, after, line)

    def killed_sweep(self, run: Path, later: float) -> bool:
        """Whether a sweep was killed before it ended."""
        process = self.program.start_sweep(run)
        time.sleep(later)
        return kill(process) == KILLED
