"""Folders and spreadsheets of Google's as a source, read from an emulator over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gspread
import openpyxl
import pytest
from bad_input import TODAY, okrs, xlsx
from google_reading import connected, fetched, listed, methods, only, read, source_of, stamps, stored, team
from google_script import Answer, FakeTime, scripted, session_to
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrsheets.core.cells import day
from okrsheets.core.errors import SourceError
from okrsheets.core.records import Records
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.new import Kind, write_new
from okrsheets.sheets_templates.worked import write_case
from okrsheets.sync.google import drive, spreadsheet
from okrsheets.sync.google.request_error import GoogleRequestError
from okrsheets.sync.google.session import ENDPOINT, Session
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources import file_limits, folder
from okrsheets.sync.sources.base import RawWorkbook
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync
from tests.google_emulator import Emulator, values
from tests.google_emulator.drive_file import APPS
from tests.google_emulator.ranges import Box

pytestmark = pytest.mark.slow

ROWS = [["id", "level"], ["O1", "Team"]]


# What is there


def test_a_folder_is_read_with_all_folders_in_it(google: Emulator) -> None:
    top = google.folder("Teams")
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=top)
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=google.folder("Support", parent=top))
    google.spreadsheet("elsewhere", {"Objectives": ROWS})
    assert listed(source_of(f"folder/{top}")) == (["OKRs", "Support/OKRs"], [])


def test_a_folder_of_a_shared_drive_is_read(google: Emulator) -> None:
    drive_id = google.shared_drive("Company")
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=google.folder("2026", parent=drive_id))
    assert listed(source_of(f"folder/{drive_id}")) == (["2026/OKRs"], [])
    assert only(source_of(f"folder/{drive_id}")).sheets[0].rows == ROWS


def test_what_is_no_workbook_or_in_the_trash_is_passed_over(google: Emulator) -> None:
    top = google.folder("Teams")
    google.upload("photo.png", b"x", "image/png", top)
    google.upload("Minutes", b"", APPS + "document", top)
    google.file(google.spreadsheet("old", {"Objectives": ROWS}, parent=top)).trashed = True
    google.upload("~$q1.xlsx", b"x", parent=top)
    note = "note: ~$q1.xlsx: a lock file: somebody has the workbook open; skipped"
    assert listed(source_of(f"folder/{top}")) == ([], [note])


def test_a_list_of_several_pages_is_read_to_its_end(google: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drive._LISTED, "pageSize", "2")
    top = google.folder("Teams")
    for name in "abcde":
        google.spreadsheet(name, {"Objectives": ROWS}, parent=top)
    assert listed(source_of(f"folder/{top}")) == (list("abcde"), [])
    assert methods(google) == ["drive.files.list"] * 3


def test_a_list_that_drive_could_not_finish_is_an_error_since_the_rest_would_seem_deleted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scripted([Answer(body={"files": [], "incompleteSearch": True})]) as script:
        monkeypatch.setenv(ENDPOINT, script.url)
        with pytest.raises(SourceError, match="could not list the folder completely"):
            list(drive.children(session_to(script.url, FakeTime()), "0AbcDefGhiJklMnoPqr"))


def test_a_shortcut_is_followed_and_what_is_read_already_is_not_read_twice(google: Emulator) -> None:
    top = google.folder("Teams")
    away = google.spreadsheet("Sales OKRs", {"Objectives": ROWS})
    here = google.spreadsheet("Support OKRs", {"Objectives": ROWS}, parent=top)
    google.shortcut("Sales", away, top)
    google.shortcut("A look at Support", here, google.folder("Links", parent=top))
    note = "note: Links/A look at Support: the shortcut leads to something that is read already; skipped"
    assert listed(source_of(f"folder/{top}")) == (["Sales", "Support OKRs"], [note])


def test_a_folder_that_contains_itself_by_a_shortcut_is_read_once(google: Emulator) -> None:
    top = google.folder("Teams")
    below = google.folder("Support", parent=top)
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=below)
    google.shortcut("up again", top, below)
    google.shortcut("and here", below, below)
    names, said = listed(source_of(f"folder/{top}"))
    assert names == ["Support/OKRs"]
    assert sorted(said) == [
        f"note: Support/{name}: the shortcut leads to something that is read already; skipped"
        for name in ("and here", "up again")
    ]


def test_a_shortcut_to_a_folder_elsewhere_brings_in_what_is_there(google: Emulator) -> None:
    top, away = google.folder("Teams"), google.folder("Sales")
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=away)
    google.shortcut("back", top, away)
    google.shortcut("Sales department", away, google.folder("2026", parent=top))
    names, said = listed(source_of(f"folder/{top}"))
    assert names == ["2026/Sales department/OKRs"]
    assert said == ["note: 2026/Sales department/back: the shortcut leads to something that is read already; skipped"]


def test_a_shortcut_that_leads_nowhere_is_told_and_the_rest_is_read(google: Emulator) -> None:
    top = google.folder("Teams")
    google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=top)
    google.shortcut("gone", google.spreadsheet("x", shared=False), top)
    names, (said,) = listed(source_of(f"folder/{top}"))
    assert names == ["OKRs"]
    assert said.startswith("gone: the target of the shortcut can't be read: Google can't find the file")


def test_files_of_one_name_are_told_by_their_ids_and_a_slash_is_no_folder(google: Emulator) -> None:
    top = google.folder("Teams")
    ids = sorted(google.spreadsheet("OKRs Q1/Q2", {"Objectives": ROWS}, parent=top) for _ in range(3))
    names, _ = listed(source_of(f"folder/{top}"))
    assert sorted(names) == sorted(["OKRs Q1∕Q2", *(f"OKRs Q1∕Q2 ({id[:8]})" for id in ids[1:])])


def test_workbooks_that_lie_in_drive_as_files_are_read_as_on_a_disk(google: Emulator) -> None:
    top = google.folder("Teams")
    book = xlsx(okrs())
    google.upload("q1.xlsx", book, parent=top)
    google.upload("without an ending", book, parent=top)
    texts = google.folder("texts", parent=top)
    google.upload("Objectives.csv", b"id;level\nO1;Team\n", "text/csv", texts)
    google.upload("People.csv", b"id,name\nP1,Ana\n", "text/csv", texts)
    found = read(source_of(f"folder/{top}"))
    assert sorted(found) == ["q1.xlsx", "texts", "without an ending"]
    assert found["q1.xlsx"].sheets == folder.parse("q1.xlsx", book).sheets
    assert [(sheet.title, sheet.rows[1]) for sheet in found["texts"].sheets] == [
        ("Objectives", ["O1", "Team"]),
        ("People", ["P1", "Ana"]),
    ]


def test_text_files_at_the_top_take_the_name_of_their_folder(google: Emulator) -> None:
    top = google.folder("Teams")
    google.upload("Objectives.csv", b"id;level\nO1;Team\n", "text/csv", top)
    assert listed(source_of(f"folder/{top}")) == (["Teams"], [])


def test_an_address_may_lead_to_a_spreadsheet_a_file_a_folder_or_a_shortcut(google: Emulator) -> None:
    top = google.folder("Teams")
    sheet = google.spreadsheet("OKRs", {"Objectives": ROWS}, parent=top)
    workbook = google.upload("q1.xlsx", xlsx(okrs()))
    for address, name in (
        (sheet, "OKRs"),
        (f"https://docs.google.com/spreadsheets/d/{sheet}/edit#gid=0", "OKRs"),
        (workbook, "q1.xlsx"),
        (f"https://drive.google.com/file/d/{workbook}/view", "q1.xlsx"),
        (top, "OKRs"),
        (google.shortcut("Ours", sheet), "Ours"),
    ):
        assert list(read(source_of(address))) == [name]


def test_what_is_no_spreadsheet_is_said_to_be_what_it_is(google: Emulator) -> None:
    for address, what in (
        (google.upload("Minutes", b"", APPS + "document"), "'Minutes' isn't a spreadsheet but a Google document"),
        (google.upload("photo.png", b"x", "image/png"), "'photo.png' isn't a spreadsheet but image/png"),
        (f"folder/{google.spreadsheet('OKRs', {'Objectives': []})}", "'OKRs' isn't a folder"),
    ):
        with pytest.raises(SourceError, match=what):
            source_of(address).list()


def test_an_empty_folder_is_empty_and_one_that_is_not_there_is_an_error(google: Emulator) -> None:
    assert listed(source_of(f"folder/{google.folder('Teams')}")) == ([], [])
    for hidden in (google.folder("theirs", shared=False), "0AbcDefGhiJklMnoPqr"):
        with pytest.raises(GoogleRequestError, match="Google can't find the file") as raised:
            source_of(f"folder/{hidden}").list()
        assert google.service_account in raised.value.hint


# What changed


def test_an_unchanged_folder_costs_one_request_and_a_changed_spreadsheet_two(google: Emulator) -> None:
    top = google.folder("Teams")
    ids = [google.spreadsheet(name, team(name), parent=top) for name in "abc"]
    source = source_of(f"folder/{top}")
    with Store() as store:
        assert sync(store, [source], TODAY).read == ["a", "b", "c"]
        assert len(methods(google)) == 1 + 2 * 3
        google.requests.clear()
        assert not sync(store, [source], TODAY).changed
        assert methods(google) == ["drive.files.list"]
        google.requests.clear()
        google.write(ids[1], "Objectives!D2", [["Answer in an hour"]])
        assert sync(store, [source], TODAY).read == ["b"]
        assert methods(google) == [
            "drive.files.list", "sheets.spreadsheets.get", "sheets.spreadsheets.values.batchGet",
        ]  # fmt: skip


def test_the_content_decides_whether_a_spreadsheet_changed(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", team("Support"))
    source = source_of(id)
    before = stamps(source)["OKRs"]
    with Store() as store:
        sync(store, [source], TODAY)
        google.touch(id)
        assert stamps(source)["OKRs"].size > before.size
        again = sync(store, [source], TODAY)
        assert (again.changed, again.read, again.unchanged) == (False, (), 1)
        google.requests.clear()
        assert sync(store, [source], TODAY).unchanged == 1
        assert methods(google) == ["drive.files.get"]


def test_gspreads_own_objects_run_over_the_session(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", {"Objectives": ROWS})
    google.faults.add("503", times=2, where="spreadsheets")
    book = gspread.Spreadsheet(connected().session, {"id": id})
    assert book.worksheet("Objectives").get_all_values() == ROWS


# What stands in the cells


def test_values_come_as_they_are_stored(google: Emulator) -> None:
    rows: list[list[Any]] = [["007", "8085807e40000000", True, 0.8, 46023, "", -1.5, "=1+1", "  x "]]
    assert only(source_of(google.spreadsheet("OKRs", {"Objectives": rows}))).sheets[0].rows == rows


CELLS = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
)


def trimmed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as a block, without the blank rows and columns at its ends."""
    kept = [list(row) for row in rows]
    while kept and not any(cell != "" for cell in kept[-1]):
        kept.pop()
    width = max((at + 1 for row in kept for at, cell in enumerate(row) if cell != ""), default=0)
    return [[(type(cell) is bool, cell) for cell in (row + [""] * width)[:width]] for row in kept]


@pytest.fixture
def session(google: Emulator) -> Session:
    return connected(per_minute=10_000).session


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_whatever_is_stored_comes_back_in_its_cell(google: Emulator, session: Session, rows: list[list[Any]]) -> None:
    found = spreadsheet.fetch(session, google.spreadsheet("OKRs", {"Objectives": rows}), "OKRs").parse()
    assert trimmed(found.sheets[0].rows) == trimmed(rows)


def test_formulas_give_their_values_dates_their_days_and_errors_are_told_apart(google: Emulator) -> None:
    typed = [["=DATE(2026;1;1)", "=1/0", "#N/A", "50%", "#1"]]
    (sheet,) = only(source_of(google.spreadsheet("OKRs", {"Objectives": typed}, typed=True))).sheets
    assert sheet.rows == [[day("2026-01-01"), "", "", 0.5, "#1"]]
    assert sheet.errors == {"B1": "#DIV/0!", "C1": "#N/A"}


def test_short_rows_are_filled_up_and_an_empty_sheet_is_empty(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", {"Objectives": [["id", "level", "owner"], ["O1"], [], ["O2", "Team"]], "Empty": []})
    first, second = only(source_of(id)).sheets
    assert first.rows == [["id", "level", "owner"], ["O1", "", ""], ["", "", ""], ["O2", "Team", ""]]
    assert list(second.rows) == []


def test_a_sheet_that_is_a_chart_or_comes_from_a_database_is_passed_over(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", {"Objectives": ROWS, "Chart": ROWS})
    google.book(id).sheets[1].properties["sheetType"] = "OBJECT"
    assert [sheet.title for sheet in only(source_of(id)).sheets] == ["Objectives"]


def test_merged_cells_and_hidden_sheets_are_told(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", {"Objectives": [["id", "level"], ["O1", "Team"], ["", "Team"]], "Hidden": ROWS})
    book = google.book(id)
    book.sheets[0].merges.append(Box(1, 3, 0, 1))
    book.sheets[1].properties["hidden"] = True
    first, second = only(source_of(id)).sheets
    assert first.merged == [(1, 0, 2, 0)]
    assert (first.hidden, second.hidden) == ("", "the sheet")


@pytest.mark.parametrize("title", ["It's ours", "A1", "Q1!Objectives", "=SUM(1)", "Ziele – Überblick", "  "])
def test_a_sheet_may_have_any_name(google: Emulator, title: str) -> None:
    id = google.spreadsheet("OKRs", {"Objectives": ROWS})
    google.book(id).sheets[0].properties["title"] = title
    (sheet,) = only(source_of(id)).sheets
    assert (sheet.title, sheet.rows) == (title, ROWS)


def test_sheets_whose_names_are_too_long_for_one_request_are_read_in_several(google: Emulator) -> None:
    sheets: dict[str, Sequence[Sequence[Any]]] = {f"{'Größe' * 15} {number}": [[number]] for number in range(60)}
    found = only(source_of(google.spreadsheet("OKRs", sheets)))
    assert {sheet.title: sheet.rows for sheet in found.sheets} == sheets
    assert 2 <= methods(google).count("sheets.spreadsheets.values.batchGet") <= 5


def test_a_grid_of_ten_million_cells_costs_no_more_than_what_stands_in_it(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", team("Support"))
    google.book(id).sheets[0].grow(400_000, 25)
    source = source_of(id)
    (book,) = fetched(source).values()
    assert all(len(sheet.rows) < 30 for sheet in book.parse().sheets)


def test_cells_too_far_apart_are_refused_before_a_block_is_made_of_them(google: Emulator) -> None:
    told = [{"title": "Objectives", "hidden": False, "merges": [], "values": [["x"] * 1000, *[[]] * 30_000]}]
    with pytest.raises(SourceError, match="the sheet 'Objectives' reaches to ALL30001: too large to read"):
        list(spreadsheet._sheets(told, file_limits.MAX_CELLS))


def test_a_cell_of_fifty_thousand_characters_and_more_is_read_whole(
    google: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "LONGEST", 200_000)  # formulas can make longer texts than may be typed
    words = [["id", "objective"], ["O1", "x" * 50_000], ["O2", "ü" * 120_000]]
    assert only(source_of(google.spreadsheet("OKRs", {"Objectives": words}))).sheets[0].rows == words


def test_headings_that_repeat_or_are_blank_are_no_trouble(google: Emulator) -> None:
    rows = [
        ["id", "", "level", "owner", "objective", "owner", ""],
        ["O1", "x", "Team", "Ana", "Grow", "Ben", ""],
    ]
    found = extract(only(source_of(google.spreadsheet("OKRs", {"Objectives": rows}))), HeadingIndex())
    assert found.tables[0].columns["owner"] == ["Ana"]


# The same as a workbook


def cells_of(path: Path) -> dict[str, Sequence[Sequence[Any]]]:
    """Every sheet of a workbook, cell by cell, formulas as their values."""
    book = openpyxl.load_workbook(path, data_only=True)
    return stored({sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book})


def tables(raw: RawWorkbook) -> list[tuple[str, Records]]:
    return [(records.table.name, records) for records in extract(raw, HeadingIndex()).tables]


def assert_twins(google: Emulator, path: Path) -> None:
    """The workbook put into a spreadsheet, cell by cell, says the same in the same cells."""
    ours = folder.parse(path.name, path.read_bytes())
    theirs = only(source_of(google.spreadsheet(path.name, cells_of(path))))
    assert tables(theirs) == tables(ours)
    assert extract(theirs, HeadingIndex()).problems == extract(ours, HeadingIndex()).problems


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("kind", ["okrs", "skills"])
def test_a_new_workbook_put_into_a_spreadsheet_is_read_as_the_same_tables(
    google: Emulator, tmp_path: Path, kind: Kind
) -> None:
    write_new(kind, tmp_path / "new.xlsx", TODAY, team="Support", organisation="Acme", live=False)
    assert_twins(google, tmp_path / "new.xlsx")


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_the_worked_cases_put_into_spreadsheets_are_read_as_the_same_tables(google: Emulator, tmp_path: Path) -> None:
    made, _ = write_case("clinic", tmp_path, TODAY)
    assert made
    for path in made:
        assert_twins(google, path)


def test_google_and_a_folder_stand_together_in_one_sync(google: Emulator, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(okrs("Sales")))
    sources: list[folder.FolderSource | GoogleSource] = [folder.FolderSource(tmp_path)]
    connection = connected()
    sources += [source_of(google.spreadsheet(name, team(name)), connection) for name in ("Support", "Lab")]
    with Store() as store:
        assert sorted(sync(store, sources, TODAY).read) == ["Lab", "Support", "a.xlsx"]
        assert sync(store, sources, TODAY).unchanged == 3
