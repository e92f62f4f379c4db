"""Starting, recognizing and ending processes."""

import os
import subprocess
import sys
import unittest
from unittest import mock

from process_control import proc
from process_control.pid_file import PidFile
from process_control.terminate import terminate
from process_control.wait import wait_until

from .support import IGNORES_TERM, ProcessCase


class PidFiles(ProcessCase):
    def setUp(self):
        super().setUp()
        self.file = PidFile(self.folder / "pid")

    def test_a_recorded_process_is_found_until_it_ends(self):
        pid = self.start()
        self.file.write(pid)
        self.assertEqual(pid, self.file.pid())
        terminate(lambda: self.group(pid))
        self.assertIsNone(self.file.pid())
        self.assertTrue(self.file.exists())

    def test_a_stranger_that_got_the_pid_later_is_not_taken_for_the_process(self):
        self.file.path.write_text(f"{os.getpid()} 1\n")
        self.assertIsNone(self.file.pid())

    def test_a_broken_or_missing_file_is_no_process(self):
        self.assertIsNone(self.file.pid())
        for text in ("", "12", "a b", "1 2 3"):
            self.file.path.write_text(text)
            self.assertIsNone(self.file.pid(), text)

    def test_a_removed_file_may_be_removed_again(self):
        self.file.write(os.getpid())
        self.file.remove()
        self.file.remove()
        self.assertFalse(self.file.exists())


class Ends(ProcessCase):
    def test_a_process_has_a_session_of_its_own(self):
        pid = self.start()
        self.assertEqual(pid, os.getsid(pid))

    def test_one_that_ignores_sigterm_is_killed(self):
        pid = self.start(IGNORES_TERM)
        terminate(lambda: self.group(pid), grace=0.2)
        self.assertIsNone(proc.seen(pid))

    def test_children_end_too(self):
        pid = self.start_command(["sh", "-c", "sleep 60 & sleep 60 & echo ready; wait"])
        wait_until(lambda: len(self.group(pid)) == 3, "two children", 10)
        terminate(lambda: self.group(pid))
        self.assertEqual([], self.group(pid))

    def test_what_does_not_end_is_named(self):
        this = [p for p in [proc.seen(os.getpid())] if p]
        with mock.patch("os.kill"), self.assertRaisesRegex(LookupError, f"the end of {os.getpid()}"):
            terminate(lambda: this, grace=0, error=LookupError)

    def test_nothing_to_end_is_no_error(self):
        terminate(lambda: [], grace=0)


class Seen(ProcessCase):
    def test_a_zombie_does_not_run(self):
        child = subprocess.Popen([sys.executable, "-c", ""])
        wait_until(lambda: proc.seen(child.pid) is None, "the end of the child", 10)
        self.assertIsNone(child.returncode)
        child.wait()

    def test_ps_lists_what_proc_has(self):
        """Which other systems than Linux rely on."""
        pid = self.start()
        by_ps, by_proc = proc.listed("-p", str(pid)), proc.seen(pid)
        self.assertEqual([(pid, pid)], [(p.pid, p.group) for p in by_ps])
        self.assertEqual(pid, by_proc.pid)
        self.assertGreater(by_ps[0].resident, 1 << 20)
        self.assertEqual(by_ps[0].started, proc.listed("-p", str(pid))[0].started)
        self.assertIn(os.getpid(), [p.pid for p in proc.listed("-A")])


if __name__ == "__main__":
    unittest.main()
