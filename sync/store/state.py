"""The workbooks of one sync and one cycle, with every conflict resolution.

Large tables stay in the store: SQL finds duplicates and references to missing ids, and only the rows in
conflict come into Python, where `conflicts` decides. Each state has temporary tables of its own, so that
several states of one store can be read side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from ...core import schema
from ...core.cells import Day, needed_day
from ...core.columns import Column, Table
from ...core.errors import Location, Problem
from ...core.model import Person, TableSource, Workbook
from ...core.problem_kinds import first_of_each_workbook
from ...core.records import BATCH, Records, Tables
from ...core.references import PersonIndex
from . import kept_states
from .conflicts import Claim, Cycle, Resolution, choose_cycle, resolve_conflicts
from .current_rows import Decisions, current_rows
from .references import BY_NAME, Known, Reference, index_of, owner_problems, resolve
from .store import Store

NAMED = 5  # workbooks in one note


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

    `live` is the name of the state's temporary table of workbooks (version, name, rank), `decisions` are the names of all
    its tables.
    """

    def __init__(self, store: Store, sync: int, today: Day, cycle: str = "") -> None:
        self.store, self.sync, self.today = store, sync, today
        self.known_until = max(today, needed_day(date.today()))
        self.live, dropped, renamed = (store.temporary_name(stem) for stem in ("live", "dropped", "renamed"))
        self.decisions = Decisions(self.live, dropped, renamed, frozenset(), frozenset())
        self.cycles = cycles_at(store, sync)
        self.cycle = choose_cycle(self.cycles, today, cycle)
        self._make_tables()
        kept = kept_states.load(store, sync, self.cycle, self.decisions)
        self.problems: list[Problem] = kept or []
        if kept is None:
            self._select_workbooks()
        self._sources: dict[tuple[int, int], TableSource] = self._read_sources()
        self._note_decisions()
        if kept is None:
            self._settle_conflicts()
            self._follow_references()
            self.problems.extend(self._left_out())
            self.problems = first_of_each_workbook(self.problems)

    def keep(self) -> None:
        """Keep what was decided in the store, for later looks at the same sync and for other clients of DuckDB."""
        kept_states.keep(self.store, self.sync, self.cycle, self.decisions, self.problems)

    def _make_tables(self) -> None:
        columns = {
            self.live: "version INTEGER, name VARCHAR, rank INTEGER",
            self.decisions.dropped: "subject VARCHAR, version INTEGER, sheet INTEGER, row INTEGER",
            self.decisions.renamed: "subject VARCHAR, version INTEGER, old VARCHAR, new VARCHAR",
        }
        for name, listed in columns.items():
            self.store.rows(f"CREATE TEMP TABLE {name} ({listed})")

    def _note_decisions(self) -> None:
        """Note of which tables rows were left out or renamed: the others are read without looking that up."""
        drops, renames = (
            frozenset(subject for (subject,) in self.store.rows(f"SELECT DISTINCT subject FROM {name}"))
            for name in (self.decisions.dropped, self.decisions.renamed)
        )
        self.decisions = replace(self.decisions, with_drops=drops, with_renames=renames)

    def _select_workbooks(self) -> None:
        """Workbooks of the cycle, those whose dates overlap it, and those without a cycle (skill matrices)."""
        others = [cycle.name for cycle in self.cycles if self.cycle and not cycle.overlaps(self.cycle)]
        self.store.rows(
            f"INSERT INTO {self.live} SELECT version, name, row_number() OVER (ORDER BY name, version) FROM versions v "
            f"WHERE {_STANDS} AND version NOT IN "
            "(SELECT version FROM settings WHERE cycle IN (SELECT unnest(?::VARCHAR[])))",
            [self.sync, self.sync, others],
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
            f"INSERT INTO {self.decisions.dropped} SELECT '{table.field}', version, sheet, row FROM (SELECT t.version, t.sheet, t.row, "
            f"first_value(t.version) OVER (PARTITION BY {columns} ORDER BY l.name, t.sheet, t.row) AS holder "
            f"FROM ({self.select(table)}) t JOIN {self.live} l USING (version)) WHERE version <> holder"
        )
        self._note_decisions()

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
        self.store.insert_rows(self.decisions.dropped, [(table.field, *key) for key in resolution.dropped])
        self.store.insert_rows(self.decisions.renamed, [(table.name, *rename) for rename in resolution.renamed])
        if resolution.dropped or resolution.renamed:
            self._note_decisions()

    def select(self, table: Table) -> str:
        """Return the query for a table's rows that count: version, sheet, row, then the inputs."""
        return current_rows(table, self.decisions)

    def table(self, table: Table, only: str = "") -> Records:
        """Return the records of a table, ordered by workbook, sheet and row; `only` those that meet a condition in SQL."""
        order = dict(self.store.rows(f"SELECT version, rank FROM {self.live}"))
        rows = self.store.rows(self.select(table) + (f" WHERE {only}" if only else ""))
        rows.sort(key=lambda row: (order[row[0]], row[1], row[2]))
        return self._records(table, rows)

    def batches(self, table: Table) -> Iterator[Records]:
        """Yield what `table` returns in parts; no other statement may run until all are read."""
        sql = f"SELECT s.* FROM ({self.select(table)}) s JOIN {self.live} l USING (version) ORDER BY l.rank, s.sheet, s.row"
        rows = self.store.each(sql)
        while part := list(islice(rows, BATCH)):
            yield self._records(table, part)

    def _records(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> Records:
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
    def open_tables(self) -> Tables:
        """All tables, each read when it is asked for, while the store is open."""
        return _StoredTables(self)

    @cached_property
    def tables(self) -> Tables:
        """All tables, in memory."""
        return Tables(dict(self.open_tables.records))

    def count(self, table: Table) -> int:
        """Return how many rows of a table count."""
        number: int = self.store.rows(f"SELECT count(*) FROM ({self.select(table)})")[0][0]
        return number

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
            self.store.insert_rows(self.decisions.renamed, renames)
            self._note_decisions()
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
            f"SELECT new FROM {self.decisions.renamed} WHERE subject = ? AND version = ? AND old = ?",
            [table, version, id],
        )
        return str(renamed[0][0]) if renamed else id

    def _owners(self) -> Iterator[tuple[str, Location]]:
        """Every owner as typed, with the first cell that names them."""
        for table in (schema.OBJECTIVES, schema.KEY_RESULTS):
            sql = f"SELECT owner, min((version, sheet, row)) FROM ({self.select(table)}) WHERE owner IS NOT NULL GROUP BY owner ORDER BY ALL"
            for owner, (version, sheet, row) in self.store.rows(sql):
                yield owner, _Places(self._sources[version, sheet], row)("owner")


@lru_cache(maxsize=4096)
def _letters(cells: str) -> dict[str, str]:
    """Thousands of workbooks made from one template share their layout."""
    found: dict[str, str] = json.loads(cells)
    return found


_STANDS = "v.first_sync <= ? AND (v.last_sync IS NULL OR v.last_sync > ?)"


class _StoredTables(Tables):
    """The tables of a state; one that is asked for part by part is never held whole."""

    def __init__(self, state: State) -> None:
        super().__init__(_ReadWhenAsked(state))
        object.__setattr__(self, "state", state)

    state: State

    def count(self, name: str) -> int:
        return self.state.count(schema.table(name))

    def batches(self, name: str) -> Iterator[Records]:
        return self.state.batches(schema.table(name))


class _ReadWhenAsked(Mapping[str, Records]):
    """The tables of a state by name."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._read: dict[str, Records] = {}

    def __getitem__(self, name: str) -> Records:
        if name not in self._read:
            self._read[name] = self._state.table(schema.table(name))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (table.name for table in schema.TABLES)

    def __len__(self) -> int:
        return len(schema.TABLES)


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
