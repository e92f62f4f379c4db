"""The command line, where no cloud is needed."""

import errno
import json
import os
import subprocess
import sys
import unittest
from unittest import mock

import support
from control import cloud, layout, processes, sandbox
from control.problem import Problem


class Command(unittest.TestCase):
    def setUp(self):
        support.fresh()

    def said(self, status, *args, **environment):
        done = support.lab(*args, **environment)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done.stderr

    def test_an_unknown_name_is_reported_with_the_known_ones(self):
        self.assertIn("known: xenserver, keystone", self.said(1, "restart", "nove"))
        self.assertIn("verify", self.said(1, "check", "nothing"))
        self.assertIn("no logs of nova", self.said(1, "logs", "nova"))

    def test_what_needs_a_lab_that_is_up_reports_it(self):
        for args in (("restart", "nova"), ("check",), ("upgrade-ec2-api", "17.0.0")):
            self.assertIn("the lab is not up", self.said(1, *args))

    def test_a_wrong_environment_is_one_line(self):
        self.assertIn("LAB_PORT_OFFSET", self.said(1, "status", LAB_PORT_OFFSET="ten"))

    def test_a_place_that_cannot_be_written_is_one_line(self):
        self.assertIn("lab: ", self.said(1, "up", LAB_HOME="/proc/lab"))

    def test_logs_of_one_service(self):
        (layout.CLOUD / "log" / "nova.log").write_text("one\ntwo\nthree\n")
        done = support.lab("logs", "nova", "-n", "2")
        self.assertEqual("two\nthree\n", done.stdout)

    def test_a_reader_that_goes_away_is_no_error(self):
        piped = subprocess.run(
            "{} {} --help | true".format(sys.executable, support.LAB / "lab"),
            shell=True,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertNotIn("Traceback", piped.stderr)


class Up(unittest.TestCase):
    """A start that fails ends in one message, with nothing left running."""

    def setUp(self):
        support.fresh()
        for patch in (
            mock.patch.object(processes, "command", lambda service: support.listener(layout.PORTS[service])),
            mock.patch.object(cloud.base_image, "usable", lambda: False),
            mock.patch.object(cloud.signal, "signal"),
            mock.patch.object(cloud, "say"),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.addCleanup(processes.stop_all)

    def fails_with(self, error):
        def build(started):
            processes.start("nova")
            raise error

        return mock.patch.object(cloud, "build", build)

    def test_a_failure_is_reported_and_ends_what_was_started(self):
        with self.fails_with(Problem("neutron ended by itself")):
            with self.assertRaisesRegex(Problem, r"(?s)neutron ended by itself.*all processes of the lab were stopped"):
                cloud.up()
        self.assertEqual([], processes.orphans())

    def test_a_full_disk_is_named(self):
        with self.fails_with(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            with mock.patch.object(sandbox, "free", mock.Mock(side_effect=[900, 3])):
                with self.assertRaisesRegex(Problem, r"(?s)No space left.*the disk of .* is full"):
                    cloud.up()
        self.assertEqual([], processes.orphans())

    def test_an_interruption_ends_what_was_started(self):
        with self.fails_with(KeyboardInterrupt()), self.assertRaises(KeyboardInterrupt):
            cloud.up()
        self.assertEqual([], processes.orphans())

    def test_little_memory_is_a_warning(self):
        with mock.patch.object(sandbox.proc, "memory_available", lambda: 700 << 20), mock.patch("sys.stderr") as stderr:
            sandbox.warn_of_memory()
        self.assertIn("700 MiB of memory", "".join(call.args[0] for call in stderr.write.call_args_list))


class Hooks(unittest.TestCase):
    def hook(self, name, *args):
        done = subprocess.run(
            [sys.executable, str(support.LAB / "hooks" / name), *args], capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stdout and json.loads(done.stdout), done.stderr

    def setUp(self):
        support.fresh()

    def test_what_the_runner_did_not_fill_in_is_not_given(self):
        status, _, errors = self.hook("live-migrate", "{instance}")
        self.assertNotEqual(0, status)
        self.assertIn("usage: live-migrate INSTANCE_ID", errors)

    def test_a_lab_that_is_down_is_one_line_of_json(self):
        for name, args in (
            ("live-migrate", ["i-1"]),
            ("underneath", ["i-1"]),
            ("fail-build", ["heal", "{key_name}"]),
            ("restart-ec2-api", []),
            ("replace-ec2-api", ["17.0.0"]),
            ("fill-quota", ["volumes"]),
        ):
            status, said, errors = self.hook(name, *args)
            self.assertEqual((1, False, name), (status, said["ok"], said["hook"]), errors)
            self.assertTrue(said["error"])


if __name__ == "__main__":
    unittest.main()
