"""What a mapping file promises: the same rows however a sheet is arranged, read again when it changes, and no silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bad_input import xlsx
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import SettingsError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import MAP_FILE, MapEntry, read_map, with_entries
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

TODAY = needed_day("2026-05-15")
HEADINGS = ("Was", "Womit gemessen", "Ziel 30.9.", "Bisher")
ROWS: Sequence[Sequence[Any]] = [
    ("Gäste kommen wieder", "Gäste, die zweimal kommen", 40, 25),
    ("Gäste kommen wieder", "Anteil der Tische am Abend", 9, 6),
    ("Küche läuft ruhig", "Teller, die pünktlich sind", 12, 8),
]
ENTRY = MapEntry(HEADINGS, "key results", tuple(zip(HEADINGS, ("objective id", "key result", "target", "current"))))
LEFT_OUT = MapEntry(HEADINGS, "nothing")
FIELDS = ("objective_id", "key_result", "target", "current")


def read(rows: Sequence[Sequence[Any]], mapping: Sequence[MapEntry] = (ENTRY,)) -> Extract:
    return extract(RawWorkbook("Haus", [Sheet("Blatt", rows)], mapping=mapping), HeadingIndex())


def key_results(reading: Extract) -> list[tuple[Any, ...]]:
    """Objective, key result, target and current value of every row, in no order."""
    found = [records for records in reading.tables if records.table.name == "key results"]
    return sorted(row for records in found for row in zip(*(records.columns[field] for field in FIELDS)))


def problems(reading: Extract) -> list[str]:
    return [str(problem).splitlines()[0] for problem in reading.problems if not problem.note]


def test_without_the_entry_nothing_of_the_sheet_is_read() -> None:
    assert key_results(read([HEADINGS, *ROWS], ())) == []


@given(
    columns=st.permutations(range(len(HEADINGS) + 1)),
    rows=st.permutations(range(len(ROWS) + 1)),
    above=st.integers(0, 5),
    before=st.integers(0, 3),
)
def test_moved_columns_new_rows_and_a_new_column_read_the_same(
    columns: Sequence[int], rows: Sequence[int], above: int, before: int
) -> None:
    table = [(*row, "Berta") for row in (*ROWS, ("Küche läuft ruhig", "Anteil der Reste", 5, 7))]
    grid = [(*HEADINGS, "Wer"), *(table[number] for number in rows)]
    arranged = [[None] * before + [row[at] for at in columns] for row in grid]
    expected = sorted((row[0], row[1], float(row[2]), float(row[3])) for row in table)
    assert key_results(read([*[[]] * above, *arranged])) == expected


@given(st.sampled_from(HEADINGS))
def test_a_heading_that_is_gone_is_named_at_the_row_of_headings_and_nothing_is_read(gone: str) -> None:
    headings = ["Etwas" if heading == gone else heading for heading in HEADINGS]
    reading = read([["Unser Haus"], headings, *ROWS])
    assert key_results(reading) == []
    first = "B2" if gone == HEADINGS[0] else "A2"
    what = f"this was read as key results by {MAP_FILE}, but the heading {gone!r} is gone; new: 'Etwas'"
    assert f"Haus › Blatt!{first}: {what}" in problems(reading)


def test_the_entry_of_another_sheet_changes_nothing() -> None:
    rows: list[list[Any]] = [["Objective", "Key result", "Start", "Target", "Current"], ["Grow", "Orders", 0, 10, 4]]
    assert read(rows, [ENTRY]) == read(rows, [])


def test_two_columns_under_one_mapped_heading_are_a_problem_and_the_first_counts() -> None:
    reading = read([(*HEADINGS, "Bisher"), *((*row, 99) for row in ROWS)])
    assert [row[3] for row in key_results(reading)] == [6.0, 25.0, 8.0]
    assert "Haus › Blatt!D1: two columns mean 'current': D (Bisher) counts, E (Bisher) is not read" in problems(reading)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(st.lists(st.lists(texts, min_size=2, max_size=4), max_size=3))
def test_entries_that_are_written_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[list[str]]
) -> None:
    entries = [
        MapEntry((f"a{row[0]}", *(f"b{number}{text}" for number, text in enumerate(row))), "people") for row in names
    ]
    path = tmp_path_factory.mktemp("map") / MAP_FILE
    path.write_text(with_entries("", entries), "utf-8", newline="")
    assert list(read_map(path)) == entries


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for folder in (tmp_path, tmp_path / "Küche"):
        folder.mkdir(exist_ok=True)
        (folder / f"{folder.name} Ziele.xlsx").write_bytes(xlsx({"Blatt": [HEADINGS, *ROWS]}))
    return tmp_path


def test_one_file_serves_the_folders_below_it(house: Path) -> None:
    (house / MAP_FILE).write_text(with_entries("", [ENTRY]), "utf-8")
    source = FolderSource(house)
    readings = [extract(source.fetch(info).parse(), HeadingIndex()) for info in source.list()[0]]
    assert [len(key_results(reading)) for reading in readings] == [3, 3]


def test_workbooks_are_read_again_when_their_mapping_file_comes_changes_and_goes_and_not_otherwise(house: Path) -> None:
    sheets = {path: path.read_bytes() for path in house.rglob("*.xlsx")}
    path = house / "Küche" / MAP_FILE
    read_again = []
    with Store() as store:
        for text in (None, with_entries("", [ENTRY]), "", with_entries("", [LEFT_OUT]), "", None):
            if text:
                path.write_text(text, "utf-8")
            elif text is None:
                path.unlink(missing_ok=True)
            read_again.append(list(sync(store, [FolderSource(house)], TODAY).read))
    mapped = "Küche/Küche Ziele.xlsx"
    assert len(read_again.pop(0)) == 2
    assert read_again == [[mapped], [], [mapped], [], [mapped]]
    assert {path: path.read_bytes() for path in sheets} == sheets


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[table]\n", "Expected"),
        ('[[table]]\nheadings = ["A", "B"]\nread = "people"\nread = "people"\n', "Cannot overwrite a value"),
        ('[[sheet]]\nheadings = ["A", "B"]\n', "only entries that begin with [[table]]"),
        ('[[table]]\nheadings = "A"\nread = "people"\n', "line 1: headings must be a list of texts"),
        ('\n[[table]]\nheadings = ["A", "a "]\nread = "people"\n', "line 2: an entry needs 2 different headings"),
        ('[[table]]\nheadings = ["A", "B"]\nread = "budget"\n', "line 1: read = 'budget' is not known"),
        ('[[table]]\nheadings = ["A", "B"]\nread = "people"\nrows = 3\n', "'rows' is not known"),
        (
            '[[table]]\nheadings = ["A", "B"]\nread = "people"\ncolumns = { A = "name", B = "name" }\n',
            "two headings mean 'name'",
        ),
        (
            '[[table]]\nheadings = ["A", "B"]\nread = "people"\ncolumns = { C = "name" }\n',
            "'C' is not among the headings",
        ),
        (
            '[[table]]\nheadings = ["A", "B"]\nread = "people"\ncolumns = { A = "budget" }\n',
            "the people have no column 'budget'",
        ),
    ],
)
def test_a_broken_file_is_an_error_that_says_where_and_what(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / MAP_FILE
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        read_map(path)
    assert str(path) in error.value.what
    assert what in error.value.what
    assert error.value.hint
