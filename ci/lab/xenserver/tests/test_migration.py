"""Moving a VM: inside its pool, and to another with its disks."""

from .support import NULL, GiB, SimulatorCase


class Within(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.other = self.login("xs-a2").host

    def migrate(self, vm, host):
        self.xen.call("VM.pool_migrate", vm, host, {"live": "true"})

    def test_it_runs_on_the_other_host(self):
        vm = self.xen.vm()
        self.xen.vbd(vm, self.xen.vdi())
        self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        uuid, free = self.xen.call("VM.get_uuid", vm), self.xen.call("host.compute_free_memory", self.other)
        self.migrate(vm, self.other)
        record = self.xen.call("VM.get_record", vm)
        self.assertEqual((record["resident_on"], record["uuid"], record["power_state"]), (self.other, uuid, "Running"))
        self.assertEqual(self.xen.call("host.compute_free_memory", self.other), str(int(free) - GiB))
        self.assertNotIn(vm, self.xen.call("host.get_resident_VMs", self.xen.host))

    def test_a_host_with_no_room(self):
        self.xen.call("VM.start_on", self.xen.vm(memory=5 * GiB), self.other, False, False)
        vm = self.xen.started(memory=2 * GiB)
        with self.fails("HOST_NOT_ENOUGH_FREE_MEMORY", str(2 * GiB), str(GiB)):
            self.migrate(vm, self.other)
        self.assertEqual(self.xen.call("VM.get_resident_on", vm), self.xen.host)

    def test_only_a_running_vm(self):
        vm = self.xen.vm()
        with self.fails("VM_BAD_POWER_STATE", vm, "running", "halted"):
            self.migrate(vm, self.other)

    def with_volume(self):
        vm, sr = self.xen.started(), self.xen.iscsi_sr()
        self.xen.call("VBD.plug", self.xen.vbd(vm, self.xen.lun(sr), "1"))
        return vm, sr

    def test_the_destination_must_have_the_network(self):
        alone = self.xen.network()
        vm = self.xen.vm()
        self.xen.call("VIF.create", {"VM": vm, "network": alone, "device": "0", "MAC": "fa:16:3e:00:00:01"})
        self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        self.migrate(vm, self.other)  # internal to whichever host it is on

    def test_the_destination_must_see_the_storage(self):
        vm, sr = self.with_volume()
        with self.fails("VM_REQUIRES_SR", vm, sr):
            self.migrate(vm, self.other)


class Compatible(SimulatorCase):
    """Hosts of one pool that are not alike."""

    options = {
        "pools": [
            {
                "name": "pool-a",
                "hosts": [
                    {"name": "xs-a1", "address": "127.0.0.1", "cpu_features": "ff-ff"},
                    {"name": "xs-a2", "address": "127.0.0.1", "cpu_features": "ff-0f"},
                ],
            },
            {
                "name": "pool-b",
                "software": {"platform_version": "2.6.0"},
                "hosts": [{"name": "xs-b1", "address": "127.0.0.1", "cpu_features": "ff-ff"}],
            },
        ]
    }

    def test_a_cpu_that_lacks_what_the_vm_has_seen(self):
        other = self.login("xs-a2").host
        vm = self.xen.started()
        with self.fails("VM_INCOMPATIBLE_WITH_THIS_HOST", vm, other):
            self.xen.call("VM.pool_migrate", vm, other, {})
        back = self.xen.vm("back")
        self.xen.call("VM.start_on", back, other, False, False)
        self.xen.call("VM.pool_migrate", back, self.xen.host, {})

    def test_an_older_host(self):
        there = self.login("xs-b1")
        network = there.call("PIF.get_network", there.call("PIF.get_all")[0])
        dest = there.call("host.migrate_receive", there.host, network, {})
        vm = self.xen.started()
        with self.fails("VM_HOST_INCOMPATIBLE_VERSION_MIGRATE", there.host, vm):
            self.xen.call("VM.migrate_send", vm, dest, True, {}, {}, {})


class Across(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.there = self.login("xs-b1")
        self.network = self.there.call("PIF.get_network", self.there.call("PIF.get_all")[0])
        self.dest = self.there.call("host.migrate_receive", self.there.host, self.network, {})
        self.vm = self.xen.vm("moving")
        self.disk = self.xen.vdi(name_label="root")
        self.xen.call("VDI.snapshot", self.disk)
        self.xen.vbd(self.vm, self.disk, other_config={"kept": "yes"})
        self.vif = self.xen.call(
            "VIF.create", {"VM": self.vm, "network": self.xen.network(), "device": "0", "MAC": "fa:16:3e:00:00:07"}
        )
        self.maps = {self.disk: self.there.default_sr()}, {self.vif: self.network}

    def start(self):
        self.xen.call("VM.start_on", self.vm, self.xen.host, False, False)

    def send(self, vdi_map=None, vif_map=None):
        arguments = (
            self.vm,
            self.dest,
            True,
            self.maps[0] if vdi_map is None else vdi_map,
            self.maps[1] if vif_map is None else vif_map,
            {},
        )
        self.xen.call("VM.assert_can_migrate", *arguments)
        return self.xen.call("VM.migrate_send", *arguments)

    def test_vm_disks_and_vifs_are_there_and_no_more_here(self):
        self.start()
        uuid = self.xen.call("VM.get_uuid", self.vm)
        vm = self.send()
        record = self.there.call("VM.get_record", vm)
        self.assertEqual(
            (record["uuid"], record["resident_on"], record["power_state"]), (uuid, self.there.host, "Running")
        )
        vbd = self.there.call("VBD.get_record", record["VBDs"][0])
        disk = self.there.call("VDI.get_record", vbd["VDI"])
        self.assertEqual(
            (vbd["other_config"], vbd["currently_attached"], disk["name_label"]), ({"kept": "yes"}, True, "root")
        )
        self.assertNotIn("vhd-parent", disk["sm_config"])
        self.assertIn("base_mirror", disk["sm_config"])
        self.assertEqual(self.there.call("VIF.get_MAC", record["VIFs"][0]), "fa:16:3e:00:00:07")
        for cls, ref in (("VM", self.vm), ("VDI", self.disk), ("VIF", self.vif)):
            with self.fails("HANDLE_INVALID", cls, ref):
                self.xen.call(cls + ".get_uuid", ref)

    def test_halted_and_suspended_vms_move_as_they_are(self):
        self.start()
        self.xen.call("VM.suspend", self.vm)
        vm = self.send()
        self.assertEqual(self.there.state(vm), "Suspended")
        self.there.call("VM.resume", vm, False, False)
        self.assertEqual(self.there.state(vm), "Running")

    def test_every_disk_and_vif_needs_a_place(self):
        self.start()
        with self.fails("VDI_NOT_IN_MAP", self.disk):
            self.send(vdi_map={})
        with self.fails("VIF_NOT_IN_MAP", self.vif):
            self.send(vif_map={})
        self.assertEqual(self.xen.state(self.vm), "Running")

    def test_where_a_vm_is_received(self):
        self.assertEqual(self.dest["master"], "http://127.0.0.1/")
        internal = self.there.call("network.create", {"name_label": "internal"})
        with self.fails("HOST_CANNOT_ATTACH_NETWORK", self.there.host, internal):
            self.there.call("host.migrate_receive", self.there.host, internal, {})

    def test_storage_that_cannot_migrate(self):
        self.start()
        here = self.xen.iscsi_sr()
        lun = self.xen.lun(here)
        self.xen.call("VBD.plug", self.xen.vbd(self.vm, lun, "1"))
        with self.fails("SR_DOES_NOT_SUPPORT_MIGRATION", here, exactly=True):
            self.send({**self.maps[0], lun: self.there.default_sr()})

    def test_networks_are_not_mapped_within_a_pool(self):
        self.start()
        self.dest = self.xen.call("host.migrate_receive", self.xen.host, self.network_here(), {})
        with self.fails("OPERATION_NOT_ALLOWED"):
            self.send({self.disk: self.xen.default_sr()}, {self.vif: self.network_here()})

    def test_a_session_of_the_destination_is_needed(self):
        self.dest["session_id"] = "none"
        with self.fails("SESSION_INVALID"):
            self.send()

    def test_a_volume_is_the_same_lun_there(self):
        self.start()
        here, there = self.xen.iscsi_sr(), self.there.iscsi_sr()
        lun = self.xen.lun(here)
        self.xen.call("VBD.plug", self.xen.vbd(self.vm, lun, "1"))
        vm = self.send({**self.maps[0], lun: there})
        disks = [self.there.call("VBD.get_VDI", vbd) for vbd in self.there.call("VM.get_VBDs", vm)]
        self.assertIn(self.there.lun(there), disks)
        self.assertEqual(self.xen.call("VDI.get_VBDs", lun), [])  # for nova to forget

    def test_to_other_storage_of_the_same_pool(self):
        self.start()
        local = next(
            sr
            for sr in self.xen.call("SR.get_by_name_label", "Local storage")
            if self.xen.call("PBD.get_host", self.xen.call("SR.get_PBDs", sr)[0]) == self.xen.host
        )
        self.dest = self.xen.call("host.migrate_receive", self.xen.host, self.network_here(), {})
        self.assertEqual(self.send({self.disk: local}, {}), self.vm)
        disk = self.xen.call("VBD.get_VDI", self.xen.call("VM.get_VBDs", self.vm)[0])
        self.assertNotEqual(disk, NULL)
        self.assertEqual(self.xen.call("VDI.get_SR", disk), local)

    def network_here(self):
        return self.xen.call("PIF.get_network", self.xen.call("PIF.get_all")[0])
