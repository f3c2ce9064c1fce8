"""Why a history file cannot be opened, read or written, in words; and the copy that is kept before a file is changed for good."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from ...core.errors import StoreError, StoreLocked

BLOCKS_BEGIN = 12_288  # bytes before the first block of a DuckDB file: three headers
REBUILD = "`okrsheets store rebuild` makes a new history from your sheets and keeps this file"

_MAGIC, _MAGIC_AT = b"DUCK", 8
_LOCKED = ("could not set lock", "being used by another process", "conflicting lock")
# What DuckDB or the system say, with what that means for a history file and what to do about it.
_MEANINGS = {
    "newer version of duckdb": (
        "the history file {name} was written with a newer DuckDB than the one that is installed",
        f"install the newest one (pip install --upgrade duckdb); or {REBUILD}",
    ),
    "no space left": (
        "the disk is full; the history file {name} is as it was",
        "make room on the disk, then run the command again",
    ),
    "file too large": (
        "the system does not let the history file {name} grow; it is as it was",
        "raise the limit on the size of a file (ulimit -f, or a quota), or name another folder with --out",
    ),
    "read-only file system": (
        "the history file {name} lies on a disk that may only be read",
        "`status`, `report` and `sql` only read it; for a sync, name another folder with --out",
    ),
    "permission denied": (
        "you are not allowed to use the history file {name}",
        "ask for permission to read and write it, or name another folder with --out",
    ),
    "input/output error": (
        "the disk does not read or write the history file {name}: input/output error",
        "copy the folder to another disk, then run the command again",
    ),
    "could not read enough bytes": ("the history file {name} is cut short", REBUILD),
    "checksum": ("the history file {name} is damaged: what is in it is not what was written", REBUILD),
    "wal file": (
        "the file {name}.wal does not belong to the history file beside it: one of the two was copied or replaced alone",
        f"put back both as they were together; or {REBUILD}, too",
    ),
    "this wal was": (
        "the file {name}.wal is older or newer than the history file beside it: one of the two was copied or replaced alone",
        f"put back both as they were together; or {REBUILD}, too",
    ),
}


def store_error(path: Path | None, error: BaseException) -> StoreError:
    """Return why a history file cannot be used, from what DuckDB or the system said; without a path it is in memory."""
    name, text = str(path or ":memory:"), str(error)
    said = text.lower()
    if any(words in said for words in _LOCKED):
        return StoreLocked(
            f"another okrsheets is using the history file {name}", "wait until it has finished, then try again"
        )
    for words, (what, hint) in _MEANINGS.items():
        if words in said.replace(name.lower(), ""):
            return StoreError(what.format(name=name), hint)
    if path is not None and (unlike := _not_a_history(path)):
        return unlike
    first = text.splitlines()[0] if text else type(error).__name__
    return StoreError(f"the history file {name} cannot be used: {first}", REBUILD)


@contextmanager
def whole_or_absent(path: Path | None) -> Iterator[None]:
    """Remove a history file that is new and could not be made; one that was there before stays."""
    is_new = path is not None and not path.exists()
    try:
        yield
    except BaseException:
        if path is not None and is_new:
            for file in (path, log_of(path)):
                with suppress(OSError):  # what stopped the work says more
                    file.unlink(missing_ok=True)
        raise


def _not_a_history(path: Path) -> StoreError | None:
    """Return why a file cannot be a history whatever is in it, None when it may be one."""
    if path.is_dir():
        return StoreError(f"the history file {path} is a folder", "move it away and run `okrsheets sync` again")
    try:
        with path.open("rb") as file:
            start = file.read(_MAGIC_AT + len(_MAGIC))
    except OSError:
        return None
    if not start:
        return StoreError(f"the history file {path} is empty", REBUILD)
    if start[_MAGIC_AT:] != _MAGIC:
        return StoreError(
            f"the history file {path} is none: another program wrote it, or its beginning is lost", REBUILD
        )
    return None


def refuse_cut_short(path: Path, blocks: int, block_size: int) -> None:
    """Raise `StoreError` when a history file is shorter than its blocks; DuckDB would notice only where it reads them.

    `blocks` are those in use: free ones at the end may have been given back to the system.
    """
    whole, size = BLOCKS_BEGIN + blocks * block_size, path.stat().st_size
    if size < whole:
        raise StoreError(f"the history file {path} is cut short: it has {size:,} of at least {whole:,} bytes", REBUILD)


def other_format(path: Path | None, found: int, needed: int) -> StoreError:
    """Return why a history file of another format is left alone."""
    return StoreError(
        f"the history file {path or ':memory:'} has format {found}, and this okrsheets needs format {needed}",
        f"install the okrsheets that wrote it; or {REBUILD}",
    )


def log_of(path: Path) -> Path:
    """Return the file in which DuckDB keeps what is not yet in a history file."""
    return path.with_name(f"{path.name}.wal")


def keep_copy(path: Path, label: str = "") -> Path:
    """Keep a history file, with its log, under today's name beside it, and return that name. The file must not be open.

    The copy appears whole, under the first name that is free, or that has the same content already.
    """
    stem = " ".join(filter(None, (path.stem, date.today().isoformat(), label)))
    kept, number = path.with_name(f"{stem}{path.suffix}"), 1
    while kept.exists() and not _is_same(path, kept):
        number += 1
        kept = path.with_name(f"{stem} ({number}){path.suffix}")
    if log_of(path).exists():
        _copy(log_of(path), log_of(kept))
    else:
        log_of(kept).unlink(missing_ok=True)  # of a copy that was not completed
    _copy(path, kept)
    return kept


def _is_same(path: Path, kept: Path) -> bool:
    """Return whether a history file and its log are those of a copy."""
    if log_of(path).exists() != log_of(kept).exists() or not filecmp.cmp(path, kept, shallow=False):
        return False
    return not log_of(path).exists() or filecmp.cmp(log_of(path), log_of(kept), shallow=False)


def _copy(path: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.writing")
    try:
        shutil.copy2(path, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):  # what stopped the work says more
            beside.unlink(missing_ok=True)
        raise
