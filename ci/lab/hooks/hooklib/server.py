"""The nova server behind an EC2 instance."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any, NamedTuple

from control import layout
from process_control.wait import TimedOut, wait_until

from .cloud import Cloud
from .failed import Failed

MIGRATION_ENDS = ("completed", "error", "failed", "cancelled")


class Migration(NamedTuple):
    """A move of a server between hosts."""

    id: int
    source: str
    target: str
    status: str


def server_of(instance: str) -> str:
    """The id of the server. ec2-api keeps the pairs of EC2 and OpenStack ids in its table `items`."""
    path = layout.CLOUD / "db" / "ec2api.sqlite"
    if not path.exists():
        raise Failed(f"the lab is not up ({layout.HOME})")
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
        row = database.execute("select os_id from items where id = ?", (instance,)).fetchone()
    if not row:
        raise Failed(f"ec2-api has no instance {instance}")
    return row[0]


class Server(Cloud):
    """One server of nova."""

    def __init__(self, id_: str) -> None:
        super().__init__()
        self.id = id_
        self.url = f"{self.nova}/servers/{id_}"

    def show(self) -> dict[str, Any]:
        """The server, as nova shows it."""
        return self.call("GET", self.url)["server"]

    def host(self) -> str:
        """The host that it is on."""
        return self.show()["OS-EXT-SRV-ATTR:host"]

    def act(self, action: str, body: Any = None) -> Any:
        """Begin an action."""
        return self.call("POST", self.url + "/action", {action: body})

    def wait(self, *states: str, seconds: float = 180, migrations: int | None = None) -> dict[str, Any]:
        """Wait until the server has one of these states and no task.

        migrations: how many there were before a move began. If nova gives up a move, the server stays as it was: only
        the failed migration shows it.
        """
        shown: dict[str, Any] = {}

        def settled() -> bool:
            nonlocal shown
            if migrations is not None:
                made = self.migrations()
                if len(made) > migrations and made[0].status == "error":
                    raise Failed(f"nova gave up: {self.last_error()}")
            shown = self.show()
            if shown["OS-EXT-STS:task_state"]:
                return False
            if shown["status"] == "ERROR" and "ERROR" not in states:
                raise Failed(f"server in ERROR: {shown.get('fault', {}).get('message')}")
            return shown["status"] in states

        def awaited() -> str:
            return f"{' or '.join(states)}; the server is {shown['status']} ({shown['OS-EXT-STS:task_state']})"

        wait_until(settled, awaited, seconds, interval=0.2, error=Failed)
        return shown

    def settle(self, seconds: float = 180) -> dict[str, Any]:
        """Wait until the server has no task, whatever its state."""
        shown: dict[str, Any] = {}

        def idle() -> bool:
            nonlocal shown
            shown = self.show()
            return not shown["OS-EXT-STS:task_state"]

        wait_until(idle, lambda: f"the end of {shown['OS-EXT-STS:task_state']}", seconds, interval=0.2, error=Failed)
        return shown

    def last_error(self, seconds: float = 10) -> str:
        """The last line of the traceback of the last action, or only the name of the action. nova records the error a
        moment after the failure."""
        actions = self.url + "/os-instance-actions"

        def error() -> str | None:
            request = self.call("GET", actions)["instanceActions"][0]["request_id"]
            for event in self.call("GET", f"{actions}/{request}")["instanceAction"]["events"]:
                lines = [line.strip() for line in (event.get("traceback") or "").split("\n") if line.strip()]
                if lines:
                    return f"{event['event']}: {lines[-1]}"
            return None

        try:
            return wait_until(error, "a traceback", seconds, interval=0.2) or ""
        except TimedOut:
            return self.call("GET", actions)["instanceActions"][0]["action"]

    def bigger_flavor(self) -> tuple[str, dict[str, Any]]:
        """(name of its flavor, the next bigger flavor). Only bigger: to shrink a disk, nova's driver must run in a
        domU."""

        def size(flavor: dict[str, Any]) -> tuple[int, int, int]:
            return flavor["ram"], flavor["disk"], flavor["vcpus"]

        flavors = self.call("GET", self.nova + "/flavors/detail")["flavors"]
        old = self.show()["flavor"]["original_name"]
        (least,) = (size(flavor) for flavor in flavors if flavor["name"] == old)
        bigger = sorted(
            (f for f in flavors if size(f) != least and all(a >= b for a, b in zip(size(f), least))), key=size
        )
        if not bigger:
            raise Failed(f"no flavor is bigger than {old}")
        return old, bigger[0]

    def migrations(self) -> list[Migration]:
        """All migrations of the server, the newest first."""
        found = self.call("GET", f"{self.nova}/os-migrations?instance_uuid={self.id}")["migrations"]
        made = (Migration(m["id"], m["source_compute"], m["dest_compute"], m["status"]) for m in found)
        return sorted(made, reverse=True)
