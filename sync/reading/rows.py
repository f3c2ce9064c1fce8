"""What is to be said about rows below a heading that are no rows of the table: a note where that is sure, else a problem."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import Location, Problem, column_letter
from ...core.tables.table_match import TableMatch
from ...core.tables.table_rows import Kind, Skipped

ROWS_NAMED = 5

_WHAT: dict[Kind, str] = {
    "total": "totals and averages are not counted",
    "repeated heading": "the headings are repeated here; not counted",
    "group": "a heading for the rows below, or a remark; not counted",
    "remark": "a remark; not counted",
    "block": "something else below the table; not read",
    "prefilled": "filled down, but nothing entered; not counted",
}


def row_problems(match: TableMatch, skipped: Sequence[Skipped], title: str, workbook: str) -> list[Problem]:
    """Return a note for each kind of row that was left out, and a problem for rows that may have been meant."""
    return [_problem(match, each, title, workbook) for each in skipped if each.kind not in ("objective", "example")]


def _problem(match: TableMatch, skipped: Skipped, title: str, workbook: str) -> Problem:
    where = Location(workbook, title, f"{column_letter(skipped.column)}{skipped.rows[0] + 1}")
    rows = _rows(skipped.rows)
    if skipped.kind == "stray":
        needed = (
            match.table.column(match.table.title_field).name if match.table.title_field else match.table.inputs[0].name
        )
        what = f"{rows}: something is filled in, but no {needed}; not counted"
        return Problem(where, what, f"fill in the {needed}, or clear the row")
    hint = "nothing is to be done, unless this should count: then fill the row in like the others"
    return Problem(where, f"{rows} ({skipped.text[:40]!r}): {_WHAT[skipped.kind]}", hint, note=True)


def _rows(rows: Sequence[int]) -> str:
    """Return the numbers of some rows as people read them.

    >>> _rows([4, 5, 6, 9]), _rows([4])
    ('rows 5 to 7, 10', 'row 5')
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    named = [f"{first + 1}" if first == last else f"{first + 1} to {last + 1}" for first, last in runs]
    more = f" and {len(named) - ROWS_NAMED} more" if len(named) > ROWS_NAMED else ""
    return f"row{'' if len(rows) == 1 else 's'} {', '.join(named[:ROWS_NAMED])}{more}"
