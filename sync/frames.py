"""Data frames at the edge: what users of pandas expect to give and to get. The one door to pandas."""

from __future__ import annotations

import os
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from ..core.cells import EPOCH, Day, needed_day
from ..core.errors import Problem, SourceError
from ..core.evaluation import Evaluation
from ..core.model import Origin
from ..core.records import Records
from ..core.snapshot import Snapshot
from .config import Config, workspace
from .readers.reader_process import Readers
from .sources.base import MemorySource, Source
from .store.snapshot import snapshot_of
from .store.store import Store
from .sync import sync

EVALUATED = ("key result status", "objective status", "skill status", "goal readiness", "problems")
FROM_FRAMES = "data frames"  # the workbook that rows without one belong to

_UNIX_EPOCH = pd.Timestamp("1970-01-01").toordinal() - EPOCH
_DTYPES = {"number": "float64", "share": "float64", "level": "float64", "flag": "boolean"}
_PLACE = ("workbook", "sheet", "row")

Row = TypeVar("Row")
Frames = dict[str, pd.DataFrame]


def frame(records: Records) -> pd.DataFrame:
    """Return one table as a data frame: a column per field with dates as dates, then workbook, sheet and row.

    >>> from okrsheets.core import schema
    >>> from okrsheets.core.records import empty
    >>> frame(empty(schema.table("people"))).columns[:2].tolist()
    ['person_id', 'name']
    """
    columns: dict[str, pd.Series] = {}
    for column in records.table.inputs:
        values = records.columns[column.field]
        if column.type == "date":
            columns[column.field] = _dates(values)
        else:
            columns[column.field] = pd.Series(values, dtype=_DTYPES.get(column.type, "object"))
    columns["workbook"] = pd.Series([source.workbook for source in records.sources], dtype="object")
    columns["sheet"] = pd.Series([source.sheet for source in records.sources], dtype="object")
    columns["row"] = pd.Series(list(records.rows), dtype="int64")
    return pd.DataFrame(columns)


def read_frames(*sources: str, today: date | None = None, cycle: str = "") -> Frames:
    """Return the tables of workbooks and folders, and what was evaluated, as data frames by name; keep no store.

    `today` is the day to evaluate on, by default the day of the calendar; `cycle` a cycle by name, by default the one that
    includes the day. The tables are "objectives", "key results", "check-ins" and so on, each with its workbook, sheet and
    row. Evaluated are "key result status", "objective status", "skill status", "goal readiness" (one row for each skill
    that an objective needs) and "problems", with the cell of each row. Shares are numbers from 0 to 1.

    `SourceError` for a source that is not there; a single workbook that cannot be read is a warning, and the others go on.
    """
    place = workspace(sources)
    return _frames(place.sources, place.config, today, cycle)


def evaluate(frames: Mapping[str, pd.DataFrame], today: date | None = None, cycle: str = "") -> Frames:
    """Return what `read_frames` does, of tables that are data frames already, wherever they come from.

    A table is found by its name or its columns, as a sheet is by its title and headings: `{"key results":
    pd.DataFrame({"key result": ["Shops"], "start": [0], "target": [10], "current": [4]})}` is enough. Rows with a column
    "workbook" belong to that workbook, so that what `read_frames` returned is evaluated again as it was.
    """
    books: dict[str, dict[str, list[list[Any]]]] = defaultdict(dict)
    for title, table in frames.items():
        if title in EVALUATED:
            continue
        columns = [column for column in table.columns if not (set(_PLACE) <= set(table.columns) and column in _PLACE)]
        names = table["workbook"] if "workbook" in table else pd.Series(FROM_FRAMES, index=table.index)
        for name, rows in table[columns].groupby(names.fillna(FROM_FRAMES), sort=False):
            books[str(name)][title] = [[str(column) for column in columns], *map(_cells, rows.itertuples(index=False))]
    return _frames([MemorySource(dict(books), FROM_FRAMES)], Config(), today, cycle)


def _cells(row: Sequence[Any]) -> list[Any]:
    return [None if pd.isna(cell) else cell.date() if isinstance(cell, pd.Timestamp) else _plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    """A value of numpy as the value of Python that it stands for."""
    return cell.item() if hasattr(cell, "item") else cell


def _frames(sources: Sequence[Source], config: Config, today: date | None, cycle: str) -> Frames:
    day = needed_day(today or date.today())
    with Store() as store:
        readers = Readers(os.cpu_count() or 1, config.limits)
        outcome = sync(store, sources, day, config.headings, readers=readers)
        for name, fault in outcome.faults.items():
            if name == fault.root:
                raise SourceError(fault.what, fault.hint)
            warnings.warn(f"{name}: {fault.what}; {fault.hint}", stacklevel=3)
        snapshot = snapshot_of(
            store,
            outcome.sync,
            day,
            cycle or config.cycle,
            config.thresholds,
            outcome.skipped,
            skill_rules=config.skills,
        )
        tables = {name: frame(records) for name, records in snapshot.tables.records.items()}
        return {**tables, **_evaluated(snapshot)}


def _evaluated(snapshot: Snapshot) -> Frames:
    evaluation = snapshot.evaluation
    return {
        "key result status": _key_results(evaluation),
        "objective status": _objectives(evaluation),
        "skill status": _skills(evaluation),
        "goal readiness": _readiness(evaluation),
        "problems": _problems(snapshot.problems),
    }


def _key_results(evaluation: Evaluation) -> pd.DataFrame:
    return _table(
        evaluation.key_results,
        {
            "id": lambda status: status.key_result.id,
            "objective_id": lambda status: status.key_result.objective_id,
            "key_result": lambda status: status.key_result.key_result,
            "current": lambda status: status.current,
            "progress": lambda status: status.progress,
            "expected": lambda status: status.expected,
            "forecast": lambda status: status.forecast,
            "status": lambda status: status.status,
            "grade": lambda status: status.grade,
            "stale": lambda status: status.stale,
            "counted": lambda status: status.counted,
            "zone": lambda status: status.zone,
            "risk": lambda status: status.risk,
            "next_step": lambda status: status.next_step,
            "fault": lambda status: status.fault,
            "cell": lambda status: _cell(status.key_result.origin, "key_result"),
        },
    )


def _objectives(evaluation: Evaluation) -> pd.DataFrame:
    return _table(
        evaluation.objectives,
        {
            "id": lambda status: status.objective.id,
            "parent_id": lambda status: status.objective.parent_id,
            "objective": lambda status: status.objective.objective,
            "team": lambda status: status.team,
            "own": lambda status: status.own,
            "score": lambda status: status.score,
            "expected": lambda status: status.expected,
            "status": lambda status: status.status,
            "grade": lambda status: status.grade,
            "self_assessment": lambda status: status.objective.self_assessment,
            "alignment": lambda status: status.alignment,
            "with_value": lambda status: status.data,
            "key_results": lambda status: status.total,
            "counted": lambda status: status.counted,
            "readiness": lambda status: status.readiness.readiness if status.readiness else None,
            "cell": lambda status: _cell(status.objective.origin, "objective"),
        },
    )


def _skills(evaluation: Evaluation) -> pd.DataFrame:
    return _table(
        [skill for person in evaluation.people for skill in person.skills],
        {
            "person_id": lambda status: status.person.person_id,
            "name": lambda status: status.person.name,
            "team": lambda status: status.person.team,
            "skill": lambda status: status.skill,
            "level": lambda status: status.level,
            "required": lambda status: status.required,
            "gap": lambda status: status.gap,
            "cell": lambda status: "; ".join(_cell(origin, "level") for origin in status.cells),
        },
    )


def _readiness(evaluation: Evaluation) -> pd.DataFrame:
    ready = [status.readiness for status in evaluation.objectives if status.readiness]
    return _table(
        [(each, need) for each in ready for need in each.needs],
        {
            "objective_id": lambda row: row[0].objective_id,
            "readiness": lambda row: row[0].readiness,
            "skill": lambda row: row[1].need.skill,
            "level": lambda row: row[1].need.level,
            "headcount": lambda row: row[1].need.headcount,
            "have": lambda row: row[1].have,
            "missing": lambda row: row[1].missing,
            "cell": lambda row: _cell(row[1].need.origin, "skill"),
        },
    )


def _problems(problems: Sequence[Problem]) -> pd.DataFrame:
    return _table(
        problems,
        {
            "workbook": lambda problem: problem.location.workbook,
            "sheet": lambda problem: problem.location.sheet,
            "cell": lambda problem: problem.location.cell,
            "what": lambda problem: problem.what,
            "hint": lambda problem: problem.hint,
            "note": lambda problem: problem.note,
        },
    )


def _table(rows: Sequence[Row], columns: Mapping[str, Callable[[Row], Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: [value(row) for row in rows] for name, value in columns.items()}, columns=list(columns))


def _cell(origin: Origin, field: str) -> str:
    return str(origin.location(field))


def _dates(values: list[Day | None]) -> pd.Series:
    days = pd.Series([None if value is None else value - _UNIX_EPOCH for value in values], dtype="float64")
    return pd.to_datetime(days, unit="D")
