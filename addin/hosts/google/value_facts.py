"""The words and patterns by which cells are read, as the script for Google Sheets takes them over from the core.

The script repeats what core/values does inside, so that it takes names that are private there, too.
"""

from __future__ import annotations

import re
from typing import Any

from ....core.columns import Column
from ....core.values import (
    cell_reading,
    cycle_names,
    date_text,
    durations,
    error_values,
    level_values,
    month_names,
    number_text,
    number_values,
    share_values,
    unit_words,
    value_words,
    word_values,
)


def value_facts() -> dict[str, Any]:
    """Return every list of words that the reading of cells knows, and its patterns."""
    return {
        "measures": sorted(cell_reading.MEASURES),
        "scales": share_values.SCALES,
        "columnUnits": number_values.COLUMN_UNITS,
        "notNumbers": sorted(cell_reading.NOT_A_NUMBER),
        "missingTexts": sorted(word_values.MISSING_TEXT),
        "errors": sorted(error_values._WITHOUT_MARK),
        "waiting": sorted(error_values._WAITING),
        "symbols": value_words.SYMBOLS,
        "yes": value_words.YES,
        "no": value_words.NO,
        "confidence": value_words.CONFIDENCE,
        "levels": value_words.LEVELS,
        "ticks": share_values._TICKS,
        "months": month_names.MONTHS,
        "ordinals": cycle_names._WORDS,
        "fractions": number_text.FRACTIONS,
        "perCent": sorted(unit_words.PER_CENT),
        "perMille": unit_words.PER_MILLE,
        "currencies": sorted(unit_words.CURRENCIES),
        "multipliers": unit_words.MULTIPLIERS,
        "onlyWithCurrency": sorted(unit_words.ONLY_WITH_CURRENCY),
        "timeUnits": unit_words.TIME_UNITS,
        "inSeconds": unit_words.IN_SECONDS,
        "otherUnits": sorted(unit_words.OTHER_UNITS),
        "hardUnits": sorted(unit_words.HARD),
        "sameCurrency": unit_words.SAME_CURRENCY,
        "patterns": _patterns(),
    }


def words_of(column: Column) -> dict[str, str]:
    """Return every word of a column of words, in each spelling that is looked up, with its choice."""
    return dict(word_values._meanings(column))


def _patterns() -> dict[str, Any]:
    patterns: dict[str, re.Pattern[str]] = {
        "openNumber": number_text.OPEN,
        "number": number_text._NUMBER,
        "groups": number_text._GROUPS,
        "dateInTwoOrders": date_text._SLASHES,
        "clock": durations._CLOCK,
        "isoDuration": durations._ISO,
        "durationParts": durations._PARTS,
        "ratio": share_values._RATIO,
        "arrow": share_values._ARROW,
        "namedLevel": level_values._NAMED,
        "levelWithWord": level_values._WITH_WORD,
        "wordWithLevel": level_values._WORD_FIRST,
        "levelRatio": level_values._RATIO,
        "stars": level_values._STARS,
        "error": error_values._MARKED,
    }
    return {
        **{name: in_javascript(pattern) for name, pattern in patterns.items()},
        "dates": [in_javascript(pattern) for pattern in date_text._ONE_WAY],
        "cycles": [in_javascript(pattern) for pattern in cycle_names._PATTERNS],
    }


def in_javascript(pattern: re.Pattern[str]) -> str:
    """Return a pattern as JavaScript writes it with its flag `u`.

    >>> in_javascript(re.compile(r"(?P<month>[^\\W\\d_]+)(?P<mark>[-/])x(?P=mark).*"))
    '(?<month>\\\\p{L}+)(?<mark>[-/])x\\\\k<mark>[^\\\\n]*'
    """
    text = pattern.pattern.replace("(?P<", "(?<").replace(r"[^\W\d_]", r"\p{L}").replace(".*", r"[^\n]*")
    return re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", text)
