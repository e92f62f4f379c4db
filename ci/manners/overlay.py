"""Items that are shown for a while as they are not, or no longer, at the endpoint."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from mutants.document import Document, Element
from mutants.fault import NAMESPACE, Call
from mutants.proxy import Reply

from .listing import Item, Listing, kind_listed, passes
from .request import KINDS, kind_of, request
from .world import Manner, World


@dataclass
class Overlay:
    """How a resource is shown until a time."""

    until: float
    before: Element | None = None
    """The item in place of the endpoint's; None: the endpoint's own."""
    shows: dict[str, str] = field(default_factory=dict)
    """Path in the item -> text."""
    empty: list[str] = field(default_factory=list)
    """Elements that have nothing in them."""
    rule: dict[str, Any] = field(default_factory=dict)
    """What the manner needs to know beside it."""

    def item(self, actual: Element | None) -> Element:
        """The item as it is shown."""
        shown = copy.deepcopy(self.before if self.before is not None else actual)
        for path, text in self.shows.items():
            for element in shown.findall(path):
                element.text = text
        for path in self.empty:
            for element in shown.findall(path):
                for inner in list(element):
                    element.remove(inner)
        return shown


class Overlaid(Manner):
    """A manner that shows resources otherwise for a while."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.overlays: dict[str, Overlay] = {}

    def put(self, resource: str, overlay: Overlay) -> None:
        """Show a resource so from now on."""
        if overlay.until > self.world.clock():
            with self.world.lock:
                self.overlays[resource] = overlay

    def of(self, resource: str) -> Overlay | None:
        """How a resource is shown now, if otherwise."""
        with self.world.lock:
            overlay = self.overlays.get(resource)
            if overlay and overlay.until <= self.world.clock():
                del self.overlays[resource]
                return None
            return overlay

    def active(self) -> dict[str, Overlay]:
        """All resources that are shown otherwise now."""
        return {one: overlay for one in list(self.overlays) for overlay in [self.of(one)] if overlay}

    def snapshot(self, resource: str) -> Element | None:
        """The item of a resource as it is now."""
        kind = kind_of(resource)
        call = Call(kind["describe"], request(kind["describe"], **{f"{kind['by']}.1": resource}))
        reply = self.ask(call)
        listing = Listing(call, Document(reply.status, reply.body))
        return next((item.element for item in listing.items() if item.resource == resource), None)

    def shown(self, call: Call, reply: Reply) -> Reply:
        """A response to `Describe` with all resources as they are shown."""
        kind = kind_listed(call.action)
        describe = kind["describe"] if kind else None
        active = {one: overlay for one, overlay in self.active().items() if kind_of(one)["describe"] == describe}
        if not active:
            return reply  # unparsed: lists of images and snapshots are long
        document = Document(reply.status, reply.body)
        listing = Listing(call, document)
        if reply.status != 200:
            return self.revived(listing, active) or reply
        changed = False
        for item in listing.items():
            overlay = active.pop(item.resource, None)
            if overlay:
                changed = True
                self.show(listing, item, overlay)
        if listing.is_whole() and "/item/" not in listing.kind["items"] and call.action not in ALSO_ACTIONS:
            for overlay in active.values():
                if overlay.before is not None:
                    changed = True
                    holder = next(document.find(listing.kind["items"].rpartition("/")[0]), None)
                    if holder is not None:
                        holder.append(overlay.item(None))
        return reply._replace(body=document.encode()) if changed else reply

    def show(self, listing: Listing, item: Item, overlay: Overlay) -> None:
        """Put what is shown in an item's place, or remove it where the call would not list that."""
        only = ALSO_ACTIONS.get(listing.call.action)
        shown = Overlay(0, None, overlay.shows).item(item.element) if only else overlay.item(item.element)
        unwanted = only and shown.findtext(only["path"]) != only["value"] and not listing.call.get(only["unless"])
        if unwanted or not passes(listing.call, shown, item.element):
            listing.remove(item)
        else:
            place = list(item.holder).index(item.element)
            item.holder[place] = shown

    def revived(self, listing: Listing, active: dict[str, Overlay]) -> Reply | None:
        """The list of the one resource that a call asks for, if it is still shown and the endpoint has it no more."""
        asked = listing.by_id()
        overlay = active.get(asked[0]) if len(asked) == 1 else None
        if overlay is None or overlay.before is None:
            return None
        action, path = listing.call.action, listing.kind["items"].split("/")
        document = Document(200, f'<R xmlns="{NAMESPACE}"/>'.encode())
        document.root.tag = f"{action}Response"
        holder = document.root
        for name in path[:-1]:
            holder.append(holder.makeelement(name, {}))
            holder = holder[-1]
        holder.append(overlay.item(None))
        request_id = document.root.makeelement("requestId", {})
        request_id.text = "00000000-0000-4000-8000-000000000000"
        document.root.append(request_id)
        return Reply(200, [("Content-Type", "text/xml;charset=UTF-8")], document.encode())


ALSO_ACTIONS: dict[str, dict[str, Any]] = {
    action: form["only"] for kind in KINDS.values() for action, form in kind.get("also", {}).items()
}
