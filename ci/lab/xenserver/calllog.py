"""The log of calls: a JSON line each, short and without secrets."""

from __future__ import annotations

import json
import sys
import threading
import xmlrpc.client
from typing import Any, Sequence

from .values import NULL, Record, unpickled

LONGEST_TEXT = 300
LONGEST_LIST = 40
LONGEST_RECORD = 60
SECRET = ("pass", "token", "session")


class CallLog:
    """Without a path it does nothing. If writing fails, calls are no longer logged."""

    def __init__(self, path: str | None = None) -> None:
        self.file = open(path, "a", buffering=1) if path else None  # noqa: SIM115
        self.lock = threading.Lock()

    def write(self, entry: Record) -> None:
        if not self.file:
            return
        line = json.dumps(entry) + "\n"
        with self.lock:
            try:
                self.file.write(line)
            except OSError as error:
                self.file = None
                print(f"xenserver: calls are no longer logged: {error}", file=sys.stderr, flush=True)

    def call(
        self, started: float, milliseconds: float, host: str, method: str, params: Sequence[Any], reply: Record
    ) -> None:
        if not self.file:
            return
        if method.startswith("session.login"):
            arguments, value = [*params[:1], "***", *params[2:]], "***"
        else:
            arguments, value = params[1:], reply.get("Value")
        self.write(
            {
                "t": round(started, 3),
                "ms": round(milliseconds, 1),
                "host": host,
                "method": method,
                "args": short(readable(method, arguments)),
                "status": reply.get("ErrorDescription", ""),
                "value": short(readable(method, [value])[0]),
            }
        )


def readable(method: str, values: Sequence[Any]) -> Sequence[Any]:
    """The values of a plugin call, unpickled."""
    if not method.endswith("host.call_plugin"):
        return values
    return [
        opened(dict(value, params=opened(value["params"])) if isinstance(value, dict) and "params" in value else value)
        for value in values
    ]


def opened(value: Any) -> Any:
    try:
        return {"pickled": unpickled(value)} if isinstance(value, (bytes, str)) else value
    except ValueError:
        return value


def short(value: Any, depth: int = 0) -> Any:
    """A copy for the log: references abbreviated, secrets and blobs removed."""
    if isinstance(value, bytes):
        return f"<base64 {len(value)}>"
    if isinstance(value, xmlrpc.client.DateTime):
        return "<dateTime>"
    if isinstance(value, str):
        if value.startswith("OpaqueRef:") and value != NULL:
            return "Ref:" + value[10:18]
        return value if len(value) <= LONGEST_TEXT else value[:LONGEST_TEXT] + "..."
    if isinstance(value, dict):
        if len(value) > 20 and depth:
            return f"<record {len(value)} fields>"
        return {
            short(key): "***" if any(word in str(key).lower() for word in SECRET) else short(item, depth + 1)
            for key, item in list(value.items())[:LONGEST_RECORD]
        }
    if isinstance(value, (list, tuple)):
        return [short(item, depth + 1) for item in value[:LONGEST_LIST]]
    return value
