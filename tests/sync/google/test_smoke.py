"""Against live Google, with your own account; left out unless OKRSHEETS_GOOGLE_SMOKE=1 (docs/google.md).

OKRSHEETS_GOOGLE_SMOKE_ID names a spreadsheet or a folder (as google:… takes it) that the account may read.
"""

from __future__ import annotations

import os

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.sync.google.address import parse
from okrsheets.sync.google.connection import Connection
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

pytestmark = pytest.mark.live("OKRSHEETS_GOOGLE_SMOKE_ID")


@pytest.fixture
def source() -> GoogleSource:
    """What the environment names, read with the credentials of whoever runs this."""
    return GoogleSource(parse(f"google:{os.environ['OKRSHEETS_GOOGLE_SMOKE_ID']}"), Connection())


def test_live_google_gives_the_same_content_twice(source: GoogleSource) -> None:
    stamps, _ = source.list()
    assert stamps
    first = source.fetch(stamps[0])
    assert first.parse().sheets
    assert source.fetch(stamps[0]).sha256 == first.sha256


def test_live_google_is_synced_and_a_second_time_nothing_is_read(source: GoogleSource) -> None:
    with Store() as store:
        first = sync(store, [source], needed_day("2026-06-30"))
        assert first.read
        assert not first.faults
        sent = source.connection.session.sent
        second = sync(store, [source], needed_day("2026-06-30"))
        assert (second.changed, second.unchanged) == (False, len(first.read))
        assert source.connection.session.sent <= sent + 1 + len(first.read)
