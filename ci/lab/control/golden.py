"""The golden copy of a seeded, idle cloud, which every later `up` starts from."""

import hashlib
import json
import shutil
import sqlite3

from . import layout

FOLDERS = ("fernet", "fernet-receipts", "credential-keys", "images")
STAMP = layout.GOLDEN / "stamp.json"


def hosts():
    topology = json.loads(layout.TOPOLOGY.read_text())
    return [host["name"] for pool in topology["pools"] for host in pool["hosts"]]


def stamp():
    """What a golden copy is tied to: it holds paths, ports and host names, and what our files made of it."""
    made_by = hashlib.sha256()
    for path in (
        layout.SERVICES / "seed.py",
        layout.SERVICES / "neutron_schema.py",
        layout.LAB / "control" / "databases.py",
        layout.REQUIREMENTS / "cloud.txt",
    ):
        made_by.update(path.read_bytes())
    return {"home": str(layout.HOME), "offset": layout.OFFSET, "hosts": hosts(), "made_by": made_by.hexdigest()}


def usable():
    try:
        return json.loads(STAMP.read_text()) == stamp() and layout.CREDENTIALS.exists()
    except (OSError, ValueError):
        return False


def copy(source, target):
    """A database, whole even while services write to it."""
    one, two = sqlite3.connect(str(source)), sqlite3.connect(str(target))
    try:
        one.backup(two)
    finally:
        one.close()
        two.close()


def keep():
    """The stamp comes last: without it the copy is not taken for one."""
    forget()
    (layout.GOLDEN / "db").mkdir(parents=True)
    for source in (layout.CLOUD / "db").glob("*.sqlite"):
        copy(source, layout.GOLDEN / "db" / source.name)
    for name in FOLDERS:
        shutil.copytree(str(layout.CLOUD / name), str(layout.GOLDEN / name))
    STAMP.write_text(json.dumps(stamp()))


def forget():
    shutil.rmtree(str(layout.GOLDEN), ignore_errors=True)


def restore():
    for name in (*FOLDERS, "db"):
        shutil.rmtree(str(layout.CLOUD / name), ignore_errors=True)
        shutil.copytree(str(layout.GOLDEN / name), str(layout.CLOUD / name))
    # Services report for the first time 5 s after their start; until then the schedulers would take the age of the
    # golden copy for death (NoValidHost).
    for name, columns in (("nova", ("updated_at", "last_seen_up")), ("cinder", ("updated_at",))):
        database = sqlite3.connect(str(layout.CLOUD / "db" / (name + ".sqlite")))
        for column in columns:
            database.execute(f"update services set {column} = strftime('%Y-%m-%d %H:%M:%f', 'now')")
        database.commit()
        database.close()
