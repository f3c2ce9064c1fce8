"""What was decided about conflicts and references at a sync, kept: it is not decided again, and other clients see it."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import Location, Problem
from ...core.version import VERSION
from .conflicts import Cycle
from .current_rows import Decisions
from .store import Store


def load(store: Store, sync: int, cycle: Cycle | None, decisions: Decisions) -> list[Problem] | None:
    """Fill the tables of `decisions` with what was kept of a sync and cycle, and return its problems.

    None, and nothing filled, when nothing was kept, or when another version of okrsheets decided.
    """
    if store.format == 1:
        return None
    found = store.rows(
        "SELECT state FROM states WHERE sync = ? AND cycle = ? AND made_by = ?", [sync, _name(cycle), VERSION]
    )
    if not found:
        return None
    ((state,),) = found
    store.rows(
        f"INSERT INTO {decisions.workbooks} SELECT version, name, rank FROM state_workbooks WHERE state = ?", [state]
    )
    store.rows(
        f"INSERT INTO {decisions.dropped} SELECT subject, version, sheet, row FROM dropped WHERE state = ?", [state]
    )
    store.rows(
        f"INSERT INTO {decisions.renamed} SELECT subject, version, old, new FROM renamed WHERE state = ?", [state]
    )
    rows = store.rows(
        "SELECT workbook, sheet, cell, what, hint, note FROM state_problems WHERE state = ? ORDER BY number", [state]
    )
    return [Problem(Location(*location), what, hint, note) for *location, what, hint, note in rows]


def keep(store: Store, sync: int, cycle: Cycle | None, decisions: Decisions, problems: Sequence[Problem]) -> None:
    """Keep what was decided, in place of what was decided before about the same sync and cycle.

    The views look at the state of a sync that was kept last.
    """
    name = _name(cycle)
    if store.rows("SELECT sync, cycle, made_by FROM states ORDER BY state DESC LIMIT 1") == [(sync, name, VERSION)]:
        return
    for (old,) in store.rows("SELECT state FROM states WHERE sync = ? AND cycle = ?", [sync, name]):
        for table in ("states", "state_workbooks", "dropped", "renamed", "state_problems"):
            store.rows(f"DELETE FROM {table} WHERE state = ?", [old])
    ((state,),) = store.rows("SELECT coalesce(max(state), 0) + 1 FROM states")
    days = (cycle.start, cycle.end) if cycle else (None, None)
    store.rows("INSERT INTO states VALUES (?, ?, ?, ?, ?, ?)", [state, sync, name, *days, VERSION])
    store.rows(f"INSERT INTO state_workbooks SELECT {state}, version, name, rank FROM {decisions.workbooks}")
    store.rows(f"INSERT INTO dropped SELECT {state}, subject, version, sheet, row FROM {decisions.dropped}")
    store.rows(f"INSERT INTO renamed SELECT {state}, subject, version, old, new FROM {decisions.renamed}")
    store.insert_rows(
        "state_problems",
        [
            (state, number, *_location(problem.location), problem.what, problem.hint, problem.note)
            for number, problem in enumerate(problems)
        ],
    )


def _name(cycle: Cycle | None) -> str:
    return cycle.name if cycle else ""


def _location(location: Location) -> tuple[str, str, str]:
    return location.workbook, location.sheet, location.cell
