"""What operators do besides EC2, of XenServer, nova and glance, and the faults that they meet."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import xmlrpc.client
from typing import Any, Iterator

from hooklib.server import Server, server_of

from control import layout

from .simulator import simulate, simulator

REFUSED = ["INTERNAL_ERROR", "injected"]


@contextlib.contextmanager
def fault(method: str, **how: Any) -> Iterator[None]:
    """The next call of this method fails, unless `how` says otherwise; it must be called."""
    made = simulate("POST", "fault", {"method": method, "error": REFUSED, **how})["id"]
    yield
    left = {one["id"] for one in simulate("GET", "fault")["faults"]}
    if made in left:
        simulate("DELETE", "fault", {"id": made})
        raise AssertionError(f"{method} was not called")


def server(instance: str) -> Server:
    """nova's server, as its operator."""
    return Server(server_of(instance))


def administrator() -> Server:
    """A client without a server."""
    return Server("")


def restart_nova() -> None:
    """Restart nova: it keeps the properties of a host from its start."""
    subprocess.run([sys.executable, str(layout.LAB / "lab"), "restart", "nova"], check=True, stdout=subprocess.DEVNULL)


def vm() -> dict[str, Any]:
    """The only guest, as the simulator has it."""
    (found,) = [vm for pool in simulator()["pools"].values() for vm in pool["vms"]]
    return found


def hard_shutdown(uuid: str) -> None:
    """As `xe vm-shutdown --force`."""
    topology = json.loads(layout.TOPOLOGY.read_text())
    for pool in topology["pools"]:
        proxy = xmlrpc.client.ServerProxy(layout.url("xenserver"))
        user = f"{topology['user']}@{pool['hosts'][0]['name']}"
        session = proxy.session.login_with_password(user, topology["password"], "2.11", "faults")["Value"]
        found = proxy.VM.get_by_uuid(session, uuid)
        if found["Status"] == "Success":
            done = proxy.VM.hard_shutdown(session, found["Value"])
            assert done["Status"] == "Success", done
            return
    raise AssertionError("no VM " + uuid)


def image_properties(name: str, **properties: str) -> None:
    """Set properties of an image with glance, as its operator would."""
    glance = administrator()
    found = glance.call("GET", f"{layout.url('glance')}/v2/images?name={name}")["images"][0]
    patch = [{"op": "add", "path": "/" + key, "value": value} for key, value in properties.items()]
    kind = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
    glance.headers = {**glance.headers, **kind}
    glance.call("PATCH", f"{layout.url('glance')}/v2/images/{found['id']}", patch)
