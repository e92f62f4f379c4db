"""What was just created is not found yet, in places."""

from __future__ import annotations

from typing import Callable

from mutants.document import Document
from mutants.fault import Call
from mutants.proxy import Reply

from .listing import Listing, kind_listed
from .request import kind_of, named, not_found
from .world import Manner


class Visibility(Manner):
    """A share of new resources is unknown for a while: to all calls, or with `monotonic` false to each action for a
    time of its own, so that one that found it says nothing about the next."""

    name = "visibility"

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response without what is not visible yet."""
        for resource in named(call):
            if not self.visible(resource, call.action):
                return not_found(resource)
        reply = send()
        return self.without_invisible(call, reply) if self.may_hide(call) else reply

    def may_hide(self, call: Call) -> bool:
        """Whether something that the call lists is too young to be visible."""
        kind = kind_listed(call.action)
        oldest = self.world.clock() - self.settings["seconds"]
        with self.world.lock:
            young = [one for one, born in self.world.born.items() if born >= oldest]
        return kind is not None and any(kind_of(one)["describe"] == kind["describe"] for one in young)

    def visible(self, resource: str, action: str) -> bool:
        """Whether an action finds a resource by now."""
        born = self.world.born.get(resource)
        if born is None:
            return True
        share, most = self.settings["share"], self.settings["seconds"]
        label = self.world.chance.labels.get(resource, resource)
        key = label if self.settings["monotonic"] else f"{label}/{action}"
        return self.world.clock() - born >= self.world.chance.seconds(self.name, key, share, most)

    def without_invisible(self, call: Call, reply: Reply) -> Reply:
        """The response of a list without what is not visible yet."""
        document = Document(reply.status, reply.body)
        listing = Listing(call, document)
        hidden = [item for item in listing.items() if not self.visible(item.resource, call.action)]
        for item in hidden:
            listing.remove(item)
        return reply._replace(body=document.encode()) if hidden else reply
