"""The path of a new user, from an empty workbook to the next quarter: in each edition, in English and in German."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from okrsheets import read_frames
from okrsheets.cli import main
from okrsheets.core import schema
from okrsheets.core.cells import Cell
from okrsheets.core.columns import Table
from okrsheets.core.sheet_words import sheet_in, word_in
from okrsheets.sheets_templates.layout import columns_of
from okrsheets.sheets_templates.tables import FIRST
from okrsheets.sync.xlsx.cell_xml import CellContent
from okrsheets.sync.xlsx.workbook import WorkbookFile

WORK: Mapping[Table, list[dict[str, Cell]]] = {  # below the example, as a person types it; words in English here
    schema.OBJECTIVES: [
        {"id": "O1", "level": "CEO", "owner": "Ana", "objective": "Answer fast"},
        {"id": "O2", "level": "Team", "owner": "Bo", "objective": "Answer well", "parent_id": "O1", "contributes": "yes"},
    ],
    schema.KEY_RESULTS: [
        {"id": "K1", "objective_id": "O1", "key_result": "Answers within a day", "start": 60, "target": 90, "current": 75},
        {"id": "K2", "objective_id": "O2", "key_result": "Errors found", "kind": "decrease", "start": 10, "target": 5,
         "current": 9, "status": "carried forward"},
        {"id": "K3", "objective_id": "O2", "key_result": "Guide published", "kind": "binary", "target": "yes", "current": "yes"},
        {"id": "K4", "objective_id": "O2", "key_result": "Old plan", "start": 0, "target": 1, "current": 0, "status": "abandoned"},
    ],
    schema.CHECK_INS: [{"date": date(2026, 5, 12), "key_result_id": "K1", "value": 75, "confidence": 0.7, "by": "Ana"}],
}  # fmt: skip
CHOSEN = ("level", "contributes", "kind", "status")  # from lists


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def fill(path: Path, language: str) -> None:
    """Type the work into a new workbook, in the words of its language."""
    file = WorkbookFile(path.read_bytes())
    for table, rows in WORK.items():
        fields = [column.field for column in columns_of(table)]
        cells = {
            (row, fields.index(field)): CellContent(_word(language, field, value))
            for row, work in enumerate(rows, start=FIRST + 1)
            for field, value in work.items()
        }
        file.set_cells(sheet_in(language, table.sheet), cells)
    path.write_bytes(file.packed())


def _word(language: str, field: str, value: Cell) -> Cell:
    said = isinstance(value, str) and (field in CHOSEN or value == "yes")
    return word_in(language, str(value)) if said else value


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("edition", [[], ["--functions"]], ids=["plain", "functions"])
def test_from_an_empty_workbook_to_the_next_quarter(
    edition: list[str], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "support.xlsx"
    made = run("new", "okrs", path, "--team", "Support", "--cycle", "2026-Q2", "--language", language, *edition)
    assert made.exit_code == 0, made.output
    assert run("check", path, "--as-of", "2026-04-01").exit_code == 0
    fill(path, language)
    checked = run("check", path, "--as-of", "2026-05-20")
    assert (checked.exit_code, "2 objectives, 4 key results" in checked.stderr) == (0, True), checked.output
    assert run("sync", ".", "--as-of", "2026-05-20").exit_code == 0

    status = run("status", "--as-of", "2026-05-20").stdout
    assert [word in status for word in ("Answer fast", "55%", "Answer well", "60%")] == [True] * 4, status
    frames = read_frames(".", today=date(2026, 5, 20))
    assert list(frames["key results"]["status"]) == [None, "carried forward", None, "abandoned"]
    assert list(frames["key results"]["current"]) == [75, 9, 1, 0]

    review = run("report", ".", "--as-of", "2026-05-20", "--language", language, "--format", "md")
    assert review.exit_code == 0, review.output
    (page,) = Path("okrsheets-out/2026-q2/2026-05-20").rglob("*.md")
    assert {"en": "Key results", "de": "Schlüsselergebnisse"}[language] in page.read_text("utf-8")

    closed = run("close", path, "--next", "2026-Q3", "--as-of", "2026-06-30", "--yes")
    assert closed.exit_code == 0, closed.output
    file = WorkbookFile(path.read_bytes())
    assert f"{sheet_in(language, 'Key results')} 2026-Q2" in file.sheets()
    assert run("check", path, "--as-of", "2026-07-05").exit_code == 0
    assert run("sync", ".", "--as-of", "2026-07-05").exit_code == 0
    following = read_frames(".", today=date(2026, 7, 5))
    assert list(following["settings"]["cycle"]) == ["2026-Q3"]
    rows = following["key results"].set_index("id")
    assert list(rows.index) == ["K2"]
    assert (rows.loc["K2", "start"], rows.loc["K2", "status"]) == (9, "active")
    assert word_in(language, "active") in file.cells(sheet_in(language, "Key results")).values()
