"""VBD: the drives of a VM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import constructor
from .operations import NO_PLUGGING
from .values import NULL, Failure, Record, Ref
from .vm import device_number

if TYPE_CHECKING:
    from .world import Session

ISO_SRS = ("iso", "udev")
MOVING = ("migrate_send", "pool_migrate")


def device_name(number: int) -> str:
    """xvda ... xvdz, xvdaa ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return "xvd" + letters


class VBDs:
    """VBD.create, destroy, plug, unplug, insert, eject"""

    def VBD_create(self, session: Session, record: Record) -> Ref:
        record = constructor("VBD", record)
        vm, vdi, mode = record.get("VM"), record.get("VDI", NULL), record.get("mode", "RW")
        kind, empty = record.get("type", "Disk"), record.get("empty", False)
        if kind == "CD" and mode != "RO":
            raise Failure("VBD_CDS_MUST_BE_READONLY")
        if empty and kind != "CD":
            raise Failure("VBD_NOT_REMOVABLE_MEDIA", "in constructor")
        if kind == "CD" and not empty:
            self.check_iso(vdi)
        if not empty and self.rec("VDI", vdi)["read_only"] and mode == "RW":
            raise Failure("VDI_READONLY", vdi)
        for operation in self.rec("VM", vm)["current_operations"].values():
            if operation in MOVING:
                raise Failure("OTHER_OPERATION_IN_PROGRESS", "VM", vm, operation)
        free = self.VM_get_allowed_VBD_devices(session, vm)
        device = record.get("userdevice", "")
        if device == "autodetect" and free:
            record["userdevice"] = free[0]
        elif device_number(device) in [
            device_number(self.db["VBD"][v]["userdevice"]) for v in self.db["VM"][vm]["VBDs"]
        ]:
            raise Failure("DEVICE_ALREADY_EXISTS", device)
        return self.create("VBD", dict(record, device=""))

    def check_iso(self, vdi: Ref) -> None:
        record = self.rec("VDI", vdi)
        if self.db["SR"][record["SR"]]["type"] not in ISO_SRS:
            raise Failure("VDI_IS_NOT_ISO", vdi, self.db["SR"][record["SR"]]["type"])

    def VBD_destroy(self, session: Session, vbd: Ref) -> str:
        record = self.rec("VBD", vbd)
        if record["currently_attached"]:
            raise Failure(
                "OPERATION_NOT_ALLOWED", "VBD '{}' still attached to '{}'".format(record["uuid"], record["VM"])
            )
        self.delete("VBD", vbd)
        return ""

    def check_vbd(self, vbd: Ref, operation: str) -> Record:
        """Failure unless the drive's state and its VM's allow the operation, in the order of xapi_vbd_helpers.ml."""
        record = self.rec("VBD", vbd)
        if operation in ("insert", "eject"):
            self.check_medium(vbd, operation)
            return record
        if operation != "plug" and not record["unpluggable"]:
            raise Failure("VBD_NOT_UNPLUGGABLE", vbd)
        vm = self.in_state(record["VM"], "Running")
        if operation == "plug" and record["currently_attached"]:
            raise Failure("DEVICE_ALREADY_ATTACHED", vbd)
        if operation != "plug" and not record["currently_attached"]:
            raise Failure("DEVICE_ALREADY_DETACHED", vbd)
        self.check_plugging(record["VM"])
        self.check_hotplug(record["VM"])
        if record["type"] == "CD" and self.is_hvm(vm):
            raise Failure(
                "OPERATION_NOT_ALLOWED", "HVM CDROMs cannot be hotplugged/unplugged, only inserted or ejected"
            )
        return record

    def check_plugging(self, vm: Ref) -> None:
        for operation in self.db["VM"][vm]["current_operations"].values():
            if operation in NO_PLUGGING:
                raise Failure("OPERATION_NOT_ALLOWED", f"Current operation on VM:{vm} is {operation}")

    def check_medium(self, vbd: Ref, operation: str) -> None:
        record = self.db["VBD"][vbd]
        if record["type"] != "CD":
            raise Failure("VBD_NOT_REMOVABLE_MEDIA", vbd)
        if operation == "eject" and record["empty"]:
            raise Failure("VBD_IS_EMPTY", vbd)
        if operation == "insert" and not record["empty"]:
            raise Failure("VBD_NOT_EMPTY", vbd)
        if self.db["VM"][record["VM"]]["power_state"] == "Suspended":
            raise Failure("VM_BAD_POWER_STATE", record["VM"], "halted, running", "suspended")

    def VBD_plug(self, session: Session, vbd: Ref) -> str:
        record = self.check_vbd(vbd, "plug")
        if record["VDI"] != NULL:
            host = self.db["VM"][record["VM"]]["resident_on"]
            self.check_sr(record["VM"], self.db["VDI"][record["VDI"]]["SR"], host)
            self.check_sharing(vbd)
        self.attach(vbd)
        return ""

    def VBD_unplug(self, session: Session, vbd: Ref) -> str:
        self.check_vbd(vbd, "unplug")["currently_attached"] = False
        return ""

    VBD_unplug_force = VBD_unplug

    def VBD_insert(self, session: Session, vbd: Ref, vdi: Ref) -> str:
        record = self.check_vbd(vbd, "insert")
        self.check_iso(vdi)
        self.relink("VBD", vbd, "VDI", vdi)
        record["empty"] = False
        return ""

    def VBD_eject(self, session: Session, vbd: Ref) -> str:
        self.check_vbd(vbd, "eject")
        self.empty_drive(vbd)
        return ""

    def empty_drive(self, vbd: Ref) -> None:
        self.relink("VBD", vbd, "VDI", NULL)
        self.db["VBD"][vbd]["empty"] = True

    def attach(self, vbd: Ref) -> None:
        record = self.db["VBD"][vbd]
        record["currently_attached"] = True
        record["device"] = device_name(device_number(record["userdevice"]))

    def check_sharing(self, vbd: Ref) -> None:
        """Failure if the disk is attached elsewhere and cannot be shared. Readers can share it; a suspended VM and
        dom0 do not count."""
        record = self.db["VBD"][vbd]
        disk = self.db["VDI"][record["VDI"]]
        others = [self.db["VBD"][other] for other in disk["VBDs"] if other != vbd]
        using = [
            other
            for other in others
            if other["currently_attached"]
            and self.db["VM"][other["VM"]]["power_state"] != "Suspended"
            and not self.db["VM"][other["VM"]]["is_control_domain"]
        ]
        written = any(other["mode"] == "RW" for other in using)
        into_dom0 = self.db["VM"][record["VM"]]["is_control_domain"]
        if not disk["sharable"] and not into_dom0 and (written or (record["mode"] == "RW" and using)):
            raise Failure("VDI_IN_USE", record["VDI"])
