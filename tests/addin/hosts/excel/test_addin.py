"""The add-in and the workbooks with macros, as files: what is in them, and that other programs open them."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from oletools.olevba import VBA_Parser
from pyopenvba import check_file

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.core.errors import OkrError

FUNCTIONS = catalogue.functions()
SIGNATURE = re.compile(r"^Public Function (OKR_\w+|SKILL_\w+)\((.*)\)\s*$", re.MULTILINE)


def vba(path: Path) -> dict[str, str]:
    """The modules of a file with macros, as oletools reads them."""
    parser = VBA_Parser(str(path))
    found = {Path(name).stem: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def signatures(path: Path) -> dict[str, str]:
    return dict(SIGNATURE.findall(vba(path)["OkrFunctions"].replace("\r\n", "\n")))


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return excel.build(tmp_path_factory.mktemp("addin") / "made")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two sheets, one of them protected, with formulas of ours, in the edition with macros."""
    path = tmp_path_factory.mktemp("workbook") / "goals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("Key results"), book.add_worksheet("Übersicht")
        first.write_formula("A1", "=OKR_SCORE(1.4)", None, 1)
        first.write_array_formula("B1:B2", "{=OKR_ALIGNMENT(C1:C2,D1:D2)}", None, "top")
        second.write_string("A1", "=text, not a formula")
        second.protect("")
    return excel.write_xlsm(path, path.with_suffix(".xlsm"))


@pytest.mark.parametrize("made", ["addin", "workbook"])
def test_every_function_is_there_with_its_arguments_and_the_optional_ones_optional(
    made: str, request: pytest.FixtureRequest
) -> None:
    found = signatures(request.getfixturevalue(made))
    assert set(found) == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        shown = [each.removeprefix("Optional ") for each in found[function.name].split(", ")]
        optional = [each.startswith("Optional ") for each in found[function.name].split(", ")]
        assert shown == [argument.name for argument in function.arguments]
        assert optional == [argument.optional for argument in function.arguments]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_add_in_describes_every_function_on_opening(function: SheetFunction, addin: Path) -> None:
    modules = vba(addin)
    assert "OkrDescribeFunctions" in modules["ThisWorkbook"]
    assert f'OkrDescribe "{function.name}", "{function.category}", "{function.help}"' in modules["OkrMacros"]


def test_no_vba_asks_for_the_paid_part_of_xlwings(addin: Path) -> None:
    assert not [name for name, code in vba(addin).items() if "xlwings.pro" in code or "LICENSE_KEY" in code]


@pytest.mark.parametrize("made", ["addin", "workbook"])
def test_a_file_is_whole(made: str, request: pytest.FixtureRequest) -> None:
    report = check_file(request.getfixturevalue(made))
    assert report.complete
    assert not report.issues


@pytest.mark.parametrize(("made", "kind"), [("addin", "addin"), ("workbook", "sheet")])
def test_a_file_says_that_it_has_macros_or_excel_would_refuse_it(
    made: str, kind: str, request: pytest.FixtureRequest
) -> None:
    with zipfile.ZipFile(request.getfixturevalue(made)) as package:
        types = ElementTree.fromstring(package.read("[Content_Types].xml"))
    said = {each.attrib["PartName"]: each.attrib["ContentType"] for each in types if "PartName" in each.attrib}
    assert said["/xl/workbook.xml"] == f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml"


@pytest.mark.parametrize("made", ["addin", "workbook"])
def test_the_buttons_of_the_ribbon_call_macros_that_are_there(made: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(made)
    with zipfile.ZipFile(path) as package:
        ribbon = ElementTree.fromstring(package.read("customUI/customUI.xml"))
        related = package.read("_rels/.rels").decode()
    called = {
        value for each in ribbon.iter() for name, value in each.attrib.items() if name in ("onAction", "getVisible")
    }
    code = vba(path)
    assert called == set(re.findall(r"Sub (\w+)\(control As IRibbonControl", code["OkrRibbon"]))
    calls = set(re.findall(r"^    (Okr\w+)(?: control\.Tag)?\s*$", code["OkrRibbon"], re.M))
    assert calls == {"OkrMenu", "OkrRestartPython"}
    assert calls <= {name for module in code.values() for name in re.findall(r"Sub (\w+)", module)}
    assert 'Target="customUI/customUI.xml"' in related


def test_the_same_version_gives_the_same_bytes(addin: Path, workbook: Path, tmp_path: Path) -> None:
    assert excel.build(tmp_path).read_bytes() == addin.read_bytes()
    again = excel.write_xlsm(workbook.with_suffix(".xlsx"), tmp_path / workbook.name)
    assert again.read_bytes() == workbook.read_bytes()


def test_a_workbook_with_macros_differs_from_its_source_in_the_macros_only(workbook: Path) -> None:
    with zipfile.ZipFile(workbook.with_suffix(".xlsx")) as before, zipfile.ZipFile(workbook) as after:
        assert set(after.namelist()) - set(before.namelist()) == {"xl/vbaProject.bin", "customUI/customUI.xml"}
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}  # they gain the names that VBA calls them by
    assert changed == {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", *sheets}


def test_what_cannot_be_given_macros_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("not a workbook")
    for source, target, says in [
        ("notes.xlsx", "notes.xlsm", "cannot be read as an .xlsx"),
        ("gone.xlsx", "gone.xlsm", "cannot be read as an .xlsx"),
        ("notes.xlsx", "notes.xlsx", "does not end in .xlsm"),
    ]:
        with pytest.raises(OkrError, match=says) as error:
            excel.write_xlsm(tmp_path / source, tmp_path / target)
        assert error.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["notes.xlsx"]


def as_ods(path: Path, folder: Path) -> zipfile.ZipFile:
    """What LibreOffice makes of a file; it knows an .xlam only when told."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    told = "--infilter=Calc MS Excel 2007 VBA XML"
    asked = ["soffice", "--headless", profile, told, "--convert-to", "ods", "--outdir", str(folder), str(path)]
    subprocess.run(asked, check=True, capture_output=True, timeout=120)
    return zipfile.ZipFile(folder / f"{path.stem}.ods")


MODULES = {"OkrBridge", "OkrFunctions", "OkrMacros", "OkrEntries", "OkrAsking", "OkrRibbon"}


@pytest.mark.slow
def test_libreoffice_opens_the_add_in_and_reads_its_vba(addin: Path, tmp_path: Path) -> None:
    with as_ods(addin, tmp_path) as package:
        assert {Path(name).stem for name in package.namelist() if name.startswith("Basic/")} >= MODULES


@pytest.mark.slow
def test_libreoffice_opens_a_workbook_with_macros_and_keeps_its_cells(workbook: Path, tmp_path: Path) -> None:
    with as_ods(workbook, tmp_path) as package:
        content = package.read("content.xml").decode()
        assert {Path(name).stem for name in package.namelist() if name.startswith("Basic/")} >= MODULES
    assert 'table:name="Key results"' in content
    assert 'table:name="Übersicht"' in content
    assert "OKR_SCORE(1.4)" in content.upper()
