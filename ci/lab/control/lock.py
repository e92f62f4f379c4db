"""One command at a time changes a LAB_HOME.  The kernel lets go of the lock when its holder ends, however it does."""

import contextlib
import errno
import fcntl
import os
import time

from . import layout
from .problem import BUSY, Problem


@contextlib.contextmanager
def hold(purpose, seconds=0):
    """Hold the lock, waiting at most so long for who has it."""
    try:
        layout.HOME.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise Problem(f"{layout.HOME} cannot be made ({e.strerror}); LAB_HOME names another place") from e
    end = time.monotonic() + seconds
    with open(str(layout.LOCK), "a+") as f:
        while True:
            try:
                fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as e:
                if e.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
            if time.monotonic() >= end:
                f.seek(0)
                raise Problem(
                    "another command is at work on {}: {}\nend that one, or try again when it is done".format(
                        layout.HOME, f.read().strip() or "it did not say which"
                    ),
                    BUSY,
                )
            time.sleep(0.1)
        tell(f, f"lab {purpose}, pid {os.getpid()}\n")
        try:
            yield
        finally:
            tell(f, "")


def tell(f, who):
    """Who holds it: a help to others, which a full disk may prevent."""
    with contextlib.suppress(OSError):
        os.truncate(f.fileno(), 0)
        os.pwrite(f.fileno(), who.encode(), 0)
