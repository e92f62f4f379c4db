"""What a VM needs on a host, and how it enters and leaves one."""

from __future__ import annotations

from .values import NULL, Failure, GiB, Record, Ref


class Placement:
    def check_host(self, host: Ref) -> None:
        """Failure unless the host is live and enabled."""
        enabled = self.rec("host", host)["enabled"]
        if host in self.away:
            raise Failure("HOST_NOT_LIVE")
        if not enabled:
            raise Failure("HOST_DISABLED", host)

    def free_memory(self, host: Ref) -> int:
        metrics = self.db["host_metrics"][self.db["host"][host]["metrics"]]
        return int(metrics["memory_total"]) - sum(
            int(vm["memory_static_max"])
            for vm in self.db["VM"].values()
            if vm["resident_on"] == host and vm["power_state"] in ("Running", "Paused")
        )

    def check_memory(self, vm: Record, host: Ref) -> None:
        need, free = int(vm["memory_static_max"]), self.free_memory(host)
        if need > free:
            raise Failure("HOST_NOT_ENOUGH_FREE_MEMORY", need, free)

    def sees(self, host: Ref, sr: Ref) -> bool:
        return any(
            self.db["PBD"][pbd]["currently_attached"]
            for pbd in self.rec("SR", sr)["PBDs"]
            if self.db["PBD"][pbd]["host"] == host
        )

    def check_sr(self, vm: Ref, sr: Ref, host: Ref) -> None:
        """Failure unless the SR is attached to the host."""
        if not self.sees(host, sr):
            raise Failure("VM_REQUIRES_SR", vm, sr)

    def disks(self, vm: Ref) -> list[tuple[Ref, Ref]]:
        """(VBD, VDI) of each medium that the VM has in a drive."""
        return [
            (vbd, self.db["VBD"][vbd]["VDI"])
            for vbd in self.rec("VM", vm)["VBDs"]
            if self.db["VBD"][vbd]["VDI"] != NULL
        ]

    def check_disks(self, vm: Ref, host: Ref) -> None:
        for _, vdi in self.disks(vm):
            self.check_sr(vm, self.db["VDI"][vdi]["SR"], host)

    def check_networks(self, vm: Ref, host: Ref) -> None:
        """Failure unless the host has a PIF on each network of the VM that has PIFs at all."""
        for vif in self.rec("VM", vm)["VIFs"]:
            network = self.db["VIF"][vif]["network"]
            pifs = [self.db["PIF"][pif]["host"] for pif in self.db["network"][network]["PIFs"]]
            if pifs and host not in pifs:
                raise Failure("VM_REQUIRES_NETWORK", vm, network)

    def check_resources(self, vm: Ref, host: Ref) -> None:
        """Failure unless the host has everything that the VM needs."""
        self.check_host(host)
        self.check_memory(self.rec("VM", vm), host)
        self.check_disks(vm, host)
        self.check_networks(vm, host)

    def choose_host(self, vm: Ref) -> Ref:
        """A host with everything that the VM needs: the one of its affinity, else any of them by chance
        (xapi_vm_placement.ml). Where it ran before has no part in it."""
        suitable = []
        for host in self.db["host"]:
            try:
                self.check_resources(vm, host)
                suitable.append(host)
            except Failure:
                continue
        if not suitable:
            raise Failure("NO_HOSTS_AVAILABLE")
        affinity = self.db["VM"][vm]["affinity"]
        return affinity if affinity in suitable else self.world.random.choice(suitable)

    def enter_host(self, vm: Ref, host: Ref) -> None:
        """Give the VM a new domain on the host."""
        self.leave_host(vm)
        record = self.db["VM"][vm]
        self.domids[host] = self.domids.get(host, 0) + 1
        record.update(resident_on=host, domid=str(self.domids[host]))
        self.db["host"][host]["resident_VMs"].append(vm)
        self.xenstore[host, record["domid"]] = {"name": record["name_label"], "vm": "/vm/" + record["uuid"]}
        self.create(
            "console",
            dict(VM=vm, location="https://{}/console?uuid={}".format(self.db["host"][host]["address"], record["uuid"])),
        )

    def leave_host(self, vm: Ref) -> None:
        """End the VM's domain."""
        record = self.db["VM"][vm]
        if record["resident_on"] == NULL:
            return
        self.db["host"][record["resident_on"]]["resident_VMs"].remove(vm)
        self.xenstore.pop((record["resident_on"], record["domid"]), None)
        for console in list(record["consoles"]):
            self.delete("console", console)
        record.update(resident_on=NULL, domid="-1")

    def add_dom0(self, host: Ref, name: str) -> None:
        dom0 = self.create(
            "VM",
            dict(
                name_label="Control domain on host: " + name,
                is_control_domain=True,
                power_state="Running",
                domid="0",
                resident_on=host,
                memory_static_max=str(2 * GiB),
                memory_dynamic_max=str(2 * GiB),
                VCPUs_max="4",
            ),
        )
        self.db["host"][host]["resident_VMs"].append(dom0)
