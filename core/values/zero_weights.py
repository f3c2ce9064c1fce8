"""Weights that are all 0: nothing is left to make a mean of, and the cells of it vanish in silence."""

from __future__ import annotations

from collections.abc import Iterator

from .. import schema
from ..errors import Problem
from ..records import Records

GROUPS = {"key results": "objective_id", "roles": "role", "goal skills": "objective_id"}


def zero_weights(records: Records) -> Iterator[Problem]:
    """Yield a problem for each objective or role whose rows all have the weight 0, at the first of these cells.

    >>> from okrsheets.core.records import empty
    >>> list(zero_weights(empty(schema.ROLES)))
    []
    """
    field = GROUPS.get(records.table.name)
    if field is None or 0 not in records.columns["weight"]:
        return
    weights: dict[str, list[int | None]] = {}
    status = records.columns.get("status", [None] * len(records))
    for record, (name, weight, state) in enumerate(zip(records.columns[field], records.columns["weight"], status)):
        if name is not None and state != schema.ABANDONED:
            weights.setdefault(name, []).append(record if weight == 0 else None)
    for name, zeros in weights.items():
        if None not in zeros:
            what = f"all weights of {name} are 0, so that nothing counts for it"
            hint = "give at least one of them a weight above 0, or leave the weights blank"
            yield Problem(records.location(zeros[0] or 0, "weight"), what, hint)
