"""The layouts that people use instead of a table, in the order in which they are tried."""

from __future__ import annotations

from ....core.tables.headings import HeadingIndex
from ...sources.base import Sheet
from .blocks import blocks
from .layout import Layout
from .learning_exports import learning_export
from .node_export import node_export
from .numbered_columns import numbered_columns
from .objective_columns import objective_columns
from .objective_fields import named_key_results, objective_fields
from .outline import outline, unheaded_outline
from .single_goals import single_goals

LAYOUTS = (
    learning_export,
    node_export,
    numbered_columns,
    blocks,
    outline,
    objective_columns,
    unheaded_outline,
    named_key_results,
    objective_fields,
    single_goals,
)


def find_layout(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a sheet as the tables that it holds, None when it holds plain tables or nothing of ours."""
    for layout in LAYOUTS:
        found = layout(workbook, sheet, index)
        if found is not None:
            return found
    return None
