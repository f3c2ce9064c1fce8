"""Roll-up and alignment of 100,000 objectives with 300,000 key results: by columns against a loop over `core`."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np

from okrsheets.core import alignment, progress, rollup
from okrsheets.sync.store import bulk

OBJECTIVES, KEY_RESULTS, ROUNDS = 100_000, 300_000, 5


class Organisation:
    """A made-up organisation, in plain lists."""

    def __init__(self) -> None:
        rng = random.Random(3)
        self.ids = [f"O{n}" for n in range(OBJECTIVES)]
        self.parents = [None, *(f"O{rng.randrange(max(1, n // 8))}" for n in range(1, OBJECTIVES))]
        self.levels = [rng.choice(["organisation", "ceo", "team", "skills"]) for _ in self.ids]
        self.weights = [rng.choice([None, 1.0, 2.0]) for _ in self.ids]
        self.owners = [f"O{rng.randrange(OBJECTIVES)}" for _ in range(KEY_RESULTS)]
        self.kinds = [rng.choice(["metric"] * 6 + ["increase", "milestone", "at least", "binary"]) for _ in self.owners]
        self.starts = [0.0] * KEY_RESULTS
        self.targets = [rng.uniform(1, 100) for _ in self.owners]
        self.currents = [rng.choice([None, rng.uniform(0, 120)]) for _ in self.owners]
        self.shares = [rng.choice([None, 1.0, 2.0]) for _ in self.owners]


def plain(org: Organisation) -> tuple[list[float | None], list[str]]:
    """A loop over the functions of `core`."""
    by_objective: dict[str, tuple[list[float | None], list[float | None]]] = {}
    for owner, kind, start, target, current, weight in zip(
        org.owners, org.kinds, org.starts, org.targets, org.currents, org.shares
    ):
        values, weights = by_objective.setdefault(owner, ([], []))
        values.append(progress.of(kind, start, target, current))
        weights.append(weight)
    own = [rollup.rollup(*by_objective[name]) if name in by_objective else None for name in org.ids]
    scores = rollup.cascade(org.ids, org.parents, own, org.weights)
    words = alignment.alignment(org.ids, org.parents, org.levels)
    return [cell if isinstance(cell, float) else None for cell in scores], [word or "" for word in words]


def columns(org: Organisation) -> tuple[list[float | None], list[str]]:
    """The same by whole columns, from the same lists."""
    links = bulk.link(org.ids, org.parents)
    row_of = dict(zip(org.ids, range(OBJECTIVES)))
    kinds = np.fromiter(map(bulk.KIND_CODES.__getitem__, org.kinds), np.int64, KEY_RESULTS)
    share = bulk.progress(kinds, *(np.array(values, float) for values in (org.starts, org.targets, org.currents)))
    owner = np.fromiter(map(row_of.__getitem__, org.owners), np.int64, KEY_RESULTS)
    own = bulk.rollup(owner, share, np.array(org.shares, float), OBJECTIVES)
    scores = bulk.cascade(links, own, np.array(org.weights, float))
    has_parent = np.fromiter((name is not None for name in org.parents), bool, OBJECTIVES)
    words = bulk.alignment(links, org.ids, has_parent, bulk.level_codes(org.levels))
    return [None if value != value else value for value in scores.tolist()], [bulk.WORDS[word] for word in words]


def main() -> None:
    """Print the ratio of CPU times, after the answers were compared."""
    org = Organisation()
    loop: list[float] = []
    bulk_times: list[float] = []
    for _ in range(ROUNDS):
        expected = _cpu(lambda: plain(org), loop)
        found = _cpu(lambda: columns(org), bulk_times)
    same = expected[1] == found[1] and all(
        (one is None) == (other is None)
        and (one is None or other is None or abs(one - other) <= 1e-9 * max(abs(one), abs(other)))
        for one, other in zip(expected[0], found[0])
    )
    print(f"roll-up and alignment of {OBJECTIVES:,} objectives, {KEY_RESULTS:,} key results, same answers: {same}")
    print(
        f"  loop over core {min(loop):.2f} s CPU, by columns {min(bulk_times):.2f} s: {min(bulk_times) / min(loop):.2f} of it (goal 0.33)",
        flush=True,
    )


def _cpu(
    run: Callable[[], tuple[list[float | None], list[str]]], times: list[float]
) -> tuple[list[float | None], list[str]]:
    began = time.process_time()
    answer = run()
    times.append(time.process_time() - began)
    return answer


if __name__ == "__main__":
    main()
