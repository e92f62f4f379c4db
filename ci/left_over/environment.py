"""The virtual environment with boto3 and PyYAML in which `ci/left-over` and `ci/kills` run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from locked_venv import InstallError, install, locked_venv, python_of

CI = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache/ec2-compat")
LOCK = CI / "left-over.lock"
VENV = locked_venv(HOME / "left-over" / "venv", LOCK)
OLDEST = (3, 10)


def ensure() -> Path:
    """The environment's Python; installed unless that is done."""
    try:
        install(VENV, LOCK, "boto3, yaml", OLDEST, lambda text: print(text, file=sys.stderr))
    except InstallError as e:
        sys.exit(f"{Path(sys.argv[0]).name}: {e}")
    return python_of(VENV)


def enter() -> None:
    """Replace this process by the same command in the environment, unless it is there already."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        python = str(ensure())
        os.execv(python, [python, "-B", *sys.argv])
