"""The steps of a check: run, timed and printed one after another."""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

results: list[bool] = []


def step(label: str) -> Callable[[Callable[[], Any]], Any]:
    """Run the function below at once; its name becomes its value, or None if it failed."""

    def run(act: Callable[[], Any]) -> Any:
        started = time.monotonic()
        try:
            value, ok = act(), True
        except Exception as e:
            value, ok = f"{type(e).__name__}: {e}", False
        results.append(ok)
        text = " ".join(str(value).split())[:150]
        print(f"{'ok' if ok else 'FAIL':<4} {label:<46} {time.monotonic() - started:6.2f} s  {text}", flush=True)
        return value if ok else None

    return run


def done() -> None:
    """End the check: exit status 1 if a step has failed."""
    print(f"{sum(results)} ok, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)
