"""Hooks that change the state of a server by one action."""

from __future__ import annotations

from typing import Any, Union

from .line import on_server
from .server import Server
from .simulator import expect

OWN_HOST = True  # in place of a host's name: the host that the server is on
Host = Union[str, bool, None]


def change(action: str, body: Any, state: str, *vms: tuple[Host, str]) -> None:
    """A hook that leads to `state`; vms: what the simulator then has, as (host, power state)."""

    def act(server: Server) -> dict[str, Any]:
        before = server.show()["status"]
        server.act(action, body)
        after = server.wait(state)
        own = after["OS-EXT-SRV-ATTR:host"]
        expect(server.id, *[(own if host is OWN_HOST else host, power) for host, power in vms])
        return {"from": before, "to": after["status"], "host": own}

    on_server(act)
