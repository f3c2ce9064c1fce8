"""Put the add-in into LibreOffice and take it out again, with LibreOffice's own program unopkg."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ....core.errors import OkrError
from .manifest_xml import IDENTIFIER, OLDEST

OWN, SHARED = "for you alone", "for all users"  # whose copy of the add-in; where there are two, the user's own answers
GET_IT = "install LibreOffice 24.8 or newer"
_PROGRAM_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
)
_PROFILES = ("~/.config/libreoffice/4", "~/Library/Application Support/LibreOffice/4", r"%APPDATA%\LibreOffice\4")


def install(oxt: Path, profile: Path | None = None, all_users: bool = False) -> None:
    """Put the add-in into LibreOffice, in place of an older one; `OkrError` when that cannot be done.

    `profile` is a folder that stands in for the user's own LibreOffice profile.
    """
    _check(profile, all_users)
    try:
        _unopkg("add", [*_shared(all_users), "--suppress-license", "-f", str(oxt)], profile)
    except OkrError as error:
        other = None if all_users else copies(profile).get(SHARED)
        if other is None:
            raise
        # LibreOffice has that one's parts loaded by the time it is to load those of the user's own
        raise OkrError(
            f"version {other} of the add-in is installed for all users, and this LibreOffice takes no second one beside it",
            "use that one, or ask an administrator to run `okrsheets addin install libreoffice --all-users`",
        ) from error


def uninstall(profile: Path | None = None, all_users: bool = False) -> str:
    """Take the add-in out of LibreOffice and return its version, empty when it was not there; `OkrError` when it cannot."""
    _check(profile, all_users)
    version = copies(profile).get(SHARED if all_users else OWN, "")
    if version:
        _unopkg("remove", [*_shared(all_users), IDENTIFIER], profile)
    return version


def copies(profile: Path | None = None) -> dict[str, str]:
    """Return the versions of the add-in that LibreOffice has, by whom they are for: the user's own, which answers, first."""
    _check_program()
    versions = {}
    for whose, option in ((OWN, []), (SHARED, ["--shared"])):
        if whose == SHARED or not _is_root():
            with suppress(OkrError):  # it fails where there is none
                listing = _unopkg("list", [*option, IDENTIFIER], profile)
                version = re.search(r"^\s*Version:\s*(\S+)", listing, re.MULTILINE)
                versions.update({whose: version.group(1)} if version else {})
    return versions


def installed(before: Mapping[str, str], after: Mapping[str, str], all_users: bool = False) -> list[str]:
    """Return what an installation did, line by line, from the versions of the add-in before and after it.

    >>> installed({OWN: "0.9", SHARED: "1.0"}, {OWN: "1.1", SHARED: "1.0"})[1]
    'version 1.0, which is installed for all users, is not used while you have your own'
    """
    whose = SHARED if all_users else OWN
    version = after.get(whose, "")  # in some languages LibreOffice writes its list otherwise
    old = before.get(whose, version)
    replaced = f" in place of {old}" if old != version else ""
    where = f"{whose}, in {_folder(all_users)}"
    first = f"installed {f'version {version}' if version else 'the add-in'}{replaced} {where}"
    other = after.get(OWN if all_users else SHARED)
    unused = "your own version {}, which you installed before, goes on being used" if all_users else ""
    unused = unused or "version {}, which is installed for all users, is not used while you have your own"
    undo = "to undo this: okrsheets addin uninstall libreoffice" + (" --all-users" if all_users else "")
    return [first, *([unused.format(other)] if other else []), undo]


def uninstalled(version: str, all_users: bool = False) -> str:
    """Return what was removed as one line; `version` is empty when there was nothing.

    >>> uninstalled("")
    'nothing to remove: the add-in is not installed for you alone'
    """
    whose = SHARED if all_users else OWN
    if not version:
        return f"nothing to remove: the add-in is not installed {whose}"
    return f"removed version {version}, which was installed {whose}, from {_folder(all_users)}"


def _folder(all_users: bool) -> str:
    """Return where LibreOffice keeps its add-ins: its own folder, or the user's profile."""
    if all_users:
        soffice = _program("soffice")
        return str(Path(soffice).resolve().parent.parent) if soffice else "the folder of LibreOffice"
    profiles = _profiles()
    return str(next((folder for folder in profiles if folder.exists()), profiles[0]))


def _profiles() -> list[Path]:
    return [Path(os.path.expandvars(folder)).expanduser() for folder in _PROFILES]


def _check(profile: Path | None, all_users: bool) -> None:
    _check_program()
    _check_closed(profile)
    if _is_root() and not all_users:
        raise OkrError(
            "root cannot change LibreOffice for one user",
            "run this as the user who is to have the add-in, or add --all-users",
        )


def _check_program() -> None:
    soffice = _program("soffice")
    if soffice is None:
        raise OkrError("LibreOffice is not on this machine", GET_IT)
    answer = subprocess.run([soffice, "--version"], capture_output=True, text=True).stdout
    version = re.search(r"LibreOffice (\d+)\.(\d+)", answer)
    if version and (int(version[1]), int(version[2])) < tuple(map(int, OLDEST.split("."))):
        raise OkrError(f"{version[0]} is too old: it cannot find the functions of an add-in by their names", GET_IT)
    _check_python(Path(soffice).resolve().parent)


def _check_python(program: Path) -> None:
    """Raise `OkrError` without LibreOffice's Python, which Debian and its relatives package apart from LibreOffice."""
    if (program / "soffice.bin").exists() and not (program / "pythonloader.py").exists():
        raise OkrError("this LibreOffice has no Python", "install the package python3-uno")


def _check_closed(profile: Path | None) -> None:
    for lock in (folder / ".lock" for folder in ([profile / "profile"] if profile else _profiles())):
        if lock.exists():
            raise OkrError("LibreOffice is running", f"close it; if it crashed before, delete {lock}")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _shared(all_users: bool) -> list[str]:
    return ["--shared"] if all_users else []


def _unopkg(command: str, arguments: Sequence[str], profile: Path | None) -> str:
    unopkg = _program("unopkg")
    if unopkg is None:
        raise OkrError("LibreOffice's program unopkg is not on this machine", GET_IT)
    call = [unopkg, command, *arguments, *profile_options(profile)]
    ended = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ended.returncode:
        lines = [line for line in (ended.stderr + ended.stdout).splitlines() if line.strip() and "javaldx" not in line]
        reason = lines[0].removeprefix("ERROR: ") if lines else f"it ended with {ended.returncode}"
        raise OkrError(f"LibreOffice's unopkg says: {reason}", "close LibreOffice and run the command again")
    return ended.stdout


def profile_options(profile: Path | None) -> list[str]:
    """Return the options that make LibreOffice's programs use a profile of one's own."""
    if profile is None:
        return []
    at = profile.resolve().as_uri()
    return [f"-env:UserInstallation={at}/profile", f"-env:UNO_SHARED_PACKAGES_CACHE={at}/shared"]


def _program(name: str) -> str | None:
    folders = (shutil.which(name, path=folder) for folder in _PROGRAM_FOLDERS)
    return shutil.which(name) or next(filter(None, folders), None)
