"""The tables that a push writes into a spreadsheet: those of the consolidated workbook, with what is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core import schema
from ...core.errors import Location, Problem
from ...core.evaluation import Evaluation, KeyResultStatus, ObjectiveStatus
from ...core.grid import Grid, GridColumn, Shape
from ...core.records import Records, Tables
from ...core.schema import Column, Table
from ..data.objectives import level_name
from ..i18n.language import ENGLISH, load_language
from ..sections.problems import grouped_problems

# Rows about single people: they leave the house of their team only when that is asked for.
PERSONAL = (schema.PEOPLE, schema.ASSESSMENTS, schema.CERTIFICATIONS, schema.LEARNING)
INDENT = "      "

_SHAPES: Mapping[str, Shape] = {"number": "number", "level": "number", "share": "share", "date": "date", "flag": "flag"}

ORIGIN = (
    GridColumn("Workbook", "text", 26, "The workbook that the row was read from."),
    GridColumn("Sheet", "text", 16, "The sheet in it."),
    GridColumn("Cell", "text", 10, "The cell in that."),
)
TREE = (
    GridColumn("Objective", "text", 88, "Indented below the objective that it serves."),
    GridColumn("Score", "share", 9, "How far it has come, with all that contributes to it."),
    GridColumn("Expected", "share", 10, "Where all that should be by now."),
    GridColumn("Status", "text", 12, "achieved, on track, at risk, off track, no data or abandoned."),
    GridColumn("Alignment", "text", 16, "How it hangs on the objective above."),
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
    GridColumn("Only to know", "flag", 12, "yes where nothing needs to be done."),
)


def grids(
    tables: Tables, evaluation: Evaluation, problems: Sequence[Problem], with_people: bool = False
) -> tuple[Grid, ...]:
    """Return the tables of a push in the order of their sheets; those about single people only `with_people`."""
    chosen = [table for table in schema.TABLES if with_people or table not in PERSONAL]
    told = _told(grouped_problems(problems, evaluation), tables, chosen)
    computed = {_where(each.key_result.origin.location()): each for each in evaluation.key_results}
    return (
        Grid("Alignment tree", TREE, (9,), [_objective(each) for each in evaluation.objectives]),
        Grid("Problems", PROBLEMS, (0, 1, 2, 3), [_problem(each) for each in told]),
        *(_table(tables[table.name], computed) for table in chosen),
    )


def _told(problems: Sequence[Problem], tables: Tables, chosen: Sequence[Table]) -> list[Problem]:
    """Problems without those of the sheets that are not shown: their words quote cells."""
    hidden = {
        (source.workbook, source.sheet)
        for table in schema.TABLES
        if table not in chosen
        for source in tables[table.name].sources
    }
    return [problem for problem in problems if (problem.location.workbook, problem.location.sheet) not in hidden]


def _objective(each: ObjectiveStatus) -> list[Any]:
    of = each.objective
    text = INDENT * each.depth + (of.objective or of.id or "")
    status = each.status if each.counted else schema.ABANDONED
    data = f"{each.data} of {each.total}" if each.total else None
    level = level_name(load_language(ENGLISH), each)
    said = [text, each.score, each.expected, status, each.alignment, data, level, of.owner, of.team, of.id]
    return [*said, *_where(of.origin.location())]


def _problem(each: Problem) -> list[Any]:
    return [*_where(each.location), each.what, each.hint, "yes" if each.note else ""]


def _where(location: Location) -> tuple[str, str, str]:
    return location.workbook, location.sheet, location.cell


def _table(records: Records, computed: Mapping[tuple[str, str, str], KeyResultStatus]) -> Grid:
    table = records.table
    columns = table.columns if table is schema.KEY_RESULTS else table.inputs
    names = [column.field for column in columns]
    rows = []
    values = list(zip(*(records.columns[column.field] for column in table.inputs)))
    for number in range(len(records)):
        where = _where(records.location(number))
        more = _computed(computed.get(where)) if table is schema.KEY_RESULTS else ()
        rows.append([*values[number], *more, *where])
    key = [names.index(field) for field in table.identity] or list(range(len(names)))
    return Grid(table.sheet, (*map(_column, columns), *ORIGIN), key, rows)


def _column(column: Column) -> GridColumn:
    shape = _SHAPES.get(column.type, "long" if column.width >= 40 else "text")
    return GridColumn(column.name[0].upper() + column.name[1:], shape, float(column.width), column.help)


def _computed(each: KeyResultStatus | None) -> list[Any]:
    """The computed columns of the key results, in the order of the schema."""
    if each is None:
        return [None] * sum(column.computed for column in schema.KEY_RESULTS.columns)
    last = each.last.date if each.last else None
    return [each.progress, each.expected, each.status, last, each.stale]
