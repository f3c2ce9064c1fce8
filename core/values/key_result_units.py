"""One unit within one key result: its start, target, current value and check-ins, as the cells of a workbook say them.

What fits in one way only is brought together and noted; ticks, dates, durations and units that do not fit are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..cells import date_of
from ..decisions import Decision
from ..errors import Location, Problem
from ..records import Records
from . import percentages
from .cell_reading import CLOCK, DATE, DURATION, PERCENT, TICK, CellUnit, shown
from .column_messages import Fault, Note, problems_of
from .durations import in_unit
from .percentages import Share
from .unit_words import HOURS, IN_SECONDS, is_hard, normalised_unit

KEY_RESULT_FIELDS = ("start", "target", "current", "lowest", "highest", "commit", "stretch")
GOALS = ("start", "target", "lowest", "highest", "commit", "stretch")  # what the other values are compared with
PLAIN = CellUnit("", "")
_TWO_READINGS = "write all numbers of the key result as percentages, or all as plain numbers"


@dataclass(frozen=True)
class UnitValue:
    """One cell of a key result or check-in: which table, record and field, its value, and how it is written."""

    table: int
    record: int
    field: str
    value: float
    cell: CellUnit = PLAIN

    @property
    def unit(self) -> str:
        """The unit that the cell is written in; nothing for a plain number."""
        return self.cell.unit

    @property
    def text(self) -> str:
        """The cell's content as its sheet shows it."""
        return self.cell.text or shown(self.value)


@dataclass(frozen=True)
class UnitChange:
    """What becomes of a measure: another value with a note, or a fault and no value."""

    measure: UnitValue
    value: float | None
    note: str = ""
    fault: str = ""
    hint: str = ""


def one_unit(
    tables: Sequence[Records], units: Mapping[Location, CellUnit]
) -> tuple[tuple[Records, ...], list[Problem], list[Decision]]:
    """Return a workbook's tables with the measures of each key result in one unit, and what is to be said about it.

    `units` has the cells that are no plain numbers, by their location.

    >>> one_unit([], {})
    ((), [], [])
    """
    changes = [
        change
        for kind, unit, measures in _key_results(tables, units)
        if kind != "binary"
        for change in _settle(unit, measures)
    ]
    settled, problems, decisions = _applied(tables, changes)
    return _with_percent(settled, units), problems, decisions


def _with_percent(tables: Sequence[Records], units: Mapping[Location, CellUnit]) -> tuple[Records, ...]:
    """The tables with the unit % where none is typed and the target's cell shows a percentage."""
    return tuple(_named_percent(records, units) if units else records for records in tables)


def _named_percent(records: Records, units: Mapping[Location, CellUnit]) -> Records:
    if records.table.name != "key results":
        return records
    named = [
        unit
        or (
            PERCENT if target is not None and units.get(records.location(at, "target"), PLAIN).unit == PERCENT else unit
        )
        for at, (unit, target) in enumerate(zip(records.columns["unit"], records.columns["target"]))
    ]
    return replace(records, columns={**records.columns, "unit": named})


def _key_results(
    tables: Sequence[Records], units: Mapping[Location, CellUnit]
) -> Iterator[tuple[str | None, str, list[UnitValue]]]:
    """The kind, unit and measures of each key result where units can matter."""
    check_ins = _check_ins(tables)
    for at, records in enumerate(tables):
        if records.table.name != "key results":
            continue
        for record, name, kind, word in _rows_to_settle(records, tables, check_ins, bool(units)):
            places = [(at, record, field) for field in KEY_RESULT_FIELDS] + check_ins.get(name, [])
            measures = [_measure(tables, units, *place) for place in places]
            known = [measure for measure in measures if measure is not None]
            if word == PERCENT or any(measure.cell is not PLAIN for measure in known):
                yield kind, word, known


def _rows_to_settle(
    records: Records, tables: Sequence[Records], check_ins: Mapping[str, list[tuple[int, int, str]]], every: bool
) -> Iterator[tuple[int, str, str | None, str]]:
    """Record, id, kind and unit of the key results with something to settle: all of them when cells name units.

    Otherwise those in per cent where a measure may be a share of 1: other plain numbers in per cent are what they are.
    """
    columns = records.columns
    ids, kinds, units = columns["id"], columns["kind"], columns["unit"]
    words = {unit: normalised_unit(unit) if unit else "" for unit in set(units)}
    if every:
        yield from ((record, ids[record], kinds[record], words[unit]) for record, unit in enumerate(units))
    elif PERCENT in words.values():
        small = {name for name, places in check_ins.items() if any(_is_small(tables, *place) for place in places)}
        measures = zip(*(columns[field] for field in KEY_RESULT_FIELDS))
        for record, (unit, own) in enumerate(zip(units, measures)):
            if words[unit] == PERCENT and (ids[record] in small or any(value and -1 <= value <= 1 for value in own)):
                yield record, ids[record], kinds[record], PERCENT


def _is_small(tables: Sequence[Records], table: int, record: int, field: str) -> bool:
    value = tables[table].columns[field][record]
    return bool(value) and -1 <= value <= 1


def _check_ins(tables: Sequence[Records]) -> Mapping[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for at, records in enumerate(tables):
        if records.table.name == "check-ins":
            for record, name in enumerate(records.columns["key_result_id"]):
                if name is not None:
                    found[name].append((at, record, "value"))
    return found


def _measure(
    tables: Sequence[Records], units: Mapping[Location, CellUnit], table: int, record: int, field: str
) -> UnitValue | None:
    value = tables[table].columns[field][record]
    if value is None:
        return None
    return UnitValue(table, record, field, value, units.get(tables[table].location(record, field), PLAIN))


def _settle(unit: str, measures: Sequence[UnitValue]) -> Iterator[UnitChange]:
    """What becomes of the measures of one key result whose unit is `unit`."""
    written = {measure.unit for measure in measures}
    if TICK in written:
        yield from (_no_number(measure) for measure in measures if measure.unit == TICK)
    measures = [measure for measure in measures if measure.unit != TICK]
    if DATE in written:
        if all(measure.unit == DATE for measure in measures) and {"start", "target"} <= {
            each.field for each in measures
        }:
            return
        yield from (_is_date(measure) for measure in measures if measure.unit == DATE)
        measures = [measure for measure in measures if measure.unit != DATE]
    if written & {DURATION, CLOCK, *IN_SECONDS}:
        yield from _durations(unit, measures)
        return
    faults = list(_other_units(unit, measures))
    yield from faults
    at_fault = {fault.measure for fault in faults}
    fitting = [measure for measure in measures if measure not in at_fault]
    yield from _without_factor(fitting)
    yield from _percentages(unit, fitting)


def _no_number(measure: UnitValue) -> UnitChange:
    ticked = measure.text in ("TRUE", "FALSE")
    what = (
        f"{measure.field} is {measure.text}, where a number belongs"
        if ticked
        else f"{measure.field} is text: {measure.text}"
    )
    return UnitChange(
        measure, None, fault=what, hint="type the number; for something done or not done, choose the kind binary"
    )


def _is_date(measure: UnitValue) -> UnitChange:
    day = date_of(int(measure.value)).isoformat()
    hint = "type the number again and format the cell as a number; if dates are meant, type a date in start and target, too"
    return UnitChange(measure, None, fault=f"{measure.field} is a date: {day}", hint=hint)


def _durations(unit: str, measures: Sequence[UnitValue]) -> Iterator[UnitChange]:
    """Durations in the key result's unit of time, in hours where it names none."""
    timed = [measure for measure in measures if measure.unit in (DURATION, CLOCK)]
    texts = [measure for measure in measures if measure.unit in IN_SECONDS]
    plain = [measure for measure in measures if not measure.unit and measure.value]
    clocks = [measure for measure in timed if measure.unit == CLOCK]
    if clocks and len(clocks) < len(timed) + len(texts) + len(plain):
        yield from (_open_clock(measure) for measure in clocks)
        timed = [measure for measure in timed if measure.unit != CLOCK]
    base = unit if unit in IN_SECONDS else texts[0].unit if texts and not timed else HOURS
    if plain and unit not in IN_SECONDS and (timed or len({measure.unit for measure in texts}) > 1):
        hint = "write all of them as durations, or name the unit (hours, minutes) in the unit column"
        for measure in [*timed, *texts]:
            yield UnitChange(measure, None, fault=f"{measure.field} is {measure.text} beside plain numbers", hint=hint)
        return
    yield from _in_base(base, timed, texts)
    strange = [
        measure for measure in measures if measure.unit and measure not in timed + texts and measure.unit != CLOCK
    ]
    for measure in strange:
        hint = "write all numbers of the key result in one unit"
        yield UnitChange(measure, None, fault=f"{measure.field} is {measure.text}, beside durations", hint=hint)


def _in_base(base: str, timed: Sequence[UnitValue], texts: Sequence[UnitValue]) -> Iterator[UnitChange]:
    for measure in timed:
        yield UnitChange(measure, in_unit(measure.value, base), note=f"read as a duration in {base}")
    for measure in texts:
        if measure.unit != base:
            value = measure.value * IN_SECONDS[measure.unit] / IN_SECONDS[base]
            yield UnitChange(measure, value, note=f"read in {base}")


def _open_clock(measure: UnitValue) -> UnitChange:
    hours, minutes = measure.text.strip("'\"").split(":")[:2]
    what = f"{measure.field}: {measure.text} could be {hours} h {minutes} min or {hours} min {minutes} s; it is not counted"
    return UnitChange(measure, None, fault=what, hint="type a plain number in the unit of the key result")


def _other_units(unit: str, measures: Sequence[UnitValue]) -> Iterator[UnitChange]:
    """A measure whose unit is another than the key result's, or than the target's."""
    written = [measure for measure in measures if measure.unit and is_hard(measure.unit)]
    goals = [measure.unit for measure in written if measure.field == "target"] + [measure.unit for measure in written]
    base = unit if unit and is_hard(unit) else goals[0] if goals else ""
    for measure in written:
        if measure.unit != base and {measure.unit, base} != {PERCENT, ""}:
            what = f"{measure.field} is {measure.text}, while the key result is in {base}"
            yield UnitChange(measure, None, fault=what, hint="write all numbers of the key result in one unit")


def _without_factor(measures: Sequence[UnitValue]) -> Iterator[UnitChange]:
    """A plain number that may lack the "k" of the others (7 beside "10k") is what it says, and worth a note."""
    large = [measure for measure in measures if measure.cell.factor > 1]
    digits = max((abs(measure.value / measure.cell.factor) for measure in large), default=0.0)
    for measure in measures:
        if measure.cell.factor == 1 and 0 < abs(measure.value) <= digits:
            yield UnitChange(measure, measure.value, note=f"read in full beside {large[0].text}")


def _percentages(unit: str, measures: Sequence[UnitValue]) -> Iterator[UnitChange]:
    shares = [
        Share(measure.value, measure.unit == PERCENT, measure.field in GOALS, measure.field == "target")
        for measure in measures
    ]
    for measure, value in zip(measures, percentages.together(shares, unit == PERCENT)):
        if value is None:
            yield UnitChange(measure, None, fault=_open(measure), hint=_TWO_READINGS)
        elif value != measure.value:
            yield UnitChange(measure, value, note="brought to the scale of the key result")


def _open(measure: UnitValue) -> str:
    if measure.unit == PERCENT:
        return (
            f"{measure.field} is {measure.value:.4%}".rstrip("%").rstrip("0").rstrip(".")
            + "%, far from start and target"
        )
    one, two = f"{measure.value * 100:.10g}%", f"{measure.value:.10g}%"
    return f"{measure.field}: {measure.text} could be {one} or {two}; it is not counted"


def _applied(
    tables: Sequence[Records], changes: Sequence[UnitChange]
) -> tuple[tuple[Records, ...], list[Problem], list[Decision]]:
    by_column: dict[tuple[int, str], list[UnitChange]] = defaultdict(list)
    for change in changes:
        by_column[change.measure.table, change.measure.field].append(change)
    settled = list(tables)
    problems: list[Problem] = []
    decisions: list[Decision] = []
    for (table, field), column in by_column.items():
        records = settled[table]
        values = list(records.columns[field])
        for change in column:
            values[change.measure.record] = change.value
        settled[table] = replace(records, columns={**records.columns, field: values})
        told, made = _told(records, field, column)
        problems += told
        decisions += made
    return tuple(settled), problems, decisions


def _told(records: Records, field: str, changes: Sequence[UnitChange]) -> tuple[list[Problem], list[Decision]]:
    """What is to be said about the measures of one column."""

    def place(record: int) -> Location:
        return records.location(record, field)

    faults: list[Fault] = [(each.measure.record, each.fault, each.hint) for each in changes if each.fault]
    notes = _notes(changes)
    decisions = [Decision(place(note.records[0]), f"{field} {note.what}", note.text) for note in notes]
    return list(problems_of(field, faults, notes, place)), decisions


def _notes(changes: Sequence[UnitChange]) -> list[Note]:
    noted: dict[str, list[UnitChange]] = defaultdict(list)
    for change in changes:
        if change.note:
            noted[change.note].append(change)
    return [
        Note(
            what,
            [each.measure.record for each in alike],
            [f"{each.measure.text} = {shown(each.value)}" for each in alike],
        )
        for what, alike in noted.items()
    ]
