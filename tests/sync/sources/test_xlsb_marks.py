"""Binary workbooks, .xlsb: their values, and what the parser does not say of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bad_input import TODAY, okrs, sync_folders
from xlsb_maker import DATE, PERCENT, ZEROS, xlsb

from okrsheets.core.cells import date_of
from okrsheets.core.errors import SourceError
from okrsheets.sync.sources.folder import parse
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store


def test_values_formats_and_errors_of_a_binary_workbook_are_read() -> None:
    book = xlsb({"Plan": [["Id", "Due", "Share"], [(7, ZEROS), (46204, DATE), (0.8, PERCENT)], ["x", "#DIV/0!", True]]})
    (sheet,) = parse("q3.xlsb", book).sheets
    assert sheet.rows == [["Id", "Due", "Share"], [7.0, date(2026, 7, 1), 0.8], ["x", "", True]]
    assert sheet.formats == {(1, 0): "000", (1, 2): "0%"}
    assert sheet.errors == {"B3": "#DIV/0!"}
    assert not sheet.date_1904


def test_a_binary_workbook_of_the_1904_system_says_so() -> None:
    (sheet,) = parse("q3.xlsb", xlsb({"Plan": [["Due"], [44742]]}, is_1904=True)).sheets
    assert sheet.date_1904


def test_a_cell_far_from_the_others_is_refused_in_a_binary_workbook_too() -> None:
    rows: list[list[object]] = [["x"], *([] for _ in range(99_998)), [*[""] * 300, 1]]
    with pytest.raises(SourceError, match="the sheet 'Plan' reaches to KO100000: too large to read"):
        parse("q3.xlsb", xlsb({"Plan": rows}))


@pytest.mark.parametrize("cut", [1, 3, 10, 40, 100])
def test_a_binary_workbook_that_ends_too_early_is_a_fault(cut: int) -> None:
    with pytest.raises(SourceError) as raised:
        parse("q3.xlsb", xlsb({"Plan": [["Id", "Due"], [1, 2], [3, 4]]})[:-cut])
    assert raised.value.hint


def test_the_tables_of_a_binary_workbook_reach_the_store(tmp_path: Path) -> None:
    sheets = {
        title: [[(cell.toordinal() - date_of(0).toordinal(), DATE) if isinstance(cell, date) else cell for cell in row] for row in rows]
        for title, rows in okrs().items()
    }  # fmt: skip
    (tmp_path / "q1.xlsb").write_bytes(xlsb(sheets))
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        tables = State(store, outcome.sync, TODAY).tables
        assert outcome.read == ["q1.xlsb"]
        assert tables["key results"].columns["current"] == [10.0]
        assert [date_of(day).isoformat() for day in tables["settings"].columns["cycle_start"]] == ["2026-01-01"]
