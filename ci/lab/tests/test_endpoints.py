"""What a test run gets from the lab."""

import json
import os
import shlex
import stat
import subprocess
import unittest

import support
from control import endpoints, layout
from control.problem import Problem

IMAGES = {name: "ami-" + name for name in ("lab-ebs", "lab-linux", "lab-kernel", "lab-ramdisk", "lab-machine")}


class Endpoints(unittest.TestCase):
    def setUp(self):
        support.fresh()
        layout.CREDENTIALS.write_text(
            json.dumps(
                {
                    "users": {
                        user: {
                            "access": "key-" + user,
                            "secret": "hush-" + user,
                            "project_id": "p-" + user,
                            "images": IMAGES,
                        }
                        for user in endpoints.NAMES
                    }
                }
            )
        )
        endpoints.write()

    def test_secrets_are_in_files_that_only_their_owner_reads(self):
        for user in endpoints.NAMES:
            path = endpoints.FOLDER / user
            self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))
            self.assertIn("aws_secret_access_key = hush-" + user, path.read_text())
        self.assertNotIn("hush", endpoints.ENDPOINTS.read_text())

    def test_each_user_is_an_endpoint_side_by_side_with_moto(self):
        lines = endpoints.ENDPOINTS.read_text().splitlines()
        for name in ("moto", *endpoints.NAMES.values()):
            self.assertEqual(1, lines.count(f"  {name}:"), name)
        self.assertEqual(3, sum(line.strip() == "url: " + layout.EC2_URL for line in lines))
        self.assertNotIn("${", endpoints.ENDPOINTS.read_text())

    def test_every_hook_is_named_and_every_name_is_a_hook(self):
        there = {
            path.name for path in (layout.LAB / "hooks").iterdir() if os.access(str(path), os.X_OK) and path.is_file()
        }
        self.assertEqual(there, set(endpoints.HOOKS))

    def test_the_launcher_runs_a_hook_on_this_lab_whatever_the_environment(self):
        done = subprocess.run(
            [str(endpoints.LAUNCHER), "pause", "i-1"],
            env={"PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            timeout=60,
        )
        said = json.loads(done.stdout)
        self.assertEqual((1, False, "pause", "i-1"), (done.returncode, said["ok"], said["hook"], said["instance"]))
        self.assertIn(str(support.HOME), said["error"])

    def test_env_prints_what_up_wrote(self):
        done = support.lab("env")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(endpoints.ENDPOINTS.read_text(), done.stdout)

    def test_shell_lines_are_those_of_the_user(self):
        self.assertIn("AWS_SECRET_ACCESS_KEY=hush-alpha", support.lab("env", "--shell").stdout)
        lines = shlex.split(support.lab("env", "--shell", "beta").stdout)
        self.assertIn("AWS_ACCESS_KEY_ID=key-beta", lines)
        with self.assertRaisesRegex(Problem, "unknown user gamma; known: alpha, beta, admin"):
            endpoints.shell("gamma")

    def test_before_the_first_up_there_is_nothing_to_print(self):
        layout.CREDENTIALS.unlink()
        done = support.lab("env")
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertIn("run `lab up` first", done.stderr)


if __name__ == "__main__":
    unittest.main()
