"""VM: starting, stopping, and the states between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .values import Failure, Record, Ref, now

if TYPE_CHECKING:
    from .world import Session


class Power:
    """VM.start ... VM.hard_reboot"""

    def in_state(self, vm: Ref, *allowed: str) -> Record:
        record = self.rec("VM", vm)
        if record["power_state"] not in allowed:
            raise Failure("VM_BAD_POWER_STATE", vm, allowed[0].lower(), record["power_state"].lower())
        return record

    def VM_start_on(self, session: Session, vm: Ref, host: Ref, paused: bool, force: bool) -> str:
        record = self.in_state(vm, "Halted")
        if record["is_a_template"]:
            raise Failure("VM_IS_TEMPLATE", vm)
        self.check_resources(vm, host)
        for _, vdi in self.disks(vm):
            self.check_unused(vdi)
        for vbd, _ in self.disks(vm):
            self.attach(vbd)
        for vif in record["VIFs"]:
            self.db["VIF"][vif]["currently_attached"] = True
        self.enter_host(vm, host)
        record["power_state"] = "Paused" if paused else "Running"
        record["guest_metrics"] = self.create(
            "VM_guest_metrics",
            dict(
                PV_drivers_version={"major": "7", "minor": "6", "micro": "0", "build": "1"},
                os_version={"name": "Simulated Linux", "uname": "4.4.0"},
            ),
        )
        self.db["VM_metrics"][record["metrics"]]["start_time"] = now()
        return ""

    def VM_start(self, session: Session, vm: Ref, paused: bool, force: bool) -> str:
        affinity = self.in_state(vm, "Halted")["affinity"]
        return self.VM_start_on(session, vm, self.choose_host(vm, affinity), paused, force)

    def VM_pause(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Running")["power_state"] = "Paused"
        return ""

    def VM_unpause(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Paused")["power_state"] = "Running"
        return ""

    def VM_suspend(self, session: Session, vm: Ref) -> str:
        record = self.in_state(vm, "Running")
        record["suspend_VDI"] = self.create(
            "VDI",
            dict(
                SR=self.db["pool"][self.ref]["suspend_image_SR"],
                name_label="Suspend image",
                type="suspend",
                virtual_size=record["memory_static_max"],
                physical_utilisation=record["memory_static_max"],
            ),
        )
        self.leave_host(vm)
        record["power_state"] = "Suspended"
        return ""

    def VM_resume_on(self, session: Session, vm: Ref, host: Ref, paused: bool, force: bool) -> str:
        record = self.in_state(vm, "Suspended")
        self.check_resources(vm, host)
        self.enter_host(vm, host)
        self.drop_suspend_image(record)
        record["power_state"] = "Paused" if paused else "Running"
        return ""

    def VM_resume(self, session: Session, vm: Ref, paused: bool, force: bool) -> str:
        """On the host where it was suspended, if that has enough resources."""
        record = self.in_state(vm, "Suspended")
        host = self.choose_host(vm, record["affinity"], record["_last_host"])
        return self.VM_resume_on(session, vm, host, paused, force)

    def VM_clean_shutdown(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Running")
        self.halt(vm)
        return ""

    def VM_hard_shutdown(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Running", "Paused", "Suspended")
        self.halt(vm)
        return ""

    VM_shutdown = VM_hard_shutdown

    def VM_clean_reboot(self, session: Session, vm: Ref) -> str:
        record = self.in_state(vm, "Running")
        self.enter_host(vm, record["resident_on"])
        self.db["VM_metrics"][record["metrics"]]["start_time"] = now()
        return ""

    def VM_hard_reboot(self, session: Session, vm: Ref) -> str:
        self.in_state(vm, "Running", "Paused")["power_state"] = "Running"
        return self.VM_clean_reboot(session, vm)

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
