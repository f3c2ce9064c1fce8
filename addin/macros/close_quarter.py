"""Close the quarter: keep the sheets as they stand, list the post-mortems, and begin the next cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...core import schema
from ...core.cells import Cell, Day, date_of
from ...core.errors import OkrError
from ...core.evaluation import Evaluation, evaluate
from ...core.key_result_status import KeyResultStatus, is_control
from ...core.model import CheckIn, GoalSkill, Initiative, Objective, Settings
from ...core.pacing import Quarter
from ...core.percent import percent_text
from ...core.tables.own_sheets import POST_MORTEMS
from . import generated_sheets
from .book import NOT_KNOWN, Book, CellEdit, Formula, Spot, contents
from .carry_forward import Carried, begin_again, carried, moved_up, renew, rows_of_next_cycle, unassessed
from .generated_sheets import GeneratedRow
from .plan import NewSheet, Plan, checked
from .quarter import dated, following
from .refresh import functions_are_absent
from .table_finder import ALIGNMENT_TITLES, Located, as_of, find, look, records, tables

NAME_AT_MOST = 31  # characters of a sheet's name
POST_MORTEM = (
    "Key result",
    "Description",
    "Objective",
    "Owner",
    "Progress",
    "What got in the way",
    "What we will change",
    "Cell",
)


@dataclass(frozen=True)
class Closing:
    """The cycle that closes, the one that begins, and the status of everything on the last day.

    `short` are the committed key results below their target, which need a post-mortem.
    """

    book: Book
    settings: Located
    cycle: Quarter
    next: Quarter
    evaluation: Evaluation
    carried: Carried

    @property
    def is_early(self) -> bool:
        """Whether the last day of the cycle is still to come."""
        return as_of(self.book) < self.cycle.end

    @property
    def short(self) -> list[KeyResultStatus]:
        """The committed key results that close below their target."""
        return [
            status
            for status in self.evaluation.key_results
            if status.key_result.id and status.counted and status.commitment == "committed" and status.score != 1.0
        ]


def plan_close(book: Book, unfinished: bool = False, next_cycle: str = "", early: bool = False) -> Plan:
    """Return the plan that closes the workbook's cycle.

    `unfinished` carries aspirational key results below their target forward, besides those that say so;
    `next_cycle` names the next one where its name does not follow; `early` closes before the last day.
    """
    return plan_of(closing_of(book, unfinished, next_cycle, early=early))


def closing_of(
    book: Book,
    unfinished: bool = False,
    next_cycle: str = "",
    added: Collection[str] = (),
    left_out: Collection[str] = (),
    early: bool = True,
) -> Closing:
    """Return what closes and what is carried forward; `OkrError` when the workbook can't be closed.

    `added` and `left_out` are ids of key results that are carried forward, or not, whatever the sheet says. Without
    `early`, a cycle whose last day is still to come can't be closed.
    """
    settings = find(book, "settings")
    find(book, "objectives")
    results = find(book, "key results")
    cycle = cycle_of(book)
    if as_of(book) < cycle.end and not early:
        ends = date_of(cycle.end).isoformat()
        raise OkrError(f"{book.name}: {cycle.name} ends on {ends}", "wait until then, or choose to close it early")
    if functions_are_absent(book):
        raise OkrError(
            f"{book.name}: cells show {NOT_KNOWN}, and would be archived like this",
            "choose Refresh first, then close the quarter",
        )
    evaluation = evaluate(tables(book), min(as_of(book), cycle.end))
    if not evaluation.key_results:
        raise OkrError(f"{book.name} › {results.sheet}: there are no key results to close", "the cycle has not begun")
    next = following(cycle.name, cycle.start, cycle.end, next_cycle)
    return Closing(book, settings, cycle, next, evaluation, carried(evaluation, unfinished, added, left_out))


def plan_of(closing: Closing) -> Plan:
    """Return the plan that carries out what closes and begins; `OkrError` when a sheet is in the way."""
    book, comes = closing.book, closing.carried
    objectives, results = find(book, "objectives"), find(book, "key results")
    frozen = tuple(_frozen(closing))
    listed, entries = _post_mortems(closing, frozen, results)
    changes = (
        *entries,
        *_objectives(closing, objectives),
        *_key_results(closing, results),
        *_others(closing),
        *_settings(closing),
    )
    says = (
        f"{closing.cycle.name} closes; {closing.next.name} begins on {date_of(closing.next.start).isoformat()} "
        f"and ends on {date_of(closing.next.end).isoformat()}",
        f"carried forward: {', '.join(sorted(comes.key_results)) or 'nothing'}",
        f"post-mortems: {', '.join(listed) or 'none'}",
        *_needs_a_target(closing),
        *_day_stays(closing),
    )
    show = Spot(results.sheet, results.header + 1, 0)
    plan = Plan(f"Close {closing.cycle.name}", says, _sheets(frozen, entries), changes, show=show)
    return checked(plan, book)


def cycle_of(book: Book) -> Quarter:
    """Return the cycle that a workbook's settings name; `OkrError` when its name or days are missing or wrong."""
    settings = find(book, "settings")
    own = next(iter(records(book, settings).nouns(Settings)), Settings())
    if own.cycle is None or own.cycle_start is None or own.cycle_end is None:
        raise OkrError(
            f"{book.name} › {settings.sheet}: the cycle's name, start or end is missing",
            "fill in cycle, cycle start and cycle end",
        )
    if own.cycle_end <= own.cycle_start:
        raise OkrError(
            f"{book.name} › {settings.spot('cycle_end', settings.header + 1)}: the cycle ends before it starts",
            "correct its dates",
        )
    return Quarter(own.cycle, own.cycle_start, own.cycle_end)


def _frozen(closing: Closing) -> Iterator[NewSheet]:
    """A copy of each sheet that says how the cycle went."""
    titles = closing.book.sheets()
    locations = [look(closing.book, table.name) for table in schema.tables_of("okrs")]
    sheets = [
        location.sheet for location in locations if location is not None and location.table is not schema.SETTINGS
    ]
    for sheet in dict.fromkeys([*sheets, *(title for title in titles if title in ALIGNMENT_TITLES)]):
        name = _name(closing, sheet)
        if name in titles:
            raise OkrError(
                f"{closing.book.name}: there is a sheet {name!r} already",
                "was this cycle closed before? Delete or rename that sheet to close it again",
            )
        yield NewSheet(name, sheet)


def _name(closing: Closing, sheet: str) -> str:
    end = dated(closing.cycle.name, closing.cycle.end)
    if len(sheet) + 1 + len(end) > NAME_AT_MOST:
        raise OkrError(
            f"{closing.book.name}: '{sheet} {end}' is too long for a sheet's name",
            f"shorten the sheet's name {sheet!r}",
        )
    return f"{sheet} {end}"


def _post_mortems(closing: Closing, frozen: tuple[NewSheet, ...], results: Located) -> tuple[list[str], list[CellEdit]]:
    """Committed key results that closed below their target, with room to say why."""
    short = closing.short
    if not short:
        return [], []
    copy = next(sheet.name for sheet in frozen if sheet.copy_of == results.sheet)
    name = _name(closing, POST_MORTEMS)
    rows = [_post_mortem(status, results, copy) for status in short]
    title = f"Committed key results that closed below target: {closing.cycle.name}"
    _, changes = generated_sheets.write(closing.book, generated_sheets.GeneratedSheet(name, title, POST_MORTEM, rows))
    return [status.key_result.id for status in short], changes


def _post_mortem(evaluation: KeyResultStatus, results: Located, copy: str) -> list[GeneratedRow]:
    key_result = evaluation.key_result
    cell = Spot(copy, key_result.origin.row, results.columns["id"])
    reached: Cell = "no data" if evaluation.score is None else percent_text(evaluation.score)
    return [
        GeneratedRow(key_result.id), GeneratedRow(key_result.key_result), GeneratedRow(key_result.objective_id), GeneratedRow(key_result.owner),
        GeneratedRow(reached, look="bad"), GeneratedRow(None), GeneratedRow(None), GeneratedRow(str(cell), leads_to=cell),
    ]  # fmt: skip


def _sheets(frozen: tuple[NewSheet, ...], entries: list[CellEdit]) -> tuple[NewSheet, ...]:
    return (*frozen, *([NewSheet(entries[0].spot.sheet)] if entries else []))


def _objectives(closing: Closing, located: Located) -> Iterator[CellEdit]:
    held = contents(closing.book, located.sheet)
    nouns = records(closing.book, located).nouns(Objective)
    kept = closing.carried.objectives
    rows = {objective.origin.row: objective.id for objective in nouns}
    changes = list(rows_of_next_cycle(located, held, rows, kept))
    for objective in nouns:
        if objective.id in kept:
            changes += unassessed(located, held, objective.origin.row)
            if objective.status == schema.CARRIED:
                changes += renew(located, held, objective.origin.row)
    return moved_up(located, held, rows, changes)


def _key_results(closing: Closing, located: Located) -> Iterator[CellEdit]:
    held = contents(closing.book, located.sheet)
    kept = closing.carried.key_results
    statuses = closing.evaluation.key_results
    rows = {status.key_result.origin.row: status.key_result.id for status in statuses}
    changes = list(rows_of_next_cycle(located, held, rows, kept))
    for status in statuses:
        if status.key_result.id in kept:
            changes += begin_again(located, held, status, closing.cycle.end)
    return moved_up(located, held, rows, changes)


def _others(closing: Closing) -> Iterator[CellEdit]:
    """Check-ins begin anew; the skills that a goal needs stay with the objectives that stay, initiatives with key results."""
    check_ins, skills = look(closing.book, "check-ins"), look(closing.book, "goal skills")
    if check_ins is not None:
        rows = {check_in.origin.row: "a check-in" for check_in in records(closing.book, check_ins).nouns(CheckIn)}
        yield from rows_of_next_cycle(check_ins, contents(closing.book, check_ins.sheet), rows, ())
    if skills is not None:
        held = contents(closing.book, skills.sheet)
        goals = {need.origin.row: need.objective_id for need in records(closing.book, skills).nouns(GoalSkill)}
        changes = list(rows_of_next_cycle(skills, held, goals, closing.carried.objectives))
        yield from moved_up(skills, held, goals, changes)
    initiatives = look(closing.book, "initiatives")
    if initiatives is not None:
        held = contents(closing.book, initiatives.sheet)
        works = {work.origin.row: work.key_result_id for work in records(closing.book, initiatives).nouns(Initiative)}
        changes = list(rows_of_next_cycle(initiatives, held, works, closing.carried.key_results))
        yield from moved_up(initiatives, held, works, changes)


def _settings(closing: Closing) -> Iterator[CellEdit]:
    settings, held = closing.settings, contents(closing.book, closing.settings.sheet)
    new: dict[str, Cell] = {
        "cycle": closing.next.name,
        "cycle_start": date_of(closing.next.start),
        "cycle_end": date_of(closing.next.end),
    }
    for field, value in new.items():
        spot = settings.spot(field, settings.header + 1)
        old = held.get((spot.row, spot.column))
        if not isinstance(old, Formula):
            yield CellEdit(spot, old, value)


def _day_stays(closing: Closing) -> Iterator[str]:
    today: Day = as_of(closing.book)
    if today != closing.book.today:
        yield f"today's date in the settings is still {date_of(today).isoformat()}: change it to see the next cycle"


def _needs_a_target(closing: Closing) -> Iterator[str]:
    reached = [
        status.key_result.id
        for status in closing.evaluation.key_results
        if status.key_result.id in closing.carried.key_results
        and status.score == 1.0
        and not is_control(status.key_result)
    ]
    if reached:
        yield f"carried forward with its target reached; set a new target: {', '.join(reached)}"
