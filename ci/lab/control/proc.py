"""Processes of this machine, as Linux's /proc has them."""

import os
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process(NamedTuple):
    pid: int
    group: int
    started: str  # since boot: with the pid it names a process for good
    resident: int  # bytes


def seen(pid):
    """A process that is there, and no zombie; else None."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    if fields[0] in "ZX":
        return None
    return Process(int(pid), int(fields[2]), fields[19], int(fields[21]) * PAGE)


def everyone():
    return [p for p in (seen(e.name) for e in PROC.iterdir() if e.name.isdigit()) if p]


def marked(process, mark):
    """Whether it has this NAME=value in the environment it was started with."""
    try:
        return mark.encode() in (PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # another user's, or just gone
        return False


def memory_available():
    """Bytes that new processes can have, or None where the kernel does not tell."""
    try:
        for line in (PROC / "meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None
