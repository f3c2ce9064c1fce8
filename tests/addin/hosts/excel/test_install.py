"""Installing and the doctor: every file lands where Excel looks, and every fault is named with its cure."""

from __future__ import annotations

import dataclasses
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrsheets.addin.hosts.excel import addin as excel
from okrsheets.addin.hosts.excel import doctor as excel_doctor
from okrsheets.addin.hosts.excel import install as excel_install
from okrsheets.addin.hosts.excel import machine as excel_machine
from okrsheets.addin.hosts.excel.install import Places
from okrsheets.addin.hosts.excel.machine import Computer
from okrsheets.core.errors import UsageError

PYTHON = r"C:\okr\Scripts\python.exe"
WELL = Computer(
    excel=r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
    excel_bits=64,
    interpreter=PYTHON,
    interpreter_there=True,
    packages={"okrsheets": "0.1.0", "xlwings": "0.37.8", "pywin32": "311"},
    own_version="0.1.0",
    libraries=frozenset({32, 64}),
    addin=r"C:\Users\ana\AppData\Roaming\Microsoft\Excel\XLSTART\okrsheets.xlam",
    addin_fresh=True,
    onedrive=(r"C:\Users\ana\OneDrive",),
)
FAULTS = {
    "no Excel": ({"excel": None, "excel_bits": None}, "Excel was not found", "install the desktop Excel"),
    "not installed": ({"interpreter": None, "packages": None}, "no Python is configured", "addin install excel"),
    "Python removed": (
        {"interpreter_there": False},
        r"no longer exists: C:\okr\Scripts\python.exe",
        "addin install excel",
    ),
    "Python broken": ({"packages": None}, "does not start", "addin install excel"),
    "another Python": (
        {"packages": {"pip": "26"}},
        "is missing okrsheets, xlwings, pywin32",
        f'"{PYTHON}" -m pip install',
    ),
    "no pywin32": ({"packages": {"okrsheets": "0.1.0", "xlwings": "0"}}, "is missing pywin32", "-m pip install"),
    "older okrsheets": ({"own_version": "0.2.0"}, "has okrsheets 0.1.0, this is 0.2.0", "addin install excel"),
    "Store Python": (
        {"interpreter": r"C:\Users\ana\AppData\Local\Microsoft\WindowsApps\python.exe"},
        "Microsoft Store",
        "python.org",
    ),
    "wrong bits": ({"excel_bits": 32, "libraries": frozenset({64})}, "library for 32-bit Excel", "addin install excel"),
    "no library": ({"excel_bits": None, "libraries": frozenset()}, "library is not there", "addin install excel"),
    "no add-in": ({"addin": None, "addin_fresh": False}, "not in Excel's start folder", "addin install excel"),
    "older add-in": ({"addin_fresh": False}, "from another version", "addin install excel"),
    "two copies": (
        {"copies": (r"C:\Temp\okrsheets (1).xlam",)},
        r"another copy of the add-in",
        "delete it, or untick it",
    ),
    "mark of the web": ({"from_internet": True}, "coming from the internet", "tick Unblock"),
    "no add-ins": ({"addins_disabled": True}, "not to load add-ins", "Trust Center"),
    "signed add-ins": ({"addins_signed_only": True}, "signed add-ins only", "Trust Center"),
    "no macros": ({"macros": 4, "trust_disabled": True}, "not to run macros", "Macro Settings"),
    "OneDrive": ({"interpreter": r"c:\users\ana\onedrive\venv\python.exe"}, "OneDrive may take", "outside OneDrive"),
}


@pytest.mark.parametrize(("changed", "says", "hint"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_the_only_thing_found_and_comes_with_its_cure(
    changed: dict[str, object], says: str, hint: str
) -> None:
    (found,) = [each for each in excel_doctor.diagnose(dataclasses.replace(WELL, **changed)) if not each.fine]  # type: ignore[arg-type]
    assert says in found.what
    assert hint in found.hint
    assert str(found).startswith("problem")


def test_nothing_is_found_where_all_is_well() -> None:
    found = excel_doctor.diagnose(WELL)
    assert len(found) == len(excel_doctor.CHECKS)
    assert [each for each in found if not each.fine or each.hint] == []


def test_macros_that_are_off_are_no_fault_of_the_add_in_yet_are_told_for_workbooks_with_macros() -> None:
    (told,) = [each for each in excel_doctor.diagnose(dataclasses.replace(WELL, macros=4)) if each.hint]
    assert told.fine
    assert ".xlsm" in told.what


def test_a_folder_whose_name_only_begins_like_onedrives_is_not_in_it() -> None:
    computer = dataclasses.replace(WELL, interpreter=r"C:\Users\ana\OneDriveTools\python.exe")
    assert all(each.fine for each in excel_doctor.diagnose(computer))


def test_elsewhere_than_on_windows_the_doctor_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert [each.what for each in excel_doctor.doctor()] == ["this is not Windows"]


@pytest.mark.parametrize(("machine", "bits"), [(0x14C, 32), (0x8664, 64), (0xAA64, 64), (0x1234, None)])
def test_the_bits_of_a_program_are_read_from_its_head(machine: int, bits: int | None, tmp_path: Path) -> None:
    head = b"MZ".ljust(60, b"\0") + (128).to_bytes(4, "little")
    (tmp_path / "excel.exe").write_bytes(head.ljust(128, b"\0") + b"PE\0\0" + machine.to_bytes(2, "little"))
    assert excel_machine.bits(tmp_path / "excel.exe") == bits
    assert excel_machine.bits(tmp_path / "gone.exe") is None


def test_copies_are_found_where_excel_opens_them_and_the_one_that_was_installed_is_none(tmp_path: Path) -> None:
    own, program = tmp_path / "user" / "XLSTART", tmp_path / "Office16" / "EXCEL.EXE"
    for folder, names in {
        own: ("okrsheets.xlam", "OKRSheets (1).xlam", "PERSONAL.XLSB", "okrsheets notes.txt"),
        program.parent / "XLSTART": ("okrsheets.xlam",),
    }.items():
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text("")
    found = excel_machine.copies(
        own / excel.ADDIN,
        excel_machine.started(own, str(program)),
        [r"C:\Users\ana\AppData\Roaming\Microsoft\AddIns\okrsheets.xlam", "SOLVER.XLAM"],
    )
    assert found == (
        str(program.parent / "XLSTART" / "okrsheets.xlam"),
        str(own / "OKRSheets (1).xlam"),
        r"C:\Users\ana\AppData\Roaming\Microsoft\AddIns\okrsheets.xlam",
    )
    assert excel_machine.copies(own / excel.ADDIN, excel_machine.started(own.parent / "gone", None), []) == ()


def test_what_excel_has_ticked_is_read_as_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"OPEN": '/R "C:\\a\\okrsheets.xlam"', "OPEN2": "SOLVER.XLAM"}
    monkeypatch.setattr(excel_machine, "registry", lambda keys, name: held.get(name))
    assert excel_machine.ticked() == [r"C:\a\okrsheets.xlam", "SOLVER.XLAM"]


def test_an_interpreter_answers_with_the_versions_that_it_has() -> None:
    found = excel_machine.packages(sys.executable)
    assert found is not None
    assert found["xlwings"] == metadata.version("xlwings")
    assert excel_machine.packages("there is no such program") is None


# Installing


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Folders like those of a user of Windows, and libraries as xlwings brings them."""
    brought = [tmp_path / f"xlwings{bits}-9.9.9.dll" for bits in (32, 64)]
    for path in brought:
        path.write_bytes(path.name.encode())
    return Places(tmp_path / "XLSTART", tmp_path / "home", Path(PYTHON), tuple(brought))


def test_installing_writes_the_add_in_the_libraries_and_which_python(places: Places) -> None:
    written = excel_install.install(places)
    assert [step.path.relative_to(places.home.parent).as_posix() for step in written] == [
        "home/excel.conf",
        "home/okrsheets32.dll",
        "home/okrsheets64.dll",
        "XLSTART/okrsheets.xlam",
    ]
    assert (places.home / "okrsheets64.dll").read_bytes() == b"xlwings64-9.9.9.dll"
    assert excel_machine.setting(places.home / excel_install.SETTINGS, "INTERPRETER") == PYTHON
    assert excel_machine.fresh(places.start / excel.ADDIN)


def test_what_installing_would_write_can_be_shown_first(places: Places) -> None:
    shown = excel_install.install(places, dry_run=True)
    assert not places.home.exists()
    assert not places.start.exists()
    assert [str(step) for step in excel_install.install(places)] == [str(step) for step in shown]


def test_taking_it_away_leaves_nothing_of_ours_and_everything_else(places: Places) -> None:
    excel_install.install(places)
    (places.start / "mine.xlam").write_text("another add-in")
    assert len(excel_install.uninstall(places)) == 4
    assert [path.name for folder in (places.home, places.start) for path in folder.iterdir()] == ["mine.xlam"]
    assert excel_install.uninstall(places) == []


def test_installing_again_makes_the_file_anew_so_that_no_mark_of_the_internet_stays(places: Places) -> None:
    excel_install.install(places)
    (places.start.parent / "the same file").hardlink_to(places.start / excel.ADDIN)
    excel_install.install(places)
    assert (places.start / excel.ADDIN).stat().st_nlink == 1


def test_an_older_add_in_is_seen_to_be_one(places: Places) -> None:
    excel_install.install(places)
    (places.start / excel.ADDIN).write_bytes(b"from another version")
    assert not excel_machine.fresh(places.start / excel.ADDIN)


def test_elsewhere_than_on_windows_installing_says_what_can_be_done() -> None:
    with pytest.raises(UsageError, match="on the Windows computer") as error:
        excel_install.places({})
    assert "addin build excel" in error.value.hint
    made = excel_install.places({"APPDATA": "A", "USERPROFILE": "U"})
    assert made.start == Path("A/Microsoft/Excel/XLSTART")
    assert made.home == Path("U/.okrsheets")


def test_the_libraries_are_found_where_pip_puts_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ["xlwings64-0.37.8.dll", "xlwings32-0.37.8.dll", "xlwings.bas", "xlwings64-0.37.8.dll.txt"]
    files = [SimpleNamespace(name=name, locate=lambda name=name: tmp_path / "x" / ".." / name) for name in names]
    monkeypatch.setattr(metadata, "files", lambda package: files)
    assert excel_install.libraries() == (tmp_path / names[0], tmp_path / names[1])


def test_an_xlwings_without_libraries_is_refused(places: Places) -> None:
    with pytest.raises(UsageError, match="no library for Excel"):
        excel_install.install(dataclasses.replace(places, libraries=()))
    assert not places.home.exists()


def test_a_path_that_vba_cannot_read_is_refused_before_anything_is_written(places: Places) -> None:
    with pytest.raises(UsageError, match="cannot read the letters of"):
        excel_install.install(dataclasses.replace(places, interpreter=Path("C:/Użytkownik/日本/python.exe")))
    assert not places.home.exists()


def test_a_file_that_excel_holds_is_answered_with_what_to_do(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    excel_install.install(places)
    real = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.is_relative_to(places.home) or path.is_relative_to(places.start):
            raise PermissionError
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    for ask, says in ((excel_install.uninstall, "cannot be deleted"), (excel_install.install, "cannot be written")):
        with pytest.raises(UsageError, match=says) as error:
            ask(places)
        assert error.value.hint.startswith("close Excel")
