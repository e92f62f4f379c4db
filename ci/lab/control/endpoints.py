"""What a test run needs: LAB_HOME/endpoints.yaml, credentials, a launcher for hooks."""

from __future__ import annotations

import json
import os
import shlex
import string
import sys
from pathlib import Path
from typing import Any

from . import layout, profile
from .problem import Problem

ENDPOINTS = layout.HOME / "endpoints.yaml"
FOLDER = layout.HOME / "credentials"  # a file for each user, in the format of ~/.aws/credentials
LAUNCHER = layout.HOME / "hook"
MOTO = layout.LAB.parent / "endpoints.yaml"

NAMES = {"alpha": "openstack", "beta": "openstack-beta", "admin": "openstack-admin"}
INSTANCE = "{instance}"  # replaced with what a step gives in `with`
HOOKS = {
    "live-migrate": (INSTANCE,),
    "live-migrate-across-pools": (INSTANCE,),
    "resize": (INSTANCE,),
    "rescue": (INSTANCE,),
    "unrescue": (INSTANCE,),
    "pause": (INSTANCE,),
    "unpause": (INSTANCE,),
    "suspend": (INSTANCE,),
    "resume": (INSTANCE,),
    "underneath": (INSTANCE,),
    "begin-live-migrate": (INSTANCE,),
    "begin-resize": (INSTANCE,),
    "settle": (INSTANCE,),
    "restart-ec2-api": (),
    "replace-ec2-api": ("{version}",),
    "fail-build": ("{mode}", "{key_name}"),
    "fill-quota": ("{resource}", "{mode}"),
    "host-away": ("{host}",),
    "host-back": ("{host}",),
}


def users() -> dict[str, Any]:
    """The credentials of each user."""
    try:
        return json.loads(layout.CREDENTIALS.read_text())["users"]
    except OSError:
        raise Problem("no credentials yet: run `lab up` first") from None


def secret(path: Path, text: str, mode: int = 0o600) -> None:
    """Write a file that nobody but its owner can read at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    if new.exists():
        new.unlink()
    with os.fdopen(os.open(str(new), os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w") as f:
        f.write(text)
    new.replace(path)


def moto() -> str:
    """The entry of moto in ci/endpoints.yaml, so that one file has both the target and the reference."""
    lines = MOTO.read_text().splitlines() if MOTO.exists() else []
    if "  moto:" not in lines:
        return ""
    start = lines.index("  moto:")
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("   ")):
        end += 1
    return "\n".join(lines[start:end]).rstrip() + "\n"


# what only XenServer pools have, or nova's fake driver does not do
ONLY_XENSERVER = ("live-migrate-across-pools", "underneath", "fail-build", "host-away", "host-back")


def hooks() -> str:
    """The entries under `hooks:`."""
    simulated = profile.current().hypervisor == profile.XENSERVER
    return "\n".join(
        f"      {name}: {json.dumps([str(LAUNCHER), name, *arguments])}"
        for name, arguments in HOOKS.items()
        if simulated or name not in ONLY_XENSERVER
    )


def hypervisor() -> str:
    """The facts of the hypervisor."""
    made = profile.current()
    pools = len(json.loads(layout.TOPOLOGY.read_text())["pools"])
    facts = [f"hypervisor: {made.hypervisor}"]
    if made.hypervisor == profile.XENSERVER:
        facts.append(f"hypervisor.pools: {pools}")
    if made.repairs:
        facts.append(f"hypervisor.repaired: {','.join(made.repairs)} # nova was changed: no result of nova itself")
    return "\n".join("      " + fact for fact in facts)


def versions() -> dict[str, str]:
    """The pinned versions of nova and ec2-api."""
    lock = (layout.REQUIREMENTS / "cloud.txt").read_text().split()
    pinned = dict(word.split("==") for word in lock if "==" in word)
    return {"nova": pinned["nova"], "ec2api": pinned["ec2-api"]}


def text(ec2api: str | None = None) -> str:
    """endpoints.yaml for this version of ec2-api; None: the one that the lab starts with."""
    template = string.Template((layout.LAB / "endpoint.in.yaml").read_text())
    entries = []
    for user, who in users().items():
        images = who["images"]
        entries.append(
            template.substitute(
                dict(versions(), **({"ec2api": ec2api} if ec2api else {})),
                name=NAMES[user],
                user=user,
                url=layout.EC2_URL,
                region=layout.REGION,
                credentials=json.dumps(str(FOLDER / user)),
                account=json.dumps(who["project_id"]),
                image=images["lab-ebs"],
                machine=images["lab-linux"],
                kernel=images["lab-kernel"],
                ramdisk=images["lab-ramdisk"],
                triple=images["lab-machine"],
                hooks=hooks(),
                hypervisor=hypervisor(),
                driver=profile.DRIVERS[profile.current().hypervisor],
            )
        )
    return "# Written by `lab up`, for `ec2-compat --endpoints`.\nendpoints:\n" + "\n".join(
        [moto()] * bool(moto()) + entries
    )


def write(ec2api: str | None = None) -> None:
    """Write all files, after `up` or an upgrade."""
    for user, who in users().items():
        secret(
            FOLDER / user,
            "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n".format(who["access"], who["secret"]),
        )
    place = {"LAB_HOME": layout.HOME, "LAB_PORT_OFFSET": layout.OFFSET, "LAB_TOPOLOGY": layout.TOPOLOGY}
    secret(
        LAUNCHER,
        "#!/bin/sh\n# Run a hook on this lab: hook NAME ARGUMENTS...\n{}\n"
        'name=$1; shift\nexec {} {}/"$name" "$@"\n'.format(
            "\n".join(f"export {k}={shlex.quote(str(v))}" for k, v in place.items()),
            shlex.quote(sys.executable),
            shlex.quote(str(layout.LAB / "hooks")),
        ),
        0o700,
    )
    secret(ENDPOINTS, text(ec2api))


def shell(user: str) -> str:
    """Shell lines that let AWS's own clients use the lab, as one of its users."""
    known = users()
    if user not in known:
        raise Problem(f"unknown user {user}; known: {', '.join(known)}")
    values = {
        "LAB_HOME": layout.HOME,
        "LAB_PORT_OFFSET": layout.OFFSET,
        "AWS_ENDPOINT_URL_EC2": layout.EC2_URL,
        "AWS_REGION": layout.REGION,
        "AWS_DEFAULT_REGION": layout.REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": known[user]["access"],
        "AWS_SECRET_ACCESS_KEY": known[user]["secret"],
    }
    return "".join(f"export {name}={shlex.quote(str(value))}\n" for name, value in values.items())
