"""The dom0 plugins that nova calls, but for those that move images."""

import base64
import json
import pickle
import zlib

from .support import SimulatorCase


class Calls(SimulatorCase):
    def test_what_is_not_there(self):
        with self.fails("XENAPI_MISSING_PLUGIN", "nothing.py"):
            self.xen.plain_plugin("nothing", "x")
        with self.fails("UNKNOWN_XENAPI_PLUGIN_FUNCTION", "x"):
            self.xen.plain_plugin("xenhost", "x")

    def test_a_client_in_python_2_sends_and_gets_strings(self):
        params = pickle.dumps(dict(args=[], kwargs={}), 0).decode()
        answer = self.xen.plain_plugin("dom0_plugin_version", "get_version", params=params)
        self.assertIsInstance(answer, str)
        self.assertEqual(pickle.loads(answer.encode()), "2.1")
        self.assertEqual(self.xen.plugin("dom0_plugin_version", "get_version"), "2.1")

    def test_missing_arguments(self):
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "get_pci_type", "TypeError"):
            self.xen.plugin("xenhost", "get_pci_type")
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "write_record", "KeyError"):
            self.xen.plain_plugin("xenstore", "write_record")


class Host(SimulatorCase):
    def plain(self, function, **arguments):
        return json.loads(self.xen.plain_plugin("xenhost", function, **arguments))

    def test_facts(self):
        data = self.plain("host_data")
        self.assertEqual(data["host_hostname"], "xs-a1")
        self.assertEqual(data["host_memory"]["total"], 8 << 30)
        self.assertEqual(data["host_cpu_info"]["cpu_count"], 16)
        self.assertIn("load average", self.plain("host_uptime")["uptime"])

    def test_enabling(self):
        self.assertEqual(self.plain("set_host_enabled", enabled="false"), {"status": "disabled"})
        self.assertFalse(self.xen.call("host.get_enabled", self.xen.host))
        self.assertEqual(self.plain("set_host_enabled", enabled="true"), {"status": "enabled"})
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "set_host_enabled", "PluginError"):
            self.plain("set_host_enabled", enabled="maybe")

    def test_reboot_and_shutdown(self):
        vm = self.xen.started()
        self.assertEqual(self.plain("host_reboot"), {"power_action": "reboot"})
        self.assertEqual(self.xen.state(vm), "Halted")
        self.assertEqual(self.plain("host_shutdown"), {"power_action": "shutdown"})
        self.assertTrue(self.sim("GET", "state")["pools"]["pool-a"]["hosts"]["xs-a1"]["away"])


class NetworkDevices(SimulatorCase):
    def run_(self, command, **arguments):
        return self.xen.plugin("xenhost", "network_config", {"cmd": command, "args": arguments})

    def refused(self):
        return self.fails("XENAPI_PLUGIN_EXCEPTION", "network_config", "PluginError")

    def test_a_bridge(self):
        with self.refused():
            self.run_("ip_link_get_dev", device_name="qbr1")
        self.assertEqual(self.run_("brctl_add_br", bridge_name="qbr1"), "")
        self.run_("ip_link_get_dev", device_name="qbr1")
        with self.refused():
            self.run_("brctl_add_br", bridge_name="qbr1")
        self.run_("brctl_del_br", bridge_name="qbr1")
        with self.refused():
            self.run_("brctl_del_br", bridge_name="qbr1")

    def test_the_ends_of_a_pair_go_together(self):
        self.run_("ip_link_add_veth_pair", dev1_name="qvb1", dev2_name="qvo1")
        self.run_("ip_link_set_dev", device_name="qvo1", option="up")
        self.run_("ip_link_del_dev", device_name="qvb1")
        with self.refused():
            self.run_("ip_link_get_dev", device_name="qvo1")

    def test_each_host_has_its_own(self):
        self.run_("brctl_add_br", bridge_name="qbr1")
        with self.refused():
            self.login("xs-a2").plugin(
                "xenhost", "network_config", {"cmd": "ip_link_get_dev", "args": {"device_name": "qbr1"}}
            )

    def test_what_is_not_permitted(self):
        for command, arguments in (("rm", {}), ("brctl_add_br", {})):
            with self.refused():
                self.run_(command, **arguments)


class Guests(SimulatorCase):
    def store(self, function, **arguments):
        return self.xen.plain_plugin("xenstore", function, **arguments)

    def test_xenstore(self):
        domid = self.xen.call("VM.get_domid", self.xen.started("one"))
        self.assertEqual(self.store("read_record", dom_id=domid, path="name"), '"one"')
        self.assertEqual(
            self.store("read_record", dom_id=domid, path="attr/PVAddons/MajorVersion", ignore_missing_path="True"), "7"
        )
        self.store("write_record", dom_id=domid, path="a/b", value="x")
        self.assertEqual(self.store("read_record", dom_id=domid, path="a/b"), '"x"')
        self.store("delete_record", dom_id=domid, path="a/b")
        self.assertEqual(self.store("read_record", dom_id=domid, path="a/b", ignore_missing_path="True"), '"None"')
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "read_record", "PluginError"):
            self.store("read_record", dom_id=domid, path="a/b")

    def test_console(self):
        domid = self.xen.call("VM.get_domid", self.xen.started())
        text = self.xen.plain_plugin("console", "get_console_log", dom_id=domid)
        self.assertIn(f"domain {domid} on xs-a1", zlib.decompress(base64.b64decode(text)).decode())
        for domid in ("99", "x"):
            with self.fails("XENAPI_PLUGIN_EXCEPTION", "get_console_log", "PluginError"):
                self.xen.plain_plugin("console", "get_console_log", dom_id=domid)

    def test_traffic(self):
        vm = self.xen.vm()
        self.xen.call("VIF.create", {"VM": vm, "network": self.xen.network(), "device": "0"})
        self.xen.call("VM.start_on", vm, self.xen.host, False, False)
        domid = self.xen.call("VM.get_domid", vm)
        self.assertEqual(list(self.xen.plugin("bandwidth", "fetch_all_bandwidth")[domid]), ["0"])

    def test_no_agent_responds(self):
        with self.fails(
            "XENAPI_PLUGIN_EXCEPTION", "version", "PluginError", "TIMEOUT: No response from agent within 5 seconds."
        ):
            self.xen.plain_plugin("agent", "version", id="x", dom_id="1", timeout="5")


class BootFiles(SimulatorCase):
    def kernel(self, function, **arguments):
        return self.xen.plain_plugin("kernel", function, **arguments)

    def test_a_kernel_is_copied_once(self):
        vdi = self.xen.vdi()
        path = self.kernel("copy_vdi", **{"vdi-ref": vdi, "image-size": "5", "cached-image": "aki"})
        self.assertEqual(path, "/boot/guest/" + self.xen.call("VDI.get_uuid", vdi))
        names = {"cached-image": "aki", "new-image-uuid": "new"}
        self.assertEqual(self.kernel("create_kernel_ramdisk", **names), "/boot/guest/new")
        self.kernel("remove_kernel_ramdisk", **{"kernel-file": "/boot/guest/aki"})
        self.assertEqual(self.kernel("create_kernel_ramdisk", **names), "")

    def test_the_configuration_that_lets_volumes_migrate(self):
        key = "relax-xsm-sr-check"
        self.assertEqual(self.xen.plain_plugin("config_file", "get_val", key=key), "true")

    def test_partitions(self):
        call = self.xen.plugin
        self.assertEqual(call("partition_utils", "wait_for_dev", "/dev/xvda", 5), "/dev/xvda")
        self.assertIsNone(call("partition_utils", "make_partition", "xvda", "2048", "-"))
        self.assertIsNone(call("partition_utils", "mkfs", "xvda", "1", "ext3", None))
        with self.fails("XENAPI_PLUGIN_EXCEPTION", "mkfs", "PluginError"):
            call("partition_utils", "mkfs", "xvda", "1", "ntfs", None)
