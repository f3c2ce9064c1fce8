"""An import of goals: from the tables of a file to those of a new OKR workbook."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.cells import Day
from ...core.errors import Location, Problem, UsageError
from .files import Document, ReportTable
from .goal_systems.systems import goal_system_of
from .goals import GoalRow, GoalsRead, GoalSystem, typed


def recognised(
    inputs: Sequence[ReportTable | Document], mapped: Sequence[GoalSystem] = ()
) -> tuple[GoalSystem, list[ReportTable], list[Problem]]:
    """Return the system of some tables, its tables, and a problem for each other one; `UsageError` for none or several."""
    found: dict[str, tuple[GoalSystem, list[ReportTable]]] = {}
    problems: list[Problem] = []
    for each in inputs:
        system = goal_system_of(each.headings, mapped) if isinstance(each, ReportTable) else None
        if system is not None and isinstance(each, ReportTable):
            found.setdefault(system.key, (system, []))[1].append(each)
            continue
        shown = ", ".join(filter(None, each.headings[:6])) if isinstance(each, ReportTable) else "not a list of rows"
        hint = "describe its columns: `okrsheets import goals --example-mapping` prints a file to begin with"
        problems.append(
            Problem(Location(each.name), f"the columns are those of no known system of goals ({shown})", hint)
        )
    if not found:
        what = str(problems[0]) if problems else "the files are empty"
        raise UsageError(what.partition("\n")[0], problems[0].hint if problems else "check the files")
    if len(found) > 1:
        names = " and ".join(system.name for system, _ in found.values())
        raise UsageError(f"the files are of {names}", "import one system at a time, each into a workbook of its own")
    ((system, tables),) = found.values()
    return system, tables, problems


def read_goals(
    system: GoalSystem, tables: Sequence[ReportTable], today: Day, team: str = "", cycle: str = "", locale: str = ""
) -> GoalsRead:
    """Return the goals in tables of a system as the tables of a workbook."""
    rows = [
        GoalRow(number, dict(zip(table.headings, row)))
        for table in map(ReportTable.read, tables)
        for number, row in enumerate(table.rows or (), start=table.first_row)
        if any(cell not in (None, "") for cell in row)
    ]
    return typed(
        system.read(rows), ", ".join(dict.fromkeys(table.name for table in tables)), today, team, cycle, locale
    )
