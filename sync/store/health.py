"""Whether a history file is sound: every table is read whole, and every view is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.cells import Day
from ...core.errors import StoreError
from .opening import log_of
from .store import Store


@dataclass(frozen=True)
class Health:
    """What a history file has; `tables` and `views` give their numbers of rows, `faults` why one could not be read.

    `bytes` is the size with what DuckDB keeps beside the file. A number is None where it could not be read.
    """

    format: int
    storage: str
    bytes: int
    syncs: int | None
    first: Day | None
    last: Day | None
    workbooks: int | None
    versions: int | None
    tables: Mapping[str, int]
    views: Mapping[str, int]
    faults: Mapping[str, str]


def health_of(store: Store) -> Health:
    """Return what an open history file has, after every block of every table was read."""
    faults: dict[str, str] = {}
    tables = _rows_of(store, "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1", faults)
    views = _rows_of(store, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1", faults)
    syncs, first, last = _one(store, "SELECT count(*), min(day), max(day) FROM syncs", 3)
    versions, workbooks = _one(store, "SELECT count(*), count(*) FILTER (WHERE last_sync IS NULL) FROM versions", 2)
    (tags,) = _one(store, "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()", 1)
    files = [store.path, log_of(store.path)] if store.path else []
    size = sum(file.stat().st_size for file in files if file.exists())
    storage = (tags or {}).get("storage_version", "")
    return Health(store.format, storage, size, syncs, first, last, workbooks, versions, tables, views, faults)


def _rows_of(store: Store, names: str, faults: dict[str, str]) -> dict[str, int]:
    """Return the numbers of rows of tables or views by name, once each value of them was read; else note why it wasn't."""
    rows: dict[str, int] = {}
    try:
        listed = [name for (name,) in store.rows(names)]
    except StoreError as error:
        faults["the list of tables"] = error.what
        return rows
    for name in listed:
        try:
            rows[name] = store.rows(f'SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM "{name}"')[0][0]
        except StoreError as error:
            faults[name] = error.what
    return rows


def _one(store: Store, sql: str, columns: int) -> tuple[Any, ...]:
    """Return the one row of a query, of nothing where it cannot be read."""
    try:
        return store.rows(sql)[0]
    except StoreError:
        return (None,) * columns
