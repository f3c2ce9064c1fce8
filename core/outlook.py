"""The forecasts of a cycle: each key result that has enough check-ins, with the back-test of the cycles before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .back_test import BackTest, Ended, back_test
from .cells import Day
from .errors import CellError
from .key_result_status import KeyResultStatus, is_yes_or_no, progress_at
from .prediction import Path, Prediction, pace_of, path_of, predict


@dataclass(frozen=True)
class EndedCycle:
    """A cycle that is over, with its first and last day and its key results at its end."""

    start: Day
    end: Day
    key_results: Sequence[KeyResultStatus]


@dataclass(frozen=True)
class Outlook:
    """The forecasts by key result id, why others have none, and how forecasts of earlier cycles did."""

    predictions: Mapping[str, Prediction]
    without: Mapping[str, str]
    test: BackTest


def outlook(key_results: Iterable[KeyResultStatus], today: Day, earlier: Sequence[EndedCycle] = ()) -> Outlook:
    """Return the forecasts of the key results that count and are not over.

    >>> outlook([], today=46023).predictions
    {}
    """
    test = back_test([(cycle.start, cycle.end, _ended(cycle)) for cycle in earlier])
    open_results = [
        status for status in key_results if status.counted and status.end is not None and today < status.end
    ]
    paths = {status.key_result.id: progress_path(status) for status in open_results}
    pace = pace_of(paths.values())
    predictions, without = {}, {}
    for status in open_results:
        id, end = status.key_result.id, status.end
        prediction = predict(paths[id], end, pace, test.habit) if end is not None else None
        if prediction is None:
            without[id] = _reason(status, paths[id])
        else:
            predictions[id] = prediction
    return Outlook(predictions, without, test)


def progress_path(status: KeyResultStatus) -> Path:
    """Return the raw progress of a key result by day, from its check-ins; empty where it is reached or not."""
    result = status.key_result
    if status.fault or is_yes_or_no(result):
        return ()
    try:
        return path_of((check_in.date, progress_at(result, check_in.value)) for check_in in status.check_ins)
    except CellError:
        return ()


def _ended(cycle: EndedCycle) -> list[Ended]:
    """The key results of a cycle that had a path and an end."""
    return [
        Ended(path, status.progress)
        for status in cycle.key_results
        if status.counted and status.progress is not None and (path := progress_path(status))
    ]


def _reason(status: KeyResultStatus, path: Path) -> str:
    """Why a key result has no forecast."""
    if status.fault:
        return status.fault
    if is_yes_or_no(status.key_result):
        return "it is reached or not, with nothing in between"
    return f"too few check-ins ({len(path)})"
