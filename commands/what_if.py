"""`okrsheets what-if`: which objectives lose or get the people that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from ..core.cells import Day
from ..core.errors import UsageError
from ..core.names import fold_name
from ..core.percent import percent_text
from ..core.skill_status import Readiness
from ..core.what_if import Effect, Training
from ..core.what_if import what_if as effects_of
from .shell import as_json, as_of, cycle_option, out_option, print_json, say, show
from .synced_goals import SyncedGoals, synced_goals
from .workspace import synced_workspace


@click.command("what-if")
@click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")
@click.option(
    "--leaves", multiple=True, metavar="PERSON", help="A person leaves, by ID, name or e-mail. May be repeated."
)
@click.option(
    "--trains", multiple=True, type=(str, click.IntRange(1)), metavar="SKILL N",
    help="N people learn a skill as far as objectives need it: those who are closest. May be repeated.",
)  # fmt: skip
@out_option
@cycle_option
@as_of
@as_json
def what_if(
    folder: str,
    leaves: Sequence[str],
    trains: Sequence[tuple[str, int]],
    out: str,
    cycle: str,
    as_of: Day | None,
    as_json: bool,
) -> None:
    """Show which objectives would lose or get the people that they need.

    FOLDER is a folder that was synced; the current folder by default. The answer is arithmetic on the skills that objectives
    ask for (the Goal skills sheet) and the people's levels. It says nothing of causes: an objective with all the people
    it asks for may still fail. Nothing is written.

    \b
    Example: okrsheets what-if team-sheets/ --leaves ana@example.org
             okrsheets what-if team-sheets/ --trains "Conflict resolution" 2
    """
    if not leaves and not trains:
        raise UsageError("nothing would change", "name a person with --leaves, or a skill with --trains")
    with synced_goals(synced_workspace(folder, out), as_of, cycle) as goals:
        _refuse_unknown(goals, [skill for skill, _ in trains])
        leaving = {goals.person(named).person_id for named in leaves}
        effects = effects_of(
            goals.needs, goals.team_of, goals.evaluation.people, leaving, [Training(*each) for each in trains]
        )
    if as_json:
        print_json([_effect_json(effect) for effect in effects])
        return
    for effect in effects:
        show(*_lines(goals, effect))
    if not effects:
        say("No objective would have more or fewer of the people that it needs.")
    say("This is arithmetic on the stated needs; it does not say what would cause what.")


def _refuse_unknown(goals: SyncedGoals, skills: Sequence[str]) -> None:
    """Refuse a skill that no objective needs: the answer would be empty for the wrong reason."""
    known = {fold_name(need.skill): need.skill or "" for need in goals.needs}
    for skill in skills:
        if fold_name(skill) not in known:
            listed = ", ".join(sorted(filter(None, known.values()))) or "none"
            raise UsageError(f"no objective needs the skill {skill!r}", f"objectives need: {listed}")


def _lines(goals: SyncedGoals, effect: Effect) -> Iterator[str]:
    """An objective with its readiness before and after, then each of its needs that changes."""
    yield f"{goals.title(effect.objective_id)}"
    yield f"  readiness {_percent(effect.before)} → {_percent(effect.after)}{_verdict(effect)}"
    for before, after in zip(effect.before.needs, effect.after.needs):
        if before.have != after.have:
            need = before.need
            yield f"  {need.skill}, level {need.level:g}: {before.have} → {after.have} of {need.headcount:g} people"


def _verdict(effect: Effect) -> str:
    if effect.before.at_risk and not effect.after.at_risk:
        return ": it would have everyone it needs"
    if effect.after.at_risk and not effect.before.at_risk:
        return ": it would fall below its need"
    return ""


def _percent(readiness: Readiness) -> str:
    return "–" if readiness.readiness is None else percent_text(readiness.readiness)


def _effect_json(effect: Effect) -> dict[str, object]:
    return {
        "objective": effect.objective_id,
        "readiness": effect.before.readiness,
        "readiness then": effect.after.readiness,
        "needs": [
            {
                "skill": before.need.skill,
                "level": before.need.level,
                "headcount": before.need.headcount,
                "have": before.have,
                "have then": after.have,
            }
            for before, after in zip(effect.before.needs, effect.after.needs)
        ],
    }
