"""`okrsheets plan`: the cheapest way to get the skills that objectives lack."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..addin.macros.append_rows import NewRows
from ..core.cells import Cell, Day, date_of
from ..core.errors import OkrError, UsageError
from ..core.model import Person
from ..core.plan_steps import HIRE, LEND, MENTOR, TRAIN, step_text
from ..reports.formats.whole_files import replace_whole
from ..sync.planning.gaps import Gap, gaps_of
from ..sync.planning.option_tables import COLUMNS, as_typed, read_options
from ..sync.store.evaluation import period_of
from .appending import ready_to_append, row_lines
from .shell import agrees, as_json, as_of, chosen_day, cycle_option, out_option, print_json, say, show
from .synced_goals import SyncedGoals, synced_goals
from .workspace import synced_workspace

if TYPE_CHECKING:
    from ..sync.planning.cheapest import Action, CheapestPlan
    from ..sync.planning.mentors import Pair

VERBS = {TRAIN: "train", MENTOR: "mentor", HIRE: "hire", LEND: "borrow"}


@click.command()
@click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")
@click.option("--options", "options_file", metavar="FILE", help="Your table of options: a workbook or .csv file.")
@click.option("--budget", type=click.FloatRange(0), help="What the plan may cost. Default: no limit.")
@click.option("--by", metavar="DATE", callback=chosen_day, help="When it is done. Default: the end of the cycle.")
@click.option("--names", is_flag=True, help="Name the people. Without it the plan says only how many of which team.")
@click.option("--new-options", metavar="FILE", help="Write a .csv table of options to start from, and nothing else.")
@click.option("--apply", "workbook", metavar="FILE.xlsx", help="Write the plan as key results into this workbook.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
@out_option
@cycle_option
@as_of
@as_json
def plan(
    folder: str,
    options_file: str | None,
    budget: float | None,
    by: Day | None,
    names: bool,
    new_options: str | None,
    workbook: str | None,
    yes: bool,
    out: str,
    cycle: str,
    as_of: Day | None,
    as_json: bool,
) -> None:
    """Find the cheapest way to get the skills that objectives lack.

    FOLDER is a folder that was synced; the current folder by default. The plan closes as much as the budget, the time and
    your options allow, and of all such plans it is the cheapest; that is computed exactly. It is arithmetic on the
    needs that are stated, ranks nobody, and decides nothing.

    The table of options has a row for each way to close a gap, with the headings skill (blank: any), way (train, mentor, hire
    or lend), cost (of one person), weeks, capacity (how many people at most; blank: any) and levels (that a learner
    gains; blank: 1). Where the way is mentor, the plan also says who could mentor whom: two levels above, not the own
    manager, two learners at most.

    \b
    Example: okrsheets plan team-sheets/ --new-options options.csv
             okrsheets plan team-sheets/ --options options.csv --budget 20000 --by 2026-12-31
             okrsheets plan team-sheets/ --options options.csv --apply "team-sheets/Support OKRs.xlsx"
    """
    with synced_goals(synced_workspace(folder, out), as_of, cycle) as goals:
        gaps = gaps_of(goals.needs, goals.team_of, goals.evaluation.people)
        if new_options:
            _write_options(Path(new_options), gaps)
            return
        if not options_file:
            raise UsageError("a plan needs your options", "--new-options options.csv writes a table to start from")
        end = period_of(goals.state)[1] if by is None else by
        if end <= goals.day:
            raise UsageError(f"{date_of(end).isoformat()} is over", "name the day when the plan is done with --by")
        found = _found(goals, gaps, options_file, end, budget)
        pairs = _pairs(goals, found)
        rows = {"key results": list(_rows(goals, found))}
        if as_json:
            print_json(_json(found, pairs, names))
        else:
            show(*_lines(goals, found, pairs, names))
    if workbook:
        _apply(Path(workbook), rows, goals.day, yes)


def _found(goals: SyncedGoals, gaps: Sequence[Gap], file: str, end: Day, budget: float | None) -> CheapestPlan:
    try:
        from ..sync.planning.cheapest import cheapest
    except ImportError:
        raise OkrError("planning needs scipy, which is not installed", "pip install 'okrsheets[planning]'") from None

    options, people = read_options(Path(file)), goals.evaluation.people
    return cheapest(gaps, options, people, goals.needs, goals.team_of, end - goals.day, budget)


def _pairs(goals: SyncedGoals, found: CheapestPlan) -> list[tuple[str, Pair]]:
    """Who could mentor whom, for each skill in which somebody is mentored."""
    from ..sync.planning.mentors import mentors

    learners: dict[str, list[str]] = {}
    for action in found.actions:
        if action.option.way == MENTOR and action.person is not None:
            learners.setdefault(action.skill, []).append(action.person.person_id)
    people = goals.evaluation.people
    return [
        (skill, pair)
        for skill, ids in learners.items()
        for pair in mentors(skill, [status for status in people if status.person.person_id in ids], people)
    ]


def _steps(found: CheapestPlan) -> list[list[Action]]:
    """The actions that differ only in the person, together."""
    steps: dict[tuple[object, ...], list[Action]] = {}
    for action in found.actions:
        steps.setdefault((action.option, action.skill, action.level, action.team, action.gaps), []).append(action)
    return list(steps.values())


def _lines(goals: SyncedGoals, found: CheapestPlan, pairs: Sequence[tuple[str, Pair]], names: bool) -> Iterator[str]:
    if not found.gaps:
        yield "No objective lacks people for the skills that it needs."
        return
    for step in _steps(found):
        yield from _step_lines(goals, found, step, names)
    if names:
        for skill, pair in pairs:
            yield f"{_name(pair.mentor)} could mentor {_name(pair.learner)} in {skill} ({pair.apart:g} levels apart)"
    elif any(action.option.way == MENTOR for action in found.actions):
        yield f"mentors: {len(pairs)} learners have one who is two levels above and not their manager (--names names them)"
    for at, reason in found.open.items():
        gap = found.gaps[at]
        lacks = gap.missing - found.closed[at]
        yield f"still open: {lacks} of {gap.missing} for {gap.need.skill}, level {gap.level:g} ({gap.need.objective_id}): {reason}"
    yield f"total cost {found.cost:,.10g}; {sum(found.closed)} of {sum(gap.missing for gap in found.gaps)} missing people are found"
    yield "This is arithmetic on the stated needs. It ranks nobody and decides nothing."


def _step_lines(goals: SyncedGoals, found: CheapestPlan, step: Sequence[Action], names: bool) -> Iterator[str]:
    """One step with its cost, its time and what it is for."""
    first = step[0]
    option, number = first.option, len(step)
    team = (
        f" of {first.team}"
        if first.team and option.way in (TRAIN, MENTOR)
        else f" for {first.team}"
        if first.team
        else ""
    )
    people = "1 person" if number == 1 else f"{number} people"
    done = date_of(goals.day + round(option.weeks * 7)).isoformat()
    yield (
        f"{VERBS[option.way]} {people}{team}: {first.skill} to level {first.level:g}; "
        f"{number} × {option.cost:,.10g} = {number * option.cost:,.10g}, {_weeks(option.weeks)}, done by {done}"
    )
    if names and first.person is not None:
        yield f"    {', '.join(_name(action.person) for action in step if action.person)}"
    for at in first.gaps:
        gap = found.gaps[at]
        yield f"    for {goals.title(gap.need.objective_id or '')}: {gap.missing} missing at level {gap.level:g}"
    yield f"    option in {option.location}"


def _weeks(weeks: float) -> str:
    return "1 week" if weeks == 1 else f"{weeks:g} weeks"


def _name(person: Person) -> str:
    return person.name or person.person_id


def _rows(goals: SyncedGoals, found: CheapestPlan) -> Iterator[dict[str, Cell]]:
    """Each step of a plan as a key result of the first objective that it serves."""
    taken = {status.key_result.id for status in goals.evaluation.key_results}
    for step in _steps(found):
        first = step[0]
        goal = found.gaps[first.gaps[0]].need.objective_id or ""
        number = next(number for number in range(1, len(taken) + 2) if f"{goal}.P{number}" not in taken)
        taken.add(f"{goal}.P{number}")
        yield {
            "id": f"{goal}.P{number}",
            "objective_id": goal,
            "key_result": step_text(first.option.way, first.skill, first.level),
            "kind": "milestone",
            "unit": "people",
            "start": 0.0,
            "target": float(len(step)),
            "current": 0.0,
            "owner": goals.objectives[goal].objective.owner if goal in goals.objectives else None,
            "due_date": date_of(goals.day + round(first.option.weeks * 7)),
        }


def _apply(path: Path, rows: NewRows, today: Day, yes: bool) -> None:
    ready = ready_to_append(path, "a plan for skills", rows, today)
    say("rows for the workbook:", *row_lines(rows))
    if not rows["key results"] or not (yes or agrees(f"Write them into {path.name}?")):
        say("nothing was changed")
        return
    say(ready.write())


def _write_options(path: Path, gaps: Sequence[Gap]) -> None:
    """A table of options with the skills that are lacking, to be corrected by the user."""
    if path.exists():
        raise UsageError(f"{path} exists", "name another file")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for skill in dict.fromkeys(as_typed(gap.need.skill or "") for gap in gaps):
        table.writerow([skill, TRAIN, "", "", "", 1])
        table.writerow([skill, HIRE, "", "", "", ""])
    replace_whole(path, lambda beside: beside.write_text(text.getvalue(), "utf-8-sig"))
    say(f"wrote {path}: enter cost, weeks and capacity; delete what is no option, and add rows for mentor and lend")


def _json(found: CheapestPlan, pairs: Sequence[tuple[str, Pair]], names: bool) -> dict[str, object]:
    return {
        "cost": found.cost,
        "steps": [
            {
                "way": step[0].option.way,
                "skill": step[0].skill,
                "level": step[0].level,
                "team": step[0].team,
                "people": len(step),
                **({"names": [_name(action.person) for action in step if action.person]} if names else {}),
                "cost": sum(action.option.cost for action in step),
                "weeks": step[0].option.weeks,
                "objectives": [found.gaps[at].need.objective_id for at in step[0].gaps],
            }
            for step in _steps(found)
        ],
        "open": [
            {
                "objective": found.gaps[at].need.objective_id,
                "skill": found.gaps[at].need.skill,
                "missing": found.gaps[at].missing - found.closed[at],
                "why": reason,
            }
            for at, reason in found.open.items()
        ],
        **({"mentors": [[_name(pair.mentor), _name(pair.learner), skill] for skill, pair in pairs]} if names else {}),
    }
