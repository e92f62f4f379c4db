"""A virtual environment installed by pip from a lock file with hashes, once for each state of the file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable

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
    python: Path = Path(sys.executable),
) -> None:
    """Install the lock into the environment unless that is done. An environment whose installation was cut short, or
    in which `module` can no longer be imported because its Python is gone, is replaced. `sources` are packages that
    are built from their source distribution, whose hash the lock has, too; all others must have a wheel.
    `python` makes the environment: this one, unless the packages need another."""
    if (venv / COMPLETE).exists() and imports(python_of(venv), module):
        return
    if python == Path(sys.executable):
        check_python(minimum)
    say(f"installing {lock.name} into {venv}")
    shutil.rmtree(venv, ignore_errors=True)
    venv.parent.mkdir(parents=True, exist_ok=True)
    if run(python, "-m", "venv", venv):
        raise InstallError(f"{python} -m venv failed")
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


def check_python(minimum: tuple[int, int]) -> None:
    """InstallError unless this interpreter can make the environment."""
    wanted = "{}.{}".format(*minimum)
    if sys.version_info < minimum:
        raise InstallError(f"Python {sys.version.split()[0]} is too old: install Python {wanted} or newer")
    if not imports(Path(sys.executable), "venv, ensurepip"):
        raise InstallError(
            "python3 cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv)"
        )


def run(*command: object) -> int:
    """The exit status of a command whose output goes to stderr."""
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode
