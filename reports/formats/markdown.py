"""Text from sheets in Markdown: it shows as typed, whatever it looks like."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

_MARKS = re.compile(r"[\\`*_{}\[\]<>|~&$#]")
_LEADING = re.compile(r"^([=+-]|[0-9]{1,9}[.)](?=\s|$))")
_LINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)|(@)|(/)(/)")


def escape(text: object) -> str:
    """Return a text that Markdown shows as typed, on one line, also inside a table.

    >>> escape("# *Win* | `now`")
    '\\\\# \\\\*Win\\\\* \\\\| \\\\`now\\\\`'
    """
    flat = " ".join(str(text).split())
    marked = _MARKS.sub(r"\\\g<0>", flat)
    marked = _LINK.sub(_unlink, marked)
    return _LEADING.sub(_lead, marked)


def _unlink(match: re.Match[str]) -> str:
    """A backslash before the sign that makes a link of a plain address."""
    whole = match[0]
    return f"{whole[:-1]}\\{whole[-1]}"


def _lead(match: re.Match[str]) -> str:
    whole = match[0]
    return f"{whole[:-1]}\\{whole[-1]}"


def finalize(value: Any) -> Any:
    """Escape what a template prints, unless it is the template's own markup."""
    return value if isinstance(value, Markup) else Markup(escape(value))
