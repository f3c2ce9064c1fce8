"""A database in memory in which the rows of reports are read and matched, all at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np

from ...core.errors import SourceError

BATCH = 10_000
MEMORY_LIMIT = "1GB"  # what does not fit goes to files in the system's temporary folder


class Database:
    """An open database; use it as a context manager."""

    def __init__(self) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="okrsheets-")
        self._db = duckdb.connect(":memory:", config={"temp_directory": self._spill.name, "memory_limit": MEMORY_LIMIT})
        self._db.execute("SET enable_progress_bar=false")  # a bar of DuckDB would stand in what the command prints

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._spill.cleanup()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows; `SourceError` when it fails."""
        with _errors_of_ours():
            return self._db.execute(sql, list(values)).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Run a statement and return its first row."""
        return self.rows(sql, values)[0]

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, some thousands at a time."""
        with _errors_of_ours():
            result = self._db.execute(sql)
            while batch := result.fetchmany(BATCH):
                yield from batch

    def insert(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append columns of equal length to a table, by their names."""
        batch = {name: np.array(values, dtype=np.object_) for name, values in columns.items()}
        if any(map(len, batch.values())):
            names = ", ".join(f'"{name}"' for name in batch)
            with _errors_of_ours():
                self._db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM batch")

    def insert_csv(self, table: str, path: Path, dialect: CsvDialect, prepared: str, chosen: Mapping[str, str]) -> bool:
        """Append columns of a .csv file to a table; return False when DuckDB cannot read the file so.

        `prepared` are expressions over `c0`, `c1`, … of the file, which are texts; `chosen` has the expression of each column of
        the table over these.
        """
        names = ", ".join(f'"{name}"' for name in chosen)
        for more in ("", ", null_padding = true, parallel = false"):
            source = f"(SELECT {prepared} FROM read_csv({sql_text(str(path))}, {dialect.options}{more}))"
            with suppress(duckdb.Error):
                self._db.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen.values())} FROM {source}")
                return True
        return False

    def write_csv(self, query: str, path: Path) -> None:
        """Write the rows of a query as a .csv file with headings."""
        self.rows(f"COPY ({query}) TO {sql_text(str(path))} (FORMAT csv, HEADER true)")


class CsvDialect:
    """How a .csv file is to be read: the lines before its rows, what separates cells, and how many columns it has."""

    def __init__(self, skip: int, delimiter: str, width: int) -> None:
        self.skip, self.delimiter, self.width = skip, delimiter, width

    @property
    def options(self) -> str:
        """The arguments of DuckDB's `read_csv`."""
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(self.width))
        return (
            f"auto_detect = false, header = false, skip = {self.skip}, delim = {sql_text(self.delimiter)}, quote = '\"', "
            f"escape = '\"', columns = {{{columns}}}, max_line_size = 10000000"
        )


@contextmanager
def _errors_of_ours() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        what = str(error).splitlines()[0]
        raise SourceError(
            f"the rows cannot be read: {what}", "is the disk full? Else import fewer files at once"
        ) from None


def sql_text(text: str) -> str:
    """Return a text as SQL has it.

    >>> sql_text("Ida's")
    "'Ida''s'"
    """
    return "'" + text.replace("'", "'" * 2) + "'"
