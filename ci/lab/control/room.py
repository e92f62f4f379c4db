"""Is there room on the disk and in the memory?"""

import shutil
import sys

from . import layout, proc
from .problem import Problem

MIB = 1 << 20
MEMORY = 1200  # MiB that a cloud in use may take


def free():
    """MiB on the disk of LAB_HOME."""
    return shutil.disk_usage(str(layout.HOME)).free // MIB


def need_room(wanted, purpose):
    if free() < wanted:
        raise Problem(
            f"{purpose} needs {wanted} MiB in {layout.HOME}, and there are {free()}; LAB_HOME names another place"
        )


def remark():
    """What a failure may have come from: an empty text, or a line."""
    try:
        return f"\nthe disk of {layout.HOME} is full" if free() < 16 else ""
    except OSError:
        return ""


def warn_of_memory():
    there = proc.memory_available()
    if there is not None and there < MEMORY * MIB:
        print(
            f"lab: {there // MIB} MiB of memory are available; the cloud takes up to {MEMORY}, so it may be slow or be ended by the kernel",
            file=sys.stderr,
        )
