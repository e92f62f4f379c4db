"""The protocol: sessions, errors of form, and input that nobody should send."""

import socket
import unittest

from .support import Client, SimulatorCase, XenError


class Sessions(SimulatorCase):
    def test_the_user_name_selects_the_host(self):
        other = self.login("xs-a2")
        self.assertEqual(other.call("host.get_name_label", other.host), "xs-a2")
        self.assertEqual(self.xen.call("host.get_name_label", self.xen.host), "xs-a1")

    def test_a_wrong_password_is_refused(self):
        for user, password in (("root", "wrong"), ("admin", "simulated"), ("root@nowhere", "simulated")):
            with self.fails("SESSION_AUTHENTICATION_FAILED", user):
                Client(self.url, user, password)

    def test_a_session_ends_with_its_logout(self):
        self.xen.call("session.logout")
        with self.fails("SESSION_INVALID", self.xen.session):
            self.xen.call("pool.get_all")

    def test_no_session(self):
        for arguments in ((), ("OpaqueRef:none",), (3,), ([],)):
            with self.fails("SESSION_INVALID"):
                self.xen.raw("pool.get_all", *arguments)


class Slaves(SimulatorCase):
    options = {
        "listen": [
            {"address": "127.0.0.1", "port": 0, "hosts": ["xs-a1"]},
            {"address": "127.0.0.1", "port": 0, "hosts": ["xs-a2"]},
        ]
    }

    def test_a_slave_with_an_address_of_its_own_names_its_master(self):
        with self.fails("HOST_IS_SLAVE", "127.0.0.1"):
            Client("http://" + self.servers[1].place)


class Form(SimulatorCase):
    def test_unknown_methods(self):
        for method in (
            "VM.fly",
            "VM.get_nothing",
            "Nothing.get_all",
            "VM.set_uuid",
            "VM.in_state",
            "VM.set_power_state",
            "VM.add_to_name_label",
            "host.create",
            "nonsense",
            "VDI.__init__",
            "session.get_by_name_label",
            # helpers of the simulator, which are no messages
            "host.of",
            "host.leaves",
            "host.returns",
            # what xapi does not have
            "VM.set_memory_target",
            "VM.add_to_bios_strings",
            "VM.remove_from_bios_strings",
            "PBD.add_to_device_config",
            "pool.get_by_name_label",
            "session.get_all",
            "session.get_all_records",
            "VM.",
        ):
            with self.fails("MESSAGE_METHOD_UNKNOWN", method):
                self.xen.call(method, "x")

    def test_wrong_number_of_arguments(self):
        for method, arguments, expected in (
            ("VM.start_on", ["x"], "4"),
            ("VM.get_record", [], "1"),
            ("pool.get_all", ["x"], "0"),
            ("VM.migrate_send", ["x"], "6"),
            ("VM.migrate_send", ["x"] * 8, "7"),
            ("VM.create", [], "1"),
        ):
            with self.fails("MESSAGE_PARAMETER_COUNT_MISMATCH", method, expected, str(len(arguments))):
                self.xen.call(method, *arguments)
        with self.fails("MESSAGE_PARAMETER_COUNT_MISMATCH"):
            self.xen.raw("session.login_with_password", "root")

    def test_unknown_references(self):
        for method, *more in (
            ("VM.get_record",),
            ("VM.start", False, False),
            ("VDI.clone",),
            ("VBD.plug",),
            ("SR.scan",),
            ("network.destroy",),
            ("host.disable",),
        ):
            for ref in ("OpaqueRef:NULL", "nonsense", 7, ["x"], {}):
                with self.fails("HANDLE_INVALID", method.partition(".")[0]):
                    self.xen.call(method, ref, *more)

    def test_wrong_types_of_fields(self):
        for method, record in (
            ("VM.create", {"name_label": 3}),
            ("VM.create", {"tags": {}}),
            ("VDI.create", {"virtual_size": 1}),
            ("VM.create", "no record"),
        ):
            with self.fails("FIELD_TYPE_ERROR"):
                self.xen.call(method, record)
        vm = self.xen.vm()
        for method, *arguments in (
            ("VM.set_name_label", {}),
            ("VM.set_other_config", {"a": 1}),
            ("VM.add_to_other_config", "a", 1),
            ("VM.add_to_other_config", 1, "a"),
            ("VM.set_tags", [1]),
            ("VM.add_tags", {}),
        ):
            with self.fails("FIELD_TYPE_ERROR"):
                self.xen.call(method, vm, *arguments)


class Hostile(SimulatorCase):
    def tearDown(self):
        # whatever it was sent, it goes on
        self.assertEqual(len(Client(self.url).call("host.get_all")), 2)
        super().tearDown()

    def test_no_xml(self):
        for body in (
            b"",
            b"<",
            b"\x00\xff",
            b"<methodCall/>",
            b'{"jsonrpc": "2.0"}',
            b"<methodResponse><params/></methodResponse>",
        ):
            self.assertEqual(self.http("POST", "/", body)[0], 400, body)

    def test_entities_are_not_expanded(self):
        body = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
            b"<methodCall><methodName>&a;</methodName><params/></methodCall>"
        )
        self.assertEqual(self.http("POST", "/", body)[0], 400)

    def test_deep_nesting(self):
        body = (
            b"<methodCall><methodName>VM.create</methodName><params><param>"
            + b"<value><array><data>" * 20000
            + b"</data></array></value>" * 20000
            + b"</param></params></methodCall>"
        )
        self.assertIn(self.http("POST", "/", body)[0], (200, 400))

    def test_a_huge_or_odd_length_is_refused_unread(self):
        for length, status in ((str(1 << 40), 413), ("-1", 411), ("many", 411)):
            for path in ("/", "/_sim/fault"):
                with socket.create_connection(self.address, timeout=10) as connection:
                    connection.sendall(
                        (f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n").encode()
                    )
                    self.assertIn(b" %d " % status, connection.recv(1000).splitlines()[0])

    def test_a_body_that_breaks_off(self):
        with socket.create_connection(self.address, timeout=10) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<method")

    def test_no_json(self):
        for body in (b"{", b"[]", b'"x"', b"\xff"):
            self.assertEqual(self.http("POST", "/_sim/fault", body)[0], 400)

    def test_paths_that_are_not_there(self):
        for verb, path in (
            ("GET", "/"),
            ("GET", "/_sim/nothing"),
            ("POST", "/_sim/state"),
            ("DELETE", "/_sim/host"),
            ("GET", "/_sim/__init__"),
            ("PUT", "/x"),
        ):
            self.assertEqual(self.http(verb, path)[0], 404, (verb, path))

    def test_a_pickle_that_would_run_code(self):
        for params in (b"cos\nsystem\n(S'true'\ntR.", b"", b"garbage", "x"):
            with self.assertRaises(XenError) as caught:
                self.xen.plain_plugin("xenhost", "network_config", params=params)
            self.assertEqual(caught.exception.details[0], "XENAPI_PLUGIN_EXCEPTION")


if __name__ == "__main__":
    unittest.main()
