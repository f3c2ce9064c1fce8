"""Learning records asked from a service: a server on this machine answers as the services are described to."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from learning_cases import UDEMY, imported

from okrsheets.core.errors import SourceError, UsageError
from okrsheets.sync.exchange import pulls
from okrsheets.sync.exchange.files import ReportTable

Answer = tuple[int, dict[str, str], Any]


class LearningServer(ThreadingHTTPServer):
    """Answers each request by a function of its number, its method, its path and its headers; keeps what was asked."""

    answer: Callable[[int, str, str, Any], Answer]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: LearningServer

    def _respond(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path))
        status, headers, body = self.server.answer(len(self.server.asked), self.command, self.path, self.headers)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = _respond

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LearningServer]:
    with LearningServer() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        for name, value in {
            "UDEMY_URL": running.url, "UDEMY_ACCOUNT_ID": "42", "UDEMY_CLIENT_ID": "me", "UDEMY_CLIENT_SECRET": "s3cret",
            "COURSERA_URL": running.url, "COURSERA_ORG_ID": "org", "COURSERA_CLIENT_ID": "me", "COURSERA_CLIENT_SECRET": "s3cret",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield running
        running.shutdown()


def udemy_pages(
    server: LearningServer, pages: int, before: Callable[[int], Answer | None] = lambda number: None
) -> None:
    """Let a server have some pages of Udemy's; `before` may answer a request otherwise."""

    def answer(number: int, method: str, path: str, headers: Any) -> Answer:
        other = before(number)
        if other:
            return other
        assert headers["Authorization"] == "Basic " + base64.b64encode(b"me:s3cret").decode()
        page = int(parse_qs(urlparse(path).query).get("page", ["1"])[0])
        row = {**UDEMY, "course_id": page, "course_title": f"Course {page}"}
        following = f"{server.url}{urlparse(path).path}?page={page + 1}&page_size=100" if page < pages else None
        return 200, {}, {"count": pages, "next": following, "previous": None, "results": [row]}

    server.answer = answer


def test_all_pages_of_udemy_are_read(server: LearningServer) -> None:
    udemy_pages(server, 3)
    inputs = pulls.pull("udemy")
    assert [type(each) for each in inputs] == [ReportTable]
    assert server.asked[0] == ("GET", "/api-2.0/organizations/42/analytics/user-course-activity/?page_size=100")
    assert len(server.asked) == 3
    assert isinstance(inputs[0], ReportTable)
    plan, rows = imported([dict(zip(inputs[0].headings, row)) for row in inputs[0].rows or ()])
    assert [row["course"] for row in rows] == ["Course 1", "Course 2", "Course 3"]
    assert plan.read[0].system == "Udemy Business"


def test_a_passing_failure_is_tried_again_and_retry_after_is_obeyed(server: LearningServer) -> None:
    failures: dict[int, Answer] = {1: (429, {"Retry-After": "7"}, {}), 2: (503, {}, {}), 4: (502, {}, b"<html>")}
    udemy_pages(server, 2, failures.get)
    slept: list[float] = []
    pulls.pull("udemy", sleep=slept.append)
    assert len(server.asked) == 5
    assert slept[0] == 7
    assert 1.6 <= slept[1] <= 2.4  # the pause doubles, give or take a fifth
    assert 0.8 <= slept[2] <= 1.2


@pytest.mark.parametrize(
    ("answer", "asked", "what"),
    [
        ((500, {}, {}), 5, "500"), ((401, {}, {}), 1, "401"), ((404, {}, {}), 1, "404"), ((429, {"Retry-After": "9999"}, {}), 1, "9999 seconds"),
        ((200, {}, b"<html>sign in</html>"), 1, "something else than JSON"), ((200, {}, {"detail": "no"}), 1, "no results"),
    ],
)  # fmt: skip
def test_what_stays_wrong_is_an_error_without_the_secret(
    server: LearningServer, answer: Answer, asked: int, what: str
) -> None:
    udemy_pages(server, 2, lambda number: answer)
    with pytest.raises(SourceError) as error:
        pulls.pull("udemy", sleep=lambda seconds: None)
    assert what in error.value.what
    assert len(server.asked) == asked
    assert "s3cret" not in f"{error.value.what}{error.value.hint}"


def test_a_page_that_cannot_be_had_leaves_no_half_result(server: LearningServer) -> None:
    udemy_pages(server, 3, lambda number: (404, {}, {}) if number == 2 else None)
    with pytest.raises(SourceError):
        pulls.pull("udemy")


@pytest.mark.parametrize("following", ["http://elsewhere.example/api", "the same"])
def test_the_next_page_is_neither_elsewhere_nor_the_same(server: LearningServer, following: str) -> None:
    address = f"{server.url}/api-2.0/organizations/42/analytics/user-course-activity/?page_size=100"
    page = {"results": [UDEMY], "next": address if following == "the same" else following}
    server.answer = lambda *_: (200, {}, page)
    with pytest.raises(SourceError, match="as the next page"):
        pulls.pull("udemy")
    assert len(server.asked) == 1


def test_coursera_gives_a_token_and_pages_by_their_start(server: LearningServer) -> None:
    def answer(number: int, method: str, path: str, headers: Any) -> Answer:
        if path == "/oauth2/client_credentials/token":
            assert method == "POST"
            return 200, {}, {"access_token": "t0ken"}
        assert headers["Authorization"] == "Bearer t0ken"
        start = int(parse_qs(urlparse(path).query)["start"][0])
        row = {
            "email": "ida@example.org",
            "contentId": f"c{start}",
            "overallProgress": 100,
            "isCompleted": True,
            "completedAt": 1774915200000,
        }
        return 200, {}, {"elements": [row], "paging": {"next": "100"} if start == 0 else {}}

    server.answer = answer
    (report,) = pulls.pull("coursera")
    assert isinstance(report, ReportTable)
    _, rows = imported([dict(zip(report.headings, row)) for row in report.rows or ()])
    assert [(row["course"], row["progress"], row["provider"]) for row in rows] == [
        ("c0", 1.0, "Coursera"),
        ("c100", 1.0, "Coursera"),
    ]


def test_an_address_where_nobody_answers_is_an_error(monkeypatch: pytest.MonkeyPatch, server: LearningServer) -> None:
    monkeypatch.setenv("UDEMY_URL", "http://127.0.0.1:9")
    with pytest.raises(SourceError, match="cannot be reached"):
        pulls.pull("udemy", sleep=lambda seconds: None)


def test_missing_credentials_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in pulls.SERVICES["udemy"].needed:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UDEMY_CLIENT_ID", "me")
    with pytest.raises(UsageError, match="UDEMY_URL, UDEMY_ACCOUNT_ID, UDEMY_CLIENT_SECRET"):
        pulls.pull("udemy")
