"""Make the cloud run: from the golden copy, or built anew; and what a person is told of it."""

import json
import shutil
import signal
import sys
import time

from . import commands, databases, endpoints, golden, layout, processes, settings
from .problem import Problem
from .room import need_room, remark, warn_of_memory
from .tools import Tool, run


def seed(*steps, seconds=180):
    """Run services/seed.py, which has the libraries to ask the services."""
    about = {
        "urls": {service: layout.url(service) for service in layout.PORTS},
        "region": layout.REGION,
        "password": layout.PASSWORD,
        "services": len(golden.hosts()) + 4,
        "credentials": str(layout.CREDENTIALS),
    }
    run([Tool("seed-" + steps[-1], layout.SERVICES / "seed.py", json.dumps(about), *steps)], seconds=seconds)


def say(started, label):
    print(f"{time.monotonic() - started:6.1f} s  {label}", flush=True)


def up():
    """The caller holds the lock and has seen that nothing runs.  Whatever goes wrong, nothing is left running."""
    need_room(150, "a cloud")
    warn_of_memory()
    processes.need_ports(*commands.ORDER)
    started = time.monotonic()
    try:
        shutil.rmtree(str(layout.CLOUD), ignore_errors=True)
        settings.write()
        if golden.usable():
            from_golden(started)
        else:
            build(started)
        endpoints.write()
        processes.READY.write_text("")
    except BaseException as e:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not keep this from ending
        processes.stop_all()  # the logs stay until the next up
        if isinstance(e, (Problem, OSError)):
            raise Problem(f"{e}{remark()}\nnothing was left running; `lab logs` shows the logs") from e
        raise
    say(started, "ready")


def from_golden(started):
    golden.restore()
    processes.start(*commands.ORDER)
    processes.wait(*commands.ORDER)
    say(started, "every port answers (from the golden state)")
    seed("ready")


def build(started):
    databases.make()
    say(started, "databases")
    processes.start("xenserver", "keystone")
    processes.wait("xenserver", "keystone")
    seed("identity")
    say(started, "identity")
    rest = commands.ORDER[2:]
    processes.start(*rest)
    processes.wait(*rest)
    say(started, "every port answers")
    databases.map_computes()
    seed("resources")
    say(started, "flavors, networks, images")
    seed("ready", "tenants")
    say(started, "default VPCs, EBS-backed images")
    golden.keep()
    say(started, f"golden state kept in {layout.GOLDEN}")


def restart(service):
    """A new simulator has nothing of what the old one had, and nova keeps references: it is restarted as well."""
    services = ("xenserver", "nova") if service == "xenserver" else (service,)
    if len(services) > 1:
        print("lab: the simulated hosts forget their VMs; nova is restarted too", file=sys.stderr)
    processes.stop(*services)
    processes.start(*services)
    processes.wait(*services)
    if "nova" in services or "cinder" in services:
        seed("ready")
