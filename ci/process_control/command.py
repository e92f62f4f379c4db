"""Run a command until it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Mapping, Sequence


def run(command: Sequence[str], environment: Mapping[str, str], caller: str) -> int:
    """The exit status of a command, as a shell reports it, with this environment over the own one."""
    try:
        status = subprocess.Popen(list(command), env={**os.environ, **environment}).wait()
    except OSError as e:
        print(f"{caller}: {command[0]}: {e.strerror}", file=sys.stderr)
        return 127 if isinstance(e, FileNotFoundError) else 126
    return status if status >= 0 else 128 - status


def leave_signals_to_the_command() -> None:
    """A signal to the process group ends the command; then its caller cleans up, and ends by itself."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
