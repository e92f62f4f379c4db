"""lab install: uv, and OpenStack under Python 3.8; each in a virtual environment of its own."""

import hashlib
import os
import shutil
import subprocess
import sys
import time

from . import layout, python38
from .layout import REQUIREMENTS
from .problem import Problem
from .room import need_room

LOG = layout.HOME / "install.log"
STAMP = "lab-stamp"  # in an environment, written last: what it was made from


def digest(*files):
    made_from = hashlib.sha256()
    for file in files:
        made_from.update(file.read_bytes())
    return made_from.hexdigest()


def whole(venv, *locks):
    """Whether an environment was made to the end, from these very locks."""
    try:
        return (venv / STAMP).read_text() == digest(*locks)
    except OSError:
        return False


def tool(*command, seconds=900):
    """Run a program of the installation; what it says goes to the log, its end into the Problem if it fails."""
    command = [str(word) for word in command]
    start = LOG.stat().st_size if LOG.exists() else 0
    with open(str(LOG), "ab") as out:
        try:
            status = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=seconds
            ).returncode
        except subprocess.TimeoutExpired:
            status = f"none within {seconds} s"
    if status:
        said = LOG.read_bytes()[start:].decode(errors="replace").strip().splitlines()[-12:]
        raise Problem(
            "{} failed, exit status {}:\n  {}\n(all of it: {})".format(
                " ".join(command[:4]), status, "\n  ".join(said), LOG
            )
        )


def uv_program():
    return layout.UV / "bin" / "uv"


def uv(*args):
    """LAB_UV_FLAGS adds flags, such as --system-certs where the registry is behind a proxy whose certificate only
    the system knows."""
    tool(uv_program(), *args, *os.environ.get("LAB_UV_FLAGS", "").split())


def make(label, venv, locks, how):
    """Make an environment anew unless it is whole.  Says whether it did."""
    if whole(venv, *locks):
        return False
    started = time.monotonic()
    print(f"{f'{label}, in {venv}':<60}", end="", flush=True)
    shutil.rmtree(str(venv), ignore_errors=True)
    how()
    (venv / STAMP).write_text(digest(*locks))
    print(f"{time.monotonic() - started:6.1f} s", flush=True)
    return True


def install():
    """All that `up` needs.  Says whether anything was missing."""
    layout.HOME.mkdir(parents=True, exist_ok=True)
    if all(whole(venv, *locks) for _, venv, locks, _ in parts()):
        return False
    need_room(1500, "an installation")
    LOG.write_text("")
    return any([make(*part) for part in parts()])


def parts():
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


def make_uv():
    tool(sys.executable, "-m", "venv", layout.UV)
    tool(layout.UV / "bin" / "pip", "install", "--require-hashes", "-r", REQUIREMENTS / "uv.txt")


def openstack(venv, lock):
    """An environment of Python 3.8; suds-jurko (under cinder) needs an old setuptools to be built."""
    uv("venv", "--python", python38.find(uv_program()), venv)
    # --no-deps: the lock is complete, so nothing has to be resolved again
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


def compile_all(venv):
    """uv writes no byte code: without this every start would compile everything.  Some old files do not compile, so
    the exit status says nothing."""
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


def installed(venv, distribution):
    """The version of a distribution in an environment; its folder is called NAME-VERSION.dist-info."""
    found = list((venv / "lib" / "python3.8" / "site-packages").glob(distribution + "-*.dist-info"))
    return found[0].name.split("-")[1][: -len(".dist")] if found else None
