"""A skill that an objective needs, as reports say it: the level in words, and counts only where they tell nobody's level."""

from __future__ import annotations

from ...core.objective_status import ObjectiveStatus
from ...core.skill_status import NeedStatus
from ...core.skills import LEVEL_WORDS
from ..data import privacy
from ..data.scope import Scope
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.provenance import Provenance

_WORDS = {level: word for word, level in LEVEL_WORDS.items()}


def is_need_countable(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> bool:
    """Return whether enough people are rated that a count of those at the level tells nobody's own level."""
    return privacy.is_countable(scope.goals.rated(goal, need))


def missing_text(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> Figure:
    """Return how many people are missing; where so few are rated that the number would tell a level, only that some are."""
    language = scope.language
    if not is_need_countable(scope, goal, need):
        return figure(language.say("too few people"))
    return figure(language.people(need.missing), Provenance(), need.missing, "number")


def level_text(language: Language, level: float | None) -> str:
    """Return a level with its meaning; a fraction as a number only.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> level_text(load_language("en"), 3.0), level_text(load_language("en"), 2.5)
    ('3 (applies alone)', '2.5')
    """
    word = _WORDS.get(level or 0.0)
    if word is None or level is None:
        return language.number(level)
    return language.say("{level} ({meaning})", level=language.number(level), meaning=language.say(word))
