"""The commands: up, down, status, reset, rebuild, restart, logs, env, check."""

import os
import subprocess
import sys

from . import cloud, commands, endpoints, golden, install, layout, processes
from .lock import hold
from .problem import DOWN, HALF, Problem

MIB = 1 << 20


def whole():
    """Whether all of the cloud runs and its `up` came to its end."""
    return processes.READY.exists() and set(processes.states().values()) == {"up"}


def need_up():
    if not whole():
        raise Problem("the lab is not up: `lab status`, `lab up`")


def told():
    print(f"EC2          {layout.EC2_URL}  (region {layout.REGION})\nendpoints    {endpoints.ENDPOINTS}")


def up():
    with hold("up"):
        if whole():
            print("already up")
        else:
            clear_half()
            install.install()
            cloud.up()
    told()


def clear_half():
    """What is left of a cloud that is not whole cannot be mended: the simulator's VMs are in its memory."""
    if not processes.strays():
        return
    ill = [
        "{} is {}".format(service, state if state != "up" else "up")
        for service, state in processes.states().items()
        if state != "up"
    ]
    print(
        f"half a cloud runs ({', '.join(ill) or '`up` was not done'}): it is stopped, and a new one started",
        flush=True,
    )
    processes.stop_all()


def down():
    with hold("down"):
        count = processes.stop_all()
    print(f"{count} processes ended" if count else "nothing was running")


def reset():
    with hold("reset"):
        install.install()
        processes.stop_all()
        cloud.up()
    told()


def rebuild():
    with hold("rebuild"):
        install.install()
        processes.stop_all()
        golden.forget()
        cloud.up()
    told()


def install_only():
    with hold("install"):
        if not install.install():
            print(f"all is installed in {layout.HOME}")


def restart(service):
    if service not in commands.ORDER:
        raise Problem("no service {}; there are: {}".format(service, ", ".join(commands.ORDER)))
    with hold(f"restart {service}"):
        if not processes.READY.exists():
            raise Problem("the lab is not up: `lab up`")
        cloud.restart(service)
    print(f"{service} is up, pid {processes.pid(service)}")


def status():
    states = processes.states()
    total = 0
    for service, state in states.items():
        size = processes.memory(service)
        total += size
        about = f", pid {processes.pid(service)}, {size // MIB} MiB" if size else ""
        print(f"{service:<10} {layout.ADDRESS}:{layout.PORTS[service]:<6} {state}{about}")
    print(f"{total // MIB} MiB; golden state: {('yes' if golden.usable() else 'no')}; {layout.HOME}")
    if whole():
        return 0
    running = bool(processes.strays())
    if running:
        print("half a cloud: `lab up` starts it anew, `lab down` ends the rest")
    return HALF if running else DOWN


def logs(service, lines, follow):
    """Of one service, or the last lines of each."""
    folder = layout.CLOUD / "log"
    if service is None:
        for path in sorted(folder.glob("*")):
            print(f"{path.stat().st_size:9}  {path}")
        print("`lab logs NAME` shows one")
        return
    files = [str(path) for path in (folder / (service + ".out"), folder / (service + ".log")) if path.exists()]
    if not files:
        known = sorted({path.stem for path in folder.glob("*")})
        raise Problem("no logs of {}; there are: {}".format(service, ", ".join(known) or "none yet"))
    sys.stdout.flush()
    os.execvp("tail", ["tail", "-n", str(lines), *(["-F"] if follow else []), *files])


def env(shell):
    if shell:
        print(endpoints.shell(shell), end="")
    else:
        endpoints.users()
        print(endpoints.text(), end="")


def check(name):
    folder = layout.LAB / "checks"
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "common")
    if name not in names:
        raise Problem("no check {}; there are: {}".format(name, ", ".join(names)))
    need_up()
    return subprocess.run(
        [str(layout.VENV / "bin" / "python"), str(folder / (name + ".py"))], env=commands.client_environment()
    ).returncode
