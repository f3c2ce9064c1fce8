"""What words say about a sheet of skills, in several languages: headings, titles, levels, names. The words stand in `words.toml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import tomllib

from ....core.tables.headings import distance, is_slip, normalise_heading, readings
from ....core.tables.table_rows import MISLEADING as TOTAL_WORDS
from ....core.tables.table_rows import TOTAL
from ....core.values.value_words import fold

ROLE_FIELDS = ("person", "role", "team", "manager", "email", "id", "first_name", "last_name")
SHORTEST_SLIP = 5  # letters of a heading in which a slip is looked for
_COUNT = re.compile(
    r"(?:#|no\.?|number|count|nr\.?|anzahl|nombre(?= d)|nb|número|numero|aantal|liczba|total|sum|%)\s+(?:of\s+|at\s+|de\s+|di\s+)?\S.*",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[#%∑øΣØ\u3000-\uffff]")  # signs of counts, and scripts without spaces
_BEHIND = re.compile(r"\s*[0-9]+$")
_WORDS = re.compile(r"[\w+#./'’-]+")


@dataclass(frozen=True)
class Vocabulary:
    """The words of `words.toml`, looked up as a sheet writes them."""

    data: Mapping[str, Any]

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {word: kind for kind, words in self.data["headings"].items() for word in words}

    @cached_property
    def _aspects(self) -> dict[str, str]:
        return {word: kind for kind, words in self.data["aspects"].items() for word in words}

    @cached_property
    def _levels(self) -> dict[str, float]:
        return {word: float(level) for level, words in self.data["levels"].items() for word in words}

    @cached_property
    def _titles(self) -> dict[str, re.Pattern[str]]:
        return {
            kind: re.compile("|".join(f"{_begins(word)}{re.escape(word)}" for word in words))
            for kind, words in self.data["titles"].items()
        }

    @cached_property
    def scales(self) -> Sequence[Mapping[str, float]]:
        """Whole scales of words, each with the level of every word."""
        return [dict(zip(each["words"], map(float, each["levels"]))) for each in self.data["scales"]]

    @cached_property
    def marks(self) -> Mapping[str, Any]:
        """The signs, by what they say."""
        return {
            name: frozenset(marks) if isinstance(marks, list) else marks for name, marks in self.data["marks"].items()
        }

    def is_no_level(self, text: str) -> bool:
        """Return whether a legend's explanation says that a sign is no level.

        >>> vocabulary().is_no_level("Not applicable"), vocabulary().is_no_level("No knowledge")
        (True, False)
        """
        return any(part in self.data["not_levels"]["words"] for part in (fold(text), text.strip().lower()))

    @cached_property
    def others(self) -> Collection[str]:
        """Headings of sheets that are about something else."""
        return frozenset(self.data["others"]["words"])

    @cached_property
    def lexicon(self) -> Mapping[str, Collection[str]]:
        """Nouns of skills and roles, first names, and what else tells labels apart."""
        return {name: frozenset(words) for name, words in self.data["lexicon"].items()}

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Endings of nouns that are skills and no names."""
        return tuple(self.data["lexicon"]["endings"])

    def heading(self, text: str) -> str:
        """Return what a heading says of its column, "" when it is not known.

        >>> vocabulary().heading("Team Member*"), vocabulary().heading("Kompetenzen (2026)"), vocabulary().heading("SQL")
        ('person', 'skill', '')
        """
        known = self._known_headings.get(text)
        if known is None:
            known = self._known_headings[text] = _looked_up(self._headings, text)
        return known

    @cached_property
    def _known_headings(self) -> dict[str, str]:
        return {}

    @cached_property
    def _known_aspects(self) -> dict[str, str]:
        return {}

    @cached_property
    def _telling(self) -> frozenset[str]:
        """Every word of an aspect, in the singular and the plural: most texts have none of them."""
        words = {part for word in self._aspects for part in normalise_heading(word).split()}
        return frozenset(words | {f"{word}s" for word in words} | TOTAL_WORDS)

    def aspect(self, text: str) -> str:
        """Return which level of a skill a heading names, "" when it names none.

        >>> vocabulary().aspect("Current level"), vocabulary().aspect("Soll"), vocabulary().aspect("SQL")
        ('level', 'required', '')
        """
        known = self._known_aspects.get(text)
        if known is None:
            known = self._known_aspects[text] = self._aspect(text)
        return known

    def near_heading(self, text: str) -> str:
        """Return what a heading with a slip of the fingers says of its column, "" when it is none.

        >>> vocabulary().near_heading("Psoition"), vocabulary().near_heading("Python")
        ('role', '')
        """
        return self._near(text, self._headings)

    def near_aspect(self, text: str) -> str:
        """Return which level of a skill a heading with a slip names, "" when it names none.

        >>> vocabulary().near_aspect("Rqeuired"), vocabulary().near_aspect("Reading")
        ('required', '')
        """
        return self._near(text, self._aspects)

    def _near(self, text: str, known: Mapping[str, str]) -> str:
        bare = normalise_heading(text)
        if len(bare) < SHORTEST_SLIP or self.heading(text) or self.aspect(text):
            return ""
        near = self._alike.get((bare[:1], len(bare)), ())
        return next((known[word] for word in near if word in known and _is_swap(bare, word)), "")

    @cached_property
    def _alike(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """The words of headings and aspects by their first letter and their length, one letter more or less."""
        alike: dict[tuple[str, int], list[str]] = {}
        for word in {**self._headings, **self._aspects}:
            for length in range(len(word) - 1, len(word) + 2):
                alike.setdefault((word[:1], length), []).append(word)
        return alike

    def _aspect(self, text: str) -> str:
        if self._telling.isdisjoint(normalise_heading(text).split()) and not _TELLING.search(text):
            return ""
        known = _looked_up(self._aspects, text)
        if known or self.heading(text):
            return known
        return (
            "summary"
            if text.strip() in ("%", "Ø", "Σ", "∑") or TOTAL.fullmatch(text.strip()) or _COUNT.fullmatch(text.strip())
            else ""
        )

    def title_aspect(self, title: str) -> str:
        """Return what a sheet's title says its figures are where they are no levels that people have: "gaps", "interest", "required".

        >>> vocabulary().title_aspect("Gaps Q2"), vocabulary().title_aspect("Soll"), vocabulary().title_aspect("Skills")
        ('gaps', 'required', '')
        """
        if self.says("gap", title):
            return "gaps"
        aspects = {self.aspect(part) for part in (title, *words_of(title))}
        return next((aspect for aspect in ("interest", "required") if aspect in aspects), "")

    def level(self, text: str) -> float | None:
        """Return the level that a word means on its own, None when it means none.

        >>> vocabulary().level("Intermediate"), vocabulary().level("kann schulen"), vocabulary().level("SQL")
        (3.0, 4.0, None)
        """
        return self._levels.get(fold(text))

    def is_level_word(self, text: str) -> bool:
        """Return whether a word means a level on its own or in a whole scale."""
        folded = fold(text)
        return folded in self._levels or folded in self._scale_words

    @cached_property
    def _scale_words(self) -> Collection[str]:
        return frozenset(word for scale in self.scales for word in scale)

    def level_in(self, text: str) -> float | None:
        """Return the level that a legend's explanation means: the words as a whole, else those that they begin with or hold."""
        whole = self.level(text)
        if whole is not None:
            return whole
        words = fold(text).split(" ")
        phrases = (
            " ".join(words[at : at + length])
            for length in self._lengths_in_words
            for at in range(len(words) - length + 1)
        )
        hits = [(len(phrase), self._levels[phrase]) for phrase in phrases if len(phrase) > 3 and phrase in self._levels]
        return max(hits)[1] if hits else None

    @cached_property
    def _lengths_in_words(self) -> Collection[int]:
        """How many words the words for levels have."""
        return {word.count(" ") + 1 for word in self._levels}

    def says(self, kind: str, text: str) -> bool:
        """Return whether a title has a word of a kind.

        >>> vocabulary().says("skills", "Team Skills Matrix 2026"), vocabulary().says("skills", "Budget")
        (True, False)
        """
        return self._titles[kind].search(normalise_heading(text)) is not None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words, read once."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return Vocabulary(tomllib.loads(text))


def words_of(label: str) -> list[str]:
    """Return the words of a label in small letters.

    >>> words_of("Node.js & C#")
    ['node.js', 'c#']
    """
    return [word.strip(".'’-/") if len(word) > 1 else word for word in _WORDS.findall(label.lower())]


def _is_swap(text: str, word: str) -> bool:
    """Whether a text has two letters of a word swapped, or one more or less: skills differ from headings by more."""
    if len(text) == len(word):
        return text != word and sorted(text) == sorted(word) and is_slip(text, word) and distance(text, word) == 1
    longer, shorter = (text, word) if len(text) > len(word) else (word, text)
    rest = Counter(longer)
    rest.subtract(shorter)
    return min(rest.values()) >= 0 and is_slip(text, word) and distance(text, word) == 1


def _looked_up(known: Mapping[str, str], text: str) -> str:
    for heading, _ in readings(text):
        if heading in known:
            return known[heading]
    bare = _BEHIND.sub("", normalise_heading(text))
    return known.get(bare, "") if bare else ""


def _begins(word: str) -> str:
    return r"\b" if word.isascii() or (word[0].isalpha() and ord(word[0]) < 0x3000) else ""
