"""HTTP: XML-RPC, /_sim/ and whole disks, one thread for each connection."""

from __future__ import annotations

import http.server
import io
import json
import shutil
import socketserver
import sys
import threading
import urllib.parse
import xmlrpc.client
from typing import Any, Callable

from . import rrd
from .control import Control, Refused
from .transfer import EXPORT, IMPORT, Transfer
from .values import Failure, MiB, Record, Unreachable
from .world import World

LONGEST_CALL = 16 * MiB
LONGEST_CONTROL = MiB


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "xenserver-simulator"
    # a response is sent in one write: a header sent before its body would cost 40 ms a call
    # (Nagle's algorithm and delayed acknowledgements)
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *ignored: object) -> None:
        pass

    def do_POST(self) -> None:
        if self.url.path.startswith("/_sim/"):
            self.attempt(self.control)
        else:
            self.attempt(self.xml_rpc)

    def do_GET(self) -> None:
        paths = {EXPORT: self.export, rrd.PATH: self.vm_rrd}
        self.attempt(paths.get(self.url.path, self.control))

    def do_PUT(self) -> None:
        self.attempt(self.take_disk)

    def do_DELETE(self) -> None:
        self.attempt(self.control)

    def attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Refused as refused:
            # the rest of the request is not read
            self.close_connection = True
            self.reply_json(refused.status, {"error": str(refused)})
        except (Unreachable, ConnectionError, EOFError):
            self.close_connection = True

    @property
    def url(self) -> urllib.parse.SplitResult:
        return urllib.parse.urlsplit(self.path)

    @property
    def query(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.url.query))

    def length(self, longest: int) -> int:
        given = self.headers.get("Content-Length", "0")
        if not given.isdigit() or self.headers.get("Transfer-Encoding"):
            raise Refused(411, "a request needs a Content-Length")
        if int(given) > longest:
            raise Refused(413, f"a request of {given} bytes; the limit is {longest}")
        return int(given)

    def body(self, longest: int) -> bytes:
        length = self.length(longest)
        data = self.rfile.read(length)
        if len(data) < length:
            raise EOFError
        return data

    def xml_rpc(self) -> None:
        data = self.body(LONGEST_CALL)
        try:
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise ValueError("XML-RPC has no document type")
            params, method = xmlrpc.client.loads(data, use_builtin_types=True)
        except Exception as error:
            raise Refused(400, f"not XML-RPC: {error!r}") from error
        if not method:
            raise Refused(400, "not an XML-RPC call")
        reply = self.server.world.answer(self.server.listener, method, params)
        self.reply(
            200, "text/xml", xmlrpc.client.dumps((reply,), methodresponse=True, encoding="utf-8").encode("utf-8")
        )

    def control(self) -> None:
        data = self.body(LONGEST_CONTROL)
        try:
            request = json.loads(data or b"{}")
        except ValueError as error:
            raise Refused(400, f"not JSON: {error}") from error
        if not isinstance(request, dict):
            raise Refused(400, "not a JSON object")
        self.reply_json(200, Control(self.server.world).answer(self.command, self.url.path, request))

    def take_disk(self) -> None:
        if self.url.path != IMPORT:
            raise Refused(404, "no PUT " + self.url.path)
        self.disks("take", self.rfile, self.length(sys.maxsize))
        self.reply(200, "text/plain", b"")

    def export(self) -> None:
        with self.disks("give") as content:
            size = content.seek(0, io.SEEK_END)
            content.seek(0)
            self.head(200, "application/octet-stream", size)
            shutil.copyfileobj(content, self.wfile)
            self.wfile.flush()

    def vm_rrd(self) -> None:
        if not rrd.authorized(self.server.world, self.headers.get("Authorization", "")):
            raise Refused(401, "the pool's user and password are needed")
        try:
            self.reply(200, "text/xml", rrd.document(self.server.world, self.query.get("uuid", "")))
        except Failure as failure:
            raise Refused(404, " ".join(failure.details)) from failure

    def disks(self, action: str, *arguments: Any) -> Any:
        try:
            return getattr(Transfer(self.server.world), action)(self.query, *arguments)
        except Failure as failure:
            raise Refused(
                401 if failure.details[0] == "SESSION_INVALID" else 400, " ".join(failure.details)
            ) from failure
        except ValueError as error:
            raise Refused(400, str(error)) from error
        except OSError as error:
            raise Refused(500, str(error)) from error

    def reply_json(self, status: int, value: Any) -> None:
        self.reply(status, "application/json", json.dumps(value).encode())

    def reply(self, status: int, kind: str, body: bytes) -> None:
        self.head(status, kind, len(body))
        self.wfile.write(body)
        self.wfile.flush()

    def head(self, status: int, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, world: World, listener: Record) -> None:
        super().__init__((listener["address"], listener["port"]), Handler)
        self.world, self.listener = world, listener

    def server_bind(self) -> None:
        # not HTTPServer's, which looks up the host's name in DNS
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    @property
    def place(self) -> str:
        address, port = self.server_address[:2]
        return f"{address}:{port}"


def serve(topology: Record, log: str | None = None, data: str | None = None) -> list[Server]:
    """Start a server for each listener of a topology."""
    world = World(topology, log, data)
    servers = [Server(world, listener) for listener in topology["listen"]]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return servers
