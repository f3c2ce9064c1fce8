"""The tables of a full workbook from those of a sheet that people laid out themselves: with ids, settings and check-ins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...core import pacing, schema
from ...core.cells import Day
from ...core.columns import Table
from ...core.model import TableSource
from ...core.records import Records, Tables, together
from ..reading.implicit_ids import REFERENCES
from ..reading.matrix.records import UNDATED
from .legends import with_level_texts
from .remarks import Remark

PREFIX = 3  # letters of a team or file with which ids begin


@dataclass(frozen=True)
class Whose:
    """Whose workbook it is: the team, the cycle (empty for the current quarter), and a name for what has no team."""

    team: str
    cycle: str
    name: str


@dataclass(frozen=True)
class FullTables:
    """The tables of the full workbooks, and what was added to what people typed.

    `ids` has the words that each new id stands for; `dated` is the number of ratings that got the day of today, and
    `remarks` the number of check-ins that hold a confidence or a note. `described` when a legend describes the levels of skills.
    """

    tables: Tables
    ids: Mapping[str, str]
    dated: int
    remarks: int
    described: bool


def full_tables(
    parts: Sequence[Records], remarks: Sequence[Remark], level_texts: Mapping[str, str], whose: Whose, today: Day
) -> FullTables:
    """Return the tables of full workbooks for the records of a workbook, as `extract` returns them.

    Where the words stood for the ids, objectives and key results get ids of their own, and everything that refers to
    them follows. Confidence and notes beside key results become check-ins of `today`. `level_texts` describe the levels of
    skills that have no descriptions.
    """
    by_name: dict[str, Records] = {}
    for table in schema.TABLES:
        same = [records for records in parts if records.table is table and len(records)]
        if same:
            by_name[table.name] = together(table, same)
    with_ids, ids = _with_ids(by_name, _prefix(whose))
    named = _with_remarks(with_ids, remarks, today)  # by the ids, since several key results may have the same words
    dated, count = _with_days(named.get("assessments"), today)
    if dated is not None:
        named["assessments"] = dated
    if any(table.name in named for table in schema.tables_of("okrs")):
        named["settings"] = _settings(named.get("settings"), whose, today)
    if whose.team and "people" in named:
        teams = [team or whose.team for team in named["people"].columns["team"]]
        named["people"] = _with(named["people"], team=teams)
    if "skills" in named:
        named["skills"] = with_level_texts(named["skills"], level_texts)
    return FullTables(Tables(named), ids, count, len(remarks), bool(level_texts) and "skills" in named)


def _with(records: Records, **columns: list[Any]) -> Records:
    return replace(records, columns={**records.columns, **columns})


def _prefix(whose: Whose) -> str:
    """The letters with which new ids begin: those of the team, or of the file where no team is known."""
    for name in (whose.team, whose.name):
        letters = re.sub(r"[^A-Z]", "", name.upper())[:PREFIX]
        if letters:
            return letters
    return "O"


def _words_are_ids(records: Records, record: int) -> bool:
    """Whether the reading took the words of a row for its id."""
    cells = records.sources[record].cells
    return cells.get("id") == cells.get(records.table.title_field)


def _with_ids(tables: Mapping[str, Records], prefix: str) -> tuple[dict[str, Records], dict[str, str]]:
    """Give objectives and key results ids where they have none, and let everything refer to these."""
    named, ids = dict(tables), dict[str, str]()
    for subject, references in REFERENCES.items():
        records = named.get(subject)
        if records is None:
            continue
        new = _new_ids(records, prefix)
        meant: dict[str, str] = {}
        for old, id in zip(records.columns["id"], new):
            if old is not None and id is not None:
                meant.setdefault(old, id)
        words = records.columns[records.table.title_field]
        ids |= {
            id: text or "" for id, old, text in zip(new, records.columns["id"], words) if id is not None and id != old
        }
        named[subject] = _with(records, id=new)
        for table, field in references:
            if table in named:
                values = named[table].columns[field]
                named[table] = _with(named[table], **{field: [meant.get(value, value) for value in values]})
    return named, ids


def _new_ids(records: Records, prefix: str) -> list[str | None]:
    """The ids of a table: SUP-1 for an objective, SUP-1.2 for a key result; those that people gave stay."""
    old: Sequence[str | None] = records.columns["id"]
    taken = {id for at, id in enumerate(old) if id is not None and not _words_are_ids(records, at)}
    above = records.columns.get("objective_id", [None] * len(old))
    numbers: Counter[str] = Counter()
    ids: list[str | None] = []
    for at, id in enumerate(old):
        if id is None or not _words_are_ids(records, at):
            ids.append(id)
            continue
        stem = f"{prefix}-" if records.table is schema.OBJECTIVES else f"{above[at] or f'{prefix}-0'}."
        ids.append(_free(stem, numbers, taken))
    return ids


def _free(stem: str, numbers: Counter[str], taken: set[str]) -> str:
    while True:
        numbers[stem] += 1
        id = f"{stem}{numbers[stem]}"
        if id not in taken:
            taken.add(id)
            return id


def _with_remarks(tables: Mapping[str, Records], remarks: Sequence[Remark], today: Day) -> dict[str, Records]:
    """Add a check-in of today for each confidence or note beside a key result, with the value that it is at."""
    results = tables.get("key results")
    if not remarks or results is None:
        return dict(tables)
    check_ins = tables.get("check-ins")
    places = {(source.sheet, row): at for at, (source, row) in enumerate(zip(results.sources, results.rows))}
    records = [places[remark.sheet, remark.row] for remark in remarks]
    columns: dict[str, list[Any]] = {
        "date": [today] * len(records),
        "key_result_id": [results.columns["id"][at] for at in records],
        "value": [_value(results, at, check_ins, today) for at in records],
        "confidence": [remark.confidence for remark in remarks],
        "note": [remark.note for remark in remarks],
    }
    added = made(schema.CHECK_INS, columns, len(records))
    return {**tables, "check-ins": together(schema.CHECK_INS, [*([check_ins] if check_ins else []), added])}


def _value(results: Records, at: int, check_ins: Records | None, today: Day) -> float | None:
    """The current value of a key result, or that of its latest check-in where it has none."""
    current: float | None = results.columns["current"][at]
    if current is not None or check_ins is None:
        return current
    columns = (check_ins.columns[field] for field in ("date", "value", "key_result_id"))
    known = [
        (day, value)
        for day, value, id in zip(*columns)
        if id == results.columns["id"][at] and None not in (day, value) and day <= today
    ]
    return max(known)[1] if known else None


def made(table: Table, columns: Mapping[str, list[Any]], length: int) -> Records:
    """Return records that stand in no workbook yet; fields that are not named are empty."""
    whole = {column.field: columns.get(column.field, [None] * length) for column in table.inputs}
    return Records(table, whole, [0] * length, [TableSource("", table.sheet, {})] * length)


def _with_days(ratings: Records | None, today: Day) -> tuple[Records | None, int]:
    """Date ratings without a day today, unless another rating of the same kind has a day and counts in their place."""
    if ratings is None:
        return None, 0
    kinds = list(zip(*(ratings.columns[field] for field in ("person_id", "skill", "rater_type"))))
    days = ratings.columns["date"]
    dated = {kind for kind, day in zip(kinds, days) if day not in (None, UNDATED)}
    new = [today if day == UNDATED and kind not in dated else day for kind, day in zip(kinds, days)]
    return _with(ratings, date=new), sum(one != other for one, other in zip(days, new))


def _settings(settings: Records | None, whose: Whose, today: Day) -> Records:
    """Settings with a team and a cycle; what the workbook says goes first."""
    first = {field: next(iter(values), None) for field, values in settings.columns.items()} if settings else {}
    name = whose.cycle or first.get("cycle")
    quarter = pacing.quarter_named(name) if name else pacing.quarter_of(today)
    columns = {**first, "team": first.get("team") or whose.team or None, "cycle": name}
    if quarter is not None and (whose.cycle or not name or first.get("cycle_start") is None):
        columns |= {"cycle": quarter.name, "cycle_start": quarter.start, "cycle_end": quarter.end}
    return made(schema.SETTINGS, {field: [value] for field, value in columns.items()}, 1)


def still_empty(tables: Tables) -> Iterable[tuple[str, str, int]]:
    """Yield the required columns of a full workbook that have blanks: the table, the column, and how many."""
    for table in schema.TABLES:
        records = tables[table.name]
        for column in table.inputs:
            blanks = records.columns[column.field].count(None) if column.required else 0
            if blanks:
                yield table.name, column.name, blanks
