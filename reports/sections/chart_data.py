"""From check-ins, objectives and ratings to the points of charts, each with the sentence that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.cells import Day
from ...core.errors import CellError
from ...core.key_result_status import KeyResultStatus, progress_at
from ...core.model import CheckIn
from ...core.objective_status import ObjectiveStatus, feeds
from ...core.skill_status import PersonStatus
from ...core.skills import LEVEL_WORDS
from ...core.snapshot import Period
from ..data.earlier_scores import progress_on_days
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.charts import ConfidenceChart, Point, ProgressChart, SkillBar, SkillChart, Spark, TreeChart, TreeNode

MOST_POINTS = 60
TREE_NODES, BARS = 60, 40
STEPS = 13  # points of a chart over many key results: one a week of a quarter
LOWEST, HIGHEST = -1.0, 2.0  # what the axis of a chart shows at most; figures beyond are said, not drawn


def spark(language: Language, result: KeyResultStatus, today: Day, period: Period | None) -> Spark | None:
    """Return a key result's check-ins against its plan; None with fewer than two check-ins or without dates."""
    dates = dates_of(result, period)
    if dates is None:
        return None
    points = [(_inside(when), _inside(share)) for when, share in points_of(result, dates)]
    if len(points) < 2:
        return None
    message = language.many(
        "{count} check-in, from {first} to {last}", "{count} check-ins, from {first} to {last}", len(points),
        first=language.percent(points[0][1]), last=language.percent(points[-1][1]),
    )  # fmt: skip
    return Spark(tuple(points[-MOST_POINTS:]), time_of(today, dates), result.status, message)


def progress_chart(
    language: Language, result: KeyResultStatus, today: Day, period: Period | None
) -> ProgressChart | None:
    """Return a key result's progress over the cycle; None with fewer than two check-ins or without dates."""
    dates = dates_of(result, period)
    points = points_of(result, dates) if dates else []
    if dates is None or len(points) < 2:
        return None
    title = text.name(result.key_result.key_result or result.key_result.id)
    ahead = None if result.is_over else result.forecast
    return _progress_chart(language, title, thinned(points), dates, today, result.status, ahead)


def overall_chart(scope: Scope) -> ProgressChart | None:
    """Return the average progress over the cycle; None with check-ins on fewer than two days.

    The same key results make up every point: one stands at its start until its first check-in.
    """
    period, language = scope.snapshot.period, scope.language
    counted = [result for result in scope.key_results if result.counted and result.check_ins]
    if period is None or period[1] <= period[0] or not counted:
        return None
    first, last = period[0], min(period[1], scope.snapshot.today)
    days = [first + round((last - first) * step / STEPS) for step in range(STEPS + 1)]
    points: list[Point] = []
    for day, of_day in zip(days, zip(*(progress_on_days(result, days) for result in counted))):
        shares = [_inside(share) for share in of_day if share is not None]
        if shares:
            points.append((time_of(day, period), sum(shares) / len(shares)))
    points = list(dict(points).items())
    if len(points) < 2:
        return None
    title = language.many("{count} key result with check-ins", "{count} key results with check-ins", len(counted))
    return _progress_chart(language, title, points, period, scope.snapshot.today, "", None)


def _progress_chart(
    language: Language, title: str, points: Sequence[Point], dates: Period, today: Day, status: str, ahead: float | None
) -> ProgressChart:
    forecast = (1.0, ahead) if ahead is not None else None
    shares = [share for _, share in (*points, *((forecast,) if forecast else ()))]
    low, high = max(LOWEST, min(0.0, *shares)), min(HIGHEST, max(1.0, *shares))
    first, last = language.percent(points[0][1]), language.percent(points[-1][1])
    if forecast:
        message = language.say(
            "{title}: from {first} to {last}; at the current pace, it will finish at {end}.",
            title=title, first=first, last=last, end=language.percent(ahead),
        )  # fmt: skip
    else:
        message = language.say("{title}: from {first} to {last}.", title=title, first=first, last=last)
    return ProgressChart(
        title=title,
        points=tuple(points),
        plan=((0.0, 0.0), (1.0, 1.0)),
        forecast=forecast,
        today=time_of(today, dates),
        low=low,
        high=high,
        status=status,
        from_day=language.short_day(dates[0]),
        to_day=language.short_day(dates[1]),
        today_label=language.say("today"),
        axis=tuple((share, language.percent(share)) for share in (0.0, 0.5, 1.0)),
        description=message,
        dates=dates,
    )


def confidence_chart(
    language: Language, title: str, looks: Sequence[CheckIn], today: Day, period: Period | None
) -> ConfidenceChart | None:
    """Return the average confidence of each day's check-ins over the cycle; None with fewer than two days."""
    by_day: dict[Day, list[float]] = {}
    for check_in in looks:
        if check_in.date is not None and check_in.confidence is not None:
            by_day.setdefault(check_in.date, []).append(check_in.confidence)
    if period is None or period[1] <= period[0] or len(by_day) < 2:
        return None
    points = [(time_of(day, period), sum(values) / len(values)) for day, values in sorted(by_day.items())]
    message = language.say(
        "{title}: confidence from {first} on {from_day} to {last} on {to_day}.",
        title=title,
        first=language.percent(points[0][1]),
        last=language.percent(points[-1][1]),
        from_day=language.short_day(min(by_day)),
        to_day=language.short_day(max(by_day)),
    )
    return ConfidenceChart(
        title=language.say("Confidence"),
        points=tuple(thinned(points)),
        today=time_of(today, period),
        from_day=language.short_day(period[0]),
        to_day=language.short_day(period[1]),
        axis=tuple((share, language.percent(share)) for share in (0.0, 0.5, 1.0)),
        description=message,
        dates=period,
    )


def tree_chart(scope: Scope) -> TreeChart | None:
    """Return the report's objectives with their parents as a tree; None with fewer than two."""
    language, shown = scope.language, tree_statuses(scope, TREE_NODES)
    if len(shown) < 2:
        return None
    places = {status.objective.id: at for at, status in enumerate(shown)}
    nodes = tuple(_node(language, status, places) for status in shown)
    hanging = sum(node.parent >= 0 for node in nodes)
    message = language.many(
        "{serving} of {count} objective has a parent objective.", "{serving} of {count} objectives have a parent objective.",
        len(nodes), serving=language.number(hanging),
    )  # fmt: skip
    hidden = sum(map(scope.goals.is_first, scope.objectives)) - TREE_NODES
    more = language.many("and {count} more objective", "and {count} more objectives", hidden) if hidden > 0 else ""
    return TreeChart(language.say("Alignment of objectives"), nodes, message, more)


def tree_statuses(scope: Scope, limit: int | None = None) -> list[ObjectiveStatus]:
    """Return the first objectives of a report in the order of the tree, with the parents that they contribute to."""
    order = scope.data.order
    own = [objective_status for objective_status in scope.objectives if scope.goals.is_first(objective_status)][:limit]
    chosen = {status.objective.id for status in own}
    above = {status.objective.parent_id or "" for status in own} & order.keys()
    return [scope.snapshot.evaluation.objectives[at] for at in sorted(order[name] for name in chosen | above)]


def _node(language: Language, objective_status: ObjectiveStatus, places: dict[str, int]) -> TreeNode:
    objective = objective_status.objective
    return TreeNode(
        label=text.name(objective.objective or objective.id),
        id=text.label(objective.id, objective.objective),
        parent=places.get(objective.parent_id or "", -1) if objective_status.alignment != "cycle" else -1,
        depth=objective_status.depth,
        team=text.name(objective_status.team) if objective_status.team else "",
        status=objective_status.status if objective_status.counted else "abandoned",
        status_label=language.say(objective_status.status if objective_status.counted else "abandoned"),
        share=language.percent(objective_status.score),
        solid=feeds(objective),
    )


def skill_chart(language: Language, person: PersonStatus) -> SkillChart | None:
    """Return a person's skill levels beside the levels the role requires; None without ratings."""
    bars = [
        SkillBar(
            text.name(skill_status.skill),
            skill_status.level,
            skill_status.required,
            min(skill_status.by_rater.values(), default=None),
            max(skill_status.by_rater.values(), default=None),
            _bar_text(language, skill_status.skill, skill_status.level, skill_status.required),
        )
        for skill_status in person.skills[:BARS]
    ]
    if not any(bar.level is not None for bar in bars):
        return None
    scale = tuple((int(step), language.say(word)) for word, step in LEVEL_WORDS.items())
    return SkillChart(language.say("Skills"), tuple(bars), scale, " ".join(bar.description for bar in bars))


def _bar_text(language: Language, skill: str, level: float | None, required: float | None) -> str:
    name = text.name(skill)
    if level is None:
        return language.say(
            "{skill}: not rated, the role requires {required}.", skill=name, required=language.number(required)
        )
    if required is None:
        return language.say("{skill}: level {level}.", skill=name, level=language.number(round(level, 1)))
    return language.say(
        "{skill}: level {level}, the role requires {required}.",
        skill=name, level=language.number(round(level, 1)), required=language.number(required),
    )  # fmt: skip


def dates_of(result: KeyResultStatus, period: Period | None) -> Period | None:
    """Return the first and the last day of a key result: its own, else those of the cycle."""
    key_result = result.key_result
    first = key_result.start_date if key_result.start_date is not None else period[0] if period else None
    last = key_result.due_date if key_result.due_date is not None else period[1] if period else None
    return None if first is None or last is None or last <= first else (first, last)


def points_of(result: KeyResultStatus, dates: Period) -> list[Point]:
    """Return the check-ins as (time, raw progress)."""
    return [
        (time_of(check_in.date, dates), share)
        for check_in in result.check_ins
        if check_in.date is not None and (share := _share(result, check_in.value)) is not None
    ]


def time_of(day: Day, dates: Period) -> float:
    """Return the position of a day between two dates, 0..1; days outside are moved to the nearer end.

    >>> time_of(15, (10, 20)), time_of(25, (10, 20))
    (0.5, 1.0)
    """
    return _inside((day - dates[0]) / (dates[1] - dates[0]))


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """Return at most `most` points, evenly spaced, with both ends.

    >>> thinned([(0.0, 0.0), (0.1, 0.2), (0.5, 0.4), (1.0, 1.0)], most=3)
    [(0.0, 0.0), (0.5, 0.4), (1.0, 1.0)]
    """
    if len(points) <= most:
        return list(points)
    return [points[-(-at * (len(points) - 1) // (most - 1))] for at in range(most)]


def _share(result: KeyResultStatus, value: float | None) -> float | None:
    key_result = result.key_result
    try:
        return progress_at(key_result, value)
    except CellError:
        return None


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
