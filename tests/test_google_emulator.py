"""The emulator of Google's APIs, asked by gspread as it is."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest
from google_emulator import Emulator


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


@pytest.fixture
def client(google: Emulator) -> gspread.Client:
    client = gspread.service_account_from_dict(google.credentials)
    google.turn(client.http_client.session)
    return client


def test_gspread_makes_writes_and_reads_a_spreadsheet(client: gspread.Client) -> None:
    sheet = client.create("Plan").sheet1
    sheet.update([["=4/2", "2020-01-01", "50%"], ["'007", True, None]], "A1", raw=False)
    assert sheet.get_all_values() == [["2", "2020-01-01", "50%"], ["007", "TRUE", ""]]
    assert sheet.get(value_render_option="UNFORMATTED_VALUE") == [[2, 43831, 0.5], ["007", True]]
