"""A history file rebuilt: what can be read of the old one goes into the new one, and the old one is kept beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ...core.cells import Day
from ...core.errors import StoreError, StoreLocked
from .opening import keep_copy, log_of
from .store import Store

SYNCS = "SELECT count(*), min(day), max(day) FROM syncs"


@dataclass(frozen=True)
class OldHistory:
    """What came of the old file: `fault` says why its syncs are not in the new one, nothing when they are.

    `syncs`, `first` and `last` are what is known of them. `log_lost` means that the file was read without its log.
    """

    syncs: int = 0
    first: Day | None = None
    last: Day | None = None
    fault: str = ""
    log_lost: bool = False


@contextmanager
def rebuilt(path: Path, keep_history: bool = True) -> Iterator[tuple[Store, OldHistory]]:
    """Give a new store beside a history file, with what the old one holds; and put it in its place when all went well.

    The old file is kept beside it under a dated name (`kept_copies` lists them), and stays in place when an exception
    comes. `StoreLocked` when a program uses it.
    """
    new = _new(path)
    remove_left_over(path)
    _refuse_locked(path)
    try:
        with Store(new) as store:
            yield store, _copied(path, store) if keep_history else _known(path)
        put_in_place(new, path)
    finally:
        for file in (new, log_of(new)):
            file.unlink(missing_ok=True)


def put_in_place(new: Path, path: Path) -> None:
    """Put a closed history file in the place of another one, which is kept under a dated name with its log.

    Killed at any moment, it leaves the old file or the new one in place, and the old one whole.
    """
    if path.exists():
        keep_copy(path, "before rebuild")
    log_of(path).unlink(missing_ok=True)  # first: over the new file it would not fit
    os.replace(new, path)


def kept_copies(path: Path) -> list[Path]:
    """Return the copies of a history file that were kept beside it."""
    return sorted(path.parent.glob(f"{path.stem} *{path.suffix}"))


def _refuse_locked(path: Path) -> None:
    """Raise `StoreLocked` when a program uses the file; whatever else is wrong with it is why it is rebuilt."""
    if path.exists():
        try:
            with Store(path, read_only=True):
                pass
        except StoreLocked:
            raise
        except StoreError:
            pass


def remove_left_over(path: Path) -> None:
    """Remove what a rebuild of a history file that was killed left beside it; `StoreLocked` when one is at work."""
    new = _new(path)
    _refuse_locked(new)
    for file in (new, log_of(new), _alone(path), *path.parent.glob(f".{path.stem} *.writing")):
        file.unlink(missing_ok=True)


def _new(path: Path) -> Path:
    """The file that a rebuild writes before it puts it in place."""
    return path.with_name(f".{path.stem}.rebuilding{path.suffix}")


def _alone(path: Path) -> Path:
    """The copy of a history file that a rebuild reads without its log."""
    return path.with_name(f".{path.stem}.reading{path.suffix}")


def _known(path: Path) -> OldHistory:
    """Return how many syncs a file has, as far as it says so."""
    if not path.exists():
        return OldHistory()
    with suppress(StoreError), Store(path, read_only=True) as old:
        count, first, last = old.rows(SYNCS)[0]
        return OldHistory(count, first, last, "left out, as you asked")
    return OldHistory(fault="left out, as you asked")


def _copied(path: Path, store: Store) -> OldHistory:
    """Copy every table of a file into a new store, all or none: first with its log, then without it."""
    if not path.exists():
        return OldHistory()
    try:
        return _copy_tables(path, store)
    except StoreError as error:
        if not log_of(path).exists():
            return _with_known(path, error)
    alone = _alone(path)
    try:
        shutil.copyfile(path, alone)
        return _copy_tables(alone, store, log_lost=True)
    except StoreError as error:
        return _with_known(alone, error, path)
    finally:
        alone.unlink(missing_ok=True)


def _with_known(path: Path, error: StoreError, named: Path | None = None) -> OldHistory:
    known = _known(path)
    fault = error.what.replace(str(path), str(named or path))
    return OldHistory(known.syncs, known.first, known.last, fault)


def _copy_tables(path: Path, store: Store, log_lost: bool = False) -> OldHistory:
    with Store(path, read_only=True):  # says in words what it is when it cannot be opened
        pass
    store.rows(f"ATTACH $path${path}$path$ AS old (READ_ONLY)")
    try:
        columns = store.rows(
            "SELECT database_name = 'old', table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        )
        tables = {
            name for _, name in store.rows("SELECT 1, table_name FROM duckdb_tables() WHERE database_name <> 'old'")
        }
        with store.transaction():
            for table in sorted(tables - {"meta", "registered"}):
                both = {name for is_old, of, name in columns if of == table and is_old}
                both &= {name for is_old, of, name in columns if of == table and not is_old}
                names = ", ".join(f'"{name}"' for name in sorted(both))
                if names:
                    store.rows(f'DELETE FROM "{table}"')
                    store.rows(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM old."{table}"')
        count, first, last = store.rows(SYNCS)[0]
        return OldHistory(count, first, last, log_lost=log_lost)
    finally:
        with suppress(StoreError):
            store.rows("DETACH old")
