"""Sockets: a thread for every connection, which stays open between requests."""

from __future__ import annotations

import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .request import parsed
from .service import Answer, Service

MOST_BYTES = 100_000_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    service: Service

    def __init__(self, port: int, latency: float) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.latency = latency
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError, socket.timeout)):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Bytes in, bytes out."""

    protocol_version = "HTTP/1.1"
    server_version = "ESF"
    sys_version = ""
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: Server

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length <= MOST_BYTES else b""
        request = parsed(self.command, self.path, dict(self.headers.items()), raw)
        if self.server.latency:
            time.sleep(self.server.latency)
        answer, fault = self.server.service.answer(request)
        if answer is None:
            if fault and fault.kind == "hang":
                self.server.stopping.wait(fault.seconds)
            self._cut()
            return
        if fault and fault.kind == "trickle":
            self._trickle(fault.seconds)
            return
        self._send(answer, half=bool(fault and fault.kind == "drop"))

    def _send(self, answer: Answer, half: bool) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.mime_type)
        self.send_header("Content-Length", str(max(len(answer.body), 2) if half else len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
        self.wfile.flush()
        if half:
            self._cut()

    def _trickle(self, seconds: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.server.stopping.wait(0.02):
            self.wfile.write(b" ")
            self.wfile.flush()
        self._cut()

    def _cut(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing; requests are noted in the emulator."""
