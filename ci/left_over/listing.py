"""Everything that an account has, kind by kind."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterator

import jmespath
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from botocore.utils import datetime2timestamp

from .kinds import Kind, load

AT_ONCE = 4
FAILURES = (ClientError, BotoCoreError, ResponseParserError)
Listing = "dict[str, dict[str, Any]]"
"""`kinds`: kind -> id -> the resource as described; `failed`: kind -> why it could not be listed."""


def method(client: Any, operation: str) -> Callable[..., Any]:
    """The client's method for an operation."""
    names = {name: python for python, name in client.meta.method_to_api_mapping.items()}
    return getattr(client, names[operation])


def pages(client: Any, operation: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The responses of a listing operation."""
    call = method(client, operation)
    if client.can_paginate(call.__name__):
        yield from client.get_paginator(call.__name__).paginate(**parameters)
    else:
        yield call(**parameters)


def listed(client: Any, kind: Kind, parents: list[str]) -> dict[str, Any]:
    """The resources of one kind that are not gone: id -> as described."""
    found: dict[str, Any] = {}
    given = [{kind.of[1]: parent} for parent in parents] if kind.of else [{}]
    for parameters in given:
        for page in pages(client, kind.operation, {**kind.parameters, **parameters}):
            for element in jmespath.search(kind.each, page) or []:
                if not kind.is_gone(element):
                    found[kind.identify(element)] = plain(element)
    return found


def take(client: Any, known: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """The listing of an account. `known`: an earlier one; what failed there is not listed again."""
    kinds = load()
    failed: dict[str, Any] = dict(known["failed"]) if known else {}

    def of(kind: Kind, parents: list[str]) -> tuple[str, Any]:
        try:
            return kind.name, listed(client, kind, parents)
        except FAILURES as e:
            return kind.name, e

    found: dict[str, Any] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        first = [kind for kind in kinds.values() if not kind.of and kind.name not in failed]
        results = list(pool.map(lambda kind: of(kind, []), first))
        parts = [kind for kind in kinds.values() if kind.of and kind.name not in failed]
        resources = {name: result for name, result in results if isinstance(result, dict)}
        results += pool.map(lambda kind: of(kind, list(resources.get(kind.of[0], {}))), parts)
    for name, result in results:
        if isinstance(result, dict):
            found[name] = result
        else:
            failed[name] = " ".join(str(result).split())[:200]
    return {"kinds": dict(sorted(found.items())), "failed": dict(sorted(failed.items()))}


def let_go(client: Any, name: str, resource: str) -> str:
    """Try to delete a resource: empty if it is gone then, else why it is not."""
    kind = load()[name]
    if not kind.delete:
        return "this script cannot delete its kind"
    operation, parameter = kind.delete
    values: Any = [resource] if parameter.endswith("[]") else resource
    try:
        method(client, operation)(**{parameter.removesuffix("[]"): values})
    except FAILURES as e:
        return str(e)
    return f"{operation} succeeded, and it is still there" if resource in listed(client, kind, []) else ""


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return json.loads(json.dumps(value, default=lambda other: datetime2timestamp(other)))
