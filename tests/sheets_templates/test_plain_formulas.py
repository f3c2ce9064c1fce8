"""The plain formulas of the workbooks: LibreOffice computes them without any add-in to what `core` had stored."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import plain_office
import pytest
from alike_values import alike
from awkward_names import AWKWARD
from libreoffice import cells
from openpyxl import load_workbook
from plain_office import recalculated

from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.new import write_new
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.ratings import BELOW
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.tables import FIRST

TODAY = 46203

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")


def formulas(book: Path) -> list[str]:
    """Every formula of a workbook."""
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    return [found for sheet in sheets for found in re.findall(r"<f[^>]*>([^<]*)</f>", sheet)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["okrs", "skills"])
def test_no_function_of_ours_is_in_a_new_workbook(kind: str, tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    write_new(kind, book, TODAY)  # type: ignore[arg-type]
    found = formulas(book)
    assert len(found) > 100
    assert not [formula for formula in found if "OKR_" in formula or "SKILL_" in formula]
    assert max(map(len, found)) < 8192


@pytest.mark.slow
@pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine")
def test_libreoffice_alone_computes_the_workbooks_as_the_core_does(tmp_path: Path) -> None:
    books = []
    for case in worked.case_names():
        for name, tables in worked.load(case).items():
            books.append(tmp_path / f"{case} {name}.xlsx")
            write = write_skills if name == "skills" else write_okrs
            write(books[-1], tables, TODAY)
    for stored, computed in zip(books, recalculated(tmp_path / "office", *books)):
        before, after = cells(stored), cells(computed)
        differ = [
            f"{stored.name} › {sheet}!{at}: {after[sheet].get(at)!r}, not {value!r}"
            for sheet in before
            for at, value in before[sheet].items()
            if not alike(after[sheet].get(at), value)
        ]
        assert not differ, "\n".join(differ[:20])


@pytest.mark.slow
@pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine")
def test_names_with_signs_are_told_apart_and_ratings_below_the_ready_rows_count_or_are_missed_aloud(
    tmp_path: Path, tables_of: Callable[..., Tables]
) -> None:
    tables, book = tables_of(**AWKWARD), tmp_path / "awkward.xlsx"
    write_skills(book, tables, needed_day("2026-05-20"), ready={"assessments": 5})
    stored, edited = cells(book), tmp_path / "edited.xlsx"
    below = FIRST + len(tables["assessments"]) + 5
    changed = load_workbook(book)
    for row in (below, below + BELOW):
        for column, value in enumerate(("7", "What-ifs", "peer", 2, needed_day("2026-05-01")), start=1):
            changed["Assessments"].cell(row, column).value = value
    changed.save(edited)
    computed, after = (cells(found) for found in recalculated(tmp_path / "office", book, edited))
    differ = [
        f"{sheet}!{at}" for sheet, held in stored.items() for at in held if not alike(computed[sheet][at], held[at])
    ]
    assert not differ
    assert (stored["Matrix"]["G8"], after["Matrix"]["G8"]) == (None, 2)
    assert (computed["Matrix"]["B3"] or "") == ""
    assert (
        after["Matrix"]["B3"]
        == "Ratings not counted (on Assessments, copy the hidden formulas in columns G to J down to their rows): 1"
    )


def test_a_start_page_says_which_edition_it_is(tmp_path: Path) -> None:
    texts = {}
    for functions in (False, True):
        book = tmp_path / f"{functions}.xlsx"
        write_new("okrs", book, TODAY, functions=functions)
        texts[functions] = " ".join(str(value) for value in cells(book)["Start"].values() if value)
    assert "nothing to install" in texts[False]
    assert "nothing to install" not in texts[True]
    assert "add-in" not in texts[False]
    assert "free okrsheets add-in" in texts[True]
