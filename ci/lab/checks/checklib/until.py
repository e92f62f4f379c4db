"""Wait for a value."""

from __future__ import annotations

from typing import Callable, Sequence, TypeVar

from process_control.wait import wait_until

Value = TypeVar("Value")


def until(look: Callable[[], Value], wanted: Sequence[Value], seconds: float = 180) -> Value:
    """Poll look() until it returns one of the wanted values, and return that."""
    seen: list[Value] = []

    def matches() -> bool:
        seen[:] = [look()]
        return seen[0] in wanted

    names = " or ".join(map(str, wanted))
    wait_until(matches, lambda: f"{names}; last seen: {seen[0]}", seconds, interval=0.25, error=AssertionError)
    return seen[0]
