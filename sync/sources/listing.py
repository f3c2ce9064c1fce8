"""What lies in a folder and the folders in it: workbooks to read, and what else looks like one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISREG

from ...core.commentary import commentary_of
from ...core.errors import Location, Problem
from .base import FileInfo
from .file_kinds import TEXTS, WORKBOOKS, is_goals_text, unread_kind

OUTPUT = "okrsheets-out"
_PACKAGE = ".numbers"  # a document of Apple's may be a folder


def walk(top: Path, problems: list[Problem], skip: Path | None) -> Iterator[FileInfo]:
    """Yield every workbook below a folder; links that lead back are followed once.

    Appended to `problems` are folders and files that cannot be read, and notes on what was left out.
    """
    seen: set[tuple[int, int]] = set()

    def unreadable(error: OSError) -> None:
        name = shown(Path(error.filename).relative_to(top))
        problems.append(
            Problem(Location(name), f"the folder cannot be read: {error.strerror}", "ask for permission to read it")
        )

    for folder, folders, files in os.walk(top, followlinks=True, onerror=unreadable):
        here = Path(folder)
        if here.resolve() == skip:
            folders.clear()
            continue
        key = (os.stat(folder).st_dev, os.stat(folder).st_ino)
        if key in seen:
            folders.clear()
            name = shown(here.relative_to(top))
            problems.append(
                Problem(Location(name), "the link leads to a folder that is read already; skipped", note=True)
            )
            continue
        seen.add(key)
        packages = [name for name in folders if name.lower().endswith(_PACKAGE)]
        folders[:] = sorted(
            name for name in folders if name != OUTPUT and not name.startswith(".") and name not in packages
        )
        yield from _files(top, here, sorted(files + packages), problems)


def _files(top: Path, here: Path, files: Sequence[str], problems: list[Problem]) -> Iterator[FileInfo]:
    for file in files:
        if is_temporary(file) or (here == top and commentary_of(file) is not None):
            continue
        path = here / file
        name = shown(path.relative_to(top))
        if path.suffix.lower() in WORKBOOKS or is_goals_text(path):
            try:
                yield file_info(path, name)
            except OSError as error:
                problems.append(_unreadable(name, error))
        elif path.suffix.lower() not in TEXTS and (kind := unread_kind(path)) is not None:
            problems.append(Problem(Location(name), kind.what, kind.hint, kind.note))
    yield from _text_files(top, here, files, problems)


def is_temporary(name: str) -> bool:
    """Return whether a file is hidden, or one that a program keeps while a workbook is open."""
    return name.startswith((".", "~$", "~WR")) or name.lower().endswith(".tmp")


def _text_files(top: Path, here: Path, files: Sequence[str], problems: list[Problem]) -> Iterator[FileInfo]:
    """The .csv and .tsv files of a folder are one workbook."""
    infos = []
    for file in files:
        if file.lower().endswith(TEXTS) and not is_temporary(file):
            try:
                infos.append(file_info(here / file, file))
            except OSError as error:
                problems.append(_unreadable(shown((here / file).relative_to(top)), error))
    if infos:
        name = shown(here.relative_to(top)) if here != top else shown(Path(top.resolve().name))
        modified = max(here.stat().st_mtime_ns, *(info.modified for info in infos))
        yield FileInfo(name, str(here), sum(info.size for info in infos), modified)


def text_files(folder: Path) -> list[Path]:
    """Return the .csv and .tsv files of a folder."""
    named = (path for path in folder.iterdir() if path.suffix.lower() in TEXTS and not is_temporary(path.name))
    return sorted(path for path in named if path.is_file())


def shown(path: Path) -> str:
    """Return a path as text; bytes in it that are no text are replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(Location(name), f"the file cannot be read: {error.strerror}", "check where the link leads")


def file_info(path: Path, name: str) -> FileInfo:
    """Return what is known of a file without opening it; `OSError` when it is not there or no ordinary file."""
    stat = path.stat()
    if not S_ISREG(stat.st_mode):
        raise OSError(0, "it isn't a regular file")
    return FileInfo(name, str(path), stat.st_size, stat.st_mtime_ns)
