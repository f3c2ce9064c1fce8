"""All problems of a snapshot: those met while reading, and those met while evaluating."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ...core.root_causes import without_consequences


def all_problems(problems: Sequence[Problem], evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return the problems of reading, then those of the evaluation, each once and without those that follow from another."""
    return tuple(without_consequences(dict.fromkeys((*problems, *evaluation.problems))))
