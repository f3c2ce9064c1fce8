"""From where everything stands to what a review shows; pure: the day and the last snapshot are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ..core.cells import Day
from ..core.errors import Problem
from ..core.model import Workbook
from ..core.pacing import STATUSES
from ..core.standing import KeyResultStanding, Standing
from . import wording
from .attention import Period, attention
from .closing import closing, loose
from .goals import goals_of
from .headlines import headlines
from .looks import DAYS, check_ins, looks_since, stale
from .problems import books_read, by_workbook, gathered
from .report import Figure, Number, Report, Section, StatusCount
from .skills import skills
from .trace import Trail
from .tree import tree

SECTIONS: tuple[tuple[Section, Callable[[Report], object]], ...] = (
    (Section("standing", "Where we stand"), lambda report: True),
    (Section("attention", "Needs attention first"), lambda report: report.attention.rows),
    (Section("objectives", "All objectives"), lambda report: report.tree.rows),
    (Section("skills", "Skills"), lambda report: report.skills.any),
    (Section("checkins", "Check-ins"), lambda report: report.check_ins.rows or report.stale.rows),
    (Section("alignment", "Loose ends"), lambda report: report.loose.rows),
    (Section("closing", "Results to look back on"), lambda report: report.closing),
    (Section("problems", "Problems in the workbooks"), lambda report: report.problems.rows),
    (Section("workbooks", "Workbooks read"), lambda report: report.books.rows),
)  # each part of the page, and whether it has anything to say


def build(
    standing: Standing,
    problems: Sequence[Problem],
    books: Sequence[Workbook],
    cycle: str,
    since: Day | None = None,
    earlier: Mapping[str, float] | None = None,
    period: Period | None = None,
    organisation: str = "",
) -> Report:
    """Return the review of a cycle.

    `since` is the day of the snapshot before this one and `earlier` the scores by objective id on it; `period` is
    the first and last day of the cycle, for the plan line of key results without dates of their own.
    """
    goals = goals_of(standing, since, earlier)
    found = gathered(problems, standing)
    parts = Report(
        title=" ".join(part for part in (organisation, "OKR review", cycle) if part),
        day=wording.day(standing.today),
        sections=(),
        headlines=headlines(goals),
        numbers=tuple(_numbers(standing, since, found)),
        statuses=_statuses(standing),
        attention=attention(goals, period),
        tree=tree(goals),
        skills=skills(standing),
        since=f"since {wording.day(since)}" if since is not None else f"in the last {DAYS} days",
        check_ins=check_ins(standing, since),
        stale=stale(goals),
        loose=loose(goals),
        closing=closing(goals),
        problems=by_workbook(found),
        books=books_read(books),
    )
    return replace(parts, sections=tuple(section for section, speaks in SECTIONS if speaks(parts)))


def _counted(standing: Standing) -> list[KeyResultStanding]:
    return [each for each in standing.key_results if each.counted]


def _statuses(standing: Standing) -> tuple[StatusCount, ...]:
    """The best first, as a bar is read."""
    counts = Counter(each.status for each in _counted(standing))
    return tuple(StatusCount(status, counts[status]) for status in reversed(STATUSES) if counts[status])


def _numbers(standing: Standing, since: Day | None, problems: Sequence[Problem]) -> list[Number]:
    objectives = [each for each in standing.objectives if each.counted]
    key_results = _counted(standing)
    known = [each for each in key_results if each.progress is not None]
    looks = looks_since(standing, since)
    faults = [problem for problem in problems if not problem.note]
    share = wording.percent(len(known) / len(key_results)) if key_results else wording.NONE
    window = f"since {wording.short_day(since)}" if since is not None else f"in {DAYS} days"
    return [
        _number(len(objectives), "objective", Trail.of(each.objective.origin.place("id") for each in objectives)),
        _number(len(key_results), "key result", Trail.of(each.key_result.origin.place("id") for each in key_results)),
        Number(
            Figure(share, Trail.of(each.key_result.origin.place("current") for each in key_results).cells),
            "of key results have data",
        ),
        _number(len(looks), "check-in", Trail.of(look.origin.place("date") for look, _ in looks), f" {window}"),
        _number(len(faults), "problem", Trail.of(problem.place for problem in faults), " in the workbooks"),
    ]


def _number(many: int, noun: str, trail: Trail, rest: str = "") -> Number:
    figure, _, named = wording.count(many, noun).partition(" ")
    return Number(Figure(figure, trail.cells), named + rest)
