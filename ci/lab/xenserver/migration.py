"""VM migration: inside a pool, and with its storage to any host."""

from __future__ import annotations

import copy
from collections import namedtuple
from typing import TYPE_CHECKING

from .records import CLASSES
from .values import NULL, Failure, Record, Ref

if TYPE_CHECKING:
    from .world import Session

Destination = namedtuple("Destination", "pool host vdi_map vif_map")
# the fields that a VM keeps in another pool, besides those that a client can set
KEPT = ("power_state", "last_boot_CPU_flags", "generation_id")


class Migration:
    """host.migrate_receive, VM.pool_migrate, VM.assert_can_migrate, VM.migrate_send"""

    def VM_pool_migrate(self, session: Session, vm: Ref, host: Ref, options: Record) -> str:
        self.in_state(vm, "Running")
        self.check_migration(vm, host)
        self.enter_host(vm, host)
        return ""

    def check_migration(self, vm: Ref, host: Ref) -> None:
        record = self.rec("VM", vm)
        self.check_host(host)
        if record["resident_on"] != host:
            self.check_memory(record, host)
        for _, vdi in self.disks(vm):
            self.share_sr(self.db["VDI"][vdi]["SR"], host)
        self.check_disks(vm, host)

    def share_sr(self, sr: Ref, host: Ref) -> None:
        """With `auto_pbd` in the topology, create a PBD of an iSCSI SR on the destination host."""
        record = self.db["SR"][sr]
        if self.world.auto_pbd and record["type"] == "iscsi" and not self.sees(host, sr):
            self.create(
                "PBD",
                dict(
                    host=host,
                    SR=sr,
                    currently_attached=True,
                    device_config=dict(self.db["PBD"][record["PBDs"][0]]["device_config"]),
                ),
            )

    def host_migrate_receive(self, session: Session, host: Ref, network: Ref, options: Record) -> dict[str, str]:
        self.check_host(host)
        self.rec("network", network)
        token = self.world.new_session(self, host, "migration")
        url = "http://{}/".format(self.db["host"][host]["address"])
        return {
            "SM": url + "services/SM?session_id=" + token,
            "host": host,
            "master": url,
            "xenops": url + "services/xenops?session_id=" + token,
            "session_id": token,
        }

    def VM_assert_can_migrate(
        self,
        session: Session,
        vm: Ref,
        dest: Record,
        live: bool,
        vdi_map: dict[Ref, Ref],
        vif_map: dict[Ref, Ref],
        options: Record,
        vgpu_map: Record | None = None,
    ) -> str:
        self.plan(vm, dest, vdi_map, vif_map)
        return ""

    def VM_migrate_send(
        self,
        session: Session,
        vm: Ref,
        dest: Record,
        live: bool,
        vdi_map: dict[Ref, Ref],
        vif_map: dict[Ref, Ref],
        options: Record,
        vgpu_map: Record | None = None,
    ) -> Ref:
        to = self.plan(vm, dest, vdi_map, vif_map)
        disks = {vdi: self.send_disk(vdi, to) for _, vdi in self.disks(vm) if vdi in vdi_map}
        if to.pool is self:
            return self.move_within(vm, disks, to)
        return self.move_across(vm, disks, to)

    def plan(self, vm: Ref, dest: Record, vdi_map: dict[Ref, Ref], vif_map: dict[Ref, Ref]) -> Destination:
        """The destination; Failure if the VM cannot be moved there."""
        record = self.in_state(vm, "Running", "Suspended", "Halted")
        pool = self.world.pool_of(dest["session_id"])
        pool.check_host(dest["host"])
        if record["power_state"] == "Running" and record["resident_on"] != dest["host"]:
            pool.check_memory(record, dest["host"])
        for vbd, vdi in self.disks(vm):
            if self.db["VBD"][vbd]["type"] == "CD":
                continue
            if vdi not in vdi_map:
                raise Failure("VDI_NOT_IN_MAP", vdi)
            pool.check_sr(vm, vdi_map[vdi], dest["host"])
        if pool is not self:
            for vif in record["VIFs"]:
                if vif not in vif_map:
                    raise Failure("VIF_NOT_IN_MAP", vif)
                pool.rec("network", vif_map[vif])
        return Destination(pool, dest["host"], vdi_map, vif_map)

    def send_disk(self, vdi: Ref, to: Destination) -> Ref:
        """The disk that the VM will have at the destination."""
        record, sr = self.db["VDI"][vdi], to.vdi_map[vdi]
        if record["SR"] == sr:
            return vdi
        if to.pool.db["SR"][sr]["type"] == "iscsi":
            # the same LUN, seen through the destination's SR
            lun = record["sm_config"].get("LUNid")
            for there in to.pool.db["SR"][sr]["VDIs"]:
                if to.pool.db["VDI"][there]["sm_config"].get("LUNid") == lun:
                    return there
            raise Failure("VDI_LOCATION_MISSING", sr, record["location"])
        there = dict(self.full_copy(vdi), SR=sr)
        there["sm_config"]["base_mirror"] = f"{sr}/{vdi}"
        return to.pool.add_vdi(there)

    def drop_sent_disk(self, vdi: Ref) -> None:
        if self.db["SR"][self.db["VDI"][vdi]["SR"]]["type"] != "iscsi":
            self.drop_vdi(vdi)

    def move_within(self, vm: Ref, disks: dict[Ref, Ref], to: Destination) -> Ref:
        for vbd, vdi in self.disks(vm):
            if disks.get(vdi, vdi) != vdi:
                self.relink("VBD", vbd, "VDI", disks[vdi])
                self.drop_sent_disk(vdi)
        if self.db["VM"][vm]["power_state"] == "Running":
            self.enter_host(vm, to.host)
        return vm

    def move_across(self, vm: Ref, disks: dict[Ref, Ref], to: Destination) -> Ref:
        old = self.db["VM"][vm]
        kept = {field: copy.deepcopy(old[field]) for field in (*CLASSES["VM"].writable, *KEPT)}
        new = to.pool.create("VM", dict(kept, affinity=NULL), old["uuid"])
        to.pool.add_metrics(new)
        for vbd in old["VBDs"]:
            record = copy.deepcopy(self.db["VBD"][vbd])
            vdi = disks.get(record["VDI"], NULL)
            to.pool.create("VBD", dict(record, VM=new, VDI=vdi, empty=vdi == NULL))
        for vif in old["VIFs"]:
            record = copy.deepcopy(self.db["VIF"][vif])
            to.pool.create("VIF", dict(record, VM=new, network=to.vif_map[vif]))
        if old["guest_metrics"] != NULL:
            metrics = copy.deepcopy(self.db["VM_guest_metrics"][old["guest_metrics"]])
            to.pool.db["VM"][new]["guest_metrics"] = to.pool.create("VM_guest_metrics", metrics)
        if old["suspend_VDI"] != NULL:
            image = self.full_copy(old["suspend_VDI"])
            image["SR"] = to.pool.db["pool"][to.pool.ref]["suspend_image_SR"]
            to.pool.db["VM"][new].update(suspend_VDI=to.pool.add_vdi(image), _last_host=to.host)
        start_time = self.db["VM_metrics"][old["metrics"]]["start_time"]
        to.pool.db["VM_metrics"][to.pool.db["VM"][new]["metrics"]]["start_time"] = start_time
        self.leave_host(vm)
        self.drop_suspend_image(old)
        self.forget_vm(vm)
        for vdi in disks:
            self.drop_sent_disk(vdi)
        if old["power_state"] == "Running":
            to.pool.enter_host(new, to.host)
        return new
