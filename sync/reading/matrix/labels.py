"""Whether some labels are names of people, skills or roles: each is weighed by its words and its form."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .vocabulary import vocabulary, words_of

WEIGHED = 60  # labels, at most
_INITIAL = re.compile(r"(?:[^\W\d_]\.\s?){1,2}[^\W\d_]{2,}|[^\W\d_]{2,}\s[^\W\d_]\.?")
_LAST_FIRST = re.compile(r"[^\W\d_][^\W\d_'’ -]*,\s*[^\W\d_][^\W\d_'’. -]*")
_MAIL = re.compile(r"\S+@\S+\.\w+")
_NUMBERED = re.compile(r"(.*?)\s*(?:#\s*)?(?:[0-9]{1,3}|[A-Z])")
_IDEOGRAMS = re.compile(r"[\u3005\u4e00-\u9fff]{2,5}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_SIGNS = re.compile(r"[#+/&(<]|\w\.\w")


@dataclass(frozen=True)
class Likeness:
    """How much labels look like names of people, skills and roles, each from 0 to 1."""

    person: float
    skill: float
    role: float


def likeness(labels: Sequence[str]) -> Likeness:
    """Return how much some labels look like names of people, skills and roles.

    >>> likeness(["Ann Lee", "Bob Ray"]), likeness(["SQL", "First aid"]).skill
    (Likeness(person=1.0, skill=0.0, role=0.0), 1.0)
    """
    weighed = [_weighed(label) for label in list(dict.fromkeys(labels))[:WEIGHED]]
    count = len(weighed) or 1
    return Likeness(*(sum(each[at] for each in weighed) / count for at in range(3)))


@lru_cache(maxsize=10_000)
def _weighed(label: str) -> tuple[float, float, float]:
    text = " ".join(label.split())
    words = words_of(text)
    if not words:
        return 0.0, 0.0, 0.0
    role = _as_role(words)
    skill = _as_skill(text, words)
    person = _as_person(text, words)
    if person == 1.0:
        return 1.0, min(skill, 0.3) if skill < 1.0 else 0.5, 0.0
    if role:
        return 0.0, min(skill, 0.5), role
    return min(person, 1.0 - skill), skill, 0.0


def _as_role(words: Sequence[str]) -> float:
    lexicon = vocabulary().lexicon
    known = {word for each in words for word in (each, each.rstrip("s"))}
    if words[-1] in lexicon["roles"] or words[-1].rstrip("s") in lexicon["roles"] or words[0] in lexicon["roles"]:
        return 1.0
    return 0.7 if known & set(lexicon["ranks"]) and len(words) > 1 else 0.0


def _as_skill(text: str, words: Sequence[str]) -> float:
    lexicon = vocabulary().lexicon["skills"]
    if (
        text.lower() in lexicon
        or any(word in lexicon for word in words)
        or any(f"{one} {other}" in lexicon for one, other in itertools.pairwise(words))
    ):
        return 1.0
    if not text.isascii() and any(len(each) > 1 and each in text for each in lexicon if ord(each[0]) > 0x3000):
        return 1.0
    if _ACRONYM.fullmatch(text) or _SIGNS.search(text):
        return 0.7
    if any(len(word) > 5 and word.endswith(vocabulary().endings) for word in words):
        return 0.6
    if len(words) > 1 and any(part[:1].islower() and len(part) > 3 for part in text.split()[1:]):
        return 0.6
    return 0.5 if any(letter.isdigit() for letter in text) else 0.2


def _as_person(text: str, words: Sequence[str]) -> float:
    lexicon = vocabulary().lexicon
    if _MAIL.fullmatch(text) or _INITIAL.fullmatch(text) or _LAST_FIRST.fullmatch(text):
        return 1.0
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None and numbered[1].strip().lower() in lexicon["placeholders"]:
        return 1.0
    if _IDEOGRAMS.fullmatch(text):
        return 1.0 if any(text.startswith(name) for name in lexicon["surnames"]) else 0.3
    if len(words) <= 4 and any(word.split("-")[0] in lexicon["first_names"] for word in words[:4]):
        return 1.0
    if 2 <= len(words) <= 4 and all(
        part[:1].isupper() and part.replace("'", "").replace("-", "").isalpha() for part in text.split()
    ):
        return 0.6
    return 0.3 if len(words) == 1 and text[:1].isupper() and text.isalpha() else 0.0
