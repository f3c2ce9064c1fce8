"""The VBA of a workbook, run as Excel would run it: cells go through it to Python, and back."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import fake_com
import fake_excel
import pytest
from pyopenvba.apps.excel import ExcelApplication
from shared_vectors import VECTORS, same

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.addin.hosts.excel import vba

FUNCTIONS = catalogue.functions()
KEYWORDS = """
and as binary boolean byref byte byval call case cdbl close const currency date debug declare default dim do double each
else empty end enum eqv erase error event exit explicit false for friend function get global gosub goto if imp implements
in input integer is len let lib like line lock long loop lset me mid mod module name new next not nothing null object on
open option optional or output paramarray preserve print private property public put raiseevent random read redim rem
resume return rset seek select set single spc static step stop string sub tab then time to true type unlock until variant
wend while width with withevents write xor
"""


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ExcelApplication, dict[str, str]]]:
    """A workbook that holds the arguments of every vector and our VBA, opened; and a formula for each."""
    path = tmp_path_factory.mktemp("excel") / "vectors.xlsx"
    sheet = fake_excel.Sheet(path)
    written = {}
    for name, vector in VECTORS.items():
        declared = catalogue.find(vector["function"]).arguments
        given = [
            None if each.optional and cell is None else sheet.put(cell) for each, cell in zip(declared, vector["args"])
        ]
        written[name] = fake_excel.formula(vector["function"], given)
    sheet.book.close()
    with fake_com.windows():
        yield fake_excel.opened(excel.write_xlsm(path, path.with_suffix(".xlsm"))), written


@pytest.mark.parametrize("name", VECTORS)
def test_a_formula_over_cells_gives_what_the_vector_wants(
    name: str, formulas: tuple[ExcelApplication, dict[str, str]]
) -> None:
    application, written = formulas
    got, want = application.evaluate(written[name]), fake_com.shown(VECTORS[name])
    assert same(got, want), f"{written[name]}: got {got!r}, want {want!r}"


def test_several_blocks_of_cells_in_one_argument_are_refused(formulas: tuple[ExcelApplication, Any]) -> None:
    assert formulas[0].evaluate('OKR_COVERAGE(Range("A1:A2,A4:A5"))') == "select one block of cells, not several"


def test_python_is_started_as_xlwings_starts_it_with_our_functions_only(
    formulas: tuple[ExcelApplication, Any],
) -> None:
    assert formulas[0].run("OkrCommand", r"C:\Program Files\Python 3\python.exe") == (
        r'cmd.exe  /K ""C:\Program Files\Python 3\python.exe" -B -c '
        '"from okrsheets.addin.hosts.excel.udfs import serve; serve(\'$(CLSID)\')""'
    )


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_has_the_signature_that_xlwings_would_write(function: SheetFunction) -> None:
    with fake_com.windows() as wrapper:
        theirs = io.StringIO()
        only = SimpleNamespace(**{function.name: getattr(wrapper, function.name)})
        sys.modules["xlwings.udfs"].generate_vba_wrapper(vba.WRAPPER, only, theirs, SimpleNamespace(Name="a.xlsm"))
    (signature,) = re.findall(r"Function \w+\(.*\)", theirs.getvalue())
    assert signature in vba.wrapper(function)
    assert f'.CallUDF("{vba.WRAPPER}", "{function.name}", Array(' in theirs.getvalue()
    assert f'.CallUDF("{vba.WRAPPER}", "{function.name}", Array(' in vba.wrapper(function)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_excels_function_dialogue_is_given_every_word_of_help(function: SheetFunction) -> None:
    said = vba.description(function)
    assert all(f'"{help}"' in said for help in (function.help, *(each.help for each in function.arguments)))
    assert max(len(each.help) for each in function.arguments) <= vba.LONGEST_HELP


def test_no_argument_is_a_word_of_vba() -> None:
    assert not set(KEYWORDS.split()) & {argument.name for function in FUNCTIONS for argument in function.arguments}


@pytest.mark.parametrize("name", vba.modules())
def test_a_module_is_plain_text_in_lines_that_vba_takes(name: str) -> None:
    source = vba.modules()[name]
    assert source.isascii()
    assert source.count("\n") == source.count("\r\n")
    assert max(map(len, source.splitlines())) <= 1023
