"""Where texts name one person, and the same texts with a pseudonym instead (docs/privacy.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from .model import Origin, Person, TableSource
from .references import fold_id, reordered, spellings, visible

LONGEST_NAME = 8  # words
_WORD = re.compile(r"[^\s,;:()\[\]{}<>\"“”„'’‘&+|/!?]+")  # "Ida's" names Ida, "<ida@x.org>" the address
_EDGES = " ,;:()[]{}<>\"“”„'’‘&+|/!?.="
_WITHOUT_SPACES = re.compile("[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")  # scripts that write no space between words
_PSEUDONYM = re.compile("erased-[0-9a-f]{8}")

_NOWHERE = Origin(TableSource("", "", {}), 0)

Replace = Callable[[str], "str | None"]  # the other text for a name, None for what is no name


def mention_key(text: str) -> str:
    """Return a name, id or address as it is compared: case, dashes, "Last, First" and marks around it do not matter.

    >>> mention_key("Brandt, Ida") == mention_key("(IDA  Brandt)")
    True
    """
    return fold_id(reordered(visible(text).strip(_EDGES))).replace("’", "'").strip(_EDGES)


def is_distinctive(key: str) -> bool:
    """Return whether a key can be looked for within a text: "ida brandt", "e-004" and an address, but not "7" or "sales".

    >>> [is_distinctive(key) for key in ("ida brandt", "e-004", "ida@example.org", "7", "sales", "2026")]
    [True, True, True, False, False, False]
    """
    mixed = any(letter.isdigit() for letter in key) and any(letter.isalpha() for letter in key)
    named = word_count(key) > 1 and any(letter.isalpha() for letter in key)
    return (len(key) >= 3 and (mixed or named or "@" in key)) or bool(len(key) > 1 and _WITHOUT_SPACES.search(key))


def is_pseudonym(id: str) -> bool:
    """Return whether an id is that of a person who was erased.

    >>> is_pseudonym("erased-0a1b2c3d"), is_pseudonym("erased-Ida")
    (True, False)
    """
    return bool(_PSEUDONYM.fullmatch(id))


def pseudonym_of(number: int) -> str:
    """Return the pseudonym with a random number of 32 bits.

    >>> is_pseudonym(pseudonym_of(7))
    True
    """
    return f"erased-{number:08x}"


@dataclass(frozen=True)
class PersonNames:
    """All that one person is called in the rows of an organisation.

    `shared` are those of the names that somebody else has, too: a text with one of them may mean the other.
    """

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ", ".join([*sorted(self.names - self.ids), *sorted(self.ids), *sorted(self.emails)])

    @property
    def spelled(self) -> frozenset[str]:
        """The names, ids and addresses that mean this person only, as they are written."""
        return (self.ids | self.names | self.emails) - self.shared

    def spelling_keys(self) -> frozenset[str]:
        """Return the keys of everything that a cell about people may say for this person, and for nobody else."""
        shared = {mention_key(name) for name in self.shared}
        texts: set[str] = set(self.ids | self.emails)
        for name in self.names - self.shared or {""}:
            for email in self.emails or {""}:
                texts |= spellings(Person("", name, None, None, None, email or None, _NOWHERE))
        return frozenset(key for text in texts if (key := mention_key(text)) and key not in shared)


def replaced(text: str, replace: Replace, longest: int = LONGEST_NAME) -> str:
    """Return a text in which every name that `replace` knows has its other text; names are sought longest first.

    `longest` is how many words a name has at most.

    >>> replaced("Asked Brandt, Ida's team.", {"ida brandt": "X"}.get)
    "Asked X's team."
    """
    whole = replace(mention_key(text))
    if whole is not None:
        return whole
    words = [(word.start(), word.start() + len(word[0].rstrip("."))) for word in _WORD.finditer(text)]
    kept, at, number = [], 0, 0
    while number < len(words):
        for last in range(min(number + longest, len(words)) - 1, number - 1, -1):
            start, end = words[number][0], words[last][1]
            other = replace(mention_key(text[start:end])) if end > start else None
            if other is not None:
                kept += [text[at:start], other]
                at, number = end, last
                break
        number += 1
    return "".join(kept) + text[at:] if at else text


def word_count(key: str) -> int:
    """Return how many words a name has, as `replaced` counts them.

    >>> word_count("pat o'brien")
    3
    """
    return sum(1 for _ in _WORD.finditer(key))


def replacement(keys: Collection[str], pseudonym: str, only_distinctive: bool) -> Replace:
    """Return the pseudonym for each of some keys; within free texts only for those that are distinctive.

    >>> replacement({"7", "ida brandt"}, "X", only_distinctive=True)("7") is None
    True
    """
    known = {key for key in keys if not only_distinctive or is_distinctive(key)}
    return lambda key: pseudonym if key in known else None


def without_spaces(text: str, names: Iterable[str], pseudonym: str) -> str:
    """Return a text with names replaced that stand between other letters, as in scripts without spaces.

    >>> without_spaces("昨日山田太郎が来た", ["山田太郎"], "X")
    '昨日Xが来た'
    """
    for name in names:
        if _WITHOUT_SPACES.search(name) and len(name) > 1:
            text = text.replace(name, pseudonym)
    return text


def parts_of_names(names: Iterable[str]) -> frozenset[str]:
    """Return the single words of names, as they are compared: a text with one of them may mean the person.

    >>> sorted(parts_of_names(["Ida Brandt", "J. Vik"]))
    ['brandt', 'ida', 'vik']
    """
    return frozenset(word for name in names for word in mention_key(name).split() if len(word.strip(".")) > 2)


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared.

    >>> sorted(words_in("Ida's exam"))
    ['exam', 'ida', 's']
    """
    return frozenset(mention_key(word[0].rstrip(".")) for word in _WORD.finditer(text))
