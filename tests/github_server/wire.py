"""HTTP/1.1 for the server: reading requests, sending answers whole or spoilt."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import struct
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from . import control
from .access import secondary
from .exchange import Answer, Refusal, Request
from .faults import Fault, pick
from .log import Entry

if TYPE_CHECKING:
    from .server import GitHubServer

PREFIX, GRAPHQL = "/api/v3", "/api/graphql"
SPOILS = {"reset", "hang", "truncate", "lost"}
HTML = b"<!DOCTYPE html><html><body><h1>Unicorn!</h1></body></html>"


def _place(path: str) -> tuple[str, bool]:
    """The path below the API's address, and whether it is an Enterprise server's.

    There GraphQL is not below the address of the API but beside it.
    """
    if path == GRAPHQL:
        return "/graphql", True
    below = path.removeprefix(PREFIX)
    is_below = below.startswith("/") and below not in (path, "/graphql")
    return (below, True) if is_below else (path, False)


class Wire(ThreadingHTTPServer):
    """The listening socket; it knows its open connections so that it can end them."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, owner: GitHubServer, port: int) -> None:
        self.owner = owner
        self.connections: set[socket.socket] = set()
        self.request_ids = itertools.count(1)
        super().__init__(("127.0.0.1", port), Handler)

    def server_close(self) -> None:
        """Stop listening, end every connection, wait for their threads."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news; anything else fails the test."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.owner.violations.append(f"the server itself failed: {error!r}")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Wire

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed; ``server.log`` has it."""

    def serve(self) -> None:
        """Read, answer, send, log one request."""
        owner = self.server.owner
        request = self._request()
        if request.path.startswith("/_control"):
            self._send(control.respond(owner, request), request)
            return
        with owner.world.lock:
            fault = pick(owner.faults, request)
        answer = self._answer(request, fault)
        delay = owner.latency + (fault.seconds if fault and fault.kind == "slow" else 0)
        if delay:
            owner.stopping.wait(delay)
        kind = fault.kind if fault else ""
        body = self._body(answer, request)
        owner.log.append(Entry(
            request.method, request.path, request.query, answer.status, len(body),
            "authorization" in request.headers, answer.operation, kind,
        ))  # fmt: skip
        if fault and kind in SPOILS:
            self._spoil(answer, body, fault)
        else:
            self._send(answer, request, body)

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def do_PATCH(self) -> None:
        self.serve()

    def do_PUT(self) -> None:
        self.serve()

    def do_DELETE(self) -> None:
        self.serve()

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        path, enterprise = _place(parts.path)
        host = self.headers.get("Host", "127.0.0.1")
        base = f"http://{host}{PREFIX if enterprise else ''}"
        length = int(self.headers.get("Content-Length") or 0)
        return Request(
            self.command, path, dict(parse_qsl(parts.query, keep_blank_values=True)),
            {key.lower(): value for key, value in self.headers.items()},
            self.rfile.read(length) if length else b"", base, parts.query, enterprise,
        )  # fmt: skip

    def _answer(self, request: Request, fault: Fault | None) -> Answer:
        """The honest answer, or what the fault puts in its place."""
        owner = self.server.owner
        kind = fault.kind if fault else ""
        if fault and kind == "status":
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            message = HTTPStatus(fault.status).phrase
            return Refusal(fault.status, message, headers=headers).answer()
        if fault and kind == "secondary":
            status = fault.status if fault.status == 429 else 403
            answer = secondary(fault.retry_after, status).answer()
            with owner.world.lock, contextlib.suppress(Refusal):
                answer.headers |= owner.access.headers(owner.access.identify(request))
            return answer
        if kind == "html":
            return Answer(200, HTML, {"Content-Type": "text/html; charset=utf-8"})
        if kind == "reset":
            return Answer(0)
        if fault and kind == "primary":
            owner.access.exhaust(fault.reset_in)
        if kind == "expire":
            owner.access.expire_all()
        answer = owner.respond(request)
        if kind == "broken_json":
            answer.body = answer.body[: len(answer.body) // 2] + b"\x00{"
        return answer

    def _body(self, answer: Answer, request: Request) -> bytes:
        wanted = "gzip" in request.headers.get("accept-encoding", "")
        if self.server.owner.gzip and wanted and len(answer.body) > 1_000:
            answer.headers["Content-Encoding"] = "gzip"
            return gzip.compress(answer.body, 1, mtime=0)
        return answer.body

    def _head(self, answer: Answer, length: int) -> bytes:
        headers = {
            "Server": "github.com", "Date": self.server.owner.clock.http_date(),
            "Content-Type": "application/json; charset=utf-8",
            "X-GitHub-Media-Type": "github.v3; format=json",
            "x-github-api-version-selected": "2022-11-28",
            "X-GitHub-Request-Id": f"F00D:{next(self.server.request_ids):X}:5EED",
            "X-Content-Type-Options": "nosniff", **answer.headers,
        }  # fmt: skip
        if answer.status in {204, 304}:
            headers.pop("Content-Type")
        else:
            headers["Content-Length"] = str(length)
        phrase = HTTPStatus(answer.status).phrase
        lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{k}: {v}" for k, v in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _send(self, answer: Answer, request: Request, body: bytes | None = None) -> None:
        body = answer.body if body is None else body
        self.wfile.write(self._head(answer, len(body)) + body)
        if request.headers.get("connection", "").lower() == "close":
            self.close_connection = True

    def _spoil(self, answer: Answer, body: bytes, fault: Fault) -> None:
        """Send less than an answer, and end the connection."""
        self.close_connection = True
        if fault.kind in {"reset", "lost"}:
            # Closing with a linger time of zero makes the kernel send RST.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        sent = len(body) // 2 if fault.kind == "truncate" else 0
        self.wfile.write(self._head(answer, len(body)) + body[:sent])
        if fault.kind == "hang":
            self.server.owner.stopping.wait(fault.seconds)
