"""A virtual environment installed by pip from a lock file with hashes, once for each state of the file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, NoReturn

from pythons import find

COMPLETE = "complete"  # written last: without it the installation was cut short


class InstallError(Exception):
    """The environment cannot be installed; the text says why and what to do."""


def locked_venv(stem: Path, lock: Path) -> Path:
    """The environment of this state of the lock: `stem` with the lock's checksum appended. So a new lock never changes
    what a running program imports."""
    return stem.with_name(f"{stem.name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}")


def python_of(venv: Path) -> Path:
    """The environment's interpreter."""
    return venv / "bin" / "python"


def install(
    venv: Path,
    lock: Path,
    module: str,
    minimum: tuple[int, int],
    say: Callable[[str], None],
    sources: tuple[str, ...] = (),
    before: tuple[int, int] = (4, 0),
) -> None:
    """Install the lock into the environment unless that is done, under a Python from `minimum` to before `before`. An
    environment whose installation was cut short, or in which `module` can no longer be imported because its Python is
    gone, is replaced. `sources` are packages that are built from their source distribution, whose hash the lock has,
    too; all others must have a wheel."""
    if (venv / COMPLETE).exists() and imports(python_of(venv), module):
        return
    python = find(minimum, before) or no_python(minimum, before)
    say(f"installing {lock.name} into {venv}")
    shutil.rmtree(venv, ignore_errors=True)
    venv.parent.mkdir(parents=True, exist_ok=True)
    if run(python, "-m", "venv", venv):
        raise InstallError("python3 -m venv failed")
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    flags += ["--no-binary", ",".join(sources)] if sources else []
    if run(python_of(venv), "-m", "pip", "install", *flags, "-r", lock):
        raise InstallError(f"pip could not install {lock.name}; its output is above")
    (venv / COMPLETE).touch()


def imports(python: Path, module: str) -> bool:
    """Whether the interpreter exists and can import the module."""
    try:
        return not subprocess.run([str(python), "-I", "-c", "import " + module], stderr=subprocess.DEVNULL).returncode
    except OSError:
        return False


def no_python(minimum: tuple[int, int], before: tuple[int, int]) -> NoReturn:
    """InstallError: no interpreter can make the environment."""
    if minimum <= sys.version_info[:2] < before:
        raise InstallError(
            "python3 cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv)"
        )
    wanted = "{}.{}".format(*minimum)
    limit = " and before {}.{}".format(*before) if before < (4, 0) else ""
    raise InstallError(
        f"this is Python {sys.version.split()[0]}, and there is no other one: install a Python from {wanted} on{limit}"
    )


def run(*command: object) -> int:
    """The exit status of a command whose output goes to stderr."""
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode
