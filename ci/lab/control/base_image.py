"""The base image: a copy of the seeded, idle cloud, which every later `up` starts from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

from . import layout

FOLDERS = ("fernet", "fernet-receipts", "credential-keys", "images")
STAMP = layout.BASE_IMAGE / "stamp.json"


def hosts() -> list[str]:
    """The names of the XenServer hosts."""
    topology = json.loads(layout.TOPOLOGY.read_text())
    return [host["name"] for pool in topology["pools"] for host in pool["hosts"]]


def stamp() -> dict[str, object]:
    """What a base image depends on: it holds paths, ports and host names, and the result of these files of the lab."""
    made_by = hashlib.sha256()
    for path in (
        layout.SERVICES / "seed.py",
        layout.SERVICES / "neutron_schema.py",
        layout.LAB / "control" / "databases.py",
        layout.REQUIREMENTS / "cloud.txt",
    ):
        made_by.update(path.read_bytes())
    return {"home": str(layout.HOME), "offset": layout.OFFSET, "hosts": hosts(), "made_by": made_by.hexdigest()}


def usable() -> bool:
    """Whether there is a complete base image of this lab."""
    try:
        return json.loads(STAMP.read_text()) == stamp() and layout.CREDENTIALS.exists()
    except (OSError, ValueError):
        return False


def copy(source: Path, target: Path) -> None:
    """Copy a database consistently, even while services write to it."""
    with contextlib.closing(sqlite3.connect(str(source))) as one, contextlib.closing(
        sqlite3.connect(str(target))
    ) as two:
        one.backup(two)


def save() -> None:
    """Make the base image from the cloud. The stamp is written last: without it the copy is not used."""
    delete()
    (layout.BASE_IMAGE / "db").mkdir(parents=True)
    for source in (layout.CLOUD / "db").glob("*.sqlite"):
        copy(source, layout.BASE_IMAGE / "db" / source.name)
    for name in FOLDERS:
        shutil.copytree(str(layout.CLOUD / name), str(layout.BASE_IMAGE / name))
    STAMP.write_text(json.dumps(stamp()))


def delete() -> None:
    """Delete the base image."""
    shutil.rmtree(str(layout.BASE_IMAGE), ignore_errors=True)


def restore() -> None:
    """Make the cloud's files from the base image."""
    for name in (*FOLDERS, "db"):
        shutil.rmtree(str(layout.CLOUD / name), ignore_errors=True)
        shutil.copytree(str(layout.BASE_IMAGE / name), str(layout.CLOUD / name))
    # Services report for the first time 5 s after their start; until then the schedulers would conclude from the age
    # of the base image that they are dead (NoValidHost).
    for name, columns in (("nova", ("updated_at", "last_seen_up")), ("cinder", ("updated_at",))):
        with contextlib.closing(sqlite3.connect(str(layout.CLOUD / "db" / (name + ".sqlite")))) as database:
            for column in columns:
                database.execute(f"update services set {column} = strftime('%Y-%m-%d %H:%M:%f', 'now')")
            database.commit()
