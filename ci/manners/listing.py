"""The items of a `Describe` response that are resources of one kind."""

from __future__ import annotations

import fnmatch
from typing import Any, Iterator, NamedTuple

from mutants.document import Document, Element
from mutants.fault import Call

from .request import KINDS, NAMED, filters, is_paginated

ALSO = {
    action: {**KINDS[prefix], **form} for prefix, kind in KINDS.items() for action, form in kind.get("also", {}).items()
}
DESCRIBES: dict[str, dict[str, Any]] = {kind["describe"]: kind for kind in (*KINDS.values(), NAMED["kind"])}


class Item(NamedTuple):
    """One resource in a list, and the list that holds it."""

    resource: str
    element: Element
    holder: Element


def kind_listed(action: str) -> dict[str, Any] | None:
    """The kind of resources that an action lists, and where; None if it is not known."""
    return DESCRIBES.get(action) or ALSO.get(action)


class Listing:
    """The list in the response to a call; `kind` is None where the call lists nothing that is known."""

    def __init__(self, call: Call, document: Document) -> None:
        self.call = call
        self.document = document
        self.kind = kind_listed(call.action)

    def items(self) -> Iterator[Item]:
        """The resources, each with its id (`key:NAME` of a key pair)."""
        if self.kind is None or not self.document.is_success:
            return
        prefix = "key:" if self.kind is NAMED["kind"] else ""
        holders, _, name = self.kind["items"].rpartition("/")
        for holder in list(self.document.find(holders)):
            for element in list(holder.findall(name)):
                yield Item(prefix + (element.findtext(self.kind["id"]) or ""), element, holder)

    def remove(self, item: Item) -> None:
        """Remove a resource, and the reservation that is empty without it."""
        item.holder.remove(item.element)
        reservations, nested, _ = self.kind["items"].partition("/item/")
        if nested and not len(item.holder):
            self.document.remove(f"{reservations}/item", lambda one: item.holder in list(one))

    def by_id(self) -> list[str]:
        """The ids that the call asks for; empty if it lists all or filters."""
        prefix = "key:" if self.kind is NAMED["kind"] else ""
        by = f"{self.kind['by']}." if self.kind else ""
        return [prefix + value for name, value in self.call.parameters if by and name.startswith(by)]

    def is_whole(self) -> bool:
        """Whether the call lists everything."""
        return not (self.by_id() or filters(self.call) or is_paginated(self.call))


def leaves(element: Element) -> set[str]:
    """The texts of an item."""
    return {(one.text or "").strip() for one in element.iter()}


def passes(call: Call, before: Element, now: Element) -> bool:
    """Whether the item would have passed the call's filters as it was `before`, given that it does now: false if a
    value that a filter asks for is in it now and was not then."""
    was, is_now = leaves(before), leaves(now)

    def has(found: set[str], values: list[str]) -> bool:
        return any(fnmatch.fnmatchcase(text, value) for value in values for text in found)

    return all(has(was, values) or not has(is_now, values) for values in filters(call).values())
