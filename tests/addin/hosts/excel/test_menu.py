"""The menu OKR in Excel, clicked through: our VBA asks, xlwings' own server calls Python, the workbook changes, and back."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from xml.etree import ElementTree

import fake_com
import fake_excel
import pytest
from fake_addin import functions_answer
from fake_dispatch import BESIDE, Dispatch
from macro_books import Contents, all_contents, lost, support, write_support
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import NOTHING
from scripted_person import Scripted

from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.addin.hosts.excel import menu as excel_menu
from okrsheets.addin.hosts.excel import ribbon as excel_ribbon
from okrsheets.addin.hosts.excel import vba
from okrsheets.addin.hosts.excel.book import ExcelBook
from okrsheets.addin.macros.book import NOT_KNOWN, Formula, Spot
from okrsheets.addin.macros.menu import MENU, UNDO, Answer
from okrsheets.addin.macros.plan import lines

COMPUTED = (3, 4, 16, 17, 18)  # the computed columns of the key results, from 0
pytestmark = pytest.mark.slow

YES, NO, CANCEL, YES_OR_NO = 6, 7, 2, 7  # of VBA: what was pressed, and the buttons of a box that asks
ENTER, LEAVE = "(Enter)", "(Cancel)"  # a line that is taken as it was offered, and one that is not given
CHECK_IN = ("SHOP-SUP2.2", "75", "0.8", "=1+1 → ok", "Priya", ENTER, NO)
CLOSE = (YES, NO, ENTER)
ANSWERS: dict[str, tuple[object, ...]] = {"check_in": CHECK_IN, "close": CLOSE}


class Clicked:
    """A workbook in Excel, and a person who answers as written down."""

    def __init__(self, application: ExcelApplication) -> None:
        self.application = application
        self.book = ExcelBook(Dispatch(application.workbook))

    def click(self, entry: str, *answers: object) -> list[str]:
        """Run an entry's macro; return what was shown, each with its title before it."""
        self.application.interpreter.answers[:] = answers
        before = len(self.application.dialogs)
        self.application.run(excel_ribbon.macro(entry))
        shown = self.application.dialogs[before:]
        asked = [style for kind, _, _, style in shown if kind == "InputBox" or style & YES_OR_NO]
        assert len(asked) == len(answers), "as much was answered as was asked"
        return [f"{title} | {text}" for _, text, title, _ in shown]

    def contents(self) -> Contents:
        return all_contents(self.book)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The support team's workbook with and without macros, and the add-in."""
    folder = tmp_path_factory.mktemp("excel")
    plain = write_support(folder / "support.xlsx")
    excel.write_xlsm(plain, folder / "support.xlsm")
    return excel.build(folder).parent


@pytest.fixture(autouse=True, scope="module")
def server() -> Iterator[None]:
    with fake_com.windows():
        yield


@pytest.fixture(autouse=True)
def nothing_done_yet() -> None:
    excel_menu.LAST.clear()


def with_macros(files: Path) -> Clicked:
    return Clicked(fake_excel.opened(files / "support.xlsm"))


def beside_the_add_in(files: Path) -> Clicked:
    application = fake_excel.opened(files / "okrsheets.xlam")
    application.open_workbook(files / "support.xlsx").Activate()
    return Clicked(application)


@pytest.mark.parametrize("opened", [with_macros, pytest.param(beside_the_add_in, marks=pytest.mark.slow)])
@pytest.mark.parametrize("entry", ["check_in", "check_alignment", pytest.param("close", marks=pytest.mark.slow)])
def test_an_entry_changes_the_workbook_after_a_yes_and_undo_takes_it_back(
    entry: str, opened: Callable[[Path], Clicked], files: Path
) -> None:
    with functions_answer():
        excel_ = opened(files)
        before = excel_.contents()
        shown = excel_.click(entry, *ANSWERS.get(entry, ()), YES)
        assert shown[-1].endswith("Continue?")
        assert excel_.contents() != before
        label = next(each.label for each in MENU if each.name == entry).rstrip("…")
        assert excel_.application.evaluate("Undo") == f"Undo OKR: {label}"
        excel_.click(UNDO, YES)
        assert excel_.contents() == before


def test_check_in_writes_one_row_as_it_was_typed_and_the_figures_follow(files: Path) -> None:
    with functions_answer():
        excel_ = with_macros(files)
        before, stood = excel_.contents(), excel_.book.cells("Key results")[8][3]
        excel_.click("check_in", "SHOP-SUP2.2", "79", "", "=1+1 → ok", "", ENTER, YES, YES)
        after = excel_.contents()
        assert lost(before, after) == ["Key results!J9: 74.0 → 79.0"]
        assert {at: cell for at, cell in after["Check-ins"].items() if at not in before["Check-ins"]} == {
            (58, 0): 46203.0, (58, 1): "SHOP-SUP2.2", (58, 2): 79.0, (58, 4): "=1+1 → ok",
        }  # fmt: skip
        assert not isinstance(after["Check-ins"][58, 4], Formula)
        assert excel_.book.cells("Key results")[8][3] > stood  # type: ignore[operator]
        assert excel_.book.selected() == Spot("Check-ins", 58, 0)


def test_the_key_result_of_the_selected_row_is_offered(files: Path) -> None:
    excel_ = with_macros(files)
    excel_.book.select(Spot("Key results", 9, 6))
    shown = excel_.click("check_in", ENTER, "75", "", "", "", ENTER, NO, NO)
    assert shown[0] == "OKR: Check in (1 of 7) | Key result"
    assert shown[-1].startswith("OKR: Check in | Check in SHOP-SUP2.2 on 2026-06-30: 75\n")


def test_refresh_heals_cells_that_show_name_and_changes_no_other(files: Path) -> None:
    excel_ = beside_the_add_in(files)
    stood = excel_.book.cells("Key results")
    for sheet in excel_.application.workbook.sheets_:
        for cell in sheet.cells_.values():
            cell.stale = bool(cell.formula)
    assert excel_.book.cells("Key results")[4][3] == NOT_KNOWN
    before = excel_.contents()
    with functions_answer():
        shown = excel_.click("refresh", YES)
        assert "Key results: 112 formulas re-entered" in shown[0]
        assert excel_.contents() == before
        assert excel_.book.cells("Key results") == stood


def test_without_the_functions_values_stand_where_errors_would_and_undo_brings_the_formulas_back(files: Path) -> None:
    excel_ = beside_the_add_in(files)
    stood, before = excel_.book.cells("Key results"), excel_.contents()
    excel_.click("refresh", YES)
    assert excel_.book.cells("Key results")[4][3] == NOT_KNOWN
    assert "cells show #NAME?" in excel_.click("close", *CLOSE, CANCEL)[-1]
    excel_.click("values", YES)
    healed = excel_.book.cells("Key results")
    assert [[row[at] for at in COMPUTED] for row in healed[4:12]] == [
        [pytest.approx(row[at]) for at in COMPUTED] for row in stood[4:12]
    ]
    excel_.click(UNDO, YES)
    assert excel_.contents() == before


def test_close_keeps_the_quarter_as_values_on_sheets_that_are_protected(files: Path) -> None:
    with functions_answer():
        excel_ = with_macros(files)
        stood, before = excel_.book.cells("Key results"), excel_.book.sheets()
        excel_.click("close", *CLOSE, YES)
        new = [sheet for sheet in excel_.book.sheets() if sheet not in before]
        assert len(new) == 6
        assert not [sheet for sheet in new if excel_.book.formulas(sheet)]
        assert excel_.book.cells("Key results 2026-Q2") == stood
        copies = [sheet for sheet in new if not sheet.startswith("Post-mortems")]
        assert all(excel_.book.workbook.Worksheets(sheet).ProtectContents for sheet in copies)


@pytest.mark.parametrize("entry", [entry.name for entry in MENU])
def test_nothing_happens_after_a_no(entry: str, files: Path) -> None:
    excel_ = with_macros(files)
    excel_.click("refresh", YES) if entry == "values" else None
    with functions_answer() if entry != "values" else nullcontext():
        excel_.click("use_plain_formulas", YES) if entry == "use_functions" else None
        before = excel_.contents()
        shown = excel_.click(entry, *ANSWERS.get(entry, ()), NO)
        assert shown[-1].endswith("Continue?")
        assert excel_.contents() == before


@pytest.mark.parametrize(
    ("entry", "answered"), [(entry, at) for entry, answers in ANSWERS.items() for at in range(len(answers))]
)
def test_cancelling_any_question_ends_it_and_shows_nothing_more(entry: str, answered: int, files: Path) -> None:
    excel_, answers = with_macros(files), ANSWERS[entry]
    before = excel_.contents()
    cancel = CANCEL if isinstance(answers[answered], int) else LEAVE
    assert len(excel_.click(entry, *answers[:answered], cancel)) == answered + 1
    assert excel_.contents() == before


@pytest.mark.parametrize(
    ("entry", "answers", "told"),
    [
        ("check_in", ("SHOP-SUP2.2", "75", "", "", "", "tomorrow", NO, LEAVE), "OKR: Check in (1 of 7) | 'tomorrow' is not a recognised date\nuse YYYY-MM-DD"),
        ("check_in", ("SHOP-SUP2.3", "ten", "", "", "", ENTER, NO, LEAVE), "OKR: Check in (1 of 7) | the value 'ten' is not a number\ntype a number"),
        (UNDO, (), "OKR: Undo last OKR action | there is nothing to undo\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_told(entry: str, answers: tuple[object, ...], told: str, files: Path) -> None:
    excel_ = with_macros(files)
    before = excel_.contents()
    assert excel_.click(entry, *answers)[-1].startswith(told)
    assert excel_.contents() == before


def test_what_was_typed_is_offered_again_after_an_answer_that_cannot_be_used(files: Path) -> None:
    excel_ = with_macros(files)
    wrong = ("SHOP-SUP2.2", "ten", "", "better", "", ENTER, NO)
    again = (ENTER, "ten", ENTER, ENTER, ENTER, ENTER, NO)
    shown = excel_.click("check_in", *wrong, *again, ENTER, "75", ENTER, ENTER, ENTER, ENTER, NO, YES)
    assert (
        shown[7]
        == shown[14]
        == ("OKR: Check in (1 of 7) | the value 'ten' is not a number\ntype a number, e.g. 10\n\nKey result")
    )
    assert excel_.contents()["Check-ins"][58, 1] == "SHOP-SUP2.2"
    assert (excel_.contents()["Check-ins"][58, 2], excel_.contents()["Check-ins"][58, 4]) == (75.0, "better")


def test_a_workbook_that_is_not_ours_is_told_what_was_looked_for(tmp_path: Path) -> None:
    sheet = fake_excel.Sheet(tmp_path / "budget.xlsx")
    sheet.put([["Month", "Cost"], ["May", 5]])
    sheet.book.close()
    excel_ = Clicked(fake_excel.opened(excel.write_xlsm(tmp_path / "budget.xlsx", tmp_path / "budget.xlsm")))
    (shown,) = excel_.click("check_alignment")
    assert shown.startswith("OKR: Check alignment | budget.xlsm: there is no table of objectives\nlooked on Data")


def test_without_a_workbook_the_person_is_asked_to_open_one(files: Path) -> None:
    application = fake_excel.opened(files / "okrsheets.xlam")
    application.application.activate_book(None)
    application.run("OkrRefresh")
    assert application.dialogs[-1][1] == "Open a workbook of objectives and key results first."


def test_when_python_cannot_be_reached_the_person_is_told_why(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    excel_ = with_macros(files)
    excel_.application.interpreter.modules["python"].variables["okrpython"].set(NOTHING)
    (shown,) = excel_.click("refresh")
    assert shown.startswith("OKR | ")


def test_a_workbook_that_counts_from_1904_is_left_alone(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BESIDE, "Date1904", True)
    (shown,) = with_macros(files).click("refresh")
    assert "uses the 1904 date system" in shown


def test_what_excel_refuses_while_it_is_read_is_shown_as_a_sentence(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused(Exception):
        """As pywin32 raises one."""

    refused = Refused(
        -2147352567, "Exception occurred.", (0, "Microsoft Excel", "Excel is busy", None, 0, -2146827284), None
    )

    def refuses(book: ExcelBook, sheet: str) -> None:
        raise refused

    monkeypatch.setattr(ExcelBook, "formulas", refuses)
    (shown,) = with_macros(files).click("refresh")
    assert shown == "OKR: Refresh | support.xlsm: this could not be done: Excel is busy"


def test_an_answer_counts_for_exactly_what_was_asked(files: Path) -> None:
    book = with_macros(files).book
    asked = excel_menu.click("check_alignment", book.workbook, "")
    stale = asked.replace("Continue?", "Undo?") + f"{excel_menu.RECORD}yes{excel_menu.RECORD}"
    before = all_contents(book)
    assert excel_menu.click("check_alignment", book.workbook, stale) == asked
    assert all_contents(book) == before
    done = excel_menu.click("check_alignment", book.workbook, f"{asked}{excel_menu.RECORD}yes{excel_menu.RECORD}")
    assert done.startswith(excel_menu.DONE)
    assert all_contents(book) != before


def test_each_workbook_has_its_own_undo(files: Path, tmp_path: Path) -> None:
    excel_ = beside_the_add_in(files)
    first = excel_.book
    excel_.click("check_alignment", YES)
    shutil.copy(files / "support.xlsx", tmp_path / "second.xlsx")
    excel_.application.open_workbook(tmp_path / "second.xlsx").Activate()
    assert "there is nothing to undo" in excel_.click(UNDO)[-1]
    first.workbook.Activate()
    excel_.click(UNDO, YES)
    assert "Alignment check" not in first.sheets()


def test_undo_in_a_workbook_that_was_closed_without_saving_says_so(files: Path) -> None:
    excel_ = beside_the_add_in(files)
    excel_.click("check_alignment", YES)
    again = beside_the_add_in(files)
    before = again.contents()
    assert "the sheet 'Alignment check' no longer exists" in again.click(UNDO, YES)[-1]
    assert again.contents() == before


def test_a_long_plan_is_cut_to_what_a_box_has_room_for() -> None:
    person = excel_menu.PersonAtExcel([])
    with pytest.raises(excel_menu.NeedsAnswer) as asks:
        person.agrees("x", [f"line {at}\x1d" for at in range(50)])
    kind, title, text = str(asks.value).split(excel_menu.PART)
    assert (kind, title) == ("agrees", "OKR: x")
    assert text.split("\n")[29:] == ["line 29 ", "… and 20 more lines", "", "Continue?"]


# What the files hold


def ribbon(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as package:
        return ElementTree.fromstring(package.read("customUI/customUI.xml"))


@pytest.mark.parametrize("name", ["okrsheets.xlam", "support.xlsm"])
def test_every_entry_has_its_button_and_its_macro(name: str, files: Path) -> None:
    (group,) = [each for each in ribbon(files / name).iter() if each.attrib.get("id") == "okrsheetsMenu"]
    assert group.attrib["label"] == "OKR"
    buttons = [(each.attrib["tag"], each.attrib["label"], each.attrib["supertip"]) for each in group]
    assert buttons[:-1] == [(entry.name, entry.label, entry.help) for entry in MENU]
    assert buttons[-1][0] == UNDO
    assert all(each.attrib["onAction"] == "OkrOnEntry" and each.attrib["imageMso"] for each in group)
    source = vba.modules()["OkrEntries"]
    macros = dict(re.findall(r'Public Sub (\w+)\(\)\r\n    OkrMenu "(\w+)"', source))
    assert macros == {excel_ribbon.macro(name): name for name, _, _ in buttons}


def test_excels_own_undo_is_given_a_macro_that_is_there() -> None:
    (named,) = re.findall(r"Application\.OnUndo label, .*'!(\w+)\"", vba.modules()["OkrAsking"])
    assert named == excel_ribbon.macro(UNDO)
    assert f"Public Sub {named}()" in vba.modules()["OkrEntries"]


@pytest.mark.parametrize("name", ["check_in", "check_alignment", "refresh"])
def test_a_plan_says_the_same_in_excel_as_in_memory(name: str, files: Path) -> None:
    entry = next(each for each in MENU if each.name == name)
    answers: dict[str, Answer] = {"key_result": "SHOP-SUP2.2", "value": "75", "set_current": True}
    with functions_answer():
        told = []
        for book in (with_macros(files).book, support()):
            plan = entry.plan(book, Scripted(answers))
            assert plan is not None
            told.append(lines(plan))
    assert told[0] == told[1]


def test_the_menu_calls_python_by_the_name_that_python_has(files: Path) -> None:
    (called,) = re.findall(r'CallUDF\("([\w.]+)", "(\w+)"', vba.modules()["OkrEntries"])
    assert called == (fake_com.WRAPPER, "okr_menu")


# Two copies


@pytest.mark.parametrize(
    ("opened", "beside", "shows"),
    [
        ("okrsheets.xlam", None, True),
        ("okrsheets.xlam", "okrsheets (1).xlam", True),
        ("okrsheets (1).xlam", "okrsheets.xlam", False),
        ("support.xlsm", "okrsheets.xlam", False),
        ("support.xlsm", None, True),
        ("support.xlsm", "support.xlsx", True),
    ],
)
def test_of_two_copies_one_shows_the_tab(opened: str, beside: str | None, shows: bool, files: Path) -> None:
    shutil.copy(files / "okrsheets.xlam", files / "okrsheets (1).xlam")
    application = fake_excel.opened(files / opened)
    if beside:
        application.open_workbook(files / beside)
    assert application.run("OkrAnswers") is shows


def test_a_workbook_with_macros_beside_the_add_in_answers_in_either_and_undoes_what_the_other_did(files: Path) -> None:
    first = with_macros(files)
    before = first.contents()
    first.click("check_alignment", YES)
    addin = fake_excel.opened(files / "okrsheets.xlam")
    addin.application.workbooks_.books.append(first.application.workbook)
    addin.application.activate_book(first.application.workbook)
    second = Clicked(addin)
    second.click(UNDO, YES)
    assert first.contents() == before
