"""Commands as a CI system runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Mapping, Sequence


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> int:
    """The exit status of a script in a shell of its own, which ends at the first failure."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return run(command, folder, environment)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """The exit status of a command whose output goes to stderr."""
    return subprocess.run(
        list(command), cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=sys.stderr
    ).returncode
