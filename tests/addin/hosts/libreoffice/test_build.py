"""What goes into the add-in for LibreOffice, what is read of its cells, and what is said when it cannot be installed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest

from okrsheets.addin import catalogue
from okrsheets.addin.hosts.libreoffice import addin as libreoffice
from okrsheets.addin.hosts.libreoffice import install as installer
from okrsheets.addin.hosts.libreoffice.cells import TALL, TOO_LARGE, answer, method
from okrsheets.core.errors import OkrError

WHOLE_COLUMN = 1_048_576


def call(name: str, *given: Any, comma: bool = False) -> Any:
    return answer(catalogue.find(name), given, comma)


# The file


def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path) -> None:
    assert libreoffice.build(tmp_path / "a").read_bytes() == libreoffice.build(tmp_path / "b").read_bytes()


def test_the_add_in_declares_every_function_once_for_each_spelling(tmp_path: Path) -> None:
    with zipfile.ZipFile(libreoffice.build(tmp_path)) as made:
        interface = made.read("OKR.idl").decode()
        names = re.findall(r'"CompatibilityName"><value xml:lang="en-US">([^<]*)', made.read("CalcAddIns.xcu").decode())
    wanted = [function.name for function in catalogue.functions()]
    assert re.findall(r"(\w+)\(\[in\]", interface) == [method(name) for name in wanted]
    assert names == [*wanted, *(f"_xldudf_OKRSHEETS_{name}" for name in wanted)]


def test_every_file_of_xml_in_the_add_in_can_be_read_and_every_listed_file_is_there(tmp_path: Path) -> None:
    with zipfile.ZipFile(libreoffice.build(tmp_path)) as made:
        files = made.namelist()
        roots = {
            name: ET.fromstring(made.read(name)) for name in files if name.endswith((".xml", ".xcu", ".components"))
        }
    listed = [
        item for entry in roots["META-INF/manifest.xml"] for key, item in entry.items() if key.endswith("full-path")
    ]
    assert len(roots) == 5
    assert set(listed) <= set(files)


# Cells


@pytest.mark.parametrize(
    ("name", "given", "want"),
    [
        ("OKR_PROGRESS", ((("0",),), (("10",),), (("",),), None), ""),
        ("OKR_PROGRESS", ((("0",),), (("10",),), (("4",),), 0.0), 0.4),
        ("OKR_PROGRESS", ((("0",),), (("10",),), (("4",),), (("milestone",),)), 0.4),
        ("OKR_STALE", ((("",),), (("46023",),), None), 1.0),
        ("OKR_CASCADE", ((("O1",), ("O2",)), (("",), ("",)), (("0.5",), ("",)), None), ((0.5,), ("",))),
    ],
)
def test_cells_of_libreoffice_are_read_as_python_reads_them(name: str, given: tuple[Any, ...], want: object) -> None:
    assert call(name, *given) == want


@pytest.mark.parametrize(("text", "want"), [("0,5", 0.5), ("1,5E-02", 0.015), ("-1,5", 0.0), ("5", 1.0)])
def test_a_number_with_a_decimal_comma_is_that_number(text: str, want: float) -> None:
    assert call("OKR_SCORE", ((text,),), comma=True) == want
    assert call("OKR_ROLLUP", ((text,), ("",)), None, comma=True) == want


def test_text_with_a_comma_is_no_number_where_numbers_have_points() -> None:
    with pytest.raises(OkrError, match="not a number"):
        call("OKR_SCORE", (("0,5",),))


def test_blank_cells_at_the_end_of_whole_columns_are_dropped_from_all_of_them_alike() -> None:
    blank = (("",),)
    ids, parents = (("O1",), ("O2",), ("O3",)), (blank[0], ("O1",), blank[0])
    columns = [column + blank * (WHOLE_COLUMN - 3) for column in (ids, parents)]
    assert call("OKR_ALIGNMENT", *columns, None) == (("top",), ("aligned",), ("orphan",))


def test_a_range_that_would_make_the_sheet_stand_still_is_too_large() -> None:
    with pytest.raises(ValueError, match="the range is too large"):
        call("OKR_ROLLUP", (("0.5",),) * (TOO_LARGE + 1), None)


def test_ranges_of_a_usual_height_keep_their_blank_cells() -> None:
    assert call("OKR_COVERAGE", (("1",),) * (TALL // 2) + (("",),) * (TALL // 2)) == 0.5


# Installing


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the only one where programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(installer, "_PROGRAM_FOLDERS", ())
    return tmp_path


def refused(profile: Path) -> str:
    with pytest.raises(OkrError) as error:
        installer.install(Path("okrsheets.oxt"), profile, all_users=True)
    assert error.value.hint
    return error.value.what


def test_what_keeps_the_add_in_from_being_installed_is_said(programs: Path) -> None:
    assert refused(programs) == "LibreOffice is not on this machine"
    program(programs, "soffice", "echo LibreOffice 7.4.7.2 40")
    assert refused(programs) == "LibreOffice 7.4 is too old: it cannot find the functions of an add-in by their names"
    program(programs, "soffice", "echo LibreOffice 24.8.1.2 480")
    assert refused(programs) == "LibreOffice's program unopkg is not on this machine"
    (programs / "soffice.bin").touch()
    assert refused(programs) == "this LibreOffice has no Python"
    (programs / "pythonloader.py").touch()
    program(programs, "unopkg", "echo 'ERROR: no such file' >&2; exit 1")
    assert refused(programs) == "LibreOffice's unopkg says: no such file"
    (programs / "profile").mkdir()
    (programs / "profile" / ".lock").touch()
    assert refused(programs) == "LibreOffice is running"


ONE_OF_EACH = 'case "$*" in *--shared*) echo "  Version: 1.2";; *) echo "  Version: 1.0";; esac'


@pytest.mark.parametrize(
    ("script", "root", "found"),
    [
        (ONE_OF_EACH, False, {"for you alone": "1.0", "for all users": "1.2"}),
        (ONE_OF_EACH, True, {"for all users": "1.2"}),
        ("exit 1", False, {}),
    ],
)
def test_the_versions_of_the_add_in_that_are_there_are_known(
    programs: Path, monkeypatch: pytest.MonkeyPatch, script: str, root: bool, found: dict[str, str]
) -> None:
    monkeypatch.setattr(installer, "_is_root", lambda: root)
    program(programs, "soffice", "echo LibreOffice 25.2.3.2 520")
    program(programs, "unopkg", script)
    assert installer.copies(programs) == found


def test_an_installation_says_for_whom_it_was_and_how_to_undo_it(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "_PROFILES", (str(programs / "none"), str(programs)))
    own = f"for you alone, in {programs}"
    undo = "to undo this: okrsheets addin uninstall libreoffice"
    assert installer.installed({}, {}) == [f"installed the add-in {own}", undo]
    assert installer.installed({}, {"for you alone": "1.2"}) == [f"installed version 1.2 {own}", undo]
    everyone = "for all users, in the folder of LibreOffice"
    assert installer.installed({"for all users": "1.1"}, {"for all users": "1.2"}, all_users=True) == [
        f"installed version 1.2 in place of 1.1 {everyone}",
        f"{undo} --all-users",
    ]
    both = {"for you alone": "1.0", "for all users": "1.2"}
    assert installer.installed({}, both, all_users=True)[1] == (
        "your own version 1.0, which you installed before, goes on being used"
    )


def test_root_is_asked_to_install_for_all_users(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer, "_is_root", lambda: True)
    program(programs, "soffice", "echo LibreOffice 25.2.3.2 520")
    program(programs, "unopkg", f": > {programs}/called")
    for change in (lambda: installer.install(Path("okrsheets.oxt"), programs), lambda: installer.uninstall(programs)):
        with pytest.raises(OkrError, match="root cannot change LibreOffice for one user"):
            change()
    assert not (programs / "called").exists()


def test_what_is_not_installed_is_not_removed(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer, "_is_root", lambda: False)
    program(programs, "soffice", "echo LibreOffice 25.2.3.2 520")
    program(programs, "unopkg", f"[ $1 = remove ] && : > {programs}/removed; {ONE_OF_EACH}")
    assert installer.uninstall(programs) == "1.0"
    (programs / "removed").unlink()
    program(programs, "unopkg", f"[ $1 = remove ] && : > {programs}/removed; exit 1")
    assert installer.uninstall(programs) == ""
    assert not (programs / "removed").exists()
    assert installer.uninstalled("") == "nothing to remove: the add-in is not installed for you alone"
