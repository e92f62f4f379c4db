"""Operations in progress exclude others, make them wait, and are cancelled."""

import time
from concurrent.futures import ThreadPoolExecutor

from .support import Client, SimulatorCase, XenError


class InProgress(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.others = ThreadPoolExecutor()
        self.addCleanup(self.others.shutdown)

    def begin(self, method, ref, *arguments, delay=60.0):
        """A call of another client that takes long, once it is in progress."""
        self.sim("POST", "fault", {"method": method, "delay": delay})
        call = self.others.submit(Client(self.url).call, method, ref, *arguments)
        cls, _, operation = method.partition(".")
        while operation not in self.xen.call(cls + ".get_current_operations", ref).values():
            self.assertFalse(call.done(), call)
        return call

    def ended(self, call):
        """The details of its failure; None: it has succeeded."""
        try:
            call.result(10)
        except XenError as error:
            return error.details
        return None

    def test_one_waits_for_the_other_and_then_finds_the_state_that_it_left(self):
        vm = self.xen.started()
        call = self.begin("VM.pause", vm, delay=0.3)
        with self.fails("VM_BAD_POWER_STATE", vm, "running", "paused"):
            self.xen.call("VM.suspend", vm)
        self.assertIsNone(self.ended(call))

    def test_the_power_state_is_checked_at_once(self):
        vm = self.xen.vm()
        call = self.begin("VM.start", vm, False, False, delay=0.3)
        with self.fails("VM_BAD_POWER_STATE", vm, "running", "halted"):
            self.xen.call("VM.pause", vm)
        self.assertFalse(call.done())
        self.assertIsNone(self.ended(call))
        self.assertEqual(self.xen.call("VM.get_current_operations", vm), {})

    def test_a_hard_shutdown_cancels_a_clean_one(self):
        vm = self.xen.started()
        for method, *arguments in (
            ("VM.clean_shutdown", vm),
            ("VM.clean_reboot", vm),
            ("VM.suspend", vm),
            ("VM.pool_migrate", vm, self.login("xs-a2").host, {}),
        ):
            call = self.begin(method, *arguments)
            self.xen.call("VM.hard_shutdown", vm)
            self.assertEqual(self.ended(call)[0], "TASK_CANCELLED", method)
            self.assertEqual((self.xen.state(vm), self.xen.call("VM.get_current_operations", vm)), ("Halted", {}))
            self.xen.call("VM.start", vm, False, False)

    def test_nothing_is_plugged_while_a_vm_shuts_down(self):
        vm = self.xen.started()
        vbd = self.xen.vbd(vm, self.xen.vdi())
        call = self.begin("VM.clean_shutdown", vm)
        with self.fails("OPERATION_NOT_ALLOWED", f"Current operation on VM:{vm} is clean_shutdown"):
            self.xen.call("VBD.plug", vbd)
        self.xen.call("VM.hard_shutdown", vm)
        self.ended(call)

    def test_no_drive_is_made_while_a_vm_moves(self):
        vm, vdi = self.xen.started(), self.xen.vdi()
        call = self.begin("VM.pool_migrate", vm, self.login("xs-a2").host, {})
        with self.fails("OTHER_OPERATION_IN_PROGRESS", "VM", vm, "pool_migrate"):
            self.xen.vbd(vm, vdi)
        self.xen.call("VM.hard_shutdown", vm)
        self.ended(call)

    def test_devices_have_operations_of_their_own(self):
        vm = self.xen.started()
        one, other = (self.xen.vbd(vm, self.xen.vdi(), device) for device in "12")
        call = self.begin("VBD.plug", one, delay=0.3)
        self.xen.call("VBD.plug", other)
        self.assertFalse(call.done())
        with self.fails("DEVICE_ALREADY_ATTACHED", one):
            self.xen.call("VBD.plug", one)
        self.assertIsNone(self.ended(call))

    def test_a_failed_operation_is_no_longer_in_progress(self):
        vm = self.xen.started()
        self.sim("POST", "fault", {"method": "VM.pause", "error": ["INTERNAL_ERROR", "x"]})
        with self.fails("INTERNAL_ERROR"):
            self.xen.call("VM.pause", vm)
        self.xen.call("VM.pause", vm)


class Impatient(InProgress):
    """The time for which an operation is tried again, which is two hours, has ended."""

    options = {"operation_wait": 0.1}

    def test_one_waits_for_the_other_and_then_finds_the_state_that_it_left(self):
        vm = self.xen.started()
        call = self.begin("VM.pause", vm)
        started = time.monotonic()
        with self.fails("OTHER_OPERATION_IN_PROGRESS", "VM.pause", vm, exactly=True):
            self.xen.call("VM.suspend", vm)
        self.assertLess(time.monotonic() - started, 30)
        vbd = self.xen.vbd(self.xen.started("other"), self.xen.vdi())
        plugging = self.begin("VBD.plug", vbd, delay=1)
        with self.fails("OTHER_OPERATION_IN_PROGRESS", "VBD", vbd, "plug", exactly=True):
            self.xen.call("VBD.plug", vbd)
        self.xen.call("VM.hard_shutdown", vm)  # may begin beside it, and does not cancel it
        self.sim("DELETE", "fault")
        self.assertIsNone(self.ended(plugging))
        self.others.submit(self.end, call)

    def end(self, call):
        call.cancel()

    def test_devices_have_operations_of_their_own(self):
        """It waits longer than this."""
