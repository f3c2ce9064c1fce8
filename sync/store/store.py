"""The store: one DuckDB file with every version of every workbook. The one door to duckdb.

A workbook's content is a *version*; it is valid from the sync that read it (`first_sync`) until the sync that
replaced it (`last_sync`, empty while it is current). The state at any sync, and so on any past day, is the set of
versions valid then: a snapshot costs one row, and an unchanged workbook nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import date
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np

from ...core.cells import Day
from ...core.errors import StoreError, UsageError
from ...core.evidence import EvidenceRules
from ...core.model import Settings
from ...core.version import VERSION
from .current_rows import current_views
from .interrupts import run_interruptibly
from .opening import keep_copy, log_of, other_format, refuse_cut_short, store_error, whole_or_absent
from .statements import as_temporary, digest, rules_view, skill_statements, statements
from .table_definitions import DDL, added_columns, completed_tables, tables_ddl

FORMAT = 3
READABLE = (1, 2, 3)  # what the tables of older formats lack is made when the file is opened for writing
STORAGE = "v1.4.0"  # the oldest DuckDB that opens the file; pyproject.toml requires no older one
BATCH = 5_000  # rows that are held at once where they are read one after the other
_SETTINGS = "SET memory_limit='200MB'; SET preserve_insertion_order=false; SET enable_progress_bar=false"


@dataclass(frozen=True)
class WorkbookVersion:
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


class Store:
    """An open store; use it as a context manager. Without a path it lives in memory."""

    def __init__(self, path: Path | None = None, read_only: bool = False) -> None:
        self.path = path
        self._numbers = count(1)
        self._has_macros = False
        name = ":memory:" if path is None else str(path)
        if path is not None and read_only and not path.exists():
            raise StoreError(f"there is no history at {str(path)!r}", "run `okrsheets sync` first")
        with whole_or_absent(path), self._errors_of_ours():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open(name, read_only)
            self._db.execute(_SETTINGS)
            if read_only and self.format != FORMAT:
                for statement in completed_tables(self._known_columns(), self.rows("SELECT current_database()")[0][0]):
                    self.rows(statement)
            if not read_only:
                self._make_tables()
                if path is not None:
                    self._register()

    def _open(self, name: str, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open the file, and note its format; a file of an older one is copied before it is opened for writing."""
        is_new = self.path is None or not self.path.exists()
        has_log = self.path is not None and log_of(self.path).exists()
        db = _connect(name, read_only)
        self.format = FORMAT
        if self.path is None or is_new:
            return db
        try:
            if not has_log:
                refuse_cut_short(
                    self.path, *db.execute("SELECT used_blocks, block_size FROM pragma_database_size()").fetchall()[0]
                )
            self.format = _format_of(db, self.path, read_only)
        except BaseException:
            db.close()
            raise
        if read_only or self.format == FORMAT:
            return db
        db.close()
        keep_copy(self.path, f"format {self.format}")
        return _connect(name, read_only)

    def _make_tables(self) -> None:
        """Make the tables that are not there, all or none, and note the format."""
        with self.transaction():
            self._db.execute(DDL + tables_ddl())
            for statement in () if self.format == FORMAT else added_columns(self._known_columns()):
                self.rows(statement)
            if self.rows("SELECT format FROM meta") != [(FORMAT,)]:
                self.rows("DELETE FROM meta")
                self.rows("INSERT INTO meta VALUES (?)", [FORMAT])
        self.format = FORMAT

    def _known_columns(self) -> set[tuple[str, str]]:
        """Return the columns that the tables of the file have: the table's name and the column's."""
        return set(self.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"))

    def _register(self) -> None:
        """Register macros and views for other clients of DuckDB, where they are not those of this version."""
        by_evidence = bool(self.rows("SELECT 1 FROM evidence_rules"))
        views = tuple(current_views())
        registered = digest(views) + (" evidence" if by_evidence else "")
        if self.rows("SELECT digest FROM registered") == [(registered,)]:
            return
        with self.transaction():
            for statement in (
                *statements("macros"),
                *statements("day"),
                *views,
                *statements("okrs"),
                *statements("beside"),
                *rules_view(by_evidence),
                *skill_statements(by_evidence),
            ):
                self.rows(statement)
            self.rows("DELETE FROM registered")
            self.rows("INSERT INTO registered VALUES (?)", [registered])

    def load_macros(self) -> None:
        """Make the macros of this version for this connection, whatever is registered in the file."""
        if not self._has_macros:
            self._has_macros = True
            for macro in statements("macros"):
                self.rows(as_temporary(macro))

    def close(self) -> None:
        """Close the file; a store that is used as a context manager does so itself."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def temporary_name(self, stem: str) -> str:
        """Return a name for a temporary table that no other one of this store has."""
        return f"{stem}_{next(self._numbers)}"

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        with self._errors_of_ours():
            return self._db.execute(sql, dict(values) if isinstance(values, Mapping) else list(values)).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, a few thousand at a time; no other statement may run until they are all read."""
        with self._errors_of_ours():
            result = self._db.execute(sql)
            while batch := result.fetchmany(BATCH):
                yield from batch

    def query(
        self, sql: str, day: date | None = None, cycle: str | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the columns and rows of a user's query; the views look at `day` and `cycle`, at the last sync without.

        It reaches nothing but this store. `UsageError` when it can't be run, or the history lacks the views.
        """
        if self.rows("SELECT 1 FROM duckdb_views() WHERE view_name = 'objective_status'") == []:
            raise StoreError("the history file was written by an older okrsheets", "run `okrsheets sync` once")
        try:
            self._db.execute("SET VARIABLE okr_day = $1::DATE", [day])
            self._db.execute("SET VARIABLE okr_cycle = $1::VARCHAR", [cycle])
            self._db.execute("SET enable_external_access = false; SET lock_configuration = true")
            return run_interruptibly(self._db.execute, self._db.interrupt, sql)
        except (RuntimeError, duckdb.InterruptException) as error:
            raise _of_ours(self.path, error) from None
        except duckdb.Error as error:
            what = " ".join(str(error).partition("\n\nLINE ")[0].split())  # without the query and a mark below it
            raise UsageError(
                f"the query can't be run: {what}", "docs/store.md lists views, columns and queries"
            ) from None

    def insert(self, table: str, columns: Mapping[str, np.ndarray[Any, Any]], select: str = "*") -> None:
        """Append columns of equal length to a table."""
        batch = dict(columns)  # noqa: F841  # duckdb finds it by its name
        with self._errors_of_ours():
            self._db.execute(f"INSERT INTO {table} SELECT {select} FROM batch")

    def insert_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows to a small table, all at once."""
        if rows:
            columns = {f"c{number}": np.array(values, dtype=np.object_) for number, values in enumerate(zip(*rows))}
            self.insert(table, columns)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: an exception, or the end of the process, leaves the store as it was."""
        self.rows("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(StoreError):  # what stopped the work says more
                self.rows("ROLLBACK")
            raise
        self.rows("COMMIT")

    @contextmanager
    def _errors_of_ours(self) -> Iterator[None]:
        """Turn an error of DuckDB, such as a full disk or a damaged file, into a `StoreError`."""
        try:
            yield
        except (duckdb.Error, OSError, RuntimeError) as error:
            raise _of_ours(self.path, error) from None

    def last_sync(self, on: Day | None = None) -> tuple[int, Day] | None:
        """Return the last sync, or the last one on or before a day, with its day; None when there is none."""
        rows = self.rows("SELECT sync, day FROM syncs WHERE ? IS NULL OR day <= ? ORDER BY sync DESC LIMIT 1", [on, on])
        return (rows[0][0], rows[0][1]) if rows else None

    def first_day(self) -> Day | None:
        """Return the day of the earliest snapshot."""
        first: Day | None = self.rows("SELECT min(day) FROM syncs")[0][0]
        return first

    def versions(self) -> dict[str, WorkbookVersion]:
        """Return the current versions, by workbook name."""
        sql = "SELECT version, name, root, size, modified, sha256, read_on FROM versions WHERE last_sync IS NULL"
        return {row[1]: WorkbookVersion(*row) for row in self.rows(sql)}

    def faults(self, sync: int) -> dict[str, Fault]:
        """Return by workbook name why it could not be read at a sync."""
        rows = self.rows("SELECT name, root, what, hint FROM faults WHERE sync = ? ORDER BY name", [sync])
        return {name: Fault(*rest) for name, *rest in rows}

    def given_up(self, limits: str) -> dict[str, tuple[str, str]]:
        """Return by the hash of a content why it could not be read within some limits, and what to do about it."""
        rows = self.rows("SELECT sha256, what, hint FROM given_up WHERE limits = ?", [limits])
        return {sha256: (what, hint) for sha256, what, hint in rows}

    def give_up(self, sha256: str, limits: str, what: str, hint: str) -> None:
        """Note that a content cannot be read within some limits, so that it is not tried again."""
        self.rows("DELETE FROM given_up WHERE sha256 = ?", [sha256])
        self.insert_rows("given_up", [(sha256, limits, what, hint)])

    def layout(self) -> str | None:
        """Return the digest of the `HeadingIndex` that the workbooks were read with."""
        rows = self.rows("SELECT digest FROM layout")
        return rows[0][0] if rows else None

    def note_layout(self, digest: str) -> None:
        """Note the digest of the `HeadingIndex` that the workbooks are read with."""
        if self.layout() != digest:
            self.rows("DELETE FROM layout")
            self.rows("INSERT INTO layout VALUES (?)", [digest])

    def note_reader(self, version: int) -> None:
        """Note that versions of workbooks from the number `version` on are read by this version of okrsheets."""
        last = self.rows("SELECT made_by FROM read_by ORDER BY version DESC LIMIT 1")
        if last != [(VERSION,)]:
            self.insert_rows("read_by", [(version, VERSION)])

    def read_by_this_version(self) -> bool:
        """Return whether this version of okrsheets read all workbooks as they are now."""
        if not self.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'read_by'"):
            return False
        oldest = self.rows("SELECT min(version) FROM versions WHERE last_sync IS NULL")[0][0]
        last = self.rows("SELECT version, made_by FROM read_by ORDER BY version DESC LIMIT 1")
        return bool(last) and oldest is not None and last[0][0] <= oldest and last[0][1] == VERSION

    def note_thresholds(self, thresholds: Settings) -> None:
        """Note the thresholds that are used where a workbook has none, for the views."""
        row = (thresholds.at_risk_gap, thresholds.off_track_gap, thresholds.stale_days)
        if self.rows("SELECT * FROM thresholds") != [row]:
            self.rows("DELETE FROM thresholds")
            self.rows("INSERT INTO thresholds VALUES (?, ?, ?)", row)

    def note_skill_rules(self, rules: EvidenceRules) -> None:
        """Note the rules of evidence by which levels are computed, for the views; none where they are plain."""
        row = [] if rules.is_plain else [astuple(rules)]
        if self.rows("SELECT * FROM evidence_rules") != row:
            self.rows("DELETE FROM evidence_rules")
            self.insert_rows("evidence_rules", row)
            self._register()

    def last_summary(self, sync: int, day: Day, choice: str) -> str | None:
        """Return the summary that was kept when the outputs of a sync were last written for this day and choice."""
        rows = self.rows(
            "SELECT summary FROM made JOIN summaries USING (sync) WHERE sync = ? AND day = ? AND choice = ?",
            [sync, day, choice],
        )
        return rows[0][0] if rows else None

    def commentary(self, sync: int) -> dict[str, str]:
        """Return what people wrote, as it stood at a sync: Markdown by the team it is about, "" for the organisation."""
        if not self.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'commentary'"):
            return {}  # a history of an older version that is only read
        sql = "SELECT about, text FROM commentary WHERE sync = (SELECT max(sync) FROM commentary WHERE sync <= ?)"
        return {about: text for about, text in self.rows(sql, [sync]) if text}

    def keep_commentary(self, sync: int, texts: Mapping[str, str]) -> None:
        """Keep what people wrote from a sync on; an empty text stands for none at all."""
        self.insert_rows("commentary", [(sync, about, text) for about, text in (texts or {"": ""}).items()])

    def keep_summary(self, sync: int, day: Day, choice: str, summary: str) -> None:
        """Keep what a sync found, now that its outputs were written."""
        with self.transaction():
            self.rows("DELETE FROM made")
            self.rows("DELETE FROM summaries")
            self.rows("INSERT INTO made VALUES (?, ?, ?)", [sync, day, choice])
            self.rows("INSERT INTO summaries VALUES (?, ?)", [sync, summary])


def _of_ours(path: Path | None, error: Exception) -> BaseException:
    """Return an error of DuckDB as one of ours: Ctrl+C is a `RuntimeError` there, or an error of its own."""
    if isinstance(error, duckdb.InterruptException) or str(error) == "Query interrupted":
        return KeyboardInterrupt()
    return error if isinstance(error, RuntimeError) else store_error(path, error)


def _connect(name: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a file; one of another program never makes DuckDB look for a way to read it in the network."""
    version = {} if read_only else {"storage_compatibility_version": STORAGE}
    return duckdb.connect(name, read_only=read_only, config={"autoinstall_known_extensions": False, **version})


def _format_of(db: duckdb.DuckDBPyConnection, path: Path, read_only: bool) -> int:
    """Return the format of a history file; `StoreError` when this version cannot read it, or it is something else."""
    tables = {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and read_only:
        raise StoreError(f"the history file {path} has nothing in it yet", "run `okrsheets sync` first")
    if not tables:
        return FORMAT
    if "meta" not in tables:
        raise StoreError(f"{path} is a database of another program", "name another folder with --out")
    rows = db.execute("SELECT format FROM meta").fetchall()
    found: int = rows[0][0] if rows else FORMAT
    if found not in READABLE:
        raise other_format(path, found, FORMAT)
    return found
