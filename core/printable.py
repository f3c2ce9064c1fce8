"""Text from cells and file names as it may be shown on a terminal: characters that a terminal obeys are escaped."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, marks of writing direction, invisible characters, separators of lines, halves of pairs;
# the joiners of emoji and of scripts that need them stay
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""Return a text as one line that a terminal only shows: no colours, titles, links, or reversed writing.

    >>> printable("Grow\x1b[2J \u202efdp.xlsx\n")
    'Grow\\x1b[2J \\u202efdp.xlsx\\n'
    """
    return text if text.isascii() and text.isprintable() else _OBEYED.sub(lambda found: _escaped(found[0]), text)


def printable_json(text: str) -> str:
    r"""Return JSON that a terminal only shows and that a program reads as the same values.

    >>> printable_json('{"id": "A\u202eB"}')
    '{"id": "A\\u202eB"}'
    """
    return _OBEYED.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
