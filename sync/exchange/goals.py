"""Goals between systems: objectives and key results as plain values, and from there to the tables of a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...core import pacing, schema
from ...core.cells import Cell, Day, date_of
from ...core.columns import Table
from ...core.errors import Location, Problem
from ...core.evaluation import Evaluation
from ...core.model import TableSource
from ...core.records import Records, Tables
from ...core.tables.headings import normalise_heading
from ...core.values.cell_reading import Conventions
from ...core.values.key_result_units import one_unit
from ...core.values.typed_values import read_table

Values = Mapping[str, Cell]  # by field
OBJECTIVE_FIELDS = tuple(column.field for column in schema.OBJECTIVES.inputs)
KEY_RESULT_FIELDS = tuple(column.field for column in schema.KEY_RESULTS.inputs)
ROW = "row"  # beside the fields of a raw record: the row of the file that it comes from
_ROW = "row "


@dataclass(frozen=True)
class GoalSet:
    """Objectives and key results by the fields of our tables; days are numbers, shares are of 1.

    An objective also has "score", a key result "progress" (both 0 to 1, None without data); `cycle` names the quarter.
    """

    objectives: Sequence[Values] = ()
    key_results: Sequence[Values] = ()
    cycle: str = ""
    period: tuple[Day, Day] | None = None
    emails: Mapping[str, str] = field(default_factory=dict)

    def of(self, objective: Values) -> list[Values]:
        """Return the key results of an objective."""
        return [each for each in self.key_results if each["objective_id"] == objective["id"]]

    def email(self, owner: Cell) -> str:
        """Return the e-mail address of an owner, the name where none is known."""
        return self.emails.get(str(owner).lower(), str(owner)) if owner else ""


class GoalRow:
    """A row of a file: its number, and its cells by heading, however that is spelled."""

    def __init__(self, number: int, cells: Mapping[str, Cell]) -> None:
        self.number = number
        self._cells = {normalise_heading(heading): cell for heading, cell in cells.items()}

    def __getitem__(self, heading: str) -> Cell:
        cell = self._cells.get(normalise_heading(heading))
        return None if isinstance(cell, str) and not cell.strip() else cell

    def text(self, heading: str) -> str:
        """Return a cell as text; a whole number without its decimals."""
        cell = self[heading]
        return (
            str(int(cell))
            if isinstance(cell, float) and cell.is_integer()
            else ""
            if cell is None
            else str(cell).strip()
        )

    @property
    def headings(self) -> Iterable[str]:
        """The normalised headings."""
        return self._cells


@dataclass
class RawGoals:
    """What a file says, cell by cell and by our fields: not yet read as numbers and days."""

    objectives: list[dict[str, Cell]] = field(default_factory=list)
    key_results: list[dict[str, Cell]] = field(default_factory=list)
    cycles: list[str] = field(default_factory=list)
    dates: list[Cell] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)  # row, what, hint

    def percent(self, id: Cell, objective: Cell, text: Cell, percent: Cell, **more: Cell) -> None:
        """Add a key result of which only the progress is known, from 0 to 100."""
        measure: dict[str, Cell] = {"unit": "%", "start": 0.0, "target": 100.0, "current": percent}
        self.key_results.append({"id": id, "objective_id": objective, "key_result": text, **measure, **more})


@dataclass(frozen=True)
class GoalSheet:
    """A table to be written: its title (for systems with several), headings and rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class GoalSystem:
    """A system of goals: how its files are recognised, read and written, and what they cannot hold.

    `needs` are the headings that a file of it has, of each of its tables.
    """

    key: str
    name: str
    needs: Sequence[frozenset[str]]
    read: Callable[[Sequence[GoalRow]], RawGoals]
    write: Callable[[GoalSet], Sequence[GoalSheet]]
    lost: str


@dataclass(frozen=True)
class GoalsRead:
    """The tables of a new OKR workbook, with the problems of the file that they come from."""

    tables: Tables
    problems: Sequence[Problem]


def goals_of(evaluation: Evaluation, cycle: str, period: tuple[Day, Day] | None, emails: Mapping[str, str]) -> GoalSet:
    """Return the goals of an evaluated cycle: with today's values, and the team of each objective."""
    objectives = [
        {
            **{name: getattr(status.objective, name) for name in OBJECTIVE_FIELDS},
            "team": status.team,
            "score": status.score,
        }
        for status in evaluation.objectives
    ]
    key_results = [
        {
            **{name: getattr(status.key_result, name) for name in KEY_RESULT_FIELDS},
            "current": status.current,
            "progress": status.score,
        }
        for status in evaluation.key_results
    ]
    return GoalSet(objectives, key_results, cycle, period, emails)


def typed(raw: RawGoals, name: str, today: Day, team: str = "", cycle: str = "", locale: str = "") -> GoalsRead:
    """Return raw goals as the tables of a workbook: typed, with ids, and with the settings of a team and a quarter.

    Without `team` it is the most frequent one of the objectives; without `cycle` the quarter that the file names, else that of
    its first date, else that of `today`.
    """
    conventions = Conventions((), locale)
    _add_ids(raw)
    problems = [Problem(Location(name, cell=f"row {row}"), what, hint) for row, what, hint in raw.problems]
    read = [
        read_table(table, *_cells(table, name, rows), conventions)
        for table, rows in ((schema.OBJECTIVES, raw.objectives), (schema.KEY_RESULTS, raw.key_results))
    ]
    units = {location: unit for part in read for location, unit in part.units.items()}
    records, faults, _ = one_unit([part.records for part in read], units)
    for part, rows in zip(read, (raw.objectives, raw.key_results)):
        problems += [_at_row(problem, rows) for problem in part.problems]
    problems += [_at_row(problem, raw.key_results) for problem in faults]
    tables = {each.table.name: each for each in records}
    tables["settings"] = _settings(raw, tables["objectives"], name, today, team, cycle)
    return GoalsRead(Tables(tables), problems)


def _cells(
    table: Table, name: str, rows: Sequence[Values]
) -> tuple[TableSource, dict[str, int], list[list[Cell]], int]:
    fields = [column.field for column in table.inputs]
    cells = [[row.get(field) for field in fields] for row in rows]
    return TableSource(name, "", dict.fromkeys(fields, _ROW)), {field: at for at, field in enumerate(fields)}, cells, 1


def _at_row(problem: Problem, rows: Sequence[Values]) -> Problem:
    """A problem of the n-th record at the row of the file that the record comes from."""
    number = problem.location.cell.removeprefix(_ROW)
    row = rows[int(number) - 1].get(ROW) if number.isdigit() else None
    return replace(problem, location=replace(problem.location, cell=f"{_ROW}{row}")) if row else problem


def _add_ids(raw: RawGoals) -> None:
    """Give objectives and key results without ids O1, O1.1 and so on; key results name their objective by its place then."""
    taken = {str(each["id"]) for each in (*raw.objectives, *raw.key_results) if each.get("id")}
    numbers: Counter[str] = Counter()

    def free(stem: str) -> str:
        while True:
            numbers[stem] += 1
            if (id := f"{stem}{numbers[stem]}") not in taken:
                return id

    places: dict[Cell, Cell] = {}
    for place, objective in enumerate(raw.objectives):
        if not objective.get("id"):
            objective["id"] = free("O")
        places[f"\0{place}"] = objective["id"]
    for key_result in raw.key_results:
        key_result["objective_id"] = places.get(key_result.get("objective_id"), key_result.get("objective_id"))
        if not key_result.get("id"):
            key_result["id"] = free(f"{key_result['objective_id'] or 'O0'}.")


def place(number: int) -> str:
    """Return what stands for the ID of the objective with a number (from 0) until it has one."""
    return f"\0{number}"


def _settings(raw: RawGoals, objectives: Records, name: str, today: Day, team: str, cycle: str) -> Records:
    teams = Counter(team for team in objectives.columns["team"] if team)
    quarter = _quarter([cycle, *raw.cycles], raw.dates, today)
    table = schema.SETTINGS
    values: dict[str, Cell] = {
        "team": team or (teams.most_common(1)[0][0] if teams else "Imported"),
        "cycle": quarter.name,
        "cycle_start": date_of(quarter.start),
        "cycle_end": date_of(quarter.end),
    }
    return read_table(table, *_cells(table, name, [values])).records


def _quarter(names: Iterable[str], dates: Sequence[Cell], today: Day) -> pacing.Quarter:
    for text in names:
        named = pacing.quarter_named(text) if text else None
        if named is not None:
            return named
    column = schema.KEY_RESULTS.column("start_date")
    source = TableSource("", "", {})
    days = read_table(
        Table("dates", "", "okrs", "", (column,)), source, {column.field: 0}, [[each] for each in dates], 1
    )
    known = [day for day in days.records.columns[column.field] if day is not None]
    return pacing.quarter_of(min(known, default=today))
