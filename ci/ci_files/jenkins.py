"""Shared steps of Jenkins: parsed always, and carried out by Groovy where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Mapping

PIPELINE = Path(__file__).resolve().parent / "pipeline.groovy"


def groovy() -> str | None:
    """Groovy's path."""
    return shutil.which("groovy")


def java_home() -> str | None:
    """The folder of the Java that is found: Debian's groovy looks for one that need not be installed."""
    java = shutil.which("java")
    return str(Path(os.path.realpath(java)).parent.parent) if java else None


def run_step(
    file: Path, settings: Mapping[str, str], workspace: Path, environment: Mapping[str, str]
) -> tuple[int, list[dict[str, Any]]]:
    """The exit status of the build and its steps."""
    given = workspace / "settings.json"
    given.write_text(json.dumps(settings))
    environment = {"JAVA_HOME": java_home() or "", **environment}
    command = [groovy(), str(PIPELINE), str(file), str(given), str(workspace)]
    ended = subprocess.run(command, cwd=workspace, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    return ended.returncode, [json.loads(line) for line in ended.stdout.decode().splitlines()]
