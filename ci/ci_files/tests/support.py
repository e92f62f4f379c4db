"""A job on a moto: its folder, its variables, and what must be true of its reports."""

import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path

from ci_files import stand_in
from ci_files.readers import READERS, Counts

PROGRAM = Path(os.environ.get("EC2_COMPAT_PROGRAM_UNDER_TEST", "/nonexistent"))
CREDENTIALS = ("MOTO_ACCESS_KEY", "MOTO_SECRET_KEY")
QUICK = "key-pairs/lifecycle !area:vpc"  # deviates on moto


class Job(unittest.TestCase):
    """Under `ci/with-moto`, which names the endpoints file and the credentials."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ec2-compat-ci-files-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.workspace = self.folder / "workspace"
        self.workspace.mkdir()
        shutil.copy(os.environ["EC2_COMPAT_ENDPOINTS"], self.workspace / "endpoints.yaml")
        self.environment = stand_in.environment(self.folder / "home")
        self.wheel = stand_in.wheel(PROGRAM, self.folder)

    def secrets(self):
        return {name: os.environ[name] for name in CREDENTIALS}

    def assert_reports(self, run: Path, exit_code: int) -> Counts:
        """The reports are there, and every reader of JUnit counts what the JSON does, and agrees with the exit code."""
        report = json.loads((run / "report.json").read_text())
        self.assertTrue((run / "report.html").stat().st_size)
        counts = {name: read(run / "junit.xml") for name, read in READERS.items()}
        [same] = set(counts.values())
        self.assertGreaterEqual(same.cases, len(report["scenarios"]))
        self.assertEqual(same.skipped, report["counts"]["skipped"])
        self.assertEqual(bool(same.failed), exit_code != 0, counts)
        return same
