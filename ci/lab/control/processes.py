"""The processes of the cloud: start, wait for a port, stop.  Each has a file of its pid, and leads a group of its own;
all carry a mark in their environment, by which tools, and services whose file was lost, are found."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import time

from . import layout, proc
from .commands import MARK, ORDER, command, environment
from .problem import Problem

RUN = layout.CLOUD / "run"
READY = RUN / "ready"  # written when `up` was done
STARTED = []  # by this process; none is waited for


def pid_file(service):
    return RUN / (service + ".pid")


def pid(service):
    """Of the process that was started, if it still runs."""
    try:
        number, started = pid_file(service).read_text().split()
    except (OSError, ValueError):
        return None
    process = proc.seen(number)
    return process.pid if process and process.started == started else None


def listening(service):
    try:
        socket.create_connection((layout.ADDRESS, layout.PORTS[service]), 1).close()
        return True
    except OSError:
        return False


def state(service):
    """'up', 'no answer', 'dead' (it was started and has ended by itself) or 'down'."""
    if pid(service):
        return "up" if listening(service) else "no answer"
    return "dead" if pid_file(service).exists() else "down"


def states():
    return {service: state(service) for service in ORDER}


def strays():
    """Whatever still runs of this lab, services and tools.  The mark alone would not do: setproctitle, which neutron
    uses, writes over the environment that /proc shows."""
    groups = {number for number in map(pid, ORDER) if number}
    mark = f"{MARK}={layout.HOME}"
    return [p for p in proc.everyone() if p.group in groups or proc.marked(p, mark)]


def taken(port):
    """Whether a server can have the port."""
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((layout.ADDRESS, port))
        except OSError as e:
            if e.errno == errno.EADDRINUSE:
                return True
            raise Problem(f"port {port} cannot be used: {e.strerror}") from e
    return False


def need_ports(*services, seconds=3):
    """A process that has just ended may keep its port for a moment: its last threads close it."""
    end = time.monotonic() + seconds
    while True:
        used = [f"port {layout.PORTS[s]} ({s})" for s in services if taken(layout.PORTS[s])]
        if not used or time.monotonic() > end:
            break
        time.sleep(0.1)
    if used:
        raise Problem(
            f"in use by a program that is not of this lab: {', '.join(used)}\nend it (`ss -ltnp` names it), or move the lab: LAB_PORT_OFFSET={(layout.OFFSET + 10000 if layout.OFFSET < 40000 else 0)}"
        )


def start(*services):
    need_ports(*services)
    for service in services:
        with open(str(layout.CLOUD / "log" / (service + ".out")), "ab") as out:
            process = subprocess.Popen(
                [str(word) for word in command(service)],
                env=environment(),
                cwd=str(RUN),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )  # a group of its own: it ends as a whole
        STARTED.append(process)
        there = proc.seen(process.pid)
        pid_file(service).write_text(f"{process.pid} {(there.started if there else 'ended')}\n")


def wait(*services, seconds=120):
    end = time.monotonic() + seconds
    for service in services:
        while not listening(service):
            if not pid(service):
                raise Problem(f"{service} ended by itself:\n{tail(service)}")
            if time.monotonic() > end:
                raise Problem(
                    f"{service} does not answer on port {layout.PORTS[service]} after {seconds} s:\n{tail(service)}"
                )
            time.sleep(0.1)


def tail(service, lines=8):
    """The end of what it printed, and of its log where it printed nothing."""
    for name in (service + ".out", service + ".log"):
        try:
            text = (layout.CLOUD / "log" / name).read_text(errors="replace").strip()
        except OSError:
            continue
        if text:
            return "\n".join(text.splitlines()[-lines:])
    return "(it wrote nothing)"


def stop(*services):
    groups = {number for number in map(pid, services) if number}
    end_all(lambda: [p for p in proc.everyone() if p.group in groups])
    for service in services:
        forget(service)


def stop_all():
    """Everything of this lab that runs.  Returns how many processes that were."""
    count = len(strays())
    end_all(strays)
    for service in ORDER:
        forget(service)
    if READY.exists():
        READY.unlink()
    return count


def forget(service):
    if pid_file(service).exists():
        pid_file(service).unlink()


def end_all(left):
    """Ask those in left() to end, then make them."""
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        for process in left():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)
        end = time.monotonic() + seconds
        while left():
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        else:
            return
    raise Problem("these do not end: " + ", ".join(str(process.pid) for process in left()))


def memory(service):
    """Resident bytes of a service and its children."""
    number = pid(service)
    return sum(p.resident for p in proc.everyone() if p.group == number) if number else 0
