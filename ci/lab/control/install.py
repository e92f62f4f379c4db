"""lab install: uv, and OpenStack under Python 3.8, each in a virtual environment of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Sequence

from . import layout, python38
from .layout import REQUIREMENTS
from .problem import Problem
from .sandbox import require_disk

LOG = layout.HOME / "install.log"
STAMP = "lab-stamp"  # in an environment, written last: the digest of what it was installed from


def digest(*files: Path) -> str:
    """Of the content of files."""
    made_from = hashlib.sha256()
    for file in files:
        made_from.update(file.read_bytes())
    return made_from.hexdigest()


def is_complete(venv: Path, *locks: Path) -> bool:
    """Whether the installation of an environment from these locks has finished."""
    try:
        return (venv / STAMP).read_text() == digest(*locks)
    except OSError:
        return False


def tool(*command: object, seconds: float = 900) -> None:
    """Run a program of the installation. Its output goes to the log; if it fails, the Problem has the last lines."""
    words = [str(word) for word in command]
    start = LOG.stat().st_size if LOG.exists() else 0
    with open(str(LOG), "ab") as out:
        try:
            status: object = subprocess.run(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=seconds
            ).returncode
        except subprocess.TimeoutExpired:
            status = f"none within {seconds} s"
    if status:
        end = "\n  ".join(LOG.read_bytes()[start:].decode(errors="replace").strip().splitlines()[-12:])
        raise Problem(f"{' '.join(words[:4])} failed, exit status {status}:\n  {end}\n(full output: {LOG})")


def uv_program() -> Path:
    """The uv of the lab."""
    return layout.UV / "bin" / "uv"


def uv(*args: object) -> None:
    """Run uv. LAB_UV_FLAGS adds flags, such as --system-certs behind a proxy whose certificate only the system
    trusts."""
    tool(uv_program(), *args, *os.environ.get("LAB_UV_FLAGS", "").split())


def make(label: str, venv: Path, locks: Sequence[Path], how: Callable[[], None]) -> bool:
    """Install an environment from scratch unless it is complete. Returns whether it did."""
    if is_complete(venv, *locks):
        return False
    started = time.monotonic()
    print(f"{f'{label}, in {venv}':<60}", end="", flush=True)
    shutil.rmtree(str(venv), ignore_errors=True)
    how()
    (venv / STAMP).write_text(digest(*locks))
    print(f"{time.monotonic() - started:6.1f} s", flush=True)
    return True


def install() -> bool:
    """Install all that `up` needs. Returns whether anything was missing."""
    layout.HOME.mkdir(parents=True, exist_ok=True)
    if all(is_complete(venv, *locks) for _, venv, locks, _ in parts()):
        return False
    require_disk(1500, "an installation")
    LOG.write_text("")
    return any([make(*part) for part in parts()])


def parts() -> tuple[tuple[str, Path, list[Path], Callable[[], None]], ...]:
    """(label, environment, locks, how it is installed)."""
    build = REQUIREMENTS / "build.txt"
    return (
        ("uv", layout.UV, [REQUIREMENTS / "uv.txt"], make_uv),
        (
            "OpenStack",
            layout.VENV,
            [REQUIREMENTS / "cloud.txt", build],
            lambda: openstack(layout.VENV, REQUIREMENTS / "cloud.txt"),
        ),
    )


def make_uv() -> None:
    """Install uv."""
    tool(sys.executable, "-m", "venv", layout.UV)
    tool(layout.UV / "bin" / "pip", "install", "--require-hashes", "-r", REQUIREMENTS / "uv.txt")


def openstack(venv: Path, lock: Path) -> None:
    """Install an environment of Python 3.8. suds-jurko (a dependency of cinder) only builds with an old setuptools."""
    uv("venv", "--python", python38.find(uv_program()), venv)
    # --no-deps: the lock is complete, nothing needs to be resolved
    uv(
        "pip",
        "install",
        "--no-deps",
        "--require-hashes",
        "--python",
        venv / "bin" / "python",
        "--build-constraints",
        REQUIREMENTS / "build.txt",
        "-r",
        lock,
    )
    compile_all(venv)


def compile_all(venv: Path) -> None:
    """uv writes no byte code: without this every start would compile everything. Some old files cannot be compiled, so
    the exit status is ignored."""
    subprocess.run(
        [
            str(venv / "bin" / "python"),
            "-m",
            "compileall",
            "-q",
            "-j",
            "0",
            "-x",
            "/tests?/",
            str(venv / "lib" / "python3.8" / "site-packages"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=600,
    )


def installed(venv: Path, distribution: str) -> str | None:
    """The version of a distribution in an environment; its folder is called NAME-VERSION.dist-info."""
    found = list((venv / "lib" / "python3.8" / "site-packages").glob(distribution + "-*.dist-info"))
    return found[0].name.split("-")[1][: -len(".dist")] if found else None
