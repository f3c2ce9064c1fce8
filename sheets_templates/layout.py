"""The order of a table's columns on its sheet: results beside the words, inputs as people fill them in, the rest folded.

Readers find columns by their headings, so that this order is for people only; `schema` has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.columns import Column, Table
from ..core.errors import column_letter


@dataclass(frozen=True)
class ColumnOrder:
    """The fields of a table from left to right.

    The `frozen` columns stay in sight. The `folded` ones are optional inputs, in a group that a click opens.
    """

    fields: tuple[str, ...]
    frozen: int = 1
    folded: tuple[str, ...] = ()


_LAYOUTS: Mapping[str, ColumnOrder] = {
    "objectives": ColumnOrder(
        ("id", "objective", "level", "owner", "parent_id", "team", "contributes", "commitment", "weight", "status", "reason"),
        frozen=2,
        folded=("team", "contributes", "commitment", "weight", "status", "reason"),
    ),
    "key results": ColumnOrder(
        ("id", "objective_id", "key_result", "progress", "status_word", "kind", "unit", "start", "target", "current", "owner",
         "weight", "start_date", "due_date", "status", "reason", "expected", "last_check_in", "stale"),
        frozen=5,
        folded=("weight", "start_date", "due_date", "status", "reason"),
    ),
}  # fmt: skip


def layout_of(table: Table) -> ColumnOrder:
    """Return the layout of a table; without one of its own, that of the schema."""
    return _LAYOUTS.get(table.name) or ColumnOrder(tuple(column.field for column in table.columns))


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table as they stand on its sheet."""
    return tuple(table.column(field) for field in layout_of(table).fields)


def letters(table: Table) -> dict[str, str]:
    """Return the letter of each column by its field.

    >>> from ..core.schema import KEY_RESULTS
    >>> letters(KEY_RESULTS)["key_result"]
    'C'
    """
    return {column.field: column_letter(index) for index, column in enumerate(columns_of(table))}
