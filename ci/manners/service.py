"""All manners in their order, as one server."""

from __future__ import annotations

import functools
from typing import Callable

from mutants.fault import Call
from mutants.proxy import ProxyServer, Reply

from .linger import Linger
from .quotas import Quotas
from .settings import Settings
from .staleness import Staleness
from .states import States
from .throttling import Throttling
from .trouble import Trouble
from .visibility import Visibility
from .world import Manner, World
from .zones import Zones

ORDER: tuple[type[Manner], ...] = (Trouble, Throttling, Visibility, Linger, Staleness, States, Zones, Quotas)
"""From the client to the endpoint."""


class Service(ProxyServer):
    """The endpoint with these manners."""

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__(world.endpoint, port)
        self.world = world
        self.manners = [manner(world) for manner in ORDER if world.settings[manner.name]["on"]]
        for depth, manner in enumerate(self.manners, 1):
            manner.ask = functools.partial(self.beneath, depth)

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """The response through all manners."""
        return self.through(0, call, send)

    def through(self, depth: int, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """The response from this layer on."""
        if depth == len(self.manners) or not call.action:
            reply = send()
            self.world.note_created(call, reply)
            return reply
        return self.manners[depth].handle(call, lambda: self.through(depth + 1, call, send))

    def beneath(self, depth: int, call: Call) -> Reply:
        """The response from a layer on to a call of the proxy's own; no layer there cuts a connection."""
        reply = self.through(depth, call, lambda: self.world.ask(call))
        assert reply is not None
        return reply


def service(settings: Settings, seed: int, endpoint: str, port: int = 0) -> Service:
    """A server over the endpoint at `host:port`."""
    return Service(World(settings, seed, endpoint), port)
