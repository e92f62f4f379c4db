"""One moto server: `up`, `status`, `reset`, `down`. It keeps its resources in memory, so every start begins empty."""

from __future__ import annotations

import os
import urllib.request

from process_control import proc
from process_control.file_lock import Busy, hold
from process_control.pid_file import PidFile
from process_control.port import bind_port
from process_control.spawn import spawn
from process_control.terminate import terminate
from process_control.wait import wait_until

from . import environment, layout
from .interruption import Interrupted, interruptible
from .problem import INTERRUPTED, NOT_UP, Problem
from .say import say

SECONDS_TO_RESPOND = 60
SECONDS_TO_INSTALL = 900  # which another `up` may be busy with
LIVE = "/moto-api/lib.js"
RESET = "/moto-api/reset"


class Server:
    """The server on a port of loopback; its folder has `pid` and `log`."""

    def __init__(self, port: int) -> None:
        self.port = port
        folder = layout.HOME / str(port)
        self.url = f"http://{layout.ADDRESS}:{port}"
        self.log = folder / "log"
        self.pid_file = PidFile(folder / "pid")

    def responds(self, path: str = LIVE, method: str = "GET", seconds: float = 5) -> bool:
        """Whether a request is answered with 200 in time. No proxy is used."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(urllib.request.Request(self.url + path, method=method), timeout=seconds) as response:
                return response.status == 200
        except OSError:
            return False

    def status(self) -> None:
        """Problem unless the server is up."""
        pid = self.pid_file.pid()
        if not pid:
            raise Problem(f"not up on port {self.port}", NOT_UP)
        if not self.responds():
            raise Problem(f"pid {pid} does not respond on port {self.port}; `ci/moto up` restarts it", NOT_UP)

    def reset(self) -> None:
        """Delete all resources."""
        if not self.pid_file.pid():
            raise Problem(f"not up on port {self.port}")
        if not self.responds(RESET, "POST"):
            raise Problem(f"moto did not respond; see {self.log}")
        say("reset")

    def down(self) -> None:
        """Stop the server, if it is up."""
        if self.stop():
            say("down")
        else:
            say(f"not up on port {self.port}")

    def stop(self) -> bool:
        """Whether there was a server to stop. Only the process that was started is ended, never a stranger that got
        its pid."""
        pid = self.pid_file.pid()
        if pid:
            terminate(lambda: [p for p in [proc.seen(pid)] if p], error=Problem)
        self.pid_file.remove()
        return pid is not None

    def start(self) -> None:
        """Start the server and wait until it responds. Whatever goes wrong, it does not run afterwards."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
        with interruptible(self.stop):
            process = spawn(environment.command(self.port), self.log, clean)
            self.pid_file.write(process.pid)

            def ready() -> bool:
                if process.poll() is not None:
                    end = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                    raise Problem(f"moto ended while starting; the end of {self.log}:\n{end}")
                return self.responds()

            wait_until(ready, f"moto to respond; see {self.log}", SECONDS_TO_RESPOND, error=Problem)
        say(f"up (pid {process.pid}), log in {self.log}")


def up(port: int) -> Server:
    """The server on the port (0: any free one), started unless it is up. One `up` at a time, since two would install
    over each other."""
    layout.HOME.mkdir(parents=True, exist_ok=True)
    try:
        with hold(layout.HOME / "lock", f"ci/moto up, pid {os.getpid()}", SECONDS_TO_INSTALL):
            return up_alone(port)
    except Busy as e:
        raise Problem(f"another command has been at work for too long: {e.holder or 'unknown'}") from e
    except Interrupted:
        raise Problem("interrupted", INTERRUPTED) from None


def up_alone(port: int) -> Server:
    """`up` for the holder of the lock."""
    environment.ensure()
    server = Server(port)
    pid = server.pid_file.pid()
    if pid and server.responds():
        say(f"already up (pid {pid})")
        return server
    if pid:
        say(f"pid {pid} does not respond: restarting it")
        server.stop()
    try:
        server = Server(bind_port(layout.ADDRESS, port))
    except OSError as e:
        raise Problem(f"port {port} is in use ({e.strerror}): choose one with --port N (0: any free one)") from e
    server.start()
    return server
