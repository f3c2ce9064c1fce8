"""Declare once: what a declaration says is what the function takes, and its example is true."""

from __future__ import annotations

import pytest
from function_examples import EXAMPLE, literals

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import Argument, SheetFunction, sheet_function
from okrsheets.core.errors import UsageError

SIGNATURES = [
    "",
    "OKR_PROGRESS(start, target, current, [kind])",
    "OKR_CONTROL(current, lowest, highest)",
    "OKR_ZONE(current, target, commit, stretch)",
    "OKR_SCORE(progress)",
    "OKR_GRADE(score, [commitment])",
    "OKR_EXPECTED(start_date, end_date, today)",
    "OKR_STATUS(score, expected, [at_risk_gap], [off_track_gap])",
    "OKR_ROLLUP(progress, [weights], [roll_up])",
    "OKR_COVERAGE(progress)",
    "OKR_CASCADE(ids, parents, progress, [weights], [roll_ups])",
    "OKR_ALIGNMENT(ids, parents, [levels])",
    "OKR_FORECAST(dates, values, start, target, end_date)",
    "OKR_STALE(last_date, today, [days])",
    "OKR_HEALTH(current, healthy_from, healthy_to)",
    "SKILL_LEVEL(self, peer, manager, evidence, [w_self], [w_peer], [w_manager], [w_evidence])",
    "SKILL_GAP(level, required)",
    "SKILL_GAPS(levels, required)",
    "SKILL_COVERAGE(levels, required, [weights])",
    "SKILL_BUS_FACTOR(levels, level)",
    "SKILL_MISSING(levels, level, headcount)",
    "SKILL_READINESS(have, required, [weights])",
    "SKILL_CERT(issued, expires, today, [warn_days])",
    "OKR_CHANCE(dates, values, start, target, end_date)",
    "SKILL_FADE(rated_on, today, [months])",
    "",
][1:-1]  # domain.md §4
FUNCTIONS = catalogue.functions()


LITERAL = [function for function in FUNCTIONS if literals(function) is not None]


def name_of(function: SheetFunction) -> str:
    return function.name


def test_every_function_is_spelled_as_in_the_domain() -> None:
    assert [function.signature for function in FUNCTIONS] == SIGNATURES


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_an_example_calls_its_own_function_with_as_many_arguments_as_it_takes(function: SheetFunction) -> None:
    match = EXAMPLE.fullmatch(function.example)
    assert match is not None
    given = match["arguments"].count(",") + 1
    needed = sum(not argument.optional for argument in function.arguments)
    assert match["name"] == function.name
    assert needed <= given <= len(function.arguments)
    assert function.spills == (match["value"] in ("a column", "a matrix"))


@pytest.mark.parametrize("function", LITERAL, ids=name_of)
def test_an_example_gives_the_value_that_it_shows(function: SheetFunction) -> None:
    shown = function.example.partition("  ->  ")[2]
    got = catalogue.call(function.name, literals(function) or [])
    if isinstance(got, float):
        decimals = len(shown.partition(".")[2])
        assert f"{got:.{decimals}f}" == shown
    else:
        assert str(got) == shown


def test_at_least_eight_examples_can_be_tried_without_a_sheet() -> None:
    assert len(LITERAL) >= 8


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_a_function_and_its_arguments_say_what_they_are(function: SheetFunction) -> None:
    assert function.help.endswith(".")
    assert "\n" not in function.help
    assert all(argument.help for argument in function.arguments)
    assert function.category in ("OKR", "SKILL")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (Argument("given", ""),),
        (Argument("given", ""), Argument("extra", "")),
        (Argument("given", "", optional=True), Argument("extra", "", optional=True)),
        (Argument("extra", "", optional=True), Argument("given", "")),
    ],
)
def test_a_declaration_that_is_not_the_functions_own_is_refused(arguments: tuple[Argument, ...]) -> None:
    def odd_one(given: float, extra: float = 0) -> float:
        return given + extra

    with pytest.raises(TypeError, match="odd_one takes"):
        sheet_function(*arguments, example="")(odd_one)
    assert "ODD_ONE" not in {function.name for function in catalogue.functions()}


@pytest.mark.parametrize("name", ["OKR_PROGRESS", "okr_progress", " Okr_Progress "])
def test_a_function_is_found_in_any_case(name: str) -> None:
    assert catalogue.find(name).name == "OKR_PROGRESS"


@pytest.mark.parametrize(
    ("name", "near"),
    [("OKR_PROGRES", "OKR_PROGRESS"), ("progress", "OKR_PROGRESS"), ("SKILL_BUSFACTOR", "SKILL_BUS_FACTOR")],
)
def test_a_misspelled_function_is_answered_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError) as error:
        catalogue.find(name)
    assert name in error.value.what
    assert f"did you mean {near}?" in error.value.hint


def test_a_name_like_none_is_answered_with_where_they_all_are() -> None:
    with pytest.raises(UsageError) as error:
        catalogue.find("ZZZ")
    assert error.value.hint == "`okrsheets functions` lists them all"


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_too_few_or_too_many_arguments_are_answered_with_the_signature(function: SheetFunction) -> None:
    needed = sum(not argument.optional for argument in function.arguments)
    for count in (needed - 1, len(function.arguments) + 1):
        with pytest.raises(UsageError, match=f"not {count}$") as error:
            catalogue.call(function.name, [0.5] * count)
        assert error.value.hint == function.signature
