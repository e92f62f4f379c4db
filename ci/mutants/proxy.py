"""A reverse proxy over an EC2 endpoint, and one that injects a fault."""

from __future__ import annotations

import http.client
import http.server
import socket
import sys
import threading
import urllib.parse
from types import TracebackType
from typing import Any, Callable, NamedTuple

from .document import Document
from .fault import Call, Fault

ADDRESS = "127.0.0.1"
SECONDS = 120
SECONDS_TO_NOTICE = 0.05
"""Until a server that is to end does."""
OF_CONNECTION = {"connection", "content-length", "date", "server", "transfer-encoding"}
"""Headers that each connection has of its own."""


class Reply(NamedTuple):
    """A response on the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Handler(http.server.BaseHTTPRequestHandler):
    """Forwards one request after the other."""

    protocol_version = "HTTP/1.1"
    server: ProxyServer

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def forward(self) -> None:
        """Send back what the server makes of a request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        form = body.decode("latin-1") if self.command == "POST" else query
        parameters = urllib.parse.parse_qsl(form, keep_blank_values=True)
        call = Call(dict(parameters).get("Action", ""), list(parameters), self.server.memory)

        def send() -> Reply:
            if call.parameters == parameters:
                return self.ask(f"{path}?{query}" if query else path, body)
            changed = urllib.parse.urlencode(call.parameters)
            if self.command == "POST":
                return self.ask(f"{path}?{query}" if query else path, changed.encode())
            return self.ask(f"{path}?{changed}", body)

        reply = self.server.handle(call, send)
        if reply is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.respond(*reply)

    def ask(self, path: str, body: bytes) -> Reply:
        """The response of the endpoint."""
        connection = http.client.HTTPConnection(self.server.endpoint, timeout=SECONDS)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in OF_CONNECTION}
            connection.request(self.command, path, body, headers)
            response = connection.getresponse()
            return Reply(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def respond(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send a response."""
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in OF_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = forward


class ProxyServer(http.server.ThreadingHTTPServer):
    """Forwards to the endpoint at `host:port`, on a port of loopback (0: a free one), for as long as it is entered."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, endpoint: str, port: int = 0) -> None:
        super().__init__((ADDRESS, port), Handler)
        self.endpoint = endpoint
        self.memory: dict[Any, Any] = {}
        self.lock = threading.Lock()
        self.url = f"http://{ADDRESS}:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever, args=(SECONDS_TO_NOTICE,), daemon=True)

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """The response to a call; `send` gets the endpoint's. None: the connection is cut."""
        return send()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing where a client went away."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def __enter__(self) -> ProxyServer:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()


class FaultyServer(ProxyServer):
    """Injects faults into the responses of the endpoint, each with a memory of its own."""

    def __init__(self, faults: list[Fault], endpoint: str) -> None:
        super().__init__(endpoint)
        self.faults = faults
        self.memories: dict[str, dict[Any, Any]] = {fault.name: {} for fault in faults}
        self.changed: set[str] = set()
        """The names of the faults that changed a request or a response."""

    def handle(self, call: Call, send: Callable[[], Reply]) -> Reply | None:
        """What the faults make of a call."""
        about = [fault for fault in self.faults if call.action in fault.actions]
        for fault in about:
            before = list(call.parameters)
            with self.lock:
                call.memory = self.memories[fault.name]
                answer = fault.on_request(call)
            if answer is not None or call.parameters != before:
                self.changed.add(fault.name)
            if answer is not None:
                return Reply(200, [("Content-Type", "text/xml")], answer)
        status, headers, content = send()
        document = Document(status, content)
        for fault in about:
            before_it = document.encode()
            with self.lock:
                call.memory = self.memories[fault.name]
                fault.on_response(call, document)
            after = document.encode()
            if after != before_it:
                self.changed.add(fault.name)
                content = after
        return Reply(status, headers, content)
