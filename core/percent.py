"""How a share is rounded to a whole percentage: the one rule of reports, workbooks, pushes, the terminal and the add-ins.

Halves go away from zero, as a spreadsheet's own `0%` rounds. One exception: what is below 1 is never 100%, since 100%
means that the target was reached. The JavaScript in Google Sheets has a twin (`percent` in js/core/text.js), and a
number in a cell the format `PERCENT_FORMAT`; `tests/vectors/percent.json` holds all of them to the same answers.
"""

from __future__ import annotations

import math

from .values.unit_words import normalised_unit

PERCENT_FORMAT = '[<0.995]0%;[<1]"99%";0%'  # the rule as a spreadsheet's number format
_EDGE = 1e-9  # 0.585 * 100 is 58.49999999999999


def whole_percent(share: float) -> int:
    """Return a share (1 is all of it) in whole percent.

    >>> [whole_percent(share) for share in (0.645, 0.996, 1.0, 0.004, -0.125)]
    [65, 99, 100, 0, -13]
    """
    rounded = math.floor(abs(share) * 100 + 0.5 + _EDGE)
    if share < 0:
        return -rounded
    return 99 if rounded == 100 and share < 1 else rounded


def percent_factor(unit: str | None, *measures: float | None) -> float:
    """Return 100 when the measures of a key result in percent are kept as shares of 1, as cells that show 14% are; else 1.

    The same rule reads plain numbers (`values.percentages`) and shows cells as percentages in the workbooks.

    >>> percent_factor("%", 0.14, 0.09, None), percent_factor("%", 14, 9), percent_factor("h", 0.5, 1)
    (100.0, 1.0, 1.0)
    """
    known = [abs(measure) for measure in measures if measure]
    is_share = normalised_unit(unit or "") == "%" and bool(known) and max(known) <= 1
    return 100.0 if is_share else 1.0


def percent_points(before: float, after: float) -> int:
    """Return how many points lie between two shares as they are shown, below 0 for a fall.

    >>> percent_points(0.40, 0.46), percent_points(1.0, 0.996)
    (6, -1)
    """
    return whole_percent(after) - whole_percent(before)


def percent_text(share: float) -> str:
    """Return a share as English writes it.

    >>> percent_text(0.646), percent_text(-0.001)
    ('65%', '0%')
    """
    return f"{whole_percent(share)}%"
