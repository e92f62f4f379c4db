"""Terminated instances are described for a while, then no more."""

from __future__ import annotations

from typing import Callable

from mutants.document import Document
from mutants.fault import Call
from mutants.proxy import Reply

from .listing import Listing, kind_listed
from .request import named, not_found
from .world import Manner, World


class Linger(Manner):
    """Forgets terminated instances after some time (on AWS about an hour:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html)."""

    name = "linger"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.ended: dict[str, float] = {}

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response without instances that are forgotten."""
        instances = [one for one in named(call) if one.startswith("i-")]
        for one in instances:
            if self.is_forgotten(one):
                return not_found(one)
        reply = send()
        if call.action == "TerminateInstances" and reply.status == 200:
            for one in instances:
                self.ended.setdefault(one, self.world.clock())
        kind = kind_listed(call.action)
        if not (self.ended and kind and kind["describe"] == "DescribeInstances" and reply.status == 200):
            return reply
        document = Document(reply.status, reply.body)
        listing = Listing(call, document)
        forgotten = [item for item in listing.items() if self.is_forgotten(item.resource)]
        for item in forgotten:
            listing.remove(item)
        return reply._replace(body=document.encode()) if forgotten else reply

    def is_forgotten(self, instance: str) -> bool:
        """Whether an instance was terminated long enough ago."""
        ended = self.ended.get(instance)
        return ended is not None and self.world.clock() - ended >= self.settings["seconds"]
