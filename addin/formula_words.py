"""Formulas of our templates with the words of a language: what is compared and shown is translated, our functions are not."""

from __future__ import annotations

import re

from ..core import sheet_words
from ..core.pacing import STATUSES
from ..core.progress import KINDS
from .formulas import rewrite

_TEXT = re.compile(r'"([^"]*)"')


def formula_in(language: str, formula: str) -> str:
    """Return a formula with the words of a language in place of the English ones.

    Functions of ours speak English: what they return is translated, and the kind of a key result that they are asked for.

    >>> formula_in("de", '=IF(A1="abandoned","",OKR_GRADE(B1))')
    '=IF(A1="abgebrochen","",OKR_GRADE(B1))'
    """
    if language == sheet_words.ENGLISH:
        return formula

    def listed(words: tuple[str, ...]) -> str:
        return _constants(tuple(sheet_words.word_in(language, word) for word in words))

    def status(arguments: list[str]) -> str:
        return f"INDEX({listed(STATUSES)},MATCH(OKR_STATUS({','.join(arguments)}),{_constants(STATUSES)},0))"

    def progress(arguments: list[str]) -> str:
        *values, kind = arguments
        english = f"IFERROR(INDEX({_constants(KINDS)},MATCH({kind},{listed(KINDS)},0)),{kind})"
        return f"OKR_PROGRESS({','.join([*values, english])})"

    translated = _TEXT.sub(lambda match: f'"{sheet_words.word_in(language, match.group(1))}"', formula)
    return rewrite(translated, {"OKR_STATUS": status, "OKR_PROGRESS": progress}) if "OKR_" in translated else translated


def _constants(words: tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"
