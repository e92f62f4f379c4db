"""What a guest does that xapi depends on: when its drivers are up, what it supports, whether it shuts down."""

from __future__ import annotations

import time
from typing import NamedTuple

from .values import NULL, Failure, Record, Ref, now

SHUTDOWNS = ("clean", "unacknowledged", "hangs")
TOOLS = {
    "attr/PVAddons/MajorVersion": "7",
    "attr/PVAddons/MinorVersion": "6",
    "attr/PVAddons/MicroVersion": "0",
    "data/updated": "1",
}
FEATURES = {f"feature-{name}": "1" for name in ("poweroff", "reboot", "shutdown", "suspend", "vcpu-hotplug", "balloon")}
DRIVERS = {"major": "7", "minor": "6", "micro": "0", "build": "1"}
# seconds; xenopsd gives a guest 20 minutes once it has acknowledged
SHUTDOWN_TIMEOUT = "1200."
NEEDED = {
    "clean_shutdown": {"feature-shutdown", "feature-poweroff"},
    "clean_reboot": {"feature-shutdown", "feature-reboot"},
    "suspend": {"feature-suspend"},
    "pool_migrate": {"feature-suspend"},
    "migrate_send": {"feature-suspend"},
}


class Habits(NamedTuple):
    """How a guest behaves; the default cooperates at once."""

    boot_seconds: float = 0.0  # from its start until its drivers report
    drivers: bool = True  # it has them
    features: bool = True  # they claim what xapi looks for
    shutdown: str = "clean"  # or: unacknowledged, hangs

    @classmethod
    def keys(cls) -> dict[str, type]:
        return {"boot_seconds": float, "drivers": bool, "features": bool, "shutdown": str}


class Guests:
    """The part of VMs that depends on the guest."""

    def boots(self, vm: Ref) -> None:
        """A guest begins to boot."""
        record = self.db["VM"][vm]
        habits = record.setdefault("_habits", self.world.habits)
        record["_drivers_at"] = time.monotonic() + habits.boot_seconds
        self.drop_guest_metrics(record)
        record["guest_metrics"] = self.create("VM_guest_metrics", {})
        hvm = self.is_hvm(record)
        self.db["VM_metrics"][record["metrics"]].update(
            start_time=now(), hvm=hvm, current_domain_type="hvm" if hvm else "pv", last_updated=now()
        )

    def is_hvm(self, record: Record) -> bool:
        return record["HVM_boot_policy"] != ""

    def drivers_up(self, record: Record) -> bool:
        habits = record.get("_habits")
        return bool(
            habits
            and habits.drivers
            and record["power_state"] in ("Running", "Paused")
            and time.monotonic() >= record["_drivers_at"]
        )

    def features(self, record: Record) -> set[str]:
        return set(FEATURES) if self.drivers_up(record) and record["_habits"].features else set()

    def check_features(self, vm: Ref, operation: str) -> None:
        """A PV guest supports these implicitly (xapi_vm_lifecycle.ml check_op_for_feature)."""
        record = self.db["VM"][vm]
        needed = NEEDED.get(operation)
        running_hvm = record["power_state"] == "Running" and self.is_hvm(record)
        if needed and running_hvm and not needed & self.features(record):
            raise Failure("VM_LACKS_FEATURE", vm)

    def check_hotplug(self, vm: Ref) -> None:
        record = self.db["VM"][vm]
        if self.is_hvm(record) and not self.drivers_up(record):
            raise Failure("VM_MISSING_PV_DRIVERS", vm)

    def check_shutdown(self, vm: Ref) -> None:
        """Failure if the guest does not shut down when it is asked to."""
        how = self.db["VM"][vm].get("_habits", Habits()).shutdown
        if how == "unacknowledged":
            raise Failure("VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT", vm)
        if how == "hangs":
            raise Failure("VM_SHUTDOWN_TIMEOUT", vm, SHUTDOWN_TIMEOUT)

    def metrics_view(self, record: Record, metrics: Ref) -> None:
        """Fill in a copy of VM metrics with what the domain has; without one, the fields stay at 0."""
        vm = next((vm for vm in self.db["VM"].values() if vm["metrics"] == metrics), None)
        if vm and vm["power_state"] in ("Running", "Paused"):
            record.update(memory_actual=vm["memory_static_max"], VCPUs_number=vm["VCPUs_at_startup"])

    def guest_view(self, record: Record, metrics: Ref) -> None:
        """Fill in a copy of guest metrics with what the guest reports."""
        vm = next((vm for vm in self.db["VM"].values() if vm["guest_metrics"] == metrics), None)
        if vm and self.drivers_up(vm):
            record.update(
                PV_drivers_version=dict(DRIVERS),
                PV_drivers_detected=True,
                other={name: "1" for name in sorted(self.features(vm))},
                os_version={"name": "Simulated Linux", "uname": "4.4.0"},
            )

    def report_drivers(self, record: Record) -> None:
        """Write to the domain's xenstore what the drivers write once they are up, unless a client has written it."""
        store = self.xenstore.get((record["resident_on"], record["domid"]))
        if store is None or record.get("_reported") == record["domid"] or not self.drivers_up(record):
            return
        record["_reported"] = record["domid"]
        for path, value in TOOLS.items():
            store.setdefault(path, value)
        for vif in record["VIFs"]:
            store["device/vif/{}/state".format(self.db["VIF"][vif]["device"])] = "4"

    def drop_guest_metrics(self, record: Record) -> None:
        self.db["VM_guest_metrics"].pop(record["guest_metrics"], None)
        record["guest_metrics"] = NULL
