"""What is said about a sheet of skills that was read: how, what was decided, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.records import Records
from ....core.values.cell_reading import quoted
from .axes import Axes, heading_at
from .legend import Legend
from .levels import MatrixSheet
from .rows import MatrixRows, cell_at

_PLURALS = {"person": "people", "skill": "skills", "role": "roles", "": "levels"}
_COUNTED = {"assessments": ("rating", "ratings"), "roles": ("requirement", "requirements"), "people": ("person", "people"),
            "skills": ("skill", "skills"), "certifications": ("certificate", "certificates"), "learning": ("course", "courses")}  # fmt: skip


def _unused(matrix: MatrixSheet) -> Iterator[Problem]:
    """A note on the columns with a heading that are neither labels nor levels."""
    region = matrix.region
    used = {*(value.at for value in matrix.axes.values), *matrix.axes.labels.values()}
    used |= {value.skill_at for value in matrix.axes.values}
    columns = sorted({*region.values, *region.days, *region.labels} - used)
    named = [(at, heading) for at in columns if (heading := heading_at(matrix.sheet, region, at))]
    if named:
        shown = ", ".join(repr(heading[:30]) for _, heading in named[:8])
        where = Location(matrix.workbook, matrix.sheet.title, f"{column_letter(named[0][0])}{region.header + 1}")
        count = "a column was" if len(named) == 1 else f"{len(named)} columns were"
        yield Problem(where, f"{count} not used: {shown}", "nothing is to be done, unless it holds levels", note=True)


def _unread(matrix: MatrixSheet) -> Iterator[Problem]:
    """A problem at the first cell that holds something and says no level, with all of them in words."""
    unread = matrix.scale.unread
    if not unread:
        return
    cells = [
        (row, value.at, cell)
        for row in (*matrix.rows.entries, *matrix.rows.required)
        for value in matrix.axes.values
        if (cell := cell_at(matrix.sheet, row, value.at)) in unread and matrix.scale.level(cell) is None
    ]
    if cells:
        row, at, cell = cells[0]
        count = "a cell says" if len(cells) == 1 else f"{len(cells)} cells say"
        what = f"{count} no level of this scale and {'is' if len(cells) == 1 else 'are'} not counted: {quoted(cell)}"
        where = Location(matrix.workbook, matrix.sheet.title, f"{column_letter(at)}{row + 1}")
        yield Problem(where, what, "write the level as in the other cells, or clear the cell")


def decisions_of(matrix: MatrixSheet, legend: Legend, where: Location, about: float) -> Iterator[Decision]:
    axes, region = matrix.axes, matrix.region
    subject = matrix.context.person or matrix.context.role
    columns = axes.columns or ("levels of " + (subject.name if subject else "each row"))
    sure = min(axes.confidence, about)
    yield Decision(
        where,
        f"a table of levels: {axes.rows} rows, {columns} columns ({sure:.0%} sure)",
        "; ".join(axes.reasons),
        sure,
    )
    if matrix.scale.text:
        yield Decision(where, "levels", matrix.scale.text)
    if legend.first is not None:
        row, at = legend.first
        first = Location(where.workbook, where.sheet, f"{column_letter(at)}{row + 1}")
        meanings = ", ".join(f"{code} = {text[:30]}" for code, text in list(legend.meanings.items())[:6])
        yield Decision(first, "a legend", meanings)
    for kind, at in axes.labels.items():
        heading = Location(where.workbook, where.sheet, f"{column_letter(at)}{region.header + 1}")
        yield Decision(heading, f"column {column_letter(at)} is the {kind.replace('_', ' ')}")


def notes_of(matrix: MatrixSheet, tables: Sequence[Records], where: Location) -> Iterator[Problem]:
    """One line on how the sheet was read, and notes on requirements and on rows that were left out."""
    counts: dict[str, int] = {}
    for records in tables:
        counts[records.table.name] = counts.get(records.table.name, 0) + len(records)
    shown = ", ".join(f"{count} {_count_word(name, count)}" for name, count in counts.items())
    scale = f"; {matrix.scale.text}" if matrix.scale.text else ""
    hint = "`okrsheets check FOLDER --explain` shows what each cell counts as"
    yield Problem(where, f"{_layout(matrix.axes)}: {shown}{scale}", hint, note=True)
    if matrix.rows.required:
        first = Location(where.workbook, where.sheet, f"A{matrix.rows.required[0] + 1}")
        yield Problem(
            first, "the required levels hold for every role on the sheet", "a roles sheet can say more", note=True
        )
    yield from _unused(matrix)
    yield from _unread(matrix)
    if matrix.rows.left_out:
        yield _left_out(matrix.rows, where)


def _left_out(rows: MatrixRows, where: Location) -> Problem:
    first = Location(where.workbook, where.sheet, f"A{rows.left_out[0] + 1}")
    numbers = ", ".join(str(number + 1) for number in rows.left_out[:8])
    what = f"row{'' if len(rows.left_out) == 1 else 's'} {numbers}: totals, averages or group rows; not counted"
    return Problem(first, what, "nothing is to be done, unless this is a person", note=True)


def _layout(axes: Axes) -> str:
    if axes.rows == "list":
        return "a list of levels"
    return f"a matrix with {_PLURALS[axes.rows]} down and {_PLURALS[axes.columns]} across"


def _count_word(name: str, count: int) -> str:
    return _COUNTED[name][0 if count == 1 else 1]
