"""The hidden columns of the alignment view: what plain formulas need to follow objectives up and down their tree.

A formula cannot call itself, so that each step up the tree is a column of its own: the first has the position of the
parent, the next the parent's parent, then four, eight and more levels up, until no chain of so many rows can be longer.
Who is met there again is in a cycle. Scores go down the other way: each column combines the objectives with their
children as the column before left them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core.alignment import LEVELS
from .drawing import Shown

DEPTH = 8  # levels of contributing objectives that a score reaches down
TOO_DEEP = "too deep"
BEYOND = f"feed{DEPTH + 1}"  # an objective that is met here has more levels below it than a score reaches
COMBINED = "score", "expected"  # what is combined over the tree, by the key of its column
OWN = {"score": "own", "expected": "own_plan"}

_WORDS = ",".join(f'"{word}"' for word in LEVELS)
_NUMBERS = ",".join(str(number) for number in LEVELS.values())
_MATCH = "MATCH(1,INDEX(EXACT({all_id},CELL)*1,0),0)"
_AT = '=IF({id}="","",' + _MATCH.replace("CELL", "{id}") + ")"
_LEVEL = f'=IF({{at}}={{here}},IFERROR(INDEX({{{{{_NUMBERS}}}}},MATCH(TRIM({{level}}),{{{{{_WORDS}}}}},0)),""),"")'
_PARENT = '=IF(OR({at}<>{here},{parent}=""),"",IFERROR(' + _MATCH.replace("CELL", "{parent}") + ',""))'
_FEEDS = '=IF({counts_in}="","",{up1})'
_FURTHER = '=IF({LESS}="","",INDEX({all_MORE},{LESS}))'
_WEIGHT = '=IF({feed1}="","",IF(ISNUMBER({typed_weight}),IF({typed_weight}>=0,{typed_weight},1),1))'
_TOTAL = 'ISNUMBER({OWN})+SUMIFS({all_weight},{all_feed1},{here},{all_BEFORE},">=0")'
_COMBINED = (
    f'=IF({{at}}<>{{here}},"",IF({_TOTAL}=0,"",'
    f"(N({{OWN}})+SUMPRODUCT(({{all_feed1}}={{here}})*1,{{all_weight}},{{all_BEFORE}}))/({_TOTAL})))"
)
_WEAKEST = (
    f'=IF({{at}}<>{{here}},"",IF({_TOTAL}=0,"",IF({{typed_roll_up}}="weakest",'
    "1-MAX(ISNUMBER({OWN})*(1-N({OWN})),SUMPRODUCT(MAX(({all_feed1}={here})*({all_weight}>0)*ISNUMBER({all_BEFORE})"
    '*(1-("0"&{all_BEFORE}))))),'
    f"(N({{OWN}})+SUMPRODUCT(({{all_feed1}}={{here}})*1,{{all_weight}},{{all_BEFORE}}))/({_TOTAL}))))"
)


@dataclass(frozen=True)
class TreeColumn:
    """A hidden column: its key, its formula with other keys in braces, and its result in each row."""

    key: str
    formula: str
    shown: Sequence[Shown]


def last_step(rows: int) -> int:
    """Return how many levels up the last column of a chain looks: no path through so many rows is longer.

    >>> last_step(3), last_step(41)
    (8, 64)
    """
    return max(DEPTH, 1 << (rows - 1).bit_length())


def tree_columns(figures: Mapping[str, Sequence[Shown]], with_rollup: bool = False) -> tuple[TreeColumn, ...]:
    """Return the hidden columns; `figures` are the results of the visible ones, the weights and roll-ups of each row.

    `with_rollup` says that the sheet of objectives has a column for the roll-up.
    """
    at = _positions(figures["id"])
    parents = [
        None if place != here or not parent else _place(figures["id"], parent)
        for here, (place, parent) in enumerate(zip(at, figures["parent"]), start=1)
    ]
    feeds = [above if counts_in else None for above, counts_in in zip(parents, figures["counts_in"])]
    weights = [
        None if above is None else weight if isinstance(weight, (int, float)) and weight >= 0 else 1.0
        for above, weight in zip(feeds, figures["weight"])
    ]
    levels = [
        LEVELS.get(str(level).lower()) if place == here else None
        for here, (place, level) in enumerate(zip(at, figures["level"]), start=1)
    ]
    return (
        TreeColumn("at", _AT, at),
        TreeColumn("level_no", _LEVEL, levels),
        *_chain("up", _PARENT, parents),
        *_chain("feed", _FEEDS, feeds),
        TreeColumn("weight", _WEIGHT, weights),
        *(
            column
            for key in COMBINED
            for column in _combined(
                key, figures[OWN[key]], at, feeds, weights, figures["roll_up"] if with_rollup and key == "score" else ()
            )
        ),
    )


def _positions(ids: Sequence[Shown]) -> list[int | None]:
    """The position of the first row with the same id, from 1; None where there is none."""
    return [None if id in (None, "") else _place(ids, id) for id in ids]


def _place(ids: Sequence[Shown], id: Shown) -> int | None:
    return 1 + list(ids).index(id) if id in ids else None


def _chain(key: str, formula: str, first: Sequence[int | None]) -> Iterator[TreeColumn]:
    """Columns that look 1, 2, 4 and more levels up; for feeding objectives, one more looks beyond `DEPTH`."""
    yield TreeColumn(f"{key}1", formula, first)
    ups, step = list(first), 1
    while step < last_step(len(first)):
        if key == "feed" and step == DEPTH:
            yield _beyond(first, ups)
        further = _FURTHER.replace("LESS", f"{key}{step}").replace("MORE", f"{key}{step}")
        ups, step = [ups[up - 1] if up else None for up in ups], 2 * step
        yield TreeColumn(f"{key}{step}", further, ups)
    if key == "feed" and step == DEPTH:
        yield _beyond(first, ups)


def _beyond(first: Sequence[int | None], ups: Sequence[int | None]) -> TreeColumn:
    formula = _FURTHER.replace("LESS", f"feed{DEPTH}").replace("MORE", "feed1")
    return TreeColumn(BEYOND, formula, [first[up - 1] if up else None for up in ups])


def _combined(
    key: str,
    own: Sequence[Shown],
    at: Sequence[int | None],
    feeds: Sequence[int | None],
    weights: Sequence[float | None],
    roll_ups: Sequence[Shown],
) -> Iterator[TreeColumn]:
    """Columns that combine an objective's own progress with its children's, one level further down in each."""
    weakest = {here for here, word in enumerate(roll_ups, start=1) if word == "weakest"}
    before, values = OWN[key], [value if isinstance(value, float) else None for value in own]
    start = values
    for step in range(1, DEPTH + 1):
        children: dict[int, list[tuple[float, float]]] = {}
        for above, weight, value in zip(feeds, weights, values):
            if above and weight is not None and value is not None:
                children.setdefault(above, []).append((weight, value))
        values = [
            (_least if here in weakest else _mean)(([] if value is None else [(1.0, value)]) + children.get(here, []))
            if place == here
            else None
            for here, (place, value) in enumerate(zip(at, start), start=1)
        ]
        formula = (_WEAKEST if roll_ups else _COMBINED).replace("{OWN}", f"{{{OWN[key]}}}").replace("BEFORE", before)
        before = f"{key}{step}"
        yield TreeColumn(before, formula, values)


def _least(weighted: Sequence[tuple[float, float]]) -> float | None:
    return min((value for weight, value in weighted if weight > 0), default=None)


def _mean(weighted: Sequence[tuple[float, float]]) -> float | None:
    total = sum(weight for weight, _ in weighted)
    return sum(weight * value for weight, value in weighted) / total if total else None
