"""The processes of the cloud: start, wait for a port, stop.

Each has a pid file and leads a process group of its own. All carry a mark in their environment, which identifies tools,
and services whose pid file was lost.
"""

from __future__ import annotations

import errno

from process_control import port, proc
from process_control.pid_file import PidFile
from process_control.spawn import spawn
from process_control.terminate import terminate
from process_control.wait import TimedOut, wait_until

from . import layout
from .commands import MARK, ORDER, command, environment, order
from .problem import Problem

RUN = layout.CLOUD / "run"
READY = RUN / "ready"  # written when `up` has finished


def pid_file(service: str) -> PidFile:
    """Where the process of a service is recorded."""
    return PidFile(RUN / (service + ".pid"))


def pid(service: str) -> int | None:
    """The pid of the process that was started, if it still runs."""
    return pid_file(service).pid()


def listening(service: str) -> bool:
    """Whether the service accepts connections."""
    return port.is_listening(layout.ADDRESS, layout.PORTS[service])


def state(service: str) -> str:
    """`up`, `not responding`, `dead` (it was started and has ended by itself) or `down`."""
    if pid(service):
        return "up" if listening(service) else "not responding"
    return "dead" if pid_file(service).exists() else "down"


def states() -> dict[str, str]:
    """The state of each service."""
    return {service: state(service) for service in order()}


def orphans() -> list[proc.Process]:
    """Whatever of this lab still runs, services and tools. The mark alone is not enough: setproctitle, which neutron
    uses, overwrites the environment that /proc shows."""
    groups = {number for number in map(pid, ORDER) if number}
    mark = f"{MARK}={layout.HOME}"
    return [p for p in proc.everyone() if p.group in groups or proc.marked(p, mark)]


def in_use(number: int) -> bool:
    """Whether another program has the port."""
    try:
        port.bind_port(layout.ADDRESS, number)
    except OSError as e:
        if e.errno == errno.EADDRINUSE:
            return True
        raise Problem(f"port {number} cannot be used: {e.strerror}") from e
    return False


def require_ports(*services: str, seconds: float = 3) -> None:
    """Problem unless the services can listen. A process that has just ended may keep its port for a moment, until its
    last threads have closed it."""

    def used() -> list[str]:
        return [f"port {layout.PORTS[s]} ({s})" for s in services if in_use(layout.PORTS[s])]

    try:
        wait_until(lambda: not used(), "free ports", seconds)
    except TimedOut:
        offset = layout.OFFSET + 10000 if layout.OFFSET < 40000 else 0
        raise Problem(
            f"in use by a program that is not part of this lab: {', '.join(used())}\n"
            f"stop that program (`ss -ltnp` lists it), or move the lab to other ports: LAB_PORT_OFFSET={offset}"
        ) from None


def start(*services: str) -> None:
    """Start services, all of them or, if a port is in use, none."""
    require_ports(*services)
    for service in services:
        log = layout.CLOUD / "log" / (service + ".out")
        process = spawn(command(service), log, environment(), RUN, append=True)
        pid_file(service).write(process.pid)


def wait(*services: str, seconds: float = 120) -> None:
    """Wait until the services accept connections."""
    for service in services:
        awaited = f"{service} to listen on port {layout.PORTS[service]}"
        wait_until(
            lambda s=service: is_ready(s),
            lambda s=service, a=awaited: f"{a}:\n{tail(s)}",
            seconds,
            interval=0.05,
            error=Problem,
        )


def is_ready(service: str) -> bool:
    """Whether a service that was started accepts connections; Problem if it has ended."""
    if listening(service):
        return True
    if not pid(service):
        raise Problem(f"{service} ended by itself:\n{tail(service)}")
    return False


def tail(service: str, lines: int = 8) -> str:
    """The end of its output or, if there is none, of its log."""
    for name in (service + ".out", service + ".log"):
        try:
            text = (layout.CLOUD / "log" / name).read_text(errors="replace").strip()
        except OSError:
            continue
        if text:
            return "\n".join(text.splitlines()[-lines:])
    return "(no output)"


def stop(*services: str) -> None:
    """Stop services, with their children."""
    groups = {number for number in map(pid, services) if number}
    terminate(lambda: [p for p in proc.everyone() if p.group in groups], error=Problem)
    for service in services:
        pid_file(service).remove()


def stop_all() -> int:
    """Stop everything of this lab that runs. Returns how many processes that were."""
    count = len(orphans())
    terminate(orphans, error=Problem)
    for service in ORDER:
        pid_file(service).remove()
    if READY.exists():
        READY.unlink()
    return count


def memory(service: str) -> int:
    """Resident bytes of a service and its children."""
    number = pid(service)
    return sum(p.resident for p in proc.everyone() if p.group == number) if number else 0
