"""Roll-up and alignment of 100,000 objectives with 300,000 key results: by macros in DuckDB against a loop over `core`."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np

from okrsheets.core import alignment, progress, rollup
from okrsheets.sync.store.store import Store

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


def load(org: Organisation, store: Store) -> None:
    """Put the lists into tables: a sync has its rows in the store."""
    key_results = (org.owners, org.kinds, org.starts, org.targets, org.currents, org.shares)
    names = ("objective_id", "kind", "start", "target", "now", "weight")
    store.insert("key_result", {name: np.array(values, object) for name, values in zip(names, key_results)})
    objectives = (org.ids, org.parents, org.levels, org.weights, list(range(OBJECTIVES)))
    names = ("id", "parent_id", "level", "weight", "row")
    store.insert("objective", {name: np.array(values, object) for name, values in zip(names, objectives)})


def macros(store: Store) -> tuple[list[float | None], list[str]]:
    """The same by the macros of the store."""
    store.rows(
        "CREATE OR REPLACE TEMP TABLE alone AS SELECT o.*, k.progress FROM objective o LEFT JOIN (SELECT objective_id, "
        "okr_rollup(okr_progress(start, target, now, kind := kind), weight := weight) AS progress FROM key_result GROUP BY 1) k "
        "ON k.objective_id = o.id"
    )
    rows = store.rows(
        "SELECT s.score, a.alignment FROM alone o JOIN okr_cascade('alone') s USING (id) JOIN okr_alignment('alone') a USING (row) "
        "ORDER BY row"
    )
    return [score for score, _ in rows], [word for _, word in rows]


TABLES = (
    "CREATE TABLE key_result (objective_id VARCHAR, kind VARCHAR, start DOUBLE, target DOUBLE, now DOUBLE, weight DOUBLE); "
    "CREATE TABLE objective (id VARCHAR, parent_id VARCHAR, level VARCHAR, weight DOUBLE, row INTEGER)"
)


def main() -> None:
    """Print the ratio of CPU times, after the answers were compared."""
    org = Organisation()
    loop: list[float] = []
    bulk_times: list[float] = []
    with Store() as store:
        store.load_macros()
        store.rows(TABLES)
        load(org, store)
        for _ in range(ROUNDS):
            expected = _cpu(lambda: plain(org), loop)
            found = _cpu(lambda: macros(store), bulk_times)
    same = expected[1] == found[1] and all(
        (one is None) == (other is None)
        and (one is None or other is None or abs(one - other) <= 1e-9 * max(abs(one), abs(other)))
        for one, other in zip(expected[0], found[0])
    )
    print(f"roll-up and alignment of {OBJECTIVES:,} objectives, {KEY_RESULTS:,} key results, same answers: {same}")
    print(
        f"  loop over core {min(loop):.2f} s CPU, in DuckDB {min(bulk_times):.2f} s: {min(bulk_times) / min(loop):.2f} of it (goal 0.33)",
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
