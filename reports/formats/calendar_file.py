"""A calendar entry as a file (.ics, RFC 5545): one whole day, for a person's own calendar."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from ...core.cells import Day, date_of

LINE = 75  # octets of a line, without its end (RFC 5545, 3.1)
SATURDAY = 5


def calendar_file(key: str, summary: str, description: str, today: Day) -> bytes:
    """Return an entry for the next working day after `today`.

    `key` says whose entry it is: the same key has the same UID on every day, so that a newer entry takes the place of the older
    one. The same arguments give the same bytes.
    """
    day = date_of(today) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    uid = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//okrsheets//reminders//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}@okrsheets.invalid",
        f"SEQUENCE:{today}",
        f"DTSTAMP:{date_of(today):%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    r"""Return a text as a value: backslash, comma, semicolon and line ends escaped, other control characters as spaces.

    >>> escaped("Sales; North,\nSouth")
    'Sales\\; North\\,\\nSouth'
    """
    plain = "\n".join(text.splitlines())
    marked = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(letter if ord(letter) >= 32 and ord(letter) != 127 else " " for letter in marked)


def folded(line: str) -> bytes:
    r"""Return a line of at most 75 octets a piece, never cut inside a letter.

    >>> folded("A" * 80) == b"A" * 75 + b"\r\n " + b"A" * 5 + b"\r\n"
    True
    """
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(piece) + len(octets) > LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
