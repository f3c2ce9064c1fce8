"""The functions in Excel: xlwings' own server calls them with what Excel hands over, and the cell shows the vector."""

from __future__ import annotations

import ast
import datetime
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import fake_com
import pytest
from shared_vectors import VECTORS, same

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.core import cells
from okrsheets.core.errors import CellError

FUNCTIONS = catalogue.functions()
ROOT = Path(__file__).parents[4]
REPOSITORY = [
    path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "src"
]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
OF_DAYS = {"start_date", "end_date", "today", "dates", "last_date", "issued", "expires"}


@pytest.fixture(scope="module")
def wrapper() -> Iterator[ModuleType]:
    with fake_com.windows() as made:
        yield made


def as_excel_hands(given: Any) -> Any:
    """A range as a tuple of rows, whose numbers are all floating; an empty cell as None."""
    if isinstance(given, list):
        rows = given if given and isinstance(given[0], list) else [given]
        return tuple(tuple(map(as_excel_hands, row)) for row in rows)
    return float(given) if type(given) is int else given


def as_dates(given: Any) -> Any:
    """The same with real dates in place of their serial numbers and of text."""
    if isinstance(given, tuple):
        return tuple(map(as_dates, given))
    try:
        serial = None if given is None or isinstance(given, bool) else cells.day(given)
    except CellError:
        return given
    if serial is None or not 0 < serial < 100_000:
        return given
    return datetime.datetime.combine(cells.date_of(serial), datetime.time(9, 30), datetime.timezone.utc)


def arguments_of(vector: dict[str, Any]) -> list[Any]:
    """A vector's arguments as COM carries them: optional ones that are blank or not there are left out."""
    declared = catalogue.find(vector["function"]).arguments
    given = [*vector["args"], *[None] * (len(declared) - len(vector["args"]))]
    return [
        fake_com.LEFT_OUT if each.optional and cell is None else as_excel_hands(cell)
        for each, cell in zip(declared, given)
    ]


def check(vector: dict[str, Any], arguments: list[Any]) -> None:
    got, want = fake_com.call(vector["function"], arguments), fake_com.shown(vector)
    assert same(got, want), f"got {got!r}, want {want!r}"


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_a_cell_shows_what_the_vector_wants_or_says_what_is_wrong(vector: dict[str, Any], wrapper: ModuleType) -> None:
    check(vector, arguments_of(vector))


WITH_DAYS = {
    name: vector
    for name, vector in VECTORS.items()
    if OF_DAYS & {argument.name for argument in catalogue.find(vector["function"]).arguments}
}


@pytest.mark.parametrize("vector", WITH_DAYS.values(), ids=WITH_DAYS.keys())
def test_a_real_date_of_pywin32_is_as_good_as_its_serial_number(vector: dict[str, Any], wrapper: ModuleType) -> None:
    declared = catalogue.find(vector["function"]).arguments
    given = arguments_of(vector)
    dated = [as_dates(cell) if each.name in OF_DAYS else cell for each, cell in zip(declared, given)]
    check(vector, dated)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_is_declared_to_xlwings_as_the_catalogue_has_it(
    function: SheetFunction, wrapper: ModuleType
) -> None:
    declared = getattr(wrapper, function.name).__xlfunc__
    assert declared["name"] == function.name
    assert declared["category"] == function.category
    assert declared["ret"]["doc"] == function.help
    assert [(each["name"], each["doc"], "optional" in each) for each in declared["args"]] == [
        (each.name, each.help, each.optional) for each in function.arguments
    ]
    assert {each["options"]["ndim"] for each in declared["args"]} == {2}


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (-2146826281, "a cell holds #DIV/0!"),
        (-2146826265, "a cell holds #REF!"),
        (-2146826243, "a cell holds an error"),  # #SPILL!, which xlwings does not know
        (-2146826246, ""),  # #N/A is no data
    ],
)
def test_an_error_value_in_a_cell_is_never_taken_for_a_number(code: int, says: str, wrapper: ModuleType) -> None:
    assert fake_com.call("OKR_SCORE", [code]) == says


def test_an_error_value_among_ids_is_not_taken_for_an_id(wrapper: ModuleType) -> None:
    ids = (("O1",), (-2146826265,))
    assert fake_com.call("OKR_ALIGNMENT", [ids, ((None,), (None,)), fake_com.LEFT_OUT]) == "a cell holds #REF!"


def test_the_add_in_starts_xlwings_own_server(wrapper: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(sys.modules["xlwings"], "serve", started.append)
    wrapper.serve("{506e67c3}")
    assert started == ["{506e67c3}"]


def test_xlwings_refuses_a_function_that_is_not_in_the_catalogue(wrapper: ModuleType) -> None:
    with pytest.raises(AttributeError, match="OKR_NOTHING"):
        fake_com.call("OKR_NOTHING", [1.0])


def test_the_paid_part_of_xlwings_is_not_loaded_and_cannot_be(wrapper: ModuleType) -> None:
    assert {name for name in sys.modules if name.startswith("xlwings.pro")} == {"xlwings.pro"}
    assert sys.modules["xlwings.pro"] is None
    assert importlib.import_module("xlwings").__pro__ is False


def test_no_file_of_the_repository_imports_the_paid_part_of_xlwings() -> None:
    found = [path for folder in REPOSITORY for path in (ROOT / folder).rglob("*.py")]
    assert ROOT / "addin" / "hosts" / "excel" / "udfs.py" in found
    for path in found:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = [each.name for each in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            assert not [name for name in named if f"{module}.{name}".lstrip(".").startswith("xlwings.pro")], path


def test_no_module_of_ours_brings_in_the_paid_part_of_xlwings() -> None:
    asks = (
        "import importlib, pkgutil, sys, okrsheets.addin as a;"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(a.__path__, 'okrsheets.addin.')"
        " if m.name.split('.')[-1].startswith('excel')];"
        "print([n for n, m in sys.modules.items() if n.startswith('xlwings.pro') and m is not None], 'xlwings' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert said.stdout.strip() == "[] True"
