"""Hosts that join and leave pools, GPUs that no host has, round-robin databases."""

import base64
import json
from xml.dom import minidom

from .support import POOLS, SimulatorCase


class Members(SimulatorCase):
    options = {"pools": [*POOLS[:1], {"name": "pool-c", "hosts": [{"name": "xs-c1", "address": "127.0.0.1"}]}]}

    def pools(self):
        return {name: sorted(pool["hosts"]) for name, pool in self.sim("GET", "state")["pools"].items()}

    def test_a_host_leaves_and_comes_back(self):
        other = self.login("xs-a2")
        vm = self.xen.vm()
        self.xen.call("VM.start_on", vm, other.host, False, False)
        with self.fails("HOST_HAS_RESIDENT_VMS", other.host):
            self.xen.call("pool.eject", other.host)
        self.xen.call("VM.hard_shutdown", vm)
        with self.fails("OPERATION_NOT_ALLOWED"):
            self.xen.call("pool.eject", self.xen.host)
        self.xen.call("pool.eject", other.host)
        self.assertEqual(self.pools(), {"pool-a": ["xs-a1"], "pool-c": ["xs-c1"], "xs-a2": ["xs-a2"]})
        alone = self.login("xs-a2")
        with self.fails("POOL_JOINING_HOST_CONNECTION_FAILED"):
            alone.call("pool.join", "127.0.0.1", "root@xs-a1", "wrong")
        alone.call("pool.join", "127.0.0.1", "root@xs-a1", "simulated")
        self.assertEqual(self.pools(), {"pool-a": ["xs-a1", "xs-a2"], "pool-c": ["xs-c1"]})
        back = self.login("xs-a2")
        self.xen.call("VM.start_on", self.xen.vm("again"), back.host, False, False)
        shared = self.xen.call("SR.get_PBDs", self.xen.default_sr())
        self.assertIn(back.host, [self.xen.call("PBD.get_host", pbd) for pbd in shared])

    def test_who_cannot_join(self):
        with self.fails("POOL_JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS"):
            self.xen.call("pool.join", "127.0.0.1", "root@xs-c1", "simulated")
        single = self.login("xs-c1")
        single.started("busy")
        with self.fails("POOL_JOINING_HOST_CANNOT_HAVE_RUNNING_VMS"):
            single.call("pool.join", "127.0.0.1", "root@xs-a1", "simulated")

    def test_novas_plugin_joins_a_host(self):
        single = self.login("xs-c1")
        compute = single.call("VM.get_uuid", single.started("compute"))
        reply = self.xen.plain_plugin(
            "xenhost",
            "host_join",
            compute_uuid=compute,
            url=self.url,
            user="root@xs-c1",
            password="simulated",
            force="false",
            master_addr="127.0.0.1",
            master_user="root@xs-a1",
            master_pass="simulated",
        )
        self.assertEqual(json.loads(reply), "")
        self.assertEqual(self.pools(), {"pool-a": ["xs-a1", "xs-a2", "xs-c1"]})


class NoGPUs(SimulatorCase):
    def test_every_reference_is_invalid(self):
        for method, cls, *arguments in (
            ("GPU_group.get_remaining_capacity", "VGPU_type", "x", "y"),
            ("VGPU.create", "GPU_group", self.xen.vm(), "x", "0", {}, "y"),
        ):
            with self.fails("HANDLE_INVALID", cls):
                self.xen.call(method, *arguments)


class RoundRobin(SimulatorCase):
    def get(self, uuid, user="root", password="simulated"):
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        return self.http("GET", "/vm_rrd?uuid=" + uuid, headers={"Authorization": "Basic " + token})

    def test_as_novas_diagnostics_read_it(self):
        vm = self.xen.started()
        uuid = self.xen.call("VM.get_uuid", vm)
        status, body = self.get(uuid, user="root@xs-a1")
        self.assertEqual(status, 200)
        rrd = minidom.parseString(body).firstChild
        names = [node.childNodes[0].firstChild.data for node in rrd.childNodes if node.localName == "ds"]
        self.assertEqual(names, ["memory", "memory_internal_free", "cpu0"])
        self.assertTrue(all(len(n.childNodes) > 6 for n in rrd.childNodes if n.localName == "ds"))

    def test_who_gets_none(self):
        uuid = self.xen.call("VM.get_uuid", self.xen.vm())
        self.assertEqual(self.get(uuid)[0], 404)  # it does not run
        self.assertEqual(self.get("none")[0], 404)
        self.assertEqual(self.get(uuid, password="wrong")[0], 401)
        self.assertEqual(self.http("GET", "/vm_rrd?uuid=" + uuid)[0], 401)
