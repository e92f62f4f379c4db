"""A reverse proxy over an EC2 endpoint that plays one fault."""

from __future__ import annotations

import http.client
import http.server
import threading
import urllib.parse
from types import TracebackType
from typing import Any

from .document import Document
from .fault import Call, Fault

ADDRESS = "127.0.0.1"
SECONDS = 120
OF_CONNECTION = {"connection", "content-length", "date", "server", "transfer-encoding"}
"""Headers that each connection has of its own."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Forwards one request after the other."""

    protocol_version = "HTTP/1.1"
    server: FaultyServer

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def forward(self) -> None:
        """Send a request on, and its response back."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        form = body.decode("latin-1") if self.command == "POST" else query
        parameters = urllib.parse.parse_qsl(form, keep_blank_values=True)
        call = Call(dict(parameters).get("Action", ""), parameters, self.server.memory)
        with self.server.lock:
            answer = self.server.fault.on_request(call)
        if answer is not None:
            self.respond(200, [("Content-Type", "text/xml")], answer)
            return
        if call.parameters != parameters:
            form = urllib.parse.urlencode(call.parameters)
            body, query = (form.encode(), query) if self.command == "POST" else (body, form)
        status, headers, content = self.ask(f"{path}?{query}" if query else path, body)
        document = Document(status, content)
        before = document.encode()
        with self.server.lock:
            self.server.fault.on_response(call, document)
        changed = document.encode()
        self.respond(status, headers, content if changed == before else changed)

    def ask(self, path: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """The response of the endpoint."""
        connection = http.client.HTTPConnection(self.server.endpoint, timeout=SECONDS)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in OF_CONNECTION}
            connection.request(self.command, path, body, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
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


class FaultyServer(http.server.ThreadingHTTPServer):
    """Plays a fault over the endpoint at `host:port`, on a free port of loopback, for as long as it is entered."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, fault: Fault, endpoint: str) -> None:
        super().__init__((ADDRESS, 0), Handler)
        self.fault = fault
        self.endpoint = endpoint
        self.memory: dict[Any, Any] = {}
        self.lock = threading.Lock()
        self.url = f"http://{ADDRESS}:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> FaultyServer:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()
