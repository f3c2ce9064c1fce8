"""Whose credentials are used: those that the settings name, the environment, the user's own, the machine's.

Read from where they are and kept in memory only; no part of them is ever printed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import google.auth
from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from ...core.errors import SettingsError, SourceError
from . import token
from .request_error import Account
from .scopes import missing, work_of

VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
TOKEN_URI = "https://oauth2.googleapis.com/token"
WAYS = (
    f"set {VARIABLE} to the file of a service account, or run `okrsheets google login --client FILE` to sign in "
    "as yourself; docs/google.md has the steps"
)


@dataclass(frozen=True)
class Identity:
    """Credentials with the name of their owner, and where they came from."""

    credentials: Credentials
    who: Account
    origin: str


def identity(scopes: Sequence[str], file: Path | None = None) -> Identity:
    """Return the credentials to use for some permissions; `SourceError` or `SettingsError` when there are none.

    The first that is there counts: the file that okrsheets.toml names, GOOGLE_APPLICATION_CREDENTIALS, the user's
    own sign-in, and what the machine has (application-default credentials).
    """
    named = str(file) if file else os.environ.get(VARIABLE, "")
    if named:
        return _of_file(Path(named), scopes)
    kept = token.load()
    if kept is not None:
        return _of_user(kept, scopes, str(token.path()), _granted(kept, scopes))
    try:
        credentials, _ = google.auth.default(scopes=list(scopes))
    except auth_errors.DefaultCredentialsError:
        raise SourceError("there are no credentials for Google", WAYS) from None
    return Identity(
        credentials, _who(credentials, "application default", scopes), "this machine's application-default credentials"
    )


def person(scopes: Sequence[str]) -> Identity:
    """Return the user's own sign-in, whatever else is there: for what no service account can do."""
    kept = token.load()
    if kept is None:
        hint = f"run `okrsheets google login --client FILE --for {work_of(scopes)}`; docs/google.md has the steps"
        raise SourceError("you must be signed in to Google as yourself for this", hint)
    return _of_user(kept, scopes, str(token.path()), _granted(kept, scopes))


def _of_file(path: Path, scopes: Sequence[str]) -> Identity:
    info = read_json(path)
    try:
        if info.get("type") == "service_account":
            account = service_account.Credentials.from_service_account_info(info, scopes=list(scopes))  # type: ignore[no-untyped-call]
            return Identity(account, _who(account, "service account", scopes), str(path))
        if info.get("type") == "authorized_user":
            return replace(_of_user(info, scopes, str(path)), who=Account("", "application default", tuple(scopes)))
        if "installed" in info or "web" in info:
            hint = f"run `okrsheets google login --client {path}` once, and do not name it as credentials"
            raise SettingsError(f"{path} is the file of an OAuth client, not of an account", hint)
        if os.environ.get(VARIABLE) != str(path):  # of other kinds only those that the machine's owner has chosen
            raise ValueError(info.get("type"))
        credentials, _ = google.auth.default(scopes=list(scopes))
    except (ValueError, auth_errors.GoogleAuthError):  # its text may quote the file
        raise SettingsError(f"{path} holds no credentials that can be used here", WAYS) from None
    return Identity(credentials, _who(credentials, "service account", scopes), str(path))


def read_json(path: Path) -> dict[str, Any]:
    """Return what a file of Google's console holds; the error names the file, and nothing that is in it."""
    try:
        info = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"the credentials {path} cannot be read: {error.strerror}", "check the path") from None
    except ValueError:
        info = None
    if not isinstance(info, dict):
        raise SettingsError(
            f"{path} isn't a credentials file: it isn't JSON", "download the file again from the console"
        )
    return info


def _of_user(
    info: Mapping[str, Any], scopes: Sequence[str], origin: str, asked: Sequence[str] | None = None
) -> Identity:
    credentials = user_credentials.Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=info["refresh_token"],
        token_uri=info.get("token_uri") or TOKEN_URI,
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        scopes=list(asked) if asked else None,
    )
    return Identity(credentials, Account(str(info.get("account", "")), "user", tuple(scopes)), origin)


def _granted(kept: Mapping[str, Any], scopes: Sequence[str]) -> Sequence[str]:
    """A token is asked for what this work needs, and for no more than the user has agreed to."""
    granted = kept.get("scopes") or []
    if missing(scopes, granted):
        work = work_of(scopes)
        what = f"your sign-in to Google does not include the permission for {work!r}"
        raise SourceError(what, f"run `okrsheets google login --for {work}`")
    exact = [scope for scope in scopes if scope in granted]
    return exact if len(exact) == len(scopes) else granted


def _who(credentials: Credentials, kind: str, scopes: Sequence[str]) -> Account:
    address = str(getattr(credentials, "service_account_email", "") or "")
    return Account("" if address == "default" else address, kind, tuple(scopes))
