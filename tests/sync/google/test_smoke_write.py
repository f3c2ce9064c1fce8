"""Writing into live Google; left out unless OKRSHEETS_GOOGLE_SMOKE=1 and a spreadsheet is named (docs/push.md).

OKRSHEETS_GOOGLE_SMOKE_WRITE_ID is the id of a spreadsheet that the account may edit and that may be written over: our
sheets are put into it and taken out again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from google_drawings import DRAWINGS, ONE_OF_EACH, template

from okrsheets.core.grid import Grid, GridColumn
from okrsheets.reports.formats import push_style
from okrsheets.sync.google.connection import Connection
from okrsheets.sync.google.create import fill
from okrsheets.sync.google.push import Styler, push
from okrsheets.sync.google.session import Session

NAMED = "OKRSHEETS_GOOGLE_SMOKE_WRITE_ID"
pytestmark = pytest.mark.live(NAMED)

BOOK = os.environ.get(NAMED, "")
DRESS = Styler(push_style.dress, push_style.body)
COLUMNS = (GridColumn("Id", "text", 9), GridColumn("Goal", "long", 30), GridColumn("Score", "share", 9))


@pytest.fixture
def session() -> Iterator[Session]:
    """A session of whoever runs this; what the test put into the spreadsheet goes at the end."""
    opened = Connection(work="push").session
    before = ids(opened)
    yield opened
    gone = [{"deleteSheet": {"sheetId": id}} for id in ids(opened) - before]
    if gone:
        opened.batch_update(BOOK, {"requests": gone})


def ids(session: Session) -> set[int]:
    found = session.fetch_sheet_metadata(BOOK, {"fields": "sheets.properties.sheetId"})
    return {each["properties"].get("sheetId", 0) for each in found["sheets"]}


@pytest.mark.parametrize("name", ["new skills", *ONE_OF_EACH])
def test_live_google_takes_every_request_of_a_template(name: str, session: Session) -> None:
    before = len(ids(session))
    fill(session, BOOK, template(DRAWINGS[name]))
    assert len(ids(session)) > before


def test_live_google_is_pushed_to_and_a_second_time_nothing_is_written(session: Session) -> None:
    grid = Grid("okrsheets smoke", COLUMNS, (0,), [("A", "=IMPORTXML(1)", 0.1 + 0.2), ("007", "'x", None)])
    assert push(session, BOOK, [grid], DRESS).written
    again = push(session, BOOK, [grid], DRESS)
    assert (again.written, again.conflicts) == (0, [])
