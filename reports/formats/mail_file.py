"""A message as a file (.eml): a draft that a mail program opens, with the calendar entry attached."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ...core.cells import Day, date_of


def draft(
    key: str, name: str, address: str, subject: str, body: str, calendar: bytes, today: Day, sender: str = ""
) -> EmailMessage:
    """Return a message to an owner; `sender` is the address that it comes from, "" for a draft that has none yet.

    The same arguments give the same bytes. `name` may be anything that stands in a cell: it can't add a header.
    """
    mark = hashlib.sha256(f"{key} {today}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    day = date_of(today)
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(_one_line(name), addr_spec=address)
    if sender:
        message["From"] = Address(addr_spec=sender)
    else:
        message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(datetime(day.year, day.month, day.day, tzinfo=timezone.utc))
    message["Message-ID"] = f"<{mark}@okrsheets.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(body), cte="quoted-printable")
    message.add_attachment(calendar, maintype="text", subtype="calendar", filename="check-in.ics")
    (attached,) = message.iter_attachments()
    attached.set_param("charset", "utf-8")
    message.set_boundary(f"okrsheets-{mark}")
    return message


def _one_line(text: str) -> str:
    """A text without anything that could end a header: control characters and line separators become spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
