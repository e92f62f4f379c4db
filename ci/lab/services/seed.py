"""Fill an empty cloud: seed.py SETTINGS identity|resources|ready|tenants ...

Runs in the OpenStack virtual environment (keystoneauth1, botocore). SETTINGS is JSON from `lab`. Not idempotent: after
a failure, `lab` starts again with empty databases.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from keystoneauth1 import session
from keystoneauth1.identity import v3

from process_control.port import is_listening
from process_control.wait import wait_until
from xenserver.vhd import empty_vhd

LAB = json.loads(sys.argv[1])
URLS = LAB["urls"]
KEYSTONE, NOVA, GLANCE, NEUTRON, CINDER = (
    URLS["keystone"] + "/v3",
    URLS["nova"] + "/v2.1",
    URLS["glance"] + "/v2",
    URLS["neutron"] + "/v2.0",
    URLS["cinder"] + "/v3",
)
TENANTS = ("alpha", "beta")  # a project and its user have one name
SERVICE_USERS = ("placement", "glance", "neutron", "cinder", "nova", "ec2api")
CATALOG = (
    ("placement", "placement", URLS["placement"]),
    ("glance", "image", URLS["glance"]),
    ("neutron", "network", URLS["neutron"]),
    ("cinderv2", "volumev2", URLS["cinder"] + "/v2/%(project_id)s"),
    ("cinderv3", "volumev3", URLS["cinder"] + "/v3/%(project_id)s"),
    ("nova", "compute", NOVA),
    ("ec2", "ec2", URLS["ec2api"] + "/"),
    ("s3", "s3", URLS["s3"]),
)
FLAVORS = (  # name, MiB, GiB, cpus
    ("m1.tiny", 512, 1, 1),
    ("m1.small", 2048, 20, 1),
    ("m1.medium", 4096, 40, 2),
    ("m1.large", 8192, 80, 4),
    ("m1.xlarge", 16384, 160, 8),
    ("t2.micro", 1024, 10, 1),
    ("t2.small", 2048, 20, 1),
)
VOLUME_TYPES = ("standard", "gp2", "gp3", "io1", "st1", "sc1")  # the names that AWS clients use
GIB = 1 << 30


def login(user: str = "admin") -> session.Session:
    """A keystone session of a user."""
    return session.Session(
        auth=v3.Password(
            auth_url=KEYSTONE,
            username=user,
            password=LAB["password"],
            project_name=user,
            user_domain_id="default",
            project_domain_id="default",
        )
    )


def call(method: str, url: str, as_: session.Session | None = None, **body: Any) -> Any:
    """Send a request, as admin by default. Returns the decoded response."""
    response = (as_ or admin).request(url, method, **({"json": body} if body else {}))
    return response.json() if response.content else {}


def identity() -> None:
    """Projects, users, roles, the catalog, and EC2 credentials."""
    roles = {r["name"]: r["id"] for r in call("GET", KEYSTONE + "/roles")["roles"]}
    roles["service"] = call("POST", KEYSTONE + "/roles", role={"name": "service"})["role"]["id"]
    projects = {
        p: call("POST", KEYSTONE + "/projects", project={"name": p, "domain_id": "default"})["project"]["id"]
        for p in ("service", *TENANTS)
    }

    def user(name: str, project: str, *names: str) -> str:
        made = call(
            "POST", KEYSTONE + "/users", user={"name": name, "domain_id": "default", "password": LAB["password"]}
        )["user"]["id"]
        for role in names:
            call("PUT", KEYSTONE + f"/projects/{projects[project]}/users/{made}/roles/{roles[role]}")
        return made

    for name in SERVICE_USERS:
        user(name, "service", "admin", "service")
    people = {name: user(name, name, "member") for name in TENANTS}
    for name, kind, url in CATALOG:
        made = call("POST", KEYSTONE + "/services", service={"name": name, "type": kind})
        for interface in ("public", "internal", "admin"):
            call(
                "POST",
                KEYSTONE + "/endpoints",
                endpoint={
                    "service_id": made["service"]["id"],
                    "interface": interface,
                    "url": url,
                    "region_id": LAB["region"],
                },
            )
    people["admin"] = call("GET", KEYSTONE + "/users?name=admin")["users"][0]["id"]
    projects["admin"] = call("GET", KEYSTONE + "/projects?name=admin")["projects"][0]["id"]
    users = {}
    for name, person in people.items():
        made = call("POST", KEYSTONE + f"/users/{person}/credentials/OS-EC2", tenant_id=projects[name])["credential"]
        users[name] = {
            "access": made["access"],
            "secret": made["secret"],
            "password": LAB["password"],
            "project": name,
            "project_id": projects[name],
            "user_id": person,
        }
    write_credentials({"ec2_url": URLS["ec2api"] + "/", "region": LAB["region"], "users": users})


def image(name: str, disk_format: str, container_format: str, data: bytes, **properties: str) -> str:
    """The id of a new public image."""
    made = call(
        "POST",
        GLANCE + "/images",
        name=name,
        disk_format=disk_format,
        container_format=container_format,
        visibility="public",
        **properties,
    )
    admin.put(
        GLANCE + "/images/{}/file".format(made["id"]), data=data, headers={"Content-Type": "application/octet-stream"}
    )
    return made["id"]


def vhd_archive(size: int) -> bytes:
    """An image for XenServer's glance plugin: a tar.gz with 0.vhd in it."""
    vhd, out = empty_vhd(size), io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        member = tarfile.TarInfo("0.vhd")
        member.size = len(vhd)
        tar.addfile(member, io.BytesIO(vhd))
    return out.getvalue()


def resources() -> None:
    """Flavors, images, the external network, volume types."""
    for number, (name, ram, disk, cpus) in enumerate(FLAVORS, 1):
        call(
            "POST", NOVA + "/flavors", flavor={"id": str(number), "name": name, "ram": ram, "disk": disk, "vcpus": cpus}
        )
    xen = {"os_type": "linux", "auto_disk_config": "disabled", "architecture": "x86_64"}
    image("lab-linux", "vhd", "ovf", vhd_archive(GIB), **xen)
    image("lab-linux-2", "vhd", "ovf", vhd_archive(GIB), **xen)
    # kernel, ramdisk and a machine image that names them: nova and EC2 take and
    # show them, the XenServer driver with independent_compute cannot boot them
    block = hashlib.sha512(b"lab").digest()
    kernel = image("lab-kernel", "aki", "aki", block * 16)
    ramdisk = image("lab-ramdisk", "ari", "ari", block * 16)
    image("lab-machine", "ami", "ami", block * 64, kernel_id=kernel, ramdisk_id=ramdisk, architecture="x86_64")
    public = call(
        "POST",
        NEUTRON + "/networks",
        network={
            "name": "public",
            "router:external": True,
            "provider:network_type": "flat",
            "provider:physical_network": "public",
        },
    )["network"]["id"]
    call(
        "POST",
        NEUTRON + "/subnets",
        subnet={
            "network_id": public,
            "ip_version": 4,
            "cidr": "203.0.113.0/24",
            "enable_dhcp": False,
            "gateway_ip": "203.0.113.1",
        },
    )
    for name in VOLUME_TYPES:
        call(
            "POST",
            CINDER + f"/{admin.get_project_id()}/types",
            volume_type={"name": name, "extra_specs": {"volume_backend_name": "sim"}},
        )


def ec2(user: str) -> Any:
    """An EC2 client of a user."""
    with open(LAB["credentials"]) as f:
        who = json.load(f)["users"][user]
    return botocore.session.get_session().create_client(
        "ec2",
        region_name=LAB["region"],
        endpoint_url=URLS["ec2api"] + "/",
        aws_access_key_id=who["access"],
        aws_secret_access_key=who["secret"],
        config=Config(retries={"max_attempts": 0}, read_timeout=120),
    )


def missing() -> Any:
    """What is not ready yet: services of nova and cinder that are not up, or an error. (The state of the availability
    zone is no evidence: it is 'available' before any compute has reported.)"""
    try:
        seen = [
            (s["binary"], s["host"], s["state"])
            for url in (NOVA, f"{CINDER}/{admin.get_project_id()}")
            for s in call("GET", url + "/os-services")["services"]
        ]
        if len(seen) < LAB["services"]:
            return f"{LAB['services']} services; there are {len(seen)}"
        down = [s for s in seen if s[2] != "up"]
        if not down:
            ec2("alpha").describe_availability_zones()
        return down
    except Exception as e:
        return e


def listens(url: str) -> bool:
    """Whether the service accepts connections."""
    at = urlsplit(url)
    return is_listening(at.hostname or "", at.port or 0)


def ready() -> None:
    """Wait until nova, cinder and EC2 are ready, and log what they wait for."""
    reported: list[str] = []
    wait_until(lambda: all(map(listens, URLS.values())), "all services to listen", 120, interval=0.05)

    def settled() -> bool:
        now = missing()
        if now and str(now) not in reported[-1:]:
            print(f"waiting for {now}", flush=True)
            reported.append(str(now))
        return not now

    wait_until(settled, lambda: reported[-1], 180, interval=0.1)


def wait_for(url: str, tenant: session.Session, kind: str) -> None:
    """Wait until a resource is available."""
    status = ""

    def available() -> bool:
        nonlocal status
        status = call("GET", url, tenant)[kind]["status"]
        if status.startswith("error"):
            sys.exit(f"{url} is {status}")
        return status == "available"

    wait_until(available, lambda: f"{url}; it is {status}", 120, interval=0.2)


def tenants() -> None:
    """ec2-api creates a project's default VPC at its first request: send one for each. Each ordinary tenant also gets
    an EBS-backed image of its own, since a snapshot (of a volume made from the machine image) cannot be shared."""
    machine = call("GET", GLANCE + "/images?name=lab-linux")["images"][0]["id"]
    for name in (*TENANTS, "admin"):
        ec2(name).describe_account_attributes()
    for name in TENANTS:
        tenant = login(name)
        cinder = f"{CINDER}/{tenant.get_project_id()}"
        volume = call("POST", cinder + "/volumes", tenant, volume={"name": "lab-root", "size": 1, "imageRef": machine})[
            "volume"
        ]["id"]
        wait_for(f"{cinder}/volumes/{volume}", tenant, "volume")
        snapshot = call("POST", cinder + "/snapshots", tenant, snapshot={"name": "lab-root", "volume_id": volume})[
            "snapshot"
        ]["id"]
        wait_for(f"{cinder}/snapshots/{snapshot}", tenant, "snapshot")
        client = ec2(name)
        shown = client.describe_snapshots()["Snapshots"][0]["SnapshotId"]
        client.register_image(
            Name="lab-ebs",
            Architecture="x86_64",
            RootDeviceName="/dev/xvda",
            BlockDeviceMappings=[
                {"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": shown, "VolumeSize": 1, "DeleteOnTermination": True}}
            ],
        )
    note_images()


def note_images() -> None:
    """Add the EC2 ids of the images, as each user sees them, to the credentials: facts of the endpoints."""
    with open(LAB["credentials"]) as f:
        known = json.load(f)
    for name, who in known["users"].items():
        who["images"] = {i["Name"]: i["ImageId"] for i in ec2(name).describe_images()["Images"] if "Name" in i}
    write_credentials(known)


def write_credentials(known: dict[str, Any]) -> None:
    """So that only their owner can read them."""
    descriptor = os.open(LAB["credentials"], os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as f:
        json.dump(known, f, indent=1)


admin = login()
for step in sys.argv[2:]:
    {"identity": identity, "resources": resources, "ready": ready, "tenants": tenants}[step]()
