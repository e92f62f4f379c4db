"""VBD: the drives of a VM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import constructor
from .values import NULL, Failure, Record, Ref
from .vm import VBD_DEVICES

if TYPE_CHECKING:
    from .world import Session

KINDS = {"disk": "Disk", "cd": "CD", "floppy": "Floppy"}


class VBDs:
    """VBD.create, destroy, plug, unplug, insert, eject"""

    def VBD_create(self, session: Session, record: Record) -> Ref:
        record = constructor("VBD", record)
        vm, vdi, mode = record.get("VM"), record.get("VDI", NULL), record.get("mode", "RW")
        record["type"] = KINDS.get(record.get("type", "disk").lower())
        if record["type"] is None:
            raise Failure("FIELD_TYPE_ERROR", "type")
        if record.get("empty") and record["type"] == "Disk":
            raise Failure("VBD_NOT_REMOVABLE_MEDIA", "in constructor")
        if record["type"] == "CD" and mode != "RO":
            raise Failure("VBD_CDS_MUST_BE_READONLY")
        if not record.get("empty") and self.rec("VDI", vdi)["read_only"] and mode == "RW":
            raise Failure("VDI_READONLY", vdi)
        record["userdevice"] = self.take_device(
            self.VM_get_allowed_VBD_devices(session, vm), VBD_DEVICES, record.get("userdevice", "")
        )
        return self.create("VBD", record)

    def VBD_destroy(self, session: Session, vbd: Ref) -> str:
        if self.rec("VBD", vbd)["currently_attached"]:
            raise Failure("OPERATION_NOT_ALLOWED", f"VBD '{vbd}' still attached")
        self.delete("VBD", vbd)
        return ""

    def VBD_plug(self, session: Session, vbd: Ref) -> str:
        record = self.rec("VBD", vbd)
        vm = self.in_state(record["VM"], "Running", "Paused")
        if record["currently_attached"]:
            raise Failure("DEVICE_ALREADY_ATTACHED", vbd)
        if record["VDI"] != NULL:
            self.check_sr(record["VM"], self.db["VDI"][record["VDI"]]["SR"], vm["resident_on"])
            self.check_unused(record["VDI"])
        self.attach(vbd)
        return ""

    def VBD_unplug(self, session: Session, vbd: Ref) -> str:
        record = self.rec("VBD", vbd)
        if not record["currently_attached"]:
            raise Failure("DEVICE_ALREADY_DETACHED", vbd)
        self.in_state(record["VM"], "Running", "Paused")
        record["currently_attached"] = False
        return ""

    VBD_unplug_force = VBD_unplug

    def VBD_insert(self, session: Session, vbd: Ref, vdi: Ref) -> str:
        record = self.rec("VBD", vbd)
        self.rec("VDI", vdi)
        if record["type"] == "Disk":
            raise Failure("VBD_NOT_REMOVABLE_MEDIA", vbd)
        if not record["empty"]:
            raise Failure("VBD_NOT_EMPTY", vbd)
        self.relink("VBD", vbd, "VDI", vdi)
        record["empty"] = False
        return ""

    def VBD_eject(self, session: Session, vbd: Ref) -> str:
        record = self.rec("VBD", vbd)
        if record["type"] == "Disk":
            raise Failure("VBD_NOT_REMOVABLE_MEDIA", vbd)
        if record["empty"]:
            raise Failure("VBD_IS_EMPTY", vbd)
        self.empty_drive(vbd)
        return ""

    def empty_drive(self, vbd: Ref) -> None:
        self.relink("VBD", vbd, "VDI", NULL)
        self.db["VBD"][vbd]["empty"] = True

    def attach(self, vbd: Ref) -> None:
        record = self.db["VBD"][vbd]
        record["currently_attached"] = True
        record["device"] = "xvd" + chr(ord("a") + int(record["userdevice"]))

    def check_unused(self, vdi: Ref) -> None:
        """Failure if the disk is attached elsewhere and cannot be shared."""
        record = self.db["VDI"][vdi]
        attached = [self.db["VBD"][vbd] for vbd in record["VBDs"] if self.db["VBD"][vbd]["currently_attached"]]
        if any(vbd["mode"] == "RW" for vbd in attached) and not record["sharable"]:
            raise Failure("VDI_IN_USE", vdi, "attach")
