"""A server in Google's place that answers what a test tells it to, one answer after the other, over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.oauth2 import service_account

from okrsheets.sync.google.request_error import Account
from okrsheets.sync.google.session import Clock, RetryPolicy, Session

ADDRESS = "reader@project.iam.gserviceaccount.com"
PATIENT = RetryPolicy()
ACCESS_TOKEN = "ya29.very-secret-access-token"
PRIVATE_KEY = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    .decode()
)


@dataclass(frozen=True)
class Answer:
    """What is sent back; `cut` breaks off in the middle, `hang` sends nothing for so many seconds."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    length: bool = True
    hang: float = 0.0


def refusal(status: int, reason: str = "", message: str = "it is refused", **headers: str) -> Answer:
    """An error as Google's APIs write it."""
    error = {"code": status, "message": message, "errors": [{"reason": reason}] if reason else []}
    return Answer(status, {"error": error}, {name.replace("_", "-"): value for name, value in headers.items()})


@dataclass
class Script:
    """A running server: its address, the answers still to give (the last one for ever), and what was asked."""

    url: str
    answers: list[Answer]
    tokens: list[Answer]
    asked: list[str] = field(default_factory=list)
    signed_in: int = 0

    def next(self, token: bool) -> Answer:
        left = self.tokens if token else self.answers
        return left.pop(0) if len(left) > 1 else left[0]


class _Handler(BaseHTTPRequestHandler):
    script: Script

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token = self.path.startswith(("/token", "/v1/"))
        self.script.signed_in += token
        if not token:
            self.script.asked.append(f"{self.command} {self.path}")
        answer = self.script.next(token)
        time.sleep(answer.hang)
        body = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        if answer.length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if answer.cut else body)
        self.close_connection = self.close_connection or answer.cut or not answer.length

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the screen."""


@contextmanager
def scripted(answers: Sequence[Answer], tokens: Sequence[Answer] = ()) -> Iterator[Script]:
    """Run a server that gives these answers, and tokens to who asks for one."""
    token = Answer(body={"access_token": ACCESS_TOKEN, "expires_in": 3600, "token_type": "Bearer"})
    script = Script("", list(answers), list(tokens) or [token])
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": script}))
    script.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class FakeTime:
    """A clock that moves when somebody sleeps, and remembers for how long."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self, chance: float = 1.0) -> Clock:
        return Clock(lambda: self.now, self.sleep, chance=lambda: chance)


def account(url: str) -> dict[str, str]:
    """The file of a service account whose tokens come from a server."""
    return {
        "type": "service_account",
        "project_id": "project",
        "private_key_id": "1",
        "private_key": PRIVATE_KEY,
        "client_email": ADDRESS,
        "client_id": "1",
        "token_uri": f"{url}/token",
    }


def session_to(url: str, time: FakeTime, retry_policy: RetryPolicy = PATIENT, per_minute: int = 60) -> Session:
    """A session with a service account that a server gives tokens to, on a clock of its own."""
    credentials = service_account.Credentials.from_service_account_info(account(url), scopes=["read"])  # type: ignore[no-untyped-call]
    return Session(credentials, Account(ADDRESS, "service account", ("read",)), per_minute, retry_policy, time.clock())
