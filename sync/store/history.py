"""What the store remembers beside the present: words and targets as they were, and how earlier cycles ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...core import schema
from ...core.cells import Day
from ...core.changes import WATCHED, Change, Version, changes
from ...core.columns import Table
from ...core.evaluation import Past
from ...core.model import Origin, Settings
from ...core.outlook import EndedCycle
from .conflicts import Cycle, same_cycle
from .evaluation import evaluate_state, key_results_of
from .replay import state_at
from .state import State
from .store import Store

PAST_CYCLES = 2  # shown beside the present one
TESTED_CYCLES = 8  # earlier ones that a back-test looks at


def changes_since(state: State, begin: Day) -> list[Change]:
    """Return what of the state's objectives and key results says something else than when the cycle began."""
    tables = [schema.table(name) for name in WATCHED]
    return [change for table in tables for change in _changes_in(state, table, begin)]


def _changes_in(state: State, table: Table, begin: Day) -> Iterator[Change]:
    """Rows are identified by their id within one workbook; versions of other cycles in the same file are left out."""
    watched = WATCHED[table.name]
    fields = ", ".join(f'h."{field}"' for field in watched)
    cycle = state.cycle.name if state.cycle else None
    rows = state.store.rows(
        "WITH several AS (SELECT name FROM versions WHERE first_sync <= $sync GROUP BY name HAVING count(*) > 1), "
        "now AS (SELECT s.version, s.sheet, s.row, s.id, t.id AS own, l.name "
        f'FROM ({state.select(table)}) s JOIN "{table.field}" t USING (version, sheet, row) JOIN {state.live} l USING (version) '
        "WHERE l.name IN (SELECT name FROM several) AND s.id IS NOT NULL) "
        f"SELECT now.version, now.sheet, now.row, now.id, v.version, v.read_on, {fields} FROM now "
        "JOIN versions v ON v.name = now.name AND v.first_sync <= $sync "
        f'JOIN "{table.field}" h ON h.version = v.version AND h.id = now.own '
        "WHERE v.version NOT IN (SELECT version FROM settings WHERE cycle IS NOT NULL AND cycle <> $cycle) "
        "ORDER BY now.name, now.version, now.sheet, now.row, v.first_sync, h.sheet, h.row",
        {"sync": state.sync, "cycle": cycle},
    )
    for (version, sheet, row, id), group in groupby(rows, key=lambda row: row[:4]):
        first_of_each = {each[4]: Version(each[5], each[6:]) for each in reversed(list(group))}
        versions = sorted(first_of_each.items())
        origin = Origin(state.source(version, sheet), row)
        yield from changes(table.name, id, [each for _, each in versions], begin, origin)


def past_cycles(store: Store, sync: int, today: Day, thresholds: Settings, cycle: Cycle | None) -> list[Past]:
    """Return how the cycles directly before one ended, the latest first."""
    if cycle is None or cycle.start is None:
        return []
    before = [known for known in known_cycles(store, sync) if known[0].end is not None and known[0].end < cycle.start]
    before.sort(key=lambda known: -(known[0].end or 0))
    return [ended(store, known, last, today, thresholds) for known, last in before[:PAST_CYCLES]]


def known_cycles(store: Store, sync: int) -> list[tuple[Cycle, int]]:
    """Return every cycle that a workbook had up to a sync, with the last sync at which one of them stood."""
    rows = store.rows(
        "SELECT s.cycle, min(s.cycle_start), max(s.cycle_end), max(least(coalesce(v.last_sync - 1, $sync), $sync)) "
        "FROM settings s JOIN versions v USING (version) WHERE v.first_sync <= $sync AND s.cycle IS NOT NULL "
        "GROUP BY s.cycle ORDER BY s.cycle",
        {"sync": sync},
    )
    return [(Cycle(*rest), last) for *rest, last in rows]


def ended(store: Store, cycle: Cycle, sync: int, today: Day, thresholds: Settings) -> Past:
    """Return the evaluation of a cycle on its last day, or today when it has not ended."""
    day = today if cycle.end is None else min(today, cycle.end)
    state = state_at(store, sync, day, cycle.name)
    return Past(cycle.name, evaluate_state(state, thresholds))


def cycles_before(store: Store, sync: int, start: Day) -> list[tuple[Cycle, int]]:
    """Return the last eight cycles that were over before a day, the earliest first, each with its last sync."""
    known = [
        (cycle.end, cycle, last)
        for cycle, last in known_cycles(store, sync)
        if cycle.start is not None and cycle.end is not None and cycle.end < start
    ]
    return [(cycle, last) for _, cycle, last in sorted(known, key=lambda one: one[0])[-TESTED_CYCLES:]]


def ended_cycles(store: Store, cycles: Sequence[tuple[Cycle, int]], thresholds: Settings) -> tuple[EndedCycle, ...]:
    """Return the key results of cycles, each at its end: what a back-test of forecasts looks at."""
    return tuple(
        EndedCycle(cycle.start, cycle.end, key_results_of(state_at(store, last, cycle.end, cycle.name), thresholds))
        for cycle, last in cycles
        if cycle.start is not None and cycle.end is not None
    )


def named_cycle(store: Store, sync: int, name: str) -> tuple[Cycle, int] | None:
    """Return a cycle by its name, however it is spelled, with the last sync at which it stood."""
    return next((known for known in known_cycles(store, sync) if same_cycle(known[0].name, name)), None)


@dataclass(frozen=True)
class EarlierReview:
    """The last snapshot before a day: its scores by objective id, and what the status column of each objective said."""

    day: Day
    scores: Mapping[str, float]
    lifecycles: Mapping[str, str]


def earlier_review(store: Store, day: Day, cycle: str) -> EarlierReview | None:
    """Return the last snapshot before a day; None for the first one.

    The objectives are those of `cycle`, the one that today's are of.
    """
    last = store.last_sync(day - 1)
    if last is None:
        return None
    number, when = last
    scores = dict(store.rows("SELECT objective_id, score FROM standings WHERE sync = ?", [number]))
    columns = State(store, number, when, cycle).table(schema.OBJECTIVES).columns
    lifecycles = {id: word or schema.ACTIVE for id, word in zip(columns["id"], columns["status"]) if id}
    return EarlierReview(when, scores, lifecycles)
