"""What can go wrong with a lab, done to this one.  `lab check failures`; it starts and ends with the lab up.

Nothing may hang, nothing may be left running, and the next `up` must work."""

import os
import signal
import socket
import subprocess
import sys
import time

from common import GONE, client, done, layout, run, state, step, terminate, until
from control import processes

LAB = [sys.executable, str(layout.LAB / "lab")]
BUSY, DOWN, HALF = 75, 3, 4
ec2 = client()


def lab(*args, status=0, seconds=400):
    """Run a command that must end so; what it says."""
    ended = subprocess.run(
        LAB + list(args),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
    )
    assert ended.returncode == status, f"{args}: status {ended.returncode}, not {status}: {ended.stdout}"
    assert "Traceback" not in ended.stdout, ended.stdout
    return ended.stdout


def begin(*args):
    """Started as at a terminal: what a shell starts in the background ignores Ctrl-C."""
    return subprocess.Popen(
        LAB + list(args),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def kill(service):
    os.kill(processes.pid(service), signal.SIGKILL)
    until(lambda: processes.state(service), ("dead",))


def said(what, text):
    assert what in text, f"{what!r} is not in: {text}"
    return text.strip().splitlines()[0]


def nothing_runs():
    lab("status", status=DOWN)
    left = processes.strays()
    assert not left, left
    return "nothing runs"


def half_started():
    """An `up` in the midst of its work."""
    starting = begin("up")
    until(lambda: bool(processes.strays()), (True,), 120)
    time.sleep(1)
    assert starting.poll() is None, starting.communicate()[0]
    return starting


@step("up of a lab that is up")
def _():
    return said("already up", lab("up"))


@step("nova killed: status says dead")
def _():
    kill("nova")
    return said("half a cloud", lab("status", status=HALF).splitlines()[-1])


@step("  up: says so, and starts anew")
def _():
    text = lab("up")
    lab("status")
    return said("nova is dead", text)


@step("RunInstances -> running")
def one():
    return run(ec2, "lab-linux")


@step("the simulator killed and restarted")
def _():
    kill("xenserver")
    lab("status", status=HALF)
    return said("forget their VMs", lab("restart", "xenserver"))


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


@step("two up at once: one of them is told to wait")
def _():
    both = begin("up"), begin("up")
    texts = [one.communicate(timeout=400)[0] for one in both]
    statuses = sorted(one.returncode for one in both)
    assert statuses in ([0, BUSY], [0, 0]), (statuses, texts)
    lab("status")
    return said("at work" if BUSY in statuses else "already up", " ".join(texts))


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
    lab("status", status=HALF)
    lab("down")
    return nothing_runs()


@step("`lab up` killed while it starts; up")
def _():
    starting = half_started()
    starting.kill()
    starting.communicate()
    return said("half a cloud", lab("up"))


@step("down; up while another program has a port")
def _():
    lab("down")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((layout.ADDRESS, layout.PORTS["cinder"]))
        other.listen(1)
        text = lab("up", status=1)
    return said(f"port {layout.PORTS['cinder']} (cinder)", text), nothing_runs()


@step("up")
def _():
    lab("up")
    return terminate(ec2, run(ec2, "lab-linux"))


done()
