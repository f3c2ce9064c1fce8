"""Our functions as plain formulas: LibreOffice, without our add-in, gives what the vectors want."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import plain_office
import pytest
from function_examples import literals
from shared_vectors import VECTORS, same

from okrsheets.addin import catalogue, plain_formulas
from okrsheets.addin.declaration import SheetFunction
from okrsheets.core import cells
from okrsheets.core.errors import CellError, UsageError

PLAIN = [function for function in catalogue.functions() if function.native]
WITHOUT = {"OKR_CASCADE", "OKR_ALIGNMENT", "OKR_FORECAST", "SKILL_LEVEL", "SKILL_GAPS", "OKR_CHANCE"}
# Excel 2016, Google Sheets and LibreOffice all have these.
EVERYWHERE = {
    *("IF", "CHOOSE", "MATCH", "ISNUMBER", "ISTEXT", "FIND", "LOWER", "TRIM", "MID", "INT", "MIN", "MAX"),
    *("SUMPRODUCT", "ROWS", "COLUMNS", "VALUE", "REPT"),
}
EXCEL_NESTING = 64
ASKED = {key: vector for key, vector in VECTORS.items() if catalogue.find(vector["function"]).native}

# As the workbooks ask: an empty cell is told by IF, and one call stands in another.
PROGRESS = '=IF({4}="","",OKR_PROGRESS(IF({0}="","",{0}),IF({1}="","",{1}),{2},IF({3}="","",{3})))'
STATUS = '=IF({0}="","",IF(AND({2}="",N({1})<1),"no data",OKR_STATUS(OKR_SCORE({1}),{2},IF({3}="","",{3}),)))'
EXPECTED = '=OKR_EXPECTED(IF({0}="",{1},{0}),{2},{3}+1)'
GRADE = '=okr_grade( {0}-{1} , "committed")&", "&OKR_GRADE(OKR_SCORE({2}))'
MASK = "({0}={3})*ISNUMBER({1})"
OWN = f'=IF({{3}}="","",IF(SUM(IF({MASK},{{2}}))=0,"",OKR_ROLLUP(IF({MASK},{{1}},""),{{2}})))'
SITUATIONS: list[tuple[str, list[Any], str | float | None]] = [
    (PROGRESS, [20, 50, 35, None, "K1"], 0.5),
    (PROGRESS, [None, 50, 35, None, "K1"], "#VALUE!"),
    (PROGRESS, [None, 50, 60, " At  Most ", "K1"], 0),
    (PROGRESS, [20, 50, None, "increase", "K1"], None),
    (PROGRESS, [20, 50, 35, "increase", None], None),
    (STATUS, ["K1", 0.5, 0.6, None], "on track"),
    (STATUS, ["K1", 0.5, 0.6, 0.05], "at risk"),
    (STATUS, ["K1", -2, 0.6, 0.05], "off track"),
    (STATUS, ["K1", 0.4, 0.5000000005, None], "on track"),
    (STATUS, ["K1", 0.4, 0.500000002, None], "at risk"),
    (STATUS, ["K1", 1.2, None, None], "achieved"),
    (STATUS, ["K1", None, None, None], "no data"),
    (EXPECTED, [None, 46000, 46100, 46049], 0.5),
    (GRADE, [0.9, 0.2, 0.7], "yellow, green"),
    (OWN, [[["O1"], ["O2"], ["O1"], ["O1"]], [[0.5], [0.9], [""], [1.4]], [[3], [1], [1], [None]], "O1"], 0.625),
    ("=OKR_ROLLUP({0},{1})", [[[0.5], [0.9]], [[3, 1]]], "#VALUE!"),
    ("=SKILL_COVERAGE({0},{1})", [[[2], [4]], [[3, 1]]], "#VALUE!"),
    ("=SKILL_READINESS({0},{1})", [[[2], [4]], [[3, 1]]], "#VALUE!"),
    ('="OKR_SCORE(2)"&OKR_SCORE(2)', [], "OKR_SCORE(2)1"),
]


def with_places(formula: str, count: int) -> str:
    """A formula expanded for the cells {0}, {1}, …, with its own braces doubled."""
    names = [f"given!place_{at}" for at in range(count)]
    plain = plain_formulas.expand(formula.format(*names)).replace("{", "{{").replace("}", "}}")
    return re.sub(r"given!place_(\d+)", lambda match: f"{{{match.group(1)}}}", plain)


def called(vector: dict[str, Any]) -> tuple[str, list[Any]]:
    given, arguments = vector["args"], catalogue.find(vector["function"]).arguments
    left_out = [value is None and argument.range for value, argument in zip(given, arguments)]
    places = ",".join("" if out else f"{{{at}}}" for at, out in enumerate(left_out))
    return with_places(f"={vector['function']}({places})", len(given)), given


def holds_a_number_kept_as_text(argument: Any) -> bool:
    if isinstance(argument, list):
        return any(map(holds_a_number_kept_as_text, argument))
    try:
        return isinstance(argument, str) and not cells.is_blank(argument) and cells.number(argument) is not None
    except CellError:
        return False


def is_right(vector: dict[str, Any], got: Any) -> bool:
    if "error" in vector:
        return is_error(got)
    if vector["want"] is None:
        return got in (None, "")
    return same(float(got) if type(got) is int else got, vector["want"])


def is_error(got: Any) -> bool:
    return isinstance(got, str) and got.startswith("#")


@pytest.fixture(scope="module")
def in_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Any]]:
    """What LibreOffice computes, all in one run: the vectors, the examples, the situations."""
    if plain_office.is_missing():
        pytest.skip("plain formulas are computed by LibreOffice: install libreoffice-calc")
    parts = {
        "vectors": [called(vector) for vector in ASKED.values()],
        "examples": [(with_places(example(function), 0), []) for function in PLAIN if literals(function)],
        "situations": [(with_places(formula, len(given)), given) for formula, given, _ in SITUATIONS],
        "stale": [("=1+1", [])],
    }
    folder = tmp_path_factory.mktemp("office")
    answers = plain_office.computed([case for part in parts.values() for case in part], folder)
    found = {name: [answers.pop(0) for _ in part] for name, part in parts.items()}
    return found.__getitem__


def example(function: SheetFunction) -> str:
    return function.example.partition("  ->  ")[0]


@pytest.mark.slow
def test_libreoffice_computes_and_does_not_show_what_was_stored(in_libreoffice: Callable[[str], list[Any]]) -> None:
    assert in_libreoffice("stale") == [2]


@pytest.mark.slow
def test_a_plain_formula_gives_what_the_vector_wants(in_libreoffice: Callable[[str], list[Any]]) -> None:
    wrong = {
        key: got
        for (key, vector), got in zip(ASKED.items(), in_libreoffice("vectors"), strict=True)
        if not is_right(vector, got) and not holds_a_number_kept_as_text(vector["args"])
    }
    assert wrong == {}


@pytest.mark.slow
def test_a_number_kept_as_text_is_an_error_and_never_another_value(in_libreoffice: Callable[[str], list[Any]]) -> None:
    texts = {
        key: got
        for (key, vector), got in zip(ASKED.items(), in_libreoffice("vectors"), strict=True)
        if not is_right(vector, got) and holds_a_number_kept_as_text(vector["args"])
    }
    assert [key for key, got in texts.items() if got != "#VALUE!"] == []
    assert (len(ASKED), len(texts)) == (563, 33)


@pytest.mark.slow
def test_an_example_with_its_numbers_in_the_formula_gives_the_same(in_libreoffice: Callable[[str], list[Any]]) -> None:
    functions = [function for function in PLAIN if literals(function)]
    wanted = [catalogue.call(function.name, literals(function) or []) for function in functions]
    assert in_libreoffice("examples") == [pytest.approx(want) if isinstance(want, float) else want for want in wanted]
    assert len(functions) >= 7


@pytest.mark.slow
def test_nested_calls_give_what_they_say(in_libreoffice: Callable[[str], list[Any]]) -> None:
    assert in_libreoffice("situations") == [want for _, _, want in SITUATIONS]


def test_what_has_no_plain_formula_is_named() -> None:
    assert {function.name for function in catalogue.functions() if not function.native} == WITHOUT
    for name in WITHOUT:
        with pytest.raises(UsageError, match=f"{name} has no plain formula"):
            plain_formulas.expand(f"=IF(A1,{name}(A1:A3,B1:B3),0)")


def test_a_formula_without_our_functions_stays_as_it_is() -> None:
    formula = "=IF(A1=\"OKR_SCORE(2)\",'OKR_SCORE(x'!B2,SUM(T[[#This Row],[a,b]],{1,2}))"
    assert plain_formulas.expand(formula) == formula


def test_a_wrong_number_of_arguments_is_answered_with_the_signature() -> None:
    with pytest.raises(UsageError, match="OKR_SCORE takes 1 to 1 arguments, not 2") as error:
        plain_formulas.expand("=OKR_SCORE(A1,B1)")
    assert error.value.hint == "OKR_SCORE(progress)"


@pytest.mark.parametrize("function", PLAIN, ids=lambda function: function.name)
def test_a_plain_formula_uses_what_every_program_has(function: SheetFunction) -> None:
    for count in range(sum(not each.optional for each in function.arguments), len(function.arguments) + 1):
        plain = plain_formulas.expand(f"={function.name}({','.join(f'A{at}:A9' for at in range(1, count + 1))})")
        assert set(re.findall(r"([A-Z_.]+)\(", re.sub(r'"[^"]*"', "", plain))) <= EVERYWHERE
        assert not re.findall(r"_[A-Z]+|\{\w+\}", plain), "a piece or an argument was left in"


@pytest.mark.parametrize("function", PLAIN, ids=lambda function: function.name)
def test_no_if_stands_inside_a_sum_over_cells(function: SheetFunction) -> None:
    plain = plain_formulas.expand(f"={function.name}({','.join(each.name for each in function.arguments)})")
    for sums in re.finditer(r"SUMPRODUCT\(", plain):
        inside = plain[sums.end() : closing(plain, sums.end())]
        assert not re.search(r"\b(?:IF|CHOOSE)\(", inside), "Excel 2016 would look at one cell only"


def closing(formula: str, at: int) -> int:
    depth = 1
    while depth:
        depth += (formula[at] == "(") - (formula[at] == ")")
        at += 1
    return at - 1


@pytest.mark.parametrize("formula", [PROGRESS, STATUS, EXPECTED])
def test_the_formulas_of_the_workbooks_fit_into_a_cell(formula: str) -> None:
    plain = plain_formulas.expand(formula.format(*[f"$AB${row}" for row in range(1_001, 1_006)]))
    without_text = re.sub(r'"[^"]*"', "", plain)
    depths = [without_text[:at].count("(") - without_text[:at].count(")") for at in range(len(without_text))]
    assert max(depths) < EXCEL_NESTING
    assert len(plain) < plain_formulas.LONGEST / 2


def test_calls_in_calls_that_outgrow_a_cell_are_refused() -> None:
    with pytest.raises(UsageError, match="too long for Excel"):
        plain_formulas.expand("=OKR_STATUS(OKR_SCORE(OKR_PROGRESS(A1,B1,C1,D1)),OKR_EXPECTED(E1,F1,G1))")


def test_an_if_that_only_tells_an_empty_cell_is_left_out() -> None:
    assert plain_formulas.expand('=OKR_SCORE(if(A1="","",A1))') == plain_formulas.expand("=OKR_SCORE(A1)")
    assert plain_formulas.expand('=OKR_SCORE(IF(A1="","",A12))') != plain_formulas.expand("=OKR_SCORE(A1)")
