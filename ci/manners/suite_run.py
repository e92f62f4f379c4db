"""Runs of the suite on moto, with and without manners."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .settings import SettingError

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("EC2_COMPAT_HOME") or Path.home() / ".cache/ec2-compat")
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or HOME / "target")
FINISHED = (0, 1, 3, 6)
"""Exit codes of a run that came to its end: 1 deviations, 3 a scenario could not be executed, 6 leftovers."""


def program() -> Path:
    """The program of this work tree, built; or the one that EC2_COMPAT_PROGRAM names."""
    named = os.environ.get("EC2_COMPAT_PROGRAM")
    if named:
        return Path(named)
    environment = dict(os.environ, CARGO_TARGET_DIR=str(TARGET))
    subprocess.run(["cargo", "build", "--locked", "--quiet"], cwd=ROOT, env=environment, check=True)
    return TARGET / "debug/ec2-compat"


def run_suite(binary: Path, out: Path, filters: list[str], options: list[str] | None, seconds: float) -> None:
    """One run into `out`; through `ci/aws-manners` with these options, or on moto as it is where they are None."""
    wrapper = [str(ROOT / "ci/with-moto")] if options is None else [str(ROOT / "ci/aws-manners"), *options]
    command = [*wrapper, str(binary), "run", "--target", "moto", "--quiet", "--out", str(out), *filters, "!tag:client"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            output, _ = process.communicate(timeout=max(1.0, seconds))
        except subprocess.TimeoutExpired:
            process.terminate()  # the wrapper stops its moto
            process.communicate()
            sys.exit(f"{out.name}: not done in {seconds:.0f} s")
    if process.returncode not in FINISHED:
        raise SettingError(f"{out.name}: the run exited with {process.returncode}\n{output}")
