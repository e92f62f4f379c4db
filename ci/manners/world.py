"""What the manners share: settings, draws, the clock, and the endpoint beneath."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse
from typing import Any, Callable

from mutants.document import Document
from mutants.fault import API_VERSION, Call
from mutants.proxy import SECONDS, Reply

from .chance import Chance
from .request import KINDS, NAMED, ids_in, kind_of
from .settings import Settings

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=manners/20200101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0"
)
"""moto takes any signature, and finds the service in it."""


class World:
    """The endpoint with the time and the chances of one server."""

    def __init__(
        self, settings: Settings, seed: int, endpoint: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.settings = settings
        self.chance = Chance(seed)
        self.endpoint = endpoint
        self.clock = clock
        self.lock = threading.RLock()
        self.born: dict[str, float] = {}
        """What was created through this server, and when."""

    def query(self, action: str, **parameters: Any) -> Document:
        """The endpoint's response to a request of the proxy's own; lists are sent as `Name.N`."""
        words = [] if "Action" in parameters else [("Action", action), ("Version", API_VERSION)]
        for name, value in parameters.items():
            if isinstance(value, list):
                words += [(f"{name}.{n}", one) for n, one in enumerate(value, 1)]
            else:
                words.append((name, str(value)))
        connection = http.client.HTTPConnection(self.endpoint, timeout=SECONDS)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": AUTHORIZATION}
            connection.request("POST", "/", urllib.parse.urlencode(words), headers)
            response = connection.getresponse()
            return Document(response.status, response.read())
        finally:
            connection.close()

    def ask(self, call: Call) -> Reply:
        """The endpoint's response to a call of the proxy's own."""
        document = self.query(call.action, **dict(call.parameters))
        return Reply(document.status, [("Content-Type", "text/xml")], document.body)

    def warm_up(self) -> None:
        """Wait until the endpoint has read its own data, which moto does at its first requests."""
        for action in ("DescribeVpcs", "DescribeInstanceTypes", "DescribeImages", "DescribeSnapshots"):
            self.query(action)

    def filtered(self, action: str, name: str, value: str) -> Document:
        """The endpoint's list of what passes one filter."""
        return self.query(action, **{"Filter.1.Name": name, "Filter.1.Value.1": value})

    def note_created(self, call: Call, reply: Reply) -> None:
        """Note what a call has created, in the order of its response, each once in the server's life: a repeated call
        with the same client token creates nothing."""
        if reply.status != 200 or not any(call.action in kind["created_by"] for kind in (*KINDS.values(), NAMED)):
            return
        document = Document(reply.status, reply.body)
        if call.action in NAMED["created_by"]:
            found = [f"key:{element.text}" for element in document.find(NAMED["element"])]
        else:
            mentioned = {value for _, value in call.parameters}
            found = [
                one for one in ids_in(document) if call.action in kind_of(one)["created_by"] and one not in mentioned
            ]
        with self.lock:
            call.created = [one for one in found if one not in self.born or one.startswith("key:")]
            self.born.update((one, self.clock()) for one in call.created)
        if call.created:
            self.chance.created(self.chance.key(call.parameters), call.created)


class Manner:
    """A layer of the proxy; `send` gets the response of the layer beneath."""

    name = ""

    def __init__(self, world: World) -> None:
        self.world = world
        self.settings = world.settings[self.name]
        self.ask: Callable[[Call], Reply] = world.ask
        """The response of the layer beneath to a request of the proxy's own."""

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """The response to a call; None: the connection is cut."""
        raise NotImplementedError
