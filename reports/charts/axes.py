"""The axes of charts that run through the cycle: what is marked on them, the first day, the last, and today."""

from __future__ import annotations

from collections.abc import Sequence

from . import palette, svg, text_width
from .frame import NARROW
from .scale import Plot

SIZE = 10
APART = 11  # of two marks, so that their words do not touch
MARGIN, BROADEST, LABEL_WIDTH = 12, 96, 130  # the room beside the field, of the words of its marks, and of today

Ticks = Sequence[tuple[float, str]]


def plot_area(ticks: Ticks, top: float, bottom: float, low: float = 0.0, high: float = 1.0) -> Plot:
    """Return the field between two pixels from the top, beside the words of the marks.

    `ticks` are (value, words); `low` and `high` are the values at the bottom and the top.
    """
    left = max((text_width.width(label, SIZE) for _, label in ticks), default=0.0) + 8
    return Plot(min(max(left, 28.0), BROADEST), NARROW - MARGIN, top, bottom, low, high)


def axes(field: Plot, ticks: Ticks, today: float, days: tuple[str, str, str]) -> svg.Stroke:
    """Return the marks, the first and the last day, and the line of today.

    `today` is a time, 0..1; `days` has the words for the first day, the last and today.
    """
    first, last, now = days
    below, half = field.bottom + 14, (field.right - field.left) / 2 - 4
    x = field.x(today)
    anchor = "start" if x < field.left + LABEL_WIDTH / 2 else "end" if x > field.right - LABEL_WIDTH / 2 else "middle"
    nudge = {"start": -2, "end": 2, "middle": 0}[anchor]
    return svg.join(
        [
            _ticks(field, ticks),
            svg.line(_upright(field.right, field), palette.LINE),
            svg.line(_upright(x, field, 3), palette.EDGE),
            svg.text(x + nudge, field.top - 6, now, LABEL_WIDTH, SIZE, anchor=anchor, fill=palette.SOFT),
            svg.text(field.left, below, first, half, SIZE, fill=palette.SOFT),
            svg.text(field.right, below, last, half, SIZE, anchor="end", fill=palette.SOFT),
        ]
    )


def _upright(x: float, field: Plot, over: float = 0) -> str:
    return f"M{svg.coordinate(x)} {svg.coordinate(field.top - over)}V{svg.coordinate(field.bottom)}"


def _ticks(field: Plot, ticks: Ticks) -> svg.Stroke:
    parts, taken = [], [field.bottom + 2 * APART]
    for value, label in ticks:
        y = field.y(value)
        if not field.low <= value <= field.high or min(abs(y - other) for other in taken) < APART:
            continue
        taken.append(y)
        parts.append(
            svg.line(f"M{svg.coordinate(field.left)} {svg.coordinate(y)}H{svg.coordinate(field.right)}", palette.LINE)
        )
        room = field.left - 6
        parts.append(svg.text(field.left - 5, y + 3.5, label, room, SIZE, anchor="end", fill=palette.SOFT))
    return svg.join(parts)
