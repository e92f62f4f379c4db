"""One command at a time changes a LAB_HOME."""

import contextlib
import os
from typing import Iterator

from process_control import file_lock

from . import layout
from .problem import BUSY, Problem


@contextlib.contextmanager
def hold(purpose: str, seconds: float = 0) -> Iterator[None]:
    """Hold the lock of LAB_HOME; Problem if another command still holds it after `seconds`."""
    try:
        layout.HOME.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise Problem(f"cannot create {layout.HOME} ({e.strerror}); set LAB_HOME to another folder") from e
    try:
        with file_lock.hold(layout.LOCK, f"lab {purpose}, pid {os.getpid()}", seconds):
            yield
    except file_lock.Busy as e:
        raise Problem(
            f"another command is using {layout.HOME}: {e.holder or 'unknown'}\n"
            "stop it, or try again when it has finished",
            BUSY,
        ) from None
