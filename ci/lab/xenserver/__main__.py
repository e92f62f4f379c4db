"""python -m xenserver"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from pathlib import Path

from . import topology
from .server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="xenserver", description="A simulated XenServer.")
    parser.add_argument(
        "--topology",
        default=str(Path(__file__).with_name("topology.json")),
        help="file of pools and hosts (default: %(default)s)",
    )
    parser.add_argument("--port", type=int, help="replaces the ports of the topology; 0: any free port")
    parser.add_argument("--log", help="write every call to this file as a line of JSON")
    parser.add_argument("--data", help="store the content of disks in this folder")
    options = parser.parse_args()
    started = time.monotonic()
    ended = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *ignored: ended.set())
    try:
        described = topology.read(options.topology)
        for listener in described["listen"]:
            if options.port is not None:
                listener["port"] = options.port
        servers = serve(described, options.log, options.data)
    except (topology.BadTopology, OSError) as error:
        sys.exit(f"xenserver: {error}")
    print(
        "xenserver: {} ready in {:.0f} ms".format(
            ", ".join(server.place for server in servers), 1000 * (time.monotonic() - started)
        ),
        flush=True,
    )
    ended.wait()


if __name__ == "__main__":
    main()
