"""Workbooks that our commands changed open in a LibreOffice without the add-in, which computes them and keeps our notes."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import plain_office
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from rich_workbook import rich_workbook

from okrsheets.cli import main
from okrsheets.core.cells import needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.okrs import write_okrs

LAST_DAY = "2026-06-30"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine"),
]


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code in (0, 4), result.output
    return result.output


def values(path: Path) -> dict[str, dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return isinstance(other, (int, float)) and one == pytest.approx(other)
    return bool(one == other)


def test_a_closed_workbook_keeps_its_archive_and_computes_the_next_cycle(tmp_path: Path) -> None:
    path = tmp_path / "support.xlsx"
    write_okrs(path, worked.load("shop")["support"], needed_day(LAST_DAY))
    before = values(path)
    run("close", path, "--next", "2026-Q3", "--as-of", LAST_DAY, "--unfinished", "--yes")
    closed = values(path)
    plain_office.recalculated(tmp_path, path)
    computed = values(tmp_path / "out" / path.name)
    for sheet in ("Objectives", "Key results", "Check-ins", "Goal skills", "Alignment"):
        archived = computed[f"{sheet} 2026-Q2"]
        assert archived.keys() == before[sheet].keys()
        assert all(alike(archived[cell], value) for cell, value in before[sheet].items())
    assert not [
        (sheet, cell, value)
        for sheet, cells in computed.items()
        for cell, value in cells.items()
        if isinstance(value, str) and value.startswith(("#NAME", "#REF", "#VALUE", "#DIV", "Err:"))
    ]
    progress = {sheet: cells.get("D5") for sheet, cells in computed.items() if sheet.startswith("Key results")}
    assert progress["Key results"] != progress["Key results 2026-Q2"], "the sheet of the next cycle is computed again"
    assert closed["Post-mortems 2026-Q2"] == computed["Post-mortems 2026-Q2"]


def test_a_workbook_of_many_parts_opens_after_a_close_and_a_push_with_all_values(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    path.write_bytes(rich_workbook())
    run("push", path, "--as-of", "2026-06-22", "--yes")
    run("close", path, "--next", "2026-Q3", "--as-of", LAST_DAY, "--yes")
    ours = values(path)
    plain_office.recalculated(tmp_path, path)
    computed = values(tmp_path / "out" / path.name)
    assert list(computed) == list(ours)
    for sheet in (title for title in ours if "2026-Q2" in title or title.startswith("Data")):
        assert all(alike(computed[sheet].get(cell), value) for cell, value in ours[sheet].items() if cell != "C1")


def test_a_push_knows_its_notes_after_libreoffice_has_saved_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    path.write_bytes(rich_workbook())
    run("push", path, "--as-of", "2026-06-22", "--yes")
    plain_office.recalculated(tmp_path, path)
    saved = tmp_path / "out" / path.name
    assert "nothing to write" in run("push", saved, "--as-of", "2026-06-22", "--yes")
    assert "the note of okrsheets is removed" in run("push", saved, "--as-of", "2026-06-22", "--remove", "--yes")
