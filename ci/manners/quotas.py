"""An account has the quotas that each account begins with."""

from __future__ import annotations

import threading
from typing import Any, Callable

from mutants.document import Document
from mutants.fault import Call
from mutants.proxy import Reply

from .request import error, named
from .settings import SettingError, table
from .world import Manner, World

SOURCES = ("IpRanges", "Ipv6Ranges", "PrefixListIds", "Groups", "UserIdGroupPairs")
"""What makes a rule each, in the parameters of IpPermissions."""


class Quotas(Manner):
    """Counts what the endpoint has, and rejects what goes past a quota: manners/data/quotas.json."""

    name = "quotas"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.rows: list[dict[str, Any]] = table("quotas")["quotas"]
        self.one_at_a_time = threading.Lock()
        self.vcpus: dict[str, int] = {}
        unknown = set(self.settings["limits"]) - {row["name"] for row in self.rows}
        if unknown:
            raise SettingError(f"no such quota: {' '.join(sorted(unknown))}")

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response, or the error of the quota that it would exceed."""
        row = next((row for row in self.rows if call.action in row["actions"]), None)
        if row is None or call.get("DryRun") == "true":
            return send()
        limit = self.settings["limits"].get(row["name"], row["limit"])
        with self.one_at_a_time:
            adds = self.adds(row, call)
            if adds is not None and self.count(row, call) + adds > limit:
                what = row["name"].replace("-", " ")
                return error(row["code"], f"The maximum number of {what} has been reached: {limit}.")
            return send()

    def count(self, row: dict[str, Any], call: Call) -> int:
        """What counts already."""
        form = row["count"]
        if "per" in form:
            document = self.world.filtered(form["action"], form["filter"], call.get(form["per"]))
        else:
            document = self.world.query(form["action"])
        found = list(document.find(form["items"]))
        if row.get("adds") != "vcpus":
            return len(found)
        running = [one for one in found if one.findtext("instanceState/name") in form["states"]]
        return sum(self.of_type(one.findtext("instanceType") or "") for one in running)

    def adds(self, row: dict[str, Any], call: Call) -> int | None:
        """What the call adds; None if that cannot be known."""
        if row.get("adds") == "rules":
            rules = {
                ".".join(words[:4])
                for name, _ in call.parameters
                for words in [name.split(".")]
                if len(words) > 3 and words[0] == "IpPermissions" and words[2] in SOURCES
            }
            return len(rules) or 1
        if row.get("adds") != "vcpus":
            return 1
        if call.action == "RunInstances":
            number = call.get("MaxCount")
            return int(number) * self.of_type(call.get("InstanceType") or "m1.small") if number.isdigit() else None
        stopped = self.world.query("DescribeInstances", InstanceId=named(call))
        items = [one for one in stopped.find(row["count"]["items"]) if one.findtext("instanceState/name") == "stopped"]
        return sum(self.of_type(one.findtext("instanceType") or "") for one in items)

    def of_type(self, name: str) -> int:
        """The vCPUs of an instance type; 0 if there is no such type, for the endpoint to reject."""
        if name not in self.vcpus:
            document: Document = self.world.query("DescribeInstanceTypes", InstanceType=[name])
            text = next((one.text for one in document.find("instanceTypeSet/item/vCpuInfo/defaultVCpus")), "0")
            self.vcpus[name] = int(text or 0)
        return self.vcpus[name]
