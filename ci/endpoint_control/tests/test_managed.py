"""A server is started, found again and stopped, and only that; each emulator listens on loopback alone."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from endpoint_control import managed
from endpoint_control.emulators import EMULATORS
from endpoint_control.managed import ADDRESS, ManagedServer
from endpoint_control.packages import FromCrates
from moto_control.problem import NOT_UP, Problem
from process_control import proc
from process_control.port import bind_port

CI = Path(__file__).resolve().parent.parent.parent
STAND_IN = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Managed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="endpoint-tests-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "server"
        self.server = self.of(lambda port: [sys.executable, "-c", STAND_IN, port])
        self.addCleanup(self.server.stop)

    def of(self, command) -> ManagedServer:
        server = ManagedServer("stand-in", self.folder, command)
        server.say = lambda text: None
        return server

    def test_up_twice_is_one_server_and_down_stops_it(self):
        port = self.server.up(0)
        pid = self.server.pid_file.pid()
        self.assertEqual(port, self.server.up(0))
        self.assertEqual(pid, self.server.pid_file.pid())
        self.server.status()
        self.server.down()
        self.assertIsNone(proc.seen(pid))
        with self.assertRaises(Problem) as caught:
            self.server.status()
        self.assertEqual(NOT_UP, caught.exception.status)

    def test_what_it_writes_is_there_when_it_is_up(self):
        self.server.write = lambda port: (self.folder / "file").write_text(str(port)) and None
        port = self.server.up(0)
        self.assertEqual(str(port), (self.folder / "file").read_text())

    def test_a_stranger_with_its_pid_is_left_alone(self):
        self.folder.mkdir(parents=True)
        self.server.pid_file.path.write_text(f"{os.getpid()} 1\n")
        self.assertFalse(self.server.stop())

    def test_one_that_ends_shows_the_end_of_its_log(self):
        server = self.of(lambda port: ["sh", "-c", "echo no such module; exit 1"])
        with self.assertRaisesRegex(Problem, "(?s)ended while starting.*no such module"):
            server.up(0)
        self.assertFalse(server.pid_file.exists())

    def test_one_that_never_responds_is_stopped(self):
        server = self.of(lambda port: ["sleep", "60"])
        with mock.patch.object(managed, "SECONDS_TO_RESPOND", 0.2), self.assertRaisesRegex(Problem, "to respond"):
            server.up(0)
        self.assertFalse(server.pid_file.exists())


class Emulators(unittest.TestCase):
    def test_each_is_pinned_and_is_told_to_listen_on_loopback(self):
        for name, emulator in EMULATORS.items():
            package, server = emulator.package, emulator.server()
            self.assertRegex(package.title, r" \d+\.\d+\.\d+$")
            self.assertTrue((CI / "endpoints" / name).is_symlink())
            told = " ".join(map(str, [*server.environment(4711).values(), *package.command(4711)]))
            self.assertIn("4711", told)
            if isinstance(package, FromCrates):
                # The server is ours.
                self.assertIn("Ipv4Addr::LOCALHOST", (package.folder / "src" / "main.rs").read_text())
                self.assertNotIn('source = "git', package.lock.read_text())
            else:
                pinned = {line.partition("==")[0] for line in package.lock.read_text().splitlines() if "==" in line}
                self.assertLessEqual({package.distribution, *package.sources}, pinned)
                self.assertIn(ADDRESS, told)

    def test_the_profile_names_the_port_and_no_credentials(self):
        for name, emulator in EMULATORS.items():
            text = emulator.profile(4711)
            self.assertIn(f"  {name}:\n    url: http://127.0.0.1:4711\n", text)
            self.assertIn(f"      version: {emulator.package.title}\n", text)
            self.assertNotIn("testing", text)


class Command(unittest.TestCase):
    def run_script(self, *words: str) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory(prefix="endpoint-tests-") as home:
            environment = dict(os.environ, EC2_COMPAT_HOME=home)
            command = [sys.executable, str(CI / words[0]), *words[1:]]
            return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    def test_exit_statuses(self):
        port = str(bind_port(ADDRESS, 0))
        for status, words in (
            (2, ["endpoints/ministack"]),
            (2, ["endpoints/ministack", "run"]),
            (2, ["endpoints/localemu", "up", "--port", "65536"]),
            (3, ["endpoints/localemu", "status"]),
            (0, ["endpoints/ministack", "down"]),
            (2, ["aws-manners"]),
            (2, ["aws-manners", "--only", "kindness", "true"]),
            (2, ["aws-manners", "up", "--port", port, "--set", "visibility.share=2"]),
            (3, ["aws-manners", "status"]),
            (0, ["aws-manners", "down"]),
        ):
            done = self.run_script(*words)
            self.assertEqual((status, ""), (done.returncode, done.stdout), (words, done.stderr))
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
