"""The processes of this machine: from Linux's /proc, elsewhere from `ps`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
LINUX = (PROC / "self" / "stat").exists()


class Process(NamedTuple):
    """`started` together with `pid` identifies a process for good: a pid alone is used again."""

    pid: int
    group: int
    started: str
    resident: int  # bytes


def seen(pid: int | str) -> Process | None:
    """A process that runs; None if there is none, or only its zombie."""
    if not LINUX:
        return next(iter(listed("-p", str(pid))), None)
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    if fields[0] in "ZX":
        return None
    return Process(int(pid), int(fields[2]), fields[19], int(fields[21]) * PAGE)


def everyone() -> list[Process]:
    """All processes that run."""
    if not LINUX:
        return listed("-A")
    return [p for p in (seen(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()) if p]


def listed(*selection: str) -> list[Process]:
    """The processes that `ps` lists, zombies left out; `started` has the form of ps's column lstart."""
    columns = ["-o", "pid=", "-o", "stat=", "-o", "pgid=", "-o", "rss=", "-o", "lstart="]
    done = subprocess.run(
        ["ps", *selection, *columns],
        env=dict(os.environ, LC_ALL="C", TZ="UTC"),  # of the dates in lstart
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    found = []
    for line in done.stdout.splitlines():
        pid, state, group, resident, *started = line.split()
        if state[0] not in "ZX":
            found.append(Process(int(pid), int(group), "_".join(started), int(resident) * 1024))
    return found


def marked(process: Process, mark: str) -> bool:
    """Whether the process was started with this NAME=value in its environment (Linux only)."""
    try:
        return mark.encode() in (PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # another user's, or just gone
        return False


def memory_available() -> int | None:
    """Bytes that new processes can use, or None where the kernel does not report it."""
    try:
        for line in (PROC / "meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None
