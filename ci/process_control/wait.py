"""Bounded polling."""

from __future__ import annotations

import time
from typing import Callable, TypeVar

Value = TypeVar("Value")


class TimedOut(Exception):
    """What was awaited did not happen in time; the text names it."""


def wait_until(
    condition: Callable[[], Value],
    awaited: str | Callable[[], str],
    seconds: float,
    interval: float = 0.1,
    error: type[Exception] = TimedOut,
) -> Value:
    """Poll condition() until its value is true, and return the value.

    `awaited` names the condition in the message of the error; a function is called only when the time is up, so it can
    include what was seen last. The condition is evaluated at least once.
    """
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            name = awaited if isinstance(awaited, str) else awaited()
            raise error(f"timed out after {seconds:g} s waiting for {name}")
        time.sleep(interval)
