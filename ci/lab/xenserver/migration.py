"""VM migration: inside a pool, and with its storage to any host."""

from __future__ import annotations

import copy
from collections import namedtuple
from typing import TYPE_CHECKING

from .operations import POWER_STATES
from .records import CLASSES
from .values import NULL, Failure, Record, Ref
from .vdi import RAW_SRS

if TYPE_CHECKING:
    from .pool import Pool
    from .world import Session

Destination = namedtuple("Destination", "pool host vdi_map vif_map")


def older(version: dict[str, str], than: dict[str, str]) -> bool:
    """Whether a host's platform version is lower than another's."""
    one, other = ([int(n) for n in v["platform_version"].split(".") if n.isdigit()] for v in (version, than))
    return one < other


def mask(features: str) -> int:
    """The bits of a feature string, such as 77fa7ffb-bfebfbff; hexadecimal words, each as long in all of them."""
    return int(features.replace("-", "") or "0", 16)


class Migration:
    """host.migrate_receive, VM.pool_migrate, VM.assert_can_migrate, VM.migrate_send"""

    def VM_pool_migrate(self, session: Session, vm: Ref, host: Ref, options: Record) -> str:
        self.check_vm(vm, "pool_migrate")
        self.check_migration(vm, host)
        self.enter_host(vm, host)
        return ""

    def check_migration(self, vm: Ref, host: Ref) -> None:
        """Failure unless the host is live, has everything that the VM needs, and sees each SR and network of it
        (message_forwarding.ml pool_migrate, xapi_vm_helpers.ml assert_can_see_SRs)."""
        record = self.rec("VM", vm)
        self.check_host(host)
        self.check_compatible(record, vm, self, host)
        if record["resident_on"] != host:
            self.check_memory(record, host)
        self.check_disks(vm, host)
        self.check_networks(vm, host)

    def check_compatible(self, record: Record, vm: Ref, pool: Pool, host: Ref) -> None:
        """The host's version is not older, and its CPU has what the VM has seen (cpuid_helpers.ml)."""
        if record["power_state"] not in ("Running", "Paused"):
            return
        source = self.db["host"][record["resident_on"]]["software_version"]
        if older(pool.db["host"][host]["software_version"], source):
            raise Failure("VM_HOST_INCOMPATIBLE_VERSION_MIGRATE", host, vm)
        seen, there = record["last_boot_CPU_flags"], pool.cpu_flags(host)
        if seen.get("vendor", there["vendor"]) != there["vendor"]:
            raise Failure("VM_INCOMPATIBLE_WITH_THIS_HOST", vm, host, "VM last booted on a CPU of another vendor")
        missing = mask(seen.get("features", "")) & ~mask(there["features"])
        if missing:
            raise Failure(
                "VM_INCOMPATIBLE_WITH_THIS_HOST",
                vm,
                host,
                "VM last booted on a CPU with features this host's CPU lacks",
            )

    def cpu_flags(self, host: Ref) -> dict[str, str]:
        cpu = self.db["host"][host]["cpu_info"]
        return {"vendor": cpu.get("vendor", ""), "features": cpu.get("features", "")}

    def host_migrate_receive(self, session: Session, host: Ref, network: Ref, options: Record) -> dict[str, str]:
        """The address is that of the host's PIF on the network; the master's is its own (xapi_host.ml)."""
        self.check_host(host)
        pifs = [self.db["PIF"][pif] for pif in self.rec("network", network)["PIFs"]]
        here = next((pif for pif in pifs if pif["host"] == host), None)
        if here is None:
            raise Failure("HOST_CANNOT_ATTACH_NETWORK", host, network)
        if not here["IP"]:
            raise Failure("INTERFACE_HAS_NO_IP", here["device"])
        token = self.world.new_session(self, host, "migration")
        url = "http://{}/".format(here["IP"])
        master = self.db["host"][self.db["pool"][self.ref]["master"]]["address"]
        return {
            "SM": url + "services/SM?session_id=" + token,
            "host": host,
            "master": f"http://{master}/",
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
        self.check_vm(vm, "migrate_send")
        to = self.plan(vm, dest, vdi_map, vif_map)
        disks = {vdi: self.send_disk(vdi, to) for _, vdi in self.disks(vm) if vdi in vdi_map}
        if to.pool is self:
            return self.move_within(vm, disks, to)
        return self.move_across(vm, disks, to)

    def plan(self, vm: Ref, dest: Record, vdi_map: dict[Ref, Ref], vif_map: dict[Ref, Ref]) -> Destination:
        """The destination; Failure if the VM cannot be moved there."""
        record = self.in_state(vm, *POWER_STATES["migrate_send"])
        pool = self.world.pool_of(dest["session_id"])
        pool.check_host(dest["host"])
        self.check_compatible(record, vm, pool, dest["host"])
        if record["power_state"] == "Running" and record["resident_on"] != dest["host"]:
            pool.check_memory(record, dest["host"])
        for vbd, vdi in self.disks(vm):
            if self.db["VBD"][vbd]["type"] == "CD":
                continue
            if vdi not in vdi_map:
                raise Failure("VDI_NOT_IN_MAP", vdi)
            pool.check_sr(vm, vdi_map[vdi], dest["host"])
        for vdi, sr in vdi_map.items():
            mine = self.db["SR"][self.rec("VDI", vdi)["SR"]]
            if mine["type"] in RAW_SRS and pool.rec("SR", sr)["uuid"] != mine["uuid"]:
                raise Failure("SR_DOES_NOT_SUPPORT_MIGRATION", self.db["VDI"][vdi]["SR"])
        if pool is self and vif_map:
            raise Failure("OPERATION_NOT_ALLOWED", "VIF mapping is not allowed for intra-pool migration")
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
        if to.pool.db["SR"][sr]["type"] in RAW_SRS:
            # the same LUN, seen through the destination's SR, has the same uuid
            for there in to.pool.db["SR"][sr]["VDIs"]:
                if to.pool.db["VDI"][there]["uuid"] == record["uuid"]:
                    return there
            raise Failure("VDI_LOCATION_MISSING", sr, record["location"])
        there = dict(self.full_copy(vdi), SR=sr)
        there["sm_config"]["base_mirror"] = f"{sr}/{vdi}"
        return to.pool.add_vdi(there)

    def drop_sent_disk(self, vdi: Ref) -> None:
        if self.db["SR"][self.db["VDI"][vdi]["SR"]]["type"] not in RAW_SRS:
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
        kept = {field: copy.deepcopy(old[field]) for field in (*CLASSES["VM"].writable, *CLASSES["VM"].given)}
        new = to.pool.create("VM", dict(kept, affinity=NULL, suspend_VDI=NULL), old["uuid"])
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
        for own in ("_habits", "_drivers_at"):
            if own in old:
                to.pool.db["VM"][new][own] = old[own]
        if old["suspend_VDI"] != NULL:
            image = self.full_copy(old["suspend_VDI"])
            image["SR"] = to.pool.db["pool"][to.pool.ref]["suspend_image_SR"]
            to.pool.db["VM"][new].update(suspend_VDI=to.pool.add_vdi(image))
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
