"""Every template in every edition keeps to what Excel accepts in a file: otherwise it "repairs" the workbook on opening.

The limits are those of "Excel specifications and limits" (Microsoft Support) and of data validation in ECMA-376, part 1, §18.3.1.32.
No Excel runs here: these are the rules, not a trial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE
from openpyxl.worksheet.formula import ArrayFormula

from okrsheets.core.cells import needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.new import write_new
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.simple import write_simple_okrs, write_skill_grid
from okrsheets.sheets_templates.skills import write_skills

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY = needed_day("2026-05-20")
LONGEST_FORMULA, DEEPEST, MOST_ARGUMENTS = 8192, 64, 255
LONGEST_SHEET, LONGEST_TITLE, LONGEST_MESSAGE, LONGEST_LIST = 31, 32, 255, 255

TEMPLATES: dict[str, Callable[[Path], None]] = {
    "new okrs": lambda path: write_new("okrs", path, TODAY, cycle="2026-Q2"),
    "new okrs with functions": lambda path: write_new("okrs", path, TODAY, cycle="2026-Q2", functions=True),
    "new skills": lambda path: write_new("skills", path, TODAY),
    "new skills with functions": lambda path: write_new("skills", path, TODAY, functions=True),
    "simple": lambda path: write_simple_okrs(path, TODAY, "Support", "2026-Q2"),
    "matrix": lambda path: write_skill_grid(path, TODAY, "Support"),
    "demo okrs": lambda path: write_okrs(path, worked.load("shop")["support"], TODAY),
    "demo skills": lambda path: write_skills(path, worked.load("shop")["skills"], TODAY),
}
# What computes cell by cell by itself, and functions that give one value for one cell: those need the first around them.
CELL_BY_CELL = frozenset({"SUMPRODUCT", "INDEX", "MMULT", "LOOKUP"})
OF_ONE_CELL = frozenset(
    {"ABS", "DATE", "EXACT", "IF", "INT", "ISNUMBER", "ISTEXT", "LEN", "LOWER", "MID", "N", "NOT", "REPT", "SUBSTITUTE", "TRIM",
     "UPPER", "VALUE"}
)  # fmt: skip
TOO_PLAIN = frozenset({"IF", "IFERROR"})  # which Excel 2016 never computes cell by cell outside an array formula
_RANGE = re.compile(r"(?:'[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")


@pytest.fixture(scope="module", params=TEMPLATES)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("excel") / "book.xlsx"
    TEMPLATES[request.param](path)
    return openpyxl.load_workbook(path)


def pattern_of(formula: str) -> str:
    """A formula without the numbers of its rows: those of a column are one."""
    return re.sub(r"(?<=[A-Z])\d+\b", "1", formula)


def formulas(book: Any) -> Iterator[tuple[str, str, bool]]:
    """Each formula of the cells with its place and whether it is an array formula, once for all rows alike."""
    known = set()
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            array = isinstance(cell.value, ArrayFormula)
            text = str(cell.value.text if array else cell.value)
            if len(text) > 1 and (sheet.title, pattern_of(text)) not in known:
                known.add((sheet.title, pattern_of(text)))
                yield f"{sheet.title}!{cell.coordinate}", text, array


def rule_formulas(book: Any) -> Iterator[tuple[str, str]]:
    """The formulas of conditional formats and of validations."""
    for sheet in book:
        for place in sheet.conditional_formatting:
            for rule in place.rules:
                yield from ((f"{sheet.title}!{place.sqref}", f"={formula}") for formula in rule.formula or ())
        for rule in sheet.data_validations.dataValidation:
            yield from ((f"{sheet.title}!{rule.sqref}", f"={text}") for text in (rule.formula1, rule.formula2) if text)


def several_cells(book: Any) -> set[str]:
    return {name for name, defined in book.defined_names.items() if _RANGE.search(str(defined.attr_text))}


def shape(formula: str) -> tuple[int, int, set[str]]:
    """How deep the functions of a formula are nested, the most arguments of one, and their names."""
    depth = deepest = most = 0
    commas: list[int] = []
    names = set()
    for token in Tokenizer(formula).items:
        if token.type in (Token.FUNC, Token.PAREN) and token.subtype == Token.OPEN:
            depth += token.type == Token.FUNC
            commas.append(0)
            names |= {token.value.rstrip("(")} if token.type == Token.FUNC else set()
        elif token.type in (Token.FUNC, Token.PAREN):
            depth -= token.type == Token.FUNC
            most = max(most, commas.pop() + 1)
        elif token.type == Token.SEP and token.subtype == Token.ARG:
            commas[-1] += 1
        deepest = max(deepest, depth)
    return deepest, most, names


def traps(formula: str, several: set[str]) -> list[str]:
    """Where a formula that is no array formula would take one cell of a range only."""
    tokens = [token for token in Tokenizer(formula).items if token.type != Token.WSPACE]
    around: list[str] = []
    found = []
    for at, token in enumerate(tokens):
        if token.type in (Token.FUNC, Token.PAREN):
            if token.subtype == Token.OPEN:
                around.append(token.value.rstrip("(").upper())
            else:
                around.pop()
        elif token.type == Token.OPERAND and (token.value in several or _RANGE.fullmatch(token.value)):
            beside = [tokens[near].type for near in (at - 1, at + 1) if 0 <= near < len(tokens)]
            inner = around[-1] if around else ""
            by_cell = inner in OF_ONE_CELL or Token.OP_IN in beside
            hosts = [index for index, name in enumerate(around) if name in CELL_BY_CELL]
            if by_cell and (not hosts or TOO_PLAIN & set(around[hosts[-1] :])):
                found.append(f"{token.value} in {'('.join(around)}")
    return found


def test_formulas_are_no_longer_and_no_deeper_than_excel_takes(book: Any) -> None:
    known = [*((place, text) for place, text, _ in formulas(book)), *rule_formulas(book)]
    assert known
    for place, text in known:
        deepest, most, _ = shape(text)
        assert len(text) <= LONGEST_FORMULA, place
        assert deepest <= DEEPEST, place
        assert most <= MOST_ARGUMENTS, place


def test_functions_younger_than_excel_2007_have_their_prefix(book: Any) -> None:
    for place, text in [*((place, text) for place, text, _ in formulas(book)), *rule_formulas(book)]:
        for name in shape(text)[2]:
            ours = name.startswith(("OKR_", "SKILL_"))
            assert ours or (name.startswith("_xlfn.") if name not in FORMULAE else True), f"{place}: {name}"


def test_no_formula_takes_one_cell_of_a_range_in_silence(book: Any) -> None:
    several = several_cells(book)
    for place, text, array in formulas(book):
        assert array or traps(text, several) == [], f"{place}: {text}"


def test_validations_say_no_more_than_excel_shows(book: Any) -> None:
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            place = f"{sheet.title}!{rule.sqref}"
            assert all(len(title or "") <= LONGEST_TITLE for title in (rule.errorTitle, rule.promptTitle)), place
            assert all(len(message or "") <= LONGEST_MESSAGE for message in (rule.error, rule.prompt)), place
            if rule.type == "list" and str(rule.formula1).startswith('"'):
                assert len(rule.formula1) - 2 <= LONGEST_LIST, place


def test_sheets_and_names_are_called_as_excel_allows(book: Any) -> None:
    for sheet in book:
        assert len(sheet.title) <= LONGEST_SHEET
        assert not re.search(r"[\[\]:*?/\\]", sheet.title)
    tables = [table.name for sheet in book for table in sheet.tables.values()]
    names = [*book.defined_names, *tables]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[A-Za-z_\\][\w.\\]{0,254}", name), name
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*", name), f"{name} is an address"
    for name, defined in book.defined_names.items():
        sheets = [title for title, _ in defined.destinations]
        assert sheets, name
        assert set(sheets) <= set(book.sheetnames), name


def test_tables_have_the_headings_that_stand_above_them(book: Any) -> None:
    for sheet in book:
        for table in sheet.tables.values():
            headings = [str(cell.value) for cell in sheet[table.ref][0]]
            assert [column.name for column in table.tableColumns] == headings
            assert len({heading.lower() for heading in headings}) == len(headings)


def test_every_name_and_table_of_a_formula_is_there(book: Any) -> None:
    known = {*book.defined_names, *(table.name for sheet in book for table in sheet.tables.values())}
    for place, text, _ in formulas(book):
        for token in Tokenizer(text).items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                name = token.value.split("[")[0]
                is_address = re.fullmatch(r"(?:'[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?", name)
                assert is_address or name in known, f"{place}: {token.value}"
                sheet = re.match(r"'([^']+)'!|(\w+)!", token.value)
                assert sheet is None or (sheet.group(1) or sheet.group(2)) in book.sheetnames, f"{place}: {token.value}"


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("=A1:A9*2", 1),
        ("=SUM(IF(A1:A9>1,1))", 1),
        ("=SUMPRODUCT((A1:A9>1)*many)", 0),
        ("=SUMPRODUCT(IF(A1:A9>1,1))", 1),
        ('=IF(B1="",0,SUMPRODUCT(ISNUMBER(many)*1))', 0),
        ("=EXACT(many,B1)", 1),
        ("=COUNTIF(many,B1)+MAX(A1:A9)", 0),
        ("=MATCH(1,INDEX(EXACT(many,B1)*1,0),0)", 0),
    ],
)
def test_a_trap_is_seen(formula: str, count: int) -> None:
    assert len(traps(formula, {"many"})) == count
