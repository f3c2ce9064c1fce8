"""Whatever is sent to the emulator, it answers or refuses; it never fails, and never answers beside the description."""

from __future__ import annotations

import json
import random
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.google_emulator import Emulator
from tests.google_emulator.batch import REQUESTS
from tests.google_emulator.request import parsed
from tests.google_emulator.schema import sheets

Json = dict[str, Any]
TEXTS = ["", "a", "=A1+1", "=SUM(A:A)", "Sheet1", "A1:B2", "2020-01-01", "50%", "title", "*", "note", "😀", "'"]
PLACES = [
    "A1",
    "Sheet1",
    "Sheet1!A1:B2",
    "'Second'!B:C",
    "2:3",
    "H20",
    "AA1",
    "no!such",
    "R1C1",
    "Sheet1!A5:A",
    "name",
]
MASKS = [
    "*",
    "title",
    "userEnteredValue,note",
    "userEnteredFormat.textFormat.bold",
    "index",
    "pixelSize",
    "range",
    "nonsense",
]


def made(schema: Json, chance: random.Random, depth: int = 0, name: str = "") -> Any:
    """Some JSON that fits a description, more or less."""
    if "$ref" in schema:
        fields = sheets().schemas[schema["$ref"]].get("properties", {})
        share = 0.7 if depth < 3 else 0.35
        if depth > 6:
            return {}
        return {key: made(part, chance, depth + 1, key) for key, part in fields.items() if chance.random() < share}
    kind = schema.get("type")
    if name == "fields":
        return chance.choice(MASKS)
    if kind == "array":
        return [made(schema["items"], chance, depth + 1) for _ in range(chance.randrange(3))]
    if kind == "integer":
        return chance.choice([0, 0, 1, 2, 3, 5, 1000, -1])
    if kind == "number":
        return chance.choice([0, 0.5, 1, -2.25])
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "string":
        return chance.choice(schema.get("enum") or TEXTS)
    return chance.choice([1, "x", None, True, "=1/0"]) if kind == "any" else {}


class Fuzz:
    def __init__(self) -> None:
        self.google = Emulator(seed=1)
        self.headers = {"Authorization": f"Bearer {self.google.token()}"}
        self.id = self.fresh()

    def fresh(self) -> str:
        rows: list[list[Any]] = [["a", 1, "=B1"], ["b", 2.5, True], [None, "=A1&1", "2020-01-01"]]
        number = self.google.spreadsheet("Plan", {"Sheet1": rows, "Second": rows}, typed=True)
        for sheet in self.google.book(number).sheets:  # small ones, so that whole rows and columns are quickly done
            sheet.set_count("ROWS", 20)
            sheet.set_count("COLUMNS", 8)
        return number

    def ask(self, verb: str, path: str, body: Any = None) -> int:
        raw = b"" if body is None else json.dumps(body).encode()
        answer, _ = self.google.service.answer(parsed(verb, f"/v4/spreadsheets/{self.id}{path}", self.headers, raw))
        assert answer
        return answer.status


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_a_request_made_up_from_the_description_is_done_or_refused(name: str) -> None:
    fuzz, chance = Fuzz(), random.Random(name)
    schema = sheets().schemas["Request"]["properties"][name]
    statuses = []
    for _ in range(150):
        wanted = {name: made(schema, chance)}
        statuses.append(fuzz.ask("POST", ":batchUpdate", {"requests": [wanted]}))
        fuzz.ask("GET", "?includeGridData=true&ranges=A1:D5")
        if len(fuzz.google.book(fuzz.id).sheets) > 9:
            fuzz.id = fuzz.fresh()
    fuzz.google.stop()
    assert not fuzz.google.broken
    assert set(statuses) <= {200, 400}


@pytest.mark.slow
def test_values_are_read_and_written_anywhere_or_refused() -> None:
    fuzz, chance = Fuzz(), random.Random(3)
    for _ in range(400):
        place = "/values/" + quote(chance.choice(PLACES), safe="")
        rows = [[chance.choice([*TEXTS, 1, None, 2.5, True]) for _ in range(chance.randrange(4))] for _ in range(3)]
        body = {"values": rows, "majorDimension": chance.choice(["ROWS", "COLUMNS"])}
        query = urlencode(
            {"valueInputOption": chance.choice(["RAW", "USER_ENTERED"]), "includeValuesInResponse": "true"}
        )
        insert = chance.choice(["", "&insertDataOption=INSERT_ROWS"])
        render = chance.choice(["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"])
        statuses = {
            fuzz.ask("PUT", f"{place}?{query}", body),
            fuzz.ask("POST", f"{place}:append?{query}{insert}", body),
            fuzz.ask("GET", f"{place}?valueRenderOption={render}&majorDimension={body['majorDimension']}"),
            fuzz.ask("POST", f"{place}:clear") if chance.random() < 0.1 else 200,
        }
        assert statuses <= {200, 400}
    assert not fuzz.google.broken
