"""What the lab's sandbox has to offer: the disk of LAB_HOME, where everything is kept, and the machine's memory."""

import shutil
import sys

from process_control import proc

from . import layout
from .problem import Problem

MIB = 1 << 20
MEMORY = 1200  # MiB that a cloud in use may need
FULL = 16  # MiB: with less than this the disk counts as full


def free() -> int:
    """MiB free on the disk of LAB_HOME."""
    return shutil.disk_usage(str(layout.HOME)).free // MIB


def require_disk(needed: int, purpose: str) -> None:
    """Problem unless that many MiB are free."""
    available = free()
    if available < needed:
        raise Problem(
            f"{purpose} needs {needed} MiB in {layout.HOME}, but only {available} MiB are free; "
            "set LAB_HOME to another disk"
        )


def disk_full_note() -> str:
    """A line for the message of a failure that a full disk may have caused, or an empty text."""
    try:
        return f"\nthe disk of {layout.HOME} is full" if free() < FULL else ""
    except OSError:
        return ""


def warn_of_memory() -> None:
    """Warn if the cloud may not fit into memory."""
    available = proc.memory_available()
    if available is not None and available < MEMORY * MIB:
        print(
            f"lab: warning: {available // MIB} MiB of memory are available and the cloud uses up to {MEMORY} MiB: "
            "it may be slow, or be killed by the kernel",
            file=sys.stderr,
        )
