"""A server on a port of loopback that outlives the command that starts it."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Callable, Mapping, Sequence

from moto_control.interruption import interruptible
from moto_control.problem import NOT_UP, Problem
from process_control import proc
from process_control.pid_file import PidFile
from process_control.port import bind_port
from process_control.spawn import spawn
from process_control.terminate import terminate
from process_control.wait import wait_until

ADDRESS = "127.0.0.1"
SECONDS_TO_RESPOND = 120


class ManagedServer:
    """The server of a folder, which has `pid`, `port`, `log` and what `write` writes there."""

    def __init__(self, name: str, folder: Path, command: Callable[[int], Sequence[object]]) -> None:
        self.name = name
        self.folder = folder
        self.command = command
        self.environment: Callable[[int], Mapping[str, str]] = lambda port: {}
        self.write: Callable[[int], None] = lambda port: None
        """Writes the server's files before `up` ends."""
        self.pid_file = PidFile(folder / "pid")
        self.log = folder / "log"

    @property
    def port(self) -> int:
        """The port that it was started on; 0 if it never was."""
        try:
            return int((self.folder / "port").read_text())
        except (OSError, ValueError):
            return 0

    def say(self, text: str) -> None:
        """Print a message for a person."""
        print(f"{self.name}: {text}", file=sys.stderr, flush=True)

    def responds(self, port: int) -> bool:
        """Whether the server sends a response, of any status. No proxy is used."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://{ADDRESS}:{port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def is_up(self) -> bool:
        """Whether the process that was started runs and responds."""
        return self.pid_file.pid() is not None and self.responds(self.port)

    def status(self) -> None:
        """Problem unless the server is up."""
        if not self.is_up():
            raise Problem("not up", NOT_UP)

    def up(self, port: int) -> int:
        """The port of the server, started on this one (0: any free one) unless it is up."""
        if self.is_up():
            self.say(f"already up (pid {self.pid_file.pid()}, port {self.port})")
            return self.port
        self.stop()
        try:
            port = bind_port(ADDRESS, port)
        except OSError as e:
            raise Problem(f"port {port} is in use ({e.strerror}): choose one with --port N (0: any free one)") from e
        self.start(port)
        return port

    def start(self, port: int) -> None:
        """Start the server and wait until it responds. Whatever goes wrong, it does not run afterwards."""
        self.folder.mkdir(parents=True, exist_ok=True)
        clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
        with interruptible(lambda: self.stop() and None):
            process = spawn(self.command(port), self.log, {**clean, **self.environment(port)}, self.folder)
            self.pid_file.write(process.pid)
            (self.folder / "port").write_text(f"{port}\n")

            def ready() -> bool:
                if process.poll() is not None:
                    end = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                    raise Problem(f"it ended while starting; the end of {self.log}:\n{end}")
                return self.responds(port)

            wait_until(ready, f"{self.name} to respond; see {self.log}", SECONDS_TO_RESPOND, error=Problem)
            self.write(port)
        self.say(f"up (pid {process.pid}, port {port}), log in {self.log}")

    def stop(self) -> bool:
        """Whether there was a server to stop: the process that was started, and what it started in its session."""
        pid = self.pid_file.pid()
        if pid:
            terminate(lambda: [p for p in proc.everyone() if p.group == pid or p.pid == pid], error=Problem)
        self.pid_file.remove()
        return pid is not None

    def down(self) -> None:
        """Stop the server, if it is up."""
        self.say("down" if self.stop() else "not up")
