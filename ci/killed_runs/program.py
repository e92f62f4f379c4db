"""The program under test: runs that may be killed, and sweeps."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

KILLED = -9
SECONDS = 3600
"""A run or a sweep that takes longer fails the check."""
INTERVAL = 0.002


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    output: str
    seconds: float


class Program:
    """The program, with an endpoint of an endpoints file."""

    def __init__(self, binary: Path, endpoints: Path, target: str) -> None:
        self.binary = binary
        self.endpoints = endpoints
        self.target = target

    def start(self, out: Path, scenarios: list[str]) -> subprocess.Popen:
        """A run into `out`, that goes on."""
        command = [*self.command("run"), "--target", self.target, "--quiet", "--out", str(out), *scenarios]
        with open(out.with_suffix(".log"), "wb") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start_sweep(self, run: Path) -> subprocess.Popen:
        """A sweep of a run, that goes on."""
        log = run.with_suffix(".sweep.log")
        with open(log, "ab") as file:
            return subprocess.Popen(
                [*self.command("sweep"), str(run)], stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )

    def sweep(self, run: Path) -> Ended:
        """A sweep of a run, to its end."""
        began = time.monotonic()
        command = [*self.command("sweep"), str(run)]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        return Ended(done.returncode, done.stdout, time.monotonic() - began)

    def scenarios(self, filters: list[str]) -> list[str]:
        """The ids of the scenarios that filters select."""
        done = subprocess.run(
            [*self.command("list"), "--json", *filters, "!tag:client"], check=True, stdout=subprocess.PIPE
        )
        return [scenario["id"] for scenario in json.loads(done.stdout)]

    def command(self, name: str) -> list[str]:
        """The words that begin a subcommand's command line."""
        return [str(self.binary), "--endpoints", str(self.endpoints), name]


class Journal:
    """A run's journal, read as it grows."""

    def __init__(self, run: Path) -> None:
        self.path = run / "journal.ndjson"
        self.read = 0
        self.notes = 0
        self.creations = 0

    def update(self) -> None:
        """Count the lines that came since; of a note, the creating ones."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self.read)
                new = file.read()
        except FileNotFoundError:
            return
        self.read += len(new)
        self.notes += new.count(b"\n")
        self.creations += new.count(b'{"note":"creating"')


def wait_for_notes(process: subprocess.Popen, journal: Journal, notes: int, creations: int = 0) -> bool:
    """Whether the journal has so many lines, and so many of creations; False if the run ended before."""
    ends = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < ends:
        journal.update()
        if journal.notes >= notes and journal.creations >= creations:
            return True
        time.sleep(INTERVAL)
    return False


def finish(process: subprocess.Popen) -> int:
    """The exit status of a process that ends by itself."""
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def kill(process: subprocess.Popen) -> int:
    """Send SIGKILL; the exit status, which shows whether the process had ended before."""
    process.kill()
    return process.wait()
