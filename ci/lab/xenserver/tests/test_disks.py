"""Drives and disks: VBD and VDI."""

import time

from .support import NULL, GiB, SimulatorCase


class Drives(SimulatorCase):
    def test_plug_and_unplug_while_it_runs(self):
        vm = self.xen.started()
        vbd = self.xen.vbd(vm, self.xen.vdi(), "5")
        self.xen.call("VBD.plug", vbd)
        self.assertEqual(self.xen.call("VBD.get_device", vbd), "xvdf")
        with self.fails("DEVICE_ALREADY_ATTACHED", vbd):
            self.xen.call("VBD.plug", vbd)
        with self.fails("OPERATION_NOT_ALLOWED"):
            self.xen.call("VBD.destroy", vbd)
        self.xen.call("VBD.unplug", vbd)
        with self.fails("DEVICE_ALREADY_DETACHED", vbd):
            self.xen.call("VBD.unplug", vbd)
        self.xen.call("VBD.destroy", vbd)
        self.assertEqual(self.xen.call("VM.get_VBDs", vm), [])

    def test_no_plugging_into_a_halted_vm(self):
        vm = self.xen.vm()
        with self.fails("VM_BAD_POWER_STATE", vm, "running", "halted"):
            self.xen.call("VBD.plug", self.xen.vbd(vm, self.xen.vdi()))

    def test_device_numbers(self):
        vm, vdi = self.xen.vm(), self.xen.vdi()
        self.xen.vbd(vm, vdi, "0")
        with self.fails("DEVICE_ALREADY_EXISTS", "0"):
            self.xen.vbd(vm, vdi, "0")
        for device in ("", "disk", "xvdq", "fdz"):
            with self.fails("INVALID_DEVICE", device):
                self.xen.vbd(vm, vdi, device)
        vbd = self.xen.vbd(vm, vdi, "autodetect")
        self.assertEqual(self.xen.call("VBD.get_userdevice", vbd), "1")
        with self.fails("DEVICE_ALREADY_EXISTS", "xvdb"):
            self.xen.vbd(vm, vdi, "xvdb")
        self.xen.vbd(vm, vdi, "sdc")
        self.xen.vbd(vm, vdi, "40")
        free = [str(n) for n in range(3, 255) if n != 40]
        self.assertEqual(self.xen.call("VM.get_allowed_VBD_devices", vm), free)
        self.xen.call("VM.start", vm, False, True)

    def test_names_of_many_devices(self):
        vm = self.xen.started()
        for device, name in (("2", "xvdc"), ("25", "xvdz"), ("26", "xvdaa"), ("sdd", "xvdd")):
            vbd = self.xen.vbd(vm, self.xen.vdi(), device)
            self.xen.call("VBD.plug", vbd)
            self.assertEqual(self.xen.call("VBD.get_device", vbd), name)

    def test_cds(self):
        (iso,) = (
            sr
            for sr in self.xen.call("SR.get_by_name_label", "Local storage ISO")
            if self.xen.call("PBD.get_host", self.xen.call("SR.get_PBDs", sr)[0]) == self.xen.host
        )
        vm, vdi = self.xen.vm(), self.xen.vdi(sr=iso)
        with self.fails("VBD_CDS_MUST_BE_READONLY"):
            self.xen.vbd(vm, vdi, type="cd")
        with self.fails("VDI_IS_NOT_ISO"):
            self.xen.vbd(vm, self.xen.vdi(), type="cd", mode="RO")
        with self.fails("VBD_NOT_REMOVABLE_MEDIA"):
            self.xen.vbd(vm, NULL, empty=True)
        drive = self.xen.vbd(vm, NULL, type="cd", mode="RO", empty=True)
        self.xen.call("VBD.insert", drive, vdi)
        self.assertEqual(self.xen.call("VDI.get_VBDs", vdi), [drive])
        with self.fails("VBD_NOT_EMPTY", drive):
            self.xen.call("VBD.insert", drive, vdi)
        self.xen.call("VBD.eject", drive)
        self.assertEqual(self.xen.call("VDI.get_VBDs", vdi), [])
        with self.fails("VBD_IS_EMPTY", drive):
            self.xen.call("VBD.eject", drive)
        disk = self.xen.vbd(vm, self.xen.vdi(), "1")
        for act, *more in (("insert", vdi), ("eject",)):
            with self.fails("VBD_NOT_REMOVABLE_MEDIA", disk):
                self.xen.call("VBD." + act, disk, *more)
        self.xen.call("VM.start", vm, False, True)
        self.xen.call("VM.suspend", vm)
        with self.fails("VM_BAD_POWER_STATE", vm, "halted, running", "suspended"):
            self.xen.call("VBD.insert", drive, vdi)

    def test_a_disk_is_written_by_one_vm_at_a_time(self):
        vdi, one, other = self.xen.vdi(), self.xen.vm(), self.xen.vm()
        first, second = self.xen.vbd(one, vdi), self.xen.vbd(other, vdi)
        self.xen.call("VM.start", one, False, False)
        with self.fails("VDI_IN_USE", vdi):
            self.xen.call("VM.start", other, False, False)
        self.xen.call("VBD.unplug", first)
        self.xen.call("VM.start", other, False, False)
        with self.fails("VDI_IN_USE", vdi, exactly=True):
            self.xen.call("VBD.plug", first)
        self.assertTrue(self.xen.call("VBD.get_currently_attached", second))
        self.xen.call("VM.suspend", other)  # it does not hold the disk
        self.xen.call("VBD.plug", first)

    def test_readers_share_a_disk_and_a_writer_does_not_join_them(self):
        vdi = self.xen.vdi()
        one, other, writer = (self.xen.started(name) for name in ("one", "other", "writer"))
        for vm in (one, other):
            self.xen.call("VBD.plug", self.xen.vbd(vm, vdi, mode="RO"))
        with self.fails("VDI_IN_USE", vdi):
            self.xen.call("VBD.plug", self.xen.vbd(writer, vdi))

    def test_a_drive_is_plugged_only_into_a_running_vm(self):
        vm = self.xen.started()
        plugged, other = self.xen.vbd(vm, self.xen.vdi(), "1"), self.xen.vbd(vm, self.xen.vdi(), "2")
        self.xen.call("VBD.plug", plugged)
        self.xen.call("VM.pause", vm)
        for method, vbd in (("VBD.plug", other), ("VBD.unplug", plugged), ("VBD.unplug_force", plugged)):
            with self.fails("VM_BAD_POWER_STATE", vm, "running", "paused"):
                self.xen.call(method, vbd)

    def test_a_drive_that_cannot_be_unplugged(self):
        vm = self.xen.started()
        vbd = self.xen.vbd(vm, self.xen.vdi(), unpluggable=False)
        self.xen.call("VBD.plug", vbd)
        with self.fails("VBD_NOT_UNPLUGGABLE", vbd):
            self.xen.call("VBD.unplug", vbd)

    def test_modes_and_types_are_written_in_any_case(self):
        vbd = self.xen.vbd(self.xen.vm(), self.xen.vdi(), type="DISK", mode="rw")
        record = self.xen.call("VBD.get_record", vbd)
        self.assertEqual((record["type"], record["mode"]), ("Disk", "RW"))
        with self.fails("FIELD_TYPE_ERROR", "mode"):
            self.xen.vbd(self.xen.vm(), self.xen.vdi(), mode="WO")

    def test_a_read_only_disk_is_attached_read_only(self):
        vdi = self.xen.vdi(read_only=True)
        with self.fails("VDI_READONLY", vdi):
            self.xen.vbd(self.xen.vm(), vdi)
        self.xen.vbd(self.xen.vm(), vdi, mode="RO")


class Disks(SimulatorCase):
    def test_create_and_destroy(self):
        sr = self.xen.default_sr()
        vdi = self.xen.vdi(GiB + 1, name_label="disk", type="User")
        record = self.xen.call("VDI.get_record", vdi)
        self.assertEqual(record["virtual_size"], str(GiB + 2 * 1024**2))  # whole blocks
        self.assertEqual((record["type"], record["location"]), ("user", record["uuid"]))
        self.assertEqual(self.xen.call("SR.get_virtual_allocation", sr), record["virtual_size"])
        self.xen.call("VDI.destroy", vdi)
        self.assertEqual(self.xen.call("SR.get_VDIs", sr), [])

    def test_a_file_may_be_larger_than_its_sr_but_not_than_the_format(self):
        self.xen.vdi(101 * GiB)
        with self.fails("SR_BACKEND_FAILURE_79"):
            self.xen.vdi(2041 * GiB)

    def test_a_disk_in_use_is_neither_destroyed_nor_resized(self):
        vm, vdi = self.xen.vm(), self.xen.vdi()
        vbd = self.xen.vbd(vm, vdi)
        self.xen.call("VM.start", vm, False, False)
        with self.fails("VDI_IN_USE", vdi, "destroy"):
            self.xen.call("VDI.destroy", vdi)
        with self.fails("VDI_IN_USE", vdi, "resize"):
            self.xen.call("VDI.resize", vdi, str(2 * GiB))
        with self.fails("VDI_IN_USE", vdi, "copy"):
            self.xen.call("VDI.copy", vdi, self.xen.default_sr())
        self.xen.call("VDI.clone", vdi)
        self.xen.call("VM.hard_shutdown", vm)
        self.xen.call("VDI.destroy", vdi)
        self.assertEqual(self.xen.call("VBD.get_VDI", vbd), NULL)

    def test_resize(self):
        vdi = self.xen.vdi()
        self.xen.call("VDI.resize", vdi, str(2 * GiB))
        self.assertEqual(self.xen.call("VDI.get_virtual_size", vdi), str(2 * GiB))
        with self.fails("SR_BACKEND_FAILURE_79"):
            self.xen.call("VDI.resize", vdi, str(GiB))

    def test_nothing_is_done_to_a_disk_whose_sr_is_not_attached(self):
        vdi = self.xen.vdi()
        for pbd in self.xen.call("SR.get_PBDs", self.xen.default_sr()):
            self.xen.call("PBD.unplug", pbd)
        for method, *more in (("clone",), ("snapshot",), ("resize", str(2 * GiB)), ("copy", self.xen.default_sr())):
            with self.fails("SR_HAS_NO_PBDS", self.xen.default_sr()):
                self.xen.call("VDI." + method, vdi, *more)

    def test_a_lun_is_no_vhd(self):
        sr = self.xen.iscsi_sr()
        lun = self.xen.lun(sr)
        for method, *more in (("clone",), ("snapshot",), ("resize", str(2 * GiB))):
            with self.fails("SR_OPERATION_NOT_SUPPORTED", sr):
                self.xen.call("VDI." + method, lun, *more)

    def test_what_an_earlier_release_removed(self):
        with self.fails("MESSAGE_REMOVED", exactly=True):
            self.xen.call("VDI.resize_online", self.xen.vdi(), str(2 * GiB))

    def test_introduce_a_disk_that_is_there(self):
        vdi = self.xen.vdi(name_label="x")
        r = self.xen.call("VDI.get_record", vdi)
        self.assertEqual(
            vdi,
            self.xen.call(
                "VDI.introduce", r["uuid"], "x", "", r["SR"], "user", False, False, {}, r["location"], {}, {}
            ),
        )


class Chains(SimulatorCase):
    def parent(self, vdi):
        return self.xen.call("VDI.get_sm_config", vdi).get("vhd-parent")

    def disks(self, managed):
        return [r for r in self.xen.call("VDI.get_all_records").values() if r["managed"] == managed]

    def scan(self):
        self.xen.call("SR.scan", self.xen.default_sr())

    def test_a_snapshot_and_its_disk_share_a_hidden_base(self):
        vdi = self.xen.vdi(name_label="disk")
        snapshot = self.xen.call("VDI.snapshot", vdi, {})
        base = self.disks(managed=False)[0]
        self.assertEqual((self.parent(vdi), self.parent(snapshot)), (base["uuid"], base["uuid"]))
        record = self.xen.call("VDI.get_record", snapshot)
        self.assertTrue(record["is_a_snapshot"])
        self.assertEqual((record["snapshot_of"], record["name_label"]), (vdi, "disk"))
        self.assertEqual(self.xen.call("VDI.get_snapshots", vdi), [snapshot])
        hidden = self.xen.call("VDI.get_by_uuid", base["uuid"])
        for method, *more in (("destroy",), ("clone",), ("snapshot",), ("copy", self.xen.default_sr())):
            with self.fails("VDI_NOT_MANAGED", hidden):
                self.xen.call("VDI." + method, hidden, *more)
        self.xen.call("VDI.destroy", snapshot)
        self.assertEqual(self.xen.call("VDI.get_snapshots", vdi), [])

    def test_a_clone_is_no_snapshot(self):
        clone = self.xen.call("VDI.clone", self.xen.call("VDI.snapshot", self.xen.vdi()))
        record = self.xen.call("VDI.get_record", clone)
        self.assertEqual((record["is_a_snapshot"], record["snapshot_of"]), (False, NULL))

    def test_bases_of_deleted_snapshots_coalesce_at_a_scan(self):
        vdi = self.xen.vdi()
        first = self.xen.call("VDI.snapshot", vdi)
        oldest = self.parent(first)
        self.xen.call("VDI.destroy", first)
        self.xen.call("VDI.snapshot", vdi)
        self.assertEqual(len(self.disks(managed=False)), 2)
        self.scan()
        self.assertEqual([base["uuid"] for base in self.disks(managed=False)], [oldest])
        self.assertEqual(self.parent(vdi), oldest)

    def test_a_base_with_one_leaf_stays(self):
        vdi = self.xen.vdi()
        self.xen.call("VDI.destroy", self.xen.call("VDI.snapshot", vdi))
        self.scan()
        self.assertEqual(len(self.disks(managed=False)), 1)

    def test_a_base_without_leaves_goes(self):
        vdi = self.xen.vdi()
        self.xen.call("VDI.destroy", self.xen.call("VDI.clone", vdi))
        self.xen.call("VDI.destroy", vdi)
        self.scan()
        self.assertEqual(self.disks(managed=False), [])

    def test_a_copy_has_no_parent_and_the_size_of_the_chain(self):
        vdi = self.xen.vdi()
        self.xen.call("VDI.snapshot", vdi)
        copy = self.xen.call("VDI.copy", vdi, self.xen.default_sr())
        self.assertIsNone(self.parent(copy))
        self.assertEqual(self.xen.call("VDI.get_physical_utilisation", copy), str(2 * 72 * 1024))


class LateGarbage(SimulatorCase):
    options = {"gc_seconds": 0.3}

    def test_base_copies_are_merged_some_time_after_the_scan(self):
        vdi = self.xen.vdi()
        self.xen.call("VDI.destroy", self.xen.call("VDI.clone", vdi))
        self.xen.call("VDI.destroy", vdi)
        self.xen.call("SR.scan", self.xen.default_sr())
        self.assertEqual(len(self.xen.call("VDI.get_all")), 1)
        deadline = time.monotonic() + 10
        while self.xen.call("VDI.get_all") and time.monotonic() < deadline:
            pass
        self.assertEqual(self.xen.call("VDI.get_all"), [])
