"""The consolidated tables: every row of every table with the cell it came from, the problems, and the objectives.

They are declared here once; the consolidated workbook and a push to Google write them with the same columns and rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ...core import schema
from ...core.columns import Column, Table
from ...core.errors import Location, Problem
from ...core.evaluation import Evaluation
from ...core.grid import GridColumn, Shape
from ...core.key_result_status import KeyResultStatus
from ...core.objective_status import ObjectiveStatus
from ...core.records import BATCH, Tables
from ...sheets_templates.style import ALIGNMENT_WORDS, QUIET, STATUS_WORDS, Style
from ..data.all_problems import all_problems
from ..data.objectives import level_name
from ..i18n.language import ENGLISH, load_language

# Rows about single people: they leave their team's workbooks only when that is asked for.
PERSONAL = (schema.PEOPLE, schema.ASSESSMENTS, schema.CERTIFICATIONS, schema.LEARNING)

# How the cells of a column look, in words of `sheets_templates.style`.
STYLES: Mapping[Shape, str] = {
    "text": "view text", "long": "view long", "number": "view number", "share": "view share", "date": "view date",
    "flag": "view flag",
}  # fmt: skip
# The columns whose words are coloured.
WORDS: Mapping[str, Mapping[str, Style]] = {
    "Status": {**STATUS_WORDS, schema.ABANDONED: QUIET},
    "Status word": STATUS_WORDS,
    "Alignment": ALIGNMENT_WORDS,
}
_SHAPES: Mapping[str, Shape] = {"number": "number", "level": "number", "share": "share", "date": "date", "flag": "flag"}

ORIGIN = (
    GridColumn("Workbook", "text", 26, "The workbook that the row was read from."),
    GridColumn("Sheet", "text", 16, "The sheet in that workbook."),
    GridColumn("Cell", "text", 10, "The cell on that sheet."),
)
TREE = (
    GridColumn("Objective", "text", 72, "Indented below its parent objective."),
    GridColumn("Score", "share", 9, "Its progress, with all that contributes to it."),
    GridColumn("Expected", "share", 10, "The progress expected by now."),
    GridColumn(
        "Status",
        "text",
        12,
        "achieved, on track, at risk, off track, not done, no data or abandoned; after the last day achieved, partly or missed.",
    ),
    GridColumn("Alignment", "text", 16, "How it is linked to its parent objective."),
    GridColumn("Data", "text", 12, "How many of its key results have a value."),
    GridColumn("Level", "text", 14),
    GridColumn("Owner", "text", 22),
    GridColumn("Team", "text", 22),
    GridColumn("Id", "text", 14),
    *ORIGIN,
)
PROBLEMS = (
    *ORIGIN,
    GridColumn("What", "long", 60),
    GridColumn("What to do", "long", 60),
    GridColumn("Info", "flag", 12, "yes where nothing needs to be done."),
)

Row = list[Any]
Columns = Sequence[Sequence[Any]]  # the values of some rows, by column


@dataclass(frozen=True)
class ConsolidatedTable:
    """One table: `key` are the columns that identify a row, `size` is how many rows there are in all `batches`.

    A row has a value for each column: text, a number, a serial day, True or False, or None for an empty cell.
    `depths` are how far the first cell of each row is indented; empty for a table that is no tree.
    """

    title: str
    columns: Sequence[GridColumn]
    key: Sequence[int]
    size: int
    batches: Callable[[], Iterator[Columns]]
    depths: Sequence[int] = ()

    def rows(self) -> Iterator[Row]:
        """Yield every row."""
        for columns in self.batches():
            yield from map(list, zip(*columns))


def consolidated_tables(
    tables: Tables, evaluation: Evaluation, problems: Sequence[Problem], with_people: bool = True
) -> tuple[ConsolidatedTable, ...]:
    """Return the tables in the order of their sheets; those about single people only `with_people`."""
    chosen = [table for table in schema.TABLES if with_people or table not in PERSONAL]
    chosen = [table for table in chosen if not table.extra or tables.count(table.name)]
    shown_problems = _without_hidden(all_problems(problems, evaluation), tables, chosen)
    statuses = {_origin(status.key_result.origin.location()): status for status in evaluation.key_results}
    objectives = evaluation.objectives
    return (
        ConsolidatedTable(
            "Alignment tree", TREE, (9,), len(objectives), lambda: by_column(map(_objective, objectives)),
            [objective.depth for objective in objectives],
        ),
        ConsolidatedTable(
            "Problems", PROBLEMS, (0, 1, 2, 3), len(shown_problems), lambda: by_column(map(_problem, shown_problems))
        ),
        *(_table(tables, table, statuses) for table in chosen),
    )  # fmt: skip


def by_column(rows: Iterator[Row]) -> Iterator[Columns]:
    """Yield rows in batches, each with its values by column."""
    while batch := list(islice(rows, BATCH)):
        yield list(zip(*batch))


def _without_hidden(problems: Sequence[Problem], tables: Tables, chosen: Sequence[Table]) -> list[Problem]:
    """The problems without those of sheets that are left out: their words quote cells."""
    hidden = {
        (source.workbook, source.sheet)
        for table in schema.TABLES
        if table not in chosen
        for source in tables[table.name].sources
    }
    return [problem for problem in problems if (problem.location.workbook, problem.location.sheet) not in hidden]


def _objective(status: ObjectiveStatus) -> Row:
    objective = status.objective
    return [
        objective.objective or objective.id or "",
        status.score,
        status.expected,
        status.status if status.counted else schema.ABANDONED,
        status.alignment,
        f"{status.data} of {status.total}" if status.total else None,
        level_name(load_language(ENGLISH), status),
        objective.owner,
        objective.team,
        objective.id,
        *_origin(objective.origin.location()),
    ]


def _problem(problem: Problem) -> Row:
    return [*_origin(problem.location), problem.what, problem.hint, "yes" if problem.note else ""]


def _origin(location: Location) -> tuple[str, str, str]:
    return location.workbook, location.sheet, location.cell


def _table(tables: Tables, table: Table, statuses: Mapping[tuple[str, str, str], KeyResultStatus]) -> ConsolidatedTable:
    """The rows as typed; those of key results with what is computed of them."""
    inputs = [column for column in table.inputs if not column.extra or _is_used(tables, table, column)]
    computed_columns = [column for column in table.columns if column.computed] if table is schema.KEY_RESULTS else []
    columns = [*inputs, *computed_columns]
    fields = [column.field for column in columns]

    def batches() -> Iterator[Columns]:
        for records in tables.batches(table.name):
            origins = records.first_cells()
            computed: Columns = ()
            if table is schema.KEY_RESULTS:
                computed = list(zip(*(_computed(statuses.get(origin)) for origin in zip(*origins))))
            yield [*(records.columns[column.field] for column in inputs), *computed, *origins]

    key = [fields.index(field) for field in table.identity] or list(range(len(fields)))
    return ConsolidatedTable(table.sheet, (*map(_column, columns), *ORIGIN), key, tables.count(table.name), batches)


def _is_used(tables: Tables, table: Table, column: Column) -> bool:
    return any(value is not None for records in tables.batches(table.name) for value in records.columns[column.field])


def _column(column: Column) -> GridColumn:
    shape = _SHAPES.get(column.type, "long" if column.width >= 40 else "text")
    return GridColumn(column.name[0].upper() + column.name[1:], shape, float(column.width), column.help)


def _computed(status: KeyResultStatus | None) -> Row:
    """The computed columns of a key result, in the order of the schema; empty for one that was not evaluated."""
    if status is None:
        return [None] * sum(column.computed for column in schema.KEY_RESULTS.columns)
    last = status.last.date if status.last else None
    return [status.progress, status.expected, status.status, last, status.stale]
