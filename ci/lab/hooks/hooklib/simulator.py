"""The simulated XenServer pools: what nova and EC2 report is checked against them."""

from __future__ import annotations

import json
from typing import Any

from control import layout, profile
from process_control.wait import wait_until

from .failed import Failed
from .http import http


def simulator(path: str, body: Any = None, method: str | None = None) -> Any:
    """A request to /_sim/ of the simulator."""
    url = layout.url("xenserver") + "/_sim/" + path
    return http(method or ("GET" if body is None else "POST"), url, body)[0]


def simulated() -> bool:
    """Whether there are XenServer pools under this cloud."""
    return profile.current().hypervisor == profile.XENSERVER


def virtual_machines(server: str) -> list[dict[str, Any]]:
    """The VMs of a nova server, its rescue VM included, each with its pool."""
    return [
        dict(vm, pool=name)
        for name, pool in sorted(simulator("state")["pools"].items())
        for vm in pool["vms"]
        if vm["nova_uuid"] == server
    ]


def pools() -> dict[str, str]:
    """The pool of each host of the topology."""
    topology = json.loads(layout.TOPOLOGY.read_text())
    return {host["name"]: pool["name"] for pool in topology["pools"] for host in pool["hosts"]}


def residence(server: str) -> str | None:
    """The host that a server's VM is on, or None: xapi may have moved it without nova's knowledge."""
    found = virtual_machines(server) if simulated() else []
    return found[0]["host"] if len(found) == 1 else None


def expect(server: str, *expected: tuple[str | None, str], seconds: float = 30) -> None:
    """Wait until the simulator, which may lag behind nova, has exactly these VMs: (host, power state). Nothing to wait
    for if the hypervisor is another."""
    if not simulated():
        return

    def seen() -> list[tuple[str | None, str]]:
        return sorted([(vm["host"], vm["state"]) for vm in virtual_machines(server)], key=str)

    wait_until(
        lambda: seen() == sorted(expected, key=str),
        lambda: f"the simulator to have {list(expected)}; it has {seen()}",
        seconds,
        interval=0.2,
        error=Failed,
    )
