"""Faults and delays: they make calls fail or slow."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Callable, Iterator, Sequence

from .calllog import readable
from .values import Failure

if TYPE_CHECKING:
    from .pool import Pool

KEYS = {"method", "error", "count", "delay", "match"}


class Fault:
    """`count` calls of a method (None: all, until it is cleared) that contain `match` wait `delay`
    seconds, and then fail with `error`, if there is one."""

    def __init__(
        self,
        id_: int,
        method: str,
        error: list[str] | None = None,
        count: int | None = 1,
        delay: float = 0,
        match: str = "",
    ) -> None:
        self.id, self.method, self.error, self.left = id_, method, error, count
        self.delay, self.match, self.hits = delay, match, 0

    def shown(self) -> Any:
        return {
            "id": self.id,
            "method": self.method,
            "error": self.error,
            "count": self.left,
            "delay": self.delay,
            "match": self.match,
            "hits": self.hits,
        }

    def applies(self, method: str, texts: list[str]) -> bool:
        return (
            self.method == method and self.left != 0 and (not self.match or any(self.match in text for text in texts))
        )

    def hit(self) -> None:
        self.hits += 1
        if self.left is not None:
            self.left -= 1


class Faults:
    """Faults and delays together, for any number of threads."""

    def __init__(self, delays: dict[str, float]) -> None:
        self.lock = threading.Lock()
        self.delays = dict(delays)  # method -> seconds
        self.faults = []
        self.made = 0

    def add(self, **fields: Any) -> int:
        with self.lock:
            self.made += 1
            self.faults.append(Fault(self.made, **fields))
            return self.made

    def shown(self) -> Any:
        """The faults that are still armed, with their hits."""
        with self.lock:
            return [fault.shown() for fault in self.faults if fault.left != 0]

    def clear(self, id_: int | None = None) -> int:
        """Remove faults. Returns how many were armed."""
        with self.lock:
            kept = [fault for fault in self.faults if id_ is not None and fault.id != id_]
            cleared = sum(fault.left != 0 for fault in self.faults) - sum(fault.left != 0 for fault in kept)
            self.faults = kept
            return cleared

    def strike(
        self, pool: Pool | None, method: str, arguments: Sequence[Any], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Apply the delay and the fault of a call: wait, then raise."""
        texts = self.texts(pool, method, arguments)
        with self.lock:
            struck = next((fault for fault in self.faults if fault.applies(method, texts)), None)
            if struck:
                struck.hit()
        sleep(self.delays.get(method, 0) + (struck.delay if struck else 0))
        if struck and struck.error:
            raise Failure(*struck.error)

    def texts(self, pool: Pool | None, method: str, arguments: Sequence[Any]) -> list[str]:
        """The texts in which `match` is searched; none if no fault of the method has one."""
        if not any(fault.method == method and fault.match for fault in self.faults):
            return []
        with pool.world.lock if pool else contextlib.nullcontext():
            return list(words(pool, readable(method, arguments)))


def words(pool: Pool | None, value: Any) -> Iterator[str]:
    """Every text in the arguments of a call, and of the objects that they refer to: label, uuid and
    other_config (where nova writes its server's uuid)."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from words(pool, key)
            yield from words(pool, item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from words(pool, item)
    elif isinstance(value, str):
        yield value
        for record in pool.named(value) if pool else ():
            yield record["uuid"]
            yield record.get("name_label", "")
            yield from record.get("other_config", {}).values()
