"""The functions in Google Sheets: Code.gs in Node answers as Python does, whatever a sheet hands over."""

from __future__ import annotations

import json
import math
import os
import random
import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from google_calls import as_handed_over, as_python, calls
from google_code import Answer, answers
from shared_vectors import VECTORS

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.addin.hosts.google import script as google
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import OkrError
from okrsheets.core.version import VERSION

pytestmark = pytest.mark.slow

CALLS = 10_000
NEAR_ZERO = 1e-12  # from Python 3.12 on, sums of random numbers that cancel out lose less there than in JavaScript
HELP = re.compile(
    r"/\*\*\n((?: \*.*\n)+?) \*/\nfunction (\w+)\((.*)\) \{\n  return Okrsheets_\.answer\('(\w+)', arguments\);\n\}"
)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return google.build(tmp_path_factory.mktemp("google")) / "Code.gs"


def same(got: Any, want: Any, near_zero: float = 0.0) -> bool:
    """Numbers to 1e-9 relative; text, TRUE and FALSE exactly; no data is empty text; a matrix in the same shape."""
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) != len(want):
            return False
        return all(same(one, other, near_zero) for one, other in zip(got, want, strict=True))
    if want is None:
        return bool(got == "")
    if type(want) in (int, float) and type(got) in (int, float):
        return math.isclose(got, want, rel_tol=1e-9, abs_tol=near_zero)
    return type(got) is type(want) and bool(got == want)


def fits(answer: Answer, wanted: Answer, near_zero: float = 0.0) -> bool:
    if "error" in wanted:
        return answer == wanted
    return "value" in answer and same(answer["value"], wanted["value"], near_zero)


def in_python(function: SheetFunction, given: list[Any]) -> Answer:
    try:
        return {"value": catalogue.call(function.name, as_python(given))}
    except OkrError as error:
        return {"error": error.what}


def wrong_vectors(script: Path) -> list[str]:
    got = answers(script, ((vector["function"], vector["args"]) for vector in VECTORS.values()))
    wanted = ({"error": each["error"]} if "error" in each else {"value": each["want"]} for each in VECTORS.values())
    return [name for name, one, other in zip(VECTORS, got, wanted, strict=True) if not fits(one, other)]


def test_every_vector_comes_out_of_the_script(script: Path) -> None:
    assert wrong_vectors(script) == []


def test_ten_thousand_hostile_calls_are_answered_as_python_answers_them(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("OKRSHEETS_SEED") or random.randrange(10**9))
    with capsys.disabled():
        print(f"\n{CALLS} calls of Code.gs from OKRSHEETS_SEED={seed}")
    asked = list(calls(seed, CALLS))
    zone = random.Random(seed).choice(("UTC", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Kathmandu"))
    got = answers(script, ((function.name, as_handed_over(given)) for function, given in asked), zone)
    wrong = [
        f"{function.name}{as_python(given)} in {zone}: {answer}, in Python {wanted}"
        for (function, given), answer in zip(asked, got, strict=True)
        for wanted in (in_python(function, given),)
        if not fits(answer, wanted, NEAR_ZERO)
    ]
    assert wrong == []


def test_the_hostile_calls_are_half_answered_and_half_refused_for_every_function() -> None:
    answered: dict[str, list[bool]] = {}
    for function, given in calls(1, CALLS):
        answered.setdefault(function.name, []).append("value" in in_python(function, given))
    assert {function.name for function in catalogue.functions()} == set(answered)
    assert not {name: found for name, found in answered.items() if not 0.15 < sum(found) / len(found) < 0.9}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("scored >= 1", "scored > 1"),
        ("[0.3, 0.7]", "[0.3, 0.8]"),
        ("height - above > 1", "height - above > 2"),
        ("if (expires === null) return 'valid'", "if (expires === null) return 'expired'"),
        ("Math.max(0, required - (have || 0))", "required - (have || 0)"),
        ("Number(match[1]) / 100", "Number(match[1])"),
        ("today - last > days", "today - last >= days"),
    ],
)
def test_one_thing_broken_in_the_script_is_noticed_by_the_vectors(
    script: Path, tmp_path: Path, before: str, after: str
) -> None:
    text = script.read_text("utf-8")
    assert before in text
    broken = tmp_path / "Code.gs"
    broken.write_text(text.replace(before, after), "utf-8")
    assert wrong_vectors(broken)


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "America/Sao_Paulo", "Europe/Berlin"]
)
def test_a_date_is_the_day_that_the_clock_of_the_script_shows(script: Path, zone: str) -> None:
    days = [
        date(1899, 12, 31),
        date(1900, 3, 1),
        date(2018, 11, 4),
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(9999, 12, 31),
    ]
    asked = [("OKR_FORECAST", [[[0], [as_handed_over(day)]], [[0], [1]], 0, 1, 1]) for day in days]
    asked += [("OKR_STALE", [as_handed_over(datetime(2026, 1, 1, 23, 59)), "2026-01-16", days]) for days in (14, 15)]
    got = [answer["value"] for answer in answers(script, asked, zone)]
    assert [round(1 / slope) for slope in got[: len(days)]] == [needed_day(day) for day in days]
    assert got[len(days) :] == [True, False]


@pytest.mark.parametrize("reach", ["console.log(1)", "setTimeout(1)", "parseFloat(1)", "new WeakMap()", "require(1)"])
def test_a_function_that_reached_for_more_than_the_language_would_fail_here(
    script: Path, tmp_path: Path, reach: str
) -> None:
    begins = "function answer(name, given) {"
    reaching = tmp_path / "Code.gs"
    reaching.write_text(script.read_text("utf-8").replace(begins, f"{begins} {reach};"), "utf-8")
    (answer,) = answers(reaching, [("OKR_SCORE", [1])])
    assert answer["error"].endswith("is not defined")


def test_help_and_arguments_are_those_of_the_catalogue(script: Path) -> None:
    found = {
        name: (help, names.split(", "), answered)
        for help, name, names, answered in HELP.findall(script.read_text("utf-8"))
    }
    assert set(found) == {function.name for function in catalogue.functions()}
    for function in catalogue.functions():
        help, names, answered = found[function.name]
        assert answered == function.name
        assert names == [argument.name for argument in function.arguments]
        assert help.startswith(f" * {function.help}\n")
        assert help.endswith(" * @customfunction\n")
        for argument in function.arguments:
            assert re.search(
                rf"^ \* @param \{{.+\}} {re.escape(argument.shown)} {re.escape(argument.help)}$", help, re.M
            )


def test_every_file_of_the_script_goes_into_it(script: Path) -> None:
    assert {
        path.relative_to(google.SCRIPTS).with_suffix("").as_posix() for path in google.SCRIPTS.rglob("*.js")
    } == set(google.FILES)
    text = script.read_text("utf-8")
    assert all((google.SCRIPTS / f"{name}.js").read_text("utf-8") in text for name in google.FILES)


def test_the_folder_holds_what_the_steps_name(script: Path) -> None:
    assert sorted(path.name for path in script.parent.iterdir()) == ["Code.gs", "README.md", "appsscript.json"]
    steps = (script.parent / "README.md").read_text("utf-8")
    assert all(name in steps for name in ("Code.gs", "appsscript.json", VERSION))
    assert "$" not in steps
    manifest = json.loads((script.parent / "appsscript.json").read_text("utf-8"))
    assert manifest["runtimeVersion"] == "V8"
    assert all(scope.endswith((".currentonly", ".container.ui")) for scope in manifest["oauthScopes"])


@pytest.mark.parametrize("count", [1_000, 50_000])
def test_a_long_sheet_is_answered_well_within_googles_thirty_seconds(script: Path, count: int) -> None:
    ids = [[f"O{row}"] for row in range(count)]
    parents = [[f"O{row - 1}"] if row else [""] for row in range(count)]
    values: list[list[Any]] = [[row % 7 / 5] if row % 3 else [""] for row in range(count)]
    levels = [["Organisation"]] + [["Team"]] * (count - 1)
    began = time.perf_counter()
    cascade, alignment = answers(
        script, [("OKR_CASCADE", [ids, parents, values]), ("OKR_ALIGNMENT", [ids, parents, levels])]
    )
    assert time.perf_counter() - began < 1 + count / 10_000
    assert len(cascade["value"]) == len(alignment["value"]) == count
