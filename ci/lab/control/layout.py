"""Folders, ports and hosts: the only place that names them."""

import os
from pathlib import Path

from .problem import Problem

LAB = Path(__file__).resolve().parent.parent  # ci/lab
CI = LAB.parent
HOME = Path(os.environ.get("LAB_HOME") or Path.home() / ".cache" / "ec2-compat" / "lab").absolute()

CLOUD = HOME / "cloud"  # the running state; `up` makes it from BASE_IMAGE
BASE_IMAGE = HOME / "base-image"  # databases, images and keys of a seeded, idle cloud
VENV = HOME / "venv"  # OpenStack, Python 3.8
UV = HOME / "uv"
CREDENTIALS = HOME / "credentials.json"
LOCK = HOME / "lock"

REQUIREMENTS = LAB / "requirements"
SERVICES = LAB / "services"

ADDRESS = "127.0.0.1"
REGION = "RegionOne"
PASSWORD = "secret"  # of every keystone user of the lab

USUAL_PORTS = {
    "xenserver": 8080,
    "keystone": 5000,
    "placement": 8778,
    "glance": 9292,
    "neutron": 9696,
    "cinder": 8776,
    "nova": 8774,
    "ec2api": 8788,
    "s3": 3334,
}


def offset(text: str) -> int:
    """The number added to the services' usual ports, so that another OpenStack can run on the same machine."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    highest = 65535 - max(USUAL_PORTS.values())
    if not 0 <= number <= highest:
        raise Problem(f"LAB_PORT_OFFSET must be a number from 0 to {highest}, not {text!r}")
    return number


# The catalog has the ports in its urls, so a base image belongs to one offset.
OFFSET = offset(os.environ.get("LAB_PORT_OFFSET") or "10000")
PORTS = {name: port + OFFSET for name, port in USUAL_PORTS.items()}


def url(service: str) -> str:
    """Of a service, without a path."""
    return f"http://{ADDRESS}:{PORTS[service]}"


EC2_URL = url("ec2api") + "/"
# the pools and hosts; xenserver/topology-strict.json is an alternative
TOPOLOGY = Path(os.environ.get("LAB_TOPOLOGY") or LAB / "xenserver" / "topology.json").absolute()


def upgraded_venv(version: str) -> Path:
    """The virtual environment of a later ec2-api."""
    return HOME / ("venv-ec2-api-" + version)
