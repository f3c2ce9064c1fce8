"""`okrsheets adopt`: questions about sheets that nothing tells, answers beside them, and the reading that follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bad_input import xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.folder import FolderSource

HEADINGS = ["Wofür", "Womit gezählt", "Anfangs", "Soll erreicht", "Heutiger Stand", "Bemerkt"]
GOALS = [
    ["Gäste kommen wieder", "Gäste, die zweimal kommen", 10, 40, 25, "läuft"],
    ["Gäste kommen wieder", "Anteil der Tische am Abend", 3, 9, 6, ""],
    ["Küche läuft ruhig", "Rückläufer aus dem Saal", 12, 2, 8, "zäh"],
]
# key results; objective id is column 1, key result the next, then target, start and current among the headings left
ANSWERS = ["2", "1", "1", "2", "2", "2"]


def run(*words: object, typed: Sequence[str] = ()) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input="".join(f"{line}\n" for line in typed))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def book(path: Path, rows: Sequence[Sequence[Any]], title: str = "Blatt1") -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(xlsx({title: rows}))
    return path


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    return book(tmp_path / "haus" / "ziele.xlsx", [["Unser Haus"], [], HEADINGS, *GOALS])


def key_results(place: Path) -> list[tuple[Any, ...]]:
    """What a sync reads: objective, key result, start, target, current of each row, in no order."""
    source = FolderSource(place)
    rows = []
    for info in source.list()[0]:
        for records in extract(source.fetch(info).parse(), HeadingIndex()).tables:
            if records.table.name == "key results":
                fields = ("objective_id", "key_result", "start", "target", "current")
                rows += list(zip(*(records.columns[field] for field in fields)))
    return sorted(rows)


def test_answers_make_a_sheet_read_that_was_not_and_the_sheet_stays_as_it_is(goals: Path) -> None:
    before = goals.read_bytes()
    assert key_results(goals) == []
    result = run("adopt", goals, typed=ANSWERS)
    assert result.exit_code == 0, result.output
    print(result.output)
    assert key_results(goals) == sorted(tuple(row[:5]) for row in GOALS)
    assert goals.read_bytes() == before
