"""Reads lag behind writes."""

from __future__ import annotations

from typing import Callable

from mutants.document import Document, Element
from mutants.fault import Call
from mutants.proxy import Reply

from .overlay import Overlaid, Overlay
from .request import is_read, named, request
from .world import World

SHOWS_NOTHING_OLD = ("Create", "Run", "Copy", "Register", "Allocate", "Import")
BUT = ("CreateTags", "CreateRoute")
NO_ATTRIBUTES = ("Action", "Version", "DryRun", "Attribute", "ClientToken")


class Staleness(Overlaid):
    """After a share of the writes, what they name is read for a while as it was before."""

    name = "staleness"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.attributes: dict[tuple[str, str, str], tuple[float, Reply]] = {}
        """Read action, resource and attribute -> until when which response is sent."""

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response, perhaps of a moment ago."""
        if is_read(call):
            return self.attribute(call) or self.without_new_tags(call, self.shown(call, send()))
        lag = self.lag(call)
        if not lag:
            return send()
        before = {one: self.snapshot(one) for one in named(call) if not one.startswith("key:")}
        attributes = self.attributes_before(call)
        reply = send()
        if reply.status == 200:
            until = self.world.clock() + lag
            for resource, element in before.items():
                if element is not None:
                    self.put(resource, Overlay(until, element))
            self.attributes.update({key: (until, old) for key, old in attributes.items()})
        return reply

    def lag(self, call: Call) -> float:
        """For how many seconds reads do not see what the call writes."""
        if call.action.startswith(SHOWS_NOTHING_OLD) and call.action not in BUT:
            return 0
        key = self.world.chance.key(call.parameters)
        key = f"{key}#{self.world.chance.nth(self.name, key)}"
        return self.world.chance.seconds(self.name, key, self.settings["share"], self.settings["seconds"])

    def attributes_before(self, call: Call) -> dict[tuple[str, str, str], Reply]:
        """The responses to reading each attribute that the call changes."""
        if not call.action.endswith("Attribute"):
            return {}
        action = "Describe" + call.action[len("Modify" if call.action.startswith("Modify") else "Reset") :]
        found = {}
        for resource in named(call)[:1]:
            by = next(name for name, value in call.parameters if value == resource)
            words = {name.split(".")[0] for name, value in call.parameters if value != resource}
            names = {word[:1].lower() + word[1:] for word in words - set(NO_ATTRIBUTES)} | {call.get("Attribute")}
            for name in names - {""}:
                reply = self.ask(Call(action, request(action, **{by: resource, "Attribute": name})))
                if reply.status == 200:
                    found[action, resource, name] = reply
        return found

    def attribute(self, call: Call) -> Reply | None:
        """The attribute as it was, if the call reads one that has just changed."""
        resource = next(iter(named(call)), "")
        until, reply = self.attributes.get((call.action, resource, call.get("Attribute")), (0.0, None))
        return reply if until > self.world.clock() else None

    def without_new_tags(self, call: Call, reply: Reply) -> Reply:
        """A response to DescribeTags without those that the resources shown did not have."""
        active = self.active() if call.action == "DescribeTags" and reply.status == 200 else {}
        if not active:
            return reply
        document = Document(reply.status, reply.body)

        def is_new(tag: Element) -> bool:
            overlay = active.get(tag.findtext("resourceId") or "")
            if overlay is None or overlay.before is None:
                return False
            old = [(one.findtext("key"), one.findtext("value")) for one in overlay.before.findall("tagSet/item")]
            return (tag.findtext("key"), tag.findtext("value")) not in old

        document.remove("tagSet/item", is_new)
        return reply._replace(body=document.encode())
