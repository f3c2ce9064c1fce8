"""A request as it came over the wire, and the note that is kept of it."""

from __future__ import annotations

import base64
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

from .errors import sheets_error

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """What a client sent; the path is still encoded."""

    verb: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    raw: bytes = b""

    @property
    def line(self) -> str:
        """The request in one line, decoded, for patterns to look at."""
        query = "&".join(f"{name}={text}" for name, texts in self.query.items() for text in texts)
        return f"{self.verb} {urllib.parse.unquote(self.path)}" + (f"?{query}" if query else "")

    def first(self, name: str) -> str:
        return (self.query.get(name) or [""])[0]

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def bearer(self) -> str:
        """The access token that came with the request."""
        kind, _, token = self.header("authorization").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    def json(self) -> Json:
        """The body; no body is an empty object."""
        if not self.raw.strip():
            return {}
        try:
            given = json.loads(self.raw, parse_constant=_no_number)
        except ValueError:
            raise sheets_error(400, "Invalid JSON payload received. Unexpected token.") from None
        if not isinstance(given, dict):
            message = 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
            raise sheets_error(400, message)
        return given

    def form(self) -> dict[str, str]:
        """The body of a form; a client may also name itself by Basic authentication."""
        form = dict(urllib.parse.parse_qsl(self.raw.decode("utf-8", "replace")))
        kind, _, coded = self.header("authorization").partition(" ")
        if kind.lower() == "basic":
            name, _, secret = base64.b64decode(coded).decode("utf-8", "replace").partition(":")
            form = {"client_id": name, "client_secret": secret, **form}
        return form


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


@dataclass(frozen=True)
class Seen:
    """The note of a request and of what became of it."""

    verb: str
    path: str
    query: dict[str, list[str]]
    status: int
    method: str = ""  # sheets.spreadsheets.values.batchGet
    caller: str = ""
    writing: bool = False
    fault: str = ""
    raw: bytes = b""


def parsed(verb: str, target: str, headers: dict[str, str], raw: bytes) -> Request:
    """Take a request's first line apart.

    >>> parsed("GET", "/v4/spreadsheets/x?ranges=A1&ranges=B2", {}, b"").query
    {'ranges': ['A1', 'B2']}
    """
    parts = urllib.parse.urlsplit(target)
    query = urllib.parse.parse_qs(parts.query, keep_blank_values=True)
    return Request(verb, parts.path, query, {name.lower(): value for name, value in headers.items()}, raw)
