"""An interpreter of a range of versions is found, and none that cannot make virtual environments."""

import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import pythons

SERIES = (sys.version_info[0], sys.version_info[1])
NEXT = (SERIES[0], SERIES[1] + 1)
STAND_IN = "#!/bin/sh\necho 3 99\n"


class Find(unittest.TestCase):
    def test_the_one_that_runs_comes_first(self):
        self.assertEqual(sys.executable, pythons.find(SERIES, NEXT))

    def test_another_is_taken_from_path_by_the_version_that_it_prints(self):
        with tempfile.TemporaryDirectory(prefix="pythons-") as folder:
            good, lies = Path(folder, "python3.99"), Path(folder, "python3.98")
            for file in (good, lies):
                file.write_text(STAND_IN)
                file.chmod(0o755)
            with mock.patch.dict(os.environ, {"PATH": f"{folder}:/bin:/usr/bin", "PYENV_ROOT": folder}):
                self.assertEqual(str(good), pythons.find((3, 98), (3, 100)))
                self.assertIsNone(pythons.find((3, 98), (3, 99)))

    def test_pyenv_is_searched_too(self):
        with tempfile.TemporaryDirectory(prefix="pythons-") as folder:
            python = Path(folder, "versions/3.99.1/bin/python3.99")
            python.parent.mkdir(parents=True)
            python.write_text(STAND_IN)
            python.chmod(0o755)
            with mock.patch.dict(os.environ, {"PATH": "/bin:/usr/bin", "PYENV_ROOT": folder}):
                self.assertEqual(str(python), pythons.find((3, 99), (4, 0)))

    def test_what_fails_is_none(self):
        self.assertIsNone(pythons.version_of("/bin/false"))
        self.assertIsNone(pythons.version_of("/nowhere/python3"))


if __name__ == "__main__":
    unittest.main()
