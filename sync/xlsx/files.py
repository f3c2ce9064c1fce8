"""A workbook file replaced whole: a copy of the old one first, then the new one beside it, then one in the place of the other."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import OkrError, PushError, SourceError, UsageError
from ..sources import file_limits
from ..sources.listing import OUTPUT

EDITABLE = (".xlsx", ".xlsm")
BACKUPS = "backups"
_OPEN_ELSEWHERE = ("~${name}", ".~lock.{name}#")  # what Excel and LibreOffice keep beside a workbook that is open
_WRITABLE = 0o222


@dataclass(frozen=True)
class OpenedFile:
    """A workbook file as it was read: what it is replaced for, and only if it still is as it was."""

    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of its content."""
        return hashlib.sha256(self.data).hexdigest()


def open_to_change(path: Path) -> OpenedFile:
    """Return a workbook file; `UsageError`, `SourceError` or `PushError` when it can't be changed, with what to do."""
    if path.suffix.lower() == ".ods":
        raise UsageError(
            f"{path.name} is an OpenDocument workbook, which only LibreOffice changes without losses",
            "open it in LibreOffice and use its OKR menu (`okrsheets addin install libreoffice`), or save it as .xlsx",
        )
    if path.suffix.lower() not in EDITABLE:
        raise UsageError(f"{path.name} can't be changed", "only .xlsx and .xlsm can: save it as one of them")
    if not path.is_file():
        raise SourceError(f"there is no file {str(path)!r}", "check the path")
    target = path.resolve()
    _refuse_locked(target)
    if target.stat().st_size > file_limits.MAX_BYTES:
        raise SourceError(f"{path.name} is too large", "split the workbook")
    try:
        return OpenedFile(target, target.read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}", "ask for permission to read it") from None


@contextmanager
def errors_named(name: str) -> Iterator[None]:
    """Let every error inside begin with the name of the workbook that it is about."""
    try:
        yield
    except OkrError as error:
        if name in error.what:
            raise
        raise type(error)(f"{name}: {error.what}", error.hint) from None


def _refuse_locked(path: Path) -> None:
    for pattern in _OPEN_ELSEWHERE:
        lock = path.with_name(pattern.format(name=path.name))
        if lock.exists():
            raise PushError(
                f"{path.name} is open in another program",
                f"close it there, then try again; if it isn't open anywhere, delete the file {lock.name!r}",
            )
    if not path.stat().st_mode & _WRITABLE or not os.access(path, os.W_OK):
        raise PushError(f"{path.name} is read-only", "allow changes in the properties of the file, then try again")
    if not os.access(path.parent, os.W_OK):
        raise PushError(f"the folder of {path.name} is read-only", "ask for permission to write into it")


def replace_file(opened: OpenedFile, content: bytes, label: str) -> Path:
    """Replace a workbook file by its new content and return the backup of the old one.

    The backup is in `okrsheets-out/backups` beside the workbook, and `label` is part of its name. An interruption leaves
    the old workbook or the new one, whole. `PushError` when the file was opened or changed meanwhile.
    """
    _refuse_locked(opened.path)
    backup = _back_up(opened, label)
    beside = opened.path.with_name(f".{opened.path.stem}.writing{opened.path.suffix}")
    try:
        _write(beside, content)
        shutil.copymode(opened.path, beside)
        if opened.path.read_bytes() != opened.data:
            raise PushError(f"{opened.path.name} has been changed meanwhile", "run the command again")
        os.replace(beside, opened.path)
    finally:
        beside.unlink(missing_ok=True)
    _settle_folder(opened.path.parent)
    return backup


def _back_up(opened: OpenedFile, label: str) -> Path:
    """Write the old content under the first name that is free, or that holds it already."""
    folder = opened.path.parent / OUTPUT / BACKUPS
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = f"{opened.path.stem} {label}", opened.path.suffix
    number = 1
    while True:
        backup = folder / (f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}")
        if not backup.exists():
            beside = folder / f".{backup.name}.writing"
            _write(beside, opened.data)
            os.replace(beside, backup)
            _settle_folder(folder)
            return backup
        if backup.read_bytes() == opened.data:
            return backup
        number += 1


def _write(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    """Wait until a folder's new entries are on the disk, where the system can say so."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
