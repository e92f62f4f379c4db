"""A server is started, found again, reset and stopped."""

import os
import re
import signal
import socket
import unittest
from unittest import mock

from . import support  # isort: skip - first: it sets EC2_COMPAT_HOME
from moto_control import environment, layout, server
from moto_control.interruption import Interrupted, interruptible
from moto_control.problem import NOT_UP, Problem
from process_control import proc


class Server(unittest.TestCase):
    def setUp(self):
        self.said = []
        self.command = support.stand_in
        for patch in (
            mock.patch.object(environment, "ensure", lambda: None),
            mock.patch.object(environment, "command", lambda port: self.command(port)),
            mock.patch.object(server, "say", self.said.append),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def up(self, port: int = 0) -> server.Server:
        one = server.up(port)
        self.addCleanup(one.stop)
        return one

    def test_up_twice_is_one_server(self):
        one = self.up()
        pid = one.pid_file.pid()
        self.assertEqual(one.url, self.up(one.port).url)
        self.assertEqual(pid, one.pid_file.pid())
        self.assertEqual(f"already up (pid {pid})", self.said[-1])

    def test_a_free_port_is_chosen_for_each(self):
        one, other = self.up(), self.up()
        self.assertNotEqual(one.port, other.port)
        one.status()
        other.status()

    def test_down_twice_is_no_error(self):
        one = self.up()
        pid = one.pid_file.pid()
        one.down()
        self.assertIsNone(proc.seen(pid))
        one.down()
        self.assertEqual(["down", f"not up on port {one.port}"], self.said[-2:])
        self.assertFalse(one.pid_file.exists())

    def test_a_pid_file_of_a_stranger_ends_nobody(self):
        one = server.Server(1)
        one.log.parent.mkdir(parents=True)
        one.pid_file.path.write_text(f"{os.getpid()} 1\n")
        one.down()
        self.assertEqual("not up on port 1", self.said[-1])
        self.assertFalse(one.pid_file.exists())

    def test_status_and_reset_of_a_server_that_is_not_up(self):
        one = server.Server(2)
        with self.assertRaisesRegex(Problem, "not up on port 2") as caught:
            one.status()
        self.assertEqual(NOT_UP, caught.exception.status)
        with self.assertRaisesRegex(Problem, "not up on port 2") as caught:
            one.reset()
        self.assertEqual(1, caught.exception.status)

    def test_reset_is_one_request(self):
        one = self.up()
        with mock.patch.object(server.Server, "responds", autospec=True, return_value=True) as responds:
            one.reset()
        responds.assert_called_once_with(one, "/moto-api/reset", "POST")

    def test_one_that_does_not_respond_is_reported_and_restarted(self):
        one = self.up()
        pid = one.pid_file.pid()
        with mock.patch.object(server.Server, "responds", lambda *_: False):
            with self.assertRaisesRegex(Problem, f"pid {pid} does not respond") as caught:
                one.status()
        self.assertEqual(NOT_UP, caught.exception.status)
        with mock.patch.object(server.Server, "responds", mock.Mock(side_effect=[False, True])):
            self.up(one.port)
        self.assertNotIn(one.pid_file.pid(), (None, pid))

    def test_a_port_in_use_is_named(self):
        with socket.socket() as other:
            other.bind((layout.ADDRESS, 0))
            other.listen()
            with self.assertRaisesRegex(Problem, f"port {other.getsockname()[1]} is in use"):
                server.up(other.getsockname()[1])

    def test_one_that_ends_while_starting_shows_the_end_of_its_log(self):
        self.command = lambda port: ["sh", "-c", "echo no such module; exit 1"]
        with self.assertRaisesRegex(Problem, "(?s)ended while starting.*no such module"):
            server.up(0)
        self.assertEqual([], list(layout.HOME.glob("*/pid")))

    def test_one_that_never_responds_is_stopped(self):
        self.command = lambda port: support.stand_in(port, 500)
        with mock.patch.object(server, "SECONDS_TO_RESPOND", 0.2), self.assertRaisesRegex(Problem, "moto to respond"):
            server.up(0)
        self.assertEqual([], list(layout.HOME.glob("*/pid")))

    def test_an_interruption_while_starting_leaves_nothing(self):
        def interrupted(*_):
            os.kill(os.getpid(), signal.SIGTERM)

        with mock.patch.object(server.Server, "responds", interrupted), self.assertRaises(Problem) as caught:
            server.up(0)
        self.assertEqual(143, caught.exception.status)
        self.assertEqual([], list(layout.HOME.glob("*/pid")))


class Interruption(unittest.TestCase):
    def test_the_handlers_from_before_are_back_afterwards(self):
        before = signal.getsignal(signal.SIGTERM)
        undone = []
        with self.assertRaises(Interrupted), interruptible(lambda: undone.append(1)):
            os.kill(os.getpid(), signal.SIGTERM)
        self.assertEqual(([1], before), (undone, signal.getsignal(signal.SIGTERM)))

    def test_a_signal_that_was_ignored_stays_ignored(self):
        before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            with interruptible(self.fail):
                os.kill(os.getpid(), signal.SIGTERM)
        finally:
            signal.signal(signal.SIGTERM, before)

    def test_the_endpoints_file_states_the_version_that_is_pinned(self):
        pinned = re.search(r"^moto\[ec2\]==(\S+)$", (layout.CI / "moto.in").read_text(), re.MULTILINE)[1]
        self.assertIn(f"      version: moto {pinned} ", (layout.CI / "endpoints.yaml").read_text())


if __name__ == "__main__":
    unittest.main()
