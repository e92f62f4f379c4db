"""`lab check underneath`: it is XenServer underneath.

An instance of EC2 is a VM on a host of the simulator, with the network card and the disks that EC2 shows; after a
live migration it is on another host; after TerminateInstances it is nowhere. An instance that is booted from a volume
moves within its pool only with nova repaired (README.md, Repairs), and only then is moved here.
"""

from __future__ import annotations

from typing import Any

from checklib.clients import client
from checklib.hooks import hook
from checklib.resources import GONE, instance, run, state, terminate, volume_state
from checklib.simulator import clean, guests
from checklib.steps import done, step
from checklib.until import until

from control import profile

ec2 = client()


def matches(id_: str) -> dict[str, Any]:
    """What XenAPI has for a running instance, after comparing it with what EC2 shows: exactly one VM."""
    below, above = hook("underneath", id_), instance(ec2, id_)
    volumes = above.get("BlockDeviceMappings", [])
    assert below["state"] == "Running" and len(below["vms"]) == 1, below
    assert below["macs"] == [i["MacAddress"] for i in above["NetworkInterfaces"]], (below["macs"], above)
    assert len(below["ports"]) == len(above["NetworkInterfaces"]), below["ports"]
    disks = {disk["device"] for disk in below["vms"][0]["disks"] if disk["attached"]}
    assert {volume["DeviceName"].rpartition("/")[2] for volume in volumes} <= disks, (disks, above)
    assert len(below["volumes"]) == len(volumes), below["volumes"]
    return below


def movable(image: str) -> bool:
    """Whether nova can move an instance of this image within its pool."""
    return image != "lab-ebs" or profile.VOLUME_MIGRATION in profile.current().repairs


@step("nothing runs")
def _():
    assert guests() == [], guests()
    return clean()


for name in ("lab-linux", "lab-ebs"):

    @step(f"RunInstances of {name} -> running")
    def one() -> str:
        return run(ec2, name)

    @step("  it is a VM, on a host")
    def before() -> dict[str, Any]:
        return matches(one)

    @step("  live-migrate: EC2 shows it running, at the same address")
    def moved() -> dict[str, Any] | None:
        if not movable(name):
            return None
        address = instance(ec2, one)["PrivateIpAddress"]
        line = hook("live-migrate", one)
        assert line["moved"], line
        assert state(ec2, one) == "running"
        assert instance(ec2, one)["PrivateIpAddress"] == address
        return line

    @step("  the same VM is on the other host")
    def _():
        if not movable(name):
            return "not moved within its pool"
        after = matches(one)
        assert (before["host"], after["host"]) == (moved["from"], moved["to"]), (before["host"], after["host"], moved)
        assert before["host"] != after["host"] and before["pool"] == after["pool"]
        assert before["vms"][0]["uuid"] == after["vms"][0]["uuid"]
        return "{} -> {}".format(before["host"], after["host"])

    @step("  live-migrate-across-pools: it is on a host of the other pool")
    def _():
        assert hook("live-migrate-across-pools", one)["moved"]
        after = matches(one)
        assert after["pool"] != before["pool"], after
        return "{} -> {}".format(before["pool"], after["pool"])

    @step("  CreateVolume, AttachVolume: it is a disk of the VM")
    def disk() -> str:
        made = ec2.create_volume(Size=1, AvailabilityZone="nova")["VolumeId"]
        until(lambda: volume_state(ec2, made), ("available",))
        ec2.attach_volume(InstanceId=one, VolumeId=made, Device="/dev/xvdf")
        until(lambda: volume_state(ec2, made), ("in-use",))
        matches(one)
        return made

    @step("  TerminateInstances: nothing is left")
    def _():
        terminate(ec2, one)
        until(lambda: volume_state(ec2, disk), ("available",))
        ec2.delete_volume(VolumeId=disk)
        until(lambda: volume_state(ec2, disk), (GONE["volume"],))
        left = hook("underneath", one)["left"]
        assert not any(left.values()), left
        return left


@step("the simulator is clean")
def _():
    return clean()


done()
