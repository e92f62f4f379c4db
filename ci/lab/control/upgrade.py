"""lab upgrade-ec2-api VERSION: another ec2-api on the same database, in place."""

import time

from . import commands, endpoints, golden, install, layout, processes
from .lock import hold
from .problem import Problem
from .tools import Tool, run

PREFIX = "ec2-api-"


def versions():
    """Those that have a lock, and the cloud's own."""
    later = [path.stem[len(PREFIX) :] for path in layout.REQUIREMENTS.glob(PREFIX + "*.txt")]
    return [own(), *sorted(later, key=lambda version: [int(n) for n in version.split(".")])]


def own():
    return install.installed(layout.VENV, "ec2_api")


def running():
    return commands.UPGRADED.read_text().strip() if commands.UPGRADED.exists() else own()


def upgrade(version):
    """Returns (from, to, seconds in which EC2 did not answer)."""
    with hold(f"upgrade-ec2-api {version}", seconds=120):
        if not processes.READY.exists():
            raise Problem("the lab is not up: `lab up`")
        if version not in versions():
            raise Problem("no lock of ec2-api {}; there are: {}".format(version, ", ".join(versions())))
        before = running()
        if version != own():
            lock = layout.REQUIREMENTS / (PREFIX + version + ".txt")
            venv = layout.upgraded_venv(version)
            install.make("ec2-api " + version, venv, [lock], lambda: install.openstack(venv, lock))
        return before, version, replace(version)


def replace(version):
    stopped = time.monotonic()
    processes.stop("ec2api", "s3")
    database = layout.CLOUD / "db" / "ec2api.sqlite"
    golden.copy(database, str(database) + ".before")  # to compare with, or to go back to
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
