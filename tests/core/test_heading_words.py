"""Headings in other languages: each names a column that there is, and one of a table only."""

from __future__ import annotations

from collections import Counter

import pytest

from okrsheets.core import schema
from okrsheets.core.columns import Table
from okrsheets.core.heading_words import HEADING_WORDS, words_of_heading
from okrsheets.core.tables.headings import HeadingIndex, normalise_heading

TABLES = [schema.table(name) for name in HEADING_WORDS]


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_every_word_belongs_to_one_column_of_its_table(table: Table) -> None:
    fields = {column.field for column in table.columns}
    assert set(HEADING_WORDS[table.name]) <= fields
    words = Counter(
        word
        for field in HEADING_WORDS[table.name]
        for word in {normalise_heading(word) for word in words_of_heading(table.name, field)}
    )
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_no_word_is_another_columns_name_in_english(table: Table) -> None:
    for column in table.columns:
        others = {normalise_heading(other.name) for other in table.columns if other is not column}
        assert others.isdisjoint(map(normalise_heading, words_of_heading(table.name, column.field)))


@pytest.mark.parametrize(
    ("heading", "table", "field"),
    [
        ("Zielwert", "key results", "target"),
        ("Résultat clé", "key results", "key_result"),
        ("Responsável", "objectives", "owner"),
        ("Obiettivo", "objectives", "objective"),
        ("Voortgang", "key results", "progress"),
        ("目标值", "key results", "target"),
        ("現在値", "key results", "current"),
        ("Kluczowy rezultat", "key results", "key_result"),
    ],
)
def test_a_heading_is_understood_in_other_languages(heading: str, table: str, field: str) -> None:
    assert (table, field) in {(each.table.name, each.column.field) for each in HeadingIndex().meanings(heading)}
