"""The one way to Google: gspread's client with a limit on requests, retries that end, and a timeout on every request."""

from __future__ import annotations

import ipaddress
import math
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests.adapters import HTTPAdapter

from ...core.errors import UsageError
from . import failures
from .answers import read_body
from .failures import Failure
from .limiter import Limiter
from .request_error import Account, GoogleRequestError

ENDPOINT = "OKRSHEETS_GOOGLE_ENDPOINT"  # a stand-in for Google on this machine, for tests and demonstrations
CONNECTIONS = 16
SIGN_IN = 30  # seconds to wait for a token

_SHEETS = "https://sheets.googleapis.com/"
_WRITES_AGAIN = re.compile(r"/values(?::batchUpdate|:batchClear|:batchGetByDataFilter|/[^/]+:clear)$")


@dataclass(frozen=True)
class RetryPolicy:
    """The limits of retries, in seconds: for one answer, for all tries of a request, and for all tries while offline.

    The waits between tries grow from `first` to `longest`.
    """

    answer: float = 100.0
    together: float = 300.0
    offline: float = 20.0
    first: float = 1.0
    longest: float = 64.0


@dataclass(frozen=True)
class Clock:
    """Time, and chance, as a session takes them; `stopped` ends all waiting."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    stopped: Callable[[], bool] = lambda: False
    chance: Callable[[], float] = random.random


class Session(HTTPClient):
    """Requests to Google that wait their turn, try again what is worth trying, and fail with an error that helps.

    `on_wait` is called with the reason of each wait, in words, and its seconds. Every failure is a `GoogleRequestError`.
    """

    def __init__(
        self,
        credentials: Credentials,
        who: Account,
        per_minute: int = 60,
        retry_policy: RetryPolicy = RetryPolicy(),
        clock: Clock = Clock(),
    ) -> None:
        tokens = token_requests()
        super().__init__(credentials, AuthorizedSession(credentials, auth_request=tokens))  # type: ignore[no-untyped-call]
        self.session.mount("https://", adapter())
        self.auth, self._tokens = credentials, tokens
        self.who, self.retry_policy, self._clock = who, retry_policy, clock
        self.on_wait: Callable[[str, float], None] = lambda what, seconds: None
        self.sent = 0
        self._reads, self._writes, self._others = (
            Limiter(most, clock.now, clock.sleep) for most in (per_minute, per_minute, 10 * per_minute)
        )
        self._signing_in = threading.Lock()
        self._allowed = threading.local()
        self._hopeless = False  # a request gave up: until one succeeds, others are tried once

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: Any = None,
        again: bool | None = None,
    ) -> requests.Response:
        """Send a request and return its answer; `again` says whether it may be sent twice, which else is guessed."""
        may_repeat = is_repeatable(method, endpoint) and not files if again is None else again
        limiter = self._limiter(method, endpoint)
        began, tries = self._clock.now(), 0
        arguments = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        while True:
            limiter.wait(lambda seconds: self._tell("to stay within Google's quota", seconds))
            answer = self._attempt(method, endpoint, arguments)
            if isinstance(answer, requests.Response):
                self._hopeless = False
                return answer
            tries += 1
            seconds = self._wait_for(answer, tries, self._clock.now() - began, may_repeat)
            if answer.error.status in (403, 429):  # too many requests, which concerns the other threads as well
                limiter.pause(seconds)
            self._tell(f"to try again: {answer.error.what}", seconds)
            self._clock.sleep(seconds)

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Let the answers to this thread take so many seconds together, without the waits between them.

        `GoogleRequestError` when they take longer.
        """
        self._allowed.seconds, self._allowed.left = seconds, seconds
        try:
            yield
        finally:
            del self._allowed.seconds, self._allowed.left

    def _spend(self, seconds: float) -> None:
        if hasattr(self._allowed, "left"):
            self._allowed.left -= seconds

    def _time_left(self) -> float:
        left: float = getattr(self._allowed, "left", math.inf)
        if left <= 0:
            raise GoogleRequestError(
                f"reading it took longer than {self._allowed.seconds:g} s and was given up",
                "split the spreadsheet, or raise `seconds` under [limits] in okrsheets.toml",
            )
        return left

    def _tell(self, what: str, seconds: float) -> None:
        if self._clock.stopped():
            raise GoogleRequestError("the work was interrupted", "run the command again")
        self.on_wait(what, seconds)

    def _limiter(self, method: str, endpoint: str) -> Limiter:
        """Google counts reading and writing of sheets apart from each other, and Drive far more generously."""
        if not endpoint.startswith(_SHEETS):
            return self._others
        return self._reads if method.lower() == "get" else self._writes

    def _attempt(self, method: str, endpoint: str, arguments: Mapping[str, Any]) -> requests.Response | Failure:
        longest, began = min(self._time_left(), self.retry_policy.answer), self._clock.now()
        try:
            self._sign_in()
            self.sent += 1
            asked = self.session.request(method, endpoint, timeout=(10.0, longest), stream=True, **arguments)
            answer = read_body(asked, longest)
        except (requests.RequestException, auth_errors.GoogleAuthError) as error:
            self._spend(self._clock.now() - began)
            self._time_left()
            return failures.of_exception(error, self.who)
        self._spend(self._clock.now() - began)
        if not answer.ok:
            return failures.of_response(answer, self.who)
        if "text/html" in answer.headers.get("Content-Type", ""):
            return failures.somebody_else()
        return failures.cut_off() if _is_cut_off(answer) else answer

    def _sign_in(self) -> None:
        """Get a token on one thread while the others wait, in place of one for each."""
        with self._signing_in:
            if not self.auth.valid:
                self.auth.refresh(partial(self._tokens, timeout=SIGN_IN))  # type: ignore[no-untyped-call]

    def _wait_for(self, failure: Failure, tries: int, spent: float, may_repeat: bool) -> float:
        """Return for how long to wait before the next try, or raise the error when there is none."""
        if failure.again and not may_repeat and failure.done_perhaps:
            raise failures.perhaps_done(failure)
        budget = self.retry_policy.together if failure.answered else self.retry_policy.offline
        longest = min(self.retry_policy.longest, self.retry_policy.first * 2**tries)
        seconds = failure.after or longest * self._clock.chance()
        if not failure.again or self._hopeless or spent + seconds > budget:
            self._hopeless = self._hopeless or failure.again
            raise failure.error
        return seconds


def is_repeatable(method: str, endpoint: str) -> bool:
    """Return whether a request may be sent twice and do no more than once.

    >>> is_repeatable("post", "https://sheets.googleapis.com/v4/spreadsheets/1Ab/values:batchUpdate")
    True
    >>> is_repeatable("post", "https://sheets.googleapis.com/v4/spreadsheets/1Ab:batchUpdate")
    False
    """
    return method.lower() != "post" or _WRITES_AGAIN.search(urlsplit(endpoint).path) is not None


def _is_cut_off(answer: requests.Response) -> bool:
    """An answer without a length that broke off looks whole to the connection, and is no whole JSON."""
    is_json = "json" in answer.headers.get("Content-Type", "")
    return is_json and bool(answer.content) and answer.content.rstrip()[-1:] not in (b"}", b"]")


def token_requests() -> Request:
    """Return what google-auth fetches tokens with, on the same way as everything else."""
    session = requests.Session()
    session.mount("https://", adapter())
    return Request(session)


def adapter() -> HTTPAdapter:
    """Return how requests leave this machine: to Google, or to the stand-in that the environment names."""
    base = endpoint()
    return StandIn(base) if base else HTTPAdapter(pool_maxsize=CONNECTIONS)


def endpoint() -> str:
    """Return the address of the stand-in for Google; `UsageError` when it is not on this machine."""
    base = os.environ.get(ENDPOINT, "").rstrip("/")
    if not base:
        return ""
    try:
        is_local = ipaddress.ip_address(urlsplit(base).hostname or "").is_loopback
    except ValueError:
        is_local = urlsplit(base).hostname == "localhost"
    if not is_local or urlsplit(base).scheme != "http":
        raise UsageError(
            f"{ENDPOINT} may only name this machine", f"write {ENDPOINT}=http://127.0.0.1:PORT, or unset it"
        )
    return base


class StandIn(HTTPAdapter):
    """Leads every request to a stand-in on this machine, whatever host it was meant for."""

    def __init__(self, base: str) -> None:
        super().__init__(pool_maxsize=CONNECTIONS)
        self._base = urlsplit(base)

    def send(self, request: requests.PreparedRequest, *args: Any, **arguments: Any) -> requests.Response:
        meant = urlsplit(request.url or "")
        request.headers["X-Forwarded-Host"] = meant.netloc
        request.url = urlunsplit((self._base.scheme, self._base.netloc, meant.path, meant.query, ""))
        return super().send(request, *args, **arguments)
