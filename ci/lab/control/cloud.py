"""Bring the cloud up, from the base image or from nothing, and report the progress."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from typing import Callable

from . import base_image, commands, databases, endpoints, layout, processes, profile, settings
from .problem import Problem
from .sandbox import disk_full_note, require_disk, warn_of_memory
from .tools import Tool, run

# nova gets a token and logs in to its hosts before it listens, and takes longest: what it needs is started first
FIRST = ("xenserver", "keystone", "placement", "nova")


def seed(*steps: str, seconds: float = 240, meanwhile: Callable[[], None] | None = None) -> None:
    """Run services/seed.py, which has the libraries to call the services."""
    about = {
        "urls": {service: layout.url(service) for service in commands.order()},
        "region": layout.REGION,
        "password": layout.PASSWORD,
        "services": len(base_image.hosts()) + 4,
        "credentials": str(layout.CREDENTIALS),
    }
    tool = Tool("seed-" + steps[-1], layout.SERVICES / "seed.py", json.dumps(about), *steps)
    run((tool,), seconds=seconds, meanwhile=meanwhile)


def say(started: float, label: str) -> None:
    """Print a step that is done, and when."""
    print(f"{time.monotonic() - started:6.1f} s  {label}", flush=True)


def up() -> None:
    """Start the cloud; the caller holds the lock and has checked that nothing runs. If anything goes wrong, nothing is
    left running."""
    require_disk(150, "a cloud")
    warn_of_memory()
    processes.require_ports(*commands.order(profile.wanted()))
    started = time.monotonic()
    try:
        shutil.rmtree(str(layout.CLOUD), ignore_errors=True)
        settings.make_folders()
        profile.save()
        settings.write()
        if base_image.usable():
            from_base_image(started)
        else:
            build(started)
        endpoints.write()
        processes.READY.write_text("")
    except BaseException as e:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the clean-up
        processes.stop_all()  # the logs stay until the next `up`
        if isinstance(e, (Problem, OSError)):
            raise Problem(
                f"{e}{disk_full_note()}\nall processes of the lab were stopped; `lab logs` lists their logs"
            ) from e
        raise
    say(started, "ready")


def from_base_image(started: float) -> None:
    """Start every service on a copy of the base image. `seed ready`, which imports as much as a service does, begins at
    once and waits for their ports itself."""
    base_image.restore()
    services = commands.order()
    processes.start(*(service for service in services if service in FIRST))
    processes.wait("keystone")
    processes.start(*(service for service in services if service not in FIRST))
    silent = set(services)

    def listening() -> None:
        """A service that has ended is a Problem; when all listen, that is reported."""
        if silent:
            silent.difference_update(service for service in list(silent) if processes.is_ready(service))
            if not silent:
                say(started, "all services listen (from the base image)")

    seed("ready", meanwhile=listening)


def build(started: float) -> None:
    """Make databases, users, images and networks, and save them as the base image."""
    databases.make()
    say(started, "databases")
    first = [service for service in commands.order() if service in ("xenserver", "keystone")]
    processes.start(*first)
    processes.wait(*first)
    seed("identity")
    say(started, "identity")
    rest = [service for service in commands.order() if service not in first]
    processes.start(*rest)
    processes.wait(*rest)
    say(started, "all services listen")
    databases.map_computes()
    seed("resources")
    say(started, "flavors, networks, images")
    seed("ready", "tenants")
    say(started, "default VPCs, EBS-backed images")
    base_image.save()
    say(started, f"base image saved in {layout.BASE_IMAGE}")


def restart(service: str) -> None:
    """Restart a service. A new simulator has none of the VMs of the old one, and nova keeps references to them, so nova
    is restarted as well."""
    if not processes.READY.exists():
        raise Problem("the lab is not up: run `lab up`")
    services = ("xenserver", "nova") if service == "xenserver" else (service,)
    if len(services) > 1:
        print("lab: the simulated hosts lose their VMs; nova is restarted too", file=sys.stderr)
    processes.stop(*services)
    processes.start(*services)
    processes.wait(*services)
    if "nova" in services or "cinder" in services:
        seed("ready")
