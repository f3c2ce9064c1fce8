"""Names of files made from names in sheets: plain letters and digits, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST = 40
RESERVED = re.compile(r"(con|prn|aux|nul|clock|com[0-9]|lpt[0-9])$")  # names that Windows keeps for itself
# Letters that are no letter with a mark: Unicode takes nothing off them.
WHOLE = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def slugs(names: Iterable[Sequence[str]], otherwise: str) -> list[str]:
    r"""Return a name for a file for each thing, all different; `otherwise` stands where no letter is left.

    Each thing comes with names to try, the best first, such as a person's name and id.

    >>> slugs([["Ana Ruiz", "P1"], ["Ana Ruiz", "P2"], ["../../etc"], ["山田", "P4"], ["CON"], [""]], "person")
    ['ana-ruiz-p1', 'ana-ruiz-p2', 'etc', 'p4', 'con-', 'person']
    """
    candidates = [[slug for name in tries if (slug := slugify(name))] or [otherwise] for tries in names]
    common = _twice([tries[0] for tries in candidates])
    preferred = ["-".join(tries[:2]) if tries[0] in common else tries[0] for tries in candidates]
    taken: set[str] = set()
    chosen = []
    for slug in preferred:
        free, number = slug, 2
        while free in taken:
            free, number = f"{slug}-{number}", number + 1
        taken.add(free)
        chosen.append(free)
    return chosen


def slugify(name: str) -> str:
    """Return the letters and digits of a name, in small letters without marks.

    >>> slugify("Jürgen Sørensen & Söhne / ../x"), slugify("…")
    ('jurgen-sorensen-sohne-x', '')
    """
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(WHOLE))
    letters = decomposed.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-")
    return f"{slug}-" if RESERVED.match(slug) else slug


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
