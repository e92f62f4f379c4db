"""`lab check failures`: break the lab in every way that its README lists.

Nothing may hang, nothing may be left running, and the next `up` must work. The lab is up before and after.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

from checklib.clients import client
from checklib.resources import GONE, run, state, terminate
from checklib.steps import done, step
from checklib.until import until

from control import commands, layout, processes
from control.problem import BUSY, DOWN, PARTIAL

LAB = [sys.executable, str(layout.LAB / "lab")]
ec2 = client()


def lab(*args: str, status: int = 0, seconds: float = 400) -> str:
    """Run a command that must end with this exit status. Returns its output."""
    ended = subprocess.run(
        [*LAB, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
    )
    assert ended.returncode == status, f"{args}: status {ended.returncode}, not {status}: {ended.stdout}"
    assert "Traceback" not in ended.stdout, ended.stdout
    return ended.stdout


def begin(*args: str) -> subprocess.Popen:
    """Start a command as at a terminal: what a shell starts in the background ignores Ctrl-C."""
    return subprocess.Popen(
        [*LAB, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def kill(service: str) -> None:
    """Kill the process of a service."""
    os.kill(processes.pid(service), signal.SIGKILL)
    until(lambda: processes.state(service), ("dead",))


def reported(what: str, text: str) -> str:
    """The first line of an output that must contain this."""
    assert what in text, f"{what!r} is not in: {text}"
    return text.strip().splitlines()[0]


def nothing_runs() -> str:
    """The lab is down, and has left no process."""
    lab("status", status=DOWN)
    left = processes.orphans()
    assert not left, left
    return "nothing runs"


def half_started() -> subprocess.Popen:
    """An `up` that has started the first service."""
    starting = begin("up")
    until(lambda: processes.state(commands.ORDER[0]) in ("up", "not responding"), (True,), 120)
    assert starting.poll() is None, starting.communicate()[0]
    return starting


@step("up of a lab that is up")
def _():
    return reported("already up", lab("up"))


@step("nova killed: status reports it as dead")
def _():
    kill("nova")
    return reported("partially up", lab("status", status=PARTIAL).splitlines()[-1])


@step("  up: reports it, and starts from scratch")
def _():
    text = lab("up")
    lab("status")
    return reported("nova is dead", text)


@step("RunInstances -> running")
def one() -> str:
    return run(ec2, "lab-linux")


@step("the simulator killed and restarted")
def _():
    kill("xenserver")
    lab("status", status=PARTIAL)
    return reported("lose their VMs", lab("restart", "xenserver"))


@step("  the instance that lost its VM can be terminated")
def _():
    return terminate(ec2, one)


@step("  RunInstances -> running, terminated")
def _():
    return terminate(ec2, run(ec2, "lab-linux"))


@step("ec2-api killed and restarted")
def _():
    kill("ec2api")
    lab("restart", "ec2api")
    return state(ec2, "i-00000000") == GONE["instance"]


@step("down")
def _():
    lab("down")
    return nothing_runs()


@step("two up at once: one of them is rejected")
def _():
    both = begin("up"), begin("up")
    texts = [one.communicate(timeout=400)[0] for one in both]
    statuses = sorted(one.returncode for one in both)
    assert statuses in ([0, BUSY], [0, 0]), (statuses, texts)
    lab("status")
    return reported("another command" if BUSY in statuses else "already up", " ".join(texts))


@step("down; Ctrl-C while it starts")
def _():
    lab("down")
    starting = half_started()
    starting.send_signal(signal.SIGINT)
    text = starting.communicate(timeout=60)[0]
    assert starting.returncode == 130, (starting.returncode, text)
    return nothing_runs()


@step("`lab up` killed while it starts; status, down")
def _():
    starting = half_started()
    starting.kill()
    starting.communicate()
    lab("status", status=PARTIAL)
    lab("down")
    return nothing_runs()


@step("`lab up` killed while it starts; up")
def _():
    starting = half_started()
    starting.kill()
    starting.communicate()
    return reported("partially up", lab("up"))


@step("down; up while another program has a port")
def _():
    lab("down")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((layout.ADDRESS, layout.PORTS["cinder"]))
        other.listen(1)
        text = lab("up", status=1)
    return reported(f"port {layout.PORTS['cinder']} (cinder)", text), nothing_runs()


@step("up")
def _():
    lab("up")
    return terminate(ec2, run(ec2, "lab-linux"))


done()
