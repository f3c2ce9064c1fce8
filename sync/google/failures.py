"""What Google's failures mean: whether to try again, and what to say to the person who can mend it.

Nothing of a request goes into a message, since addresses and headers of requests can hold secrets.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from google.auth import exceptions as auth_errors

from .request_error import TRANSIENT, Account, GoogleRequestError

QUOTA_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
STORAGE_REASONS = frozenset({"storageQuotaExceeded", "teamDriveFileLimitExceeded"})
_APIS = {"sheets": "Google Sheets API", "drive": "Google Drive API", "script": "Apps Script API"}


@dataclass(frozen=True)
class Failure:
    """One attempt that failed: what to say if it was the last, and whether and when another may help.

    `answered` is False when nothing was sent or received, so that we may be offline; `done_perhaps` is True when the
    request may have been carried out all the same.
    """

    error: GoogleRequestError
    again: bool = False
    after: float = 0.0
    answered: bool = True
    done_perhaps: bool = False


def of_response(response: requests.Response, who: Account) -> Failure:
    """Return what an answer with an error status means."""
    status, error = response.status_code, _error(response)
    reason, message = _reason(error), str(error.get("message", ""))[:300]
    quota = status == 429 or (status == 403 and reason in QUOTA_REASONS)
    what, hint = _explained(status, reason, message, error, who)
    return Failure(
        GoogleRequestError(what, hint, status, reason),
        again=quota or status in TRANSIENT,
        after=_retry_after(response.headers.get("Retry-After", "")),
        done_perhaps=status in TRANSIENT and not quota,
    )


def of_exception(error: Exception, who: Account) -> Failure:
    """Return what a request without an answer means."""
    if isinstance(error, (auth_errors.TransportError, requests.RequestException)):
        return _unanswered(error)
    if isinstance(error, auth_errors.RefreshError):
        return Failure(_refused_token(error, who), again=bool(error.retryable))
    hint = "see docs/google.md for the ways to sign in"
    return Failure(GoogleRequestError(f"signing in to Google failed ({type(error).__name__})", hint))


def cut_off() -> Failure:
    """Return the failure of an answer that ends too early."""
    error = GoogleRequestError("Google's answer ended too early", "try again; if it stays so, the connection is bad")
    return Failure(error, again=True, done_perhaps=True)


def somebody_else() -> Failure:
    """Return the failure of a web page in place of data: none of Google's APIs answers with one."""
    hint = "does your network ask you to sign in on a page, or is there a proxy?"
    return Failure(GoogleRequestError("the answer did not come from Google", hint))


def perhaps_done(failure: Failure) -> GoogleRequestError:
    """Return the error for a write that must not be sent twice, and may have been carried out."""
    hint = "check whether it was written before you run the command again"
    what = f"{failure.error.what}; it may or may not have been written"
    return GoogleRequestError(what, hint, failure.error.status, failure.error.reason)


def _unanswered(error: Exception) -> Failure:
    """No answer at all: a connection that could not be made is worth fewer tries than one that broke."""
    cause = error.args[0] if isinstance(error, auth_errors.TransportError) and error.args else error
    if isinstance(cause, requests.exceptions.ConnectTimeout) or _never_connected(cause):
        what, hint = "Google cannot be reached", "are you offline? Check the network, and a proxy if you have one"
        return Failure(GoogleRequestError(what, hint), again=True, answered=False)
    if isinstance(cause, requests.Timeout):
        what, hint = "Google did not answer in time", "try again later; a very large spreadsheet may have to be split"
        return Failure(GoogleRequestError(what, hint), again=True, done_perhaps=True)
    if isinstance(cause, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        what, hint = "the connection to Google broke off", "try again; if it stays so, the connection is bad"
        return Failure(GoogleRequestError(what, hint), again=True, done_perhaps=True)
    what = f"the request to Google failed ({type(cause).__name__})"
    return Failure(GoogleRequestError(what, "check the network, and a proxy if you have one"))


def _never_connected(cause: object) -> bool:
    text = str(cause)
    return isinstance(cause, requests.ConnectionError) and any(
        sign in text for sign in ("NewConnectionError", "NameResolutionError", "Failed to resolve", "ProxyError")
    )


def _refused_token(error: auth_errors.RefreshError, who: Account) -> GoogleRequestError:
    """Google gives no token: the key or the permission is gone, the clock is wrong, or Google is not well."""
    text = str(error.args[0]) if error.args else ""
    reason = text.split(":")[0].strip()[:60]
    if error.retryable:
        return GoogleRequestError("Google's sign-in is not available at the moment", "try again later", 503, reason)
    if who.kind == "user":
        hint = "run `okrsheets google login`"
        return GoogleRequestError(
            "Google has ended the permission of your account (expired or revoked)", hint, 401, reason
        )
    if who.kind == "application default":
        hint = "run `gcloud auth application-default login` again, or use another of the ways in docs/google.md"
        return GoogleRequestError(
            "Google does not accept the application-default credentials any more", hint, 401, reason
        )
    if "Token must be a short-lived token" in text or "iat" in text:
        hint = "set this computer's clock, then try again"
        return GoogleRequestError(
            "Google does not accept the sign-in: this computer's clock is wrong", hint, 401, reason
        )
    hint = "make a new key for the account in the Google Cloud console, or ask who runs it whether it was switched off"
    named = f" of {who.address}" if who.address else ""
    return GoogleRequestError(f"Google does not accept the key{named} ({reason or 'refused'})", hint, 401, reason)


def _error(response: requests.Response) -> Mapping[str, Any]:
    try:
        error = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {"message": str(error)}


def _reason(error: Mapping[str, Any]) -> str:
    """Drive says the reason in `errors`, Sheets in `details`, and both in `status`."""
    for key in ("details", "errors"):
        for detail in error.get(key) or ():
            if isinstance(detail, dict) and detail.get("reason"):
                return str(detail["reason"])
    return str(error.get("status", ""))


def _retry_after(header: str) -> float:
    """Return the seconds of a Retry-After, which may also be a date.

    >>> _retry_after("7"), _retry_after("soon")
    (7.0, 0.0)
    """
    if re.fullmatch(r"\d{1,6}(\.\d+)?", header.strip()):
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0


def _explained(status: int, reason: str, message: str, error: Mapping[str, Any], who: Account) -> tuple[str, str]:
    """What an error status means, and what to do about it."""
    if status == 404:
        hint = f"check the address, and share it with {who.shown}"
        return "Google can't find the file: it isn't shared with you, or it was deleted", hint
    if status == 429 or (status == 403 and reason in QUOTA_REASONS):
        return "Google's quota of requests is used up", "wait a minute, then try again; or ask for a larger quota"
    if status == 403:
        return _forbidden(reason, message, error, who)
    if status == 401:
        return "Google does not accept the sign-in", who.permit if who.kind == "user" else "make a new key"
    if status == 400 and "not supported for this document" in message:
        hint = "convert it: File › Save as Google Sheets"
        return "it isn't a Google spreadsheet", hint
    if status in TRANSIENT:
        return f"Google is not available at the moment ({status})", "try again later"
    if status == 413 or "too large" in message.lower():
        return "the spreadsheet is too large for Google", "split the spreadsheet"
    return f"Google refuses it ({status}{f': {message}' if message else ''})", "report it if you see no reason"


def _forbidden(reason: str, message: str, error: Mapping[str, Any], who: Account) -> tuple[str, str]:
    if "script.google.com/home/usersettings" in message:
        page = "https://script.google.com/home/usersettings"
        return (
            "you have not switched on the Apps Script API",
            f"switch it on at {page}, wait some minutes, then try again",
        )
    if reason in STORAGE_REASONS:
        hint = (
            "use a folder of a shared drive; or make the spreadsheet yourself, share it with "
            f"{who.shown} and name it by its id; or sign in as yourself with `okrsheets google login --for new`"
        )
        return "the account has no storage: service accounts cannot make files in My Drive", hint
    if reason in ("SERVICE_DISABLED", "accessNotConfigured"):
        return _switched_off(message, error)
    if (
        reason in ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions")
        or "insufficient authentication" in message
    ):
        return "okrsheets does not have the permission that this needs", who.permit
    if reason in ("cannotDownloadFile", "domainPolicy"):
        hint = "ask its owner to allow viewers to download it, or whoever runs your organisation's Google to allow apps"
        return "its owner or your organisation does not allow it to be read by programs", hint
    if reason in ("dailyLimitExceeded", "quotaExceeded"):
        return "Google's quota for today is used up", "try again tomorrow, or ask for a larger quota"
    return "no permission", f"share it with {who.shown}: as a viewer to read it, as an editor to write into it"


def _switched_off(message: str, error: Mapping[str, Any]) -> tuple[str, str]:
    """An API must be enabled once for the project that the credentials belong to."""
    details: dict[str, str] = {}
    for detail in error.get("details") or ():
        if isinstance(detail, dict) and isinstance(detail.get("metadata"), dict):
            details.update({str(key): str(value) for key, value in detail["metadata"].items()})
    service = details.get("service") or next((f"{name}." for name in _APIS if f"{name}.googleapis" in message), "")
    name = _APIS.get(service.split(".")[0], "Google API")
    project = details.get("consumer", "").removeprefix("projects/") or "".join(
        re.findall(r"project (\d+)", message)[:1]
    )
    link = details.get("activationUrl") or "".join(re.findall(r"https://console\.\S+?project=\d+", message)[:1])
    what = f"the {name} is not enabled in the project{f' {project}' if project else ''} of your credentials"
    return (
        what,
        f"enable it{f' at {link}' if link else ' in the Google Cloud console'}, wait some minutes, then try again",
    )
