"""What a request names, reads and filters by; errors in the form of EC2's."""

from __future__ import annotations

import re
import uuid
from typing import Any
from xml.sax.saxutils import escape

from mutants.document import Document
from mutants.fault import API_VERSION, Call
from mutants.proxy import Reply

from .settings import table

KINDS: dict[str, dict[str, Any]] = table("kinds")["kinds"]
NAMED: dict[str, Any] = table("kinds")["named"]
ID = re.compile("(" + "|".join(KINDS) + r")-(?:[0-9a-f]{17}|[0-9a-f]{8})")
NOT_NAMING = ("Filter.", "TagSpecification", "Tag.", "UserData", "ClientToken", "Action", "Version")
READS = ("Describe", "Get", "List", "Search")


def kind_of(resource: str) -> dict[str, Any]:
    """The kind of a resource by its id, or of a key pair by `key:NAME`."""
    return NAMED["kind"] if resource.startswith("key:") else KINDS[resource.rpartition("-")[0]]


def request(action: str, **parameters: str) -> list[tuple[str, str]]:
    """The parameters of a request of the proxy's own."""
    return [("Action", action), ("Version", API_VERSION), *parameters.items()]


def is_read(call: Call) -> bool:
    """Whether a request changes nothing."""
    return call.action.startswith(READS)


def named(call: Call) -> list[str]:
    """The resources that a request names outside of filters and tags, in its order, each once."""
    found = []
    for name, value in call.parameters:
        if name.startswith(NOT_NAMING):
            continue
        if ID.fullmatch(value):
            found.append(value)
        elif name.split(".")[0] == NAMED["parameter"] and call.action in NAMED["seen_by"]:
            found.append(f"key:{value}")
    return list(dict.fromkeys(found))


def filters(call: Call) -> dict[str, list[str]]:
    """The filters of a request: name -> values."""
    names, values = {}, {}
    for name, value in call.parameters:
        words = name.split(".")
        if words[0] == "Filter" and len(words) > 2:
            if words[2] == "Name":
                names[words[1]] = value
            elif words[2] == "Value":
                values.setdefault(words[1], []).append(value)
    return {name: values.get(number, []) for number, name in names.items()}


def is_paginated(call: Call) -> bool:
    """Whether a request asks for pages."""
    return any(name in ("MaxResults", "NextToken") for name, _ in call.parameters)


def texts(document: Document) -> list[str]:
    """All texts of a response, in its order."""
    return [element.text or "" for element in document.root.iter()] if document.root is not None else []


def ids_in(document: Document) -> list[str]:
    """The ids of known kinds in a response, in its order, each once."""
    return list(dict.fromkeys(text for text in texts(document) if ID.fullmatch(text)))


def error(code: str, message: str, status: int = 400) -> Reply:
    """An error as EC2 sends it."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Response><Errors><Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error></Errors>"
        f"<RequestID>{uuid.uuid4()}</RequestID></Response>"
    )
    return Reply(status, [("Content-Type", "text/xml;charset=UTF-8")], body.encode())


def not_found(resource: str) -> Reply:
    """The error of a call that names what does not exist."""
    kind = kind_of(resource)
    name = resource.partition(":")[2] or resource
    what = "" if resource.startswith("key:") else " ID"
    return error(kind["not_found"], f"The {kind['noun']}{what} '{name}' does not exist")
