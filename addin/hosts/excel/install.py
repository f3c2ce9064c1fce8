"""Where Excel on Windows finds the add-in, and where the add-in finds Python: planned, shown, then written."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ....core.errors import UsageError
from . import addin as excel

SETTINGS = "excel.conf"
LIBRARY = re.compile(r"xlwings(32|64)-.*\.dll")
ANSI = "mbcs" if sys.platform == "win32" else "cp1252"  # what VBA reads a file in
NOT_HERE = UsageError(
    "the Excel add-in is installed on the Windows computer that has Excel",
    "here, `okrsheets addin build excel` writes the file",
)


@dataclass(frozen=True)
class Places:
    """The folders and files of one user of Windows."""

    start: Path  # Excel opens what lies here when it starts, and trusts it
    home: Path  # the add-in reads its settings here
    interpreter: Path
    libraries: tuple[Path, ...]


@dataclass(frozen=True)
class Step:
    """A file to be written."""

    path: Path
    what: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.path}  ({self.what})"


def places(environment: Mapping[str, str] = os.environ) -> Places:
    """Return the places of this user; `UsageError` where there is no Windows or no xlwings."""
    if "APPDATA" not in environment or "USERPROFILE" not in environment:
        raise NOT_HERE
    return Places(
        Path(environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART",
        Path(environment["USERPROFILE"]) / ".okrsheets",
        Path(sys.executable),
        libraries(),
    )


def libraries() -> tuple[Path, ...]:
    """Return the libraries that xlwings brings for Excel: none on other systems than Windows."""
    try:
        files = metadata.files("xlwings") or []
    except metadata.PackageNotFoundError:
        raise UsageError("xlwings is not installed", "pip install 'okrsheets[excel]'") from None
    return tuple(Path(str(file.locate())).resolve() for file in files if LIBRARY.fullmatch(file.name))


def plan(places: Places) -> list[Step]:
    """Return what installing would write, nothing yet written."""
    with tempfile.TemporaryDirectory() as folder:
        addin = excel.build(Path(folder)).read_bytes()
    copies = [
        Step(places.home / f"okrsheets{match[1]}.dll", f"xlwings' library for {match[1]}-bit Excel", path.read_bytes())
        for path in places.libraries
        if (match := LIBRARY.fullmatch(path.name))
    ]
    if not copies:
        raise UsageError("xlwings has no library for Excel here", "install xlwings on Windows, with pip")
    return [
        Step(places.home / SETTINGS, "which Python", settings(places.interpreter)),
        *copies,
        Step(places.start / excel.ADDIN, "the add-in, opened whenever Excel starts", addin),
    ]


def settings(interpreter: Path) -> bytes:
    r"""Return the settings file as VBA reads it.

    >>> settings(Path("C:/Python/python.exe"))
    b'"INTERPRETER","C:/Python/python.exe"\r\n'
    """
    try:
        return f'"INTERPRETER","{interpreter}"\r\n'.encode(ANSI)
    except UnicodeEncodeError:
        raise UsageError(
            f"Excel's VBA cannot read the letters of {interpreter}", "install Python in a folder with plain letters"
        ) from None


def install(places: Places, dry_run: bool = False) -> list[Step]:
    """Write the add-in, the library and the settings, and return what was written; with `dry_run`, only return it."""
    steps = plan(places)
    for step in [] if dry_run else steps:
        try:
            step.path.parent.mkdir(parents=True, exist_ok=True)
            step.path.unlink(missing_ok=True)  # writing over it would keep Windows' mark of the internet
            step.path.write_bytes(step.content)
        except PermissionError:
            raise UsageError(f"{step.path} cannot be written", "close Excel, which holds it, and try again") from None
    return steps


def uninstall(places: Places) -> list[Path]:
    """Delete what `install` wrote and return it: nothing where it is not there; `UsageError` while Excel is open."""
    names = (SETTINGS, "okrsheets32.dll", "okrsheets64.dll")
    paths = [path for path in (*(places.home / name for name in names), places.start / excel.ADDIN) if path.exists()]
    for path in paths:
        try:
            path.unlink()
        except PermissionError:
            raise UsageError(f"{path} cannot be deleted", "close Excel, which holds it, and try again") from None
    return paths
