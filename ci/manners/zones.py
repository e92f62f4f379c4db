"""Not every zone has every instance type, and a subnet without a zone gets any."""

from __future__ import annotations

from typing import Callable

from mutants.document import Document
from mutants.fault import Call
from mutants.proxy import Reply

from .request import error
from .world import Manner, World


class Zones(Manner):
    """Refuses launches in zones without the type: those that the endpoint's offerings lack, and those in `without`
    (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html)."""

    name = "zones"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.zones: list[str] = []
        self.offered: dict[str, set[str]] = {}

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply:
        """The response, with a zone for a subnet, or a refusal."""
        if call.action == "CreateSubnet" and not (call.get("AvailabilityZone") or call.get("AvailabilityZoneId")):
            key = self.world.chance.key(call.parameters)
            draw = self.world.chance.draw(self.name, f"{key}#{self.world.chance.nth(self.name, key)}")
            if self.all_zones():
                call.parameters = [*call.parameters, ("AvailabilityZone", draw.choice(self.all_zones()))]
        if call.action == "RunInstances":
            refusal = self.refusal(call)
            if refusal:
                return refusal
        reply = send()
        if call.action == "DescribeInstanceTypeOfferings" and self.settings["without"] and reply.status == 200:
            document = Document(reply.status, reply.body)
            document.remove(
                "instanceTypeOfferingSet/item", lambda one: one.findtext("location") in self.settings["without"]
            )
            return reply._replace(body=document.encode())
        return reply

    def all_zones(self) -> list[str]:
        """The names of all zones of the region."""
        if not self.zones:
            document = self.world.query("DescribeAvailabilityZones")
            self.zones = sorted(one.text or "" for one in document.find("availabilityZoneInfo/item/zoneName"))
        return self.zones

    def refusal(self, call: Call) -> Reply | None:
        """The error of a launch in a zone that does not have the type."""
        kind = call.get("InstanceType")
        subnet = call.get("SubnetId") or call.get("NetworkInterface.1.SubnetId")
        zone = call.get("Placement.AvailabilityZone")
        if subnet:
            document = self.world.query("DescribeSubnets", SubnetId=[subnet])
            zone = next((one.text or "" for one in document.find("subnetSet/item/availabilityZone")), "")
        offered = self.zones_of(kind)
        if not (zone and offered) or zone in offered:
            return None
        choose = ", ".join(sorted(offered))
        return error(
            "Unsupported",
            f"Your requested instance type ({kind}) is not supported in your requested Availability Zone ({zone}). "
            f"Please retry your request by not specifying an Availability Zone or choosing {choose}.",
        )

    def zones_of(self, kind: str) -> set[str]:
        """The zones that have an instance type; empty if nobody knows the type."""
        if kind not in self.offered:
            filters = {"Filter.1.Name": "instance-type", "Filter.1.Value.1": kind, "LocationType": "availability-zone"}
            document = self.world.query("DescribeInstanceTypeOfferings", **filters)
            found = {one.text or "" for one in document.find("instanceTypeOfferingSet/item/location")}
            self.offered[kind] = found - set(self.settings["without"])
        return self.offered[kind]
