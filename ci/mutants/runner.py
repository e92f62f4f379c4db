"""Runs of scenarios on a moto as it is, and on the same moto with a group of faults."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any, NamedTuple

from moto_control.endpoints import CREDENTIALS, endpoints_file
from moto_control.problem import Problem
from moto_control.server import RESET, Server

from .fault import Fault
from .proxy import FaultyServer

ROOT = Path(__file__).resolve().parent.parent.parent
WAIT_FACTOR = ("wait_factor: 0.2", "wait_factor: 0.04")
"""moto carries out everything at once; only a fault makes a wait end at its deadline."""
SECONDS_TO_RESET = 60
FINISHED = (0, 1, 3, 6)
"""1: deviations, 3: a scenario could not be executed because of a fault, 6: leftovers."""


class Found(NamedTuple):
    """A finding of a run."""

    scenario: str
    step: str
    code: str
    action: str
    path: str


class Outcome(NamedTuple):
    """What became of a fault."""

    fault: Fault
    is_found: bool
    changed: bool
    """Whether it changed a request or a response at all."""
    instead: frozenset[str]
    """The codes of the findings that its scenarios have because of it."""


def is_of(found: Found, fault: Fault) -> bool:
    """Whether a finding can be the fault's: in a scenario of its own, or about its actions in a fixture or a check of
    the run."""
    area, _, name = found.scenario.partition("/")
    if area == "fixtures" or not name:
        return found.action in fault.actions
    return any(found.scenario == one or found.scenario.startswith(f"{one}[") for one in fault.scenarios)


class Runner:
    """Runs the program until the time is over; `folder` takes the runs."""

    def __init__(self, program: Path, folder: Path, seconds: float) -> None:
        self.program = program
        self.folder = folder
        self.ends = time.monotonic() + seconds

    def ask(self, name: str, url: str, arguments: list[str]) -> tuple[int, str, str]:
        """Exit status and output of the program for this endpoint. subprocess.TimeoutExpired at the end of the time."""
        endpoints = self.folder / f"{name}.yaml"
        endpoints.write_text(endpoints_file(url).replace(*WAIT_FACTOR), encoding="utf-8")
        environment = dict(os.environ, EC2_COMPAT_ENDPOINTS=str(endpoints), **CREDENTIALS)
        left = max(1.0, self.ends - time.monotonic())
        command = [str(self.program), *arguments]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=left)
        return ended.returncode, ended.stdout, ended.stderr

    def calls(self, fault: Fault) -> set[str]:
        """The actions that the fault's scenarios call, their fixtures, waits and clean-up included."""
        status, output, errors = self.ask(
            f"plan-{fault.name}", "http://127.0.0.1:1", ["plan", "--json", "--target", "moto", *fault.scenarios]
        )
        if status:
            raise Problem(f"{fault.name}: the plan of {' '.join(fault.scenarios)} exited with {status}\n{errors}")
        plan: dict[str, Any] = json.loads(output)
        return set(plan["calls"]) | {one["deleted_by"] for one in plan["creations"] if one["deleted_by"]}

    def findings(self, name: str, url: str, scenarios: list[str]) -> set[Found]:
        """The findings of a run of these scenarios on the endpoint."""
        run = self.folder / name
        arguments = ["run", "--target", "moto", "--quiet", "--out", str(run), *scenarios]
        status, output, errors = self.ask(name, url, arguments)
        if status not in FINISHED:
            raise Problem(f"{name}: the run exited with {status}\n{output}{errors}")
        report: dict[str, Any] = json.loads((run / "report.json").read_text(encoding="utf-8"))
        return {
            Found(scenario["id"], finding["step"] or "", finding["code"], finding["operation"] or "", finding["path"])
            for scenario in report["scenarios"]
            for finding in scenario["findings"]
        }

    def run(self, group: list[Fault], server: Server) -> list[Outcome]:
        """Run the scenarios of a group of faults on a moto that nothing else uses."""
        name = group[0].name
        scenarios = sorted({scenario for fault in group for scenario in fault.scenarios})
        reset(server)
        without = self.findings(f"{name}-without", server.url, scenarios)
        reset(server)
        with FaultyServer(group, server.url.partition("://")[2]) as proxy:
            new = self.findings(name, proxy.url, scenarios) - without
            changed = set(proxy.changed)

        def outcome(fault: Fault) -> Outcome:
            codes = frozenset(found.code for found in new if is_of(found, fault))
            return Outcome(fault, fault.code in codes, fault.name in changed, codes)

        return [outcome(fault) for fault in group]


def reset(server: Server) -> None:
    """Delete everything that moto has."""
    if not server.responds(RESET, "POST", SECONDS_TO_RESET):
        raise Problem(f"moto did not respond; see {server.log}")
