"""Where the entries of a mapping file fit a sheet, and what a broken file is refused for."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomllib
from bad_input import xlsx
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.errors import SettingsError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.reading.mapping import mapped
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import MAP_FILE, MapEntry, entries_of, load_maps, read_map, with_entries

COLUMNS = (("Was", "objective id"), ("Womit", "key result"), ("Wohin", "target"), ("Heute", "current"))
GOALS = MapEntry(("Was", "Womit", "Wohin", "Heute"), "key results", COLUMNS)
CREW = MapEntry(("Crew", "Sails", "Engine"), "people × skills")
HEADINGS: list[Any] = ["Was", "Womit", "Wohin", "Heute"]
ROWS: list[list[Any]] = [["O1", "Calls answered", 20, 5], ["O1", "Mails answered", 40, 10]]
READ = [("O1", "Calls answered", 20.0, 5.0), ("O1", "Mails answered", 40.0, 10.0)]


def read(rows: list[list[Any]], *entries: MapEntry) -> Extract:
    return extract(RawWorkbook("q1.xlsx", [Sheet("Plan", rows)], mapping=entries), HeadingIndex())


def key_results(reading: Extract) -> list[tuple[Any, ...]]:
    fields = ("objective_id", "key_result", "target", "current")
    tables = [records for records in reading.tables if records.table.name == "key results"]
    return sorted(row for records in tables for row in zip(*(records.columns[field] for field in fields)))


@given(st.randoms(use_true_random=False), st.integers(0, 5), st.integers(0, 3))
def test_moved_columns_new_columns_and_rows_above_read_the_same(chance: random.Random, above: int, more: int) -> None:
    order = [*range(len(HEADINGS) + more)]
    chance.shuffle(order)
    table = [[*row, *["x"] * more] for row in ROWS]
    rows = [[row[at] for at in order] for row in [[*HEADINGS, *(f"Neu {number}" for number in range(more))], *table]]
    assert key_results(read([*([["Stand"]] * above), *rows], GOALS)) == READ


def test_without_the_entry_nothing_is_read() -> None:
    assert key_results(read([HEADINGS, *ROWS])) == []


@pytest.mark.parametrize("gone", ["Was", "Womit", "Wohin", "Heute"])
def test_a_row_without_one_heading_is_not_read_and_the_heading_is_named(gone: str) -> None:
    headings = ["?" if text == gone else text for text in HEADINGS]
    (problem,) = mapped("q1.xlsx", Sheet("Plan", [[], headings, *ROWS]), [GOALS]).problems
    assert f"the heading {gone!r} is gone" in problem.what
    assert problem.location.cell == ("B2" if gone == "Was" else "A2")


def test_a_sheet_with_few_of_the_headings_is_another_one() -> None:
    assert mapped("q1.xlsx", Sheet("Plan", [["Was", "Womit", "Wann"]]), [GOALS]).problems == []


def test_two_tables_on_one_sheet_are_read_by_an_entry_each() -> None:
    rows: list[list[Any]] = [
        HEADINGS,
        *ROWS,
        [],
        ["Crew", "Sails", "Engine", "Radio"],
        ["Jo", 3, 2, 1],
        ["Mo", 1, 2, 4],
    ]
    reading = read(rows, CREW, GOALS)
    assert key_results(reading) == READ
    assert sum(len(records) for records in reading.tables if records.table.name == "assessments") == 6


def test_an_entry_for_nothing_leaves_a_sheet_out_with_a_note() -> None:
    rows: list[list[Any]] = [["ID", "Objective ID", "Key result", "Target"], ["K1", "O1", "Hours", 5]]
    assert key_results(read(rows)) != []
    reading = read(rows, MapEntry(("Key result", "Target"), "nothing"))
    assert reading.tables == ()
    assert [problem.note for problem in reading.problems] == [True]


def test_a_matrix_without_levels_below_the_headings_is_a_problem() -> None:
    rows: list[list[Any]] = [["Crew", "Sails", "Engine"], ["Jo", "good", "at sea"]]
    problems = read(rows, CREW).problems
    assert any("no levels are below these headings" in problem.what for problem in problems)


def test_an_answer_says_which_side_the_people_are_on() -> None:
    rows: list[list[Any]] = [["Crew", "Sails", "Engine", "Radio"], ["Jo", 3, 2, 1], ["Mo", 1, 2, 4]]
    for read_as, names in (("people × skills", ["Jo", "Mo"]), ("skills × people", ["Sails", "Engine", "Radio"])):
        reading = read(rows, MapEntry(CREW.headings, read_as))
        people = [records.columns["name"] for records in reading.tables if records.table.name == "people"]
        assert [name for names in people for name in names] == names


def test_the_entry_of_the_nearest_folder_goes_first(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    nothing = MapEntry(GOALS.headings, "nothing")
    (tmp_path / MAP_FILE).write_text(with_entries("", [nothing]), "utf-8")
    (inner / MAP_FILE).write_text(with_entries("", [GOALS]), "utf-8")
    entries = entries_of(load_maps([inner]), str(inner / "q1.xlsx"))
    assert entries == (GOALS, nothing)
    assert key_results(read([HEADINGS, *ROWS], *entries)) == READ


@given(st.lists(st.text(min_size=1, max_size=20), min_size=2, max_size=4))
def test_headings_of_any_letters_come_back_from_the_file_as_they_are(headings: list[str]) -> None:
    entry = MapEntry(tuple(headings), "key results", tuple((text, "target") for text in headings[:1]))
    (table,) = tomllib.loads(with_entries("", [entry]))["table"]
    assert table == {"headings": headings, "read": "key results", "columns": {headings[0]: "target"}}


HEAD = '[[table]]\nheadings = ["A", "B"]\n'


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[table]]\nheadings = [", "line 2"),
        (f'# ours\n\n{HEAD}read = "cakes"', "line 3: read = 'cakes' is not known"),
        (f'{HEAD}read = "people"\n{HEAD}read = "people"\nrows = 3', "line 4: 'rows' is not known"),
        ('[[table]]\nheadings = ["A"]\nread = "people"', "line 1: an entry needs 2 different headings or more"),
        ('[[table]]\nheadings = "A"\nread = "people"', "line 1: headings must be a list of texts, not 'A'"),
        (f'{HEAD}read = "people"\ncolumns = {{ "A" = "target" }}', "the people have no column 'target'"),
        (f'{HEAD}read = "people"\ncolumns = {{ "C" = "name" }}', "'C' is not among the headings of the entry"),
        (f'{HEAD}read = "people"\ncolumns = {{ "A" = "name", "B" = "name" }}', "two headings mean 'name'"),
        (f'{HEAD}read = "people"\ncolumns = 3', "columns must be a table of headings, not 3"),
        (f'{HEAD}read = "nothing"\ncolumns = {{ "A" = "name" }}', "'nothing' has no columns of ours"),
        ('tables = 3', "only entries that begin with [[table]] are allowed"),
        ('table = [3]', "3 is no entry"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_the_place(text: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / MAP_FILE
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as refused:
        read_map(path)
    assert what in refused.value.what
    assert str(path) in refused.value.what


def test_a_mapping_in_a_folder_above_holds_for_a_single_file_and_for_a_subfolder(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / MAP_FILE).write_text(with_entries("", [GOALS]), "utf-8")
    (inner / "q1.xlsx").write_bytes(xlsx({"Plan": [HEADINGS, *ROWS]}))
    for place in (inner / "q1.xlsx", inner, tmp_path):
        source = FolderSource(place)
        assert source.fetch(source.list()[0][0]).parse().mapping == (GOALS,)


def test_a_mapping_above_the_settings_of_a_folder_does_not_hold(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / MAP_FILE).write_text(with_entries("", [GOALS]), "utf-8")
    (inner / "okrsheets.toml").write_text("")
    assert load_maps([inner]) == {}


def test_two_entries_of_one_file_that_contradict_each_other_are_told_with_their_lines(tmp_path: Path) -> None:
    other = MapEntry(GOALS.headings, "key results", (*COLUMNS[:2], ("Wohin", "current"), ("Heute", "target")))
    (tmp_path / MAP_FILE).write_text(with_entries("", [GOALS, GOALS, other]), "utf-8")
    (problem,) = mapped("q1.xlsx", Sheet("Plan", [HEADINGS, *ROWS]), read_map(tmp_path / MAP_FILE)).problems
    assert "that of line 5 counts, that of line 15 does not" in problem.what


def test_an_entry_that_reads_no_row_is_told() -> None:
    problems = read([HEADINGS], GOALS).problems
    assert any("no row of them is read" in problem.what for problem in problems)


def test_a_sheet_with_half_of_many_headings_changed_says_what_is_gone_and_what_is_new() -> None:
    entry = MapEntry(("A1", "B1", "C1", "D1", "E1", "F1"), "key results", (("A1", "key result"), ("B1", "target")))
    (problem,) = mapped("q1.xlsx", Sheet("Plan", [["A1", "B1", "C1", "X1", "Y1", "Z1"]]), [entry]).problems
    assert "the headings 'D1', 'E1', 'F1' are gone; new: 'X1', 'Y1', 'Z1'" in problem.what


@given(st.sets(st.integers(0, 7), max_size=4))
def test_a_matrix_is_known_with_half_of_its_skills_renamed(renamed: set[int]) -> None:
    skills = [f"Fertigkeit {number}" for number in range(7)]
    entry = MapEntry(("Crew", *skills), "people × skills")
    row = [f"Neu {at}" if at in renamed else text for at, text in enumerate(entry.headings)]
    sheet = Sheet("Plan", [["Stand 2026"], row, ["Jo", *[3] * 7], ["Mo", *[1] * 7]])
    assert [part.header for part in mapped("q1.xlsx", sheet, [entry]).parts] == [1]


VALUES = st.one_of(
    st.sampled_from(
        [
            '"key results"',
            '"people × skills"',
            '"nothing"',
            '","',
            '"day first"',
            '["A", "B"]',
            '{ "A" = 5 }',
            '{ "A" = "target" }',
        ]
    ),
    st.sampled_from(
        ["1", "nan", "true", "[]", "[[1]]", "{}", "{ a = [1] }", "1979-05-27", '""', '["A", 1]', '[["A"]]']
    ),
)


@given(st.dictionaries(st.sampled_from(["headings", "read", "columns", "scale", "decimal", "days", "rows"]), VALUES))
def test_no_mapping_file_ends_in_a_traceback(values: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / MAP_FILE
        path.write_text("\n[[table]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items()), "utf-8")
        try:
            entries, refused = read_map(path), ""
        except SettingsError as error:
            entries, refused = (), error.what
        assert len(entries) == 1 or f"{path}, line 2" in refused
