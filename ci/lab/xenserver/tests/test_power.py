"""The power states of a VM, and the host that runs it."""

from .support import NULL, GiB, SimulatorCase


class States(SimulatorCase):
    def test_from_halted_round_to_halted(self):
        vm = self.xen.vm()
        self.xen.call("VM.start_on", vm, self.xen.host, True, False)
        self.assertEqual(self.xen.state(vm), "Paused")
        for act, state in (
            ("unpause", "Running"),
            ("pause", "Paused"),
            ("unpause", "Running"),
            ("suspend", "Suspended"),
        ):
            self.xen.call("VM." + act, vm)
            self.assertEqual(self.xen.state(vm), state)
        self.assertEqual(self.xen.call("VM.get_resident_on", vm), NULL)
        self.xen.call("VM.resume", vm, False, False)
        self.xen.call("VM.clean_shutdown", vm)
        self.assertEqual(self.xen.state(vm), "Halted")
        self.xen.call("VM.destroy", vm)
        with self.fails("HANDLE_INVALID", "VM", vm):
            self.xen.state(vm)

    def test_what_a_state_does_not_allow(self):
        vm = self.xen.vm()
        for act in ("pause", "unpause", "suspend", "clean_shutdown", "hard_shutdown", "clean_reboot", "hard_reboot"):
            with self.fails("VM_BAD_POWER_STATE", vm):
                self.xen.call("VM." + act, vm)
        self.xen.call("VM.start", vm, False, False)
        with self.fails("VM_BAD_POWER_STATE", vm, "halted", "running"):
            self.xen.call("VM.start", vm, False, False)
        with self.fails("VM_BAD_POWER_STATE", vm, "halted, suspended", "running"):
            self.xen.call("VM.destroy", vm)
        self.xen.call("VM.suspend", vm)
        with self.fails("VM_BAD_POWER_STATE", vm, "paused, running", "suspended"):
            self.xen.call("VM.hard_reboot", vm)
        self.xen.call("VM.destroy", vm)
        with self.fails("HANDLE_INVALID", "VM", vm):
            self.xen.state(vm)

    def test_domain_0_is_left_alone(self):
        (dom0,) = self.xen.call(
            "VM.get_all_records_where",
            f'field "is_control_domain"="true" and field "domid"="0" and field "resident_on"="{self.xen.host}"',
        )
        with self.fails("OPERATION_NOT_ALLOWED"):
            self.xen.call("VM.hard_shutdown", dom0)

    def test_what_vm_create_does_with_its_record(self):
        vm = self.xen.vm(blocked_operations={"start": "no"}, power_state="Running", HVM_boot_policy="BIOS order")
        record = self.xen.call("VM.get_record", vm)
        self.assertEqual((record["blocked_operations"], record["power_state"]), ({}, "Halted"))
        self.assertEqual(record["domain_type"], "hvm")
        self.assertRegex(record["other_config"]["mac_seed"], "^[0-9a-f-]{36}$")
        metrics = self.xen.call("VM_metrics.get_record", record["metrics"])
        self.assertEqual((metrics["memory_actual"], metrics["VCPUs_number"]), ("0", "0"))
        self.xen.call("VM.start", vm, False, False)
        metrics = self.xen.call("VM_metrics.get_record", record["metrics"])
        self.assertEqual((metrics["memory_actual"], metrics["VCPUs_number"]), (str(GiB), "1"))

    def test_sizes_are_set_while_halted(self):
        vm = self.xen.vm()
        self.xen.call("VM.set_memory_static_max", vm, str(2 * GiB))
        self.xen.call("VM.start", vm, False, False)
        with self.fails("VM_BAD_POWER_STATE", vm, "halted", "running"):
            self.xen.call("VM.set_memory_static_max", vm, str(GiB))

    def test_blocked_operations(self):
        vm = self.xen.vm()
        self.xen.call("VM.set_blocked_operations", vm, {"start_on": "rescue"})
        with self.fails("OPERATION_BLOCKED", vm, "rescue"):
            self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        self.xen.call("VM.remove_from_blocked_operations", vm, "start_on")
        self.xen.call("VM.start_on", vm, self.xen.host, False, False)

    def test_a_template_does_not_start(self):
        template = self.xen.vm(is_a_template=True)
        with self.fails("VM_IS_TEMPLATE", template, "start", exactly=True):
            self.xen.call("VM.start", template, False, False)

    def test_a_reboot_gives_a_new_domain_on_the_same_host(self):
        vm = self.xen.started()
        for act in ("clean_reboot", "hard_reboot"):
            before = self.xen.call("VM.get_domid", vm)
            self.xen.call("VM." + act, vm)
            self.assertNotEqual(self.xen.call("VM.get_domid", vm), before)
            self.assertEqual(self.xen.call("VM.get_resident_on", vm), self.xen.host)

    def test_a_hard_reboot_wakes_a_paused_vm(self):
        vm = self.xen.started()
        self.xen.call("VM.pause", vm)
        self.xen.call("VM.hard_reboot", vm)
        self.assertEqual(self.xen.state(vm), "Running")

    def test_devices_and_consoles_live_with_the_domain(self):
        vm = self.xen.vm()
        vbd = self.xen.vbd(vm, self.xen.vdi())
        self.xen.call("VM.start", vm, False, False)
        self.assertTrue(self.xen.call("VBD.get_currently_attached", vbd))
        self.assertEqual(self.xen.call("VBD.get_device", vbd), "xvda")
        console = self.xen.call("VM.get_consoles", vm)[0]
        self.assertEqual(self.xen.call("console.get_protocol", console), "rfb")
        self.xen.call("VM.hard_shutdown", vm)
        self.assertFalse(self.xen.call("VBD.get_currently_attached", vbd))
        self.assertEqual(self.xen.call("VM.get_consoles", vm), [])

    def test_nothing_is_left_of_a_destroyed_vm(self):
        before = self.sim("GET", "state")["pools"]["pool-a"]["counts"]
        vm = self.xen.vm()
        vdi = self.xen.vdi()
        self.xen.vbd(vm, vdi)
        self.xen.call("VM.start", vm, False, False)
        self.xen.call("VM.suspend", vm)
        self.xen.call("VM.hard_shutdown", vm)
        self.xen.call("VM.destroy", vm)
        self.xen.call("VDI.destroy", vdi)
        self.assertEqual(self.sim("GET", "state")["pools"]["pool-a"]["counts"], before)


class Room(SimulatorCase):
    def free(self, host):
        return int(self.xen.call("host.compute_free_memory", host))

    def test_memory_is_taken_while_it_runs(self):
        before = self.free(self.xen.host)
        vm = self.xen.started(memory=2 * GiB)
        self.assertEqual(self.free(self.xen.host), before - 2 * GiB)
        metrics = self.xen.call("host.get_metrics", self.xen.host)
        self.assertEqual(self.xen.call("host_metrics.get_memory_free", metrics), str(before - 2 * GiB))
        self.xen.call("VM.suspend", vm)
        self.assertEqual(self.free(self.xen.host), before)

    def test_too_much_memory(self):
        vm = self.xen.vm(memory=7 * GiB)
        with self.fails("HOST_NOT_ENOUGH_FREE_MEMORY", str(7 * GiB), str(6 * GiB)):
            self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        with self.fails("NO_HOSTS_AVAILABLE"):
            self.xen.call("VM.start", vm, False, False)
        self.assertEqual(self.xen.state(vm), "Halted")

    def test_a_disabled_host_takes_none(self):
        vm = self.xen.vm()
        self.xen.call("host.disable", self.xen.host)
        with self.fails("HOST_DISABLED", self.xen.host):
            self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        self.xen.call("VM.start", vm, False, False)
        self.assertNotEqual(self.xen.call("VM.get_resident_on", vm), self.xen.host)
        self.xen.call("host.enable", self.xen.host)
        self.assertTrue(self.xen.call("host.get_enabled", self.xen.host))

    def test_storage_that_the_host_does_not_see(self):
        local = next(
            sr
            for sr in self.xen.call("SR.get_by_name_label", "Local storage")
            if self.xen.host not in [self.xen.call("PBD.get_host", pbd) for pbd in self.xen.call("SR.get_PBDs", sr)]
        )
        vm = self.xen.vm()
        self.xen.vbd(vm, self.xen.vdi(sr=local))
        with self.fails("VM_REQUIRES_SR", vm, local):
            self.xen.call("VM.start_on", vm, self.xen.host, False, False)

    def resumed_on(self, times=40, **fields):
        """The hosts on which a VM resumes that was suspended on this one."""
        vm, hosts = self.xen.started(**fields), set()
        for _ in range(times):
            self.xen.call("VM.suspend", vm)
            self.xen.call("VM.resume", vm, False, True)
            hosts.add(self.xen.call("VM.get_resident_on", vm))
        return hosts

    def test_it_resumes_on_any_host(self):
        self.assertEqual(self.resumed_on(), set(self.xen.call("host.get_all")))

    def test_it_resumes_on_the_host_of_its_affinity(self):
        self.assertEqual(self.resumed_on(times=10, affinity=self.xen.host), {self.xen.host})

    def test_it_resumes_where_its_disks_are(self):
        vm, sr = self.xen.started(), self.xen.iscsi_sr()
        self.xen.call("VBD.plug", self.xen.vbd(vm, self.xen.lun(sr), "1"))
        for _ in range(10):
            self.xen.call("VM.suspend", vm)
            self.xen.call("VM.resume", vm, False, False)
            self.assertEqual(self.xen.call("VM.get_resident_on", vm), self.xen.host)

    def test_the_host_lists_its_vms(self):
        vm = self.xen.started()
        self.assertIn(vm, self.xen.call("host.get_resident_VMs", self.xen.host))
        self.xen.call("VM.hard_shutdown", vm)
        self.assertNotIn(vm, self.xen.call("host.get_resident_VMs", self.xen.host))
