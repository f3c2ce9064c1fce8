"""The status of one key result on a day: its progress, what is expected by then, and a forecast."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from . import current_values, forecast, pacing, progress, schema
from .cells import Day
from .errors import CellError
from .model import CheckIn, KeyResult, Objective, Settings
from .percent import percent_factor


@dataclass(frozen=True)
class KeyResultStatus:
    """One key result today. `progress` is raw; what can't be calculated is None, with the reason in `fault`.

    `current` is the cell, or where that is blank the last check-in. `counted` is False for an abandoned one. `end` is its
    last day.
    """

    key_result: KeyResult
    current: float | None
    progress: float | None
    expected: float | None
    status: str
    grade: str | None
    last: CheckIn | None
    check_ins: tuple[CheckIn, ...]
    stale: bool
    forecast: float | None
    counted: bool
    commitment: str
    fault: str
    end: Day | None = None

    @property
    def score(self) -> float | None:
        """Progress clamped to 0..1."""
        return progress.score(self.progress)

    @property
    def percent_factor(self) -> float:
        """What start, target and values are multiplied with for showing: 100 for shares of 1 in percent, else 1."""
        key_result = self.key_result
        return percent_factor(key_result.unit, key_result.start, key_result.target, self.current)

    def shown(self, measure: float | None) -> float | None:
        """Return the start, the target or a value as a number of the unit, e.g. 13 for 0.13 in percent."""
        if measure is None or self.percent_factor == 1:
            return measure
        return round(measure * self.percent_factor, 10)

    @property
    def reached(self) -> bool:
        """Whether the whole target is reached; a grade is good below that, too."""
        return self.score == 1.0

    @property
    def behind(self) -> float:
        """How far behind plan, negative when ahead; 0 without data."""
        return 0.0 if self.score is None or self.expected is None else self.expected - self.score


def evaluate_key_result(
    key_result: KeyResult,
    objective: Objective | None,
    check_ins: Sequence[CheckIn],
    settings: Settings,
    today: Day,
    later: Collection[str] = (),
) -> KeyResultStatus:
    """Return the status of one key result on a day; its commitment is its objective's.

    `later` are the workbooks whose typed values are not of that day.
    """
    current = current_values.current_value(key_result, check_ins, later)
    commitment = (objective.commitment if objective else None) or "aspirational"
    raw, expected, ahead, fault = _calculated(key_result, current, check_ins, settings, today)
    scored = progress.score(raw)
    last = check_ins[-1] if check_ins else None
    counted = key_result.status != schema.ABANDONED and (objective is None or objective.status != schema.ABANDONED)
    return KeyResultStatus(
        key_result=key_result,
        current=current,
        progress=raw,
        expected=expected,
        status="no data"
        if fault and scored != 1.0
        else pacing.status_on(
            scored,
            expected,
            today=today,
            end=end_of(key_result, settings),
            commitment=commitment,
            gaps=settings.gaps,
            binary=key_result.kind == "binary",
        ),
        grade=progress.grade(scored, commitment),
        last=last,
        check_ins=tuple(check_ins),
        stale=pacing.stale(last.date if last else None, today, settings.stale_after),
        forecast=ahead,
        counted=counted,
        commitment=commitment,
        fault=fault,
        end=end_of(key_result, settings),
    )


def _calculated(
    key_result: KeyResult, current: float | None, check_ins: Sequence[CheckIn], settings: Settings, today: Day
) -> tuple[float | None, float | None, float | None, str]:
    """The raw progress, what is expected, the forecast, and why what is missing of them can't be calculated."""
    kind = key_result.kind or "metric"
    raw = expected = ahead = None
    try:
        raw = progress.of(kind, key_result.start, key_result.target, current)
        expected = expected_of(key_result, settings, today)
        ahead = _forecast(key_result, kind, check_ins, settings)
    except CellError as error:
        return raw, expected, ahead, error.what
    return raw, expected, ahead, ""


def fault_hint(status: KeyResultStatus) -> str:
    """Return what to correct in a key result whose progress can't be calculated."""
    key_result = status.key_result
    if key_result.start is not None and key_result.start == key_result.target:
        return "change the start or the target; to keep a value, e.g. zero accidents, choose the kind `at most`"
    return f"check start ({_show(key_result.start)}), target ({_show(key_result.target)}) and the dates"


def _show(value: float | None) -> str:
    return "blank" if value is None else f"{value:g}"


def expected_of(key_result: KeyResult, settings: Settings, today: Day) -> float | None:
    """Return how far along a key result should be: from its own dates, else those of the cycle; None without dates.

    >>> from okrsheets.core.model import Origin, TableSource
    >>> key_result = KeyResult("KR-1", *[None] * 13, origin=Origin(TableSource("Q1.xlsx", "Key results", {}), 2))
    >>> expected_of(key_result, Settings(cycle_start=100, cycle_end=200), today=125)
    0.25
    """
    start = settings.cycle_start if key_result.start_date is None else key_result.start_date
    end = end_of(key_result, settings)
    return None if start is None or end is None else pacing.expected(start, end, today)


def end_of(key_result: KeyResult, settings: Settings) -> Day | None:
    """Return the last day of a key result: its due date, else that of the cycle; None without either."""
    return settings.cycle_end if key_result.due_date is None else key_result.due_date


def is_yes_or_no(key_result: KeyResult) -> bool:
    """Return whether a key result is reached or not, with nothing in between: it is no number of points behind."""
    startless = key_result.start is None and key_result.kind in ("at least", "at most")
    return startless or key_result.kind in ("binary", "between")


def _forecast(key_result: KeyResult, kind: str, check_ins: Sequence[CheckIn], settings: Settings) -> float | None:
    """Only where a straight line means something: from a start to a target."""
    start = 0.0 if kind == "milestone" and key_result.start is None else key_result.start
    end = end_of(key_result, settings)
    if (
        kind in ("binary", "between", "at least", "at most")
        or start is None
        or end is None
        or key_result.target is None
    ):
        return None
    if start == key_result.target:
        return None
    dates = [check_in.date for check_in in check_ins]
    values = [check_in.value for check_in in check_ins]
    return forecast.forecast(dates, values, start, key_result.target, end)
