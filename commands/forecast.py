"""`okrsheets forecast`: how key results and skills are likely to end, and how often such forecasts held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import click

from ..core.back_test import BackTest
from ..core.cells import Day, date_of
from ..core.growing_needs import GrowingNeed, growing_needs
from ..core.headcount_forecast import HeadcountForecast, back_test_headcount
from ..core.model import Assessment, Certification, GoalSkill
from ..core.outlook import EndedCycle, Outlook, outlook
from ..core.percent import percent_text
from ..core.prediction import Prediction
from ..core.skill_outlook import SkillHistories, need_key, need_outlooks
from ..core.what_if import team_members
from ..reports.formats.terminal import show_rows
from ..sync.config import Workspace
from ..sync.store.evaluation import period_of
from ..sync.store.history import cycles_before, ended_cycles
from ..sync.store.replay import state_at
from .shell import as_json, as_of, counted, cycle_option, out_option, print_json, show
from .synced_goals import SyncedGoals, synced_goals
from .workspace import synced_workspace


@dataclass(frozen=True)
class NeedForecast:
    """One skill that an objective needs; `forecast` is None when too little is known."""

    need: GoalSkill
    forecast: HeadcountForecast | None


@dataclass(frozen=True)
class Forecasts:
    """Everything that the command shows."""

    key_results: Outlook
    needs: Sequence[NeedForecast]
    held: tuple[int, int]
    growing: Sequence[GrowingNeed]


@click.command()
@click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")
@click.option(
    "--leaves", multiple=True, metavar="PERSON", help="A person who will leave, by ID, name or e-mail. May be repeated."
)
@out_option
@cycle_option
@as_of
@as_json
def forecast(folder: str, leaves: Sequence[str], out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Show how key results are likely to end, and how often such forecasts held.

    FOLDER is a folder that was synced; the current folder by default. A key result gets a range that should hold in four of
    five cases, and the chance that it reaches its target, from its check-ins, the pace of the other key results, and what
    earlier cycles in the history taught. Below stands how often those ranges held. Skills that objectives need get the number
    of people who are likely to have them at the end of the cycle. With too few check-ins or ratings there is no
    forecast. Nothing is said about the future of a person.

    \b
    Example: okrsheets forecast team-sheets/
             okrsheets forecast team-sheets/ --leaves ana@example.org --json
    """
    workspace = synced_workspace(folder, out)
    with synced_goals(workspace, as_of, cycle) as goals:
        forecasts = _forecasts(goals, workspace, {goals.person(named).person_id for named in leaves})
        if as_json:
            print_json(_json(goals, forecasts))
        else:
            _show(goals, forecasts)


def _forecasts(goals: SyncedGoals, workspace: Workspace, leaving: set[str]) -> Forecasts:
    cycles = _ended_cycles(goals, workspace)
    ahead = outlook(goals.evaluation.key_results, goals.day, [cycle for _, cycle, _ in cycles])
    needs, held = _needs(goals, leaving)
    own = goals.state.cycle.name if goals.state.cycle else ""
    growing = growing_needs([*((name, asked) for name, _, asked in cycles), (own, goals.needs)])
    return Forecasts(ahead, needs, held, growing)


def _ended_cycles(goals: SyncedGoals, workspace: Workspace) -> list[tuple[str, EndedCycle, Sequence[GoalSkill]]]:
    """The last cycles that are over, the earliest first: name, key results, skills that were needed."""
    before = cycles_before(goals.store, goals.state.sync, period_of(goals.state)[0])
    cycles = ended_cycles(goals.store, before, workspace.config.thresholds)
    return [
        (cycle.name, one, state_at(goals.store, last, one.end, cycle.name).open_tables["goal skills"].nouns(GoalSkill))
        for (cycle, last), one in zip(before, cycles)
    ]


def _needs(goals: SyncedGoals, leaving: set[str]) -> tuple[list[NeedForecast], tuple[int, int]]:
    """The forecast of each need at the end of the cycle, and how many ranges of the past held, of how many."""
    tables = goals.state.open_tables
    histories = SkillHistories(tables["assessments"].nouns(Assessment))
    certificates, people = tables["certifications"].nouns(Certification), goals.evaluation.people
    end, forecasts, held, number = period_of(goals.state)[1], [], 0, 0
    ahead = need_outlooks(goals.evaluation.objectives, people, histories, certificates, (goals.day, end), leaving)
    for objective in goals.evaluation.objectives:
        for status in objective.readiness.needs if objective.readiness else ():
            forecasts.append(NeedForecast(status.need, ahead[need_key(status)].forecast(status, end - goals.day)))
            ids = {member.person.person_id for member in team_members(people, objective.team)}
            steps = histories.of(status.need.skill or "").steps(status.need.level or 0.0)
            kept, looks = back_test_headcount(steps, ids, goals.day)
            held, number = held + kept, number + looks
    return forecasts, (held, number)


def _show(goals: SyncedGoals, forecasts: Forecasts) -> None:
    cycle = goals.state.cycle.name if goals.state.cycle else ""
    show(
        f"Forecast of {cycle} on {date_of(goals.day)}. The range should hold in four of five cases.".replace("  ", " ")
    )
    show("")
    rows = list(_key_result_rows(goals, forecasts.key_results))
    if rows:
        show_rows(["key result", "now", "likely end", "chance"], rows)
        show("")
    for reason, number in _reasons(forecasts.key_results).items():
        show(f"no forecast for {counted(number, 'key result')}: {reason}")
    show(_back_test_text(forecasts.key_results.test))
    if forecasts.needs:
        show("")
        _show_needs(goals, forecasts)
    for growing in forecasts.growing:
        counts = ", ".join(f"{cycle}: {headcount:g}" for cycle, headcount in growing.headcounts)
        show(f"needed more than before: {growing.skill} (people needed in {counts})")


def _key_result_rows(goals: SyncedGoals, ahead: Outlook) -> Iterator[list[str]]:
    for status in goals.evaluation.key_results:
        prediction = ahead.predictions.get(status.key_result.id)
        if prediction is not None:
            name = f"{status.key_result.id} {status.key_result.key_result or ''}".strip()
            now = "–" if status.progress is None else percent_text(status.progress)
            yield [name, now, _range(prediction), _chance(prediction.chance)]


def _range(prediction: Prediction) -> str:
    return f"{percent_text(prediction.low)} to {percent_text(prediction.high)}"


def _chance(chance: float) -> str:
    """A chance in words where a figure would pretend to be sure."""
    if chance < 0.05:
        return "under 5%"
    return "over 95%" if chance > 0.95 else percent_text(chance)


def _reasons(ahead: Outlook) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for reason in ahead.without.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


def _back_test_text(test: BackTest) -> str:
    if test.held is None or test.error is None or test.line_error is None:
        return "back-test: the history has no cycle that is over, so it is not known how often these ranges hold"
    return (
        f"back-test: of {counted(len(test.looks), 'forecast')} in cycles that are over, {percent_text(test.held)} held "
        f"(80% should); they were {100 * test.error:.0f} points off on average, a straight line {100 * test.line_error:.0f}"
    )


def _show_needs(goals: SyncedGoals, forecasts: Forecasts) -> None:
    rows = []
    for each in forecasts.needs:
        need, ahead = each.need, each.forecast
        skill = f"{need.skill}, level {need.level:g}"
        if ahead is None:
            rows.append([need.objective_id or "", skill, f"{need.headcount:g}", "", "", "too few ratings over time"])
        else:
            going = f" ({ahead.going} going)" if ahead.going else ""
            people = str(ahead.low) if ahead.low == ahead.high else f"{ahead.low} to {ahead.high}"
            rows.append(
                [
                    need.objective_id or "",
                    skill,
                    f"{need.headcount:g}",
                    f"{ahead.have}{going}",
                    people,
                    _chance(ahead.chance),
                ]
            )
    show_rows(["objective", "skill", "needs", "has", "likely at the end", "chance of enough"], rows)
    held, number = forecasts.held
    if number:
        show(f"back-test: {held} of {number} ranges of people held, each 90 days ahead")


def _json(goals: SyncedGoals, forecasts: Forecasts) -> dict[str, object]:
    test = forecasts.key_results.test
    return {
        "key results": {id: asdict(prediction) for id, prediction in forecasts.key_results.predictions.items()},
        "without forecast": dict(forecasts.key_results.without),
        "back-test": {
            "forecasts": len(test.looks),
            "held": test.held,
            "error": test.error,
            "error of a straight line": test.line_error,
        },
        "skills": [
            {
                "objective": each.need.objective_id,
                "skill": each.need.skill,
                "level": each.need.level,
                "headcount": each.need.headcount,
                "forecast": None if each.forecast is None else asdict(each.forecast),
            }
            for each in forecasts.needs
        ],
        "back-test of skills": {"held": forecasts.held[0], "forecasts": forecasts.held[1]},
        "needed more than before": [
            {"skill": growing.skill, "headcounts": dict(growing.headcounts)} for growing in forecasts.growing
        ],
    }
