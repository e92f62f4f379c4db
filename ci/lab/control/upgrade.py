"""lab upgrade-ec2-api VERSION: replace ec2-api in place, on the same database."""

from __future__ import annotations

import time

from . import base_image, commands, endpoints, install, layout, processes
from .lock import hold
from .problem import Problem
from .tools import Tool, run

PREFIX = "ec2-api-"


def versions() -> list[str]:
    """Those that can be run: the cloud's own, and those that have a lock."""
    later = [path.stem[len(PREFIX) :] for path in layout.REQUIREMENTS.glob(PREFIX + "*.txt")]
    return [own(), *sorted(later, key=lambda version: [int(n) for n in version.split(".")])]


def own() -> str:
    """The version that the lab starts with."""
    return install.installed(layout.VENV, "ec2_api") or "unknown"


def running() -> str:
    """The version that the cloud runs."""
    return commands.UPGRADED.read_text().strip() if commands.UPGRADED.exists() else own()


def upgrade(version: str) -> tuple[str, str, float]:
    """Returns (from, to, seconds for which EC2 was unavailable)."""
    with hold(f"upgrade-ec2-api {version}", seconds=120):
        if not processes.READY.exists():
            raise Problem("the lab is not up: run `lab up`")
        if version not in versions():
            raise Problem(f"no lock file for ec2-api {version}; there are: {', '.join(versions())}")
        before = running()
        if version != own():
            lock = layout.REQUIREMENTS / (PREFIX + version + ".txt")
            venv = layout.upgraded_venv(version)
            install.make("ec2-api " + version, venv, [lock], lambda: install.openstack(venv, lock))
        return before, version, replace(version)


def replace(version: str) -> float:
    """Returns the seconds for which EC2 was unavailable."""
    stopped = time.monotonic()
    processes.stop("ec2api", "s3")
    database = layout.CLOUD / "db" / "ec2api.sqlite"
    base_image.copy(database, database.with_name(database.name + ".before"))  # to compare with, or to restore
    if version != own():
        commands.UPGRADED.write_text(version + "\n")
    elif commands.UPGRADED.exists():
        commands.UPGRADED.unlink()
    run(
        [
            Tool(
                "ec2api-db-sync",
                commands.ec2api_venv() / "bin" / "ec2-api-manage",
                "--config-file",
                layout.CLOUD / "etc" / "ec2api.conf",
                "db_sync",
            )
        ]
    )
    processes.start("ec2api", "s3")
    processes.wait("ec2api", "s3")
    endpoints.write(version)  # its fact `ec2_api`
    return time.monotonic() - stopped
