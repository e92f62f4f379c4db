"""Values that every module uses: references, sizes, times, failures."""

from __future__ import annotations

import datetime
import io
import pickle
import uuid
import xmlrpc.client
from typing import Any, Dict

Ref = str  # "OpaqueRef:..."
Record = Dict[str, Any]

NULL = "OpaqueRef:NULL"
MiB = 1 << 20
GiB = 1 << 30
EPOCH = xmlrpc.client.DateTime("19700101T00:00:00Z")


def new_ref() -> Ref:
    return "OpaqueRef:" + str(uuid.uuid4())


def now() -> xmlrpc.client.DateTime:
    return xmlrpc.client.DateTime(datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H:%M:%SZ"))


class Failure(Exception):
    """A XenAPI failure: an error code and its details, all strings."""

    def __init__(self, *details: object) -> None:
        super().__init__(*details)
        self.details = [str(d) for d in details]


class Unreachable(Exception):
    """The host is unreachable: the caller's connection is closed."""


class NoGlobals(pickle.Unpickler):
    """Unpickles plain values only."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"rejected: {module}.{name}")


def unpickled(data: str | bytes) -> Any:
    """The value of a pickle; Python 2 clients send it as a string, Python 3 clients as bytes."""
    if isinstance(data, str):
        data = data.encode("latin-1")
    try:
        return NoGlobals(io.BytesIO(data)).load()
    except Exception as error:  # a broken pickle may fail in any way
        raise ValueError(f"not a pickle: {error!r}") from error
