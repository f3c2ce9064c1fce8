"""The rows of a table that count: without those left out in conflicts, and with references followed to other ids.

The same query serves one `State`, on its own temporary tables, and the views `current_objectives` and so on, which other
clients of DuckDB read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...core import schema
from ...core.columns import Column, Table

_ALL = frozenset(table.name for table in schema.TABLES)


@dataclass(frozen=True)
class Decisions:
    """The names of the tables that say what counts.

    `workbooks` has (version, name, rank), `dropped` has (subject, version, sheet, row), `renamed` has (subject, version,
    old, new). `with_drops` and `with_renames` are the tables of which `dropped` and `renamed` have rows at all.
    """

    workbooks: str
    dropped: str
    renamed: str
    with_drops: Collection[str] = frozenset(table.field for table in schema.TABLES)
    with_renames: Collection[str] = _ALL


CURRENT = Decisions("current_workbooks", "current_dropped", "current_renamed")


def current_rows(table: Table, decisions: Decisions) -> str:
    """Return the query for the rows of a table that count: version, sheet, row, then the inputs."""
    columns, joins = [], ""
    for number, column in enumerate(table.inputs):
        subject = column.refers or (table.name if column.name == "id" else "")
        if subject in decisions.with_renames:
            name = f"r{number}"
            joins += (
                f" LEFT JOIN {decisions.renamed} {name} ON {name}.subject = '{subject}'"
                f' AND {name}.version = t.version AND {name}.old = t."{column.field}"'
            )
            columns.append(f'coalesce({name}.new, t."{column.field}") AS "{column.field}"')
        else:
            columns.append(f't."{column.field}"')
    if table.field in decisions.with_drops:
        joins += (
            f" ANTI JOIN {decisions.dropped} d ON d.subject = '{table.field}' AND d.version = t.version"
            " AND d.sheet = t.sheet AND d.row = t.row"
        )
    listed = ", ".join(columns)
    return (
        f'SELECT * FROM (SELECT t.version, t.sheet, t.row, {listed} FROM "{table.field}" t'
        f" SEMI JOIN {decisions.workbooks} live ON live.version = t.version{joins})"
    )


POSITION = "(w.rank::BIGINT << 40) + (s.sheet::BIGINT << 24) + s.row"  # the order by workbook, sheet and row


def row_at(position: int) -> tuple[int, int, int]:
    """Return the rank of the workbook, the number of the sheet and the row that a position stands for.

    >>> row_at((3 << 40) + (1 << 24) + 17)
    (3, 1, 17)
    """
    return position >> 40, position >> 24 & 0xFFFF, position & 0xFFFFFF


def current_views() -> Iterator[str]:
    """Yield a statement for each table that makes the view of its current rows, with dates as dates.

    >>> next(current_views()).split(" AS ")[0]
    'CREATE OR REPLACE VIEW current_settings'
    """
    for table in schema.TABLES:
        columns = ", ".join(_typed(column) for column in table.inputs)
        yield (
            f"CREATE OR REPLACE VIEW current_{table.field} AS SELECT {columns}, w.workbook, t.title AS sheet_title,"
            f" s.row, s.version, s.sheet, {POSITION} AS position FROM ({current_rows(table, CURRENT)}) s"
            f" JOIN {CURRENT.workbooks} w USING (version) JOIN sheets t ON t.version = s.version AND t.sheet = s.sheet"
        )


def _typed(column: Column) -> str:
    name = f's."{column.field}"'
    if column.type == "date":
        return f'okr_date({name}) AS "{column.field}"'
    return f'{name}::BOOLEAN AS "{column.field}"' if column.type == "flag" else name
