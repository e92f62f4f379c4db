"""Hosts that join a pool and leave one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .values import NULL, Failure, Ref

if TYPE_CHECKING:
    from .world import Session


class Membership:
    """pool.join, join_force, eject"""

    def pool_join(self, session: Session, address: str, user: str, password: str) -> str:
        """This pool's only host joins the pool whose master is named: by user@host, or by its address."""
        return self.join(address, user, password, force=False)

    def pool_join_force(self, session: Session, address: str, user: str, password: str) -> str:
        return self.join(address, user, password, force=True)

    def join(self, address: str, user: str, password: str, force: bool) -> str:
        target = self.world.master_of(address, user, password)
        if target is None or target is self:
            raise Failure("POOL_JOINING_HOST_CONNECTION_FAILED")
        if len(self.hosts) > 1:
            raise Failure("POOL_JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS")
        if any(vm["power_state"] == "Running" and not vm["is_control_domain"] for vm in self.db["VM"].values()):
            raise Failure("POOL_JOINING_HOST_CANNOT_HAVE_RUNNING_VMS")
        if any(sr["shared"] for sr in self.db["SR"].values()):
            raise Failure("JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS")
        if not force and self.version() != target.version():
            raise Failure("POOL_JOINING_HOST_MUST_HAVE_SAME_PRODUCT_VERSION")
        ((_, spec),) = self.specs.items()
        self.world.move_host(self, spec, target)
        return ""

    def version(self) -> str:
        return next(iter(self.db["host"].values()))["software_version"]["product_version"]

    def pool_eject(self, session: Session, host: Ref) -> str:
        """The host leaves, is wiped, and comes back as a pool of its own."""
        self.rec("host", host)
        if self.db["pool"][self.ref]["master"] == host:
            raise Failure("OPERATION_NOT_ALLOWED", "The master of a pool cannot be ejected")
        for vm in self.db["VM"].values():
            if vm["resident_on"] == host and not vm["is_control_domain"]:
                raise Failure("HOST_HAS_RESIDENT_VMS", host)
        name = self.db["host"][host]["name_label"]
        self.world.move_host(self, self.specs[name], None)
        return ""

    def forget_host(self, host: Ref) -> None:
        """Delete the host with all that is only its own."""
        record = self.db["host"][host]
        for vm in self.where("VM", resident_on=host):
            self.leave_host(vm)
            if self.db["VM"][vm]["is_control_domain"]:
                self.delete("VM", vm)
        for pbd in list(record["PBDs"]):
            sr = self.db["PBD"][pbd]["SR"]
            self.delete("PBD", pbd)
            if not self.db["SR"][sr]["shared"] and not self.db["SR"][sr]["PBDs"]:
                for vdi in list(self.db["SR"][sr]["VDIs"]):
                    self.drop_vdi(vdi)
                self.delete("SR", sr)
        for pif in list(record["PIFs"]):
            self.delete("PIF", pif)
        for vm in self.db["VM"].values():
            if vm["affinity"] == host:
                vm["affinity"] = NULL
        self.db["host_metrics"].pop(record["metrics"], None)
        self.dom0s.pop(host)
        self.specs.pop(record["name_label"])
        self.hosts.pop(record["name_label"])
        self.delete("host", host)
