"""Somebody else's resources on the account, without a tag of a run: they must stay as they are."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from left_over.endpoint import Endpoint
from left_over.listing import FAILURES, let_go

NAME = "ec2c-somebody"
"""Begins as the names that the program generates do."""
CLUSTER = "cluster"
TAGS = [{"Key": "ec2-compat", "Value": "somebody else's"}, {"Key": "Name", "Value": "production"}]
"""The key of the program's tag, with another value."""


class Others(NamedTuple):
    """What was created (kind and id), and the kinds that the endpoint refuses to create."""

    resources: list[tuple[str, str]]
    refused: list[str]


def create(endpoint: Endpoint, suffix: str) -> Others:
    """A volume, a group, a key pair, a network, an address, a snapshot, an instance with a second volume, an image of
    it, and a placement group that has the name of a strategy, which requests of others contain."""
    others, client, facts = Others([], []), endpoint.client, endpoint.facts

    def attempt(kind: str, make: Callable[[], str]) -> str:
        try:
            one = make()
        except FAILURES as e:
            others.refused.append(f"{kind}: {' '.join(str(e).split())[:120]}")
            return ""
        others.resources.append((kind, one))
        return one

    zone = {"AvailabilityZone": facts.get("zone", "")}
    attempt("volume", lambda: client.create_volume(Size=1, **zone)["VolumeId"])
    volume = attempt("volume", lambda: client.create_volume(Size=1, **zone)["VolumeId"])
    attempt("key-pair", lambda: client.create_key_pair(KeyName=f"{NAME}-{suffix}")["KeyName"])
    attempt("elastic-ip", lambda: address(client))
    attempt("snapshot", lambda: client.create_snapshot(VolumeId=volume)["SnapshotId"])
    vpc = attempt("vpc", lambda: client.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"])
    subnet = attempt("subnet", lambda: client.create_subnet(VpcId=vpc, CidrBlock="10.99.1.0/24")["Subnet"]["SubnetId"])
    group = {"GroupName": f"{NAME}-{suffix}", "Description": "of somebody else", "VpcId": vpc}
    attempt("security-group", lambda: client.create_security_group(**group)["GroupId"])
    attempt(
        "network-interface",
        lambda: client.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"],
    )
    launch = {"ImageId": facts.get("image", ""), "InstanceType": facts.get("instance_type", ""), "SubnetId": subnet}
    instance = attempt(
        "instance", lambda: client.run_instances(MinCount=1, MaxCount=1, **launch)["Instances"][0]["InstanceId"]
    )
    if instance and volume:
        settle(client, instance, volume)
    image = attempt("image", lambda: client.create_image(InstanceId=instance, Name=f"{NAME}-{suffix}")["ImageId"])
    # Before the image, so that it is deleted after it.
    at = len(others.resources) - bool(image)
    others.resources[at:at] = [("snapshot", one) for one in snapshots(client, image)] if image else []
    attempt("placement-group", lambda: placement_group(client))
    # A key pair is not tagged by its name: the first that has an id.
    for kind, one in [one for one in others.resources if one[0] != "key-pair"][:1]:
        attempt(f"tags of a {kind}", lambda one=one: str(client.create_tags(Resources=[one], Tags=TAGS) and one))
    others.resources[:] = [(kind, one) for kind, one in others.resources if not kind.startswith("tags")]
    return others


def address(client: Any) -> str:
    """A new Elastic IP address."""
    made = client.allocate_address(Domain="vpc")
    return str(made.get("AllocationId") or made["PublicIp"])


def snapshots(client: Any, image: str) -> list[str]:
    """The snapshots of an image."""
    images = client.describe_images(ImageIds=[image])["Images"]
    devices = [device for one in images for device in one.get("BlockDeviceMappings", [])]
    return [device["Ebs"]["SnapshotId"] for device in devices if device.get("Ebs", {}).get("SnapshotId")]


def placement_group(client: Any) -> str:
    """A placement group whose name is a word of requests: a search for names must not take it for the run's."""
    client.create_placement_group(GroupName=CLUSTER, Strategy=CLUSTER)
    return CLUSTER


def settle(client: Any, instance: str, volume: str) -> None:
    """The instance runs and has the volume, where the endpoint can do that."""
    try:
        client.get_waiter("instance_running").wait(InstanceIds=[instance], WaiterConfig={"Delay": 2, "MaxAttempts": 90})
        client.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
        client.get_waiter("volume_in_use").wait(VolumeIds=[volume], WaiterConfig={"Delay": 2, "MaxAttempts": 60})
    except (ClientError, BotoCoreError):
        return  # what is there is listed as it is


def create_meanwhile(endpoint: Endpoint, suffix: str) -> Others:
    """What somebody creates while a run is alive: new since its beginning, and without any mark."""
    others, client = Others([], []), endpoint.client
    name = f"{NAME}-{suffix}"
    makes: list[tuple[str, Callable[[], str]]] = [
        ("volume", lambda: client.create_volume(Size=1, AvailabilityZone=endpoint.facts.get("zone", ""))["VolumeId"]),
        ("key-pair", lambda: client.create_key_pair(KeyName=name)["KeyName"]),
    ]
    for kind, make in makes:
        try:
            others.resources.append((kind, make()))
        except FAILURES as e:
            others.refused.append(f"{kind}: {e}")
    return others


def delete(endpoint: Endpoint, others: Others) -> list[str]:
    """Delete what somebody created; what stays, with the reason."""
    reasons = ((kind, one, let_go(endpoint.client, kind, one)) for kind, one in reversed(others.resources))
    return [f"{kind} {one}: {reason}" for kind, one, reason in reasons if reason]
