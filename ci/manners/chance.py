"""Draws that depend on the seed, the manner and the request alone, not on what other requests came before."""

from __future__ import annotations

import collections
import hashlib
import random
import re
import threading

ID = re.compile(r"\b[a-z]+(?:-[a-z]+)*-(?:[0-9a-f]{17}|[0-9a-f]{8})\b")
RUN = re.compile(r"\bec2c-[a-z]{8}(?:-\d+)?")
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
OF_ATTEMPT = ("X-Amz-", "Signature", "AWSAccessKeyId", "Timestamp", "Expires")


class Chance:
    """Draws of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.labels: dict[str, str] = {}
        """Id -> the request that created it, so that random ids do not change what is drawn."""
        self.counts: collections.Counter = collections.Counter()
        self.lock = threading.Lock()

    def draw(self, manner: str, key: str) -> random.Random:
        """The generator of a manner for a request."""
        return random.Random(hashlib.sha256(f"{self.seed}/{manner}/{key}".encode()).digest())

    def seconds(self, manner: str, key: str, share: float, most: float) -> float:
        """How long something takes: 0 in the other cases than this share of them."""
        draw = self.draw(manner, key)
        return draw.uniform(0, most) if draw.random() < share else 0.0

    def key(self, parameters: list[tuple[str, str]]) -> str:
        """What is the same for a request in each run: ids by what created them, the run's names without the run."""
        words = [f"{name}={self.neutral(value)}" for name, value in sorted(parameters) if not is_of_attempt(name)]
        return "&".join(words)

    def neutral(self, text: str) -> str:
        """A text without what is random in it."""
        known = ID.sub(lambda found: self.labels.get(found.group(), found.group().rpartition("-")[0]), text)
        return UUID.sub("uuid", RUN.sub("run", known))

    def nth(self, manner: str, key: str) -> int:
        """How often this manner had this key before."""
        with self.lock:
            self.counts[manner, key] += 1
            return self.counts[manner, key] - 1

    def created(self, key: str, ids: list[str]) -> None:
        """Remember what created these ids."""
        digest = hashlib.sha256(f"{key}#{self.nth('created', key)}".encode()).hexdigest()[:12]
        with self.lock:
            for n, one in enumerate(ids):
                self.labels[one] = f"{one.rpartition('-')[0]}@{digest}.{n}"


def is_of_attempt(name: str) -> bool:
    """Whether a parameter differs between attempts of one request."""
    return name.startswith(OF_ATTEMPT) or name in ("ClientToken", "NextToken")
