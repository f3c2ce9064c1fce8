"""Rules of thumb that raise questions for a review; they prove nothing.

Sources: Google re:Work, "Set goals with OKRs" (the sweet spot of an OKR is 60-70 %; who always reaches everything is not
ambitious enough), Google's OKR playbook in J. Doerr, "Measure What Matters" (key results with words such as consult,
help, analyze or participate describe activities; when all key results are reached, the objective must be reached, else
it is no OKR; three to five key results an objective).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .evaluation import Evaluation
from .key_result_status import KeyResultStatus
from .names import fold_name

RUNNING = 3  # quarters in a row after which reaching everything is no accident
FEWEST = 2  # key results below which one number decides over the whole objective

# How a task begins in English and Spanish: what somebody will do, not what will be different afterwards.
_BEGINNINGS = """
analyse analyze arrange assist attend build collaborate communicate complete conduct consult continue coordinate create
define deliver develop discuss ensure evaluate execute explore facilitate finalise finalize finish hire hold identify
implement improve install introduce investigate launch maintain make manage meet migrate organise organize participate
perform prepare provide publish redesign roll send upgrade validate write
analizar apoyar asistir ayudar colaborar completar comunicar consultar coordinar crear definir desarrollar documentar
ejecutar elaborar escribir evaluar hacer implementar investigar lanzar mantener mejorar organizar participar planificar
preparar publicar realizar revisar
"""
# Words that name a thing as often as a task ("Support tickets answered"): a task only where nothing is measured.
_EITHER = """
design document draft help monitor plan present release research review run schedule set share start support talk test
train try update visit work
"""
# How a task ends in German.
_ENDINGS = """
abschließen analysieren aufbauen beraten beteiligen diskutieren dokumentieren durchführen einführen entwickeln erarbeiten
erstellen evaluieren fertigstellen helfen koordinieren organisieren planen prüfen schreiben teilnehmen umsetzen
unterstützen verbessern veröffentlichen vorbereiten
"""
_TASKS, _PERHAPS, _LAST = frozenset(_BEGINNINGS.split()), frozenset(_EITHER.split()), frozenset(_ENDINGS.split())
_MARKS = ".,;:!?()“”\"'"


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


def activity(text: str | None, measured: bool = True) -> str:
    """Return the word that makes a key result sound like a task, or "".

    `measured` says that the key result goes from a number to a number: then a first word that may as well be a noun
    is taken for one.

    >>> activity("Write the handbook"), activity("Handbuch schreiben"), activity("Support tickets answered in time")
    ('Write', 'schreiben', '')
    """
    words = [word.strip(_MARKS) for word in (text or "").split()]
    if not words:
        return ""
    first, last = words[0], words[-1]
    if first.lower() in _TASKS or (not measured and first.lower() in _PERHAPS):
        return first
    return last if len(words) > 1 and last in _LAST else ""


def thin(outcomes: Sequence[bool], contributors: int = 0) -> str:
    """Return why all key results of an objective could be achieved while the objective fails, or "".

    `outcomes` says of each key result whether it measures what changes (and is not only a thing to do or to deliver);
    `contributors` is how many objectives count in it beside its own key results. The answer is 'none' (nothing to
    measure it by), 'few' (one number decides) or 'no outcome'.

    >>> thin([]), thin([True]), thin([False, False]), thin([True, False]), thin([], contributors=2)
    ('none', 'few', 'no outcome', '', '')
    """
    if not outcomes:
        return "" if contributors else "none"
    if not any(outcomes) and not contributors:
        return "no outcome"
    return "few" if len(outcomes) + contributors < FEWEST else ""
