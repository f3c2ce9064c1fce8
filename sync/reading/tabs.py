"""Workbooks with a tab for each team or person: the tab says whose its rows are, and the same words mean other things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ...core import schema
from ...core.errors import Location, Problem
from ...core.records import Records
from ...core.tables.table_match import hinted_table
from ...core.values import cycle_text

_NO_NAME = re.compile(
    r"(?:sheet|tabelle|blatt|hoja|feuille|folha|foglio|blad|table|tab)\s?[0-9]*|.*\b(?:okrs?|goals?|objectives?|key results?|krs?|"
    r"tracker|template|draft|score(?:card|s)?|current|old|new|summary|overview|dashboard|plan|data|export)\b.*|[0-9\W]*",
    re.IGNORECASE,
)


def names_somebody(title: str) -> bool:
    """Return whether a sheet's title may be the name of a team or a person.

    >>> names_somebody("Marketing"), names_somebody("Sheet1"), names_somebody("Q3 2026"), names_somebody("Team OKRs")
    (True, False, False, False)
    """
    text = title.strip()
    return not (_NO_NAME.fullmatch(text) or cycle_text.part_in(text) or cycle_text.cycle_in(text) or hinted_table(text))


def by_tab(tables: Sequence[Records]) -> tuple[list[Records], list[Problem]]:
    """Return the tables of a workbook with the owner or team that its tabs are called after, and a note that says so.

    A tab is that of a team where its rows name owners, else that of an owner.
    """
    tabs = {records.sources[0].sheet for records in tables if records.table is schema.KEY_RESULTS and len(records)}
    if len(tabs) < 2 or not all(map(names_somebody, tabs)) or _has_teams(tables):
        return list(tables), []
    filled = [_filled(records, tabs) for records in tables]
    workbook = next(records.sources[0].workbook for records in tables if len(records))
    owned = all(None not in records.columns["owner"] for records in tables if records.table is schema.KEY_RESULTS)
    what = f"the {'teams' if owned else 'owners'} are those that the sheets are called after: {', '.join(sorted(tabs))}"
    return filled, [
        Problem(Location(workbook), what, "nothing is to be done, unless the sheets are something else", note=True)
    ]


def _has_teams(tables: Sequence[Records]) -> bool:
    return any(
        records.table is schema.OBJECTIVES and any(team is not None for team in records.columns["team"])
        for records in tables
    )


def _filled(records: Records, tabs: set[str]) -> Records:
    """The owner where nobody is named, else the team of the objective."""
    if records.table not in (schema.KEY_RESULTS, schema.OBJECTIVES) or not len(records):
        return records
    sheets = [source.sheet for source in records.sources]
    columns = dict(records.columns)
    owners = columns["owner"]
    nobody = all(owner is None for owner in owners)
    if nobody:
        columns["owner"] = [sheet if sheet in tabs else None for sheet in sheets]
    elif records.table is schema.OBJECTIVES:
        columns["team"] = [sheet if sheet in tabs else None for sheet in sheets]
    return replace(records, columns=columns)


def told_apart(tables: Sequence[Records]) -> tuple[list[Records], dict[str, str]]:
    """Return key results without ids whose objectives and ids differ where the same words stand on two sheets.

    The second value has the words of each objective that was renamed, by its new id.
    """
    objectives = _places(tables, "objective_id")
    words: dict[str, str] = {}
    apart: list[Records] = []
    for records in tables:
        if not _without_ids(records):
            apart.append(records)
            continue
        ids = list(records.columns["objective_id"])
        for at, (objective, source) in enumerate(zip(ids, records.sources)):
            if objective is not None and len(objectives[objective]) > 1:
                ids[at] = f"{objective} ({source.sheet})"
                words[ids[at]] = objective
        apart.append(replace(records, columns={**records.columns, "objective_id": ids}))
    return [_unlike(records, apart) for records in apart], words


def _without_ids(records: Records) -> bool:
    if records.table is not schema.KEY_RESULTS or not len(records):
        return False
    cells = records.sources[0].cells
    return cells.get("id") == cells.get("key_result")


def _places(tables: Sequence[Records], field: str) -> dict[str, set[str]]:
    """The sheets on which each text of a column of key results stands."""
    places: dict[str, set[str]] = defaultdict(set)
    for records in tables:
        if _without_ids(records):
            for text, source in zip(records.columns[field], records.sources):
                places[text].add(source.sheet)
    return places


def _unlike(records: Records, tables: Sequence[Records]) -> Records:
    """Key results of the same words get the sheet, or else the objective, behind them."""
    if not _without_ids(records):
        return records
    uses: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for other in tables:
        if _without_ids(other):
            for name, objective, source in zip(other.columns["id"], other.columns["objective_id"], other.sources):
                uses[name].add((source.sheet, objective))
    ids = list(records.columns["id"])
    for at, (name, objective, source) in enumerate(zip(ids, records.columns["objective_id"], records.sources)):
        if name is not None and len(uses[name]) > 1:
            several_sheets = len({sheet for sheet, _ in uses[name]}) == len(uses[name])
            ids[at] = f"{name} ({source.sheet if several_sheets else objective})"
    return replace(records, columns={**records.columns, "id": ids})
