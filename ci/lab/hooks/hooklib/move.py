"""Hooks that move a server to another host."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from process_control.wait import wait_until

from .failed import Failed
from .line import on_server
from .server import MIGRATION_ENDS, Server
from .simulator import expect, pools

Choice = Callable[[str, str, Mapping[str, str]], bool]


def begin_move(server: Server, choose: Choice, block_migration: bool | str = "auto") -> dict[str, Any]:
    """Begin to move a running server to the first host for which choose(source, host, pools) is true."""
    source, pool = server.host(), pools()
    targets = [host for host in pool if host != source and choose(source, host, pool)]
    if not targets:
        raise Failed(f"no host to move to from {source}")
    server.act("os-migrateLive", {"host": targets[0], "block_migration": block_migration})
    return {"from": source, "to": targets[0], "from_pool": pool[source], "to_pool": pool[targets[0]]}


def move(choose: Choice) -> None:
    """A hook that moves a running server and waits for the end, whichever it is.

    `moved` is false if nova has given the move up, and `reason` says why: the operator has tried, and what has become
    of the instance is what its owner sees."""

    def act(server: Server) -> dict[str, Any]:
        before = len(server.migrations())
        line = begin_move(server, choose)
        status = wait_for_end(server, before)
        if status != "completed":
            return dict(line, moved=False, reason=server.last_error(), status=server.settle()["status"])
        shown = server.wait("ACTIVE")
        if shown["OS-EXT-SRV-ATTR:host"] != line["to"]:
            raise Failed(f"still on {line['from']}; migrations: {server.migrations()[:3]}")
        expect(server.id, (line["to"], "Running"))
        return dict(line, moved=True)

    on_server(act)


def wait_for_end(server: Server, before: int) -> str:
    """The status with which the migration ends that has begun since there were `before`."""

    def ended() -> bool:
        made = server.migrations()
        return len(made) > before and made[0].status in MIGRATION_ENDS

    wait_until(ended, lambda: f"the move; migrations: {server.migrations()[:3]}", 180, interval=0.2, error=Failed)
    return server.migrations()[0].status


def within_pool(source: str, host: str, pool: Mapping[str, str]) -> bool:
    """Whether both hosts are in one pool."""
    return pool[host] == pool[source]


def across_pools(source: str, host: str, pool: Mapping[str, str]) -> bool:
    """Whether the hosts are in different pools."""
    return pool[host] != pool[source]
