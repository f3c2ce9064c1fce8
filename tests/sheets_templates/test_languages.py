"""Workbooks in German and Spanish: nothing is left in English, and they are read and computed as the English ones."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import openpyxl
import plain_office
import pytest

from okrsheets import read_frames
from okrsheets.addin.formulas import _tokens
from okrsheets.core import alignment, schema, sheet_words
from okrsheets.core.cells import date_of, needed_day
from okrsheets.core.columns import Table
from okrsheets.core.sheet_words import word_in
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.core.values.typed_values import read_column
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.i18n.terms import COMMITMENTS, LEVELS, RATERS, STATUSES
from okrsheets.sheets_templates import simple, worked
from okrsheets.sheets_templates.examples import with_examples
from okrsheets.sheets_templates.google import GoogleBook
from okrsheets.sheets_templates.new import new_tables
from okrsheets.sheets_templates.okrs import draw_okrs, write_okrs
from okrsheets.sheets_templates.skills import draw_skills, write_skills
from okrsheets.sheets_templates.tables import EXACT, HEADINGS
from okrsheets.sheets_templates.wording import Wording, wording_in
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import parse

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY = needed_day("2026-05-20")
LANGUAGES = [language for language in sheet_words.LANGUAGES if language != "en"]
Kind = Literal["okrs", "skills"]


def written(kind: Kind, path: Path, wording: Wording, functions: bool = False) -> None:
    """Write a new workbook with few rows."""
    tables = new_tables(kind, path.name, TODAY)
    if kind == "okrs":
        write_okrs(
            path, with_examples(tables, TODAY, wording), TODAY, ready=EXACT, functions=functions, wording=wording
        )
    else:
        write_skills(path, tables, TODAY, ready=EXACT, functions=functions, wording=wording)


EDITIONS: dict[str, Callable[[Path, Wording], None]] = {
    "okrs": lambda path, wording: written("okrs", path, wording),
    "skills": lambda path, wording: written("skills", path, wording),
    "okrs functions": lambda path, wording: written("okrs", path, wording, functions=True),
    "skills functions": lambda path, wording: written("skills", path, wording, functions=True),
    "simple": lambda path, wording: simple.write_simple_okrs(path, TODAY, "", "2026-Q2", wording),
    "matrix": lambda path, wording: simple.write_skill_grid(path, TODAY, "", wording),
}
# What is the same in English, and what people are called.
SAME = {
    "de": {"ID", "ID*", "Name", "Name*", "Team", "Team*", "Start", "Check-ins", "Matrix", "Organisation", "OKRs"},
    "es": {"ID", "ID*", "OKRs", "no"},
}
OTHER_NAMES = set(alignment.LEVELS) - set(sheet_words.WORDS["de"])  # of a level: any of them is understood
NEUTRAL = {"2026-Q2", "Alex Kim", *OTHER_NAMES}
OURS = re.compile("OKR_")  # what our functions return is looked up in lists of both languages
FUNCTION_SHEETS = sheet_words.titles(schema.FUNCTIONS)


@cache
def texts(edition: str, language: str, folder: Path) -> dict[str, str]:
    """Every text that people read, by its place: names of sheets, cells, notes, lists, messages, footers and formats."""
    path = folder / f"{edition} {language}.xlsx"
    EDITIONS[edition](path, wording_in(language))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    return {place: text for at, sheet in enumerate(book) for place, text in _texts(at, sheet) if text}


def _texts(at: int, sheet: Any) -> Iterator[tuple[str, str]]:
    yield f"{at} title", sheet.title
    yield f"{at} footer", sheet.oddFooter.right.text or ""
    described = HEADINGS if sheet.title in FUNCTION_SHEETS else None  # functions are described in English
    for row in sheet.iter_rows(max_row=described):
        for cell in row:
            place, value = f"{at} {cell.coordinate}", getattr(cell.value, "text", cell.value)
            if cell.comment:
                yield f"{place} note", cell.comment.text
            if cell.data_type == "s":
                yield place, value
            for number, literal in enumerate(_literals(value) if cell.data_type == "f" else ()):
                yield f"{place} formula {number}", literal
            if '"' in cell.number_format and re.search("[A-Za-z]{2}", cell.number_format):
                yield f"{place} format", cell.number_format
    for rule in sheet.data_validations.dataValidation:
        where = f"{at} {str(rule.sqref).split(':')[0]}"
        listed = rule.formula1 if rule.type == "list" and '"' in rule.formula1 else ""
        yield from ((f"{where} {name}", text or "") for name, text in (("message", rule.error), ("list", listed)))
    for ranges in sheet.conditional_formatting:
        for number, rule in enumerate(ranges.rules):
            for literal in _literals(rule.formula[0]) if rule.formula else ():
                yield f"{at} {ranges.sqref} rule {number}", literal


def _literals(formula: str) -> list[str]:
    """The words in a formula that a cell may show or hold; a text plus 0 is the message of an error, bars part spellings."""
    tokens = [*_tokens(formula), "", ""]
    shown = [
        token.strip('"')
        for token, *after in zip(tokens, tokens[1:], tokens[2:])
        if token[:1] == '"' and after != ["+", "0"]
    ]
    lists = [] if OURS.search(formula) else [token for token in tokens if token[:1] == "{"]
    return [
        text
        for text in (*shown, *(word for each in lists for word in re.findall('"([^"]*)"', each)))
        if "|" not in text
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("languages")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_that_people_read_is_left_in_english(edition: str, language: str, folder: Path) -> None:
    english, other = texts(edition, "en", folder), texts(edition, language, folder)
    known = SAME[language] | NEUTRAL
    left = {text for place, text in english.items() if other.get(place) == text and re.search("[A-Za-z]", text)}
    assert left - known == set()
    assert len(english) > 20
    assert set(other) == set(english)


def read(path: Path) -> Extract:
    return extract(parse(path.name, path.read_bytes()), HeadingIndex())


def demo(team: str, path: Path, language: str, functions: bool = False) -> Path:
    write = write_skills if team == "skills" else write_okrs
    write(path, worked.load("shop")[team], TODAY, functions=functions, wording=wording_in(language))
    return path


@pytest.mark.parametrize("functions", [False, True], ids=["plain", "functions"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("team", ["support", "skills"])
def test_a_workbook_is_read_as_the_english_one(team: str, language: str, functions: bool, tmp_path: Path) -> None:
    english, other = (read(demo(team, tmp_path / f"{tag}.xlsx", tag, functions)) for tag in ("en", language))
    assert [(each.table, each.columns, list(each.rows)) for each in other.tables] == [
        (each.table, each.columns, list(each.rows)) for each in english.tables
    ]
    assert sum(map(len, other.tables)) > 20
    assert [problem.what for problem in other.problems] == [problem.what for problem in english.problems]


def small(path: Path, language: str) -> Extract:
    """Read OKRs on one sheet, with some key results typed into it."""
    wording = wording_in(language)
    simple.write_simple_okrs(path, TODAY, "Hafen", "2026-Q2", wording)
    book = openpyxl.load_workbook(path)
    rows = [("Fill the berths", "Guest nights", "Ann", 100, 200, 150), (None, "Tickets", "Bo", 0, 40, 10)]
    for number, row in enumerate(rows, start=simple.FIRST):
        for column, value in enumerate(row, start=1):
            book["OKRs"].cell(number, column).value = value
    book.save(path)
    return read(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_okrs_on_one_sheet_are_read_as_the_english_ones(language: str, tmp_path: Path) -> None:
    english, other = (small(tmp_path / f"{tag}.xlsx", tag) for tag in ("en", language))
    assert [(each.table, each.columns) for each in other.tables] == [
        (each.table, each.columns) for each in english.tables
    ]
    assert {each.table.name: len(each) for each in other.tables}["key results"] == 2
    assert [problem for problem in other.problems if not problem.note] == []


def test_workbooks_in_three_languages_are_one_folder(tmp_path: Path) -> None:
    for name, languages in (("english", ["en"] * 4), ("mixed", ["en", "de", "es", "de"])):
        (tmp_path / name).mkdir()
        for team, language in zip(("leadership", "support", "warehouse", "skills"), languages):
            demo(team, tmp_path / name / f"{team}.xlsx", language)
    english, mixed = (read_frames(str(tmp_path / name), today=date_of(TODAY)) for name in ("english", "mixed"))
    places = ["sheet", "cell", "origin", "what", "hint"]
    assert english["key results"]["status"].nunique() > 1
    for name, frame in english.items():
        ours = mixed[name].drop(columns=places, errors="ignore")
        assert ours.equals(frame.drop(columns=places, errors="ignore")), name


@pytest.mark.slow
@pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine")
def test_libreoffice_computes_the_stored_figures_in_every_language(tmp_path: Path) -> None:
    paths = [
        demo(team, tmp_path / f"{team} {language}.xlsx", language)
        for language in LANGUAGES
        for team in ("support", "skills")
    ]
    compared = 0
    for path, done in zip(paths, plain_office.recalculated(tmp_path, *paths), strict=True):
        ours, theirs = (openpyxl.load_workbook(each, data_only=True) for each in (path, done))
        for sheet in ours:
            for row in sheet.iter_rows():
                for cell in row:
                    shown, computed = cell.value or None, theirs[sheet.title][cell.coordinate].value or None
                    if isinstance(shown, float) and isinstance(computed, (int, float)):
                        assert computed == pytest.approx(shown, rel=1e-9), (path.name, sheet.title, cell.coordinate)
                    else:
                        assert computed == shown, (path.name, sheet.title, cell.coordinate)
                    compared += shown is not None
    assert compared > 3_000


@pytest.mark.parametrize("functions", [False, True], ids=["plain", "functions"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["okrs", "skills"])
def test_a_google_spreadsheet_has_the_words_of_its_twin(
    kind: Kind, language: str, functions: bool, tmp_path: Path
) -> None:
    wording, path = wording_in(language), tmp_path / "twin.xlsx"
    book = GoogleBook(functions=functions, wording=wording)
    tables = new_tables(kind, path.name, TODAY)
    if kind == "okrs":
        draw_okrs(book, with_examples(tables, TODAY, wording), TODAY, path.name, ready=EXACT)
    else:
        draw_skills(book, tables, TODAY, path.name, ready=EXACT)
    written(kind, path, wording, functions)
    twin = openpyxl.load_workbook(path)
    assert [sheet.name for sheet in book.sheets] == twin.sheetnames
    start, compared = book.sheets[0].name, 0
    for sheet in book.sheets[1:]:
        for (row, column), value in sheet.values.items():
            cell = twin[sheet.name].cell(row, column + 1)
            if cell.data_type == "s":
                assert value.value == cell.value, (sheet.name, cell.coordinate)
                compared += 1
        cells = (cell for row in twin[sheet.name].iter_rows() for cell in row if cell.comment)
        assert sheet.notes == {(cell.row, cell.column - 1): cell.comment.text for cell in cells}
    assert start == sheet_words.sheet_in(language, "Start")
    assert compared > 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", schema.TABLES, ids=[table.name for table in schema.TABLES])
def test_every_column_has_a_heading_that_is_read_as_that_column_alone(table: Table, language: str) -> None:
    index, headings = HeadingIndex(), sheet_words.HEADINGS[language][table.name]
    assert set(headings) == {column.field for column in table.columns}
    for field, heading in headings.items():
        meant = {each.column.field for each in index.meanings(heading) if each.table is table}
        assert meant == {field}, heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_word_that_is_read_as_that_choice(language: str) -> None:
    chosen = [(column, choice) for table in schema.TABLES for column in table.inputs for choice in column.choices]
    assert len(chosen) > 20
    for column, choice in chosen:
        word = word_in(language, choice)
        assert choice.lower() in sheet_words.WORDS[language]
        assert read_column(column, [word]) == read_column(column, [choice]), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbooks_and_reports_say_the_same_word_for_a_thing(language: str) -> None:
    reports = load_language(language)
    for term in (*STATUSES, *COMMITMENTS, *LEVELS, *RATERS):
        assert reports.say(term) == word_in(language, term)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_of_words_is_complete(language: str) -> None:
    for words in (sheet_words.SHEETS, sheet_words.WORDS, sheet_words.HEADINGS["de"], sheet_words.BACK_TO_START):
        assert words
    assert set(sheet_words.WORDS[language]) == set(sheet_words.WORDS["de"])
    assert set(sheet_words.SHEETS[language]) == set(sheet_words.SHEETS["de"])
    assert {table.sheet for table in schema.TABLES} <= set(sheet_words.SHEETS[language])
    assert {name: set(rows) for name, rows in sheet_words.HEADINGS[language].items()} == {
        name: set(rows) for name, rows in sheet_words.HEADINGS["de"].items()
    }
    for titles in sheet_words.SHEETS.values():
        assert len(set(titles.values())) == len(titles)
