"""What the tables of one workbook settle together: units of key results, the cycle's name and days, weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import schema
from ..decisions import Decision
from ..errors import Location, Problem
from ..records import Records
from .cell_reading import CellUnit
from .cycle_days import cycle_of, name_cycles, without_far_days
from .key_result_units import one_unit
from .zero_weights import zero_weights


@dataclass(frozen=True)
class WorkbookValues:
    """The tables of a workbook, all that is wrong with them, and the choices that were made."""

    tables: tuple[Records, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()


def settle(
    tables: Sequence[Records],
    problems: Sequence[Problem],
    units: Mapping[Location, CellUnit],
    fiscal_year_start: int,
) -> WorkbookValues:
    """Return the tables of a workbook once their values fit together, with the problems so far and those that it finds.

    `units` has the measures that are no plain numbers; `fiscal_year_start` is the first month of a fiscal year.

    >>> settle([], [], {}, 1).tables
    ()
    """
    settled, wrong, made = one_unit(tables, units)
    told, decisions = [*problems, *wrong], list(made)
    named: list[Records] = []
    for records in settled:
        if records.table is schema.SETTINGS:
            cycles = name_cycles(without_far_days(records, None)[0], fiscal_year_start)
            told += without_far_days(records, None)[1]
            told = [problem for problem in told if problem.location not in cycles.filled or problem.note]
            told += cycles.problems
            decisions += cycles.decisions
            records = cycles.settings
        named.append(records)
    cycle = cycle_of(named)
    for at, records in enumerate(named):
        if records.table is not schema.SETTINGS:
            named[at], far = without_far_days(records, cycle)
            told += far
        told += zero_weights(records)
    return WorkbookValues(tuple(named), tuple(told), tuple(decisions))
