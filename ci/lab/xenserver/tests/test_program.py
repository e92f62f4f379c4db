"""The program: it starts, prints its address, logs, rejects an invalid topology, and ends on a signal."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from xenserver import topology

from .support import Client

PACKAGE = Path(__file__).resolve().parents[1]


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "xenserver", *arguments],
        cwd=PACKAGE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_to_end(self, *arguments):
        process = start(*arguments)
        out, err = process.communicate(timeout=20)
        return process.returncode, out, err

    def started(self, *arguments):
        process = start("--port", "0", *arguments)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        self.assertIn(" ready in ", line)
        return process, "http://" + line.split()[1]

    def test_it_ends_on_a_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process, url = self.started()
            idle = Client(url)
            self.assertEqual(len(idle.call("host.get_all")), 2)
            process.send_signal(number)
            self.assertEqual(process.wait(10), 0)
            with self.assertRaises(OSError):
                Client(url)

    def test_the_log_has_every_call_and_no_secret(self):
        log = self.folder / "calls.jsonl"
        _, url = self.started("--log", str(log))
        xen = Client(url)
        xen.plugin("dom0_plugin_version", "get_version")
        xen.call("SR.introduce", "u", "", "", "iscsi", "", False, {"chappassword": "hidden-word"})
        text = log.read_text()
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(
            [line["method"] for line in lines],
            ["session.login_with_password", "session.get_this_host", "host.call_plugin", "SR.introduce"],
        )
        self.assertEqual(lines[2]["value"], {"pickled": "2.1"})
        for secret in ("simulated", "hidden-word", xen.session):
            self.assertNotIn(secret, text)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_ends_the_log_only(self):
        _, url = self.started("--log", "/dev/full")
        self.assertEqual(len(Client(url).call("host.get_all")), 2)

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            status, _, err = self.run_to_end("--port", str(taken.getsockname()[1]))
        self.assertEqual(status, 1)
        self.assertRegex(err, "^xenserver: .*in use")
        self.assertNotIn("Traceback", err)

    def test_invalid_topologies_are_rejected(self):
        host = {"name": "h", "address": "127.0.0.1"}
        listen = [{"address": "127.0.0.1", "port": 0, "hosts": ["h"]}]
        for described, complaint in (
            ("{", "Expecting"),
            ("[]", "the topology is not an object"),
            ({"pools": []}, "the topology has no key: listen"),
            ({"pools": [], "listen": listen}, "hosts that are in no pool"),
            ({"pools": [{"name": "p", "hosts": []}], "listen": []}, "pool p has no hosts"),
            ({"pools": [{"name": "p", "hosts": [host, host]}], "listen": listen}, "same name"),
            ({"pools": [{"name": "p", "hosts": [host]}], "listen": listen, "x": 1}, "unknown key: x"),
            ({"pools": [{"name": "p", "hosts": [dict(host, ram=1)]}], "listen": listen}, "unknown key: ram"),
        ):
            path = self.folder / "topology.json"
            path.write_text(described if isinstance(described, str) else json.dumps(described))
            with self.assertRaisesRegex(topology.BadTopology, complaint):
                topology.read(str(path))
        status, _, err = self.run_to_end("--topology", str(path))
        self.assertEqual((status, "Traceback" in err), (1, False))
        self.assertIn(str(path), err)

    def test_the_topologies_here_are_good(self):
        paths = list(PACKAGE.glob("topology*.json"))
        self.assertEqual([path.name for path in paths], ["topology.json"])
        self.assertEqual(len(topology.read(str(paths[0]))["pools"]), 2)
