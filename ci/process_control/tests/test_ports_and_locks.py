"""Ports and the lock between commands."""

import os
import socket
import unittest

from process_control.file_lock import Busy, hold
from process_control.port import bind_port, is_listening

from .support import ProcessCase

ADDRESS = "127.0.0.1"
HOLDER = """import sys, time
from pathlib import Path
sys.path.insert(0, {ci!r})
from process_control.file_lock import hold
with hold(Path({lock!r}), "the holder", 0):
    print("ready", flush=True)
    time.sleep(60)
"""
CI = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Ports(unittest.TestCase):
    def test_a_free_port_can_be_used_at_once(self):
        port = bind_port(ADDRESS, 0)
        self.assertEqual(port, bind_port(ADDRESS, port))
        self.assertFalse(is_listening(ADDRESS, port))

    def test_a_port_in_use_is_an_error(self):
        with socket.socket() as other:
            other.bind((ADDRESS, 0))
            other.listen()
            port = other.getsockname()[1]
            self.assertTrue(is_listening(ADDRESS, port))
            with self.assertRaises(OSError):
                bind_port(ADDRESS, port)


class Lock(ProcessCase):
    def setUp(self):
        super().setUp()
        self.lock = self.folder / "lock"

    def test_the_second_is_refused_with_the_name_of_the_first(self):
        pid = self.start(HOLDER.format(ci=CI, lock=str(self.lock)))
        with self.assertRaises(Busy) as caught, hold(self.lock, "me", 0):
            self.fail("held twice")
        self.assertEqual("the holder", caught.exception.holder)
        os.kill(pid, 9)
        with hold(self.lock, "me", 10):
            self.assertEqual("me\n", self.lock.read_text())
        self.assertEqual("", self.lock.read_text())


if __name__ == "__main__":
    unittest.main()
