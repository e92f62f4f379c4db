"""Find a CPython 3.8: the last version that OpenStack Ussuri runs on, the oldest that its libraries are built for."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

from . import layout
from .problem import UNAVAILABLE, Problem

PROBE = 'import ctypes, sqlite3, ssl, sys; print("%s %d.%d" % (sys.implementation.name, *sys.version_info[:2]))'


def output_of(*command: object, seconds: float = 30) -> tuple[str | None, str | None]:
    """(the output of a command, None), or (None, why it failed)."""
    try:
        done = subprocess.run(
            [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired) as e:
        return None, str(e)
    if done.returncode:
        return None, (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1].strip()
    return done.stdout.strip(), None


def fault(path: str | Path) -> str | None:
    """Why an interpreter cannot be used, or None."""
    found, wrong = output_of(path, "-c", PROBE)
    return wrong or (None if found == "cpython 3.8" else f"it is {found}")


def candidates(uv: Path) -> Iterator[tuple[str, str | Path | None, str | None]]:
    """(where, the path or None, why there is none), the cheapest first; each is searched only when its turn comes."""
    path = shutil.which("python3.8")
    yield "python3.8 on PATH", path, "not found"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted(pyenv.glob("versions/3.8.*/bin/python3.8"))
    yield str(pyenv), found[-1] if found else None, "not found"
    yield ("uv python find 3.8", *output_of(uv, "python", "find", "--no-python-downloads", "3.8"))
    folder = layout.HOME / "python"
    _, wrong = output_of(uv, "python", "install", "--no-bin", "--install-dir", folder, "3.8", seconds=300)
    yield "uv python install 3.8", next(folder.glob("*3.8*/bin/python3.8"), None), wrong


def find(uv: Path) -> str:
    """The path of a usable interpreter."""
    named = os.environ.get("LAB_PYTHON")
    if named:
        wrong = fault(named)
        if wrong:
            raise Problem(f"LAB_PYTHON={named} cannot be used: {wrong}", UNAVAILABLE)
        return named
    tried = []
    for where, path, missing in candidates(uv):
        wrong = fault(path) if path else missing
        if not wrong:
            return str(path)
        tried.append(f"  {where}: {wrong}")
    raise Problem(
        "no usable CPython 3.8 found; tried:\n{}\nset LAB_PYTHON to its path if it is elsewhere".format(
            "\n".join(tried)
        ),
        UNAVAILABLE,
    )
