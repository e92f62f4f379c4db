"""Write the configuration files: settings/* with the ${names} filled in."""

from __future__ import annotations

import json
import string

from . import layout, profile

DATABASES = ("keystone", "placement", "glance", "neutron", "cinder", "nova", "nova_api", "ec2api")
USERS = ("placement", "glance", "neutron", "cinder", "nova", "ec2api")
FOLDERS = (
    "etc",
    "db",
    "log",
    "run",
    "images",
    "instances",
    "locks",
    "buckets",
    "fernet",
    "fernet-receipts",
    "credential-keys",
    "conversion",
    "vhd",
)


def database_url(name: str) -> str:
    """For SQLAlchemy."""
    return f"sqlite:///{layout.CLOUD}/db/{name}.sqlite?timeout=30"


def database(name: str) -> str:
    """The lines of a [database] section. Nothing is synced to the disk:
    after a crash, `up` starts from the base image."""
    return f"connection = {database_url(name)}\nsqlite_synchronous = false"


def authentication(user: str) -> str:
    """The lines of a section with which a service authenticates to keystone."""
    keystone = layout.url("keystone")
    lines = [
        "auth_url = " + keystone,
        "www_authenticate_uri = " + keystone,
        "auth_type = password",
        "username = " + user,
        "password = " + layout.PASSWORD,
        "project_name = service",
        "user_domain_name = Default",
        "project_domain_name = Default",
    ]
    return "\n".join(lines)


def names(service: str) -> dict[str, object]:
    """The names that a file can use; ${database} and ${authentication} are those of its own service."""
    topology = json.loads(layout.TOPOLOGY.read_text())
    known = {
        "lab": layout.LAB,
        "cloud": layout.CLOUD,
        "venv": layout.VENV,
        "address": layout.ADDRESS,
        "region": layout.REGION,
        "xenserver_password": topology["password"],
        "compute_driver": profile.DRIVERS[profile.current().hypervisor],
    }
    known.update({"port_" + name: port for name, port in layout.PORTS.items()})
    known.update({"url_" + name: layout.url(name) for name in layout.PORTS})
    known.update({"database_" + name: database(name) for name in DATABASES})
    known.update({"authentication_" + name: authentication(name) for name in USERS})
    if service in DATABASES:
        known["database"] = database(service)
    if service in USERS:
        known["authentication"] = authentication(service)
    return known


def make_folders() -> None:
    """Those that the files name."""
    for folder in FOLDERS:
        (layout.CLOUD / folder).mkdir(parents=True, exist_ok=True)


def write() -> None:
    """Write every file, with the folders that they name."""
    make_folders()
    for source in sorted((layout.LAB / "settings").iterdir()):
        service = source.name.split(".")[0].split("-")[0]
        text = string.Template(source.read_text()).substitute(names(service))
        (layout.CLOUD / "etc" / source.name).write_text(text)
