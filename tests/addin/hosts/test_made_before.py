"""Add-ins, workbooks and scripts that were made before version 0.2 run with what is installed now.

`made_before/` holds what that version wrote: the add-in for Excel and the VBA of a workbook that carries its functions, the
add-in for LibreOffice, the script for Google Sheets, and main.py for xlwings Lite without the package that it carried.
"""

from __future__ import annotations

import re
import runpy
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import fake_com
import fake_excel
import google_code
import libreoffice
import pytest
from fake_dispatch import Dispatch
from macro_books import write_support
from oletools.olevba import VBA_Parser
from pyopenvba.apps.excel import ExcelApplication
from shared_vectors import FIRST_VECTORS as VECTORS
from shared_vectors import same
from xlsxwriter import Workbook

from okrsheets.addin import catalogue
from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.addin.hosts.excel import vba
from okrsheets.addin.hosts.excel.book import ExcelBook
from okrsheets.addin.hosts.libreoffice import addin as libreoffice_addin
from okrsheets.addin.hosts.libreoffice import install
from okrsheets.core.errors import OkrError
from okrsheets.core.version import VERSION

MADE_BEFORE = Path(__file__).parent / "made_before"
SOURCES = {path.stem: path.read_bytes().decode() for path in sorted((MADE_BEFORE / "vba").iterdir())}
PYTHON_NAMES = re.compile(r"okrsheets\.addin(?:\.\w+)+")
CALLS = re.compile(r'CallUDF\("([\w.]+)", "(\w+)"')


# Excel


def modules_before() -> dict[str, str]:
    """The modules of the workbook without the lines that its editor hides, as pyOpenVBA takes them."""
    return {
        name: "".join(line for line in source.splitlines(keepends=True) if not line.startswith("Attribute "))
        for name, source in SOURCES.items()
        if name != "ThisWorkbook"
    }


def test_the_add_in_and_the_workbook_carry_the_same_vba() -> None:
    parser = VBA_Parser(str(MADE_BEFORE / "okrsheets.xlam"))
    sources = {Path(name).stem: source for _, _, name, source in parser.extract_macros()}
    parser.close()
    assert {name: sources[name] for name in SOURCES} == SOURCES


@pytest.fixture(scope="module")
def server() -> Iterator[ModuleType]:
    with fake_com.windows() as wrapper:
        yield wrapper


def test_every_python_name_in_the_vba_is_there(server: ModuleType) -> None:
    modules = {name for source in SOURCES.values() for name in PYTHON_NAMES.findall(source)}
    assert modules == {fake_com.WRAPPER_BEFORE}
    namespace: dict[str, Any] = {}
    exec(f"from {fake_com.WRAPPER_BEFORE} import serve", namespace)  # as the VBA starts Python
    assert namespace["serve"] is server.serve
    calls = [call for source in SOURCES.values() for call in CALLS.findall(source)]
    names = [name for _, name in calls]
    assert {module for module, _ in calls} == modules
    assert sorted(names) == sorted([*{vector["function"] for vector in VECTORS.values()}, "okr_menu"])
    assert {function.name for function in catalogue.functions()} >= set(names) - {"okr_menu"}
    assert all(hasattr(sys.modules[fake_com.WRAPPER_BEFORE], name) for name in names)


@pytest.fixture(scope="module")
def workbook(server: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> tuple[ExcelApplication, dict[str, str]]:
    """A workbook with the VBA of before and the arguments of every vector, opened; and a formula for each."""
    path = tmp_path_factory.mktemp("before") / "vectors.xlsx"
    sheet = fake_excel.Sheet(path)
    formulas = {}
    for name, vector in VECTORS.items():
        arguments = zip(catalogue.find(vector["function"]).arguments, vector["args"])
        cells = [None if argument.optional and cell is None else sheet.put(cell) for argument, cell in arguments]
        formulas[name] = fake_excel.formula(vector["function"], cells)
    sheet.book.close()
    return opened_with_vba_of_before(path), formulas


def opened_with_vba_of_before(path: Path) -> ExcelApplication:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vba, "modules", modules_before)
        book = excel.write_xlsm(path, path.with_suffix(".xlsm"))
    return fake_excel.opened(book, fake_com.WRAPPER_BEFORE)


@pytest.mark.parametrize("name", VECTORS)
def test_a_formula_of_an_old_workbook_gives_what_the_vector_wants(
    name: str, workbook: tuple[ExcelApplication, dict[str, str]]
) -> None:
    application, formulas = workbook
    value, want = application.evaluate(formulas[name]), fake_com.shown(VECTORS[name])
    assert same(value, want), f"{formulas[name]}: {value!r}, not {want!r}"


@pytest.mark.slow
def test_the_menu_of_an_old_workbook_asks_and_answers(server: ModuleType, tmp_path: Path) -> None:
    application = opened_with_vba_of_before(write_support(tmp_path / "support.xlsx"))
    application.interpreter.answers[:] = [6]  # yes
    application.run("OkrCheckAlignment")
    ((_, text, title, _),) = application.dialogs
    assert title.startswith("OKR: ")
    assert "Alignment check" in text
    assert "Alignment check" in ExcelBook(Dispatch(application.workbook)).sheets()


# xlwings Lite


def test_main_of_xlwings_lite_answers_every_vector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def declare(*_: Any, **__: Any) -> Callable[[Any], Any]:
        return lambda function: function

    xlwings: Any = ModuleType("xlwings")
    xlwings.func, xlwings.arg = lambda function: function, declare
    monkeypatch.setitem(sys.modules, "xlwings", xlwings)
    main = runpy.run_path(str(shutil.copy(MADE_BEFORE / "main.py.txt", tmp_path / "main.py")))
    assert main["call"] is catalogue.call
    for vector in VECTORS.values():
        function = main[vector["function"].lower()]
        if "error" in vector:
            with pytest.raises(OkrError, match=f"^{re.escape(vector['error'])}$"):
                function(*vector["args"])
        else:
            assert same(function(*vector["args"]), _blank_as_text(vector["want"]))


def _blank_as_text(want: Any) -> Any:
    if isinstance(want, list):
        return [_blank_as_text(cell) for cell in want]
    return "" if want is None else want


# Google Sheets


@pytest.mark.slow
def test_the_script_of_google_answers_every_vector() -> None:
    calls = [(vector["function"], vector["args"]) for vector in VECTORS.values()]
    answers = google_code.answers(MADE_BEFORE / "Code.gs", calls)
    wrong = [
        name
        for (name, vector), answer in zip(VECTORS.items(), answers, strict=True)
        if answer != {"error": vector.get("error")}
        and not same(answer.get("value"), _blank_as_text(vector.get("want")))
    ]
    assert wrong == []


# LibreOffice

LIBREOFFICE_MISSING = libreoffice.missing()


@pytest.mark.slow
@pytest.mark.skipif(bool(LIBREOFFICE_MISSING), reason=LIBREOFFICE_MISSING or "nothing is missing")
def test_the_add_in_of_libreoffice_computes_and_gives_way_to_a_new_one(tmp_path: Path) -> None:
    office = libreoffice.Office(tmp_path, oxt=MADE_BEFORE / "okrsheets.oxt")
    book = tmp_path / "book.xlsx"
    with Workbook(str(book)) as written:
        sheet = written.add_worksheet("Sheet")
        sheet.write_formula("A1", "=OKR_PROGRESS(20,50,35)")
        sheet.write_formula("A2", "=_xldudf_OKRSHEETS_SKILL_LEVEL(4,3,2,1)")
    figures = [libreoffice.cells(office.recalculate(book)[0])["Sheet"]]
    (version_before,) = install.copies(tmp_path).values()
    install.install(libreoffice_addin.build(tmp_path), tmp_path, all_users=libreoffice.IS_ROOT)
    (version_now,) = install.copies(tmp_path).values()
    figures.append(libreoffice.cells(office.recalculate(book)[0])["Sheet"])
    assert figures == [{"A1": 0.5, "A2": 2.0}] * 2
    assert version_before == "0.1.0"
    assert version_now == VERSION
