"""`lab check faults`: what operators of XenServer met, injected one by one.

Each step sets one fault or one habit of the simulated pools or guests, lets nova run into it over EC2 or as its
operator, and states what must be left: of the instance, of its disks, of the pools' records.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any

from checklib.clients import client
from checklib.hooks import hook
from checklib.operator import administrator, fault, hard_shutdown, image_properties, restart_nova, server, vm
from checklib.resources import GONE, image, run, state, terminate, volume_state
from checklib.simulator import clean, guests, leftovers, simulate, simulator
from checklib.steps import done, step
from checklib.until import until
from hooklib.move import begin_move, wait_for_end, within_pool
from hooklib.server import Server, server_of

from control import layout

ec2 = client()


def volume(instance: str, device: str = "/dev/sdf") -> str:
    """The id of a new volume, attached."""
    made = ec2.create_volume(Size=1, AvailabilityZone="nova")["VolumeId"]
    until(lambda: volume_state(ec2, made), ("available",))
    before = len(vm()["volumes"])
    ec2.attach_volume(InstanceId=instance, VolumeId=made, Device=device)
    until(lambda: volume_state(ec2, made), ("in-use",))
    until(lambda: len(vm()["volumes"]), (before + 1,))  # nova reports it a moment before
    return made


def detach(made: str) -> None:
    """Until it is deleted."""
    with contextlib.suppress(Exception):
        ec2.detach_volume(VolumeId=made)
    until(lambda: volume_state(ec2, made), ("available",))
    ec2.delete_volume(VolumeId=made)
    until(lambda: volume_state(ec2, made), (GONE["volume"],))


def revived(instance: str, line: dict[str, Any]) -> str:
    """What EC2 shows after a move that failed. nova puts the server into ERROR whatever the driver has rolled back
    (nova/compute/manager.py:8247), and its operator resets the state."""
    shown = state(ec2, instance)
    server(instance).act("os-resetState", {"state": "active"})
    until(lambda: state(ec2, instance), ("running",))
    return f"{line['reason']}; EC2 shows {shown} until the operator resets the state"


@step("RunInstances -> running")
def one() -> str:
    return run(ec2, "lab-linux")


@step("a guest that does not shut down: StopInstances ends hard")
def _():
    for how in ("hangs", "unacknowledged"):
        simulate("POST", "guests", {"uuid": server_of(one), "shutdown": how})
        ec2.stop_instances(InstanceIds=[one])
        until(lambda: state(ec2, one), ("stopped",))
        assert vm()["state"] == "Halted", vm()
        ec2.start_instances(InstanceIds=[one])
        until(lambda: state(ec2, one), ("running",))
    simulate("POST", "guests", {"uuid": server_of(one), "shutdown": "clean"})
    return vm()["state"]


@step("a failed live migration is rolled back: it runs on where it was")
def _():
    before = vm()
    with fault("VM.pool_migrate"):
        line = hook("live-migrate", one)
    assert line["moved"] is False, line
    assert (vm()["host"], vm()["state"], vm()["domid"]) == (before["host"], "Running", before["domid"]), vm()
    return revived(one, line)


@step("forced block migration within a pool")
def _():
    moved = server(one)
    count = len(moved.migrations())
    targets = begin_move(moved, within_pool, block_migration=True)
    status = wait_for_end(moved, count)
    host = moved.settle()["OS-EXT-SRV-ATTR:host"]
    assert [g[2] for g in guests()] == ["Running"], guests()
    assert vm()["host"] == host, (vm(), host)
    if status != "completed":
        return revived(one, {"reason": moved.last_error()})
    return f"{targets['from']} -> {host}"


@step("revert of a resize: the old type, on the old host")
def _():
    resized = server(one)
    source, (old, flavor) = resized.host(), resized.bigger_flavor()
    count = len(resized.migrations())
    resized.act("resize", {"flavorRef": flavor["id"]})
    resized.wait("VERIFY_RESIZE", migrations=count)
    resized.act("revertResize")
    shown = resized.wait("ACTIVE")
    assert shown["flavor"]["original_name"] == old, shown["flavor"]
    assert shown["OS-EXT-SRV-ATTR:host"] == source, shown["OS-EXT-SRV-ATTR:host"]
    assert [g[2] for g in guests()] == ["Running"], guests()
    return guests()


@step("a resume that lands on another host")
def _():
    for _ in range(20):
        hook("suspend", one)
        line = hook("resume", one)
        if line["runs_on"] != line["host"]:
            break
    else:
        raise AssertionError("20 times on the same host")
    assert state(ec2, one) == "running"
    return f"nova: {line['host']}, XenServer: {line['runs_on']}"


@step("  StopInstances, StartInstances bring nova and XenServer together")
def _():
    ec2.stop_instances(InstanceIds=[one])
    until(lambda: state(ec2, one), ("stopped",))
    ec2.start_instances(InstanceIds=[one])
    until(lambda: state(ec2, one), ("running",))
    assert vm()["host"] == server(one).host(), (vm(), server(one).host())
    return vm()["host"]


@step("XenServer's operator shuts a VM down while nova reboots it: the reboot is cancelled")
def _():
    with fault("VM.clean_reboot", error=[], delay=600):
        ec2.reboot_instances(InstanceIds=[one])
        until(lambda: simulate("GET", "fault")["faults"], ([],), 30)
    started = time.monotonic()
    hard_shutdown(vm()["uuid"])
    until(lambda: vm()["state"], ("Halted",))
    terminate(ec2, one)  # nova does not begin before its reboot has ended
    seconds = time.monotonic() - started
    assert seconds < 300, seconds
    return f"{seconds:.1f} s; {clean()}"


@step("RunInstances -> running")
def two() -> str:
    return run(ec2, "lab-linux")


@step("a LUN that the kernel sees late: AttachVolume waits for it")
def late() -> str:
    simulate("POST", "storage", {"late_luns": 1})
    return volume(two)


@step("a LUN that the kernel does not see: AttachVolume fails, no SR is left")
def _():
    before = leftovers()
    made = ec2.create_volume(Size=1, AvailabilityZone="nova")["VolumeId"]
    until(lambda: volume_state(ec2, made), ("available",))
    simulate("POST", "storage", {"late_luns": 9})
    with contextlib.suppress(Exception):
        ec2.attach_volume(InstanceId=two, VolumeId=made, Device="/dev/sdg")
    until(lambda: simulate("POST", "storage", {})["late_luns"] < 8, (True,), 60)  # nova scans twice
    until(lambda: volume_state(ec2, made), ("available",))
    simulate("POST", "storage", {"late_luns": 0})
    until(leftovers, (before,), 30)
    ec2.delete_volume(VolumeId=made)
    return leftovers()


@step("a failed migration across pools with a volume: no SR is left at the destination")
def _():
    before = {pool: counts["SR"] for pool, counts in leftovers().items()}
    with fault("VM.migrate_send"):
        line = hook("live-migrate-across-pools", two)
    assert line["moved"] is False, line
    after = {pool: counts["SR"] for pool, counts in leftovers().items()}
    left = hook("underneath", two)["left"]
    assert after == before, (before, after)
    return f"{revived(two, line)}; {left['srs']} SR, {left['pbds']} PBD"


@step("a server survives an error late in its migration")
def _():
    with fault("VDI.remove_from_sm_config"):
        line = hook("live-migrate-across-pools", two)
    assert [g[2] for g in guests()] == ["Running"], guests()
    return f"moved: {line['moved']}; EC2 shows {state(ec2, two)}; {guests()}"


@step("DetachVolume, TerminateInstances: nothing is left")
def _():
    server(two).act("os-resetState", {"state": "active"})
    detach(late)
    terminate(ec2, two)
    return clean()


@step("relax-xsm-sr-check absent: XCP 2.1 and later migrate volumes all the same")
def three() -> str:
    simulate("POST", "storage", {"relax": None})
    restart_nova()
    made = run(ec2, "lab-linux")
    volume(made)
    line = hook("live-migrate-across-pools", made)
    assert line["moved"], line
    return made


@step("relax-xsm-sr-check=false: nova does not try")
def _():
    simulate("POST", "storage", {"relax": False})
    restart_nova()
    try:
        line = hook("live-migrate-across-pools", three)
        assert line["moved"] is False, line
        reason = line["reason"]
    except AssertionError as refused:
        reason = str(refused)
    finally:
        simulate("POST", "storage", {"relax": True})
        restart_nova()
    assert "relax" in reason or "MigrationError" in reason, reason
    assert [g[2] for g in guests()] == ["Running"], guests()
    return f"{reason}; EC2 shows {state(ec2, three)}"


@step("TerminateInstances")
def _():
    disks = [v["VolumeId"] for v in ec2.describe_volumes()["Volumes"] if v["State"] == "in-use"]
    terminate(ec2, three)
    for made in disks:
        detach(made)
    return clean()


@step("an HVM guest that boots: DetachVolume waits for its drivers")
def _():
    image_properties("lab-linux-2", vm_mode="hvm")
    try:
        made = run(ec2, "lab-linux-2")
        disk = volume(made)
        simulate("POST", "guests", {"uuid": server_of(made), "boot_seconds": 3})
        ec2.reboot_instances(InstanceIds=[made])
        until(lambda: simulator()["calls"] and vm()["domid"] != "1", (True,), 30)
        detach(disk)
        terminate(ec2, made)
    finally:
        image_properties("lab-linux-2", vm_mode="xen")
    return clean()


@step("ephemeral and swap disks are the devices that EC2 names")
def _():
    admin = administrator()
    body = {"name": "lab.ephemeral", "ram": 512, "vcpus": 1, "disk": 1, "OS-FLV-EXT-DATA:ephemeral": 1, "swap": 64}
    flavor = admin.call("POST", admin.nova + "/flavors", {"flavor": body})["flavor"]["id"]
    try:
        made = ec2.run_instances(
            ImageId=image(ec2, "lab-linux"),
            MinCount=1,
            MaxCount=1,
            InstanceType="lab.ephemeral",
            BlockDeviceMappings=[
                {"DeviceName": "/dev/xvdb", "VirtualName": "ephemeral0"},
                {"DeviceName": "/dev/xvdc", "VirtualName": "swap"},
            ],
        )["Instances"][0]["InstanceId"]
        until(lambda: state(ec2, made), ("running", "error"))
        assert state(ec2, made) == "running", state(ec2, made)
        disks = sorted(disk["device"] for disk in hook("underneath", made)["vms"][0]["disks"])
        terminate(ec2, made)
    finally:
        admin.call("DELETE", f"{admin.nova}/flavors/{flavor}")
    return disks


@step("a server with a config drive")
def _():
    admin = administrator()
    body = {
        "name": "config-drive",
        "imageRef": admin.call("GET", f"{layout.url('glance')}/v2/images?name=lab-linux")["images"][0]["id"],
        "flavorRef": next(
            f["id"] for f in admin.call("GET", admin.nova + "/flavors")["flavors"] if f["name"] == "m1.tiny"
        ),
        "networks": "none",
        "config_drive": True,
    }
    id_ = admin.call("POST", admin.nova + "/servers", {"server": body})["server"]["id"]
    made = Server(id_)
    made.wait("ACTIVE")
    disks = vm()["disks"]
    admin.call("DELETE", f"{admin.nova}/servers/{id_}")
    until(lambda: len(guests()), (0,), 60)
    assert len(disks) == 2, disks
    return f"drives {disks}; {clean()}"


@step("the simulator is clean, and no fault is left")
def _():
    simulate("DELETE", "fault")
    return clean()


done()
