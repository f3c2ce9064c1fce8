"""Open Badges 2.0 and 3.0: who holds which badge, since when and until when. Signatures are not verified."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.cells import Day
from ...core.columns import Column
from ...core.values.typed_values import read_column

NOT_VERIFIED = "signature not verified"
_DATE = Column("date", "date", "")


@dataclass(frozen=True)
class Recipient:
    """Who holds a badge: an e-mail address, or a hash of one with the salt that was added to it."""

    email: str = ""
    hashed: str = ""
    salt: str = ""

    def is_(self, email: str) -> bool:
        """Return whether an e-mail address is the recipient's.

        >>> Recipient("ida@example.org").is_("Ida@example.org")
        True
        """
        if self.email:
            return self.email.lower() == email.lower()
        method, _, digest = self.hashed.partition("$")
        if method not in ("sha256", "md5"):
            return False
        texts = (email + self.salt, email.lower() + self.salt)
        return any(hashlib.new(method, text.encode()).hexdigest() == digest.lower() for text in texts)


@dataclass(frozen=True)
class Badge:
    """A badge: its recipient, name and days; `skills` are those that it names; `revoked` has the reason.

    `evidence` is the address under which it can be found.
    """

    source: str
    recipient: Recipient
    name: str
    issuer: str = ""
    issued: Day | None = None
    expires: Day | None = None
    evidence: str = ""
    skills: tuple[str, ...] = ()
    level: str = ""
    revoked: str = ""
    status: str = ""


@dataclass(frozen=True)
class BadgeFault:
    """A badge that cannot be used, and why."""

    source: str
    what: str


def is_badge(value: Any) -> bool:
    """Return whether a JSON value is a badge of either version, or a part of one."""
    return isinstance(value, dict) and bool(_types(value) & {"Assertion", "BadgeClass", *_CREDENTIALS})


_CREDENTIALS = frozenset({"OpenBadgeCredential", "AchievementCredential", "VerifiableCredential"})


def badges(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[list[Badge], list[BadgeFault]]:
    """Return the badges of some documents, each with the name of its file, and those that cannot be used.

    A badge of version 2.0 that names its class by address finds it among the documents.
    """
    documents = list(documents)
    classes = {str(value.get("id")): value for _, value in documents if "BadgeClass" in _types(value)}
    read: list[Badge] = []
    faults: list[BadgeFault] = []
    for source, value in documents:
        types = _types(value)
        if "BadgeClass" in types and "Assertion" not in types:
            continue
        result = _version_3(source, value) if types & _CREDENTIALS else _version_2(source, value, classes)
        (read if isinstance(result, Badge) else faults).append(result)  # type: ignore[arg-type]
    return read, faults


def _version_2(source: str, value: Mapping[str, Any], classes: Mapping[str, Any]) -> Badge | BadgeFault:
    badge = value.get("badge")
    kind = classes.get(badge) if isinstance(badge, str) else badge
    if not isinstance(kind, dict):
        return BadgeFault(
            source, f"the badge names its class by address only ({badge}); import the file of the class, too"
        )
    recipient = _dict(value.get("recipient"))
    identity = str(recipient.get("identity") or "")
    who = (
        Recipient(hashed=identity, salt=str(recipient.get("salt") or ""))
        if recipient.get("hashed")
        else Recipient(identity)
    )
    return _checked(
        source,
        value,
        Badge(
            source,
            who,
            _text(kind.get("name")),
            issuer=_text(_dict(kind.get("issuer")).get("name")),
            evidence=_address(value),
            skills=_skills(kind),
            revoked=_revoked(value),
        ),
        ("issuedOn", "expires"),
    )


def _version_3(source: str, value: Mapping[str, Any]) -> Badge | BadgeFault:
    subject = _dict(_first(value.get("credentialSubject")))
    achievement = _dict(_first(subject.get("achievement")))
    names = [_text(value.get("issuer", {}).get("name"))] if isinstance(value.get("issuer"), dict) else [""]
    levels = [
        _text(_dict(result).get("achievedLevel") or _dict(result).get("value"))
        for result in _list(subject.get("result"))
    ]
    issued = next((name for name in ("awardedDate", "validFrom", "issuanceDate") if value.get(name)), "validFrom")
    expires = "validUntil" if value.get("validUntil") else "expirationDate"
    return _checked(
        source,
        value,
        Badge(
            source,
            _recipient_3(subject),
            _text(achievement.get("name") or value.get("name")),
            issuer=names[0],
            evidence=_address(value),
            skills=_skills(achievement),
            level=next(filter(None, levels), ""),
            revoked=_revoked(value),
            status="its status at the issuer was not checked" if value.get("credentialStatus") else "",
        ),
        (issued, expires),
    )


def _recipient_3(subject: Mapping[str, Any]) -> Recipient:
    for identifier in map(_dict, _list(subject.get("identifier"))):
        if identifier.get("identityType") in ("emailAddress", "email"):
            text, salt = str(identifier.get("identityHash") or ""), str(identifier.get("salt") or "")
            return Recipient(hashed=text, salt=salt) if identifier.get("hashed") else Recipient(text)
    id = str(subject.get("id") or "")
    return Recipient(id.removeprefix("mailto:")) if id.startswith("mailto:") else Recipient()


def _checked(source: str, value: Mapping[str, Any], badge: Badge, dates: tuple[str, str]) -> Badge | BadgeFault:
    """The badge with its days, or what is missing."""
    if not badge.name:
        return BadgeFault(source, "the badge has no name")
    if not badge.recipient.email and not badge.recipient.hashed:
        return BadgeFault(source, f"the badge {badge.name!r} has no recipient with an e-mail address")
    days, faults = read_column(_DATE, [value.get(name) for name in dates])
    if faults:
        return BadgeFault(
            source,
            f"the badge {badge.name!r}: {dates[faults[0][0]]} {value.get(dates[faults[0][0]])!r} isn't a recognised date",
        )
    issued, expires = days
    if issued is None:
        return BadgeFault(source, f"the badge {badge.name!r} has no date of issue")
    if expires is not None and expires < issued:
        return BadgeFault(source, f"the badge {badge.name!r} expires before it was issued")
    return Badge(**{**vars(badge), "issued": issued, "expires": expires})


def _revoked(value: Mapping[str, Any]) -> str:
    if not value.get("revoked"):
        return ""
    return _text(value.get("revocationReason")) or "no reason is given"


def _skills(achievement: Mapping[str, Any]) -> tuple[str, ...]:
    aligned = map(_dict, _list(achievement.get("alignment") or achievement.get("alignments")))
    tags = _list(achievement.get("tags") or achievement.get("tag"))
    return tuple(filter(None, [*(_text(each.get("targetName")) for each in aligned), *map(_text, tags)]))


def _address(value: Mapping[str, Any]) -> str:
    id = _text(value.get("id"))
    return id if id.startswith(("http://", "https://", "urn:")) else ""


def _types(value: Mapping[str, Any]) -> set[str]:
    return {str(each) for each in _list(value.get("type") or value.get("@type"))}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    return next(iter(_list(value)), None)


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """A text, also one of several languages: English where it is there."""
    if isinstance(value, dict):
        value = value.get("en") or value.get("en-US") or next(iter(value.values()), "")
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
