"""Find a CPython of a range of versions: this one, one on PATH, or one of pyenv's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

PROBE = "import sys, venv, ensurepip; assert sys.implementation.name == 'cpython'; print(*sys.version_info[:2])"


def version_of(python: str) -> tuple[int, int] | None:
    """The version of a CPython that can make virtual environments; None for anything else."""
    try:
        done = subprocess.run([python, "-I", "-c", PROBE], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    major, minor = done.stdout.split()
    return int(major), int(minor)


def candidates(oldest: tuple[int, int], first_not: tuple[int, int]) -> Iterator[str]:
    """Interpreters that may do, the nearest first, then the newest."""
    yield sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    newest = first_not[1] - 1 if first_not[0] == oldest[0] else max(oldest[1], sys.version_info[1])
    for minor in range(newest, oldest[1] - 1, -1):
        name = f"python{oldest[0]}.{minor}"
        found = shutil.which(name)
        if found:
            yield found
        yield from map(str, sorted(pyenv.glob(f"versions/{oldest[0]}.{minor}.*/bin/{name}"), reverse=True))


def find(oldest: tuple[int, int], first_not: tuple[int, int]) -> str | None:
    """The path of the first interpreter from `oldest` to before `first_not` that can make virtual environments."""
    for python in candidates(oldest, first_not):
        version = version_of(python)
        if version and oldest <= version < first_not:
            return python
    return None
