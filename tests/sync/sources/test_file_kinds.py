"""What lies among the sheets and is not read: each file is named with what to do, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bad_input import TODAY, okrs, sync_folders, wrong, xls, xlsx, zipped

from okrsheets.core.errors import SourceError
from okrsheets.sync.sources.csv_files import csv_rows
from okrsheets.sync.sources.folder import FolderSource, parse
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

CASES = Path(__file__).parents[2] / "cases"
GOOD = xlsx(okrs())
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
NUMBERS = zipped({"Index/Document.iwa": "x"})

NAMED = {
    "team.numbers": (NUMBERS, "an Apple Numbers document, which cannot be read"),
    "team.gsheet": (b'{"doc_id": "1AbC"}', "only a link to a Google Sheets spreadsheet"),
    "broken.gsheet": (b"x", "only a link to a Google Sheets spreadsheet"),
    "team.fods": (b"<?xml", "a sheet of another program, which cannot be read"),
    "old.wk4": (b"x", "a sheet of another program, which cannot be read"),
    "team.xml": (XML_2003, "an XML spreadsheet of Excel 2003, which cannot be read"),
    "team": (GOOD, "a workbook whose name has no ending; not read"),
    "web.xls": (b"<html><table></table></html>", "this isn't a workbook but a web page"),
    "web2.xlsx": (b"\xef\xbb\xbf<!DOCTYPE HTML>\n<html>", "this isn't a workbook but a web page"),
    "old.xls": (XML_2003, "this isn't a workbook but an XML file of Excel 2003 or another program"),
    "text.xlsx": (b"id;level\nO1;Team\n", "this isn't a workbook but a text"),
    "paper.xlsx": (b"%PDF-1.7\n", "this isn't a workbook but a PDF"),
    "letter.xlsx": (zipped({"word/document.xml": "x"}), "this isn't a workbook but a Word document"),
    "numbers.xlsx": (NUMBERS, "this isn't a workbook but an Apple Numbers, Pages or Keynote document"),
    "letter.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "this isn't a workbook"),
    "notes.zip": (zipped({"notes.xlsx": "x"}), "note: an archive with 1 sheets in it; not read"),
    "table.md": (b"# Goals\n\n| Id | Goal |\n| --- | --- |\n", "note: a text with a table in it; not read"),
    "table.html": (b"<html><table></table></html>", "note: a web page with a table in it; not read"),
    "export.txt": (b"id\tlevel\towner\nO1\tTeam\tAna\n", "note: a text with columns; not read"),
    "empty.xltx": (GOOD, "note: a template for new workbooks; not read"),
    "empty.ots": (b"PK", "note: a template for new workbooks; not read"),
    "old.xlk": (b"x", "note: a backup copy of a workbook; not read"),
    "goals.gdoc": (b"{}", "note: a link to a Google Docs document; not read"),
    "q1.xlsx.crdownload": (b"PK", "note: a download that is not finished; not read"),
}
IGNORED = {
    "readme.md": b"# Our goals\n", "logo.png": b"\x89PNG", "notes.txt": b"Call Ana\n", "script.py": b"", "film.part": b"x",
    ".hidden.xlsx": GOOD, "~$q1.xlsx": b"x", ".~lock.q1.ods#": b"x", "~WRL0001.tmp": b"x", "page.html": b"<p>Hello</p>",
    "okrsheets.toml": b"", "LICENSE": b"MIT", "photos.zip": zipped({"a.png": "x"}), "data.xml": b"<data/>",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_looks_like_a_sheet_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    data, what = NAMED[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.xlsx").write_bytes(GOOD)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert outcome.read == ["good.xlsx"]
    notes = {problem.location.workbook: f"note: {problem.what}" for problem in outcome.skipped}
    said = {**notes, **{place: fault.what for place, fault in outcome.faults.items()}}
    hints = [problem.hint for problem in outcome.skipped] + [fault.hint for fault in outcome.faults.values()]
    assert list(said) == [name]
    assert said[name].startswith(what)
    assert all(hints)


def test_other_files_are_left_alone_without_a_word(tmp_path: Path) -> None:
    for name, data in {**IGNORED, "good.xlsx": GOOD}.items():
        (tmp_path / name).write_bytes(data)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert (outcome.read, outcome.faults, wrong(outcome.skipped)) == (["good.xlsx"], {}, [])


def test_a_numbers_document_may_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "team.numbers").mkdir()
    (tmp_path / "team.numbers" / "data.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "good.xlsx").write_bytes(GOOD)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert outcome.read == ["good.xlsx"]
    assert list(outcome.faults) == ["team.numbers"]


def test_a_file_that_is_asked_for_by_name_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "team.gsheet"
    path.write_bytes(b'{"doc_id": "1AbC"}')
    source = FolderSource(path)
    with pytest.raises(SourceError, match="only a link") as raised:
        source.fetch(source.list()[0][0])
    assert raised.value.hint == "add google:1AbC as a source, or download the spreadsheet as .xlsx"


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("q1.xls", GOOD, "its name ends in .xls, and it is an .xlsx; it was read all the same"),
        ("q1.xlsx", xls(okrs()), "its name ends in .xlsx, and it is an .xls; it was read all the same"),
        ("q1.ods", GOOD, "its name ends in .ods, and it is an .xlsx; it was read all the same"),
    ],
)
def test_a_workbook_with_the_ending_of_another_kind_is_read_with_a_note(name: str, data: bytes, what: str) -> None:
    raw = parse(name, data)
    assert len(raw.sheets) == 4
    assert [(problem.what, problem.note) for problem in raw.problems] == [(what, True)]


def test_a_workbook_that_is_called_csv_is_no_csv() -> None:
    with pytest.raises(SourceError, match=r"this is a workbook, not a \.csv file"):
        csv_rows(GOOD)


def test_the_files_of_the_case_are_each_read_or_named(tmp_path: Path) -> None:
    shutil.copytree(CASES / "47-files", tmp_path, dirs_exist_ok=True)
    (tmp_path / "locked.xlsx").unlink()  # whose permission cannot be taken from everybody who runs this
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        objectives = State(store, outcome.sync, TODAY).tables["objectives"]
    assert set(outcome.read) == {"book.xlsb", "good.xlsx", tmp_path.name}
    assert set(outcome.faults) == {
        "Nordlicht OKR.gsheet", "old.xls", "secret.xlsx", "team.numbers", "web.xls", "zero.xlsx"
    }  # fmt: skip
    assert [problem.location.workbook for problem in outcome.skipped] == ["x.xltx"]
    assert "H-9" in objectives.columns["id"]  # from the .tsv


SEPARATED = {
    "commas inside text": "id;level;objective\nH-1;Team;Ships, boats, barges, all\nH-2;Team;One, two, three, four\n",
    "semicolons inside text": "id,level,objective\nH-1,Team,Ships; boats; barges\nH-2,Team,One; two; three\n",
    "decimal commas": "id;start;target\nH-1;0,5;9,5\nH-2;1,5;2,5\n",
    "tabs and commas": "id\tlevel\tobjective\nH-1\tTeam\tShips, boats, all\nH-2\tTeam\tOne, two, three\n",
    "quoted text": 'id,level,objective\nH-1,Team,"Ships; boats, ""all"""\nH-2,Team,"One\ntwo"\n',
    "a title with commas": "Goals, plans, and more\n\nid;level;objective\nH-1;Team;Ships, all\nH-2;Team;One\n",
    "an index without a name": ",id,objective\n0,H-1,Ships\n1,H-2,Boats\n",
    "a separator that is named": "sep=|\nid|level|objective\nH-1|Team|Ships\nH-2|Team|One\n",
}


@pytest.mark.parametrize("text", SEPARATED.values(), ids=SEPARATED)
def test_cells_are_separated_by_what_gives_every_row_the_same_number_of_them(text: str) -> None:
    rows, _ = csv_rows(text.encode())
    assert [len(row) for row in rows][-3:] == [3, 3, 3]


def test_the_words_of_the_case_with_commas_in_them_are_whole() -> None:
    rows, _ = csv_rows((CASES / "38d-comma-in-semicolon/team/objectives.csv").read_bytes())
    assert rows[1] == ["H-1", "Team", "Ida, Jon, Pia, Bo", "Ships, boats, barges and ferries, all leave on time"]
    assert rows[2] == ["H-2", "Team", "Ida, Jon", "One, two, three, four, five"]
    rows, what = csv_rows((CASES / "38a-german-csv/team/objectives.csv").read_bytes())
    assert (rows[1][3], what) == ("Ships leave on time, all of them", "")


def test_error_values_in_text_files_are_errors_and_no_words(tmp_path: Path) -> None:
    (tmp_path / "objectives.tsv").write_text("Id\tLevel\tOwner\tObjective\nO1\tTeam\t#REF!\tGrow\n", "utf-8")
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        problems = wrong(State(store, outcome.sync, TODAY).all_problems())
    assert f"{tmp_path.name} › objectives!C2: owner holds the error #REF!" in problems
