"""The words by which sheets of skills are understood: each means one thing, and is written as it is looked up."""

from __future__ import annotations

from collections import defaultdict

import pytest

from okrsheets.core.tables.headings import normalise_heading
from okrsheets.core.values.value_words import fold
from okrsheets.sync.reading.matrix.vocabulary import vocabulary

WORDS = vocabulary().data
SECTIONS = ("headings", "aspects", "levels")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_word_stands_in_one_list_of_a_section(section: str) -> None:
    lists: dict[str, list[str]] = defaultdict(list)
    for kind, words in WORDS[section].items():
        for word in words:
            lists[word].append(kind)
    shared = {word for word, kinds in lists.items() if len(kinds) > 1}
    assert shared == set()


@pytest.mark.parametrize("section", ["headings", "aspects"])
def test_a_heading_is_written_as_it_is_looked_up(section: str) -> None:
    words = [word for words in WORDS[section].values() for word in words]
    assert [word for word in words if normalise_heading(word) != word] == []


def test_a_word_for_a_level_is_written_as_it_is_looked_up() -> None:
    words = [word for words in WORDS["levels"].values() for word in words]
    assert [word for word in words if fold(word) != word] == []


def test_a_scale_of_words_rises() -> None:
    for scale in WORDS["scales"]:
        assert len(scale["words"]) == len(scale["levels"])
        assert sorted(set(scale["levels"])) == scale["levels"]


def test_no_person_or_skill_heading_is_a_word_of_other_sheets() -> None:
    ours = {word for kind in ("person", "skill", "role") for word in WORDS["headings"][kind]}
    assert ours & set(WORDS["others"]["words"]) == set()
