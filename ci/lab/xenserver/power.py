"""VM: starting, stopping, and the states between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .operations import POWER_STATES
from .values import NULL, Failure, Record, Ref

if TYPE_CHECKING:
    from .world import Session


class Power:
    """VM.start ... VM.hard_reboot"""

    def in_state(self, vm: Ref, *allowed: str) -> Record:
        record = self.rec("VM", vm)
        if record["power_state"] not in allowed:
            raise Failure(
                "VM_BAD_POWER_STATE", vm, ", ".join(state.lower() for state in allowed), record["power_state"].lower()
            )
        return record

    def check_vm(self, vm: Ref, operation: str) -> Record:
        """Failure if the operation is blocked, or not allowed in the VM's state (check_operation_error)."""
        blocked = self.rec("VM", vm)["blocked_operations"]
        if operation in blocked:
            raise Failure("OPERATION_BLOCKED", vm, blocked[operation])
        record = self.in_state(vm, *POWER_STATES[operation])
        if record["is_a_template"] and operation != "destroy":
            raise Failure("VM_IS_TEMPLATE", vm, operation)
        if record["is_control_domain"]:
            raise Failure("OPERATION_NOT_ALLOWED", "Operations on domain 0 are not allowed")
        self.check_features(vm, operation)
        return record

    def VM_start_on(self, session: Session, vm: Ref, host: Ref, paused: bool, force: bool) -> str:
        self.check_vm(vm, "start_on")
        return self.start_at(vm, host, paused)

    def VM_start(self, session: Session, vm: Ref, paused: bool, force: bool) -> str:
        self.check_vm(vm, "start")
        return self.start_at(vm, self.choose_host(vm), paused)

    def start_at(self, vm: Ref, host: Ref, paused: bool) -> str:
        record = self.db["VM"][vm]
        self.check_resources(vm, host)
        for vbd, _ in self.disks(vm):
            self.check_sharing(vbd)
        for vbd in record["VBDs"]:
            self.attach(vbd)
        for vif in record["VIFs"]:
            self.db["VIF"][vif]["currently_attached"] = True
        self.enter_host(vm, host)
        record["power_state"] = "Paused" if paused else "Running"
        record["last_boot_CPU_flags"] = self.cpu_flags(host)
        self.boots(vm)
        return ""

    def VM_pause(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "pause")["power_state"] = "Paused"
        return ""

    def VM_unpause(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "unpause")["power_state"] = "Running"
        return ""

    def VM_suspend(self, session: Session, vm: Ref) -> str:
        record = self.check_vm(vm, "suspend")
        record["suspend_VDI"] = self.create(
            "VDI",
            dict(
                SR=self.suspend_sr(vm),
                name_label="Suspend image",
                type="suspend",
                virtual_size=record["memory_static_max"],
                physical_utilisation=record["memory_static_max"],
            ),
        )
        self.leave_host(vm)
        record["power_state"] = "Suspended"
        return ""

    def suspend_sr(self, vm: Ref) -> Ref:
        """The VM's own, the pool's or the host's, whichever the host is attached to first (choose_suspend_sr)."""
        record = self.db["VM"][vm]
        host = record["resident_on"]
        wanted = (
            record["suspend_SR"],
            self.db["pool"][self.ref]["suspend_image_SR"],
            self.db["host"][host]["suspend_image_sr"],
        )
        for sr in wanted:
            if sr in self.db["SR"] and any(self.db["PBD"][pbd]["host"] == host for pbd in self.db["SR"][sr]["PBDs"]):
                return sr
        raise Failure("VM_NO_SUSPEND_SR", vm)

    def VM_resume_on(self, session: Session, vm: Ref, host: Ref, paused: bool, force: bool) -> str:
        self.check_vm(vm, "resume_on")
        return self.resume_at(vm, host, paused)

    def VM_resume(self, session: Session, vm: Ref, paused: bool, force: bool) -> str:
        """On any suitable host: not necessarily where it was suspended."""
        self.check_vm(vm, "resume")
        return self.resume_at(vm, self.choose_host(vm), paused)

    def resume_at(self, vm: Ref, host: Ref, paused: bool) -> str:
        record = self.db["VM"][vm]
        if record["suspend_VDI"] == NULL:
            raise Failure("VM_HAS_NO_SUSPEND_VDI", vm)
        self.check_resources(vm, host)
        self.enter_host(vm, host)
        self.drop_suspend_image(record)
        record["power_state"] = "Paused" if paused else "Running"
        return ""

    def VM_clean_shutdown(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "clean_shutdown")
        self.check_shutdown(vm)
        self.halt(vm)
        return ""

    def VM_hard_shutdown(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "hard_shutdown")
        self.halt(vm)
        return ""

    def VM_shutdown(self, session: Session, vm: Ref) -> str:
        """A clean shutdown, and a hard one if that fails: the result is the same."""
        self.check_vm(vm, "shutdown")
        self.halt(vm)
        return ""

    def VM_clean_reboot(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "clean_reboot")
        self.check_shutdown(vm)
        return self.reboot(vm)

    def VM_hard_reboot(self, session: Session, vm: Ref) -> str:
        self.check_vm(vm, "hard_reboot")["power_state"] = "Running"
        return self.reboot(vm)

    def reboot(self, vm: Ref) -> str:
        self.enter_host(vm, self.db["VM"][vm]["resident_on"])
        self.boots(vm)
        return ""

    def halt(self, vm: Ref) -> None:
        """Turn the VM off, whatever its state."""
        record = self.db["VM"][vm]
        self.leave_host(vm)
        record["power_state"] = "Halted"
        self.drop_guest_metrics(record)
        self.drop_suspend_image(record)
        for cls, devices in (("VBD", "VBDs"), ("VIF", "VIFs")):
            for device in record[devices]:
                self.db[cls][device]["currently_attached"] = False
