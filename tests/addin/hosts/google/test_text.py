"""Figures, quotes and near names in messages: written in JavaScript as Python writes them."""

from __future__ import annotations

import difflib
import random
from typing import Any

from google_calls import NO_NUMBERS, NUMBERS_AS_TEXT, WORDS
from google_code import answers
from shared_vectors import percent_vectors

from okrsheets.addin.hosts.google import script as google
from okrsheets.core.percent import percent_text

HALVES = [0.5, 1.5, 2.5, 0.125, 0.375, 1234567890.5, 1234567891.5, 100000.5, 100001.5, 0.005, 0.015, 0.995]
SIZES = [
    0.0,
    1.0,
    -1.0,
    10.0,
    100.0,
    1e-4,
    1e-5,
    9.99999e-5,
    123456.0,
    999999.5,
    1e6,
    1e9,
    1e10,
    1e15,
    1e16,
    1e21,
    5e-324,
    1e308,
]
WORDS_NEAR = [
    "owner",
    "ownr",
    "own",
    "key result",
    "key reslt",
    "target",
    "targit",
    "tariff",
    "KR1",
    "KR11",
    "KR12",
    "",
    "a",
    "aa",
]


def figures() -> list[float]:
    chance = random.Random(1)
    spread = [chance.uniform(-1, 1) * 10 ** chance.randint(-12, 18) for _ in range(3_000)]
    short = [round(chance.uniform(-1000, 1000), chance.randint(0, 4)) for _ in range(2_000)]
    return [*HALVES, *SIZES, *filter(None, [*spread, *short])]


def of(script: str, asked: list[tuple[str, list[Any]]]) -> list[Any]:
    return [answer.get("value", answer) for answer in answers(google.SCRIPTS / f"{script}.js", asked)]


def test_a_number_is_rounded_as_python_rounds_it_to_so_many_digits() -> None:
    for digits in (6, 9, 10, 15):
        asked = figures()
        got = of("core/text", [("rounded", [each, digits]) for each in asked])
        assert [pair for pair in zip(asked, got, strict=True) if pair[1] != f"{pair[0]:.{digits}g}"] == []


def test_a_share_is_written_in_whole_percent_as_python_writes_it() -> None:
    asked = [*(share for share, _ in percent_vectors()), *(each for each in figures() if -10 <= each <= 10)]
    got = of("core/text", [("percent", [each]) for each in asked])
    assert [pair for pair in zip(asked, got, strict=True) if pair[1] != percent_text(pair[0])] == []


def test_a_number_has_as_few_digits_as_in_python_and_whole_ones_no_point() -> None:
    asked = figures()
    wanted = [str(int(each)) if each.is_integer() and abs(each) < 1e16 else repr(each) for each in asked]
    got = of("core/text", [("figure", [each]) for each in asked])
    assert [pair for pair in zip(got, wanted, strict=True) if pair[0] != pair[1]] == []


def test_text_is_quoted_as_in_python() -> None:
    letters = [
        chr(code)
        for code in [*range(0x180), *range(0x2000, 0x2070), 0xD800, 0xE000, 0xFEFF, 0xFFFF, 0x10000, 0x1F600, 0xE0001]
    ]
    asked = [*NO_NUMBERS, *NUMBERS_AS_TEXT, *WORDS, *letters, "'", '"', "'\"", "a\\'b"]
    got = of("core/text", [("quoted", [each]) for each in asked])
    assert [pair for pair in zip(got, map(repr, asked), strict=True) if pair[0] != pair[1]] == []


def test_the_nearest_name_is_the_one_that_python_finds() -> None:
    chance = random.Random(2)
    made = ["".join(chance.choice("abc ") for _ in range(chance.randint(0, 9))) for _ in range(300)]
    asked = [(chance.choice([*made, *WORDS_NEAR]), chance.sample([*made, *WORDS_NEAR], 8)) for _ in range(1_500)]
    asked += [(each, WORDS_NEAR) for each in WORDS_NEAR]
    wanted = [next(iter(difflib.get_close_matches(name, known, n=1)), None) for name, known in asked]
    got = of("core/nearest", [("nearest", [name, known]) for name, known in asked])
    assert [each for each in zip(asked, got, wanted, strict=True) if each[1] != each[2]] == []
