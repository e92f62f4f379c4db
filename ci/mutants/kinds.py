"""The kinds of faults that differ in a name, a value or a path only: a line of a table each."""

from __future__ import annotations

import re
from typing import Callable

from .change import drop_matching, forget_filter
from .document import Document
from .fault import Call, add, success


def words(action: str) -> str:
    """`NatGateways` of `DescribeNatGateways`, in words joined by `-`."""
    noun = re.sub(r"^(Describe|Get|Search)", "", action)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", noun).lower()


def filter_ignored(action: str, name: str, scenarios: str, code: str = "X102") -> None:
    """A filter, or all that begin with a name that ends in `:`, finds everything."""

    def request(call: Call) -> None:
        forget_filter(call, name)

    filter_name = re.sub(r"[.:]", "-", name).strip("-")
    what = f"{action} ignores the filter {name}{'KEY' if name.endswith(':') else ''}."
    add(f"{words(action)}-not-sought-by-{filter_name}", what, action, code, scenarios, request=request)


def forgotten(name: str, what: str, actions: str, pattern: str, code: str, scenarios: str) -> None:
    """The parameters whose names match are ignored."""

    def request(call: Call) -> None:
        drop_matching(call, pattern)

    add(name, what, actions, code, scenarios, request=request)


def shown_as(
    name: str, what: str, action: str, path: str, text: str | Callable[[str], str], code: str, scenarios: str
) -> None:
    """The members at a path have this value, or what the function makes of theirs."""

    def response(_: Call, document: Document) -> None:
        document.set_text(path, text if callable(text) else lambda _: text)

    add(name, what, action, code, scenarios, response=response)


def not_shown(name: str, what: str, actions: str, path: str, code: str, scenarios: str) -> None:
    """The members at a path are absent."""

    def response(_: Call, document: Document) -> None:
        document.remove(path)

    add(name, what, actions, code, scenarios, response=response)


def nothing_done(
    name: str, what: str, action: str, code: str, scenarios: str, inner: str = "<return>true</return>"
) -> None:
    """The action succeeds, and the endpoint does nothing."""

    def request(call: Call) -> bytes:
        return success(call.action, inner)

    add(name, what, action, code, scenarios, request=request)
