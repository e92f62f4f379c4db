"""The faults that no scenario finds, each with its reason: `survivors.txt`."""

from __future__ import annotations

from pathlib import Path

from moto_control.problem import Problem

FILE = Path(__file__).resolve().parent / "survivors.txt"


def survivors(names: set[str], text: str | None = None) -> dict[str, str]:
    """The reasons by the faults' names: a line each, `NAME: REASON`; `#` begins a comment."""
    reasons: dict[str, str] = {}
    lines = (FILE.read_text(encoding="utf-8") if text is None else text).splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, reason = (part.strip() for part in line.partition(":"))
        if name not in names or name in reasons or not reason:
            raise Problem(f"{FILE.name}:{number}: a line is NAME: REASON, for a fault that there is, once")
        reasons[name] = reason
    return reasons
