"""The commands: up, down, status, reset, rebuild, restart, logs, env, check."""

from __future__ import annotations

import os
import subprocess
import sys

from . import base_image, cloud, commands, endpoints, install, layout, processes, profile
from .lock import hold
from .problem import DOWN, PARTIAL, Problem

MIB = 1 << 20
CONTROL_CHECKS = ("upgrade",)  # those that need no XenServer


def is_up() -> bool:
    """Whether all of the cloud runs and its `up` has finished."""
    return processes.READY.exists() and set(processes.states().values()) == {"up"}


def require_up() -> None:
    """Problem unless the lab is up."""
    if not is_up():
        raise Problem("the lab is not up: see `lab status`, or run `lab up`")


def report_endpoints() -> None:
    """Print where clients find the lab."""
    print(f"EC2          {layout.EC2_URL}  (region {layout.REGION})\nendpoints    {endpoints.ENDPOINTS}")


def up() -> None:
    """Start the lab, unless it is up."""
    profile.wanted()  # a Problem before anything is installed
    with hold("up"):
        if is_up():
            profile.require_current()
            print("already up")
        else:
            stop_partial()
            install.install()
            cloud.up()
    report_endpoints()


def stop_partial() -> None:
    """Stop what is left of a cloud of which something is missing. It cannot be repaired: the simulator's VMs are only
    in its memory."""
    if not processes.orphans():
        return
    faulty = [f"{service} is {state}" for service, state in processes.states().items() if state != "up"]
    print(f"partially up ({', '.join(faulty) or '`up` did not finish'}): stopping it to start from scratch", flush=True)
    processes.stop_all()


def down() -> None:
    """Stop everything."""
    with hold("down"):
        count = processes.stop_all()
    print(f"{count} processes stopped" if count else "nothing was running")


def reset() -> None:
    """Stop, and start from the base image."""
    with hold("reset"):
        install.install()
        processes.stop_all()
        cloud.up()
    report_endpoints()


def rebuild() -> None:
    """Stop, and start with a new base image."""
    with hold("rebuild"):
        install.install()
        processes.stop_all()
        base_image.delete()
        cloud.up()
    report_endpoints()


def install_only() -> None:
    """Install, and start nothing."""
    with hold("install"):
        if not install.install():
            print(f"already installed in {layout.HOME}")


def restart(service: str) -> None:
    """Restart one service of a lab that is up."""
    if service not in commands.order():
        raise Problem(f"unknown service {service}; known: {', '.join(commands.order())}")
    with hold(f"restart {service}"):
        cloud.restart(service)
    print(f"{service} is up, pid {processes.pid(service)}")


def status() -> int:
    """Print the state of each service. Returns the exit status."""
    total = 0
    for service, state in processes.states().items():
        size = processes.memory(service)
        total += size
        about = f", pid {processes.pid(service)}, {size // MIB} MiB" if size else ""
        print(f"{service:<10} {layout.ADDRESS}:{layout.PORTS[service]:<6} {state}{about}")
    print(f"{total // MIB} MiB; base image: {'yes' if base_image.usable() else 'no'}; {layout.HOME}")
    print(f"hypervisor: {profile.current().text()}")
    if is_up():
        return 0
    running = bool(processes.orphans())
    if running:
        print("partially up: `lab up` starts it from scratch, `lab down` stops the rest")
    return PARTIAL if running else DOWN


def logs(service: str | None, lines: int, follow: bool) -> None:
    """Print the end of a service's logs, or list all logs."""
    folder = layout.CLOUD / "log"
    if service is None:
        for path in sorted(folder.glob("*")):
            print(f"{path.stat().st_size:9}  {path}")
        print("`lab logs NAME` shows one")
        return
    files = [str(path) for path in (folder / (service + ".out"), folder / (service + ".log")) if path.exists()]
    if not files:
        known = sorted({path.stem for path in folder.glob("*")})
        raise Problem(f"no logs of {service}; there are: {', '.join(known) or 'none yet'}")
    sys.stdout.flush()
    os.execvp("tail", ["tail", "-n", str(lines), *(["-F"] if follow else []), *files])


def env(shell: str | None) -> None:
    """Print endpoints.yaml, or shell lines for one user."""
    if shell:
        print(endpoints.shell(shell), end="")
    else:
        endpoints.users()
        print(endpoints.text(), end="")


def check(name: str) -> int:
    """Run a check on the lab. Returns its exit status."""
    folder = layout.LAB / "checks"
    names = sorted(path.stem for path in folder.glob("*.py"))
    if name not in names:
        raise Problem(f"unknown check {name}; known: {', '.join(names)}")
    require_up()
    if profile.current().hypervisor != profile.XENSERVER and name not in CONTROL_CHECKS:
        raise Problem(f"check {name} looks at the XenServer pools; the lab is up with {profile.current().text()}")
    return subprocess.run(
        [str(layout.VENV / "bin" / "python"), str(folder / (name + ".py"))],
        env=commands.client_environment(),
    ).returncode
