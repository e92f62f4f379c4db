"""Programs to start, a folder for each test."""

import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import List

from process_control import proc
from process_control.spawn import spawn
from process_control.terminate import terminate
from process_control.wait import wait_until

SLEEPS = "import time; print('ready', flush=True); time.sleep(60)"
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS


class ProcessCase(unittest.TestCase):
    """Ends, after each test, whatever it started."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="process-control-"))
        self.addCleanup(shutil.rmtree, str(self.folder), True)
        self.log = self.folder / "log"

    def start(self, program: str = SLEEPS) -> int:
        """The pid of a Python program, once it has printed `ready`."""
        return self.start_command([sys.executable, "-c", program])

    def start_command(self, command: List[str]) -> int:
        process = spawn(command, self.log, os.environ)
        self.addCleanup(process.wait)
        self.addCleanup(terminate, lambda: self.group(process.pid), 0)
        wait_until(lambda: "ready" in self.log.read_text(), "the program to start", 20, interval=0.01)
        return process.pid

    @staticmethod
    def group(number: int) -> List[proc.Process]:
        return [p for p in proc.everyone() if p.group == number]
