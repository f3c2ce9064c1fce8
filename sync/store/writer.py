"""Collects what a sync read and appends it to the store in batches: a statement a batch, not a row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...core import schema
from ...core.cells import Day
from ...core.columns import Column, Table
from ...core.errors import Problem
from ...core.records import Records
from ..sources.base import FileInfo
from .erased import erased_people, without_erased
from .store import Fault, Store
from .table_definitions import sql_type

BATCH_ROWS = 60_000

_NO_DAY, _NO_FLAG = -(2**31), -1


class StoreWriter:
    """The records of one sync on their way into the store, inside the caller's transaction."""

    def __init__(self, store: Store, sync: int, day: Day) -> None:
        self.store, self.sync, self.day = store, sync, day
        self._next: int = store.rows("SELECT coalesce(max(version), 0) FROM versions")[0][0] + 1
        self._first = self._next
        self._erased = erased_people(store)
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._versions: list[tuple[Any, ...]] = []
        self._sheets: list[tuple[Any, ...]] = []
        self._problems: list[tuple[Any, ...]] = []
        self._touched: list[tuple[Any, ...]] = []
        self._closed: list[str] = []

    def add(
        self,
        name: str,
        stamp: FileInfo,
        root: str,
        sha256: str,
        tables: Sequence[Records],
        problems: Sequence[Problem],
    ) -> None:
        """Add a workbook's new version; the one that stood is closed."""
        self.close(name)
        version, self._next = self._next, self._next + 1
        tables, problems = without_erased(self._erased, tables, problems)
        self._versions.append((version, name, root, stamp.size, stamp.modified, sha256, self.day, self.sync, None))
        for sheet, records in enumerate(tables):
            self._add_records(version, sheet, records)
        for problem in problems:
            place = problem.location
            self._problems.append((version, place.sheet, place.cell, problem.what, problem.hint, problem.note))

    def close(self, name: str) -> None:
        """End the current version of a workbook."""
        self._closed.append(name)

    def touch(self, name: str, stamp: FileInfo, root: str) -> None:
        """Note new marks of a workbook whose content is as before, and where it is now."""
        self._touched.append((name, root, stamp.size, stamp.modified))

    def note_touched(self) -> None:
        """Write the new marks; they make no snapshot."""
        if self._touched:
            self.store.rows(
                "CREATE OR REPLACE TEMP TABLE touched (name VARCHAR, root VARCHAR, size BIGINT, modified BIGINT)"
            )
            self.store.insert_rows("touched", self._touched)
            self.store.rows(
                "UPDATE versions SET root = t.root, size = t.size, modified = t.modified FROM touched t "
                "WHERE versions.name = t.name AND versions.last_sync IS NULL"
            )

    def finish(self, faults: Mapping[str, Fault]) -> None:
        """Append all that is collected, and make the sync a snapshot of its day."""
        for table in schema.TABLES:
            if table.field in self._columns:
                self._flush(table)
        self.note_touched()
        closing = "UPDATE versions SET last_sync = ? WHERE last_sync IS NULL AND name IN (SELECT unnest(?::VARCHAR[]))"
        self.store.rows(closing, [self.sync, self._closed])
        self.store.insert_rows("versions", self._versions)
        if self._versions:
            self.store.note_reader(self._first)
        self.store.insert_rows("sheets", self._sheets)
        self.store.insert_rows("problems", self._problems)
        self.store.insert_rows("faults", [(self.sync, name, f.root, f.what, f.hint) for name, f in faults.items()])
        self.store.insert_rows("syncs", [(self.sync, self.day)])

    def _add_records(self, version: int, sheet: int, records: Records) -> None:
        if not len(records):
            return
        source, field = records.sources[0], records.table.field
        self._sheets.append((version, sheet, field, source.sheet, json.dumps(dict(source.cells))))
        names = ["version", "sheet", "row", *(column.field for column in records.table.inputs)]
        columns = self._columns.setdefault(field, {name: [] for name in names})
        columns["version"].extend([version] * len(records))
        columns["sheet"].extend([sheet] * len(records))
        columns["row"].extend(records.rows)
        for name, values in records.columns.items():
            columns[name].extend(values)
        if len(columns["row"]) >= BATCH_ROWS:
            self._flush(records.table)

    def _flush(self, table: Table) -> None:
        collected = self._columns.pop(table.field)
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
