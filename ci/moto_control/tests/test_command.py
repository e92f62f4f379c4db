"""The command line of `ci/moto` and `ci/with-moto`, where no moto is needed."""

import os
import subprocess
import sys
import unittest

from process_control.port import bind_port

from . import support


class Command(unittest.TestCase):
    def run_script(self, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(support.CI / name), *arguments],
            env=dict(os.environ, **environment),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_exit_statuses(self):
        port = str(bind_port("127.0.0.1", 0))
        for status, arguments in (
            (2, []),
            (2, ["start"]),
            (2, ["up", "--port"]),
            (1, ["up", "--port", "http"]),
            (1, ["up", "--port", "65536"]),
            (3, ["status", "--port", port]),
            (3, ["status", f"--port={port}"]),
            (1, ["reset", "--port", port]),
            (0, ["down", "--port", port]),
        ):
            done = self.run_script("moto", *arguments)
            self.assertEqual((status, ""), (done.returncode, done.stdout), (arguments, done.stderr))
            self.assertTrue(done.stderr)
            self.assertNotIn("Traceback", done.stderr)

    def test_the_port_of_the_environment_is_the_default(self):
        port = str(bind_port("127.0.0.1", 0))
        done = self.run_script("moto", "status", EC2_COMPAT_MOTO_PORT=port)
        self.assertIn(f"not up on port {port}", done.stderr)

    def test_with_moto_needs_a_command(self):
        self.assertEqual(2, self.run_script("with-moto").returncode)


if __name__ == "__main__":
    unittest.main()
