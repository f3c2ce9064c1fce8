"""The add-in for LibreOffice: one .oxt file with the functions, their help, and the Python that computes them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ....core import archive
from ....core.errors import OkrError
from ...catalogue import functions
from . import manifest_xml as xml
from . import menu as menu

PACKAGE = "okrsheets_in_sheet"  # add-ins share one Python, so the name must be nobody else's
FILE = "okrsheets.oxt"
CARRIED = ("core", "addin", "addin/macros")
CARRIED_HOSTS = ("cells.py", "book.py")
OWN, SHARED = "your own", "for all users"  # whose copy of the add-in; where there are two, the user's own is asked
GET_IT = "install LibreOffice 24.8 or newer"
_PLACES = (
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
)
_SETTINGS = ("~/.config/libreoffice/4", "~/Library/Application Support/LibreOffice/4", r"%APPDATA%\LibreOffice\4")


def build(folder: Path) -> Path:
    """Write the add-in into a folder and return its path; the folder is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(archive.pack({name: text.encode() for name, text in sorted(_files().items())}))
    return path


def _files() -> dict[str, str]:
    here = resources.files(__package__)
    generated = {
        "META-INF/manifest.xml": xml.manifest(),
        "description.xml": xml.description(_version()),
        "OKR.idl": xml.interface(functions()),
        "okrsheets.components": xml.components(),
        "CalcAddIns.xcu": xml.names_and_help(functions()),
        menu.FILE: menu.addons(),
        **{name: here.joinpath("files", name).read_text("utf-8") for name in ("component.py", menu.MODULE)},
        f"pythonpath/{PACKAGE}/__init__.py": "",
        f"pythonpath/{PACKAGE}/addin/hosts/__init__.py": "",
        f"pythonpath/{PACKAGE}/addin/hosts/libreoffice/__init__.py": "",
        **{
            f"pythonpath/{PACKAGE}/addin/hosts/libreoffice/{name}": here.joinpath(name).read_text("utf-8")
            for name in CARRIED_HOSTS
        },
    }
    root = resources.files(__package__.removesuffix(".addin.hosts.libreoffice"))
    carried = {
        f"pythonpath/{PACKAGE}/{piece}/{file.name}": file.read_text("utf-8")
        for piece in CARRIED
        for file in _modules(root.joinpath(piece))
    }
    return generated | carried


def _modules(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".py"))


def _version() -> str:
    try:
        return metadata.version("okrsheets")
    except metadata.PackageNotFoundError:  # run from a checkout
        return "0"


def install(oxt: Path, profile: Path | None = None) -> None:
    """Put the add-in into LibreOffice, in place of an older one; `OkrError` when that cannot be done.

    `profile` is a folder that stands in for the user's own LibreOffice settings.
    """
    _check_program()
    _check_closed(profile)
    shared = ["--shared"] if _is_root() else []  # root may do nothing else
    try:
        _unopkg("add", [*shared, "--suppress-license", "-f", str(oxt)], profile)
    except OkrError as error:
        other = None if _is_root() else copies(profile).get(SHARED)
        if other is None:
            raise
        # LibreOffice has that one's parts loaded by the time it is to load those of the user's own
        raise OkrError(
            f"version {other} of the add-in is there {SHARED}, and this LibreOffice takes no second one beside it",
            f"use that one, or let an administrator renew it: unopkg remove --shared {xml.IDENTIFIER}",
        ) from error


def copies(profile: Path | None = None) -> dict[str, str]:
    """Return the versions of the add-in that LibreOffice has, by whose they are: the user's own, which answers, comes first."""
    _check_program()
    found = {}
    for whose, option in ((OWN, []), (SHARED, ["--shared"])):
        if whose == SHARED or not _is_root():
            with suppress(OkrError):  # it fails where there is none
                said = _unopkg("list", [*option, xml.IDENTIFIER], profile)
                version = re.search(r"^\s*Version:\s*(\S+)", said, re.MULTILINE)
                found.update({whose: version.group(1)} if version else {})
    return found


def installed(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say what an installation came to: the versions of the add-in before and after.

    >>> installed({"your own": "0.9", "for all users": "1.0"}, {"your own": "1.1", "for all users": "1.0"})
    'installed version 1.1 in place of 0.9; version 1.0, which is there for all users, is not asked while yours is there'
    """
    if not after:  # in some languages LibreOffice writes its list otherwise
        return "installed"
    whose, version = next(iter(after.items()))
    old = before.get(whose, version)
    said = f"installed version {version}" + (f" in place of {old}" if old != version else "")
    other = after.get(SHARED) if whose == OWN else None
    return said + (f"; version {other}, which is there {SHARED}, is not asked while yours is there" if other else "")


def _check_program() -> None:
    soffice = _program("soffice")
    if soffice is None:
        raise OkrError("LibreOffice is not on this machine", GET_IT)
    said = subprocess.run([soffice, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"LibreOffice (\d+)\.(\d+)", said)
    if found and (int(found[1]), int(found[2])) < tuple(map(int, xml.OLDEST.split("."))):
        raise OkrError(f"{found[0]} is too old: it cannot find the functions of an add-in by their names", GET_IT)
    _check_python(Path(soffice).resolve().parent)


def _check_python(program: Path) -> None:
    """Debian and its kin hand out LibreOffice's Python apart from LibreOffice."""
    if (program / "soffice.bin").exists() and not (program / "pythonloader.py").exists():
        raise OkrError("this LibreOffice has no Python", "install the package python3-uno")


def _check_closed(profile: Path | None) -> None:
    homes = (
        [profile / "profile"] if profile else [Path(home).expanduser() for home in map(os.path.expandvars, _SETTINGS)]
    )
    for lock in (home / ".lock" for home in homes):
        if lock.exists():
            raise OkrError("LibreOffice is running", f"close it; if it crashed before, delete {lock}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _unopkg(command: str, arguments: Sequence[str], profile: Path | None) -> str:
    unopkg = _program("unopkg")
    if unopkg is None:
        raise OkrError("LibreOffice's program unopkg is not on this machine", GET_IT)
    asked = [unopkg, command, *arguments, *profile_options(profile)]
    ran = subprocess.run(asked, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ran.returncode:
        lines = [line for line in (ran.stderr + ran.stdout).splitlines() if line.strip() and "javaldx" not in line]
        why = lines[0].removeprefix("ERROR: ") if lines else f"it ended with {ran.returncode}"
        raise OkrError(
            f"LibreOffice's unopkg says: {why}", "close LibreOffice, build the add-in again, then install it"
        )
    return ran.stdout


def profile_options(profile: Path | None) -> list[str]:
    """Return the options that make LibreOffice's programs use a profile of one's own."""
    if profile is None:
        return []
    at = profile.resolve().as_uri()
    return [f"-env:UserInstallation={at}/profile", f"-env:UNO_SHARED_PACKAGES_CACHE={at}/shared"]


def _program(name: str) -> str | None:
    return shutil.which(name) or next(filter(None, (shutil.which(name, path=place) for place in _PLACES)), None)
