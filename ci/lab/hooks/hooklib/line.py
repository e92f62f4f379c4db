"""The command line of a hook, and the JSON line that it prints."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Callable

from control.problem import Problem

from .failed import Failed
from .server import Server, server_of


def arguments(usage: str) -> list[str]:
    """The arguments. One that the test run had no value for is still `{name}`, and counts as missing."""
    words = [word for word in sys.argv[1:] if not (word.startswith("{") and word.endswith("}"))]
    least = len([word for word in usage.split() if not word.startswith("[")])
    if not least <= len(words) <= len(usage.split()) or {"-h", "--help"} & set(words):
        sys.exit(f"usage: {Path(sys.argv[0]).name} {usage}")
    return words


def report(act: Callable[[], dict[str, Any]], **about: object) -> None:
    """Call act() and print the line with the facts that it returns."""
    line: dict[str, Any] = {"hook": Path(sys.argv[0]).name, "instance": None, "ok": False, "seconds": None, **about}
    started = time.monotonic()
    try:
        line.update(act())
        line["ok"] = True
    except (Failed, Problem) as e:
        line["error"] = str(e)
    except Exception as e:  # a bug: the line is printed all the same
        line["error"] = repr(e)
    line["seconds"] = round(time.monotonic() - started, 2)
    print(json.dumps(line), flush=True)
    if not line["ok"]:
        sys.exit(line["error"])


def on_server(act: Callable[[Server], dict[str, Any]]) -> None:
    """A hook on one instance: act(server) returns the facts."""
    (instance,) = arguments("INSTANCE_ID")

    def run() -> dict[str, Any]:
        server = Server(server_of(instance))
        return dict(act(server), server=server.id)

    report(run, instance=instance)
