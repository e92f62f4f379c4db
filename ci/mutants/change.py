"""What several faults do to a request or a response."""

from __future__ import annotations

import copy
import re
from typing import Callable

from .document import Document, Element
from .fault import Call

FILTER = re.compile(r"Filter\.(\d+)\.(Name|Value(?:\.(\d+))?)$")
INSTANCES = "reservationSet/item/instancesSet/item"
"""Where DescribeInstances lists them."""


def drop_matching(call: Call, pattern: str) -> None:
    """Remove the parameters whose names match."""
    call.parameters = [(name, value) for name, value in call.parameters if not re.match(pattern, name)]


def replace(call: Call, pattern: str, change: Callable[[str], str]) -> None:
    """Change the values of the parameters whose names match."""
    call.parameters = [(name, change(value) if re.match(pattern, name) else value) for name, value in call.parameters]


def filters_of(call: Call) -> dict[str, str]:
    """The names of the filters by their numbers."""
    return {key.split(".")[1]: value for key, value in call.parameters if re.match(r"Filter\.\d+\.Name$", key)}


def keep_filters(call: Call, kept: list[str]) -> None:
    """Drop the other filters, and number those that are kept from 1."""
    numbers = {old: str(new) for new, old in enumerate(kept, 1)}
    parameters = []
    for key, value in call.parameters:
        found = FILTER.match(key)
        if found is None:
            parameters.append((key, value))
        elif found.group(1) in numbers:
            parameters.append((f"Filter.{numbers[found.group(1)]}.{found.group(2)}", value))
    call.parameters = parameters


def forget_filter(call: Call, name: str) -> None:
    """Drop the filters with a name; one that ends in `:` stands for all that begin so."""
    is_it = (lambda one: one.startswith(name)) if name.endswith(":") else (lambda one: one == name)
    keep_filters(call, [number for number, one in filters_of(call).items() if not is_it(one)])


def change_filter(call: Call, name: str, change: Callable[[str], str]) -> None:
    """Change each value of the filters with a name."""
    numbers = {number for number, one in filters_of(call).items() if one == name}

    def changed(key: str, value: str) -> str:
        found = FILTER.match(key)
        return change(value) if found and found.group(3) and found.group(1) in numbers else value

    call.parameters = [(key, changed(key, value)) for key, value in call.parameters]


def rename_filter(call: Call, name: str, other: str) -> None:
    """Let another filter take the place of the filters with a name."""
    call.parameters = [
        (key, other if key.endswith(".Name") and value == name else value) for key, value in call.parameters
    ]


def keep(call: Call, element: Element, key: str | None, name: str, shown: bool) -> None:
    """Let the element of this key show its child for ever, once it was `shown`."""
    child = element.find(name)
    if shown:
        call.memory[key] = copy.deepcopy(child)
    elif key in call.memory:
        if child is not None:
            element.remove(child)
        element.append(copy.deepcopy(call.memory[key]))


def keep_items(call: Call, holder: Element, key: str | None, identity: str) -> None:
    """Let the list of this key keep every item that it ever had; `identity` is the child by which one is known."""
    known = call.memory.setdefault(key, {})
    here = {one.findtext(identity): one for one in holder.findall("item")}
    holder.extend(copy.deepcopy(one) for name, one in known.items() if name not in here)
    known.update((name, copy.deepcopy(one)) for name, one in here.items())


def drop_items_after(document: Document, path: str, count: int) -> None:
    """Keep the first `count` items of each list at a path."""
    for holder in document.find(path):
        for item in holder.findall("item")[count:]:
            holder.remove(item)
