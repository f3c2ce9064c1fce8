"""The words of a workbook in a language: sentences from the catalogues, and names that formulas and readers know from `core`.

Formulas are described with English words; `formula` puts those of the language in their place. User text never goes
through here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..addin.formula_words import formula_in
from ..core import sheet_words
from ..core.columns import Column, Table
from ..reports.i18n.language import Language, load_language

_PLAIN_TITLE = re.compile(r"[A-Za-z]\w*", re.ASCII)


@dataclass(frozen=True)
class Wording:
    """The words of one language; `wording_in(tag)` gives one."""

    language: Language

    @property
    def tag(self) -> str:
        """The language's tag, such as `de`."""
        return self.language.tag

    def say(self, message: str, /, **values: object) -> str:
        """Return a sentence, a heading of a page or a note, with its places filled."""
        return self.language.say(message, **values)

    def word(self, word: str) -> str:
        """Return a choice or a result as it is shown.

        >>> wording_in("de").word("at risk"), wording_in("en").word("at risk")
        ('gefährdet', 'at risk')
        """
        return sheet_words.word_in(self.tag, word)

    def sheet(self, title: str) -> str:
        """Return the name of a sheet."""
        return sheet_words.sheet_in(self.tag, title)

    def cells_of(self, title: str) -> str:
        """Return a sheet's name as it stands in a formula before a cell.

        >>> wording_in("en").cells_of("Key results"), wording_in("de").cells_of("People")
        ("'Key results'!", 'Personen!')
        """
        name = self.sheet(title)
        return f"{name}!" if _PLAIN_TITLE.fullmatch(name) else f"'{name}'!"

    def heading(self, table: Table, column: Column) -> str:
        """Return the heading of a column of a table, with a star where it is required.

        >>> from ..core.schema import KEY_RESULTS
        >>> wording_in("de").heading(KEY_RESULTS, KEY_RESULTS.column("target"))
        'Zielwert*'
        """
        own = sheet_words.HEADINGS.get(self.tag, {})
        known = own.get(table.name, {}).get(column.field) or own.get("helpers", {}).get(column.name)
        return column.heading if known is None else known + ("*" if column.required else "")

    def other_heading(self, group: str, heading: str) -> str:
        """Return a heading that is no column's of the schema: of the alignment view or of a helper column."""
        return sheet_words.HEADINGS.get(self.tag, {}).get(group, {}).get(heading.lower(), heading)

    @property
    def back_to_start(self) -> str:
        """The text at the top of every sheet."""
        return sheet_words.BACK_TO_START[self.tag]

    @property
    def today(self) -> str:
        """The heading of the setting with the day of the evaluation."""
        return sheet_words.TODAY[self.tag]

    def formula(self, formula: str) -> str:
        """Return a formula with the words of the language in place of the English ones.

        >>> wording_in("de").formula('=IF(A1="abandoned","",1)')
        '=IF(A1="abgebrochen","",1)'
        """
        return formula_in(self.tag, formula)

    def rule(self, rule: Mapping[str, object]) -> dict[str, object]:
        """Return a rule for cells whose formulas have the words of the language."""
        return {
            key: self.formula(value) if key in ("criteria", "value") and isinstance(value, str) else value
            for key, value in rule.items()
        }


def wording_in(tag: str) -> Wording:
    """Return the words of a language; `UsageError` for one that has no catalogue."""
    return Wording(load_language(tag))


ENGLISH = wording_in(sheet_words.ENGLISH)


def number_formats(wording: Wording) -> Mapping[str, str]:
    """Return the number formats that have words in them, by the English ones."""
    return {
        '"At level "0" or above"': f'"{wording.say("At level {level} or above", level=chr(34) + "0" + chr(34))}"',
        '"ready"': f'"{wording.say("ready")}"',
    }
