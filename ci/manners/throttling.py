"""Requests that come faster than an account's buckets refill are rejected."""

from __future__ import annotations

from typing import Any, Callable

from mutants.fault import Call
from mutants.proxy import Reply

from .request import error, filters, is_paginated, named
from .settings import table
from .world import Manner, World


class Throttling(Manner):
    """Each action has a token bucket: manners/data/throttling.json."""

    name = "throttling"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.table: dict[str, Any] = table("throttling")
        self.buckets: dict[str, tuple[float, float]] = {}
        """Bucket -> tokens, and when they were counted."""

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response, or RequestLimitExceeded."""
        name, bucket = self.bucket(call)
        rate = self.settings["rate"]
        now = self.world.clock()
        with self.world.lock:
            tokens, counted = self.buckets.get(name, (bucket["capacity"] * rate, now))
            tokens = min(bucket["capacity"] * rate, tokens + (now - counted) * bucket["refill"] * rate)
            self.buckets[name] = (tokens - 1 if tokens >= 1 else tokens, now)
        if tokens >= 1:
            return send()
        problem = self.table["error"]
        return error(problem["code"], problem["message"], problem["status"])

    def bucket(self, call: Call) -> tuple[str, dict[str, float]]:
        """The bucket that a request takes a token from."""
        action = call.action
        if action in self.table["uncategorized"]:
            return action, self.table["uncategorized"][action]
        unfiltered = self.table["unfiltered"]
        if action in unfiltered["actions"] and not (filters(call) or is_paginated(call) or named(call)):
            return f"{action} unfiltered", unfiltered
        if action in self.table["resource_intensive"]["actions"]:
            return action, self.table["resource_intensive"]
        if action.startswith(tuple(self.table["non_mutating"]["begins"])):
            return action, self.table["non_mutating"]
        return action, self.table["mutating"]
