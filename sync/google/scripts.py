"""Requests to Google's Apps Script API, as the user: service accounts can have no scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import token
from .auth import person
from .scopes import ADDIN
from .session import Session

REMEMBERED = "google-scripts.json"  # which script was made for which spreadsheet


def requests_as_user() -> Callable[[str, str, Mapping[str, Any] | None], Mapping[str, Any]]:
    """Return what sends a request, by method, address and body, and gives its answer."""
    found = person(ADDIN)
    session = Session(found.credentials, found.who)

    def call(method: str, url: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = session.request(method, url, json=body).json()
        return answer

    return call


def remembered() -> Path:
    """Return the file beside the user's sign-in that remembers scripts."""
    return token.config_folder() / REMEMBERED
