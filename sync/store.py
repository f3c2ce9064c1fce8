"""The store: one DuckDB file with every version of every workbook. The one door to duckdb.

A workbook's content is a *version*; it is valid from the sync that read it (`first_sync`) until the sync that
replaced it (`last_sync`, empty while it stands). The state at any sync, and so on any past day, is the set of
versions valid then: a snapshot costs one row, and an unchanged workbook nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np

from ..core import schema
from ..core.cells import Day
from ..core.errors import Problem, StoreError, StoreLocked
from ..core.records import Records
from ..core.schema import Column, Table
from .source import Stamp

FORMAT = 1
BATCH_ROWS = 60_000
MEMORY_LIMIT = "1GB"

_SQL_TYPES = {"number": "DOUBLE", "share": "DOUBLE", "level": "DOUBLE", "date": "INTEGER", "flag": "TINYINT"}
_NO_DAY, _NO_FLAG = -(2**31), -1

_DDL = """
CREATE TABLE IF NOT EXISTS meta (format INTEGER);
CREATE TABLE IF NOT EXISTS syncs (sync INTEGER, day INTEGER);
CREATE TABLE IF NOT EXISTS versions (
    version INTEGER, name VARCHAR, root VARCHAR, size BIGINT, modified BIGINT, sha256 VARCHAR, read_on INTEGER,
    first_sync INTEGER, last_sync INTEGER);
CREATE TABLE IF NOT EXISTS faults (sync INTEGER, name VARCHAR, root VARCHAR, what VARCHAR, hint VARCHAR);
CREATE TABLE IF NOT EXISTS made (sync INTEGER, day INTEGER, choice VARCHAR);
CREATE TABLE IF NOT EXISTS sheets (version INTEGER, sheet INTEGER, subject VARCHAR, title VARCHAR, cells VARCHAR);
CREATE TABLE IF NOT EXISTS problems (
    version INTEGER, sheet VARCHAR, cell VARCHAR, what VARCHAR, hint VARCHAR, note BOOLEAN);
CREATE TABLE IF NOT EXISTS standings (sync INTEGER, objective_id VARCHAR, score DOUBLE);
"""


@dataclass(frozen=True)
class Version:
    """What is known of a workbook that was read."""

    version: int
    name: str
    root: str
    size: int
    modified: int
    sha256: str
    read_on: Day


@dataclass(frozen=True)
class Fault:
    """Why a workbook (or a whole source) could not be read, and what to do about it."""

    root: str
    what: str
    hint: str


def sql_type(column: Column) -> str:
    """Return the type that a column has in the store: days are serial numbers, flags 0 or 1."""
    return _SQL_TYPES.get(column.type, "VARCHAR")


class Store:
    """An open store; use it as a context manager. Without a path it lives in memory."""

    def __init__(self, path: Path | None = None, read_only: bool = False) -> None:
        self.path = path
        name = ":memory:" if path is None else str(path)
        if path is not None and read_only and not path.exists():
            raise StoreError(f"there is no store at {str(path)!r}", "run `okrsheets sync` first")
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = duckdb.connect(name, read_only=read_only)
            self._db.execute(f"SET memory_limit='{MEMORY_LIMIT}'; SET preserve_insertion_order=false")
            if not read_only:
                self._db.execute(_DDL + _tables_ddl())
            self._check_format(read_only)
        except (duckdb.Error, OSError) as error:
            raise _store_error(name, error) from None

    def _check_format(self, read_only: bool) -> None:
        found = self.rows("SELECT format FROM meta")
        if not found and not read_only:
            self._db.execute("INSERT INTO meta VALUES (?)", [FORMAT])
        elif found and found[0][0] != FORMAT:
            raise StoreError(
                f"the store has format {found[0][0]}, this program writes {FORMAT}",
                "move the store away and sync again",
            )

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        return self._db.execute(sql, list(values)).fetchall()

    def arrays(self, sql: str, values: Sequence[Any] = ()) -> dict[str, Any]:
        """Run a query and return its columns as numpy arrays, masked where there is no data."""
        return dict(self._db.execute(sql, list(values)).fetchnumpy())

    def insert(self, table: str, columns: Mapping[str, np.ndarray[Any, Any]], select: str = "*") -> None:
        """Append columns of equal length to a table."""
        batch = dict(columns)  # noqa: F841  # duckdb finds it by its name
        self._db.execute(f"INSERT INTO {table} SELECT {select} FROM batch")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: an exception, or the end of the process, leaves the store as it was."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def last_sync(self, on: Day | None = None) -> tuple[int, Day] | None:
        """Return the last sync, or the last one on or before a day, with its day; None when there is none."""
        found = self.rows(
            "SELECT sync, day FROM syncs WHERE ? IS NULL OR day <= ? ORDER BY sync DESC LIMIT 1", [on, on]
        )
        return (found[0][0], found[0][1]) if found else None

    def first_day(self) -> Day | None:
        """Return the day of the earliest snapshot."""
        found: Day | None = self.rows("SELECT min(day) FROM syncs")[0][0]
        return found

    def versions(self) -> dict[str, Version]:
        """Return the versions that stand, by workbook name."""
        sql = "SELECT version, name, root, size, modified, sha256, read_on FROM versions WHERE last_sync IS NULL"
        return {row[1]: Version(*row) for row in self.rows(sql)}

    def faults(self, sync: int) -> dict[str, Fault]:
        """Return by workbook name why it could not be read at a sync."""
        found = self.rows("SELECT name, root, what, hint FROM faults WHERE sync = ? ORDER BY name", [sync])
        return {name: Fault(*rest) for name, *rest in found}

    def made(self) -> tuple[int, Day, str] | None:
        """Return for which sync, day and choice of outputs the review was last written."""
        found = self.rows("SELECT sync, day, choice FROM made")
        return found[0] if found else None

    def note_made(self, sync: int, day: Day, choice: str) -> None:
        """Note that the review was written."""
        with self.transaction():
            self.rows("DELETE FROM made")
            self.rows("INSERT INTO made VALUES (?, ?, ?)", [sync, day, choice])


def _tables_ddl() -> str:
    statements = []
    for table in schema.TABLES:
        columns = ", ".join(f'"{column.field}" {sql_type(column)}' for column in table.inputs)
        statements.append(
            f'CREATE TABLE IF NOT EXISTS "{table.field}" (version INTEGER, sheet INTEGER, row INTEGER, {columns});'
        )
    return "\n".join(statements)


def _store_error(name: str, error: Exception) -> StoreError:
    text = str(error)
    if "lock" in text.lower():
        return StoreLocked(f"another okrsheets is using the store {name}", "wait until it is done, then try again")
    first = text.splitlines()[0] if text else type(error).__name__
    return StoreError(
        f"the store {name} cannot be used: {first}", "move it away and run `okrsheets sync` again, or use --out"
    )


class Writer:
    """Collects the records of a sync and appends them in batches, inside the caller's transaction."""

    def __init__(self, store: Store, sync: int, day: Day) -> None:
        self.store, self.sync, self.day = store, sync, day
        self._next: int = store.rows("SELECT coalesce(max(version), 0) FROM versions")[0][0] + 1
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._rows: dict[str, int] = {}

    def add(
        self,
        name: str,
        stamp: Stamp,
        root: str,
        sha256: str,
        tables: Sequence[Records],
        problems: Sequence[Problem],
    ) -> None:
        """Add a workbook's new version; the one that stood is closed."""
        self.close(name)
        version, self._next = self._next, self._next + 1
        values = [version, name, root, stamp.size, stamp.modified, sha256, self.day, self.sync]
        self.store.rows("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", values)
        for sheet, records in enumerate(tables):
            self._add_records(version, sheet, records)
        for problem in problems:
            where = [version, problem.place.sheet, problem.place.cell, problem.what, problem.hint, problem.note]
            self.store.rows("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)", where)

    def close(self, name: str) -> None:
        """End the version of a workbook that stands."""
        self.store.rows("UPDATE versions SET last_sync = ? WHERE name = ? AND last_sync IS NULL", [self.sync, name])

    def touch(self, name: str, stamp: Stamp) -> None:
        """Note new marks of a workbook whose content is as before."""
        sql = "UPDATE versions SET size = ?, modified = ? WHERE name = ? AND last_sync IS NULL"
        self.store.rows(sql, [stamp.size, stamp.modified, name])

    def finish(self, faults: Mapping[str, Fault]) -> None:
        """Append all that is collected, and make the sync a snapshot of its day."""
        for table in schema.TABLES:
            if self._rows.get(table.field):
                self._flush(table)
        for name, fault in faults.items():
            values = [self.sync, name, fault.root, fault.what, fault.hint]
            self.store.rows("INSERT INTO faults VALUES (?, ?, ?, ?, ?)", values)
        self.store.rows("INSERT INTO syncs VALUES (?, ?)", [self.sync, self.day])

    def _add_records(self, version: int, sheet: int, records: Records) -> None:
        source = records.sources[0] if records.sources else None
        if source is None:
            return
        described = [version, sheet, records.table.field, source.sheet, json.dumps(dict(source.cells))]
        self.store.rows("INSERT INTO sheets VALUES (?, ?, ?, ?, ?)", described)
        count, field = len(records), records.table.field
        names = ["version", "sheet", "row", *(column.field for column in records.table.inputs)]
        columns = self._columns.setdefault(field, {name: [] for name in names})
        columns["version"].extend([version] * count)
        columns["sheet"].extend([sheet] * count)
        columns["row"].extend(records.rows)
        for name, values in records.columns.items():
            columns[name].extend(values)
        self._rows[field] = self._rows.get(field, 0) + count
        if self._rows[field] >= BATCH_ROWS:
            self._flush(records.table)

    def _flush(self, table: Table) -> None:
        collected = self._columns.pop(table.field)
        self._rows[table.field] = 0
        arrays = {name: np.array(collected[name], dtype=np.int32) for name in ("version", "sheet", "row")}
        select = ["version", "sheet", "row"]
        for column in table.inputs:
            arrays[column.field], expression = _array(column, collected[column.field])
            select.append(expression)
        self.store.insert(f'"{table.field}"', arrays, ", ".join(select))


def _array(column: Column, values: list[Any]) -> tuple[np.ndarray[Any, Any], str]:
    """A column as numpy holds it, and the expression that turns its mark for no data into NULL."""
    kind, name = sql_type(column), f'"{column.field}"'
    if kind == "DOUBLE":
        return np.array(values, dtype=np.float64), f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    if kind == "INTEGER":
        return np.array(
            [_NO_DAY if value is None else value for value in values], dtype=np.int32
        ), f"nullif({name}, {_NO_DAY})"
    if kind == "TINYINT":
        return np.array(
            [_NO_FLAG if value is None else value for value in values], dtype=np.int8
        ), f"nullif({name}, {_NO_FLAG})"
    return np.array(values, dtype=object), name
