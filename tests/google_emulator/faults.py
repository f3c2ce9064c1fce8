"""Faults on demand: what goes wrong with a service that is far away and used by many."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field

from .errors import GoogleError, drive_error, sheets_error, token_error

KINDS = ("429", "500", "502", "503", "504", "403", "hang", "trickle", "drop", "reset", "expired", "revoked", "disabled")
EXPIRED = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


@dataclass
class Fault:
    """One thing that goes wrong: `kind` is a status or

    - hang: nothing is answered for `seconds`, then the connection is closed
    - trickle: the answer comes a byte at a time, each well before anybody gives up, for `seconds`
    - drop: the request is carried out, and the connection is cut in the middle of the answer
    - reset: the connection is cut before anything was done
    - expired: the access token is refused, until a new one is fetched
    - revoked: the account's tokens are taken back and no new one is given
    - disabled: the API is not switched on in the account's project
    - 403: Drive's way of saying that it is asked too often

    `where` is a pattern that `METHOD /path?query` must contain; `after` so many requests pass by before it happens.
    """

    kind: str
    times: int = 1
    where: str = ""
    after: int = 0
    retry_after: float | None = None
    seconds: float = 3600.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind!r}; there are {', '.join(KINDS)}")


@dataclass
class Quota:
    """Requests to Sheets that a minute allows: of the project to read and to write, of one account each."""

    reads: int = 300
    writes: int = 300
    per_user: int = 60
    seconds: float = 60.0
    used: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def take(self, caller: str, writing: bool, now: float) -> str:
        """Count a request; the name of the limit that it breaks, if it does."""
        kind = "Write" if writing else "Read"
        limits = {
            (kind, ""): (self.writes if writing else self.reads, f"{kind} requests per minute"),
            (kind, caller): (self.per_user, f"{kind} requests per minute per user"),
        }
        for key, (limit, name) in limits.items():
            self.used[key] = [at for at in self.used.get(key, []) if at > now - self.seconds]
            if len(self.used[key]) >= limit:
                return name
        for key in limits:
            self.used[key].append(now)
        return ""


class Faults:
    """What goes wrong next. `add` plans faults, `share` lets some go wrong by chance, `quota` counts."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """From now on everything goes well."""
        self.planned: list[Fault] = []
        self.quota: Quota | None = None
        self.chance = random.Random(0)
        self.portion = 0.0
        self.kinds: tuple[str, ...] = ()
        self.retry_after: float | None = None

    def add(self, kind: str, times: int = 1, where: str = "", after: int = 0, **more: float) -> None:
        """Plan a fault: `add("429", times=2, where="values:batchGet", retry_after=1)`."""
        self.planned.append(Fault(kind, times, where, after, **more))

    def share(
        self, portion: float, kinds: tuple[str, ...] = ("429", "503"), seed: int = 0, retry_after: float | None = None
    ) -> None:
        """Let a portion of the requests go wrong by chance, the same ones for the same seed."""
        self.portion, self.kinds, self.chance, self.retry_after = portion, kinds, random.Random(seed), retry_after

    def limit(self, reads: int = 300, writes: int = 300, per_user: int = 60, seconds: float = 60.0) -> None:
        """Count requests against quotas in real time."""
        self.quota = Quota(reads, writes, per_user, seconds)

    def next(self, line: str) -> Fault | None:
        """What goes wrong with the request that is described, if anything does."""
        with self.lock:
            for fault in self.planned:
                if not re.search(fault.where, line):
                    continue
                if fault.after:
                    fault.after -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
            if self.portion and self.chance.random() < self.portion:
                return Fault(self.chance.choice(self.kinds), retry_after=self.retry_after)
        return None

    def over_quota(self, caller: str, writing: bool) -> str:
        with self.lock:
            return self.quota.take(caller, writing, time.monotonic()) if self.quota else ""


def refusal(fault: Fault, api: str) -> GoogleError:
    """The answer that a fault gives; only for kinds that answer at all. Without an API it is the token endpoint's."""
    error = _refusal(fault.kind, api == "drive") if api else _token_refusal(fault.kind)
    if fault.retry_after is not None:
        error.headers["Retry-After"] = f"{fault.retry_after:g}"
    return error


def _refusal(kind: str, is_drive: bool) -> GoogleError:
    if kind == "expired":
        return expired(is_drive)
    if kind == "disabled":
        return disabled(is_drive)
    if kind == "403":
        message = "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota, "
        return drive_error(
            403,
            message + "you may consider re-evaluating expected per-user traffic.",
            "userRateLimitExceeded",
            "usageLimits",
        )
    if kind == "429":
        if is_drive:
            return drive_error(429, "Rate Limit Exceeded", "rateLimitExceeded", "usageLimits")
        return too_many("Read requests per minute per user")
    if is_drive:
        reasons = {"500": ("Internal Error", "internalError"), "503": ("Transient failure.", "transientError")}
        message, reason = reasons.get(kind, ("Backend Error", "backendError"))
        return drive_error(int(kind), message, reason)
    words = {"500": "Internal error encountered.", "503": "The service is currently unavailable."}
    if kind in ("502", "504"):
        return GoogleError(int(kind), {"error": {"code": int(kind), "message": "Bad Gateway", "status": "UNAVAILABLE"}})
    return sheets_error(int(kind), words[kind])


def _token_refusal(kind: str) -> GoogleError:
    if kind in ("expired", "403", "disabled"):
        return token_error("access_denied", "Account restricted", 403)
    reason = "rate_limit_exceeded" if kind == "429" else "internal_failure"
    return token_error(reason, "Rate limit exceeded" if kind == "429" else "Backend Error", int(kind))


def disabled(is_drive: bool) -> GoogleError:
    """The API has to be switched on first."""
    name, host = ("Google Drive", "drive") if is_drive else ("Google Sheets", "sheets")
    page = f"https://console.developers.google.com/apis/api/{host}.googleapis.com/overview?project=407408718192"
    message = (
        f"{name} API has not been used in project 407408718192 before or it is disabled. Enable it by visiting {page} "
        "then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems "
        "and retry."
    )
    if is_drive:
        return drive_error(403, message, "accessNotConfigured", "usageLimits")
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}
    return sheets_error(403, message, [{**info, "domain": "googleapis.com"}])


def too_many(limit: str) -> GoogleError:
    """Over the quota, in the Sheets API's words."""
    metric = limit.partition(" per ")[0]
    message = (
        f"Quota exceeded for quota metric '{metric}' and limit '{limit}' of service 'sheets.googleapis.com' "
        "for consumer 'project_number:407408718192'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {"service": "sheets.googleapis.com", "consumer": "projects/407408718192"},
    }
    return sheets_error(429, message, [info])


def expired(is_drive: bool) -> GoogleError:
    """The token is no longer good."""
    if is_drive:
        return drive_error(401, "Invalid Credentials", "authError", location="Authorization")
    return sheets_error(401, EXPIRED)


def revoked() -> GoogleError:
    return token_error("invalid_grant", "Token has been expired or revoked.")
