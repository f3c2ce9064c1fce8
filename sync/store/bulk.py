"""Roll-up and alignment of very many objectives at once: the same answers as `core`, by whole columns in numpy.

`core` stays the rule; a law in the tests holds the two together. Used at every sync, where an organisation's
hundred thousand objectives must not take longer than reading them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.alignment import LEVELS
from ...core.progress import KINDS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
WORDS = ("", "duplicate id", "cycle", "top", "orphan", "unknown parent", "inverted level", "skips level", "aligned")
_CODE = {word: code for code, word in enumerate(WORDS)}
_NO_LEVEL = -9


@dataclass(frozen=True)
class Links:
    """Objectives by row: the parent's row (-1 without one), the depth below a top (-1 in a cycle or below one)."""

    parent: Ints
    first: NDArray[np.bool_]
    cyclic: NDArray[np.bool_]
    rounds: tuple[Ints, ...]  # rows whose parents are all in earlier rounds, tops first


def link(ids: Sequence[str | None], parents: Sequence[str | None]) -> Links:
    """Link rows by id; of rows that share an id the first counts."""
    count = len(ids)
    rows = dict(zip(reversed(ids), range(count - 1, -1, -1)))
    rows.pop(None, None)
    first = np.zeros(count, dtype=bool)
    first[list(rows.values())] = True
    parent = np.fromiter(map(rows.get, parents, repeat(-1)), dtype=np.int64, count=count)
    parent[~first] = -1
    cyclic = first & _in_cycle(parent)
    return Links(parent, first, cyclic, _rounds(parent, first, cyclic))


def _in_cycle(parent: Ints) -> NDArray[np.bool_]:
    """Leap up in doubling steps: after more leaps than rows only cycles are left to stand on."""
    count = len(parent)
    end = count  # the place above every top
    at = np.append(np.where(parent < 0, end, parent), end)
    steps = 1
    while steps < count and (at[:-1] != end).any():
        at, steps = at[at], steps * 2
    landed = np.zeros(count + 1, dtype=bool)
    landed[at[:-1]] = True
    landed[end] = False
    found: NDArray[np.bool_] = landed[:-1]
    for _ in range(count):  # walk every cycle once from where somebody landed
        ahead = np.zeros(count, dtype=bool)
        on = parent[found]
        ahead[on[on >= 0]] = True
        if (found | ahead).sum() == found.sum():
            break
        found = found | ahead
    return found


def _rounds(parent: Ints, first: NDArray[np.bool_], cyclic: NDArray[np.bool_]) -> tuple[Ints, ...]:
    """Depth by depth: children sorted by parent, so that each round takes a slice."""
    loose = first & ~cyclic
    on_top = loose & ((parent < 0) | cyclic[parent])
    order = np.argsort(parent, kind="stable")
    starts = np.searchsorted(parent[order], np.arange(len(parent)))
    ends = np.searchsorted(parent[order], np.arange(len(parent)), side="right")
    rounds = []
    now = np.flatnonzero(on_top)
    while len(now):
        rounds.append(now)
        lengths = ends[now] - starts[now]
        offsets = np.repeat(starts[now] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        below = order[offsets + np.arange(lengths.sum())]
        now = below[loose[below]]
    return tuple(rounds)


def progress(kinds: Ints, start: Floats, target: Floats, current: Floats) -> Floats:
    """Return raw progress by row; NaN for no data and where `core` would raise."""
    with np.errstate(all="ignore"):
        base = np.where((kinds == KIND_CODES["milestone"]) & np.isnan(start), 0.0, start)
        span = target - base
        share: Floats = np.where(span == 0, np.nan, (current - base) / span)
        share[np.isinf(share)] = np.nan  # the numbers are too large
        for kind, wrong in (
            ("increase", span < 0),
            ("decrease", span > 0),
            ("at least", span <= 0),
            ("at most", span >= 0),
        ):
            share[(kinds == KIND_CODES[kind]) & wrong] = np.nan
        _judge(share, kinds == KIND_CODES["binary"], current >= 1, current)
        for kind, met in (("at least", current >= target), ("at most", current <= target)):
            rows = kinds == KIND_CODES[kind]
            share[rows] = np.minimum(1.0, share[rows])
            _judge(share, rows & np.isnan(start), met, current + target)
        between = kinds == KIND_CODES["between"]
        _judge(
            share,
            between,
            (start <= current) & (current <= target),
            np.where(span < 0, np.nan, start + target + current),
        )
    return share


def _judge(share: Floats, rows: NDArray[np.bool_], met: NDArray[np.bool_], needs: Floats) -> None:
    """All or nothing, where what it needs is there."""
    share[rows] = np.where(np.isnan(needs), np.nan, met.astype(np.float64))[rows]


def rollup(objective: Ints, share: Floats, weights: Floats, count: int) -> Floats:
    """Return the roll-up of each objective's key results; NaN without data or weight. `objective` < 0 belongs nowhere."""
    known = (objective >= 0) & ~np.isnan(share)
    rows, weight = objective[known], np.nan_to_num(weights[known], nan=1.0)
    total = np.bincount(rows, weight, count)
    summed = np.bincount(rows, weight * np.clip(share[known], 0.0, 1.0), count)
    with np.errstate(all="ignore"):
        return np.where((total > 0) & np.isfinite(total), summed / total, np.nan)


def cascade(links: Links, own: Floats, weights: Floats) -> Floats:
    """Return each objective's score: its own and its children's together; NaN without data, in a cycle, for a repeat."""
    score = np.full(len(own), np.nan)
    total = np.where(np.isnan(own), 0.0, 1.0)
    summed = np.nan_to_num(np.clip(own, 0.0, 1.0))
    weight = np.nan_to_num(weights, nan=1.0)
    for rows in reversed(links.rounds):
        with np.errstate(all="ignore"):
            score[rows] = np.where((total[rows] > 0) & np.isfinite(total[rows]), summed[rows] / total[rows], np.nan)
            above = links.parent[rows]
            feeds = (above >= 0) & ~np.isnan(score[rows])
            np.add.at(total, above[feeds], weight[rows][feeds])
            np.add.at(summed, above[feeds], (weight[rows] * score[rows])[feeds])
    return score


def level_codes(levels: Sequence[str | None]) -> Ints:
    """Return levels as numbers for `alignment`."""
    codes: dict[str | None, int] = {None: _NO_LEVEL}
    codes.update(LEVELS)
    return np.fromiter(map(codes.__getitem__, levels), dtype=np.int64, count=len(levels))


def alignment(links: Links, ids: Sequence[Any], has_parent: NDArray[np.bool_], levels: Ints) -> NDArray[np.int8]:
    """Return one code of `WORDS` per row."""
    count = len(links.parent)
    words = np.zeros(count, dtype=np.int8)
    words[~links.first] = _CODE["duplicate id"]
    words[np.fromiter((name is None for name in ids), dtype=bool, count=count)] = _CODE[""]
    present = levels[links.first & (levels != _NO_LEVEL)]
    used = np.unique(present)  # a level that nobody uses is not there to be skipped
    levels = np.where(levels == _NO_LEVEL, _NO_LEVEL, np.searchsorted(used, levels))
    highest = 0 if len(present) else _NO_LEVEL
    children = np.zeros(count, dtype=bool)
    children[links.parent[links.parent >= 0]] = True
    top = np.where(levels == _NO_LEVEL, children, levels == highest)
    above = np.where(links.parent >= 0, levels[links.parent], _NO_LEVEL)
    known = (above != _NO_LEVEL) & (levels != _NO_LEVEL)
    step = np.select(
        [known & (above > levels), known & (levels - above > 1)],
        [_CODE["inverted level"], _CODE["skips level"]],
        _CODE["aligned"],
    )
    linked = np.where(links.parent >= 0, step, _CODE["unknown parent"])
    found = np.where(has_parent, linked, np.where(top, _CODE["top"], _CODE["orphan"]))
    plain = links.first & ~links.cyclic
    words[plain] = found[plain]
    words[links.cyclic] = _CODE["cycle"]
    return words
