"""What a cell refers to: an id or a person, however it was spelled.

A reference is followed only when it can mean one thing; otherwise the nearest name is offered and nothing is assumed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .model import Person
from .names import fold_name

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_BETWEEN_IDS = re.compile(r"\s*[,;&|\n]\s*")
_BETWEEN_PEOPLE = re.compile(r"\s*(?:[,;&+|/\n]|\band\b|\bund\b|\by\b)\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_NEAR = 0.75  # how alike a name must be to be offered, as difflib measures it


def visible(text: str) -> str:
    """Return a text without characters that nobody sees, with plain spaces at most between words.

    >>> visible("\\ufeffH-1\\u00a0"), visible("Ida\\u200b  Brandt")
    ('H-1', 'Ida Brandt')
    """
    return " ".join(text.translate(_INVISIBLE).split())


@lru_cache(maxsize=262_144)
def fold_id(id: str) -> str:
    """Return an id as it is compared when it is not found as it stands: case, dashes and invisible characters do not matter.

    >>> fold_id("h\\u20111 ") == fold_id("H-1")
    True
    """
    return visible(unicodedata.normalize("NFKC", id).translate(_DASHES)).casefold()


def separate(text: str, between: re.Pattern[str] = _BETWEEN_IDS) -> list[str]:
    """Return the things that one cell names, in their order.

    >>> separate("H-1; H-2"), separate("H-1")
    (['H-1', 'H-2'], ['H-1'])
    """
    return [name for name in between.split(visible_lines(text)) if name]


def separate_people(text: str) -> list[str]:
    """Return the people that one cell names, in their order.

    >>> separate_people("Ida Brandt & Jon Vik"), separate_people("Ida Brandt")
    (['Ida Brandt', 'Jon Vik'], ['Ida Brandt'])
    """
    return separate(text, _BETWEEN_PEOPLE)


def visible_lines(text: str) -> str:
    """Return a text without invisible characters, line by line.

    >>> visible_lines("H-1\\u00a0\\n H-2")
    'H-1\\nH-2'
    """
    return "\n".join(visible(line) for line in text.splitlines())


def nearest(text: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like a text, or None when none is.

    >>> nearest("Navigaton", ["First aid", "Navigation"])
    'Navigation'
    """
    wanted = fold_id(text)
    shortest, longest = (
        len(wanted) * _NEAR / (2 - _NEAR),
        len(wanted) * (2 - _NEAR) / _NEAR,
    )  # others are not that alike
    by_fold = {fold: name for name in names if shortest <= len(fold := fold_id(name)) <= longest}
    close = difflib.get_close_matches(wanted, by_fold, n=1, cutoff=_NEAR)
    return by_fold[close[0]] if close else None


@dataclass(frozen=True)
class Match:
    """What a cell refers to: the first id it names, the others, and how the first differs from its spelling (or nothing)."""

    id: str
    difference: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class IdIndex:
    """Ids as they stand, and by their folded spelling where only one id has it."""

    ids: frozenset[str]
    by_fold: Mapping[str, str] = field(repr=False)
    fold: Callable[[str], str] = field(default=fold_id, repr=False)

    @staticmethod
    def of(ids: Iterable[str], fold: Callable[[str], str] = fold_id) -> IdIndex:
        """Return the index of some ids; `fold` gives an id as it is compared.

        >>> IdIndex.of(["H-1", "h-1", "C-1"]).by_fold
        {'c-1': 'C-1'}
        """
        unique = frozenset(ids)
        spellings: dict[str, list[str]] = defaultdict(list)
        for id in sorted(unique):
            spellings[fold(id)].append(id)
        return IdIndex(unique, {folded: same[0] for folded, same in spellings.items() if len(same) == 1}, fold)

    def match(self, text: str) -> Match | None:
        """Return what a cell refers to; None when its first name is not known, or could be two ids.

        >>> index = IdIndex.of(["H-1", "H-2"])
        >>> index.match("h\\u20131"), index.match("H-1; H-2"), index.match("X-9")
        (Match(id='H-1', difference="spelled 'h–1'", others=()), Match(id='H-1', difference='', others=('H-2',)), None)
        """
        if text in self.ids:
            return Match(text)
        whole = self.by_fold.get(self.fold(text))
        if whole is not None:
            return Match(whole, f"spelled {text!r}")
        first, *others = separate(text) or [text]
        if not others:
            return None
        first_match = self.match(first)
        if first_match is None:
            return None
        named = (self.match(other) for other in others)
        return Match(
            first_match.id,
            first_match.difference,
            tuple(match.id if match else other for match, other in zip(named, others)),
        )


@dataclass(frozen=True)
class PersonIndex:
    """People by id, name, e-mail address and handle, each only where it means one person."""

    ids: IdIndex
    by_name: Mapping[str, str]

    @staticmethod
    def of(people: Iterable[Person]) -> PersonIndex:
        """Return the index of the people of an organisation."""
        everybody = list(people)
        names: dict[str, set[str]] = defaultdict(set)
        for person in everybody:
            for spelling in spellings(person):
                names[spelling].add(person.person_id)
        return PersonIndex(
            IdIndex.of(person.person_id for person in everybody),
            {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1},
        )

    def match(self, text: str) -> Match | None:
        """Return the person that a cell names by id, name, "Last, First", e-mail address or @handle; None when unsure.

        A role in brackets behind the name is ignored. Initials are not a name.
        """
        if text in self.ids.ids:
            return Match(text)
        name = _IN_BRACKETS.sub(" ", visible(text)).strip()
        id = self.by_name.get(reordered(name)) or self.ids.by_fold.get(fold_id(name))
        if id is not None:
            return Match(id, f"named {text!r}")
        first, *others = separate_people(text) or [text]
        first_match = self.match(first) if others else None
        if first_match is None:
            return None
        named = (self.match(other) for other in others)
        return Match(
            first_match.id,
            first_match.difference,
            tuple(match.id if match else other for match, other in zip(named, others)),
        )

    def by_initial(self, text: str) -> str | None:
        """Return the one person whose last name and initial a text has ("I. Brandt"), to be offered, not assumed."""
        first, _, last = fold_name(visible(text)).partition(" ")
        if not last or len(first.rstrip(".")) != 1:
            return None
        ids = {id for name, id in self.by_name.items() if name.startswith(first[0]) and name.endswith(f" {last}")}
        return ids.pop() if len(ids) == 1 else None


def spellings(person: Person) -> set[str]:
    """Return the folded texts that people write for a person, apart from the id.

    >>> from .model import Origin, TableSource
    >>> ida = Person("4", "Ida Brandt", None, None, None, "ida@x.org", Origin(TableSource("S.xlsx", "People", {}), 5))
    >>> sorted(spellings(ida))[-3:]
    ['@idabrandt', 'ida brandt', 'ida@x.org']
    """
    name = fold_name(visible(person.name or ""))
    spellings = {name, reordered(name)}
    if person.email:
        address = person.email.strip().lower()
        spellings |= {address, f"@{address.partition('@')[0]}"}
    if " " in name:
        spellings |= {"@" + name.replace(" ", mark) for mark in ("", ".", "_", "-")}
    return spellings - {"", "@"}


def reordered(name: str) -> str:
    """Return a folded name with "Last, First" the usual way round.

    >>> reordered("Brandt, Ida")
    'ida brandt'
    """
    last, comma, first = name.partition(",")
    return fold_name(f"{first} {last}") if comma and first.strip() and "," not in first else fold_name(name)
