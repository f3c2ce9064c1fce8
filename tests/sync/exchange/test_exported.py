"""Our own tables leave and come back unchanged, as .csv, JSON and .xlsx; and a sync reads them from a folder."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.columns import Column, Table
from okrsheets.core.records import Records
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.core.values.typed_values import read_column
from okrsheets.sheets_templates.imported import records_of as records_of_rows
from okrsheets.sheets_templates.imported import write_plain_sheets
from okrsheets.sync.exchange.exported import records_of, sheet_of, write_csv, write_json
from okrsheets.sync.exchange.files import ReportTable, contents
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.csv_files import without_guards
from okrsheets.sync.sources.folder import FolderSource

TABLES = ("skills", "assessments", "check-ins", "roles", "people", "certifications", "learning")
TODAY = needed_day("2026-02-15")


def values_of(column: Column) -> st.SearchStrategy[Any]:
    """What a cell of a column can hold once it is read."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": st.text("abzÄß ,;'\"=+-@%&0\n", min_size=2, max_size=12).filter(
            lambda text: read_column(column, [text]) == ([text], [])
        ),
        "id": st.from_regex(r"[A-Z]{1,2}[0-9]{1,3}|0[0-9]{2}", fullmatch=True),
        "word": st.sampled_from([choice.lower() for choice in column.choices] or ["x"]),
        "number": st.integers(0, 100_000).map(lambda number: number / 8),
        "level": st.integers(4, 10).map(lambda number: number / 2),  # nothing but 0 to 1 would look like shares
        "share": st.integers(0, 99).map(lambda number: number / 100),
        "date": st.integers(needed_day("2020-01-01"), needed_day("2030-12-31")),
    }
    strategy = kinds[column.type]
    return strategy if column.required else st.none() | strategy


@st.composite
def records(draw: st.DrawFn, table: Table) -> Records:
    rows = draw(st.lists(st.tuples(*map(values_of, table.inputs)), min_size=1, max_size=6))
    return records_of_rows(table, rows, "Q1.xlsx")


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(data=st.data())
def test_a_table_comes_back_as_it_left(name: str, format: str, data: st.DataObject) -> None:
    table = schema.table(name)
    before = data.draw(records(table))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.{format}"
        sheet = sheet_of(before)
        if format == "csv":
            write_csv(path, sheet)
        elif format == "json":
            write_json(path, [sheet])
        else:
            write_plain_sheets(path, [(sheet.title, sheet.headings, sheet.rows)], "x", TODAY)
        (report,) = contents(path, lambda row: set(row) >= {table.inputs[0].name})
        assert isinstance(report, ReportTable)
        after, problems = records_of(report, table)
    assert not [problem for problem in problems if not problem.note]
    assert {field: list(cells) for field, cells in after.columns.items()} == before.columns


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_sync_reads_what_was_exported(format: str, tmp_path: Path) -> None:
    table = schema.CHECK_INS
    before = records_of_rows(
        table,
        [(TODAY, "K1", 3.125, 0.7, "was; is, and", "Ida", None, "ask, again"), (TODAY, "K2", 1.0, *[None] * 5)],
        "x",
    )
    path = tmp_path / f"check-ins.{format}"
    sheet = sheet_of(before)
    write_csv(path, sheet) if format == "csv" else write_plain_sheets(
        path, [(sheet.title, sheet.headings, sheet.rows)], "x", TODAY
    )
    (info,), _ = (source := FolderSource(path)).list()
    (after,) = (each for each in extract(source.fetch(info).parse(), HeadingIndex()).tables if len(each))
    assert after.table is table
    assert after.columns == before.columns


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@sum", "\tx", "'=1", "''@x"])
def test_a_text_like_a_formula_is_guarded_in_a_csv_file_and_comes_back(text: str, tmp_path: Path) -> None:
    table = schema.table("skills")
    write_csv(tmp_path / "skills.csv", sheet_of(records_of_rows(table, [(text, *[None] * 6)], "Q1.xlsx")))
    lines = list(csv.reader((tmp_path / "skills.csv").open(encoding="utf-8", newline="")))
    assert lines[1][0] == f"'{text}"
    assert without_guards(lines[1])[0] == text
    (report,) = contents(tmp_path / "skills.csv", lambda row: "skill" in row)
    assert isinstance(report, ReportTable)
    assert [row[0] for row in report.read().rows or ()] == [text]
