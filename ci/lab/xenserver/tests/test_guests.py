"""Guests that are slow to boot, lack drivers or features, or do not shut down."""

import time

from .support import SimulatorCase

TOOLS = "attr/PVAddons/MajorVersion"


class Booting(SimulatorCase):
    def hvm(self, name="vm"):
        return self.xen.started(name, HVM_boot_policy="BIOS order")

    def test_drives_of_an_hvm_guest_need_its_drivers(self):
        self.sim("POST", "guests", {"boot_seconds": 0.4})
        vm = self.hvm()
        vbd = self.xen.vbd(vm, self.xen.vdi(), "1")
        for method in ("VBD.plug",):
            with self.fails("VM_MISSING_PV_DRIVERS", vm, exactly=True):
                self.xen.call(method, vbd)
        self.wait(lambda: self.metrics(vm)["PV_drivers_detected"])
        self.xen.call("VBD.plug", vbd)
        self.xen.call("VM.clean_reboot", vm)
        with self.fails("VM_MISSING_PV_DRIVERS", vm):
            self.xen.call("VBD.unplug", vbd)

    def wait(self, done):
        deadline = time.monotonic() + 10
        while not done():
            self.assertLess(time.monotonic(), deadline)

    def metrics(self, vm):
        return self.xen.call("VM_guest_metrics.get_record", self.xen.call("VM.get_guest_metrics", vm))

    def test_those_of_a_pv_guest_do_not(self):
        self.sim("POST", "guests", {"drivers": False})
        vm = self.xen.started()
        self.xen.call("VBD.plug", self.xen.vbd(vm, self.xen.vdi(), "1"))

    def read(self, vm, path):
        domid = self.xen.call("VM.get_domid", vm)
        return self.xen.plain_plugin("xenstore", "read_record", dom_id=domid, path=path, ignore_missing_path="True")

    def test_drivers_write_to_the_xenstore(self):
        self.sim("POST", "guests", {"boot_seconds": 0.4})
        vm = self.xen.started()
        self.assertEqual(self.read(vm, TOOLS), '"None"')
        self.wait(lambda: self.read(vm, TOOLS) == "7")

    def test_an_hvm_guest_without_features(self):
        vm, other = self.hvm(), self.login("xs-a2").host
        self.sim("POST", "guests", {"uuid": "server-of-vm", "features": False})
        for method, *arguments in (
            ("VM.clean_shutdown",),
            ("VM.clean_reboot",),
            ("VM.suspend",),
            ("VM.pool_migrate", other, {}),
        ):
            with self.fails("VM_LACKS_FEATURE", vm, exactly=True):
                self.xen.call(method, vm, *arguments)
        self.xen.call("VM.hard_shutdown", vm)

    def test_a_guest_that_does_not_shut_down(self):
        vm = self.xen.started("stubborn")
        for shutdown, failure in (
            ("unacknowledged", ["VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT", vm]),
            ("hangs", ["VM_SHUTDOWN_TIMEOUT", vm, "1200."]),
        ):
            self.sim("POST", "guests", {"uuid": "server-of-stubborn", "shutdown": shutdown})
            for method in ("VM.clean_shutdown", "VM.clean_reboot"):
                with self.fails(*failure, exactly=True):
                    self.xen.call(method, vm)
            self.assertEqual(self.xen.state(vm), "Running")
        self.xen.call("VM.shutdown", vm)
        self.assertEqual(self.xen.state(vm), "Halted")

    def test_habits_of_guests_that_start_later(self):
        self.assertEqual(self.sim("POST", "guests", {"boot_seconds": 3, "drivers": False})["drivers"], False)
        self.assertEqual(self.sim("DELETE", "guests")["boot_seconds"], 0)
        for bad in ({"boot_seconds": -1}, {"shutdown": "maybe"}, {"colour": "red"}, {"drivers": 1}):
            self.sim("POST", "guests", bad, status=400)
        self.sim("POST", "guests", {"uuid": "none", "drivers": True}, status=404)

    def test_storage_settings(self):
        def value():
            return self.xen.plain_plugin("config_file", "get_val", key="relax-xsm-sr-check")

        self.assertEqual(value(), "true")
        for relax, shown in ((False, "false"), (None, ""), (True, "true")):
            self.assertEqual(self.sim("POST", "storage", {"relax": relax}), {"late_luns": 0, "relax": relax})
            self.assertEqual(value(), shown)
