"""What a VM needs on a host, and how it enters and leaves one."""

from __future__ import annotations

from .values import NULL, Failure, GiB, Record, Ref

GUEST_TOOLS = {"attr/PVAddons/MajorVersion": "7"}


class Placement:
    def check_host(self, host: Ref) -> None:
        """Failure unless the host is reachable and enabled."""
        enabled = self.rec("host", host)["enabled"]
        if host in self.away:
            raise Failure("HOST_OFFLINE", host)
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

    def check_resources(self, vm: Ref, host: Ref) -> None:
        """Failure unless the host has everything that the VM needs."""
        self.check_host(host)
        self.check_memory(self.rec("VM", vm), host)
        self.check_disks(vm, host)

    def choose_host(self, vm: Ref, *preferred: Ref) -> Ref:
        """The first preferred host with enough resources, else the one with the most free memory."""
        by_memory = sorted(self.db["host"], key=self.free_memory, reverse=True)
        for host in [h for h in preferred if h in self.db["host"]] + by_memory:
            try:
                self.check_resources(vm, host)
                return host
            except Failure:
                continue
        raise Failure("NO_HOSTS_AVAILABLE")

    def enter_host(self, vm: Ref, host: Ref) -> None:
        """Give the VM a new domain on the host."""
        self.leave_host(vm)
        record = self.db["VM"][vm]
        self.domids[host] = self.domids.get(host, 0) + 1
        record.update(resident_on=host, domid=str(self.domids[host]), _last_host=host)
        self.db["host"][host]["resident_VMs"].append(vm)
        store = self.xenstore[host, record["domid"]] = dict(
            GUEST_TOOLS, name=record["name_label"], vm="/vm/" + record["uuid"]
        )
        for vif in record["VIFs"]:
            store["device/vif/{}/state".format(self.db["VIF"][vif]["device"])] = "4"
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
