"""Google Sheets and Drive, through gspread and google-auth: an optional part, imported only where it is used."""

from __future__ import annotations

from importlib.util import find_spec

from ...core.errors import UsageError


def require() -> None:
    """Do nothing when Google's libraries are installed; else `UsageError` says how to install them."""
    if find_spec("gspread") is None or find_spec("google_auth_oauthlib") is None:
        raise UsageError("Google Sheets needs gspread and google-auth", "pip install 'okrsheets[google]'")
