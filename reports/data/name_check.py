"""Whether a text names somebody whom the page is not about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...core.model import Person

SHORTEST = 3  # letters of a name that is looked for: "Al" and "Jo" stand in too many words' places

_WORD = re.compile(r"[^\W\d_]+")  # "Ana's" names Ana


def words_of(people: Iterable[Person]) -> dict[str, set[str]]:
    """Return every word of the names of people, with the ids of those who bear it.

    >>> from okrsheets.core.model import Origin, TableSource
    >>> ana = Person("P1", "Ana Ruiz", "Agent", "Support", None, None, Origin(TableSource("S.xlsx", "People", {}), 5))
    >>> words_of([ana])
    {'Ana': {'P1'}, 'Ruiz': {'P1'}}
    """
    words: dict[str, set[str]] = {}
    for person in people:
        for word in _WORD.findall(person.name or ""):
            if len(word) >= SHORTEST:
                words.setdefault(word, set()).add(person.person_id)
    return words


def names_another(typed: str, own_id: str, names: dict[str, set[str]]) -> bool:
    """Return whether a text holds a word of somebody else's name.

    A name may be an ordinary word, too ("Will", "Grace"): then a note is kept back that names nobody, which is the
    smaller harm.

    >>> names_another("Ana's exam was moved.", "P2", {"Ana": {"P1"}}), names_another("Ana helped.", "P1", {"Ana": {"P1"}})
    (True, False)
    """
    return any(own_id not in names.get(word, {own_id}) for word in _WORD.findall(typed))
