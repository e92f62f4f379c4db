"""VM: create and destroy, allowed devices, metrics."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from .messages import constructor
from .values import NULL, Failure, Record, Ref

if TYPE_CHECKING:
    from .world import Session

# the device numbers of a VM (xapi_vm_helpers.ml allowed_VBD_devices, allowed_VIF_devices)
VBD_DEVICES = [str(n) for n in range(255)]
VIF_DEVICES = [str(n) for n in range(7)]
# what VBD.create takes besides a number (xapi_vbd_helpers.ml valid_device)
DEVICE_NAME = re.compile("(?:xvd|sd|hd)([a-p])([0-9]*)")
NUMBER = re.compile("-?[0-9]+")


def device_number(device: str) -> int:
    """Of a drive: 1 for "1", "xvdb", "sdb", "hdb". INVALID_DEVICE for what is none."""
    named = DEVICE_NAME.fullmatch(device)
    if named:
        return ord(named.group(1)) - ord("a")
    if not NUMBER.fullmatch(device):
        raise Failure("INVALID_DEVICE", device)
    return int(device)


class VMs:
    """VM.create, VM.destroy, VM.get_allowed_..., VM.query_data_source"""

    def VM_create(self, session: Session, record: Record) -> Ref:
        """xapi adds a seed for MAC addresses, and ignores blocked_operations."""
        record = dict(constructor("VM", record), blocked_operations={}, power_state="Halted", suspend_VDI=NULL)
        record["other_config"] = {"mac_seed": str(uuid.uuid4()), **record.get("other_config", {})}
        if record.get("domain_type", "unspecified") == "unspecified":
            record["domain_type"] = "hvm" if record.get("HVM_boot_policy") else "pv"
        vm = self.create("VM", record)
        self.add_metrics(vm)
        return vm

    def add_metrics(self, vm: Ref) -> None:
        self.db["VM"][vm]["metrics"] = self.create("VM_metrics", {})

    def VM_destroy(self, session: Session, vm: Ref) -> str:
        self.drop_suspend_image(self.check_vm(vm, "destroy"))
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

    def drop_suspend_image(self, record: Record) -> None:
        if record["suspend_VDI"] != NULL:
            self.delete("VDI", record["suspend_VDI"])
            record["suspend_VDI"] = NULL

    def VM_get_allowed_VBD_devices(self, session: Session, vm: Ref) -> list[str]:
        used = {device_number(self.db["VBD"][vbd]["userdevice"]) for vbd in self.rec("VM", vm)["VBDs"]}
        return [device for device in VBD_DEVICES if int(device) not in used]

    def VM_get_allowed_VIF_devices(self, session: Session, vm: Ref) -> list[str]:
        used = {self.db["VIF"][vif]["device"] for vif in self.rec("VM", vm)["VIFs"]}
        return [device for device in VIF_DEVICES if device not in used]

    def VM_query_data_source(self, session: Session, vm: Ref, source: str) -> float:
        """Canned values: no guest runs."""
        record = self.in_state(vm, "Running", "Paused")
        memory = float(record["memory_static_max"])
        return {"memory": memory, "memory_internal_free": memory / 2 / 1024}.get(source, 0.05)
