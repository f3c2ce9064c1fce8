"""The add-in in the real LibreOffice: the worked cases, cells that follow their inputs, and the help it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import libreoffice
import pytest
from alike_values import alike, same
from macro_books import write_support
from shared_vectors import FILES
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from okrsheets.addin import catalogue
from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.addin.hosts.libreoffice.cells import NUMBERS
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import CellError
from okrsheets.sheets_templates import worked

MISSING = libreoffice.missing()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING or "nothing is missing")]

VECTORS = [
    vector for file in FILES for vector in json.loads((Path(__file__).parents[3] / "vectors" / file).read_text("utf-8"))
]
ANSWERS = 40  # the column from which answers stand, right of every argument


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> libreoffice.Office:
    return libreoffice.Office(tmp_path_factory.mktemp("office"))


# The vectors


def write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value == "":
        sheet.write_formula(row, column, '=""')
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def rows_of(argument: Any) -> list[list[Any]]:
    return argument if isinstance(argument, list) else [[argument]]


def write_vector(sheet: Worksheet, top: int, vector: dict[str, Any], prefix: str) -> int:
    """Write the arguments of a vector into cells and its function beside them; return the next free row.

    Every vector can be said in a sheet; null is an empty cell, and for what may be left out it is left out.
    """
    references, column, height = [], 0, 1
    for argument, declared in zip(vector["args"], catalogue.find(vector["function"]).arguments):
        rows = rows_of(argument)
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                write_cell(sheet, top + down, column + right, value)
        left_out = argument is None and declared.optional
        references.append("" if left_out else xl_range(top, column, top + len(rows) - 1, column + len(rows[0]) - 1))
        column += len(rows[0])
        height = max(height, len(rows))
    formula = f"={prefix}{vector['function']}({','.join(references)})"
    want = vector.get("want")
    if catalogue.find(vector["function"]).spills:
        last = (top + len(want) - 1, ANSWERS + len(want[0]) - 1) if isinstance(want, list) else (top, ANSWERS)
        sheet.write_array_formula(top, ANSWERS, *last, formula)
    else:
        sheet.write_formula(top, ANSWERS, formula)
    return top + height + 1


def write_vectors(path: Path, prefix: str = "") -> list[int]:
    """Write every vector into a workbook; return the row in which each begins."""
    tops, row = [], 0
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Vectors")
        for vector in VECTORS:
            tops.append(row)
            row = write_vector(sheet, row, vector, prefix)
    return tops


def in_cells(want: Any) -> list[list[Any]]:
    """What a sheet shows of an answer: TRUE and FALSE are 1 and 0 there, no data is empty text."""
    return [[float(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows_of(want)]


def faults(found: dict[str, Any], tops: list[int]) -> Iterator[str]:
    for vector, top in zip(VECTORS, tops):
        want = [["#VALUE!"]] if "error" in vector else in_cells(vector["want"])
        for down, row in enumerate(want):
            for right, cell in enumerate(row):
                got = found.get(xl_rowcol_to_cell(top + down, ANSWERS + right))
                if not same(got, cell):
                    yield f"{vector}: row {down + 1} is {got!r}, not {cell!r}"


@pytest.mark.parametrize("prefix", ["", "_xldudf_OKRSHEETS_"])
def test_libreoffice_computes_every_vector_as_python_does(office: libreoffice.Office, prefix: str) -> None:
    book = office.folder / f"vectors{prefix}.xlsx"
    tops = write_vectors(book, prefix)
    (computed,) = office.recalculate(book)
    found = libreoffice.cells(computed)["Vectors"]
    wrong = list(faults(found, tops))
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong)
    assert "#NAME?" not in found.values()


# A sheet at work


def test_what_depends_on_an_edited_cell_follows(office: libreoffice.Office) -> None:
    steps: list[list[Any]] = [["set", cell, value] for cell, value in zip(("A1", "B1", "C1"), (20, 50, 35))]
    steps += [["set", "D1", "=OKR_PROGRESS(A1;B1;C1)"], ["set", "E1", '=OKR_STATUS(D1;0.9)&"!"']]
    steps += [["fill", "A3:B5", [["O1", ""], ["O2", "O1"], ["O3", "O9"]]]]
    steps += [["spill", "C3:C5", "=OKR_ALIGNMENT(A3:A5;B3:B5)"], ["get", "D1"], ["get", "E1"], ["get", "C5"]]
    steps += [["set", "C1", 50], ["set", "A4", "O9"], ["get", "D1"], ["get", "E1"], ["get", "C5"]]
    steps += [["clear", "C1"], ["get", "D1"], ["get", "E1"], ["set", "C1", "ten"], ["get", "D1"]]
    played = [answer for step, answer in zip(steps, office.play(steps)) if step[0] == "get"]
    before, after = [0.5, "off track!", "unknown parent"], [1.0, "achieved!", "aligned"]
    assert played == [*before, *after, "", "no data!", "#VALUE!"]


def test_libreoffice_shows_the_help_of_every_function_and_argument(office: libreoffice.Office) -> None:
    (known,) = office.play([["functions"]])
    for function in catalogue.functions():
        for prefix in ("", "_XLDUDF_OKRSHEETS_"):
            shown = known[prefix + function.name]
            assert shown["help"] == f"{function.help} {function.example}"
            assert [name for name, _ in shown["arguments"]] == [each.name for each in function.arguments]
            assert all(
                help.startswith(each.help)
                for (_, help), each in zip(shown["arguments"], function.arguments, strict=True)
            )


# For every function with arguments that may be left out: the others, and a value for each of these.
OPTIONAL: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "OKR_PROGRESS": ([0, 10, 4], {"kind": "at least"}),
    "OKR_GRADE": ([0.7], {"commitment": "committed"}),
    "OKR_STATUS": ([0.45, 0.6], {"at_risk_gap": 0.2, "off_track_gap": 0.12}),
    "OKR_ROLLUP": ([0.5], {"weights": 3, "roll_up": "weakest"}),
    "OKR_CASCADE": (["O1", "", 0.5], {"weights": 3, "roll_ups": "weakest"}),
    "OKR_ALIGNMENT": (["O1", "O9"], {"levels": "CEO"}),
    "OKR_STALE": ([46100, 46110], {"days": 5}),
    "SKILL_LEVEL": ([4, 3, 2, 1], {"w_self": 9, "w_peer": 9, "w_manager": 9, "w_evidence": 9}),
    "SKILL_COVERAGE": ([1, 2], {"weights": 3}),
    "SKILL_READINESS": ([1, 2], {"weights": 3}),
    "SKILL_CERT": ([46000, 46110, 46100], {"warn_days": 5}),
    "SKILL_FADE": ([46000, 46100], {"months": 24}),
}
ASKED = [
    (name, argument, state)
    for name, (_, optional) in OPTIONAL.items()
    for argument in optional
    for state in ("left out", "empty cell", "filled cell")
]


def test_every_argument_that_may_be_left_out_is_asked_for_below() -> None:
    optional = {
        each.name: [argument.name for argument in each.arguments if argument.optional] for each in catalogue.functions()
    }
    assert {name: list(cells) for name, (_, cells) in OPTIONAL.items()} == {
        name: names for name, names in optional.items() if names
    }


@pytest.fixture(scope="module")
def with_optional(office: libreoffice.Office) -> dict[tuple[str, str, str], Any]:
    """What LibreOffice answers for every optional argument: left out, as one empty cell, and as one filled cell."""
    steps: list[list[Any]] = []
    for row, (name, argument, state) in enumerate(ASKED, start=1):
        required, optional = OPTIONAL[name]
        steps += [["set", f"{chr(65 + at)}{row}", cell] for at, cell in enumerate(required) if cell != ""]
        steps += [["set", f"H{row}", optional[argument]]] if state == "filled cell" else []
        references = [f"{chr(65 + at)}{row}" for at in range(len(required))]
        before = list(optional)[: list(optional).index(argument)]
        given = [] if state == "left out" else [*("" for _ in before), f"H{row}"]
        steps.append(
            [
                "spill" if catalogue.find(name).spills else "set",
                f"J{row}",
                f"={name}({';'.join([*references, *given])})",
            ]
        )
    answers = office.play([*steps, *(["get", f"J{row}"] for row in range(1, len(ASKED) + 1))])[len(steps) :]
    return dict(zip(ASKED, answers, strict=True))


@pytest.mark.parametrize(("name", "argument", "state"), ASKED)
def test_an_argument_that_may_be_left_out_is_blank_as_one_empty_cell(
    name: str, argument: str, state: str, with_optional: dict[tuple[str, str, str], Any]
) -> None:
    required, optional = OPTIONAL[name]
    empty = 0 if argument in NUMBERS else None  # LibreOffice does not tell the two apart there
    cell = {"left out": None, "empty cell": empty, "filled cell": optional[argument]}[state]
    before = list(optional)[: list(optional).index(argument)]
    try:
        want = catalogue.call(name, [*required, *(None for _ in before), cell])
    except CellError:
        want = "#VALUE!"
    want = in_cells(want)[0][0]
    assert same(with_optional[name, argument, state], "" if want is None else want)


def test_the_templates_way_around_makes_an_empty_cell_blank_as_a_number_too(office: libreoffice.Office) -> None:
    formulas = [
        "OKR_STATUS(0.45;0.5;A1)",
        'OKR_STATUS(0.45;0.5;IF(A1="";"";A1))',
        "OKR_SCORE(A1)",
        "OKR_ROLLUP(0.5;A1)",
    ]
    steps: list[list[Any]] = [["set", f"B{row}", f"={formula}"] for row, formula in enumerate(formulas, 1)]
    answers = office.play([*steps, *(["get", f"B{row}"] for row in range(1, 5))])[4:]
    assert answers == ["at risk", "on track", "", 0.5]


BAD_CELLS: dict[str, Any] = {"A1": 0.5, "A2": "ten", "A3": "=1/0", "A4": "=A9", "B1": 1, "B2": 1, "D1": "'2026-01-01", "D2": "'2026-03-31", "D3": "1.2.26"}  # fmt: skip
BAD_INPUT = {
    "=OKR_ROLLUP(A1:A1;B1:B2)": "#VALUE!",  # ranges of different size
    "=OKR_ALIGNMENT(A1:A2;B1:B3)": "#VALUE!",
    "=OKR_ROLLUP(A1:A2)": "#VALUE!",  # text for a number
    "=OKR_SCORE(A2)": "#VALUE!",
    "=OKR_SCORE(A3)": "#DIV/0!",  # an error in a cell goes on
    "=OKR_ROLLUP(A1:A3)": "Err:504",
    "=OKR_SCORE(A1:A2)": "#VALUE!",  # a range where one cell is wanted
    '=ROUND(OKR_EXPECTED("2026-01-01";"2026-03-31";"2026-02-15");2)': 0.51,  # dates as text
    "=ROUND(OKR_EXPECTED(D1;D2;D2);2)": 1.0,
    "=OKR_EXPECTED(D3;D2;D2)": "#VALUE!",
    "=OKR_ROLLUP(F1:F9)": "",  # nothing there
    "=OKR_ROLLUP(A:A)": "Err:504",
    "=OKR_ROLLUP(B:B)": 1.0,  # whole columns
    "=INDEX(OKR_ALIGNMENT(B:B;C:C);1)": "orphan",
    "=OKR_PROGRESS(1;2)": "Err:504",  # an argument that is missing
}


def test_bad_input_shows_as_an_error_or_as_no_data_and_never_as_another_figure(office: libreoffice.Office) -> None:
    steps: list[list[Any]] = [["set", cell, value] for cell, value in BAD_CELLS.items()]
    steps += [["set", f"AAB{row}", formula] for row, formula in enumerate(BAD_INPUT, start=1)]
    answers = office.play([*steps, *(["get", f"AAB{row}"] for row in range(1, len(BAD_INPUT) + 1))])[len(steps) :]
    assert dict(zip(BAD_INPUT, answers)) == BAD_INPUT


def test_a_decimal_comma_changes_nothing(tmp_path: Path) -> None:
    german = libreoffice.Office(tmp_path, locale="de-DE")
    steps: list[list[Any]] = [["set", "A1", 0.5], ["set", "B1", "=OKR_SCORE(A1)"], ["set", "B2", "=OKR_ROLLUP(A1:A2)"]]
    steps += [["set", "B3", '=A1&""'], ["get", "B1"], ["get", "B2"], ["get", "B3"]]
    assert german.play(steps)[-3:] == [0.5, 0.5, "0,5"]


# The worked cases


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
@pytest.mark.parametrize("day", ["2026-05-20", "2026-06-30"])
def test_libreoffice_computes_the_worked_cases_as_the_core_does(office: libreoffice.Office, day: str) -> None:
    books = []
    for case in worked.case_names():
        made, _ = worked.write_case(case, office.folder / day / case, needed_day(day), functions=True)
        books += [book.rename(book.with_name(f"{day} {case} {book.name}")) for book in made]
    for stored, computed in zip(books, office.recalculate(*books)):
        before, after = libreoffice.cells(stored), libreoffice.cells(computed)
        asked = {(sheet, at) for sheet in before for at, value in before[sheet].items() if value == "not checked yet"}
        assert [after[sheet][at] for sheet, at in asked] == [1] * ("Key results" in before), (
            "the Start sheet asks the add-in whether it is there"
        )
        differ = [
            f"{stored.name} › {sheet}!{at}: {after[sheet].get(at)!r}, not {value!r}"
            for sheet in before
            for at, value in before[sheet].items()
            if not alike(after[sheet].get(at), value) and "not checked yet" not in (value, left_of(before[sheet], at))
        ]
        assert not differ, "\n".join(differ)


@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
def test_a_workbook_that_carries_its_own_functions_for_excel_computes_like_the_plain_one(
    office: libreoffice.Office,
) -> None:
    plain = write_support(office.folder / "plain.xlsx")
    carries = excel.write_xlsm(plain, office.folder / "carries.xlsm")
    office.recalculate(plain, carries)
    wanted, *found = (libreoffice.cells(office.folder / "computed" / f"{name}.xlsx") for name in ("plain", "carries"))
    assert found == [wanted]
    assert [row for row in range(5, 13) if wanted["Key results"][f"E{row}"] in ("achieved", "on track", "off track")]
    assert not [cell for held in wanted.values() for cell in held.values() if cell == "#NAME?"]


def left_of(cells: dict[str, Any], at: str) -> Any:
    """The value beside a cell: the Start sheet says in words what the cell on the left came to."""
    return cells.get(chr(ord(at[0]) - 1) + at[1:])
