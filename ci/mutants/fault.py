"""What a fault is, and the list of all of them."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import Any, Callable

from .document import Document

API_VERSION = "2016-11-15"
"""The newest version of EC2's API, which requests name."""

NAMESPACE = f"http://ec2.amazonaws.com/doc/{API_VERSION}/"
"""The XML namespace of its responses."""

Parameters = "list[tuple[str, str]]"
"""The parameters of a request as they are on the wire, in their order."""


@dataclass
class Call:
    """A request on its way to the endpoint, and what the fault remembers between requests."""

    action: str
    parameters: Parameters
    memory: dict[Any, Any] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    """What it has created, as far as the proxy looks for that."""

    def get(self, name: str) -> str:
        """The value of a parameter; empty without it."""
        return dict(self.parameters).get(name, "")

    def drop(self, beginning: str) -> None:
        """Remove the parameters whose names begin so."""
        self.parameters = [(name, value) for name, value in self.parameters if not name.startswith(beginning)]


Answer = Callable[[Call], "bytes | None"]
Change = Callable[[Call, Document], None]


@dataclass(frozen=True)
class Fault:
    """A way in which an endpoint is wrong, and by what it must be found."""

    name: str
    """Its name on the command line."""
    what: str
    """What the endpoint does wrong, as a sentence."""
    actions: tuple[str, ...]
    """The actions that it is about."""
    code: str
    """The code of the finding that it must have."""
    scenarios: tuple[str, ...]
    """The scenarios that show it."""
    request: Answer | None
    """Changes the request; bytes are the response, and the endpoint receives nothing."""
    response: Change | None
    """Changes a success."""

    def on_request(self, call: Call) -> bytes | None:
        """The response in the endpoint's place, if the fault has one."""
        return self.request(call) if self.request and call.action in self.actions else None

    def on_response(self, call: Call, document: Document) -> None:
        """Change the endpoint's response."""
        if self.response and call.action in self.actions and document.is_success:
            self.response(call, document)


FAULTS: dict[str, Fault] = {}


def add(
    name: str,
    what: str,
    actions: str,
    code: str,
    scenarios: str,
    request: Answer | None = None,
    response: Change | None = None,
) -> None:
    """Add a fault to the list."""
    if name in FAULTS:
        raise ValueError(f"two faults are called {name}")
    FAULTS[name] = Fault(name, what, tuple(actions.split()), code, tuple(scenarios.split()), request, response)


def told_by(function: Any) -> tuple[str, str]:
    """The name of a fault and what it is: those of its function."""
    return function.__name__.replace("_", "-"), " ".join((function.__doc__ or "").split())


def in_response(actions: str, code: str, scenarios: str) -> Callable[[Change], Change]:
    """A fault in the successes of these actions."""

    def decorate(function: Change) -> Change:
        add(*told_by(function), actions, code, scenarios, response=function)
        return function

    return decorate


def in_request(actions: str, code: str, scenarios: str) -> Callable[[Answer], Answer]:
    """A fault in what the endpoint makes of the requests of these actions."""

    def decorate(function: Answer) -> Answer:
        add(*told_by(function), actions, code, scenarios, request=function)
        return function

    return decorate


def success(action: str, inner: str = "<return>true</return>") -> bytes:
    """A success that no endpoint has made."""
    return (f'<{action}Response xmlns="{NAMESPACE}"><requestId>made-up</requestId>{inner}</{action}Response>').encode()


def load() -> dict[str, Fault]:
    """All faults, by name: each module of `faults` adds its own."""
    from . import faults

    for module in pkgutil.iter_modules(faults.__path__):
        importlib.import_module(f"{faults.__name__}.{module.name}")
    return FAULTS
