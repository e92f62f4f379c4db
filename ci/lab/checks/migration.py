"""`lab check migration`: an EC2 client does not notice when its instance moves.

An instance with a volume, one without, and one booted from a volume are moved inside their pool and to another;
DescribeInstances and DescribeVolumes must return the same. Then every other hook is run.
"""

from __future__ import annotations

from typing import Any

from checklib.clients import client
from checklib.hooks import hook
from checklib.resources import run, state, terminate, volume_state
from checklib.simulator import clean, guests, simulator
from checklib.steps import done, step
from checklib.until import until

ec2 = client()


def responses(id_: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What EC2 shows of the instance, and of all volumes."""
    shown = ec2.describe_instances(InstanceIds=[id_]), ec2.describe_volumes()
    for response in shown:
        response.pop("ResponseMetadata")
    return shown


def changed(a: Any, b: Any, path: str = "") -> list[str]:
    """Paths at which two responses differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        return [p for k in sorted(set(a) | set(b)) for p in changed(a.get(k), b.get(k), path + "." + k)]
    if isinstance(a, (list, tuple)) and len(a) == len(b):
        return [p for n, (x, y) in enumerate(zip(a, b)) for p in changed(x, y, f"{path}[{n}]")]
    return [] if a == b else [f"{path}: {a} -> {b}"]


def move(name: str, id_: str, what: str = "") -> None:
    """A step that moves the instance."""

    @step(name + what)
    def _():
        before = responses(id_)
        line = hook(name, id_)
        different = changed(before, responses(id_))
        assert not different, f"moved: {line['moved']}, {line.get('reason')}; {different}"
        assert line["moved"], line
        return f"{line['from']} -> {line['to']}, identical responses; {guests()}"


def act(name: str, id_: str, *args: str) -> None:
    """A step that runs a hook."""

    @step(name)
    def _():
        line = hook(name, *args)
        return f"{line['from']} -> {line['to']}; EC2 shows {state(ec2, id_)}"


@step("RunInstances -> running")
def one() -> str:
    return run(ec2, "lab-linux")


move("live-migrate", one)
move("live-migrate-across-pools", one)
move("live-migrate", one)


@step("CreateVolume, AttachVolume")
def disk() -> str:
    made = ec2.create_volume(Size=1, AvailabilityZone="nova")["VolumeId"]
    until(lambda: volume_state(ec2, made), ("available",))
    ec2.attach_volume(InstanceId=one, VolumeId=made, Device="/dev/sdf")
    until(lambda: volume_state(ec2, made), ("in-use",))
    return made


move("live-migrate", one, ", volume attached")
move("live-migrate-across-pools", one, ", volume attached")


@step("DetachVolume, DeleteVolume")
def _():
    ec2.detach_volume(VolumeId=disk)
    until(lambda: volume_state(ec2, disk), ("available",))
    until(lambda: len(guests()[0][3]), (0,))
    ec2.delete_volume(VolumeId=disk)


for name in ("pause", "unpause", "suspend", "resume", "rescue", "unrescue", "resize"):
    act(name, one, one)
act("restart-ec2-api", one)


@step("TerminateInstances")
def _():
    return terminate(ec2, one)


@step("RunInstances, boot from volume")
def two() -> str:
    return run(ec2, "lab-ebs")


move("live-migrate", two, ", booted from volume")
move("live-migrate-across-pools", two, ", booted from volume")


@step("TerminateInstances")
def _():
    return terminate(ec2, two)


@step("the simulator is clean")
def _():
    return clean()


print(f"XenAPI calls so far: {simulator()['calls']}")
done()
