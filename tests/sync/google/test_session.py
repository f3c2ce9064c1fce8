"""Requests to Google: tried again when it helps, within the quota, and with an end. Over real HTTP on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from google_script import ACCESS_TOKEN, ADDRESS, PATIENT, PRIVATE_KEY, Answer, FakeTime, refusal, scripted, session_to
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.errors import UsageError
from okrsheets.sync.google.limiter import Limiter
from okrsheets.sync.google.request_error import GoogleRequestError
from okrsheets.sync.google.session import ENDPOINT, RetryPolicy, Session, is_repeatable

pytestmark = pytest.mark.slow

SHEET = "https://sheets.googleapis.com/v4/spreadsheets/1AbcDefGhiJkl"
FINE = Answer(body={"spreadsheetId": "1AbcDefGhiJkl"})
Connect = Callable[..., Session]


@pytest.fixture
def to(monkeypatch: pytest.MonkeyPatch) -> Connect:
    """`to(script.url, time)` gives a session whose requests to Google go to a server of the test."""

    def connect(url: str, time: FakeTime, retry_policy: RetryPolicy = PATIENT, per_minute: int = 60) -> Session:
        monkeypatch.setenv(ENDPOINT, url)
        return session_to(url, time, retry_policy, per_minute)

    return connect


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_tried_again_with_longer_and_longer_waits(to: Connect, status: int) -> None:
    time = FakeTime()
    with scripted([refusal(status)] * 4 + [FINE]) as script:
        assert to(script.url, time).request("get", SHEET).json() == FINE.body
    assert time.slept == [2, 4, 8, 16]
    assert len(script.asked) == 5


def test_waits_are_spread_by_chance_so_that_many_do_not_come_back_together(to: Connect) -> None:
    time = FakeTime()
    with scripted([refusal(503)] * 2 + [FINE]) as script:
        session = to(script.url, time)
        session._clock = time.clock(chance=0.25)
        session.request("get", SHEET)
    assert time.slept == [0.5, 1.0]


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "a date"])
def test_retry_after_is_waited_for(to: Connect, as_date: bool) -> None:
    time, until = FakeTime(), datetime.now(timezone.utc) + timedelta(hours=1)
    said = format_datetime(until, usegmt=True) if as_date else "3600"
    with scripted([refusal(429, Retry_After=said), FINE]) as script:
        to(script.url, time, RetryPolicy(together=4000)).request("get", SHEET)
    assert time.slept[0] == pytest.approx(3600, abs=120)


def test_retries_end_within_the_budget_with_a_clear_error(to: Connect) -> None:
    time = FakeTime()
    with scripted([refusal(503)]) as script, pytest.raises(GoogleRequestError) as raised:
        to(script.url, time).request("get", SHEET)
    assert 200 < sum(time.slept) <= 300
    assert (raised.value.what, raised.value.hint) == ("Google is not available at the moment (503)", "try again later")


def test_an_hour_of_waiting_that_google_asks_for_is_an_error_at_once(to: Connect) -> None:
    time = FakeTime()
    with scripted([refusal(429, Retry_After="3600")]) as script, pytest.raises(GoogleRequestError, match="quota"):
        to(script.url, time).request("get", SHEET)
    assert time.slept == []


def test_after_a_request_gave_up_others_are_tried_once_until_one_succeeds(to: Connect) -> None:
    time = FakeTime()
    with scripted([refusal(503)]) as script:
        session = to(script.url, time)
        with pytest.raises(GoogleRequestError):
            session.request("get", SHEET)
        waited = len(time.slept)
        for _ in range(2):
            with pytest.raises(GoogleRequestError):
                session.request("get", SHEET)
        assert (len(time.slept), len(script.asked)) == (waited, waited + 3)
        script.answers[:] = [FINE, refusal(503), FINE]
        session.request("get", SHEET)
        session.request("get", SHEET)
    assert len(time.slept) == waited + 1


def test_the_quota_used_up_for_a_minute_is_waited_out(to: Connect) -> None:
    time, told = FakeTime(), list[str]()
    with scripted([refusal(429, "RATE_LIMIT_EXCEEDED")]) as script:
        session = to(script.url, time)

        def minute_over(why: str, seconds: float) -> None:
            told.append(why)
            if time.now + seconds >= 1000 + 60:
                script.answers[:] = [FINE]

        session.on_wait = minute_over
        assert session.request("get", SHEET).json() == FINE.body
    assert 60 <= sum(time.slept) < 130
    assert set(told) == {"to try again: Google's quota of requests is used up"}


@pytest.mark.parametrize(
    ("answer", "what", "hint"),
    [
        (refusal(403, "storageQuotaExceeded"), "service accounts cannot make files", "use a folder of a shared drive"),
        (refusal(403, "forbidden", "The caller does not have permission"), "no permission", f"share it with {ADDRESS}"),
        (refusal(404, "notFound"), "Google can't find the file", f"share it with {ADDRESS}"),
        (refusal(403, "insufficientPermissions"), "does not have the permission that this needs", "allow these scopes"),
        (refusal(403, "cannotDownloadFile"), "does not allow it to be read", "ask its owner"),
        (refusal(403, "dailyLimitExceeded"), "for today is used up", "try again tomorrow"),
        (refusal(403, "accessNotConfigured", "Google Drive API has not been used in project 42 before"), "in the project 42", "enable it"),
        (refusal(400, "FAILED_PRECONDITION", "This operation is not supported for this document"), "it isn't a Google spreadsheet", "Save as Google Sheets"),
    ],
)  # fmt: skip
def test_what_does_not_pass_is_said_at_once_with_what_to_do(to: Connect, answer: Answer, what: str, hint: str) -> None:
    time = FakeTime()
    with scripted([answer]) as script, pytest.raises(GoogleRequestError) as raised:
        to(script.url, time).request("get", SHEET)
    assert (len(script.asked), time.slept) == (1, [])
    assert what in raised.value.what
    assert hint in raised.value.hint


def test_an_api_that_is_not_enabled_is_named_with_its_project_and_where_to_enable_it(to: Connect) -> None:
    link = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=4242"
    told = {"service": "sheets.googleapis.com", "consumer": "projects/4242", "activationUrl": link}
    details = [{"reason": "SERVICE_DISABLED", "metadata": told}]
    answer = Answer(403, {"error": {"code": 403, "status": "PERMISSION_DENIED", "details": details}})
    with scripted([answer]) as script, pytest.raises(GoogleRequestError) as raised:
        to(script.url, FakeTime()).request("get", SHEET)
    assert raised.value.what == "the Google Sheets API is not enabled in the project 4242 of your credentials"
    assert link in raised.value.hint


def test_a_rate_limit_of_drive_which_is_a_403_is_tried_again(to: Connect) -> None:
    with scripted([refusal(403, "userRateLimitExceeded"), FINE]) as script:
        assert to(script.url, FakeTime()).request("get", SHEET).ok


@pytest.mark.parametrize("length", [True, False], ids=["with a length", "without a length"])
def test_an_answer_that_breaks_off_in_the_middle_is_asked_for_again(to: Connect, length: bool) -> None:
    with scripted([Answer(body=FINE.body, cut=True, length=length), FINE]) as script:
        assert to(script.url, FakeTime()).request("get", SHEET).json() == FINE.body
    assert len(script.asked) == 2


def test_a_page_in_googles_place_is_told_as_what_it_is(to: Connect) -> None:
    page = Answer(headers={"Content-Type": "text/html; charset=utf-8"})
    with scripted([page]) as script, pytest.raises(GoogleRequestError, match="the answer did not come from Google"):
        to(script.url, FakeTime()).request("get", SHEET)


def test_a_server_that_hangs_is_not_waited_for(to: Connect) -> None:
    time = FakeTime()
    with scripted([Answer(hang=0.5)]) as script, pytest.raises(GoogleRequestError, match="did not answer in time"):
        to(script.url, time, RetryPolicy(answer=0.05, together=3)).request("get", SHEET)
    assert time.slept == [2]


def test_offline_is_told_within_seconds_and_not_minutes(to: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    time = FakeTime()
    with pytest.raises(GoogleRequestError, match="Google cannot be reached") as raised:
        to(url, time).request("get", SHEET)
    assert sum(time.slept) <= 20
    assert "are you offline?" in raised.value.hint


WRITE_ONCE = [refusal(500), refusal(503), Answer(cut=True, body=FINE.body), Answer(hang=0.3)]


@pytest.mark.parametrize("answer", WRITE_ONCE)
def test_a_write_that_would_count_twice_is_not_sent_twice(to: Connect, answer: Answer) -> None:
    with scripted([answer]) as script, pytest.raises(GoogleRequestError, match="it may or may not have been written"):
        to(script.url, FakeTime(), RetryPolicy(answer=0.1)).request("post", f"{SHEET}:batchUpdate", json={})
    assert len(script.asked) == 1


def test_a_write_that_was_turned_away_unread_is_sent_again(to: Connect) -> None:
    with scripted([refusal(429), FINE]) as script:
        assert to(script.url, FakeTime()).request("post", f"{SHEET}:batchUpdate", json={}).ok


@pytest.mark.parametrize(
    ("method", "path", "repeatable"),
    [
        ("get", "", True),
        ("put", "/values/A1", True),
        ("post", "/values:batchUpdate", True),
        ("post", "/values:batchClear", True),
        ("post", "/values/A1%3AB2:clear", True),
        ("post", "/values/A1:append", False),
        ("post", ":batchUpdate", False),
        ("post", "/sheets/0:copyTo", False),
        ("delete", "", True),
    ],
)
def test_values_may_be_written_twice_and_nothing_else(method: str, path: str, repeatable: bool) -> None:
    assert is_repeatable(method, SHEET + path) is repeatable


def test_a_token_that_has_expired_is_renewed_without_a_word(to: Connect) -> None:
    time = FakeTime()
    with scripted([refusal(401), FINE]) as script:
        assert to(script.url, time).request("get", SHEET).ok
    assert time.slept == []


def test_threads_that_need_a_token_get_one_together(to: Connect) -> None:
    token = Answer(body={"access_token": ACCESS_TOKEN, "expires_in": 3600}, hang=0.1)
    with scripted([FINE], [token]) as script, ThreadPoolExecutor(8) as pool:
        session = to(script.url, FakeTime())
        assert all(pool.map(lambda _: session.request("get", SHEET).ok, range(8)))
        assert script.signed_in == 1


@pytest.mark.parametrize(
    ("description", "what", "hint"),
    [
        ("Invalid JWT Signature.", f"does not accept the key of {ADDRESS} (invalid_grant)", "make a new key"),
        ("Invalid JWT: Token must be a short-lived token (60 minutes)", "this computer's clock is wrong", "set this"),
    ],
)
def test_an_account_that_gets_no_token_says_why(to: Connect, description: str, what: str, hint: str) -> None:
    refused = Answer(400, {"error": "invalid_grant", "error_description": description})
    with scripted([FINE], [refused]) as script, pytest.raises(GoogleRequestError) as raised:
        to(script.url, FakeTime()).request("get", SHEET)
    assert what in raised.value.what
    assert raised.value.hint.startswith(hint)


def test_a_sign_in_that_does_not_work_just_now_is_tried_again(to: Connect) -> None:
    token = Answer(body={"access_token": ACCESS_TOKEN, "expires_in": 3600})
    with scripted([FINE], [refusal(503)] * 3 + [token]) as script:
        assert to(script.url, FakeTime()).request("get", SHEET).ok


def test_no_error_holds_a_secret(to: Connect) -> None:
    for answer in (*WRITE_ONCE, refusal(401), refusal(403), refusal(404), refusal(418, message="no")):
        with scripted([answer]) as script, pytest.raises(GoogleRequestError) as raised:
            to(script.url, FakeTime(), RetryPolicy(answer=0.1, together=1)).request("get", f"{SHEET}?key=AIza-secret")
        said = f"{raised.value} {raised.value.what} {raised.value.hint} {raised.value!r} {raised.value.__cause__!r}"
        assert not [secret for secret in (ACCESS_TOKEN, "AIza-secret", PRIVATE_KEY[60:90]) if secret in said]


def test_sixty_reads_go_at_once_and_the_next_one_waits_for_its_minute(to: Connect) -> None:
    time, told = FakeTime(), list[tuple[str, float]]()
    with scripted([FINE]) as script:
        session = to(script.url, time)
        session.on_wait = lambda why, seconds: told.append((why, seconds))
        for _ in range(60):
            session.request("get", SHEET)
        assert time.slept == []
        session.request("put", f"{SHEET}/values/A1", json={})  # writes and Drive have quotas of their own
        session.request("get", "https://www.googleapis.com/drive/v3/files")
        assert time.slept == []
        session.request("get", SHEET)
    assert told == [("to stay within Google's quota", 61.0)]


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 5))
def test_never_are_there_more_requests_in_a_minute_than_allowed_and_nobody_waits_below(
    gaps: list[int], most: int
) -> None:
    time, sent = FakeTime(), list[float]()
    limiter = Limiter(most, lambda: time.now, time.sleep)
    for gap in gaps:
        time.now += gap
        recent = [when for when in sent if when > time.now - 61]
        before = len(time.slept)
        limiter.wait(lambda seconds: None)
        assert (len(time.slept) > before) == (len(recent) >= most)
        sent.append(time.now)
    for first, later in zip(sent, sent[most:]):
        assert later - first >= 60


def test_when_google_tells_one_thread_off_the_others_wait_too(to: Connect) -> None:
    seen: list[float] = []
    with scripted([refusal(429, Retry_After="30"), FINE]) as script:
        session = to(script.url, FakeTime())
        session.on_wait = lambda what, seconds: seen.append(session._reads._take())
        session.request("get", SHEET)
    assert seen == [30]


def test_threads_that_share_a_limit_keep_it_together() -> None:
    time, lock, sent = FakeTime(), threading.Lock(), list[float]()

    def sleep(seconds: float) -> None:
        with lock:
            time.now = max(time.now, time.now + seconds)

    limiter = Limiter(5, lambda: time.now, sleep)

    def go() -> None:
        for _ in range(10):
            limiter.wait(lambda seconds: None)
            with lock:
                sent.append(time.now)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == 40
    assert time.now >= 1000 + 7 * 61


@pytest.mark.parametrize("url", ["http://sheets.example", "https://127.0.0.1:1", "http://192.0.2.1:80", "localhost:1"])
def test_the_stand_in_for_google_may_only_be_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(ENDPOINT, url)
    with pytest.raises(UsageError, match="may only name this machine"):
        session_to(url, FakeTime())
