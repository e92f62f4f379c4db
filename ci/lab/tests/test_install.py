"""An installation is complete, or it does not count."""

import contextlib
import io
import re
import unittest
from unittest import mock

import support
from control import install, layout, sandbox
from control.problem import UNAVAILABLE, Problem

REQUIREMENT = re.compile(r"^[A-Za-z0-9._-]+==\S+( ;.*)?( \\)?$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


class Install(unittest.TestCase):
    def setUp(self):
        support.fresh()
        self.venv = layout.HOME / "some-venv"
        self.lock = layout.HOME / "lock.txt"
        self.lock.write_text("one==1\n")
        self.made = 0

    def make(self):
        self.made += 1
        self.venv.mkdir()

    def run_make(self):
        with contextlib.redirect_stdout(io.StringIO()):
            return install.make("a thing", self.venv, [self.lock], self.make)

    def test_it_is_made_once(self):
        self.assertTrue(self.run_make())
        self.assertFalse(self.run_make())
        self.assertEqual(1, self.made)

    def test_another_lock_makes_it_anew(self):
        self.run_make()
        self.lock.write_text("one==2\n")
        self.assertTrue(self.run_make())
        self.assertEqual(2, self.made)

    def test_an_incomplete_one_is_replaced(self):
        (self.venv / "bin").mkdir(parents=True)
        (self.venv / "bin" / "nova-manage").write_text("")
        self.assertFalse(install.is_complete(self.venv, self.lock))
        self.assertTrue(self.run_make())
        self.assertFalse((self.venv / "bin").exists())

    def test_a_failure_leaves_it_incomplete(self):
        def fail():
            self.venv.mkdir()
            raise Problem("no network")

        with contextlib.redirect_stdout(io.StringIO()), self.assertRaises(Problem):
            install.make("a thing", self.venv, [self.lock], fail)
        self.assertFalse(install.is_complete(self.venv, self.lock))

    def test_a_tool_that_fails_shows_its_last_lines(self):
        tool = support.script(layout.HOME / "uv", 'echo resolving; echo "hash mismatch for nova" >&2; exit 2')
        with self.assertRaisesRegex(Problem, r"(?s)exit status 2:.*hash mismatch for nova.*install\.log"):
            install.tool(tool, "pip", "install")

    def test_a_tool_has_a_deadline(self):
        with self.assertRaisesRegex(Problem, "none within"):
            install.tool("sleep", "60", seconds=0.2)

    def test_without_free_disk_nothing_is_begun(self):
        with mock.patch.object(sandbox, "free", lambda: 700):
            with self.assertRaisesRegex(Problem, "needs 1500 MiB in .*, but only 700 MiB are free"):
                install.install()
        self.assertFalse(layout.UV.exists())

    def test_a_machine_without_python38_has_a_status_of_its_own(self):
        def install_uv():
            support.script(layout.UV / "bin" / "uv", "exit 1")
            (layout.UV / install.STAMP).write_text(install.digest(layout.REQUIREMENTS / "uv.txt"))

        install_uv()
        done = support.lab("up", LAB_PYTHON="/no/such/python")
        self.assertEqual(UNAVAILABLE, done.returncode, done.stderr)
        self.assertIn("LAB_PYTHON", done.stderr)
        self.assertEqual(3, support.lab("status").returncode)


class Locks(unittest.TestCase):
    def test_every_line_is_a_pinned_requirement_or_its_hash(self):
        for lock in layout.REQUIREMENTS.glob("*.txt"):
            before = ""
            for line in lock.read_text().splitlines():
                self.assertTrue(REQUIREMENT.match(line) or HASH.match(line), f"{lock.name}: {line}")
                if REQUIREMENT.match(line):
                    self.assertTrue(line.endswith("\\"), f"{lock.name}: no hash of {line}")
                    self.assertFalse(REQUIREMENT.match(before), lock.name)
                before = line

    def test_there_is_a_lock_of_each_version_of_ec2_api(self):
        names = {path.stem for path in layout.REQUIREMENTS.glob("ec2-api-*.txt")}
        self.assertEqual({"ec2-api-" + v for v in ("11.0.0", "14.0.2", "16.0.0", "17.0.0")}, names)
        for name in names:
            pinned = (layout.REQUIREMENTS / (name + ".txt")).read_text()
            self.assertIn("ec2-api=={} ".format(name[len("ec2-api-") :]), pinned)


if __name__ == "__main__":
    unittest.main()
