"""Faults on demand, delays, hosts that go away, guests that halt by themselves."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

from .support import Client, SimulatorCase


class Faults(SimulatorCase):
    def test_the_next_calls_fail(self):
        self.sim("POST", "fault", {"method": "VM.pause", "error": ["INTERNAL_ERROR", "x"], "count": 2})
        vm = self.xen.started()
        for _ in range(2):
            with self.fails("INTERNAL_ERROR", "x"):
                self.xen.call("VM.pause", vm)
        self.xen.call("VM.pause", vm)

    def test_once_is_the_default(self):
        self.sim("POST", "fault", {"method": "pool.get_all", "error": ["E"]})
        with self.fails("E"):
            self.xen.call("pool.get_all")
        self.xen.call("pool.get_all")

    def test_list_and_clear(self):
        always = self.sim("POST", "fault", {"method": "VM.pause", "error": ["E"], "count": None})["id"]
        other = self.sim("POST", "fault", {"method": "VM.start", "delay": 1, "match": "x"})["id"]
        with self.fails("E"):
            self.xen.call("VM.pause", "x")
        first, second = self.sim("GET", "fault")["faults"]
        self.assertEqual(
            first,
            {"id": always, "method": "VM.pause", "error": ["E"], "count": None, "delay": 0, "match": "", "hits": 1},
        )
        self.assertEqual((second["id"], second["count"], second["hits"]), (other, 1, 0))
        self.assertEqual(self.sim("DELETE", "fault", {"id": other}), {"cleared": 1})
        self.sim("DELETE", "fault", {"id": other}, status=404)
        self.assertEqual(self.sim("DELETE", "fault"), {"cleared": 1})
        self.assertEqual(self.sim("GET", "fault"), {"faults": []})
        self.xen.started()

    def test_a_match_picks_the_vm(self):
        one, other = self.xen.vm("instance-1"), self.xen.vm("instance-2")
        for match in ("instance-1", "server-of-instance-1", self.xen.call("VM.get_uuid", one)):
            self.sim("POST", "fault", {"method": "VM.start_on", "error": ["E"], "match": match})
            self.xen.call("VM.start_on", other, self.xen.host, False, False)
            with self.fails("E"):
                self.xen.call("VM.start_on", one, self.xen.host, False, False)
            self.xen.call("VM.hard_shutdown", other)

    def test_a_match_sees_devices_records_hosts_and_plugins(self):
        vbd = self.xen.vbd(self.xen.started("instance-1"), self.xen.vdi())
        for method, match, call in (
            ("VBD.plug", "instance-1", lambda: self.xen.call("VBD.plug", vbd)),
            ("VM.create", "server-of-new", lambda: self.xen.vm("new")),
            ("host.compute_free_memory", "xs-a1", lambda: self.xen.call("host.compute_free_memory", self.xen.host)),
            ("host.call_plugin", "get_pci_type", lambda: self.xen.plugin("xenhost", "get_pci_type", "0000:00")),
            ("host.call_plugin", "an-image", lambda: self.xen.plugin("partition_utils", "wait_for_dev", "an-image", 1)),
        ):
            self.sim("POST", "fault", {"method": method, "error": ["E"], "match": match})
            self.xen.call("pool.get_all")
            with self.fails("E"):
                call()

    def test_async_calls_fail_in_their_task(self):
        self.sim("POST", "fault", {"method": "VM.pause", "error": ["E"]})
        task = self.xen.call("Async.VM.pause", self.xen.started())
        while self.xen.call("task.get_status", task) == "pending":
            pass
        self.assertEqual(self.xen.call("task.get_error_info", task), ["E"])

    def test_a_login_fails(self):
        self.sim(
            "POST",
            "fault",
            {"method": "session.login_with_password", "match": "xs-a2", "error": ["HOST_STILL_BOOTING"]},
        )
        Client(self.url)
        with self.fails("HOST_STILL_BOOTING"):
            self.login("xs-a2")

    def test_faults_that_are_none(self):
        for fault in (
            {},
            {"method": "VM.pause"},
            {"method": "VM.fly", "error": ["E"]},
            {"method": "VM.pause", "error": "E"},
            {"method": "VM.pause", "error": [1]},
            {"method": "VM.pause", "error": ["E"], "count": 0},
            {"method": "VM.pause", "error": ["E"], "count": "two"},
            {"method": "VM.pause", "delay": -1},
            {"method": "VM.pause", "delay": True},
            {"method": "VM.pause", "error": ["E"], "times": 2},
            {"error": ["E"]},
        ):
            self.assertIn("error", self.sim("POST", "fault", fault, status=400), fault)
        self.assertEqual(self.sim("GET", "fault"), {"faults": []})


class Delays(SimulatorCase):
    options = {"delays": {"VM.unpause": 0.2}}

    def seconds(self, method, *arguments):
        started = time.monotonic()
        self.xen.call(method, *arguments)
        return time.monotonic() - started

    def test_delays_of_the_topology_and_on_demand(self):
        vm = self.xen.vm()
        self.xen.call("VM.start", vm, True, False)
        self.assertGreaterEqual(self.seconds("VM.unpause", vm), 0.2)
        self.xen.call("VM.pause", vm)
        self.sim("POST", "delays", {"VM.unpause": 60})
        self.assertEqual(
            self.sim("POST", "delays", {"VM.suspend": 0.2, "VM.unpause": 0}), {"delays": {"VM.suspend": 0.2}}
        )
        self.assertLess(self.seconds("VM.unpause", vm), 30)
        self.assertGreaterEqual(self.seconds("VM.suspend", vm), 0.2)
        self.assertEqual(self.sim("DELETE", "delays"), {"delays": {}})
        self.assertEqual(self.sim("GET", "delays"), {"delays": {}})

    def test_a_slow_call_holds_up_nobody_else(self):
        vm = self.xen.vm()
        self.sim("POST", "fault", {"method": "VM.start", "delay": 0.5})
        slow = Client(self.url)
        with ThreadPoolExecutor() as others:
            call = others.submit(slow.call, "VM.start", vm, False, False)
            while self.sim("GET", "fault")["faults"]:
                pass
            self.assertEqual(self.xen.state(vm), "Halted")
            call.result()
        self.assertEqual(self.xen.state(vm), "Running")

    def test_delays_that_are_none(self):
        for delays in ({"VM.fly": 1}, {"VM.start": "long"}, {"VM.start": -1}, {"VM.start": True}):
            self.sim("POST", "delays", delays, status=400)


class Away(SimulatorCase):
    def away(self, name="xs-a2", **more):
        return self.sim("POST", "host", dict({"name": name, "away": True}, **more))

    def setUp(self):
        super().setUp()
        self.other = self.login("xs-a2")
        self.vm = self.other.started("there")

    def test_it_does_not_respond(self):
        self.assertTrue(self.away()["away"])
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            self.other.call("pool.get_all")
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            self.login("xs-a2")
        metrics = self.xen.call("host.get_metrics", self.other.host)
        self.assertFalse(self.xen.call("host_metrics.get_live", metrics))

    def test_a_call_under_way_is_cut(self):
        self.sim("POST", "fault", {"method": "VM.pause", "delay": 0.5})
        with ThreadPoolExecutor() as others:
            call = others.submit(self.other.call, "VM.pause", self.vm)
            while self.sim("GET", "fault")["faults"]:
                pass
            self.away()
            with self.assertRaises((ConnectionError, http.client.HTTPException)):
                call.result()
        self.assertEqual(self.xen.state(self.vm), "Running")

    def test_the_pool_cannot_use_it(self):
        self.away()
        halted = self.xen.vm()
        vbd = self.xen.vbd(self.vm, self.xen.vdi())
        for method, *arguments in (
            ("VM.start_on", halted, self.other.host, False, False),
            ("VM.pool_migrate", self.xen.started(), self.other.host, {}),
        ):
            with self.fails("HOST_NOT_LIVE", exactly=True):
                self.xen.call(method, *arguments)
        for method, *arguments in (
            ("VM.pause", self.vm),
            ("VM.hard_shutdown", self.vm),
            ("VBD.plug", vbd),
            ("host.call_plugin", self.other.host, "xenhost.py", "host_data", {}),
            ("host.disable", self.other.host),
        ):
            with self.fails("HOST_OFFLINE", self.other.host):
                self.xen.call(method, *arguments)
        self.assertEqual(self.xen.state(self.vm), "Running")  # as far as the pool knows
        self.xen.call("VM.start", halted, False, False)
        self.assertEqual(self.xen.call("VM.get_resident_on", halted), self.xen.host)

    def test_it_comes_back_as_it_was(self):
        self.away()
        self.sim("POST", "host", {"name": "xs-a2", "away": False})
        self.assertEqual(self.other.state(self.vm), "Running")
        self.other.call("VM.pause", self.vm)

    def test_it_comes_back_rebooted(self):
        self.away()
        self.sim("POST", "host", {"name": "xs-a2", "away": False, "rebooted": True})
        with self.fails("SESSION_INVALID"):
            self.other.call("pool.get_all")
        self.assertEqual(self.login("xs-a2").state(self.vm), "Halted")

    def test_another_host_becomes_master(self):
        pool = self.xen.call("pool.get_all")[0]
        self.assertEqual(self.xen.call("pool.get_master", pool), self.xen.host)
        self.away("xs-a1")
        self.assertEqual(self.other.call("pool.get_master", pool), self.other.host)
        hosts = self.sim("GET", "state")["pools"]["pool-a"]["hosts"]
        self.assertEqual([hosts[name]["master"] for name in ("xs-a1", "xs-a2")], [False, True])

    def test_no_such_host(self):
        self.sim("POST", "host", {"name": "xs-z9", "away": True}, status=404)
        self.sim("POST", "host", {"name": "xs-a1"}, status=400)


class Guests(SimulatorCase):
    def test_a_guest_halts_by_itself(self):
        vm, other = self.xen.started("one"), self.xen.started("other")
        for uuid in ("server-of-one", self.xen.call("VM.get_uuid", vm)):
            self.assertEqual(self.sim("POST", "vm", {"uuid": uuid}), {"halted": 1})
            self.assertEqual(self.xen.state(vm), "Halted")
            self.sim("POST", "vm", {"uuid": uuid}, status=409)
            self.xen.call("VM.start", vm, False, False)
        self.assertEqual(self.xen.state(other), "Running")
        self.sim("POST", "vm", {"uuid": "none"}, status=404)

    def test_the_state_shows_it(self):
        vm = self.xen.started("one")
        self.xen.call("VBD.plug", self.xen.vbd(vm, self.xen.vdi(), "2", other_config={"osvol": "True"}))
        shown = self.sim("GET", "state")["pools"]
        self.assertEqual(shown["pool-b"]["vms"], [])
        one = shown["pool-a"]["vms"][0]
        self.assertEqual(
            {key: one[key] for key in ("name", "nova_uuid", "state", "host", "domid", "volumes", "disks")},
            {
                "name": "one",
                "nova_uuid": "server-of-one",
                "state": "Running",
                "host": "xs-a1",
                "domid": "1",
                "volumes": ["xvdc"],
                "disks": ["2"],
            },
        )
        self.assertEqual(shown["pool-a"]["counts"]["host"], 2)
