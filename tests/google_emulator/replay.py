"""Play Google's recorded answers against the emulator: each request is sent again, and the two answers compared."""

from __future__ import annotations

import json
import re
import urllib.parse
from dataclasses import dataclass
from typing import Any

import requests

Json = dict[str, Any]

# What no two services can answer alike: the moment of a change. Ids are mapped, all else is compared.
VOLATILE = {"createdTime", "modifiedTime"}
FILE_ID = re.compile(r"(?<![\w-])[\w-]{44}(?![\w-])")
NUMBERED = ("sheetId", "namedRangeId", "protectedRangeId")


@dataclass(frozen=True)
class Difference:
    """An interaction that was answered otherwise than by Google."""

    number: int
    request: str
    recorded: str
    answered: str


class Player:
    """Plays the interactions of one cassette in their order; recorded ids stand for the emulator's own."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.files: dict[str, str] = {}
        self.numbers: dict[str, str] = {}

    def play(self, interactions: list[Json]) -> list[Difference]:
        found = [self._one(number, each) for number, each in enumerate(interactions, 1)]
        return [difference for difference in found if difference]

    def _one(self, number: int, interaction: Json) -> Difference | None:
        asked, recorded = interaction["request"], interaction["response"]
        answer = self._send(asked)
        want, got = _content(recorded["body"].get("string", "")), _content(answer.text)
        self._learn(want, got)
        want = self._mapped(want)
        same = recorded["status"]["code"] == answer.status_code and _steady(want) == _steady(got)
        if same:
            return None
        line = f"{asked['method']} {urllib.parse.unquote(asked['uri'])}"
        return Difference(
            number, line, f"{recorded['status']['code']} {_short(want)}", f"{answer.status_code} {_short(got)}"
        )

    def _send(self, asked: Json) -> requests.Response:
        parts = urllib.parse.urlsplit(self._renamed(asked["uri"]))
        target = urllib.parse.urlunsplit(parts._replace(scheme="http", netloc=urllib.parse.urlsplit(self.url).netloc))
        body = asked.get("body")
        text = body if isinstance(body, str) else body.decode() if body else ""
        if text.startswith("{"):
            text = json.dumps(self._mapped(json.loads(text)))
        kind = asked["headers"].get("Content-Type", ["application/json"])[0]
        return self.session.request(
            asked["method"], target, data=text.encode(), headers={"Content-Type": kind}, timeout=20
        )

    def _renamed(self, text: str) -> str:
        return FILE_ID.sub(lambda match: self.files.get(match.group(), match.group()), text)

    def _learn(self, want: Any, got: Any) -> None:
        """Take the ids that two answers have in the same places for each other."""
        if isinstance(want, dict) and isinstance(got, dict):
            if want.get("kind") == "drive#file" and "id" in got:
                self.files[want["id"]] = got["id"]
            for name in NUMBERED:
                if name in want and name in got:
                    self.numbers[str(want[name])] = str(got[name])
            for name in want.keys() & got.keys():
                self._learn(want[name], got[name])
        elif isinstance(want, list) and isinstance(got, list):
            for one, other in zip(want, got):
                self._learn(one, other)

    def _mapped(self, value: Any, name: str = "") -> Any:
        """Recorded JSON with the emulator's ids."""
        if isinstance(value, dict):
            return {key: self._mapped(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._mapped(inner, name) for inner in value]
        if name in NUMBERED and str(value) in self.numbers:
            return type(value)(self.numbers[str(value)])
        return self._renamed(value) if isinstance(value, str) else value


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _steady(value: Any) -> Any:
    """Without the moments, which must be there all the same."""
    if isinstance(value, dict):
        return {key: bool(inner) if key in VOLATILE else _steady(inner) for key, inner in value.items()}
    return [_steady(inner) for inner in value] if isinstance(value, list) else value


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:400] + " …"
