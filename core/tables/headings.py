"""What a heading means: a column of one of our tables, in any of the ways that people write it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .. import schema
from ..columns import Column, Table
from ..heading_words import HEADING_WORDS, words_of_heading
from ..values.cycle_names import JANUARY

MAPPED, NAME, ALIAS = 1.1, 1.0, 0.9  # how sure a meaning is: the user's settings file, our name, another name
PLURAL, ANNOTATED, MISSPELT = 0.02, 0.05, 0.3  # how much less sure a heading is that was written otherwise
LONGEST = 80  # characters of a heading

_VAGUE = (
    "#|accountable|actual|area|assigned to|assignee|author|basis|by|category|comment|comments|company|complete|"
    "completed|completion|count|created|current|date|day|deadline|department|description|done|done %|due|due date|"
    "duration|e mail|email|employee|end|end date|evidence|finish|from|full name|group|hours|id|importance|item|job|"
    "job title|key|kind|latest|lead|level|link|location|mail|manager|name|no|note|notes|now|nr|number|organisation|"
    "organization|owner|parent|people|period|person|platform|position|profile|progress|provider|quarter|rating|"
    "reason|ref|reference|remark|remarks|reported by|responsible|responsible person|result|role|scope|score|source|"
    "squad|staff member|start|start date|started|state|status|supervisor|team|team member|text|tier|timestamp|title|"
    "to|type|unit|units|updated by|url|value|vendor|weight|when|who|why"
)
_VAGUE_FIELDS = (
    "owner", "team", "weight", "status", "reason", "date", "note", "name", "email", "role", "manager", "by", "level",
)  # fmt: skip
VAGUE = frozenset(_VAGUE.split("|")) | {
    word
    for table, fields in HEADING_WORDS.items()
    for field in fields
    if field in _VAGUE_FIELDS
    for word in words_of_heading(table, field)
}  # headings of sheets about anything; a table has one of its own besides

Aliases = Mapping[str, Mapping[str, str]]  # table -> heading -> field: what a user's settings file says

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff"))
_PUNCTUATION = re.compile(r"[\s_\-./:*()?\[\]\u2010-\u2015]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_PARTS = re.compile(r"[|;,:/\u2013\u2014]|\s-\s")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic)[a-zäé]*"
WHEN = (
    rf"\bby\s(?:[0-9]|{_MONTH}\b).*$|\b(?:to date|so far|ytd|qtd)\b|"
    r"\b(?:as of|as at|stand|per|zum|am|in)\b.*$|\b(?:this|end of|eo)\s*(?:the\s)?(?:quarter|cycle|year|period|q)\b"
    rf"|\bq[1-4]\b|\bh[12]\b|\bfy\s?[0-9]{{2,4}}\b|\b(?:19|20)[0-9]{{2}}\b|\b[0-9]{{1,2}}\.?\s{_MONTH}\b"
    rf"|\b{_MONTH}\s[0-9]{{1,2}}\b|[%€$£]"
)
_WHEN = re.compile(WHEN)


@lru_cache(maxsize=65_536)
def normalise_heading(heading: str) -> str:
    """Return a heading as it is compared: small letters, without stars, punctuation and invisible characters.

    >>> normalise_heading("Objective_ID*"), normalise_heading("% complete"), normalise_heading("Key\\u00a0result\\u200b")
    ('objective id', '% complete', 'key result')
    """
    return _PUNCTUATION.sub(" ", _visible(heading).lower()).strip()


def _visible(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_INVISIBLE))


def readings(heading: str) -> Iterator[tuple[str, float]]:
    """Yield a heading from its full text to its bare words, each with how much less sure it is.

    >>> [text for text, _ in readings("Targets (Q3)")]
    ['targets q3', 'targets', 'target']
    """
    seen = set()
    for text, less in _readings(heading):
        if text and text not in seen:
            seen.add(text)
            yield text, less


def _readings(heading: str) -> Iterator[tuple[str, float]]:
    text = _visible(heading).lower().strip()
    whole = normalise_heading(text)
    yield whole, 0.0
    yield singular(whole), PLURAL
    outside = _BRACKETS.sub(" ", text).strip()
    first_line = outside.split("\n")[0]
    for part in (outside, first_line, _PARTS.split(first_line)[0], _WHEN.sub(" ", first_line)):
        bare = normalise_heading(part)
        yield bare, ANNOTATED
        yield singular(bare), ANNOTATED
    bare = normalise_heading(_WHEN.sub(" ", _PARTS.split(first_line)[0]))
    yield bare, ANNOTATED
    yield singular(bare), ANNOTATED


def is_vague(heading: str) -> bool:
    """Return whether a heading says nothing of what its sheet is about.

    >>> is_vague("Owner"), is_vague("Key result"), is_vague("Comments")
    (True, False, True)
    """
    text = normalise_heading(heading)
    return text in VAGUE or singular(text) in VAGUE


def singular(heading: str) -> str:
    """Return a heading whose last word is a plural in the singular, others as they are.

    >>> singular("key results"), singular("categories"), singular("status")
    ('key result', 'category', 'status')
    """
    if heading.endswith("ies"):
        return heading[:-3] + "y"
    return heading[:-1] if heading.endswith("s") and not heading.endswith(("ss", "us")) else heading


@dataclass(frozen=True)
class Meaning:
    """One column that a heading may mean, and how sure that is."""

    table: Table
    column: Column
    sure: float


class HeadingIndex:
    """What each heading may mean, for every table; a user's own headings go before ours."""

    def __init__(
        self,
        aliases: Aliases | None = None,
        locale: str = "",
        fiscal_year_start: int = JANUARY,
        tables: Sequence[Table] = schema.TABLES,
    ) -> None:
        self.locale, self.fiscal_year_start = locale, fiscal_year_start
        self._names: dict[str, list[Meaning]] = {}
        for table in tables:
            for column in table.columns:
                for heading, sure in _headings(table, column, (aliases or {}).get(table.name, {})):
                    self._names.setdefault(heading, []).append(Meaning(table, column, sure))
        self._known: dict[str, Sequence[Meaning]] = {}
        self._near: dict[str, set[str]] = {}

    @property
    def digest(self) -> str:
        """What tells these headings from any others."""
        meanings = sorted(
            (heading, each.table.name, each.column.field, each.sure)
            for heading, known in self._names.items()
            for each in known
        )
        return hashlib.sha256(repr((meanings, self.locale, self.fiscal_year_start)).encode()).hexdigest()

    def __contains__(self, heading: str) -> bool:
        """Whether a normalised heading is one of those that are listed."""
        return heading in self._names

    def meanings(self, heading: str) -> Sequence[Meaning]:
        """Return the columns that a heading may mean; none when it is not known, however it is read."""
        known = self._known.get(heading)
        if known is None:
            known = self._known[heading] = self._look_up(heading)
        return known

    def _look_up(self, heading: str) -> Sequence[Meaning]:
        for text, less in readings(heading):
            if text in self._names:
                return [Meaning(each.table, each.column, each.sure - less) for each in self._names[text]]
        return []

    def misspelt(self, heading: str, columns: Collection[Column]) -> Column | None:
        """Return the one of some columns whose name or alias a heading is but for a slip of the fingers.

        >>> HeadingIndex().misspelt("Wieght", schema.KEY_RESULTS.columns).name
        'weight'
        """
        near = self._near.get(heading)
        if near is None:
            texts = [text for text, _ in readings(heading)]
            near = self._near[heading] = {name for name in self._names if any(is_slip(text, name) for text in texts)}
        for column in columns if near else ():
            if not near.isdisjoint(map(normalise_heading, (column.name, *column.aliases))):
                return column
        return None


def _headings(table: Table, column: Column, own: Mapping[str, str]) -> list[tuple[str, float]]:
    mapped = [
        (normalise_heading(heading), MAPPED)
        for heading, field in own.items()
        if normalise_heading(field) == normalise_heading(column.name)
    ]
    aliases = [(normalise_heading(alias), ALIAS) for alias in column.aliases]
    return [*mapped, (normalise_heading(column.name), NAME), *aliases]


def is_slip(text: str, name: str) -> bool:
    """Return whether a text is a name with a slip: a letter more, less, other or swapped; two in names of 9 letters.

    >>> is_slip("wieght", "weight"), is_slip("currrent value", "current value"), is_slip("data", "date")
    (True, True, False)
    """
    longest = max(len(text), len(name))
    if longest < 5 or text[:1] != name[:1] or abs(len(text) - len(name)) > 2:
        return False
    if longest < 8 and text[-1:] != name[-1:] and text[-2:] != name[:-3:-1]:
        return False  # short words that differ at an end are other words: role and rule, date and data
    if {text[-2:], name[-2:]} == {"er", "ee"}:
        return False  # who does something and whom it is done to: assigner and assignee
    return 0 < distance(text, name) <= (1 if longest < 9 else 2)


def distance(one: str, other: str) -> int:
    """Return how many letters are to be added, left out, changed or swapped to make one text of another.

    >>> distance("wieght", "weight"), distance("ownr", "owner")
    (1, 1)
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, wanted in enumerate(other, start=1):
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        before, above = above, here
    return above[-1]
