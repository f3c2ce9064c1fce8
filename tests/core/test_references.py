"""References: an id or a person is found however it is spelled, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.model import Origin, Person, TableSource
from okrsheets.core.references import IdIndex, Match, PersonIndex, fold_id, nearest, separate, separate_people


def person(id: str, name: str, email: str = "") -> Person:
    return Person(id, name, "Mate", "Hafen", None, email or None, Origin(TableSource("S.xlsx", "People", {}), 5))


PEOPLE = PersonIndex.of(
    [person("p1", "Ida Brandt", "ida.brandt@example.com"), person("p2", "Jon Vik"), person("p3", "Jon Vik")]
)
IDS = IdIndex.of(["H-1", "H-2", "C-1", "007"])


@pytest.mark.parametrize(
    "text",
    ["p1", "P1", "Ida Brandt", "Brandt, Ida", "ida  brandt", "Ida\u00a0Brandt", "ida.brandt@example.com", "@ida.brandt",
     "@idabrandt", "Ida Brandt (Mate)", "IDA BRANDT [lead]", "\ufeffIda Brandt"],
)  # fmt: skip
def test_a_person_is_found_by_id_name_address_or_handle(text: str) -> None:
    match = PEOPLE.match(text)
    assert match is not None
    assert match.id == "p1"


@pytest.mark.parametrize("text", ["I. Brandt", "Ida", "Brandt", "p9", "Jon Vik", "ida.brandt@other.example", ""])
def test_a_person_who_may_be_two_or_nobody_is_not_guessed(text: str) -> None:
    assert PEOPLE.match(text) is None


def test_of_several_people_the_first_counts_and_the_others_are_named() -> None:
    assert PEOPLE.match("Ida Brandt, Pia Sund") == Match("p1", "named 'Ida Brandt'", ("Pia Sund",))
    assert PEOPLE.match("Ida Brandt & p2") == Match("p1", "named 'Ida Brandt'", ("p2",))


@pytest.mark.parametrize(
    ("text", "id"),
    [("H-1", "H-1"), ("h-1", "H-1"), ("H–1", "H-1"), ("H‑1", "H-1"), ("\ufeffH-1\u00a0", "H-1"), ("Ｈ-1", "H-1")],
)
def test_an_id_is_found_whatever_its_case_dashes_and_invisible_characters(text: str, id: str) -> None:
    match = IDS.match(text)
    assert match is not None
    assert (match.id, bool(match.difference)) == (id, text != id)


@pytest.mark.parametrize(
    ("text", "others"), [("H-1, C-1", ("C-1",)), ("H-1; H-2", ("H-2",)), ("H-1\nh-2", ("H-2",)), ("H-1, X-9", ("X-9",))]
)
def test_of_several_ids_the_first_counts_and_the_others_are_named(text: str, others: tuple[str, ...]) -> None:
    assert IDS.match(text) == Match("H-1", "", others)


@pytest.mark.parametrize("text", ["7", "H-3", "X-9, H-1", "", " "])
def test_an_id_that_is_not_there_is_not_guessed(text: str) -> None:
    assert IDS.match(text) is None


def test_two_ids_that_differ_in_case_only_are_told_apart() -> None:
    index = IdIndex.of(["a-1", "A-1"])
    assert index.match("A-1") == Match("A-1")
    assert index.match("a–1") is None


@given(st.text(max_size=20), st.sampled_from(["\u200b", "\ufeff", "\u00ad"]), st.integers(0, 20))
def test_an_invisible_character_changes_no_id(id: str, invisible: str, at: int) -> None:
    assert fold_id(id[:at] + invisible + id[at:]) == fold_id(id) or id != id.strip()


@given(st.sets(st.text("abcAB-–1", min_size=1, max_size=5), max_size=6), st.text("abcAB-–1,;", max_size=8))
def test_what_is_found_is_one_of_the_ids(ids: set[str], text: str) -> None:
    match = IdIndex.of(ids).match(text)
    assert match is None or match.id in ids


def test_the_nearest_name_is_offered_only_when_it_is_near() -> None:
    assert nearest("Navigaton", ["Navigation", "First aid"]) == "Navigation"
    assert nearest("Cooking", ["Navigation", "First aid"]) is None
    assert separate_people("A and B; C") == ["A", "B", "C"]
    assert separate("Research and Development; C") == ["Research and Development", "C"]
