"""What the simulator has."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from hooklib.simulator import simulator as hook_request

from control import layout

from .until import until


def simulator() -> dict[str, Any]:
    """Its state."""
    return json.loads(urllib.request.urlopen(layout.url("xenserver") + "/_sim/state").read())


def simulate(method: str, path: str, body: Any = None) -> Any:
    """A request to /_sim/: faults, delays, habits of guests, storage."""
    return hook_request(path, body, method)


def guests() -> list[tuple[str, str, str, list[str]]]:
    """(pool, host, power state, cinder volumes) of every VM but the dom0s."""
    return [
        (name, vm["host"], vm["state"], vm["volumes"])
        for name, pool in sorted(simulator()["pools"].items())
        for vm in pool["vms"]
    ]


def domains() -> list[tuple[str, str]]:
    """(host, domain id) of the running VMs; a reboot or a move gives a new one."""
    return [
        (vm["host"], vm["domid"]) for pool in simulator()["pools"].values() for vm in pool["vms"] if vm["domid"] != "-1"
    ]


def leftovers() -> dict[str, dict[str, int]]:
    """By pool, how many objects there are besides the hosts' own."""
    seen = {}
    for name, pool in simulator()["pools"].items():
        counts = pool["counts"]
        seen[name] = {
            "VM": counts["VM"] - counts["host"],
            "VBD": counts.get("VBD", 0),
            "VIF": counts.get("VIF", 0),
            "SR": counts["SR"] - 2 * counts["host"] - 1,
            "network": counts["network"] - 1,
        }
    return seen


def clean() -> str:
    """Wait until nothing is left over."""
    until(lambda: {n: c for pool in leftovers().values() for n, c in pool.items() if c}, ({},), 20)
    return "no VM, VBD, VIF, iSCSI SR or tenant network"
