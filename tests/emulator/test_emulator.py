"""The emulator of Google's APIs as a server: its own process, its control door, its examples."""

from __future__ import annotations

import doctest
import importlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gspread
import pytest
import requests
from gspread.exceptions import APIError
from gspread.utils import ValueRenderOption

import tests.google_emulator as emulator_package
from tests.google_emulator import Emulator, mount

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path.stem for path in (Path(__file__).parents[1] / "google_emulator").glob("*.py") if path.stem != "__init__"
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_emulator_are_true(name: str) -> None:
    module = importlib.import_module(f"tests.google_emulator.{name}")
    assert module.__doc__
    assert doctest.testmod(module).failed == 0


class Process:
    """The emulator as somebody runs it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.file = folder / "service_account.json"
        command = [sys.executable, "-m", "tests.google_emulator", "--credentials", str(self.file), *options]
        self.running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.running.stdout
        self.said = self.running.stdout.readline().strip()
        self.url = self.said.removeprefix("listening on ")

    def client(self) -> gspread.Client:
        client = gspread.service_account(filename=str(self.file))
        mount(client.http_client.session, self.url)
        return client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def process(folder: Path) -> Iterator[Process]:
    process = Process(folder, "--port", "0")
    yield process
    process.running.terminate()
    process.running.wait(10)


def test_the_server_says_where_it_listens_and_writes_an_account_that_gspread_can_use(process: Process) -> None:
    assert process.said.startswith("listening on http://127.0.0.1:")
    assert json.loads(process.file.read_text("utf-8"))["token_uri"] == f"{process.url}/token"
    assert process.file.stat().st_mode & 0o077 == 0
    sheet = process.client().create("Plan").sheet1
    sheet.update([["=4/2", "2020-01-01", "50%"], ["'007", True, None]], "A1", raw=False)
    assert sheet.get_all_values() == [["2", "2020-01-01", "50%"], ["007", "TRUE", ""]]
    assert sheet.get(value_render_option=ValueRenderOption.unformatted) == [[2, 43831, 0.5], ["007", True]]


def test_the_server_is_reached_from_this_machine_only(process: Process) -> None:
    port = int(process.url.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):  # an address of this machine, but not the one
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_faults_are_planned_from_the_command_line_and_over_http(folder: Path) -> None:
    process = Process(folder, "--fault", "503:1:values", "--no-storage")
    try:
        client = process.client()
        with pytest.raises(APIError) as error:
            client.create("Plan")
        assert error.value.error["errors"][0]["reason"] == "storageQuotaExceeded"
        requests.post(f"{process.url}/_emulator/storage", json={"service_accounts": True}, timeout=5)
        sheet = client.create("Plan").sheet1
        with pytest.raises(APIError, match="503"):
            sheet.get()
        sheet.get()
        requests.post(f"{process.url}/_emulator/faults", json={"kind": "429", "where": "values"}, timeout=5)
        with pytest.raises(APIError, match="429"):
            sheet.get()
        assert requests.post(f"{process.url}/_emulator/faults", json={"kind": "?"}, timeout=5).status_code == 400
        seen = requests.get(f"{process.url}/_emulator/requests", timeout=5).json()["requests"]
        assert [each["fault"] for each in seen if each["fault"]] == ["503", "429"]
    finally:
        process.running.terminate()
        process.running.wait(10)


def test_a_server_that_cannot_start_says_why() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for options in (("--fault", "rain"), ("--port", str(taken.getsockname()[1]))):
            command = [sys.executable, "-m", "tests.google_emulator", *options]
            ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
            assert ended.returncode == 1
            assert ended.stderr.startswith("cannot start")


def test_an_answer_that_does_not_fit_google_s_description_is_found_out() -> None:
    google = Emulator()
    google.__enter__()
    number = google.spreadsheet("Plan")
    google.book(number).properties["rubbish"] = 1
    headers = {"Authorization": f"Bearer {google.token()}"}
    answer = requests.get(f"{google.url}/v4/spreadsheets/{number}", headers=headers, timeout=5)
    assert answer.status_code == 500
    with pytest.raises(AssertionError, match="rubbish"):
        google.__exit__(None, None, None)


def test_the_same_seed_gives_the_same_ids() -> None:
    with Emulator(seed=7) as one, Emulator(seed=7) as other:
        assert one.spreadsheet("Plan") == other.spreadsheet("Plan")


def test_what_the_emulator_is_made_of_is_offered_at_its_door() -> None:
    assert set(emulator_package.__all__) <= set(dir(emulator_package))
