"""The words of the workbooks: title case for headings, whole sentences elsewhere, and none of our private words."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates import key_results, ratings
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.tables import HEADINGS

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY = needed_day("2026-05-20")
PRIVATE = re.compile(
    r"\b(?:stand(?:s|ing)?|looks? (?:at|back|from)|nobody(?:'s)?|somebody|serves?|hangs?|answers? for|told|is called so|"
    r"work themselves out|comes? to|anew|mean)\b",
    re.IGNORECASE,
)
SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "or", "the", "with"})


def _texts(path: Path) -> list[str]:
    """Return every text that people read in a workbook: cells, notes and messages."""
    found = []
    for sheet in openpyxl.load_workbook(path):
        if sheet.title == "Functions":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                found += [cell.comment.text] if cell.comment else []
                found += [cell.value] if cell.data_type == "s" else []
        found += [rule.error for rule in sheet.data_validations.dataValidation if rule.error]
    return found


@pytest.mark.parametrize("functions", [False, True], ids=["plain", "functions"])
@pytest.mark.parametrize("write", [write_okrs, write_skills], ids=["okrs", "skills"])
def test_no_private_word_is_in_a_workbook(write: object, functions: bool, tmp_path: Path) -> None:
    assert callable(write)
    write(tmp_path / "book.xlsx", Tables(), TODAY, functions=functions, ready={})
    texts = _texts(tmp_path / "book.xlsx")
    assert len(texts) > 50
    assert not [text for text in texts if PRIVATE.search(text)]


def test_the_check_finds_a_private_word() -> None:
    assert PRIVATE.search("The one person who answers for it.")
    assert PRIVATE.search("How much it counts in the mean.")
    assert not PRIVATE.search("Blank means 10%.")


@pytest.mark.parametrize("write", [write_okrs, write_skills], ids=["okrs", "skills"])
def test_every_heading_is_in_title_case(write: object, tmp_path: Path) -> None:
    assert callable(write)
    write(tmp_path / "book.xlsx", Tables(), TODAY, ready={})
    tables = {table.sheet for table in schema.TABLES if not table.extra} - {"Settings"}
    headings = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(tmp_path / "book.xlsx")
        if sheet.title in tables
        for cell in sheet[HEADINGS]
        if cell.value
    ]
    assert len(headings) > 20
    words = [word for heading in headings for word in re.split(r"[ -]", heading)]
    assert not [word for word in words if word[0].islower() and word not in SMALL_WORDS]


def test_a_note_says_what_to_do_in_a_sentence() -> None:
    columns = [*(column for table in schema.TABLES for column in table.columns), *key_results.HELPERS, *ratings.COLUMNS]
    for column in columns:
        assert re.fullmatch(r"[A-Z].*\.", column.help, re.DOTALL), column.name
        if not column.computed:
            assert re.match(r"(Enter|Choose|Describe|Note|Leave)\b", column.help), column.name
