"""Which file holds the commentary of whom: `commentary.md` the organisation's, `commentary-TEAM.md` a team's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Optional

ORGANISATION = ""  # the key of the organisation's own commentary
_NAME = re.compile(r"commentary(?:[-_ ]+(?P<team>.+))?\.(?:md|markdown)", re.IGNORECASE)


def commentary_key(team: Optional[str]) -> str:
    """Return a team's name as file names are compared with it: its letters and digits in small letters.

    >>> commentary_key("Customer Care"), commentary_key("customer-care"), commentary_key(None)
    ('customercare', 'customercare', '')
    """
    return "".join(letter for letter in (team or "").casefold() if letter.isalnum())


def commentary_of(path: str) -> Optional[str]:
    """Return the key of whom a file's commentary is about; None for a file that holds none.

    >>> commentary_of("q2/commentary.md"), commentary_of("commentary-Customer Care.md"), commentary_of("notes.md")
    ('', 'customercare', None)
    """
    match = _NAME.fullmatch(PurePosixPath(path).name)
    if match is None:
        return None
    return commentary_key(match["team"]) if match["team"] else ORGANISATION
