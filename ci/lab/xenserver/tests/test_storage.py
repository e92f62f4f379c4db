"""SR and PBD: storage that comes and goes, iSCSI."""

from .support import GiB, SimulatorCase


class Repositories(SimulatorCase):
    options = {"luns": {"iqn.test:named": {"3": 5 * GiB}}}

    def test_iscsi_as_nova_attaches_it(self):
        sr = self.xen.iscsi_sr()
        vdi = self.xen.lun(sr)
        self.assertEqual(self.xen.call("SR.get_type", sr), "iscsi")
        self.xen.call("SR.scan", sr)
        self.assertEqual(len(self.xen.call("SR.get_VDIs", sr)), 4)
        self.assertEqual(self.xen.lun(sr), vdi)

    def test_luns_of_the_topology(self):
        sr = self.xen.iscsi_sr(iqn="iqn.test:named")
        self.assertEqual(self.xen.call("VDI.get_virtual_size", self.xen.lun(sr, "3")), str(5 * GiB))
        self.assertEqual(len(self.xen.call("SR.get_VDIs", sr)), 1)

    def test_a_lun_has_the_same_uuid_in_every_pool(self):
        other = self.login("xs-b1")
        self.assertEqual(*(client.call("VDI.get_uuid", client.lun(client.iscsi_sr())) for client in (self.xen, other)))

    def test_introduce_twice(self):
        self.xen.iscsi_sr("same")
        with self.fails("SR_UUID_EXISTS", "same"):
            self.xen.call("SR.introduce", "same", "", "", "iscsi", "", False, {})

    def test_a_driver_that_is_none_is_noticed_when_it_is_plugged(self):
        sr = self.xen.call("SR.introduce", "", "", "", "Floppy", "", False, {})
        self.assertEqual(self.xen.call("SR.get_type", sr), "floppy")
        pbd = self.xen.call("PBD.create", {"host": self.xen.host, "SR": sr, "device_config": {}})
        with self.fails("SR_UNKNOWN_DRIVER", "floppy"):
            self.xen.call("PBD.plug", pbd)

    def pbd(self, sr, host):
        return self.xen.call("PBD.create", {"host": host, "SR": sr, "device_config": {}})

    def test_an_sr_that_is_not_shared_is_attached_to_one_host(self):
        sr, other = self.xen.iscsi_sr(), self.login("xs-a2").host
        second = self.pbd(sr, other)
        with self.fails("SR_NOT_SHARABLE", sr, self.xen.host, exactly=True):
            self.xen.call("PBD.plug", second)
        self.xen.call("PBD.unplug", self.xen.call("SR.get_PBDs", sr)[0])
        self.xen.call("PBD.plug", second)

    def test_a_shared_sr_is_attached_to_every_host(self):
        sr, other = self.xen.iscsi_sr(), self.login("xs-a2").host
        self.xen.call("SR.set_shared", sr, True)
        self.xen.call("PBD.plug", self.pbd(sr, other))
        with self.fails("SR_HAS_MULTIPLE_PBDS"):
            self.xen.call("SR.set_shared", sr, False)

    def test_a_lun_as_the_driver_names_it(self):
        vdi = self.xen.lun(self.xen.iscsi_sr())
        record = self.xen.call("VDI.get_record", vdi)
        self.assertEqual(record["location"], record["uuid"])
        self.assertRegex(record["sm_config"]["SCSIid"], "^36[0-9a-f]{30}$")

    def test_luns_that_the_kernel_sees_late(self):
        self.sim("POST", "storage", {"late_luns": 2})
        sr = self.xen.iscsi_sr()  # the first scan
        self.assertEqual(self.xen.call("SR.get_VDIs", sr), [])
        self.xen.call("SR.scan", sr)
        self.assertEqual(self.xen.call("SR.get_VDIs", sr), [])
        self.xen.call("SR.scan", sr)
        self.assertEqual(len(self.xen.call("SR.get_VDIs", sr)), 4)

    def test_an_sr_must_be_attached_to_be_scanned(self):
        sr = self.xen.call("SR.introduce", "new", "", "", "nfs", "", True, {})
        with self.fails("SR_HAS_NO_PBDS", sr):
            self.xen.call("SR.scan", sr)

    def test_forget(self):
        sr = self.xen.iscsi_sr()
        vdi = self.xen.lun(sr)
        vm = self.xen.started()
        vbd = self.xen.vbd(vm, vdi)
        self.xen.call("VBD.plug", vbd)
        pbd = self.xen.call("SR.get_PBDs", sr)[0]
        with self.fails("VDI_IN_USE", vdi, exactly=True):
            self.xen.call("PBD.unplug", pbd)
        with self.fails("SR_HAS_PBD", sr):
            self.xen.call("SR.forget", sr)
        with self.fails("OPERATION_NOT_ALLOWED"):
            self.xen.call("PBD.destroy", pbd)
        self.xen.call("VBD.unplug", vbd)
        self.xen.call("PBD.unplug", pbd)
        self.xen.call("SR.forget", sr)
        for cls, ref in (("SR", sr), ("PBD", pbd), ("VDI", vdi), ("VBD", vbd)):
            with self.fails("HANDLE_INVALID", cls, ref):
                self.xen.call(cls + ".get_uuid", ref)

    def test_one_pbd_for_a_host(self):
        sr = self.xen.iscsi_sr()
        with self.fails("PBD_EXISTS", sr, self.xen.host):
            self.xen.call("PBD.create", {"host": self.xen.host, "SR": sr, "device_config": {}})
