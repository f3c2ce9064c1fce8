"""What goes wrong on demand with the emulator: each fault as a client meets it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.google_emulator import Emulator
from tests.google_emulator.faults import KINDS

pytestmark = pytest.mark.slow


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


class Client:
    """Plain requests with a good token."""

    def __init__(self, google: Emulator) -> None:
        self.google = google
        self.number = google.spreadsheet("Plan", {"Sheet1": [["a"]]})
        self.headers = {"Authorization": f"Bearer {google.token()}"}

    def read(self, **more: Any) -> requests.Response:
        address = f"{self.google.url}/v4/spreadsheets/{self.number}/values/Sheet1!A1"
        return requests.get(address, headers=self.headers, timeout=more.pop("timeout", 5), **more)

    def write(self, value: Any) -> requests.Response:
        address = f"{self.google.url}/v4/spreadsheets/{self.number}/values/Sheet1!A1?valueInputOption=RAW"
        return requests.put(address, json={"values": [[value]]}, headers=self.headers, timeout=5)

    def files(self) -> requests.Response:
        return requests.get(f"{self.google.url}/drive/v3/files", headers=self.headers, timeout=5)


@pytest.fixture
def client(google: Emulator) -> Client:
    return Client(google)


@pytest.mark.parametrize(
    ("kind", "status", "word"),
    [
        ("429", 429, "RESOURCE_EXHAUSTED"),
        ("500", 500, "INTERNAL"),
        ("503", 503, "UNAVAILABLE"),
        ("502", 502, "UNAVAILABLE"),
    ],
)
def test_an_answer_of_failure_comes_as_often_as_was_planned(
    google: Emulator, client: Client, kind: str, status: int, word: str
) -> None:
    google.faults.add(kind, times=2)
    answers = [client.read() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert answers[0].json()["error"]["status"] == word
    assert "Retry-After" not in answers[0].headers


def test_google_says_when_to_come_again_if_asked_to(google: Emulator, client: Client) -> None:
    google.faults.add("429", retry_after=2)
    assert client.read().headers["Retry-After"] == "2"


def test_drive_fails_in_words_of_its_own(google: Emulator, client: Client) -> None:
    reasons = []
    for kind in ("403", "429", "500", "503"):
        google.faults.add(kind)
        reasons.append(client.files().json()["error"]["errors"][0]["reason"])
    assert reasons == ["userRateLimitExceeded", "rateLimitExceeded", "internalError", "transientError"]


def test_an_api_that_is_not_switched_on_says_where_to_do_it(google: Emulator, client: Client) -> None:
    google.faults.add("disabled", times=2)
    sheets, drive = client.read(), client.files()
    assert [answer.status_code for answer in (sheets, drive)] == [403, 403]
    assert "Google Sheets API has not been used" in sheets.json()["error"]["message"]
    assert drive.json()["error"]["errors"][0]["reason"] == "accessNotConfigured"


def test_a_fault_waits_for_the_request_that_it_is_meant_for(google: Emulator, client: Client) -> None:
    google.faults.add("503", where=r"^PUT .*Sheet1!A1", after=1)
    assert [client.read().status_code, client.write(1).status_code] == [200, 200]
    assert [client.write(2).status_code, client.write(3).status_code] == [503, 200]


def test_a_hang_gives_no_answer_at_all(google: Emulator, client: Client) -> None:
    google.faults.add("hang")
    with pytest.raises(requests.exceptions.ReadTimeout):
        client.read(timeout=0.3)
    assert client.read().status_code == 200


def test_a_hang_ends_by_itself_when_it_was_given_a_length(google: Emulator, client: Client) -> None:
    google.faults.add("hang", seconds=0.2)
    before = time.monotonic()
    with pytest.raises(requests.exceptions.ConnectionError):
        client.read()
    assert time.monotonic() - before >= 0.2


def test_a_connection_dropped_in_mid_answer_has_done_its_work_and_a_reset_one_has_not(
    google: Emulator, client: Client
) -> None:
    google.faults.add("drop")
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        client.write("done")
    assert google.values(client.number, "Sheet1") == [["done"]]
    google.faults.add("reset")
    with pytest.raises(requests.exceptions.ConnectionError):
        client.write("not done")
    assert google.values(client.number, "Sheet1") == [["done"]]


def test_an_expired_token_stays_refused(google: Emulator, client: Client) -> None:
    google.faults.add("expired")
    assert [client.read().status_code for _ in range(2)] == [401, 401]
    client.headers = {"Authorization": f"Bearer {google.token()}"}
    assert client.read().status_code == 200


def test_a_revoked_account_is_out(google: Emulator, client: Client) -> None:
    google.faults.add("revoked")
    assert [client.read().status_code for _ in range(2)] == [401, 401]


def test_the_token_endpoint_fails_in_its_own_words(google: Emulator) -> None:
    answers = []
    for kind in ("503", "429", "revoked"):
        google.faults.add(kind, where="/token")
        answers.append(requests.post(f"{google.url}/token", data={}, timeout=5))
    assert [answer.status_code for answer in answers] == [503, 429, 400]
    assert [answer.json()["error"] for answer in answers] == [
        "internal_failure",
        "rate_limit_exceeded",
        "invalid_grant",
    ]


def test_without_storage_a_service_account_makes_files_in_shared_drives_only(google: Emulator, client: Client) -> None:
    google.remove_storage()
    folder, drive = google.folder("Teams"), google.shared_drive("Company")
    statuses = []
    for parent in ("root", folder, drive):
        body = {"name": "New", "mimeType": "application/vnd.google-apps.spreadsheet", "parents": [parent]}
        address = f"{google.url}/drive/v3/files?supportsAllDrives=true"
        statuses.append(requests.post(address, json=body, headers=client.headers, timeout=5).status_code)
    assert statuses == [403, 403, 200]


def test_a_quota_is_counted_in_real_time(google: Emulator, client: Client) -> None:
    google.faults.limit(reads=10, writes=10, per_user=3, seconds=3)
    assert [client.read().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert [client.write(1).status_code, client.files().status_code] == [200, 200]
    message = client.read().json()["error"]["message"]
    assert "'Read requests per minute per user'" in message
    time.sleep(3.1)
    assert client.read().status_code == 200


def test_a_share_of_all_requests_goes_wrong_the_same_ones_for_the_same_seed(google: Emulator, client: Client) -> None:
    rounds = []
    for _ in range(2):
        google.faults.share(0.3, ("429", "503"), seed=5)
        rounds.append([client.read().status_code for _ in range(40)])
    assert rounds[0] == rounds[1]
    assert {200, 429, 503} == set(rounds[0])
    google.faults.clear()
    assert {client.read().status_code for _ in range(10)} == {200}


def test_others_may_write_rename_or_delete_just_before_a_request(google: Emulator, client: Client) -> None:
    google.before("^GET .*values", lambda: google.write(client.number, "Sheet1!A1", [["theirs"]]))
    assert client.files().status_code == 200
    assert [client.read().json()["values"], google.values(client.number, "Sheet1")] == [[["theirs"]], [["theirs"]]]
    google.before("^PUT", lambda: google.delete(client.number))
    assert [client.read().status_code, client.write("ours").status_code] == [200, 404]


def test_latency_is_added_to_every_answer() -> None:
    with Emulator(latency=0.05) as google:
        client = Client(google)
        before = time.monotonic()
        client.read()
        assert time.monotonic() - before >= 0.05


def test_what_was_asked_is_noted(google: Emulator, client: Client) -> None:
    google.faults.add("503")
    client.read()
    client.read()
    client.write(1)
    assert (google.count(), google.count("values.get"), google.count(writing=True)) == (3, 2, 1)
    first = google.requests[0]
    assert (first.method, first.status, first.fault, first.caller) == (
        "sheets.spreadsheets.values.get",
        503,
        "503",
        google.service_account,
    )


def test_a_fault_that_there_is_not_is_refused(google: Emulator) -> None:
    with pytest.raises(ValueError, match="there is no fault 'rain'"):
        google.faults.add("rain")
    assert len(KINDS) == 13
