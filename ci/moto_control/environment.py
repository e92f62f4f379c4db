"""The virtual environment that moto runs in."""

from __future__ import annotations

from locked_venv import InstallError, install, locked_venv, python_of

from . import layout
from .problem import Problem
from .say import say

VENV = locked_venv(layout.HOME / "venv", layout.LOCK)
MINIMUM = (3, 10)  # of Python, for moto


def ensure() -> None:
    """Install ci/moto.lock unless that is done."""
    try:
        install(VENV, layout.LOCK, "moto.server", MINIMUM, say)
    except InstallError as e:
        raise Problem(str(e)) from e


def command(port: int) -> list[object]:
    """The command line of a server."""
    return [python_of(VENV), "-I", "-m", "moto.server", "-H", layout.ADDRESS, "-p", port]
