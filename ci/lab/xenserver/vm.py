"""VM: create and destroy, allowed devices, metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import constructor
from .values import NULL, Failure, Record, Ref

if TYPE_CHECKING:
    from .world import Session

# the device numbers of a VM
VBD_DEVICES = [str(n) for n in range(16)]
VIF_DEVICES = [str(n) for n in range(7)]


class VMs:
    """VM.create, VM.destroy, VM.get_allowed_..., VM.query_data_source"""

    def VM_create(self, session: Session, record: Record) -> Ref:
        vm = self.create("VM", constructor("VM", record))
        self.add_metrics(vm)
        return vm

    def add_metrics(self, vm: Ref) -> None:
        record = self.db["VM"][vm]
        record["metrics"] = self.create(
            "VM_metrics", dict(memory_actual=record["memory_static_max"], VCPUs_number=record["VCPUs_at_startup"])
        )

    def VM_destroy(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Halted")
        self.forget_vm(vm)
        return ""

    def forget_vm(self, vm: Ref) -> None:
        """Delete a VM that has no domain, with its devices; its disks stay."""
        record = self.db["VM"][vm]
        for cls, devices in (("VBD", "VBDs"), ("VIF", "VIFs")):
            for device in list(record[devices]):
                self.delete(cls, device)
        self.drop_guest_metrics(record)
        self.delete("VM_metrics", record["metrics"])
        self.delete("VM", vm)

    def drop_guest_metrics(self, record: Record) -> None:
        self.db["VM_guest_metrics"].pop(record["guest_metrics"], None)
        record["guest_metrics"] = NULL

    def drop_suspend_image(self, record: Record) -> None:
        if record["suspend_VDI"] != NULL:
            self.delete("VDI", record["suspend_VDI"])
            record["suspend_VDI"] = NULL

    def VM_get_allowed_VBD_devices(self, session: Session, vm: Ref) -> list[str]:
        used = {self.db["VBD"][vbd]["userdevice"] for vbd in self.rec("VM", vm)["VBDs"]}
        return [device for device in VBD_DEVICES if device not in used]

    def VM_get_allowed_VIF_devices(self, session: Session, vm: Ref) -> list[str]:
        used = {self.db["VIF"][vif]["device"] for vif in self.rec("VM", vm)["VIFs"]}
        return [device for device in VIF_DEVICES if device not in used]

    def VM_query_data_source(self, session: Session, vm: Ref, source: str) -> float:
        """Canned values: no guest runs."""
        record = self.in_state(vm, "Running")
        memory = float(record["memory_static_max"])
        return {"memory": memory, "memory_internal_free": memory / 2 / 1024}.get(source, 0.05)

    def take_device(self, allowed: list[str], known: list[str], device: str) -> str:
        """The device number: the given one, or a free one."""
        if device == "autodetect" and allowed:
            return allowed[0]
        if device not in known:
            raise Failure("INVALID_DEVICE", device)
        if device not in allowed:
            raise Failure("DEVICE_ALREADY_EXISTS", device)
        return device
