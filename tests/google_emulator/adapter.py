"""Send what is meant for Google to the emulator: a requests adapter that changes scheme and host, and keeps the rest."""

from __future__ import annotations

import urllib.parse
from typing import Any

import requests
from requests.adapters import HTTPAdapter


class ToEmulator(HTTPAdapter):
    """Mount it on `https://`; `X-Forwarded-Host` says where the request was meant to go."""

    def __init__(self, url: str, **more: Any) -> None:
        self.target = urllib.parse.urlsplit(url)
        super().__init__(**more)

    def send(self, request: requests.PreparedRequest, *args: Any, **named: Any) -> requests.Response:
        asked = urllib.parse.urlsplit(request.url or "")
        request.headers["X-Forwarded-Host"] = asked.netloc
        request.url = urllib.parse.urlunsplit(asked._replace(scheme=self.target.scheme, netloc=self.target.netloc))
        return super().send(request, *args, **named)


def mount(session: Any, url: str) -> None:
    """Turn a session to the emulator, and the one inside it that google-auth fetches tokens with."""
    for each in (session, getattr(session, "_auth_request_session", None)):
        if each is not None:
            each.mount("https://", ToEmulator(url))
