"""Changes of state take time, and meanwhile some calls are refused."""

from __future__ import annotations

from typing import Any, Callable

from mutants.fault import Call
from mutants.proxy import Reply

from .listing import leaves
from .overlay import Overlaid, Overlay
from .request import error, is_read, kind_of, named
from .settings import table
from .world import World


class States(Overlaid):
    """Shows the state between a call and what it leads to: manners/data/transitions.json."""

    name = "states"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.rules: list[dict[str, Any]] = table("transitions")["transitions"]
        self.held: dict[str, tuple[set[str], Overlay]] = {}

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response, with the states of what is under way."""
        if is_read(call):
            return self.shown(call, send())
        refusal = self.refusal(call)
        if refusal:
            return refusal
        rules = [rule for rule in self.rules if call.action in rule["actions"]]
        resources = named(call)
        before = {
            one: self.snapshot(one)
            for rule in rules
            if rule.get("before") or rule.get("holds")
            for one in resources
            if one.startswith(f"{rule['of']}-")
        }
        reply = send()
        if reply.status == 200:
            for rule in rules:
                for one in call.created if rule.get("new") else resources:
                    if one.startswith(f"{rule['of']}-"):
                        self.begin(one, rule, call, before.get(one))
        return reply

    def begin(self, resource: str, rule: dict[str, Any], call: Call, before: Any) -> None:
        """Begin a change of state."""
        least, most = rule["seconds"]
        label = self.world.chance.labels.get(resource, resource)
        key = f"{call.action}/{label}#{self.world.chance.nth(self.name, f'{call.action}/{label}')}"
        seconds = self.world.chance.draw(self.name, key).uniform(least, most) * self.settings["factor"]
        shown = before if rule.get("before") else None
        overlay = Overlay(self.world.clock() + seconds, shown, rule["shows"], rule.get("empty", []), rule)
        if not rule.get("before") or before is not None:
            self.put(resource, overlay)
        if rule.get("holds") and before is not None:
            with self.world.lock:
                self.held[resource] = (leaves(before), overlay)

    def refusal(self, call: Call) -> Reply | None:
        """The error of a call that cannot be while a resource that it names changes."""
        now = self.world.clock()
        for one in named(call):
            overlay = self.of(one)
            code = overlay.rule.get("refuses", {}).get(call.action) if overlay else None
            if code:
                state = next(iter(reversed(list(overlay.shows.values()))))
                return error(code, f"The {kind_of(one)['noun']} '{one}' is not in a valid state: {state}")
            if call.action.startswith("Delete"):
                for holder, (texts, holding) in list(self.held.items()):
                    code = holding.rule["holds"].get(one.rpartition("-")[0])
                    if code and one in texts and holding.until > now:
                        return error(code, f"'{one}' has a dependent object: {holder}")
        return None
