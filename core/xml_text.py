"""Texts from sheets as XML can hold them: in documents, workbooks and pictures."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # every sign that XML 1.0 does not name


def xml_text(text: str) -> str:
    """Return a text with the sign � in place of each one that XML cannot hold.

    >>> xml_text("Q1\\x00")
    'Q1\ufffd'
    """
    return _FORBIDDEN.sub("\ufffd", text)
