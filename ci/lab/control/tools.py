"""Programs that run once and end: database migrations, seeding."""

from __future__ import annotations

from typing import Callable, Sequence

from process_control.deferred import signals_deferred
from process_control.spawn import spawn
from process_control.terminate import terminate
from process_control.wait import wait_until

from . import layout
from .commands import environment
from .problem import Problem
from .processes import RUN, orphans, tail


class Tool:
    """A program of the OpenStack environment, with a log of its own."""

    def __init__(self, label: str, program: object, *args: object) -> None:
        self.label = label
        path = program if "/" in str(program) else layout.VENV / "bin" / str(program)
        self.command = [layout.VENV / "bin" / "python", path, *args]

    def start(self) -> None:
        """Start it."""
        self.process = spawn(self.command, layout.CLOUD / "log" / (self.label + ".out"), environment(), RUN)

    def ended(self) -> bool:
        """Whether it has ended with success; Problem if it has failed."""
        status = self.process.poll()
        if status:
            raise Problem(f"{self.label} failed (exit status {status}):\n{tail(self.label)}")
        return status == 0


class Chain:
    """Tools that run one after another."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.waiting = list(tools)
        self.current = self.waiting.pop(0)
        self.current.start()

    def ended(self) -> bool:
        """Whether the last tool has ended; the next one is started where one has."""
        while self.current.ended():
            if not self.waiting:
                return True
            # A process that was started is in `current`, whatever signal comes.
            with signals_deferred():
                self.current = self.waiting.pop(0)
                self.current.start()
        return False

    def pid(self) -> int | None:
        """Of the tool that runs."""
        process = self.current.process
        return process.pid if process.poll() is None else None


def run(*sequences: Sequence[Tool], seconds: float = 900, meanwhile: Callable[[], None] | None = None) -> None:
    """Run chains of tools at the same time. If one fails, `meanwhile` raises or time is up, the others are ended."""
    chains: list[Chain] = []

    def running() -> list[Chain]:
        if meanwhile:
            meanwhile()
        return [chain for chain in chains if not chain.ended()]

    def awaited() -> str:
        label = next((chain for chain in chains if not chain.ended()), chains[-1]).current.label
        return f"{label} to end:\n{tail(label)}"

    try:
        for tools in sequences:
            with signals_deferred():
                chains.append(Chain(tools))
        wait_until(lambda: not running(), awaited, seconds, interval=0.02, error=Problem)
    finally:
        groups = {pid for pid in (chain.pid() for chain in chains) if pid}
        if groups:
            terminate(lambda: [p for p in orphans() if p.group in groups], error=Problem)
            for chain in chains:
                chain.current.process.wait()
