"""A lock between commands. The kernel releases it when its holder ends, however that happens."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path
from typing import IO, Iterator

from .wait import TimedOut, wait_until


class Busy(Exception):
    """Another process holds the lock; `holder` is what it wrote about itself, or empty."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def hold(path: Path, holder: str, seconds: float) -> Iterator[None]:
    """Hold the lock; Busy if another process still holds it after `seconds`."""
    with open(path, "a+") as file:
        try:
            wait_until(lambda: acquire(file), "the lock", seconds)
        except TimedOut:
            file.seek(0)
            raise Busy(file.read().strip()) from None
        note(file, holder + "\n")
        try:
            yield
        finally:
            note(file, "")


def acquire(file: IO[str]) -> bool:
    """Whether the lock is now held."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        if e.errno not in (errno.EAGAIN, errno.EACCES):
            raise
        return False
    return True


def note(file: IO[str], holder: str) -> None:
    """Write who holds the lock. It only helps others, so a full disk does not matter."""
    with contextlib.suppress(OSError):
        os.truncate(file.fileno(), 0)
        os.pwrite(file.fileno(), holder.encode(), 0)
