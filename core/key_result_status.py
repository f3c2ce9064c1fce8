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
        ends = (
            (key_result.lowest, key_result.highest) if is_control(key_result) else (key_result.start, key_result.target)
        )
        return percent_factor(key_result.unit, *ends, self.current)

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
    def zone(self) -> str | None:
        """The zone reached (`progress.ZONES`), where a commit or a stretch value is typed and in order, seen from the start."""
        key_result = self.key_result
        start, target, commit, stretch = key_result.start, key_result.target, key_result.commit, key_result.stretch
        if (commit is None and stretch is None) or target is None:
            return None
        rises = commit < target if commit is not None else stretch is not None and target < stretch
        if start is not None and start != target and (start < target) is not rises:
            return None
        try:
            return progress.zone(self.current, target, commit, stretch)
        except CellError:
            return None

    @property
    def risk(self) -> str | None:
        """The risk that the last check-in with one says, else the one in the key result's row."""
        return self._said_last([each.risk for each in self.check_ins], self.key_result.risk)

    @property
    def next_step(self) -> str | None:
        """The next step that the last check-in with one says, else the one in the key result's row."""
        return self._said_last([each.next_step for each in self.check_ins], self.key_result.next_step)

    @staticmethod
    def _said_last(in_check_ins: Sequence[str | None], in_row: str | None) -> str | None:
        return next((text for text in reversed(in_check_ins) if text), in_row)

    @property
    def is_over(self) -> bool:
        """Whether its time is over: all of it is expected by now, or where all of it always is, its result is final."""
        return self.status in pacing.FINAL if is_control(self.key_result) else self.expected == 1.0

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
    raw = expected = ahead = None
    try:
        raw = progress_at(key_result, current)
        expected = expected_of(key_result, settings, today)
        ahead = _forecast(key_result, key_result.kind or "metric", check_ins, settings)
    except CellError as error:
        return raw, expected, ahead, error.what
    return raw, expected, ahead, ""


def is_control(key_result: KeyResult) -> bool:
    """Return whether a key result is to keep its value in a range: it has a lowest or a highest value and no target.

    Where a target is typed, the key result is measured by it, and its limits are not read.
    """
    has_limit = key_result.lowest is not None or key_result.highest is not None
    return has_limit and key_result.target is None and key_result.kind != "binary"


def progress_at(key_result: KeyResult, value: float | None) -> float | None:
    """Return the raw progress of a key result at a value; None without one, `CellError` where it can't be calculated."""
    if is_control(key_result):
        return progress.control(value, key_result.lowest, key_result.highest)
    return progress.of(key_result.kind or "metric", key_result.start, key_result.target, value)


def fault_hint(status: KeyResultStatus) -> str:
    """Return what to correct in a key result whose progress can't be calculated."""
    key_result = status.key_result
    if is_control(key_result):
        return f"check lowest ({_show(key_result.lowest)}), highest ({_show(key_result.highest)}) and the dates"
    if key_result.start is not None and key_result.start == key_result.target:
        return "change the start or the target; to keep a value, e.g. zero accidents, choose the kind `at most`"
    return f"check start ({_show(key_result.start)}), target ({_show(key_result.target)}) and the dates"


def _show(value: float | None) -> str:
    return "blank" if value is None else f"{value:g}"


def expected_of(key_result: KeyResult, settings: Settings, today: Day) -> float | None:
    """Return how far along a key result should be: from its own dates, else those of the cycle; None without dates.

    One that is to stay in a range is to be there from its first day on.

    >>> from okrsheets.core.model import Origin, TableSource
    >>> key_result = KeyResult("KR-1", *[None] * 13, origin=Origin(TableSource("Q1.xlsx", "Key results", {}), 2))
    >>> expected_of(key_result, Settings(cycle_start=100, cycle_end=200), today=125)
    0.25
    """
    start = settings.cycle_start if key_result.start_date is None else key_result.start_date
    end = end_of(key_result, settings)
    if start is None or end is None:
        return None
    share = pacing.expected(start, end, today)
    return share if not is_control(key_result) else 1.0 if today >= start else 0.0


def end_of(key_result: KeyResult, settings: Settings) -> Day | None:
    """Return the last day of a key result: its due date, else that of the cycle; None without either."""
    return settings.cycle_end if key_result.due_date is None else key_result.due_date


def is_yes_or_no(key_result: KeyResult) -> bool:
    """Return whether a key result is reached or not, with nothing in between: it is no number of points behind."""
    if is_control(key_result):
        return key_result.lowest is None or key_result.highest is None
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
