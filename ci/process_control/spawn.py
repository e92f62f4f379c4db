"""Start a process that outlives this one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Mapping, Sequence

STARTED = []  # nobody waits for these; kept, or Python would warn of each


def spawn(
    command: Sequence[object],
    log: Path,
    environment: Mapping[str, str],
    folder: Path | None = None,
    append: bool = False,
) -> subprocess.Popen:
    """Start a command without input, its output in `log`, as the leader of a session of its own: a signal to the
    caller's process group does not reach it, and it can be ended together with its children."""
    with open(log, "ab" if append else "wb") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    STARTED.append(process)
    return process
