"""The workbooks of one sync and one cycle, with every conflict resolution.

Large tables stay in the store: SQL finds duplicates and references to missing ids, and only the rows in
conflict come into Python, where `conflicts` decides. Each state has temporary tables of its own, so that
several states of one store can be read side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from ...core import schema
from ...core.cells import Day, needed_day
from ...core.columns import Column, Table
from ...core.errors import Location, Problem
from ...core.model import Person, TableSource, Workbook
from ...core.records import Records, Tables
from ...core.references import PersonIndex
from . import bulk
from .conflicts import Claim, Cycle, Resolution, choose_cycle, resolve_conflicts
from .references import BY_NAME, Known, Reference, index_of, owner_problems, resolve
from .store import Store

NAMED = 5  # workbooks in one note


@dataclass(frozen=True)
class Figures:
    """What a sync computes for the whole organisation, by row of the objectives."""

    ids: Sequence[str]
    scores: np.ndarray[Any, Any]
    words: Sequence[str]
    key_results: int


def cycles_at(store: Store, sync: int) -> list[Cycle]:
    """Return the cycles of the workbooks that stood at a sync."""
    rows = store.rows(
        "SELECT s.cycle, min(s.cycle_start), max(s.cycle_end) FROM settings s JOIN versions v USING (version) "
        f"WHERE {_STANDS} AND s.cycle IS NOT NULL GROUP BY s.cycle ORDER BY s.cycle",
        [sync, sync],
    )
    return [Cycle(*row) for row in rows]


class State:
    """The workbooks that were current at a sync and belong to a cycle.

    `live` is the name of the state's temporary table of workbooks (version, name).
    """

    def __init__(self, store: Store, sync: int, today: Day, cycle: str = "") -> None:
        self.store, self.sync, self.today = store, sync, today
        self.known_until = max(today, needed_day(date.today()))
        self.live, self._dropped, self._renamed = (
            store.temporary_name(stem) for stem in ("live", "dropped", "renamed")
        )
        self.cycles = cycles_at(store, sync)
        self.cycle = choose_cycle(self.cycles, today, cycle)
        self._select_workbooks()
        self.problems: list[Problem] = []
        self._sources: dict[tuple[int, int], TableSource] = self._read_sources()
        self._with_renames: set[str] = set()
        self._with_drops: set[str] = set()
        self._settle_conflicts()
        self._follow_references()
        self.problems.extend(self._left_out())

    def _select_workbooks(self) -> None:
        """Workbooks of the cycle, those whose dates overlap it, and those without a cycle (skill matrices)."""
        others = [cycle.name for cycle in self.cycles if self.cycle and not cycle.overlaps(self.cycle)]
        self.store.rows(
            f"CREATE TEMP TABLE {self.live} AS SELECT version, name FROM versions v WHERE {_STANDS} AND version NOT IN "
            "(SELECT version FROM settings WHERE cycle IN (SELECT unnest(?::VARCHAR[])))",
            [self.sync, self.sync, others],
        )
        self.store.rows(
            f"CREATE TEMP TABLE {self._dropped} (subject VARCHAR, version INTEGER, sheet INTEGER, row INTEGER)"
        )
        self.store.rows(
            f"CREATE TEMP TABLE {self._renamed} (subject VARCHAR, version INTEGER, old VARCHAR, new VARCHAR)"
        )

    def _left_out(self) -> Iterator[Problem]:
        """A note for each other cycle whose workbooks are not in this state, with their names."""
        if self.cycle is None:
            return
        names: dict[str, list[str]] = {}
        sql = (
            f"SELECT DISTINCT s.cycle, v.name FROM versions v JOIN settings s USING (version) WHERE {_STANDS} "
            f"AND s.cycle IS NOT NULL AND v.name NOT IN (SELECT name FROM {self.live}) ORDER BY ALL"
        )
        for cycle, name in self.store.rows(sql, [self.sync, self.sync]):
            names.setdefault(cycle, []).append(name)
        for cycle, workbooks in names.items():
            listed = ", ".join(workbooks[:NAMED]) + (
                f" and {len(workbooks) - NAMED} more" if len(workbooks) > NAMED else ""
            )
            what = f"not in the review of {self.cycle.name}, since the cycle is {cycle}: {listed}"
            yield Problem(Location(workbooks[0]), what, f"--cycle {cycle!r} shows it", note=True)

    def _read_sources(self) -> dict[tuple[int, int], TableSource]:
        sql = f"SELECT s.version, s.sheet, l.name, s.title, s.cells FROM sheets s JOIN {self.live} l USING (version)"
        return {
            (version, sheet): TableSource(name, title, _letters(cells))
            for version, sheet, name, title, cells in self.store.rows(sql)
        }

    def _settle_conflicts(self) -> None:
        homes = dict(
            self.store.rows(
                f"SELECT version, any_value(team) FROM settings JOIN {self.live} USING (version) GROUP BY version"
            )
        )
        for table in schema.TABLES:
            if table is schema.SETTINGS:
                continue
            if not table.title_field and table.name not in ("check-ins", "assessments"):
                self._drop_copies(table)
            resolution = resolve_conflicts(table, self._claims(table, homes))
            self._apply(table, resolution)
            self.problems.extend(resolution.problems)

    def _drop_copies(self, table: Table) -> None:
        """Rows that another workbook has word for word, such as a skill of a catalogue that every team keeps."""
        columns = ", ".join(f't."{column.field}"' for column in table.inputs)
        self.store.rows(
            f"INSERT INTO {self._dropped} SELECT '{table.field}', version, sheet, row FROM (SELECT t.version, t.sheet, t.row, "
            f"first_value(t.version) OVER (PARTITION BY {columns} ORDER BY l.name, t.sheet, t.row) AS holder "
            f"FROM ({self.select(table)}) t JOIN {self.live} l USING (version)) WHERE version <> holder"
        )
        if self.store.rows(f"SELECT 1 FROM {self._dropped} WHERE subject = ? LIMIT 1", [table.field]):
            self._with_drops.add(table.field)

    def _claims(self, table: Table, homes: dict[int, str | None]) -> Iterator[Claim]:
        """The rows that share their identity with another row."""
        names = [column.field for column in table.inputs]
        for row in self.store.rows(
            f"{self.select(table)} WHERE {_conflicting(table, self.select(table))} ORDER BY ALL"
        ):
            version, sheet, number, *values = row
            source = self._sources[version, sheet]
            named = dict(zip(names, values))
            home = homes.get(version) is not None and named.get("team") in (None, homes.get(version))
            yield Claim((version, sheet, number), source.workbook, home, named, _Places(source, number))

    def _apply(self, table: Table, resolution: Resolution) -> None:
        self.store.insert_rows(self._dropped, [(table.field, *key) for key in resolution.dropped])
        self.store.insert_rows(self._renamed, [(table.name, *rename) for rename in resolution.renamed])
        if resolution.dropped:
            self._with_drops.add(table.field)
        if resolution.renamed:
            self._with_renames.add(table.name)

    def select(self, table: Table) -> str:
        """Return the query for a table's live rows with conflicts resolution: version, sheet, row, then the inputs."""
        columns, joins = [], ""
        for number, column in enumerate(table.inputs):
            subject = column.refers or (table.name if column.name == "id" else "")
            if subject in self._with_renames:
                name = f"r{number}"
                joins += f" LEFT JOIN {self._renamed} {name} ON {name}.subject = '{subject}' AND {name}.version = t.version AND {name}.old = t.\"{column.field}\""
                columns.append(f'coalesce({name}.new, t."{column.field}") AS "{column.field}"')
            else:
                columns.append(f't."{column.field}"')
        if table.field in self._with_drops:
            joins += (
                f" ANTI JOIN {self._dropped} d ON d.subject = '{table.field}' AND d.version = t.version"
                " AND d.sheet = t.sheet AND d.row = t.row"
            )
        listed = ", ".join(columns)
        return f'SELECT * FROM (SELECT t.version, t.sheet, t.row, {listed} FROM "{table.field}" t SEMI JOIN {self.live} live ON live.version = t.version{joins})'

    def table(self, table: Table) -> Records:
        """Return the records of a table, ordered by workbook, sheet and row."""
        order = {
            version: at
            for at, (version,) in enumerate(self.store.rows(f"SELECT version FROM {self.live} ORDER BY name"))
        }
        rows = self.store.rows(self.select(table))
        rows.sort(key=lambda row: (order[row[0]], row[1], row[2]))
        columns = list(zip(*rows)) if rows else [()] * (3 + len(table.inputs))
        named = {column.field: list(values) for column, values in zip(table.inputs, columns[3:])}
        for column in table.inputs:
            if column.type == "flag":
                named[column.field] = [None if value is None else bool(value) for value in named[column.field]]
        sources = [self._sources[version, sheet] for version, sheet in zip(columns[0], columns[1])]
        return Records(table, named, list(columns[2]), sources)

    def source(self, version: int, sheet: int) -> TableSource:
        """Return a table of a live workbook as it stands there."""
        return self._sources[version, sheet]

    @cached_property
    def tables(self) -> Tables:
        """All tables, in memory."""
        return Tables({table.name: self.table(table) for table in schema.TABLES})

    def workbooks(self) -> list[Workbook]:
        """Return the workbooks of the state, with the fault of those that could not be read at the sync."""
        faults = self.store.faults(self.sync)
        rows = self.store.rows(f"SELECT l.name, v.root, v.read_on FROM {self.live} l JOIN versions v USING (version)")
        listed = {each for name, root, _ in rows for each in (name, root)}
        books = [(name, read_on, faults.get(name) or faults.get(root)) for name, root, read_on in rows]
        books += [(name, self.today, fault) for name, fault in faults.items() if name not in listed]
        return [
            Workbook(name, read_on, fault.what if fault else "")
            for name, read_on, fault in sorted(books, key=lambda book: book[0])
        ]

    def all_problems(self) -> list[Problem]:
        """Return what reading found, what could not be read, conflicts, and ids that lead nowhere."""
        sql = f"SELECT l.name, p.sheet, p.cell, p.what, p.hint, p.note FROM problems p JOIN {self.live} l USING (version) ORDER BY l.name, p.rowid"
        read = [
            Problem(Location(name, sheet, cell), what, hint, note)
            for name, sheet, cell, what, hint, note in self.store.rows(sql)
        ]
        faults = [
            Problem(Location(name), fault.what, fault.hint) for name, fault in self.store.faults(self.sync).items()
        ]
        return [*faults, *read, *self.problems]

    def _follow_references(self) -> None:
        """Follow what is spelled otherwise than the row it refers to, and report what refers to nothing."""
        references = [
            reference
            for table in schema.TABLES
            for column in table.inputs
            if column.refers
            for reference in self._open_references(table, column)
        ]
        people = PersonIndex.of(self.table(schema.table("people")).nouns(Person))
        if references:
            renames, problems = resolve(references, self._known(people), self._own_id)
            self.store.insert_rows(self._renamed, renames)
            self._with_renames |= {subject for subject, *_ in renames}
            self.problems.extend(problems)
        self.problems.extend(owner_problems(self._owners(), people))

    def _open_references(self, table: Table, column: Column) -> Iterator[Reference]:
        """The texts in a column that are no id of the table it refers to, each with its first row in a sheet."""
        subject = schema.table(column.refers)
        fold = "lower(trim({}))" if subject.name in BY_NAME else "{}"
        known = self._ids_query(subject, fold)
        if not self.store.rows(f"SELECT 1 FROM ({known}) LIMIT 1") and subject.name in (*BY_NAME, "people"):
            return  # no workbook has such a table: a name is then only a name
        text = f'"{column.field}"'
        sql = (
            f"SELECT version, sheet, min(row), {text}, count(*) FROM ({self.select(table)}) "
            f"WHERE {text} IS NOT NULL AND {fold.format(text)} NOT IN ({known}) GROUP BY ALL ORDER BY ALL"
        )
        for version, sheet, row, name, count in self.store.rows(sql):
            location = _Places(self._sources[version, sheet], row)(column.field)
            yield Reference(table, column, version, name, location, count)

    def _ids_query(self, table: Table, fold: str = "{}") -> str:
        key = fold.format(f'"{table.inputs[0].field}"')
        return f"SELECT {key} FROM ({self.select(table)}) WHERE {key} IS NOT NULL"

    def _known(self, people: PersonIndex) -> Known:
        names = {
            table.name: index_of(table.name, (id for (id,) in self.store.rows(self._ids_query(table))))
            for table in map(schema.table, ("objectives", "key results", "skills", "roles"))
        }
        pairs = self.store.rows(
            f"SELECT id, objective_id FROM ({self.select(schema.KEY_RESULTS)}) WHERE id IS NOT NULL AND objective_id IS NOT NULL"
        )
        return Known(names, people, dict(pairs))

    def _own_id(self, version: int, table: str, id: str) -> str:
        """Return an id as its own workbook's row is called after conflicts were resolution."""
        renamed = self.store.rows(
            f"SELECT new FROM {self._renamed} WHERE subject = ? AND version = ? AND old = ?", [table, version, id]
        )
        return str(renamed[0][0]) if renamed else id

    def _owners(self) -> Iterator[tuple[str, Location]]:
        """Every owner as typed, with the first cell that names them."""
        for table in (schema.OBJECTIVES, schema.KEY_RESULTS):
            sql = f"SELECT owner, min((version, sheet, row)) FROM ({self.select(table)}) WHERE owner IS NOT NULL GROUP BY owner ORDER BY ALL"
            for owner, (version, sheet, row) in self.store.rows(sql):
                yield owner, _Places(self._sources[version, sheet], row)("owner")

    def figures(self) -> Figures:
        """Compute every objective's score and alignment, with whole columns at a time."""
        objectives = self.store.rows(
            "SELECT id, parent_id, lower(level), weight, contributes IS DISTINCT FROM 0 AND status IS DISTINCT FROM "
            f"'{schema.ABANDONED}' FROM ({self.select(schema.OBJECTIVES)}) ORDER BY version, sheet, row"
        )
        ids, parents, levels, weights, feeds = (
            (list(column) for column in zip(*objectives)) if objectives else ([], [], [], [], [])
        )
        measured = self.store.arrays(self._key_result_query())
        row_of = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1)))
        owner = np.fromiter(
            (row_of.get(name, -1) for name in np.ma.filled(measured["objective_id"], "")),
            np.int64,
            len(measured["kind"]),
        )
        share = bulk.progress(
            measured["kind"].astype(np.int64),
            *(np.ma.filled(measured[name].astype(float), np.nan) for name in ("start", "target", "current")),
        )
        own = bulk.rollup(owner, share, np.ma.filled(measured["weight"].astype(float), np.nan), len(ids))
        feeding = bulk.link(ids, [above if counts else None for above, counts in zip(parents, feeds)])
        scores = bulk.cascade(feeding, own, np.array(weights, dtype=float))
        has_parent = np.array([above is not None for above in parents], dtype=bool)
        words = bulk.alignment(bulk.link(ids, parents), ids, has_parent, bulk.level_codes(levels))
        return Figures(ids, scores, [bulk.WORDS[word] for word in words], len(share))

    def _key_result_query(self) -> str:
        """Counted key results with the kind as a number; where `current` is blank, the last check-in's value."""
        kinds = " ".join(f"WHEN '{kind}' THEN {code}" for kind, code in bulk.KIND_CODES.items())
        return (
            f"WITH looked AS (SELECT key_result_id, arg_max(value, (date, live.name, sheet, row)) AS value FROM ({self.select(schema.CHECK_INS)}) JOIN {self.live} live USING (version) "
            f"WHERE date <= {int(self.today)} AND value IS NOT NULL GROUP BY key_result_id) "
            f"SELECT k.objective_id, CASE coalesce(k.kind, 'metric') {kinds} END AS kind, k.start, k.target, "
            f"coalesce(CASE WHEN k.version NOT IN ({self._later_query()}) THEN k.current END, looked.value) AS current, "
            f"k.weight FROM ({self.select(schema.KEY_RESULTS)}) k "
            f"LEFT JOIN looked ON looked.key_result_id = k.id WHERE k.status IS DISTINCT FROM '{schema.ABANDONED}'"
        )

    def _later_query(self) -> str:
        """The versions that were changed after the day: their typed values do not count (core/current_values.py)."""
        today = int(self.today)
        return (
            f"SELECT c.version FROM ({self.select(schema.CHECK_INS)}) c WHERE c.date > {today} AND c.date <= {int(self.known_until)} "
            f"AND c.version NOT IN (SELECT version FROM settings WHERE cycle_end <= {today})"
        )


@lru_cache(maxsize=4096)
def _letters(cells: str) -> dict[str, str]:
    """Thousands of workbooks made from one template share their layout."""
    found: dict[str, str] = json.loads(cells)
    return found


_STANDS = "v.first_sync <= ? AND (v.last_sync IS NULL OR v.last_sync > ?)"


@dataclass(frozen=True)
class _Places:
    """The cells of one row, by field."""

    source: TableSource
    row: int

    def __call__(self, field: str) -> Location:
        from ...core.model import Origin

        return Origin(self.source, self.row).location(field)


def _conflicting(table: Table, select: str) -> str:
    """The condition under which a row shares its identity with another one.

    Check-ins and assessments are many: they conflict only where two workbooks speak of one key result or person,
    which one pass over a single column tells.
    """
    first = table.identity[0] if table.name != "check-ins" else "key_result_id"
    if table.name in ("check-ins", "assessments"):
        return f'"{first}" IN (SELECT "{first}" FROM ({select}) GROUP BY 1 HAVING min(version) <> max(version))'
    keys = ", ".join(
        f'"{name}"' if table.column(name).type == "id" else f'lower(trim("{name}"))' for name in table.identity
    )
    filled = " AND ".join(f'"{name}" IS NOT NULL' for name in table.identity)
    return f"{filled} AND ({keys}) IN (SELECT ({keys}) FROM ({select}) WHERE {filled} GROUP BY ALL HAVING count(*) > 1)"
