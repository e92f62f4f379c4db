"""Signals while something is half done."""

import contextlib
import signal
from typing import Callable, Iterator

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(Exception):
    """A signal asked this command to end."""


@contextlib.contextmanager
def interruptible(undo: Callable[[], None]) -> Iterator[None]:
    """In the body, signals raise Interrupted, and whatever raises, undo() is called, undisturbed by more signals.
    A signal that this command was started to ignore stays ignored."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    handled = [number for number in SIGNALS if before[number] is not signal.SIG_IGN]
    for number in handled:
        signal.signal(number, interrupt)
    try:
        yield
    except BaseException:
        for number in handled:
            signal.signal(number, signal.SIG_IGN)
        undo()
        raise
    finally:
        for number in handled:
            signal.signal(number, before[number])


def interrupt(number: int, frame: object) -> None:
    """The handler."""
    raise Interrupted
