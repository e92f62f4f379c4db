"""Now and then a request fails on the service's side."""

from __future__ import annotations

from typing import Callable

from mutants.fault import Call
from mutants.proxy import Reply

from .request import error
from .world import Manner

ERRORS = {
    "InternalError": (500, "An internal error has occurred"),
    "Unavailable": (503, "The server is overloaded and can't handle the request."),
}
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, server errors."""
CUT = "cut"


class Trouble(Manner):
    """Fails a share of the requests with an error or a cut connection. `processed` is the share of those that the
    endpoint has carried out all the same, so that the caller cannot know."""

    name = "trouble"

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """The response, an error, or None for a cut connection."""
        key = self.world.chance.key(call.parameters)
        draw = self.world.chance.draw(self.name, f"{key}#{self.world.chance.nth(self.name, key)}")
        if draw.random() >= self.settings["share"] or not self.settings["kinds"]:
            return send()
        kind = draw.choice(self.settings["kinds"])
        if draw.random() < self.settings["processed"]:
            send()
        if kind == CUT:
            return None
        status, message = ERRORS[kind]
        return error(kind, message, status)
