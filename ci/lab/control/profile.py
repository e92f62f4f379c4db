"""What a cloud is made with: the hypervisor, and the repairs of nova that are on. `up` records it; everything that runs
later on the same cloud reads the record."""

from __future__ import annotations

import json
import os
from typing import NamedTuple, Sequence

from . import layout
from .problem import Problem

XENSERVER, FAKE = "xenserver", "fake"
# nova's driver of each hypervisor. `fake` is nova's own: it keeps guests in memory and has no XenServer below
DRIVERS = {XENSERVER: "xenapi.XenAPIDriver", FAKE: "fake.FakeDriver"}
VOLUME_MIGRATION = "volume-migration"
REPAIRS = (VOLUME_MIGRATION,)  # services/nova_volume_repair.py
RECORD = layout.CLOUD / "run" / "profile.json"


class Profile(NamedTuple):
    """LAB_HYPERVISOR, and what `--repair` names."""

    hypervisor: str = XENSERVER
    repairs: Sequence[str] = ()

    def text(self) -> str:
        """For a line of `status`."""
        return self.hypervisor + "".join(f", repaired: {name}" for name in self.repairs)


def wanted() -> Profile:
    """What the environment asks for; Problem if there is no such thing."""
    hypervisor = os.environ.get("LAB_HYPERVISOR") or XENSERVER
    repairs = tuple(name for name in os.environ.get("LAB_REPAIR", "").split(",") if name)
    if hypervisor not in DRIVERS:
        raise Problem(f"LAB_HYPERVISOR must be one of {', '.join(DRIVERS)}, not {hypervisor!r}")
    for name in repairs:
        if name not in REPAIRS:
            raise Problem(f"no repair is named {name}; there is: {', '.join(REPAIRS)}")
    if repairs and hypervisor != XENSERVER:
        raise Problem("the repairs are of nova's XenServer driver")
    return Profile(hypervisor, repairs)


def current() -> Profile:
    """The profile of the cloud that was started last, or the wanted one if there is none."""
    try:
        record = json.loads(RECORD.read_text())
        return Profile(record["hypervisor"], tuple(record["repairs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return wanted()


def save() -> None:
    """Record the wanted profile; the cloud's folders exist."""
    RECORD.write_text(json.dumps(wanted()._asdict()))


def require_current() -> None:
    """Problem if the cloud that is up was made with another profile."""
    if current() != wanted():
        raise Problem(f"the lab is up with {current().text()}, not {wanted().text()}: run `lab down` first")
