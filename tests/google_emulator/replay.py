"""Play Google's recorded answers against the emulator: each request is sent again, and the two answers compared."""

from __future__ import annotations

import datetime as dt
import json
import re
import tarfile
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from .drive_file import SPREADSHEET
from .emulator import Emulator

Json = dict[str, Any]

RECORDINGS = Path(__file__).parent.parent / "google_recordings" / "gspread.tar.xz"
# What no two services can answer alike: the moment of a change. It must be there and look like one; ids are mapped, and
# all else is compared as it is.
VOLATILE = {"createdTime", "modifiedTime"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
FILE_ID = re.compile(r"(?<![\w-])[\w-]{44}(?![\w-])")
NUMBERED = ("sheetId", "namedRangeId", "protectedRangeId")


@dataclass(frozen=True)
class Difference:
    """An interaction that was answered otherwise than by Google."""

    number: int
    request: str
    recorded: str
    answered: str


def cassettes(path: Path = RECORDINGS) -> dict[str, list[Json]]:
    """The recorded interactions, by the name of the test that they were recorded for."""
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".json") else None
            if stream:
                found[Path(member.name).stem] = json.load(stream)["interactions"]
    return dict(sorted(found.items()))


def others_files(interactions: list[Json]) -> dict[int, list[Json]]:
    """What the recorder's Drive held beside what the cassette made, by the number of the interaction that lists it."""
    bodies = [_content(each["response"]["body"].get("string", "")) for each in interactions]
    made = {body["id"] for body in bodies if isinstance(body, dict) and body.get("kind") == "drive#file"}
    lists = {n: body["files"] for n, body in enumerate(bodies, 1) if isinstance(body, dict) and "files" in body}
    return {number: [file for file in files if file["id"] not in made] for number, files in lists.items()}


def set_scene(google: Emulator, files: list[Json]) -> None:
    """Put spreadsheets in place that were made before the recording, or beside it."""
    for file in files:
        if file["id"] not in google.world.files:
            google.add_file(file["id"], file["name"], SPREADSHEET, google.service_account, None, shared=False)
            found = google.file(file["id"])
            found.created, found.modified = (
                dt.datetime.fromisoformat(file[name]) for name in ("createdTime", "modifiedTime")
            )


class Player:
    """Plays the interactions of one cassette in their order; recorded ids stand for the emulator's own."""

    def __init__(self, google: Emulator) -> None:
        self.google = google
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {google.token()}"
        self.files: dict[str, str] = {}
        self.numbers: dict[str, str] = {}

    def play(self, interactions: list[Json]) -> list[Difference]:
        scenes, found = others_files(interactions), []
        for number, each in enumerate(interactions, 1):
            set_scene(self.google, scenes.get(number, []))
            found.append(self._one(number, each))
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
        target = urllib.parse.urlunsplit(
            parts._replace(scheme="http", netloc=urllib.parse.urlsplit(self.google.url).netloc)
        )
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
        return {key: _moment(inner) if key in VOLATILE else _steady(inner) for key, inner in value.items()}
    return [_steady(inner) for inner in value] if isinstance(value, list) else value


def _moment(value: Any) -> str:
    return "a moment" if MOMENT.fullmatch(str(value)) else str(value)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:400] + " …"
