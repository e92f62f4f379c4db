"""A simulator on a free port of 127.0.0.1, and a client of it."""

import contextlib
import http.client
import json
import pickle
import threading
import unittest
import urllib.error
import urllib.request
import xmlrpc.client

from xenserver import topology
from xenserver.server import serve
from xenserver.values import NULL

from .model_check import wrong_failure

GiB = 1 << 30
POOLS = [
    {
        "name": "pool-a",
        "shared_gb": 100,
        "hosts": [
            {"name": "xs-a1", "address": "127.0.0.1", "memory_gb": 8},
            {"name": "xs-a2", "address": "127.0.0.1", "memory_gb": 8},
        ],
    },
    {"name": "pool-b", "shared_gb": 100, "hosts": [{"name": "xs-b1", "address": "127.0.0.1", "memory_gb": 8}]},
]


# the failure that tests inject; every other must be one of xapi's
INJECTED = ["E"]


class XenError(Exception):
    """A XenAPI failure, as a client has it."""

    def __init__(self, details):
        super().__init__(details)
        self.details = details


class Client:
    """Calls as os-xenapi makes them: the session first."""

    connected = []

    def __init__(self, url, user="root", password="simulated"):
        self.proxy = xmlrpc.client.ServerProxy(url)
        self.connected.append(self.proxy)
        self.session = self.raw("session.login_with_password", user, password, "2.1", "test")
        self.host = self.call("session.get_this_host", self.session)

    def raw(self, method, *arguments):
        reply = getattr(self.proxy, method)(*arguments)
        if reply["Status"] == "Success":
            return reply["Value"]
        details = reply["ErrorDescription"]
        assert details == INJECTED or not wrong_failure(details), wrong_failure(details)
        raise XenError(details)

    def call(self, method, *arguments):
        return self.raw(method, self.session, *arguments)

    def plugin(self, plugin, function, *arguments, **named):
        """A plugin that takes and gives pickles."""
        params = pickle.dumps(dict(args=arguments, kwargs=named))
        return pickle.loads(self.plain_plugin(plugin, function, params=params).data)

    def plain_plugin(self, plugin, function, **arguments):
        return self.call("host.call_plugin", self.host, plugin + ".py", function, arguments)

    def default_sr(self):
        return self.call("pool.get_default_SR", self.call("pool.get_all")[0])

    def vm(self, name="vm", memory=GiB, **fields):
        return self.call(
            "VM.create",
            dict(
                fields,
                name_label=name,
                memory_static_max=str(memory),
                memory_dynamic_max=str(memory),
                other_config={"nova_uuid": "server-of-" + name},
            ),
        )

    def vdi(self, size=GiB, sr=None, **fields):
        return self.call("VDI.create", dict(fields, SR=sr or self.default_sr(), virtual_size=str(size)))

    def vbd(self, vm, vdi, device="0", **fields):
        return self.call(
            "VBD.create", dict({"type": "disk", "mode": "RW", "userdevice": device}, VM=vm, VDI=vdi, **fields)
        )

    def started(self, name="vm", **fields):
        vm = self.vm(name, **fields)
        self.call("VM.start_on", vm, self.host, False, False)
        return vm

    def network(self):
        return self.call("network.create", {"name_label": "net", "other_config": {}})

    def iscsi_sr(self, uuid="11111111-2222-3333-4444-555555555555", iqn="iqn.test:volume"):
        """As nova attaches one."""
        target = {"target": "127.0.0.1", "port": "3260", "targetIQN": iqn}
        sr = self.call("SR.introduce", uuid, "tempSR", "", "iscsi", "", False, target)
        pbd = self.call("PBD.create", {"host": self.host, "SR": sr, "device_config": target})
        self.call("PBD.plug", pbd)
        self.call("SR.scan", sr)
        return sr

    def lun(self, sr, number="1"):
        return next(
            vdi for vdi in self.call("SR.get_VDIs", sr) if self.call("VDI.get_sm_config", vdi)["LUNid"] == number
        )

    def state(self, vm):
        return self.call("VM.get_power_state", vm)


def stop(server):
    """It takes half a second, for which no test has to wait."""
    server.shutdown()
    server.server_close()


class SimulatorCase(unittest.TestCase):
    """Each test has a simulator of its own."""

    options = {}
    data = None
    log = None

    def setUp(self):
        described = dict(
            {"pools": POOLS, "listen": [{"address": "127.0.0.1", "port": 0, "hosts": ["xs-a1"]}]}, **self.options
        )
        topology.check(described)
        self.servers = serve(described, self.log, self.data)
        self.address = self.servers[0].server_address[:2]
        self.url = "http://" + self.servers[0].place
        self.xen = Client(self.url)

    def tearDown(self):
        while Client.connected:
            Client.connected.pop()("close")()
        for server in self.servers:
            threading.Thread(target=stop, args=[server], daemon=True).start()

    def login(self, host):
        return Client(self.url, "root@" + host)

    @contextlib.contextmanager
    def fails(self, *details, exactly=False):
        """The code, and the details as far as they are given; exactly: these and no more."""
        with self.assertRaises(XenError) as caught:
            yield
        found = caught.exception.details
        self.assertEqual(found if exactly else found[: len(details)], list(details))

    def sim(self, verb, path, body=None, status=200):
        """The response of /_sim/."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/_sim/" + path, data=data, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                self.assertEqual(answer.status, status)
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                self.assertEqual(error.code, status, error.reason)
                return json.loads(error.read())

    def http(self, verb, path, body=None, headers=None):
        """(status, body)"""
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        try:
            connection.request(verb, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


__all__ = ["NULL", "Client", "GiB", "SimulatorCase", "XenError"]
