"""From check-ins, objectives and ratings to the points of charts, each with the sentence that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import progress
from ...core.cells import Day
from ...core.errors import CellError
from ...core.evaluation import KeyResultStatus, ObjectiveStatus, feeds
from ...core.model import CheckIn
from ...core.skill_status import PersonStatus
from ...core.skills import LEVEL_WORDS
from ...core.snapshot import Period
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.charts import ConfidenceChart, Point, ProgressChart, SkillBar, SkillChart, Spark, TreeChart, TreeNode

MOST_POINTS = 60
TREE_NODES, BARS = 60, 40
STEPS = 13  # points of a chart over many key results: one a week of a quarter
LOWEST, HIGHEST = -1.0, 2.0  # what the axis of a chart shows at most; figures beyond are said, not drawn


def spark(language: Language, each: KeyResultStatus, today: Day, period: Period | None) -> Spark | None:
    """Return the check-ins of a key result against its plan; None with fewer than two, or without its dates."""
    dates = dates_of(each, period)
    if dates is None:
        return None
    points = [(_inside(when), _inside(share)) for when, share in points_of(each, dates)]
    if len(points) < 2:
        return None
    said = language.many(
        "{count} check-in, from {first} to {last}", "{count} check-ins, from {first} to {last}", len(points),
        first=language.percent(points[0][1]), last=language.percent(points[-1][1]),
    )  # fmt: skip
    return Spark(tuple(points[-MOST_POINTS:]), time_of(today, dates), each.status, said)


def progress_chart(
    language: Language, each: KeyResultStatus, today: Day, period: Period | None
) -> ProgressChart | None:
    """Return how a key result went through the cycle; None with fewer than two check-ins, or without its dates."""
    dates = dates_of(each, period)
    points = points_of(each, dates) if dates else []
    if dates is None or len(points) < 2:
        return None
    title = text.name(each.key_result.key_result or each.key_result.id)
    ahead = each.forecast if each.expected != 1.0 else None
    return _progress_chart(language, title, thinned(points), dates, today, each.status, ahead)


def overall_chart(scope: Scope) -> ProgressChart | None:
    """Return the mean of all key results through the cycle; None where there are not check-ins on two days."""
    period, language = scope.snapshot.period, scope.language
    counted = [each for each in scope.key_results if each.counted and each.check_ins]
    if period is None or period[1] <= period[0] or not counted:
        return None
    lines = [_line(each) for each in counted]
    first, last = period[0], min(period[1], scope.snapshot.today)
    points: list[Point] = []
    for step in range(STEPS + 1):
        day = first + round((last - first) * step / STEPS)
        shares = [share for line in lines if (share := _as_of(line, day)) is not None]
        if shares:
            points.append((time_of(day, period), sum(shares) / len(shares)))
    points = list(dict(points).items())
    if len(points) < 2:
        return None
    title = language.say("All key results together")
    return _progress_chart(language, title, points, period, scope.snapshot.today, "", None)


def _line(each: KeyResultStatus) -> list[tuple[Day, float]]:
    shares = ((look.date, _share(each, look.value)) for look in each.check_ins)
    return [(day, _inside(share)) for day, share in shares if day is not None and share is not None]


def _as_of(line: Sequence[tuple[Day, float]], day: Day) -> float | None:
    known = None
    for when, share in line:
        if when > day:
            break
        known = share
    return known


def _progress_chart(
    language: Language, title: str, points: Sequence[Point], dates: Period, today: Day, status: str, ahead: float | None
) -> ProgressChart:
    forecast = (1.0, ahead) if ahead is not None else None
    shares = [share for _, share in (*points, *((forecast,) if forecast else ()))]
    low, high = max(LOWEST, min(0.0, *shares)), min(HIGHEST, max(1.0, *shares))
    first, last = language.percent(points[0][1]), language.percent(points[-1][1])
    if forecast:
        said = language.say(
            "{title}: from {first} to {last}; at this pace it ends at {end}.",
            title=title, first=first, last=last, end=language.percent(ahead),
        )  # fmt: skip
    else:
        said = language.say("{title}: from {first} to {last}.", title=title, first=first, last=last)
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
        today_said=language.say("today"),
        axis=tuple((share, language.percent(share)) for share in (0.0, 0.5, 1.0)),
        said=said,
    )


def confidence_chart(
    language: Language, title: str, looks: Sequence[CheckIn], today: Day, period: Period | None
) -> ConfidenceChart | None:
    """Return how confidence ran through the cycle: the mean of each day's check-ins; None with fewer than two days."""
    by_day: dict[Day, list[float]] = {}
    for look in looks:
        if look.date is not None and look.confidence is not None:
            by_day.setdefault(look.date, []).append(look.confidence)
    if period is None or period[1] <= period[0] or len(by_day) < 2:
        return None
    points = [(time_of(day, period), sum(given) / len(given)) for day, given in sorted(by_day.items())]
    said = language.say(
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
        said=said,
    )


def tree_chart(scope: Scope) -> TreeChart | None:
    """Return who serves whom among the objectives of a report, with those directly above them; None below two."""
    language, order = scope.language, scope.data.order
    own = [each for each in scope.objectives if scope.goals.is_first(each)]
    chosen = {each.objective.id for each in own[:TREE_NODES]}
    above = {each.objective.parent_id or "" for each in own[:TREE_NODES]} & order.keys()
    shown = [scope.snapshot.evaluation.objectives[at] for at in sorted(order[name] for name in chosen | above)]
    if len(shown) < 2:
        return None
    places = {each.objective.id: at for at, each in enumerate(shown)}
    nodes = tuple(_node(language, each, places) for each in shown)
    hanging = sum(node.parent >= 0 for node in nodes)
    said = language.many(
        "{serving} of {count} objective serves another one.", "{serving} of {count} objectives serve another one.",
        len(nodes), serving=language.number(hanging),
    )  # fmt: skip
    hidden = len(own) - len(chosen)
    more = language.many("and {count} more objective", "and {count} more objectives", hidden) if hidden > 0 else ""
    return TreeChart(language.say("Who serves whom"), nodes, said, more)


def _node(language: Language, each: ObjectiveStatus, places: dict[str, int]) -> TreeNode:
    of = each.objective
    return TreeNode(
        label=text.name(of.objective or of.id),
        id=text.label(of.id, of.objective),
        parent=places.get(of.parent_id or "", -1) if each.alignment != "cycle" else -1,
        depth=each.depth,
        team=text.name(each.team) if each.team else "",
        status=each.status if each.counted else "abandoned",
        status_said=language.say(each.status if each.counted else "abandoned"),
        share=language.percent(each.score),
        solid=feeds(of),
    )


def skill_chart(language: Language, person: PersonStatus) -> SkillChart | None:
    """Return a person's skills beside what the role asks, for their own page; None where nothing is rated."""
    bars = [
        SkillBar(
            text.name(each.skill),
            each.level,
            each.required,
            min(each.by_rater.values(), default=None),
            max(each.by_rater.values(), default=None),
            _bar_said(language, each.skill, each.level, each.required),
        )
        for each in person.skills[:BARS]
    ]
    if not any(bar.level is not None for bar in bars):
        return None
    scale = tuple((int(step), language.say(word)) for word, step in LEVEL_WORDS.items())
    return SkillChart(language.say("Skills"), tuple(bars), scale, " ".join(bar.said for bar in bars))


def _bar_said(language: Language, skill: str, level: float | None, required: float | None) -> str:
    name = text.name(skill)
    if level is None:
        return language.say(
            "{skill}: not rated, the role asks for {required}.", skill=name, required=language.number(required)
        )
    if required is None:
        return language.say("{skill}: level {level}.", skill=name, level=language.number(round(level, 1)))
    return language.say(
        "{skill}: level {level}, the role asks for {required}.",
        skill=name, level=language.number(round(level, 1)), required=language.number(required),
    )  # fmt: skip


def dates_of(each: KeyResultStatus, period: Period | None) -> Period | None:
    """Return the first and the last day of a key result: its own, else those of the cycle."""
    of = each.key_result
    first = of.start_date if of.start_date is not None else period[0] if period else None
    last = of.due_date if of.due_date is not None else period[1] if period else None
    return None if first is None or last is None or last <= first else (first, last)


def points_of(each: KeyResultStatus, dates: Period) -> list[Point]:
    """Return the check-ins as (time, raw progress)."""
    return [
        (time_of(look.date, dates), share)
        for look in each.check_ins
        if look.date is not None and (share := _share(each, look.value)) is not None
    ]


def time_of(day: Day, dates: Period) -> float:
    """Return where a day lies between two others: 0 is the first, 1 the last, and what lies outside is at the edge.

    >>> time_of(15, (10, 20)), time_of(25, (10, 20))
    (0.5, 1.0)
    """
    return _inside((day - dates[0]) / (dates[1] - dates[0]))


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """Return points spread evenly over a line that has too many, with its ends.

    >>> thinned([(0.0, 0.0), (0.1, 0.2), (0.5, 0.4), (1.0, 1.0)], most=3)
    [(0.0, 0.0), (0.5, 0.4), (1.0, 1.0)]
    """
    if len(points) <= most:
        return list(points)
    return [points[-(-at * (len(points) - 1) // (most - 1))] for at in range(most)]


def _share(each: KeyResultStatus, value: float | None) -> float | None:
    of = each.key_result
    try:
        return progress.of(of.kind or "metric", of.start, of.target, value)
    except CellError:
        return None


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
