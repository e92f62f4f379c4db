"""End processes."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Callable, Sequence

from .proc import Process
from .wait import TimedOut, wait_until


def terminate(find: Callable[[], Sequence[Process]], grace: float = 5, error: type[Exception] = TimedOut) -> None:
    """Send SIGTERM to the processes that find() returns and, after `grace` seconds, SIGKILL to those that are left.

    find() is called again and again, so that children which appear meanwhile are ended too.
    """

    def send(number: int) -> None:
        for process in find():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)

    def left() -> str:
        return "the end of " + ", ".join(str(process.pid) for process in find())

    send(signal.SIGTERM)
    try:
        wait_until(lambda: not find(), left, grace, interval=0.05)
    except TimedOut:
        send(signal.SIGKILL)
        wait_until(lambda: not find(), left, grace, interval=0.05, error=error)
