"""The order of a table's columns on its sheet: results beside the words, inputs as people fill them in, the rest folded.

Readers find columns by their headings, so that this order is for people only; `schema` has its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ..core.columns import Column, Table
from ..core.errors import column_letter
from ..core.records import Tables


@dataclass(frozen=True)
class ColumnOrder:
    """The fields of a table from left to right.

    The `frozen` columns stay in sight. The `folded` ones are optional inputs, in a group that a click opens. Columns on
    request stand before the field `extras_before`, at the end without one.
    """

    fields: tuple[str, ...]
    frozen: int = 1
    folded: tuple[str, ...] = ()
    extras_before: str = ""


Extras = Collection[str]  # what a workbook has on request, e.g. "control" for the columns Lowest and Highest


_LAYOUTS: Mapping[str, ColumnOrder] = {
    "objectives": ColumnOrder(
        ("id", "objective", "level", "owner", "parent_id", "team", "contributes", "commitment", "weight", "status", "reason"),
        frozen=2,
        folded=("team", "contributes", "commitment", "weight", "status", "reason"),
        extras_before="team",
    ),
    "key results": ColumnOrder(
        ("id", "objective_id", "key_result", "progress", "status_word", "kind", "unit", "start", "target", "current", "owner",
         "weight", "start_date", "due_date", "status", "reason", "expected", "last_check_in", "stale"),
        frozen=5,
        folded=("weight", "start_date", "due_date", "status", "reason"),
        extras_before="owner",
    ),
}  # fmt: skip


def layout_of(table: Table, extras: Extras = ()) -> ColumnOrder:
    """Return the layout of a table with the columns of `extras`; without one of its own, that of the schema."""
    usual = tuple(column.field for column in table.columns if not column.extra)
    order = _LAYOUTS.get(table.name) or ColumnOrder(usual)
    added = tuple(column.field for column in table.columns if column.extra and column.extra in extras)
    at = order.fields.index(order.extras_before) if order.extras_before else len(order.fields)
    return replace(order, fields=(*order.fields[:at], *added, *order.fields[at:]))


def columns_of(table: Table, extras: Extras = ()) -> tuple[Column, ...]:
    """Return the columns of a table as they stand on its sheet."""
    return tuple(table.column(field) for field in layout_of(table, extras).fields)


def letters(table: Table, extras: Extras = ()) -> dict[str, str]:
    """Return the letter of each column by its field.

    >>> from ..core.schema import KEY_RESULTS
    >>> letters(KEY_RESULTS)["key_result"], letters(KEY_RESULTS, {"control"})["lowest"]
    ('C', 'K')
    """
    return {column.field: column_letter(index) for index, column in enumerate(columns_of(table, extras))}


def extras_in(tables: Tables) -> frozenset[str]:
    """Return what records say that stands in columns and tables on request only, so that a workbook with them has these.

    >>> extras_in(Tables())
    frozenset()
    """
    columns = {
        column.extra
        for records in tables.records.values()
        for column in records.table.inputs
        if column.extra and any(value is not None for value in records.columns[column.field])
    }
    return frozenset(columns | {records.table.extra for records in tables.records.values() if len(records)} - {""})
