"""One command at a time."""

import os
import signal
import subprocess
import sys
import time
import unittest

import support
from control import layout
from control.lock import hold
from control.problem import BUSY, Problem

HOLDER = (
    f"import sys, time; sys.path.insert(0, {str(support.LAB)!r}); from control.lock import hold\n"
    'with hold("up"): print("held", flush=True); time.sleep(60)'
)


class Lock(unittest.TestCase):
    def setUp(self):
        support.fresh()
        self.holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.addCleanup(self.holder.stdout.close)
        self.addCleanup(self.holder.wait)
        self.addCleanup(self.holder.kill)
        self.holder.stdout.readline()

    def test_the_message_names_the_holder(self):
        with self.assertRaisesRegex(Problem, f"lab up, pid {self.holder.pid}") as caught, hold("down"):
            self.fail("held twice")
        self.assertEqual(BUSY, caught.exception.status)

    def test_a_command_reports_it_and_ends(self):
        for command in ("up", "down", "reset", "install"):
            done = support.lab(command)
            self.assertEqual(BUSY, done.returncode, command)
            self.assertIn("another command is using", done.stderr)

    def test_a_command_that_waits_gets_it_when_it_is_free(self):
        self.holder.send_signal(signal.SIGINT)
        with hold("restart-ec2-api", seconds=10):
            self.assertIn(f"pid {os.getpid()}", layout.LOCK.read_text())
        self.assertEqual("", layout.LOCK.read_text())

    def test_waiting_has_an_end(self):
        started = time.monotonic()
        with self.assertRaises(Problem), hold("restart-ec2-api", seconds=0.3):
            pass
        self.assertLess(time.monotonic() - started, 5)

    def test_a_full_disk_is_no_reason_not_to_hold_it(self):
        self.holder.kill()
        self.holder.wait()
        layout.LOCK.unlink()
        layout.LOCK.symlink_to("/dev/full")
        with hold("down"):
            pass

    def test_a_killed_holder_leaves_it_free(self):
        self.holder.kill()
        self.holder.wait()
        with hold("up"):
            pass


if __name__ == "__main__":
    unittest.main()
