"""Signing in as oneself: the browser asks, the answer comes back to this machine, and only the permission is kept."""

from __future__ import annotations

import contextlib
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from google.auth import exceptions as auth_errors
from google.auth.transport.requests import AuthorizedSession
from google_auth_oauthlib.flow import InstalledAppFlow
from oauthlib.oauth2 import OAuth2Error

from ...core.errors import OkrError, SettingsError, UsageError
from . import token
from .auth import TOKEN_URI, read_json
from .session import SIGN_IN, adapter, token_requests

AUTH_URI = "https://accounts.google.com/o/oauth2/auth"
REVOKE_URI = "https://oauth2.googleapis.com/revoke"
ABOUT_URI = "https://www.googleapis.com/drive/v3/about?fields=user(emailAddress)"
WAIT = 300.0  # seconds for the person in front of the browser

_PROMPT = "Opening your browser to sign in to Google. If it does not open, go to\n{url}"
_DONE = "You are signed in for okrsheets. You can close this page."


@dataclass(frozen=True)
class SignedIn:
    """The result of a sign-in: the file that keeps the permission, and the account's address if Google shows it."""

    file: Path
    account: str


class _Flow(InstalledAppFlow):  # type: ignore[misc]  # the library has no types
    """Names the client in the body of the request, as Google's guide for desktop apps has it."""

    def fetch_token(self, **named: Any) -> Any:
        return super().fetch_token(include_client_id=True, timeout=SIGN_IN, **named)


def login(client: Path | None, scopes: Sequence[str], open_browser: bool = True) -> SignedIn:
    """Sign the user in with the browser, save the permission in a file of mode 600, and return where, and for which account.

    Without the file of an OAuth client that of the last sign-in is used, and what was agreed to then stays agreed.
    """
    kept = _kept(client is None)
    config = _client(client, kept)
    requested = list(dict.fromkeys([*scopes, *((kept or {}).get("scopes") or [])]))
    flow = _Flow.from_client_config(config, requested, autogenerate_code_verifier=True)
    flow.oauth2session.mount("https://", adapter())
    credentials = _agreed(flow, open_browser)
    account = account_of(credentials)
    granted = list(getattr(credentials, "granted_scopes", None) or requested)
    permission = {
        "type": "authorized_user",
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "refresh_token": credentials.refresh_token,
        "scopes": granted,
        "account": account,
    }
    return SignedIn(token.save(permission), account)


def _kept(needed: bool) -> dict[str, Any] | None:
    """What is there of the last sign-in; a broken file matters only where there is nothing else to go by."""
    try:
        return token.load()
    except SettingsError:
        if needed:
            raise
        return None


def _client(file: Path | None, kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """The OAuth client: of its file, or of the last sign-in. Google's own addresses stand, whatever a file says."""
    if file is None and kept is None:
        hint = "okrsheets google login --client FILE, with the file of a desktop OAuth client; docs/google.md has the steps"
        raise UsageError("there is no OAuth client to sign in with", hint)
    settings: Mapping[str, Any] = kept or {}
    if file is not None:
        settings = read_json(file).get("installed") or {}
    if not {"client_id", "client_secret"} <= set(settings):
        hint = "make an OAuth client of the type 'Desktop app' in the Google Cloud console, and download its file"
        raise SettingsError(f"{file} is not the file of a desktop OAuth client", hint)
    named = {key: settings[key] for key in ("client_id", "client_secret")}
    return {"installed": {**named, "auth_uri": AUTH_URI, "token_uri": TOKEN_URI, "redirect_uris": ["http://127.0.0.1"]}}


def _agreed(flow: InstalledAppFlow, open_browser: bool, wait: float = WAIT) -> Any:
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return flow.run_local_server(
                host="127.0.0.1",
                port=0,
                open_browser=open_browser,
                authorization_prompt_message=_PROMPT,
                success_message=_DONE,
                timeout_seconds=wait,
                prompt="consent",
            )
    except webbrowser.Error:
        hint = "okrsheets google login --no-browser prints the address to open, on this machine"
        raise OkrError("no browser could be opened", hint) from None
    except AttributeError:  # how the library says that nothing came back in time
        raise OkrError("nobody signed in within five minutes", "run the command again") from None
    except Warning:  # how oauthlib says that fewer boxes were ticked
        raise OkrError("you did not grant every permission", "sign in again, and leave every box ticked") from None
    except OAuth2Error as error:
        raise OkrError(f"Google did not sign you in ({error.error})", "run the command again") from None
    except requests.RequestException:
        raise OkrError("Google cannot be reached", "are you offline? Check the network, then try again") from None


def account_of(credentials: Any) -> str:
    """Return the address of an account, from what Drive says about it; nothing when it does not say."""
    with AuthorizedSession(credentials, auth_request=token_requests()) as session:  # type: ignore[no-untyped-call]
        session.mount("https://", adapter())
        try:
            answer = session.get(ABOUT_URI, timeout=SIGN_IN)
            return str(answer.json()["user"]["emailAddress"]) if answer.ok else ""
        except (requests.RequestException, auth_errors.GoogleAuthError, ValueError, KeyError, TypeError):
            return ""


def logout() -> tuple[bool, bool]:
    """Forget the permission, here and at Google; return whether there was one, and whether Google has ended it, too."""
    kept, ended = _kept(needed=False), False
    if kept is not None:
        with requests.Session() as session:
            session.mount("https://", adapter())
            with contextlib.suppress(requests.RequestException):
                ended = session.post(REVOKE_URI, data={"token": kept["refresh_token"]}, timeout=SIGN_IN).ok
    return token.forget(), ended
