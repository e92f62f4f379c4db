"""An EC2_COMPAT_HOME of its own for the tests of this process, set before `moto_control` is imported, and a server that
stands in for moto: nothing is installed."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

CI = Path(__file__).resolve().parent.parent.parent
HOME = Path(tempfile.mkdtemp(prefix="moto-tests-"))
atexit.register(shutil.rmtree, str(HOME), True)
os.environ["EC2_COMPAT_HOME"] = str(HOME)
os.environ.pop("EC2_COMPAT_MOTO_PORT", None)

STAND_IN = """
import http.server, sys
status = int(sys.argv[2])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
    do_POST = do_GET
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def stand_in(port: int, status: int = 200) -> list:
    """The command of a server that sends this status for every request."""
    return [sys.executable, "-c", STAND_IN, port, status]
