"""Rules of thumb that raise questions for a review; they prove nothing. The rules are in `quality_rules`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .evaluation import Evaluation
from .key_result_status import KeyResultStatus
from .names import fold_name
from .quality_rules import RUNNING
from .quality_words import activity, missing_value, vague

THINGS = ("binary", "milestone")  # kinds that say whether something was done, not what it changed


def too_easy(quarters: Sequence[Sequence[float]], running: int = RUNNING) -> bool:
    """Return whether all scores were 1.0 in each of the last quarters: the targets may have been too low.

    `quarters` has the scores of each quarter, the latest first; a quarter without scores breaks the row.

    >>> too_easy([[1.0], [1.0, 1.0], [1.0]]), too_easy([[1.0], [0.9, 1.0], [1.0]]), too_easy([[1.0], [1.0]])
    (True, False, False)
    """
    last = quarters[:running]
    return len(last) == running and all(scores and min(scores) >= 1.0 for scores in last)


def ambitions(evaluation: Evaluation) -> Mapping[str, Sequence[KeyResultStatus]]:
    """Return the aspirational key results of each owner, by the owner's name as it is compared.

    Committed key results are meant to be achieved and say nothing about ambition.

    >>> ambitions(Evaluation(today=46023, objectives=(), key_results=(), people=(), problems=()))
    {}
    """
    objectives = {status.objective.id: status.objective for status in reversed(evaluation.objectives)}
    by_owner: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for result in evaluation.key_results:
        if result.counted and result.commitment != "committed":
            objective = objectives.get(result.key_result.objective_id or "")
            owner = fold_name(result.key_result.owner or (objective.owner if objective else None))
            if owner:
                by_owner[owner].append(result)
    return dict(by_owner)


def scores(key_results: Sequence[KeyResultStatus]) -> list[float]:
    """Return the scores of key results; one without a score counts as 0.

    >>> scores([])
    []
    """
    return [result.score or 0.0 for result in key_results]


def wording(text: str | None, kind: str | None, start: float | None, target: float | None) -> tuple[str, str]:
    """Return the code of the rule that the wording of a key result matches, with the words that say so; ("", "") for none.

    A wording is told of once: what sounds like a task is not called vague as well, nor without a number.

    >>> wording("Launch the site", "binary", None, None), wording("Better service", None, None, None)
    (('Q03', 'Launch'), ('Q15', 'Better'))
    >>> wording("Churn", None, None, 0.05), wording("Churn", None, 0.08, 0.05)
    (('Q02', 'start'), ('', ''))
    """
    by_number = kind not in THINGS
    measured = by_number and start is not None and target is not None
    word = activity(text, measured)
    if word:
        return "Q03", word
    if kind == "binary" or measured:
        return "", ""
    if target is None and (word := vague(text)):
        return "Q15", word
    missing = _missing(text, kind, start, target)
    return ("Q02", missing) if missing else ("", "")


def _missing(text: str | None, kind: str | None, start: float | None, target: float | None) -> str:
    """Return which value is missing, in the cells and in the text: 'start', 'target', 'both' or ""."""
    from_zero = kind in ("milestone", "at least", "at most")
    if target is None and start is None:
        missing = missing_value(text)
        return "both" if missing == "target" and not from_zero else missing
    if target is None:
        return missing_value(text) if missing_value(text) == "target" else ""
    if from_zero or (missing_value(text) == "" and text):
        return ""
    return "start"


def thin(outcomes: Sequence[bool], contributors: int = 0) -> str:
    """Return why all key results of an objective could be achieved while the objective fails, or "".

    `outcomes` says of each key result whether it measures what changes (and is not only a thing to do or to deliver);
    `contributors` is how many objectives count in it beside its own key results. The answer is the code of a rule: Q18
    (nothing to measure it by) or Q19 (no outcome).

    >>> thin([]), thin([False, False]), thin([True, False]), thin([], contributors=2)
    ('Q18', 'Q19', '', '')
    """
    if contributors:
        return ""
    return "" if any(outcomes) else "Q19" if outcomes else "Q18"
