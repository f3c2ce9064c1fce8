"""Key results of which only the progress is typed: it counts as it stands."""

from __future__ import annotations

from ...core import schema
from ...core.errors import Problem
from ...core.records import Records
from ...core.tables.table_match import Rows, TableMatch
from ...core.values import typed_values


def with_typed_progress(records: Records, match: TableMatch, rows: Rows) -> tuple[Records, list[Problem]]:
    """Return key results with a current value for their typed progress, where no start and no current value is given.

    Without a target the scale is 0 to 1; with one, the current value is that share of it. A note says so.
    """
    at = match.positions.get("progress", -1)
    if records.table is not schema.KEY_RESULTS or at < 0 or {"start", "current"} & set(match.positions):
        return records, []
    cells = [rows[number - 1][at] if at < len(rows[number - 1]) else None for number in records.rows]
    shares, _ = typed_values.read_column(schema.KEY_RESULTS.column("progress"), cells)
    columns = {field: list(values) for field, values in records.columns.items()}
    counted = [record for record, share in enumerate(shares) if share is not None]
    for record in counted:
        target = columns["target"][record] or 1.0
        columns["start"][record], columns["target"][record] = 0.0, target
        columns["current"][record] = shares[record] * target
    if not counted:
        return records, []
    used = Records(records.table, columns, records.rows, records.sources)
    what = f"the progress of {len(counted)} key results is used as typed: there is no start and no current value"
    if len(counted) == 1:
        what = "the progress of a key result is used as typed: there is no start and no current value"
    hint = "columns for start, target and current let the progress be computed"
    return used, [Problem(used.location(counted[0], "progress"), what, hint, note=True)]
