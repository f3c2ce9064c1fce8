"""xAPI statements as rows of a learning report: who completed or progressed in what. A score is not progress."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...core.values import durations

SYSTEM = "xAPI"
COMPLETED = frozenset({"completed", "passed", "mastered"})
BEGUN = frozenset({"initialized", "launched", "attempted", "registered", "enrolled"})
PROGRESSED = "progressed"
VOIDED = "voided"
COLUMNS = (
    "name",
    "email",
    "external id",
    "course",
    "course id",
    "progress",
    "completed",
    "enrolled on",
    "completed on",
    "hours",
)
_PROGRESS = "progress"  # how the addresses of extensions with the progress end

Row = dict[str, Any]


def is_statement(value: Any) -> bool:
    """Return whether a JSON value is an xAPI statement."""
    return isinstance(value, dict) and {"actor", "verb", "object"} <= value.keys()


def learning_rows(statements: Iterable[Mapping[str, Any]], emails: Iterable[str]) -> list[Row]:
    """Return a row for each statement about progress or completion, by the fields of `COLUMNS`.

    `emails` are the known addresses, among which the owner of a hashed one is looked for. Statements that were voided are
    left out.
    """
    statements = list(statements)
    voided = {_dict(each.get("object")).get("id") for each in statements if _verb(each) == VOIDED}
    by_hash = {hashlib.sha1(f"mailto:{email.strip().lower()}".encode()).hexdigest(): email for email in emails}
    rows = (_row(each, by_hash) for each in statements if not each.get("id") or each.get("id") not in voided)
    return [row for row in rows if row is not None]


def _row(statement: Mapping[str, Any], by_hash: Mapping[str, str]) -> Row | None:
    verb, object = _verb(statement), _dict(statement.get("object"))
    if verb not in COMPLETED | BEGUN and verb != PROGRESSED:
        return None
    result, when = _dict(statement.get("result")), statement.get("timestamp") or statement.get("stored")
    completed = verb in COMPLETED and result.get("completion") is not False and result.get("success") is not False
    row: Row = {**_actor(_dict(statement.get("actor")), by_hash)}
    row["course"] = _text(_dict(object.get("definition")).get("name")) or object.get("id")
    row["course id"] = object.get("id")
    row["progress"] = 100 if completed else _progress(result) if verb == PROGRESSED else None
    row["completed"] = "yes" if completed else None
    row["completed on"] = when if completed else None
    row["enrolled on"] = when if verb in BEGUN else None
    hours = durations.hours(result.get("duration")) if isinstance(result.get("duration"), str) else None
    row["hours"] = None if hours is None else round(hours, 2)
    return row


def _actor(actor: Mapping[str, Any], by_hash: Mapping[str, str]) -> Row:
    mailbox, digest = actor.get("mbox"), str(actor.get("mbox_sha1sum") or "").lower()
    email = str(mailbox).removeprefix("mailto:") if mailbox else by_hash.get(digest)
    return {"name": actor.get("name"), "email": email, "external id": _dict(actor.get("account")).get("name")}


def _progress(result: Mapping[str, Any]) -> float | None:
    """The progress from 0 to 100, which profiles keep in an extension; the score says how well, not how far."""
    for address, value in _dict(result.get("extensions")).items():
        if str(address).rstrip("/").lower().endswith(_PROGRESS) and isinstance(value, (int, float)):
            return float(value)
    return None


def _verb(statement: Mapping[str, Any]) -> str:
    return str(_dict(statement.get("verb")).get("id") or "").rstrip("/").rpartition("/")[2].lower()


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    texts: Sequence[Any] = (
        [value.get("en-US") or value.get("en"), *value.values()] if isinstance(value, dict) else [value]
    )
    return next((" ".join(text.split()) for text in texts if isinstance(text, str) and text.strip()), "")
