"""A CPython 3.8, the last that OpenStack Ussuri runs on and the oldest that its libraries are built for."""

import os
import shutil
import subprocess
from pathlib import Path

from . import layout
from .problem import UNAVAILABLE, Problem

PROBE = 'import ctypes, sqlite3, ssl, sys; print("%s %d.%d" % (sys.implementation.name, *sys.version_info[:2]))'


def ran(*command, seconds=30):
    """(what it printed, None), or (None, why it failed)."""
    try:
        done = subprocess.run(
            [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired) as e:
        return None, str(e)
    if done.returncode:
        return None, (done.stderr.strip() or f"status {done.returncode}").splitlines()[-1].strip()
    return done.stdout.strip(), None


def fault(path):
    """What is wrong with an interpreter, or None."""
    found, wrong = ran(path, "-c", PROBE)
    return wrong or (None if found == "cpython 3.8" else f"it is {found}")


def places(uv):
    """(where it was looked for, path or None, why not), the cheapest first, each only when its turn comes."""
    path = shutil.which("python3.8")
    yield "python3.8 on PATH", path, "not there"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted(pyenv.glob("versions/3.8.*/bin/python3.8"))
    yield str(pyenv), found[-1] if found else None, "not there"
    yield ("uv python find 3.8", *ran(uv, "python", "find", "--no-python-downloads", "3.8"))
    folder = layout.HOME / "python"
    _, wrong = ran(uv, "python", "install", "--no-bin", "--install-dir", folder, "3.8", seconds=300)
    yield "uv python install 3.8", next(folder.glob("*3.8*/bin/python3.8"), None), wrong


def find(uv):
    """The path of one that works."""
    named = os.environ.get("LAB_PYTHON")
    if named:
        wrong = fault(named)
        if wrong:
            raise Problem(f"LAB_PYTHON={named} cannot be used: {wrong}", UNAVAILABLE)
        return named
    tried = []
    for where, path, missing in places(uv):
        wrong = fault(path) if path else missing
        if not wrong:
            return str(path)
        tried.append(f"  {where}: {wrong}")
    raise Problem(
        "no CPython 3.8 that OpenStack could run on.  Tried:\n{}\nLAB_PYTHON=PATH names one that is "
        "somewhere else".format("\n".join(tried)),
        UNAVAILABLE,
    )
