"""`lab check upgrade`: an upgrade rehearsal. The same requests are sent before and after `lab upgrade-ec2-api TO`
(TO: from the environment, default 17.0.0).

Resources are created under the first version and must exist under the second. Each request whose response has changed
is printed. At the end the first version is restored.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from typing import Iterator, Sequence
from xml.dom import minidom

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from checklib.clients import CREDENTIALS, client
from checklib.resources import GONE, image, run, state, volume_state
from checklib.simulator import clean
from checklib.steps import done, step
from checklib.until import until

from control import layout

TO = os.environ.get("TO", "17.0.0")
FROM = "10.0.0"
ec2 = client()
who = CREDENTIALS["users"]["alpha"]


def send(parameters: str) -> list[str]:
    """Send a signed request. Returns the status and the indented XML of the response, without its request id."""
    request = AWSRequest(
        "POST",
        CREDENTIALS["ec2_url"],
        data="Version=2016-11-15&" + parameters,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    SigV4Auth(Credentials(who["access"], who["secret"]), "ec2", CREDENTIALS["region"]).add_auth(request)
    try:
        response = urllib.request.urlopen(
            urllib.request.Request(
                CREDENTIALS["ec2_url"], data=request.data.encode(), headers=dict(request.headers.items())
            )
        )
    except urllib.error.HTTPError as e:
        response = e
    body = re.sub(r"req-[0-9a-f-]{36}", "req-", response.read().decode())
    with contextlib.suppress(Exception):
        body = minidom.parseString(body).toprettyxml(indent=" ")
    return [f"HTTP {response.status} {response.headers['Content-Type']}"] + [
        line for line in body.splitlines() if line.strip()
    ]


def requests(instance: str, volume: str) -> Iterator[str]:
    """The parameters of each request."""
    yield from (
        "Action=" + a
        for a in (
            "DescribeRegions",
            "DescribeAvailabilityZones",
            "DescribeAccountAttributes",
            "DescribeImages",
            "DescribeInstances",
            "DescribeVolumes",
            "DescribeSnapshots",
            "DescribeVpcs",
            "DescribeSubnets",
            "DescribeRouteTables",
            "DescribeAddresses",
            "DescribeInternetGateways",
            "DescribeNetworkInterfaces",
            "DescribeDhcpOptions",
            "DescribeSecurityGroups",
            "DescribeKeyPairs",
            "DescribeTags",
            "DescribeVpnGateways",
            "DescribeCustomerGateways",
            "DescribeVpnConnections",
            "DescribeInstanceTypes",
            "DescribeInstanceStatus",
            "NoSuchAction",
        )
    )
    yield "Action=DescribeRegions&Bogus=1"
    yield "Action=DescribeInstances&DryRun=true"
    yield "Action=DescribeInstances&MaxResults=1"
    yield "Action=DescribeVolumes&NextToken=garbage"
    yield "Action=DescribeInstances&InstanceId.1=i-00000000"
    yield "Action=DescribeInstances&InstanceId.1=banana"
    yield "Action=CreateVolume&Size=0&AvailabilityZone=nova"
    yield "Action=CreateVolume&Size=1&AvailabilityZone=nova&ClientToken=one"
    yield f"Action=AttachVolume&VolumeId={volume}&InstanceId={instance}&Device=/dev/sdg"
    yield "Action=DeleteVolume&VolumeId=" + volume
    for attribute in ("instanceType", "disableApiTermination", "groupSet", "userData"):
        yield f"Action=DescribeInstanceAttribute&InstanceId={instance}&Attribute={attribute}"
    yield "Action=GetConsoleOutput&InstanceId=" + instance
    yield "Action=RunInstances&ImageId=ami-00000000&MinCount=1&MaxCount=1"
    linux = "Action=RunInstances&MinCount=1&MaxCount=1&ImageId=" + image(ec2, "lab-linux")
    yield linux + "&InstanceType=huge"
    yield linux + "&InstanceType=m1.tiny&KernelId=" + image(ec2, "lab-kernel")
    yield "Action=CreateCustomerGateway&Type=ipsec.1&BgpAsn=65000&PublicIp=192.0.2.1"


class Responses(dict):
    """By request. Short in the line of a step."""

    def __str__(self) -> str:
        return f"{len(self)} responses"


def send_all() -> Responses:
    """Send all requests, and delete what they have created."""
    responses = Responses((request, send(request)) for request in requests(one, disk))
    delete_new(keep=(one, disk))
    return responses


def lab(version: str) -> str:
    """Upgrade ec2-api."""
    subprocess.run(
        [sys.executable, str(layout.LAB / "lab"), "upgrade-ec2-api", version], check=True, stdout=subprocess.DEVNULL
    )
    return "ec2-api " + version


def volumes() -> set[str]:
    """All ids."""
    return {v["VolumeId"] for v in ec2.describe_volumes()["Volumes"]}


def instances() -> set[str]:
    """All ids."""
    return {i["InstanceId"] for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]}


def delete_new(keep: Sequence[str] = ()) -> None:
    """Delete whatever did not exist at the start."""
    for id_ in instances() - set(keep):
        ec2.terminate_instances(InstanceIds=[id_])
        until(lambda: state(ec2, id_), (GONE["instance"],))
    for id_ in volumes() - known - set(keep):
        until(lambda: volume_state(ec2, id_), ("available",))
        ec2.delete_volume(VolumeId=id_)
    for gateway in ec2.describe_customer_gateways()["CustomerGateways"]:
        ec2.delete_customer_gateway(CustomerGatewayId=gateway["CustomerGatewayId"])


known = volumes()


@step("RunInstances under " + FROM)
def one() -> str:
    return run(ec2, "lab-linux")


@step("CreateVolume, AttachVolume")
def disk() -> str:
    made = ec2.create_volume(Size=1, AvailabilityZone="nova")["VolumeId"]
    until(lambda: volume_state(ec2, made), ("available",))
    ec2.attach_volume(InstanceId=one, VolumeId=made, Device="/dev/sdf")
    until(lambda: volume_state(ec2, made), ("in-use",))
    return made


ec2.create_key_pair(KeyName="upgrade")
ec2.create_tags(Resources=[one], Tags=[{"Key": "upgrade", "Value": "rehearsal"}])


@step("all requests")
def before() -> Responses:
    return send_all()


@step("upgrade")
def _():
    return lab(TO)


@step("all requests again")
def after() -> Responses:
    return send_all()


for request in before:
    if before[request] != after[request]:
        print("--- " + request)
        for line in difflib.unified_diff(before[request], after[request], n=0, lineterm=""):
            if not line.startswith(("---", "+++", "@@")):
                print("    " + line[:200])
print(f"{sum(before[r] != after[r] for r in before)} of {len(before)} responses changed")


@step("StopInstances, StartInstances under " + TO)
def _():
    ec2.stop_instances(InstanceIds=[one])
    until(lambda: state(ec2, one), ("stopped",))
    ec2.start_instances(InstanceIds=[one])
    return until(lambda: state(ec2, one), ("running",))


@step("RunInstances under " + TO)
def two() -> str:
    return run(ec2, "lab-linux")


@step("back")
def _():
    return lab(FROM)


@step("the instances under " + FROM)
def _():
    return [state(ec2, i) for i in (one, two) if i]


@step("all deleted, the simulator is clean")
def _():
    delete_new()
    ec2.delete_key_pair(KeyName="upgrade")
    return clean()


done()
