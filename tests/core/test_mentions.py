"""Texts with a pseudonym instead of a name: the name is gone, and what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.mentions import PersonNames, mention_key, replaced, replacement, words_in

IDA = PersonNames(frozenset({"E-004"}), frozenset({"Ida Brandt"}), frozenset({"ida@x.org"}))


def in_text(text: str) -> str:
    return replaced(text, replacement(IDA.spelling_keys(), "X", only_distinctive=True))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ida Brandt", "X"),
        ("asked IDA  BRANDT.", "asked X."),
        ("Brandt, Ida and Jon", "X and Jon"),
        ("Ida Brandt's exam (E-004)", "X's exam (X)"),
        ("mail <ida@x.org>, @ida.brandt", "mail <X>, X"),
        ("e\u2011004; Ida\u00a0Brandt", "X; X"),
        ("Frida Brandt, frida@x.org, E-0041", "Frida Brandt, frida@x.org, E-0041"),
        ("Ida asked Brandt", "Ida asked Brandt"),
        ("Ida\u200b Brandt's", "X's"),
        ("", ""),
    ],
)
def test_a_person_is_found_in_a_text_and_nobody_else_is(text: str, want: str) -> None:
    assert in_text(text) == want


def test_an_id_that_may_be_anything_is_replaced_in_cells_about_people_only() -> None:
    keys = PersonNames(ids=frozenset({"7"})).spelling_keys()
    assert replaced("7 people", replacement(keys, "X", only_distinctive=True)) == "7 people"
    assert replaced("7", replacement(keys, "X", only_distinctive=False)) == "X"


def test_a_name_that_somebody_else_has_means_nobody() -> None:
    shared = PersonNames(IDA.ids, IDA.names, IDA.emails, shared=IDA.names)
    assert mention_key("Ida Brandt") not in shared.spelling_keys()
    assert mention_key("E-004") in shared.spelling_keys()


@given(st.text(), st.sampled_from(["Ida Brandt", "Brandt, Ida", "E-004", "ida@x.org", "@ida"]), st.text())
def test_a_name_between_any_other_words_is_gone(before: str, name: str, after: str) -> None:
    text = in_text(f"{before} {name} {after}")
    assert "X" in text
    assert in_text(text) == text


@given(st.lists(st.sampled_from(["Ida", "Jon", "helped", "Frida", "7", "e-0041", ",", "Brand"])).map(" ".join))
def test_a_text_without_the_name_stays_as_it_is(text: str) -> None:
    assert in_text(text) == text
    assert not words_in("")
    assert words_in(text) <= {"ida", "jon", "helped", "frida", "7", "e-0041", "brand"}
