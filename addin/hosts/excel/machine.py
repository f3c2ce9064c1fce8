"""What a computer has of Excel, Python and the add-in, read from Windows: thin, since only Windows can run all of it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....core.version import VERSION
from . import addin as excel
from . import install as excel_install

PROGRAM = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
SECURITY = r"Microsoft\Office\16.0\Excel\Security"
OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"  # the add-ins that are ticked: OPEN, OPEN1, OPEN2, …
TICKED = 50  # how many of these are looked for
MACHINES = {0x14C: 32, 0x8664: 64, 0xAA64: 64}
VERSIONS = """
import importlib.metadata as m, json
known = {d.metadata["Name"].lower(): d.version for d in m.distributions()}
print(json.dumps({name: known[name] for name in ("okrsheets", "xlwings", "pywin32") if name in known}))
"""


@dataclass(frozen=True)
class Computer:
    """What there is on one computer; what was not found is None, empty or False."""

    windows: bool = True
    excel: str | None = None  # the path of excel.exe
    excel_bits: int | None = None
    interpreter: str | None = None  # what the settings name
    interpreter_there: bool = False
    packages: Mapping[str, str] | None = None  # versions that the interpreter answers; None when it does not
    own_version: str = ""  # of okrsheets, where the doctor runs
    libraries: frozenset[int] = frozenset()  # their bits
    addin: str | None = None  # the path in Excel's start folder
    addin_fresh: bool = False  # the same bytes as building it now gives
    copies: tuple[str, ...] = ()  # other files of the add-in that Excel opens too
    from_internet: bool = False  # it has the mark of the web
    macros: int | None = None  # VBAWarnings
    addins_disabled: bool = False
    addins_signed_only: bool = False
    trust_disabled: bool = False  # no trusted locations
    onedrive: tuple[str, ...] = ()


def gather() -> Computer:
    """Return what this computer and user have."""
    if sys.platform != "win32":
        return Computer(windows=False)
    places = excel_install.places()
    addin, program = places.start / excel.ADDIN, registry([PROGRAM], "")
    interpreter = setting(places.home / excel_install.SETTINGS, "INTERPRETER")
    security = [rf"Software\Policies\{SECURITY}", rf"Software\{SECURITY}"]
    return Computer(
        excel=program,
        excel_bits=bits(Path(program)) if program else None,
        interpreter=interpreter,
        interpreter_there=interpreter is not None and Path(interpreter).exists(),
        packages=packages(interpreter) if interpreter else None,
        own_version=VERSION,
        libraries=frozenset(width for width in (32, 64) if (places.home / f"okrsheets{width}.dll").exists()),
        addin=str(addin) if addin.exists() else None,
        addin_fresh=fresh(addin),
        copies=copies(addin, started(places.start, program), ticked()),
        from_internet=Path(f"{addin}:Zone.Identifier").exists(),
        macros=int(registry(security, "VBAWarnings") or 0) or None,
        addins_disabled=registry(security, "DisableAllAddins") == "1",
        addins_signed_only=registry(security, "RequireAddinSig") == "1",
        trust_disabled=registry([rf"{key}\Trusted Locations" for key in security], "AllLocationsDisabled") == "1",
        onedrive=onedrive(os.environ),
    )


def registry(keys: Sequence[str], name: str) -> str | None:
    """Return the first value of this name that the user or the computer has under one of the keys."""
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for key in keys:
                try:
                    with winreg.OpenKey(root, key) as opened:
                        return str(winreg.QueryValueEx(opened, name)[0])
                except OSError:
                    continue
    return None


def setting(path: Path, key: str) -> str | None:
    """Return a value of the settings file, None where there is none."""
    try:
        with path.open(encoding=excel_install.ANSI, newline="") as file:
            return dict(row for row in csv.reader(file) if len(row) == 2).get(key)
    except OSError:
        return None


def bits(program: Path) -> int | None:
    """Return whether a program of Windows is of 32 or 64 bits, None when it is no such program."""
    try:
        with program.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return None
    at = int.from_bytes(head[60:64], "little")
    return MACHINES.get(int.from_bytes(head[at + 4 : at + 6], "little")) if head[at : at + 4] == b"PE\0\0" else None


def packages(interpreter: str) -> Mapping[str, str] | None:
    """Return the versions of what the add-in needs in an interpreter, None when it does not answer."""
    try:
        versions = subprocess.run([interpreter, "-c", VERSIONS], capture_output=True, text=True, timeout=30, check=True)
        return {str(name): str(version) for name, version in json.loads(versions.stdout).items()}
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def fresh(addin: Path) -> bool:
    """Return whether an add-in is what this version would build."""
    with tempfile.TemporaryDirectory() as folder:
        return addin.exists() and addin.read_bytes() == excel.build(Path(folder)).read_bytes()


def started(own: Path, program: str | None) -> list[Path]:
    """Return what lies in the folders whose files Excel opens when it starts: the user's and the computer's."""
    folders = [own, *([Path(program).parent / "XLSTART"] if program else [])]
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir())


def ticked() -> list[str]:
    """Return the add-ins that are ticked in Excel, as the registry has them: a path, maybe behind a switch."""
    values = (registry([OPTIONS], "OPEN" + (str(number) if number else "")) for number in range(TICKED))
    return [value.removeprefix("/R ").strip('" ') for value in values if value]


def copies(addin: Path, started: Sequence[Path], ticked: Sequence[str]) -> tuple[str, ...]:
    """Return the files of the add-in that Excel opens beside the one that was installed.

    >>> copies(Path("XLSTART/okrsheets.xlam"), [Path("XLSTART/okrsheets.xlam")], ["C:/Downloads/okrsheets (1).xlam"])
    ('C:/Downloads/okrsheets (1).xlam',)
    """
    stem = Path(excel.ADDIN).stem
    opened = [str(path) for path in started if path != addin] + list(ticked)
    names = ((path, re.split(r"[\\/]", path)[-1].lower()) for path in opened)
    return tuple(path for path, name in names if name.startswith(stem) and name.endswith((".xlam", ".xla")))


def onedrive(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the folders that OneDrive keeps.

    >>> onedrive({"OneDrive": "C:/Users/ana/OneDrive", "PATH": ""})
    ('C:/Users/ana/OneDrive',)
    """
    return tuple(path for name, path in environment.items() if name.upper().startswith("ONEDRIVE") and path)
