"""The file that names a process which outlives the command that started it."""

from __future__ import annotations

from pathlib import Path

from . import proc


class PidFile:
    """`PID STARTED` on one line. The start time tells the process from a stranger that got its pid later."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, pid: int) -> None:
        """Record a process that was just started."""
        process = proc.seen(pid)
        self.path.write_text(f"{pid} {process.started if process else 'ended'}\n")

    def pid(self) -> int | None:
        """The pid of the recorded process, or None if that process no longer runs."""
        try:
            number, started = self.path.read_text().split()
        except (OSError, ValueError):
            return None
        process = proc.seen(number)
        return process.pid if process and process.started == started else None

    def exists(self) -> bool:
        """Whether a process was recorded, running or not."""
        return self.path.exists()

    def remove(self) -> None:
        """Forget the process."""
        if self.path.exists():
            self.path.unlink()
