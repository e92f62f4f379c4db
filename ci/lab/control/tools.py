"""Programs that run once and end: database migrations, seeding."""

import subprocess
import time

from . import layout
from .commands import environment
from .problem import Problem
from .processes import RUN, end_all, strays, tail


class Tool:
    """A program of the OpenStack environment, with a log of its own."""

    def __init__(self, label, program, *args):
        self.label = label
        path = program if "/" in str(program) else layout.VENV / "bin" / program
        self.command = [str(word) for word in (layout.VENV / "bin" / "python", path, *args)]

    def start(self):
        with open(str(layout.CLOUD / "log" / (self.label + ".out")), "wb") as out:
            self.process = subprocess.Popen(
                self.command,
                env=environment(),
                cwd=str(RUN),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def ended(self):
        """Whether it has ended well; Problem if it has not."""
        status = self.process.poll()
        if status:
            raise Problem(f"{self.label} failed (status {status}):\n{tail(self.label)}")
        return status == 0


def run(*chains, seconds=300):
    """Chains of tools side by side, those of one chain one after another."""
    end = time.monotonic() + seconds
    waiting = [list(chain) for chain in chains]
    running = []
    try:
        for chain in waiting:
            chain[0].start()
            running.append(chain)
        while running:
            for chain in list(running):
                if not chain[0].ended():
                    continue
                del chain[0]
                if chain:
                    chain[0].start()
                else:
                    running.remove(chain)
            if time.monotonic() > end:
                raise Problem(f"{running[0][0].label} did not end within {seconds} s:\n{tail(running[0][0].label)}")
            time.sleep(0.02)
    finally:
        left = [chain[0].process for chain in running if chain[0].process.poll() is None]
        if left:
            groups = {process.pid for process in left}
            end_all(lambda: [p for p in strays() if p.group in groups])
            for process in left:
                process.wait()
