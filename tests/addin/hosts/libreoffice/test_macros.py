"""The macros in the real LibreOffice, on a workbook of ours: done, done twice, undone, and saved."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import libreoffice
import pytest
from macro_books import write_support
from openpyxl import load_workbook

from okrsheets.addin.hosts.libreoffice import install as host

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]

ROOT = Path(__file__).parents[4]
CLIENT = Path(__file__).parents[3] / "support" / "libreoffice_macros_client.py"
ATTEMPTS, STANDS_STILL = 4, 75  # tries, and seconds after which one is given up
MENU_CLIENT = Path(__file__).parents[3] / "support" / "libreoffice_menu_client.py"
Contents = dict[str, dict[str, Any]]
Steps = list[list[Any]]

CHECK_IN = {"key_result": "SHOP-SUP2.2", "value": 75, "confidence": 0.8, "note": "=1+1", "by": "Priya"}
COMPUTED = (3, 4, 16, 17, 18)  # the computed columns of the key results, from 0
ROUND: Steps = [["contents"], ["apply"], ["contents"], ["undo"], ["contents"]]


def play(folder: Path, options: Sequence[str], book: Path, steps: Steps, client: Path = CLIENT) -> list[Any]:
    """Play steps on a workbook in a LibreOffice that is started for them; the menu's needs windows, be they unseen.

    LibreOffice itself sometimes stands still when it is asked about a window that is just closing: the steps are then
    played again from the start, in another one.
    """
    for attempt in range(ATTEMPTS):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _play(folder, options, book, steps, client, f"okrmacros{os.getpid()}x{attempt}")
    raise AssertionError(f"LibreOffice stood still {ATTEMPTS} times")


def _play(folder: Path, options: Sequence[str], book: Path, steps: Steps, client: Path, pipe: str) -> list[Any]:
    python = libreoffice.python_with_uno()
    assert python is not None
    headless = [] if client == MENU_CLIENT else ["--headless"]
    asked = ["soffice", *headless, "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", *options]
    unseen = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    environment = {**libreoffice.bare(), "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(asked, env=unseen, stdout=quiet, stderr=quiet, start_new_session=True) as office:
        try:
            ran = subprocess.run(
                [python, str(client), pipe, str(book)], input=json.dumps(steps),
                capture_output=True, text=True, timeout=STANDS_STILL, env=environment,
            )  # fmt: skip
            office.wait(30) if ran.returncode == 0 else None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
            for lock in (folder / "profile").rglob(".lock"):
                lock.unlink()
            for lock in book.parent.glob(".~lock*"):
                lock.unlink()
    assert ran.returncode == 0, ran.stderr
    answers: list[Any] = json.loads(ran.stdout)
    return answers


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> libreoffice.Office:
    return libreoffice.Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def support(tmp_path: Path) -> Path:
    return write_support(tmp_path / "support.xlsx")


def lost(before: Contents, after: Contents) -> dict[str, tuple[Any, Any]]:
    """The cells that held something before and hold something else, or nothing, after."""
    return {
        f"{sheet}!{at}": (cell, after.get(sheet, {}).get(at))
        for sheet, held in before.items()
        for at, cell in held.items()
        if after.get(sheet, {}).get(at) != cell
    }


def test_check_in_writes_a_row_and_nothing_else_twice_changes_nothing_and_both_undos_take_it_back(
    office: libreoffice.Office, support: Path
) -> None:
    plan = ["plan", "check in", CHECK_IN]
    steps: Steps = [
        ["select", 9],
        plan,
        *ROUND,
        plan,
        ["apply"],
        plan,
        ["edit undo"],
        ["contents"],
        ["cells", "Check-ins"],
    ]
    name, planned, before, _, after, _, undone, _, _, again, _, taken_back, _ = play(
        office.folder, office.options, support, steps
    )
    assert name == CHECK_IN["key_result"]
    assert planned["lines"][1] == "Check-ins!A58: (empty) → 2026-06-30"
    assert not lost(before, after)
    new = {at: cell for at, cell in after["Check-ins"].items() if at not in before["Check-ins"]}
    assert new == {"A58": 46203.0, "B58": "SHOP-SUP2.2", "C58": 75.0, "D58": 0.8, "E58": "=1+1", "F58": "Priya"}
    assert again["empty"]
    assert undone == before
    assert taken_back == before


def rounded(rows: list[list[Any]]) -> list[list[Any]]:
    """Figures to 12 digits: a plain formula adds up in another order than our functions."""
    return [[float(f"{cell:.12g}") if isinstance(cell, float) else cell for cell in row] for row in rows]


def test_formulas_become_plain_ones_with_the_same_figures_and_functions_again(
    office: libreoffice.Office, support: Path
) -> None:
    figures: Steps = [["cells", "Key results"], ["cells", "Alignment"]]
    to_plain, to_functions = ["plan", "use plain formulas", {}], ["plan", "use functions", {}]
    steps: Steps = [
        ["contents"], *figures, to_plain, ["apply"], ["contents"], *figures, ["edit undo"], ["contents"],
        to_plain, ["apply"], to_functions, ["apply"], ["contents"], *figures,
    ]  # fmt: skip
    before, *rest = play(office.folder, office.options, support, steps)
    shown, (_, _, after), shown_after, undone = rest[:2], rest[2:5], rest[5:7], rest[8]
    again, shown_again = rest[13], rest[14:]
    texts = {sheet: [str(cell) for cell in after[sheet].values()] for sheet in ("Key results", "Alignment")}
    assert not [text for cells in texts.values() for text in cells if "OKRSHEETS" in text]
    assert [rounded(rows) for rows in shown_after] == [rounded(rows) for rows in shown]
    assert undone == before
    assert {sheet: again[sheet] for sheet in texts} == {sheet: before[sheet] for sheet in texts}
    assert shown_again == shown


def test_check_alignment_adds_its_sheet_with_links_that_excel_can_follow(
    office: libreoffice.Office, support: Path, tmp_path: Path
) -> None:
    plan, saved = ["plan", "check alignment", {}], tmp_path / "saved.xlsx"
    steps: Steps = [plan, *ROUND, plan, ["apply"], plan, ["save", str(saved)]]
    _, before, _, after, _, undone, _, _, again, _ = play(office.folder, office.options, support, steps)
    assert not lost(before, after)
    assert set(after) - set(before) == {"Alignment check"}
    assert undone == before
    assert again["empty"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = load_workbook(saved)["Alignment check"]
    assert [sheet.cell(4, column).value for column in (1, 3, 5)] == [
        "SHOP-SUP1",
        "in another workbook",
        "Objectives!E5",
    ]
    assert sheet["E4"].hyperlink.location.replace("'", "").replace("$", "") == "Objectives!E5"
    assert sheet["C4"].fill.fill_type is None  # in another workbook: nothing to warn of


def test_refresh_enters_the_formulas_again_also_on_protected_sheets_and_every_cell_stays(
    office: libreoffice.Office, support: Path
) -> None:
    steps: Steps = [
        ["protected"],
        ["plan", "refresh", {}],
        ["cells", "Key results"],
        *ROUND,
        ["cells", "Key results"],
        ["protected"],
    ]
    protected, planned, shown, before, _, after, _, undone, shown_after, still = play(
        office.folder, office.options, support, steps
    )
    assert planned["lines"][1:] == [
        "Start: 1 formula re-entered", "Key results: 112 formulas re-entered", "Alignment: 39 formulas re-entered",
    ]  # fmt: skip
    assert before == after == undone
    assert shown == shown_after
    assert protected == still == ["Alignment", "Functions"]


def test_refresh_heals_a_sheet_that_was_saved_where_the_add_in_was_not(
    office: libreoffice.Office, support: Path, tmp_path: Path
) -> None:
    """LibreOffice saves what it does not know as it stands in the cell, and in an .ods does not look for it again."""
    options, saved = host.profile_options(tmp_path / "bare"), tmp_path / "saved.ods"
    (kept,) = play(office.folder, office.options, support, [["cells", "Key results"]])
    _, named, _ = play(tmp_path, options, support, [["compute"], ["cells", "Key results"], ["save", str(saved)]])
    steps: Steps = [["cells", "Key results"], ["contents"], ["plan", "refresh", {}], ["apply"], ["cells", "Key results"], ["contents"]]  # fmt: skip
    opened, before, _, _, healed, after = play(office.folder, office.options, saved, steps)
    computed = [(row, column) for row in range(4, 12) for column in (3, 4, 16)]
    assert (
        {named[row][column] for row, column in computed}
        == {opened[row][column] for row, column in computed}
        == {"#NAME?"}
    )
    assert healed == kept
    assert "okr_progress(" in before["Key results"]["D5"][1]
    assert all(cell[0] == new[0] == "formula" for cell, new in lost(before, after).values()), "no cell but formulas"


def test_without_the_add_in_values_stand_where_errors_would(
    office: libreoffice.Office, support: Path, tmp_path: Path
) -> None:
    (kept,) = play(office.folder, office.options, support, [["cells", "Key results"]])
    options = host.profile_options(tmp_path / "bare")
    steps: Steps = [
        ["plan", "refresh", {}],
        ["apply"],
        ["plan", "close", {}],
        ["plan", "values", {}],
    ]
    steps += [*ROUND, ["plan", "values", {}], ["apply"], ["cells", "Key results"], ["plan", "values", {}]]
    _, _, closed, _, before, _, after, _, undone, _, _, shown, again = play(tmp_path, options, support, steps)
    assert "cells show #NAME?" in closed["error"]
    assert undone == before
    assert all(cell[0] == "formula" for cell, _ in lost(before, after).values()), "nothing that was typed"
    assert [[row[at] for at in COMPUTED] for row in shown[4:12]] == [
        [pytest.approx(row[at]) for at in COMPUTED] for row in kept[4:12]
    ]
    assert again["empty"]


def test_close_keeps_the_quarter_and_begins_the_next_and_undo_takes_all_of_it_back(
    office: libreoffice.Office, support: Path, tmp_path: Path
) -> None:
    plan, saved = ["plan", "close", {"unfinished": True}], tmp_path / "closed.xlsx"
    steps: Steps = [
        ["cells", "Key results"],
        plan,
        *ROUND,
        plan,
        ["apply"],
        plan,
        ["cells", "Key results 2026-Q2"],
        ["cells", "Key results"],
    ]
    steps += [["save", str(saved)], ["edit undo"], ["contents"]]
    stood, _, before, _, after, _, undone, _, _, again, copy, now, _, _, taken_back = play(
        office.folder, office.options, support, steps
    )
    assert undone == before
    assert {sheet: held for sheet, held in taken_back.items() if held} == before, "a new sheet may stay behind, empty"
    assert copy == stood
    frozen = [sheet for sheet in after if sheet.endswith("2026-Q2")]
    assert len(frozen) == 6
    assert not [cell for sheet in frozen for cell in after[sheet].values() if isinstance(cell, list)], "no formula"
    changed = {line.partition("!")[0] for line in lost(before, after)}
    assert changed == {"Settings", "Objectives", "Key results", "Check-ins", "Goal skills"}
    assert "2026-Q3 ends on 2026-09-30" in again["error"]
    assert {row[0]: (row[7], row[9], row[3]) for row in now[4:12] if row[0]} == {
        "SHOP-SUP2.2": (74.0, None, None), "SHOP-SUP2.3": (9.0, None, None),
    }  # fmt: skip


def test_a_sheet_with_a_password_is_left_alone_and_said(office: libreoffice.Office, support: Path) -> None:
    steps: Steps = [
        ["lock", "Key results"],
        ["plan", "close", {}],
        ["plan", "refresh", {}],
        ["plan", "check in", {**CHECK_IN, "set_current": True}],
    ]
    _, closed, refreshed, checked_in = play(office.folder, office.options, support, steps)
    said = "support.xlsx: the sheet 'Key results' is protected with a password"
    assert closed["error"] == checked_in["error"] == said
    assert "skipped, protected with a password: Key results" in refreshed["lines"]


def test_the_menu_is_there_and_its_windows_ask_show_and_do(office: libreoffice.Office, support: Path) -> None:
    form = {"Key result": "SHOP-SUP2.2", "Value today": "75", "What happened": "better"}
    steps: Steps = [["menus"], ["click", "check_alignment", [["Yes", {}]]], ["sheets"]]
    steps += [["click", "undo", [["Yes", {}]]], ["sheets"], ["click", "check_alignment", [["No", {}]]], ["sheets"]]
    steps += [["click", "check_in", [["OK", form], ["Yes", {}]]], ["row", "Check-ins", 58]]
    steps += [["click", "close", [["Cancel", {}]]], ["sheets"]]
    again = {"Key result": "SHOP-SUP2.1", "Value today": "yes"}
    steps += [
        ["click", "check_in", [["OK", {"What happened": "kept"}], ["OK", again], ["Yes", {}]]],
        ["row", "Check-ins", 59],
    ]
    menus, (asked,), checked, _, undone, _, refused, (_, planned), row, (closing,), sheets, (_, said, _), second = play(
        office.folder, office.options, support, steps, MENU_CLIENT
    )
    assert menus.index("~OKR") == menus.index("~Tools") + 1
    assert any(text.startswith("Check alignment\nevery objective has a correct parent; 2 of 3") for text in asked)
    assert checked == [*sheets, "Alignment check"]
    assert undone == refused == sheets
    assert any("Check-ins!C58: (empty) → 75" in text for text in planned)
    assert row == [46203.0, "SHOP-SUP2.2", 75.0, "", "better", ""]
    assert "Carry forward aspirational key results below target" in closing
    assert any(text.startswith("no key result is selected") for text in said)
    assert "Value today" in said, "the form says it itself"
    assert second[1:5] == ["SHOP-SUP2.1", 1.0, "", "kept"]
