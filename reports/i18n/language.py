"""The words that readers see: one door to gettext and Babel, for messages, counts, figures and days.

A message is a whole sentence (or heading) with named places: `language.say("{share} is expected by now", share=…)`.
Nothing is glued together from pieces, so that a translation may turn everything round. `catalogue.py` collects the
messages by the names of these functions: `say`, `many` and `marked`.
"""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from ...core.cells import Day, date_of
from ...core.errors import UsageError
from ...core.percent import percent_points, whole_percent

DOMAIN = "okrsheets"
LOCALES = Path(__file__).parents[1] / "locale"
ENGLISH = "en"
REGIONS = {ENGLISH: "en_GB"}  # whose days and figures a language without a region writes
NONE = "–"
REMEMBERED = 50_000  # numbers as they are written


def marked(message: str) -> str:
    """Return a message as it is, so that it is collected here and said elsewhere.

    >>> marked("Owner")
    'Owner'
    """
    return message


@dataclass(frozen=True)
class Language:
    """A language and a region's way of writing figures; `load_language(tag)` gives one."""

    tag: str
    locale: Locale = field(repr=False)
    catalogue: gettext.NullTranslations = field(repr=False, compare=False)
    _numbers: dict[float, str] = field(default_factory=dict, repr=False, compare=False)  # figures recur
    _percents: dict[int, str] = field(default_factory=dict, repr=False, compare=False)

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its places filled.

        >>> load_language("en").say("{share} expected", share="65%")
        '65% expected'
        """
        translation = self.catalogue.gettext(message) if message else ""
        return checked_message(translation).format(**values) if values else translation

    def many(self, one: str, more: str, count: float, /, **values: object) -> str:
        """Return the message for a count, which stands at `{count}`.

        >>> load_language("en").many("{count} person", "{count} people", 1200)
        '1,200 people'
        """
        whole = int(count) if count == int(count) else 2  # 1.5 is more than one in every language that we write
        return checked_message(self.catalogue.ngettext(one, more, whole)).format(count=self.number(count), **values)

    def percent(self, share: float | None) -> str:
        """Return a share as a whole percentage, rounded as `core.percent` says.

        >>> [load_language("en").percent(share) for share in (0.645, 0.996, None)]
        ['65%', '99%', 'no data']
        """
        if share is None:
            return self.say("no data")
        whole = whole_percent(share)
        written = self._percents.get(whole)
        if written is None:
            written = _percent(self.locale, whole)
            if -REMEMBERED < whole < REMEMBERED:
                self._percents[whole] = written
        return written

    @property
    def percent_sign(self) -> str:
        """The sign as it stands behind a number, with the space that belongs before it.

        >>> load_language("en").percent_sign
        '%'
        """
        written = _percent(self.locale, 1)
        return written[1:] if written[0] == "1" else "%"

    def number(self, value: float | None) -> str:
        """Return a plain number with up to two decimals and thousands set apart.

        >>> [load_language("en").number(value) for value in (1234.5, 3.0, None)]
        ['1,234.5', '3', '–']
        """
        if value is None:
            return NONE
        written = self._numbers.get(value)
        if written is None:
            if len(self._numbers) > REMEMBERED:
                self._numbers.clear()
            written = self._numbers[value] = _number(self.locale, value)
        return written

    def day(self, serial: Day | None) -> str:
        """Return a day in words.

        >>> load_language("en").day(46023)
        '1 January 2026'
        """
        return NONE if serial is None else _day(self.locale, serial)

    def short_day(self, serial: Day | None) -> str:
        """Return a day without its year.

        >>> load_language("en").short_day(46023)
        '1 Jan'
        """
        return NONE if serial is None else _short_day(self.locale, serial)

    def listed(self, names: Sequence[str]) -> str:
        """Return names as a sentence lists them.

        >>> load_language("en").listed(["a", "b", "c"])
        'a, b and c'
        """
        return format_list(names, locale=self.locale) if names else ""

    def quoted(self, text: str) -> str:
        """Return a text in quotation marks, kept apart from the sentence around it where it runs right to left.

        >>> load_language("en").quoted("Ask twice")
        '“Ask twice”'
        """
        return self.say("“{text}”", text=isolated(text))

    def score_change(self, before: float | None, now: float | None) -> str:
        """Return the change of a score in percentage points: the difference of the two percentages as shown.

        >>> language = load_language("en")
        >>> language.score_change(0.40, 0.46), language.score_change(0.40, 0.396), language.score_change(0.5, 0.49)
        ('up 6 points', 'unchanged', 'down 1 point')
        >>> language.score_change(None, 0.5)
        ''
        """
        if before is None or now is None:
            return ""
        step = percent_points(before, now)
        if step > 0:
            return self.many("up {count} point", "up {count} points", step)
        return self.many("down {count} point", "down {count} points", -step) if step else self.say("unchanged")

    def signed(self, points: int) -> str:
        """Return a number of points with its sign.

        >>> [load_language("en").signed(points) for points in (6, -4, 0)]
        ['+6', '−4', '0']
        """
        return f"{'+' if points > 0 else '−' if points < 0 else ''}{self.number(abs(points))}"

    def people(self, many: float) -> str:
        """Return a number of people.

        >>> load_language("en").people(1)
        '1 person'
        """
        return self.many("{count} person", "{count} people", many)

    def key_results(self, many: float) -> str:
        """Return a number of key results.

        >>> load_language("en").key_results(2)
        '2 key results'
        """
        return self.many("{count} key result", "{count} key results", many)


@cache
def load_language(tag: str) -> Language:
    """Return a language by its tag, such as `de` or `es-MX`; `UsageError` for one that has no catalogue.

    >>> load_language("DE_at").tag
    'de-AT'
    >>> load_language("xx")
    Traceback (most recent call last):
    ...
    UsageError: 'xx' isn't available
    """
    name, _, region = tag.replace("_", "-").partition("-")
    if name.lower() not in languages():
        known = ", ".join(languages())
        raise UsageError(f"{tag!r} isn't available", f"choose one of: {known}")
    try:
        locale = (
            Locale(name.lower(), region.upper()) if region else Locale.parse(REGIONS.get(name.lower(), name.lower()))
        )
    except UnknownLocaleError:
        raise UsageError(f"the region {tag!r} isn't available", f"use the language alone: {name}") from None
    catalogue = gettext.translation(DOMAIN, LOCALES, [name.lower()], fallback=name.lower() == ENGLISH)
    return Language(str(locale).replace("_", "-") if region else name.lower(), locale, catalogue)


def languages() -> list[str]:
    """Return the tags of the languages that have a catalogue, English first.

    >>> languages()[0]
    'en'
    """
    return [ENGLISH, *sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))]


@lru_cache(4096)
def checked_message(message: str) -> str:
    """Return a message whose places are names alone: a user's template may not look into values through a message.

    >>> checked_message("{name.__class__}")
    Traceback (most recent call last):
    ...
    ValueError: a place in a message is a name: '{name.__class__}'
    """
    if any(name and not name.isidentifier() for _, name, _, _ in Formatter().parse(message)):
        raise ValueError(f"a place in a message is a name: {message!r}")
    return message


def capitalised(text: str) -> str:
    """Return a text with a capital first letter, as a sentence begins.

    >>> capitalised("at risk")
    'At risk'
    """
    return text[:1].upper() + text[1:]


def isolated(text: str) -> str:
    """Return a text between marks that keep its direction to itself, where it holds letters that run right to left.

    >>> isolated("Ask twice")
    'Ask twice'
    """
    if text.isascii():
        return text
    runs_left = any(unicodedata.bidirectional(letter) in ("R", "AL", "RLO", "RLE", "RLI") for letter in text)
    if not runs_left:
        return text
    still_open = sum(text.count(mark) for mark in "\u2066\u2067\u2068") - text.count("\u2069")
    return "\u2068" + text + "\u2069" * (1 + max(0, still_open))


def _percent(locale: Locale, whole: int) -> str:
    return format_percent(Decimal(whole) / 100, locale=locale)


def _number(locale: Locale, value: float) -> str:
    if abs(value) >= 1e15 or 0 < abs(value) < 0.005:
        text = f"{value:.3g}" if abs(value) >= 1 else f"{value:.2g}"
        return text.replace(".", locale.number_symbols["latn"]["decimal"])
    return format_decimal(value or 0.0, "#,##0.##", locale=locale) if round(value, 2) else "0"


@lru_cache(4096)
def _day(locale: Locale, serial: Day) -> str:
    return format_date(date_of(serial), "long", locale=locale)


@lru_cache(4096)
def _short_day(locale: Locale, serial: Day) -> str:
    return format_skeleton("MMMd", datetime.combine(date_of(serial), time()), locale=locale)
