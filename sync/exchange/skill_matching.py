"""Which skill of a catalogue a team's own name for a skill means: by all labels, and by what the description says.

A name is compared with each label by the words they share, rare words counting more, and letter by letter; and with everything that
is said of a skill. Words are compared by their stems, so that "managing teams" is "manage team"; an unknown word counts as the
known one that it is spelled like, and initials ("CRM") as the words that they begin.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ...core.names import fold_name
from .similar import alike, most_similar
from .taxonomies import CatalogueSkill

CANDIDATES = 200  # skills that are compared in full with one name
LEAST = 0.35  # the confidence below which nothing is suggested
WORDS, LETTERS, MEANING = 0.45, 0.2, 0.35  # what the parts of a comparison weigh
SPELLED_ALIKE = 0.75  # how alike an unknown word must be to a known one
ALMOST = 0.95  # a name that is no label of a skill is never surer than this
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_LITTLE = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "der",
        "die",
        "das",
        "und",
        "für",
        "von",
        "in",
        "mit",
        "zu",
        "de",
        "la",
        "el",
        "y",
        "en",
    ]
)
_ENDINGS = (
    "ements",
    "ement",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ers",
    "er",
    "ies",
    "ied",
    "es",
    "ed",
    "s",
    "y",
    "e",
)
_SHORTEST = 4  # letters of a stem


@dataclass(frozen=True)
class SkillSuggestion:
    """A skill of a catalogue that a name may mean, the label that is like the name, and how sure that is: 1 is the same name."""

    skill: CatalogueSkill
    label: str
    confidence: float


@dataclass
class SkillIndex:
    """The skills of a catalogue by their labels and by the stems of their words."""

    skills: Sequence[CatalogueSkill]
    by_label: Mapping[str, int] = field(default_factory=dict)
    by_stem: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)
    by_beginning: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @staticmethod
    def of(skills: Sequence[CatalogueSkill]) -> SkillIndex:
        """Return the index of some skills; a label that several have belongs to the one that prefers it."""
        by_label: dict[str, int] = {}
        by_stem: dict[str, dict[int, float]] = defaultdict(dict)
        found: Counter[str] = Counter()
        for number, skill in enumerate(skills):
            for label in skill.alternatives:
                by_label.setdefault(fold_name(label), number)
            own = {stem for label in skill.labels for stem in (*stems(label), *_initials(label))}
            described = set(stems(skill.description))
            found.update(own)
            for stem in own | described:
                by_stem[stem][number] = 1.0 if stem in own else 0.5
        by_label.update({fold_name(skill.name): number for number, skill in enumerate(skills)})
        rarity = {stem: math.log(1 + len(skills) / (1 + found[stem])) for stem in by_stem}
        by_beginning: dict[str, list[str]] = defaultdict(list)
        for stem in by_stem:
            by_beginning[stem[:_SHORTEST]].append(stem)
        return SkillIndex(skills, by_label, by_stem, rarity, by_beginning)

    def suggest(self, name: str, most: int = 1) -> list[SkillSuggestion]:
        """Return the skills that a name may mean, the surest first; none where nothing is alike."""
        exact = self.by_label.get(fold_name(name))
        if exact is not None:
            return [SkillSuggestion(self.skills[exact], name, 1.0)]
        own = tuple(dict.fromkeys(map(self._known, stems(name))))
        suggestions = [self._compared(name, own, number) for number in self._candidates(name, own)]
        good = [each for each in suggestions if each.confidence >= LEAST]
        return sorted(good, key=lambda each: (-each.confidence, each.skill.name))[:most]

    def _known(self, stem: str) -> str:
        """A stem as the catalogue has it: an unknown one counts as a known one that begins so and is spelled alike."""
        if stem in self.by_stem or len(stem) < _SHORTEST:
            return stem
        near = self.by_beginning.get(stem[:_SHORTEST], ())
        likeness, best = max(((alike(stem, other), other) for other in near), default=(0.0, stem))
        return best if likeness >= SPELLED_ALIKE else stem

    def _candidates(self, name: str, own: Sequence[str]) -> list[int]:
        """The skills that share the rarest stems with a name; where none does, those whose label is spelled alike."""
        scores: dict[int, float] = defaultdict(float)
        for stem in own:
            for number, weight in self.by_stem.get(stem, {}).items():
                scores[number] += self.rarity[stem] * weight
        if not scores:
            return [self.by_label[similar.name] for similar in most_similar(fold_name(name), list(self.by_label), 10)]
        return sorted(scores, key=lambda number: (-scores[number], number))[:CANDIDATES]

    def _compared(self, name: str, own: Sequence[str], number: int) -> SkillSuggestion:
        skill = self.skills[number]
        total = sum(map(self._rarity, own)) or 1.0
        meant = sum(self._rarity(stem) * self.by_stem.get(stem, {}).get(number, 0.0) for stem in own) / total
        best = max(((self._likeness(name, own, label), label) for label in skill.labels), key=lambda each: each[0])
        return SkillSuggestion(skill, best[1], round(min(ALMOST, best[0] + MEANING * meant), 2))

    def _likeness(self, name: str, own: Sequence[str], label: str) -> float:
        """The shared words of a name and a label, each by its rarity, and their likeness letter by letter."""
        other = {*stems(label), *(stem for stem in _initials(label) if stem in own)}
        shared = sum(self._rarity(stem) for stem in other.intersection(own))
        every = sum(self._rarity(stem) for stem in own) + sum(self._rarity(stem) for stem in other)
        return WORDS * (2 * shared / every if every else 0.0) + LETTERS * alike(name, label)

    def _rarity(self, stem: str) -> float:
        return self.rarity.get(stem, math.log(1 + len(self.skills)))


@lru_cache(maxsize=262_144)
def stems(text: str) -> tuple[str, ...]:
    """Return the words of a text without their endings, and without words such as "of", each once.

    >>> stems("Managing of teams"), stems("manage a team")
    (('manag', 'team'), ('manag', 'team'))
    """
    words = (word for word in _WORD.findall(text.lower()) if word not in _LITTLE)
    return tuple(dict.fromkeys(map(_stem, words)))


def _initials(label: str) -> tuple[str, ...]:
    """The initials of a label of several words, as people abbreviate it: "crm"."""
    words = stems(label)
    return ("".join(word[0] for word in words),) if 2 <= len(words) <= 5 else ()


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
