"""Instances, volumes and images over EC2."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from .until import until

GONE = {"instance": "InvalidInstanceID.NotFound", "volume": "InvalidVolume.NotFound"}


def instance(ec2: Any, id_: str) -> dict[str, Any]:
    """An instance, as DescribeInstances shows it."""
    return ec2.describe_instances(InstanceIds=[id_])["Reservations"][0]["Instances"][0]


def state(ec2: Any, id_: str) -> str:
    """The state of an instance, or the error code."""
    try:
        return instance(ec2, id_)["State"]["Name"]
    except ClientError as e:
        return e.response["Error"]["Code"]


def run(ec2: Any, name: str, **more: Any) -> str:
    """The id of a new instance of one of the lab's images, once it runs."""
    made = ec2.run_instances(ImageId=image(ec2, name), MinCount=1, MaxCount=1, InstanceType="m1.tiny", **more)
    id_ = made["Instances"][0]["InstanceId"]
    until(lambda: state(ec2, id_), ("running", "error"))
    assert state(ec2, id_) == "running", instance(ec2, id_)
    return id_


def terminate(ec2: Any, *ids: str | None) -> list[str]:
    """Terminate instances, and wait until they are gone."""
    existing = [id_ for id_ in ids if id_]
    response = ec2.terminate_instances(InstanceIds=existing)
    for id_ in existing:
        until(lambda i=id_: state(ec2, i), (GONE["instance"],))
    return [i["CurrentState"]["Name"] for i in response["TerminatingInstances"]]


def volume_state(ec2: Any, id_: str) -> str:
    """The state of a volume, or the error code."""
    try:
        return ec2.describe_volumes(VolumeIds=[id_])["Volumes"][0]["State"]
    except ClientError as e:
        return e.response["Error"]["Code"]


def image(ec2: Any, name: str) -> str:
    """The id of one of the lab's images."""
    return next(i["ImageId"] for i in ec2.describe_images()["Images"] if i.get("Name") == name)
