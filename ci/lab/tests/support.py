"""A LAB_HOME of its own for the tests of this process, made before `control` is imported, and small fake services.

No test needs the network, a cloud or its installation."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="lab-tests-"))
atexit.register(shutil.rmtree, str(HOME), True)
USUAL = (8080, 5000, 8778, 9292, 9696, 8776, 8774, 8788, 3334)


def free(offset):
    """Whether no program has a port of a lab with this offset."""
    for port in USUAL:
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port + offset))
            except OSError:
                return False
    return True


# away from real labs, from other runs of these tests, from whatever has a port at the moment, and below 32768, where
# Linux takes the ports of clients from
OFFSET = next(o for o in ((20000 + (os.getpid() + n) % 3000) for n in range(0, 3000, 7)) if free(o))

os.environ.update(LAB_HOME=str(HOME), LAB_PORT_OFFSET=str(OFFSET))
for name in ("LAB_TOPOLOGY", "LAB_PYTHON"):
    os.environ.pop(name, None)
sys.dont_write_bytecode = True
sys.path[:0] = [str(LAB), str(LAB.parent)]

LISTENER = """
import socket, sys, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(5)
time.sleep(60)
"""


def listener(port):
    """The command of a service that does nothing but listen."""
    return [sys.executable, "-c", LISTENER, str(port)]


def script(path, text):
    """An executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)
    return path


def lab(*args, **environment):
    """Run the command on the tests' LAB_HOME."""
    return subprocess.run(
        [sys.executable, str(LAB / "lab"), *args],
        env=dict(os.environ, **environment),
        timeout=60,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def fresh():
    """An empty LAB_HOME with the folders of a cloud."""
    for path in HOME.iterdir():
        shutil.rmtree(str(path)) if path.is_dir() and not path.is_symlink() else path.unlink()
    for name in ("run", "log", "db", "etc"):
        (HOME / "cloud" / name).mkdir(parents=True)
