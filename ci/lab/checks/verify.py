"""`lab check`: the life cycle of instances, volumes, snapshots, images and addresses over EC2, on the XenServer driver.
Nothing may be left in the simulator."""

from __future__ import annotations

from typing import Any

from checklib.clients import client
from checklib.errors import either, rejected
from checklib.resources import GONE, image, instance, run, state, terminate, volume_state
from checklib.simulator import clean, domains, guests, simulator
from checklib.steps import done, step
from checklib.until import until

ec2, tokens, other = client(), client(tokens=True), client("beta")
ZONE = "nova"


def stop(id_: str) -> str:
    """Until it is stopped."""
    ec2.stop_instances(InstanceIds=[id_])
    return until(lambda: state(ec2, id_), ("stopped",))


def start(id_: str) -> str:
    """Until it is running."""
    ec2.start_instances(InstanceIds=[id_])
    return until(lambda: state(ec2, id_), ("running",))


def volume(**how: Any) -> str:
    """The id of a new volume, once it is available."""
    made = ec2.create_volume(AvailabilityZone=ZONE, **how)["VolumeId"]
    until(lambda: volume_state(ec2, made), ("available",))
    return made


def delete_volume(made: dict[str, Any]) -> str:
    """Until it is gone."""
    until(lambda: volume_state(ec2, made["VolumeId"]), ("available",))
    ec2.delete_volume(VolumeId=made["VolumeId"])
    return until(lambda: volume_state(ec2, made["VolumeId"]), (GONE["volume"],))


def snapshot_states() -> dict[str, str]:
    """By id."""
    return {s["SnapshotId"]: s["State"] for s in ec2.describe_snapshots()["Snapshots"]}


def macs() -> list[str]:
    """Of the cards that the first VM has."""
    return next(vm["macs"] for pool in simulator()["pools"].values() for vm in pool["vms"])


def route_table(client_: Any) -> dict[str, Any]:
    """Create one."""
    return client_.create_route_table(VpcId=ec2.describe_vpcs()["Vpcs"][0]["VpcId"])


def delete_route_table(made: dict[str, Any]) -> None:
    """Delete it."""
    ec2.delete_route_table(RouteTableId=made["RouteTable"]["RouteTableId"])


def interface(client_: Any) -> dict[str, Any]:
    """Create one."""
    return client_.create_network_interface(SubnetId=ec2.describe_subnets()["Subnets"][0]["SubnetId"])


def delete_interface(made: dict[str, Any]) -> None:
    """Delete it."""
    ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterface"]["NetworkInterfaceId"])


# -- an instance


@step("RunInstances -> running")
def one() -> str:
    return run(ec2, "lab-linux")


@step("  the simulator runs it")
def _():
    assert [g[2] for g in guests()] == ["Running"], guests()
    return guests()


@step("StopInstances -> stopped")
def _():
    stop(one)
    assert [g[2] for g in guests()] == ["Halted"], guests()
    return guests()


@step("StartInstances -> running")
def _():
    start(one)
    return guests()


@step("GetConsoleOutput")
def _():
    return ec2.get_console_output(InstanceId=one)["Output"]


@step("RebootInstances: a new domain")
def _():
    before = domains()
    ec2.reboot_instances(InstanceIds=[one])
    until(lambda: domains() != before, (True,))
    return before, domains(), until(lambda: state(ec2, one), ("running",))


@step("another tenant does not see it")
def _():
    return rejected(lambda: other.describe_instances(InstanceIds=[one]))


# -- what boto3 adds: 500 TypeError from ec2-api 10; ec2-api 17 accepts the token except for route tables


@step("CreateVolume with boto3's ClientToken")
def _():
    return either(lambda: tokens.create_volume(Size=1, AvailabilityZone=ZONE), delete_volume)


@step("CreateRouteTable with boto3's ClientToken")
def _():
    return either(lambda: route_table(tokens), delete_route_table)


@step("CreateNetworkInterface with boto3's ClientToken")
def _():
    return either(lambda: interface(tokens), delete_interface)


@step("CreateRouteTable without, deleted")
def _():
    return delete_route_table(route_table(ec2))


@step("CreateNetworkInterface without, deleted")
def _():
    return delete_interface(interface(ec2))


# -- volumes and snapshots


@step("CreateVolume without -> available")
def disk() -> str:
    return volume(Size=1)


@step("AttachVolume -> in-use")
def _():
    ec2.attach_volume(InstanceId=one, VolumeId=disk, Device="/dev/sdf")
    until(lambda: volume_state(ec2, disk), ("in-use",))
    until(lambda: len(guests()[0][3]), (1,))
    return guests()


@step("DetachVolume -> available")
def _():
    ec2.detach_volume(VolumeId=disk)
    until(lambda: volume_state(ec2, disk), ("available",))
    until(lambda: len(guests()[0][3]), (0,))
    return guests()


@step("CreateSnapshot -> completed")
def snapshot() -> str:
    made = ec2.create_snapshot(VolumeId=disk)["SnapshotId"]
    until(lambda: snapshot_states().get(made), ("completed",))
    return made


@step("CreateVolume from the snapshot, deleted")
def _():
    return delete_volume({"VolumeId": volume(SnapshotId=snapshot, Size=1)})


# -- an address


@step("AllocateAddress")
def address() -> dict[str, Any]:
    return ec2.allocate_address(Domain="vpc")


@step("AssociateAddress")
def association() -> str:
    made = ec2.associate_address(InstanceId=one, AllocationId=address["AllocationId"])
    return made["AssociationId"]


@step("  DescribeInstances shows it")
def _():
    return until(lambda: instance(ec2, one).get("PublicIpAddress"), (address["PublicIp"],))


@step("DisassociateAddress, ReleaseAddress")
def _():
    ec2.disassociate_address(AssociationId=association)
    ec2.release_address(AllocationId=address["AllocationId"])
    return ec2.describe_addresses()["Addresses"]


# -- network interfaces


@step("CreateNetworkInterface, AttachNetworkInterface: a second card")
def card() -> tuple[str, str]:
    made = interface(ec2)["NetworkInterface"]["NetworkInterfaceId"]
    attachment = ec2.attach_network_interface(InstanceId=one, NetworkInterfaceId=made, DeviceIndex=1)["AttachmentId"]
    until(lambda: len(macs()), (2,))
    return made, attachment


@step("DetachNetworkInterface, DeleteNetworkInterface: it is gone")
def _():
    made, attachment = card
    ec2.detach_network_interface(AttachmentId=attachment)
    until(lambda: len(macs()), (1,))
    delete_interface({"NetworkInterface": {"NetworkInterfaceId": made}})
    return macs()


# -- boot from volume, images


@step("CreateImage of an instance-store instance")
def _():
    return rejected(lambda: ec2.create_image(InstanceId=one, Name="never"))


@step("RunInstances of the EBS-backed image")
def two() -> str:
    return run(ec2, "lab-ebs")


@step("  stop, start")
def _():
    return stop(two), start(two)


@step("CreateImage of it -> available")
def made() -> str:
    id_ = ec2.create_image(InstanceId=two, Name="lab-made")["ImageId"]
    until(lambda: ec2.describe_images(ImageIds=[id_])["Images"][0]["State"], ("available",))
    return id_


@step("RunInstances of the image made")
def three() -> str:
    return run(ec2, "lab-made")


@step("RunInstances with kernel and ramdisk")
def _():
    id_ = ec2.run_instances(ImageId=image(ec2, "lab-machine"), MinCount=1, MaxCount=1, InstanceType="m1.tiny")[
        "Instances"
    ][0]["InstanceId"]
    end = until(lambda: state(ec2, id_), ("running", "error"))
    terminate(ec2, id_)
    return end


# -- the end


@step("TerminateInstances -> gone")
def _():
    return terminate(ec2, one, two, three)


@step("the simulator is clean")
def _():
    return clean()


@step("DeregisterImage, DeleteSnapshot, DeleteVolume")
def _():
    of_image = ec2.describe_images(ImageIds=[made])["Images"][0]["BlockDeviceMappings"]
    ec2.deregister_image(ImageId=made)
    for id_ in [snapshot] + [m["Ebs"]["SnapshotId"] for m in of_image if "Ebs" in m]:
        ec2.delete_snapshot(SnapshotId=id_)
        until(lambda: id_ in snapshot_states(), (False,))
    return delete_volume({"VolumeId": disk})


done()
