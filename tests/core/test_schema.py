"""The tables and columns: the single source for templates, readers, checks and docs."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from okrsheets.core import schema
from okrsheets.core.columns import Column, Table
from okrsheets.core.errors import UsageError

COLUMNS = [(table, column) for table in schema.TABLES for column in table.columns]


def name_of(item: object) -> str:
    return item.name if isinstance(item, (Table, Column)) else str(item)


# Headings whose cells tell what they mean: a goal is an objective or a number, a metric a sentence or a unit.
TOLD_BY_VALUES = {"key results": {"goal", "metric"}}


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_no_heading_or_alias_of_a_table_names_two_columns(table: Table) -> None:
    headings = Counter(word for column in table.columns for word in {column.name, *column.aliases})
    assert {word for word, count in headings.items() if count > 1} == TOLD_BY_VALUES.get(table.name, set())


def test_no_sheet_or_alias_names_two_tables() -> None:
    names = Counter(word for table in schema.TABLES for word in {table.name, table.sheet.lower(), *table.aliases})
    assert not [word for word, count in names.items() if count > 1]


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_the_identity_of_a_table_is_made_of_columns_that_are_read(table: Table) -> None:
    fields = {column.field for column in table.inputs}
    assert table.identity
    assert set(table.identity) <= fields


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=name_of)
def test_a_column_explains_itself_in_a_sentence(table: Table, column: Column) -> None:
    assert re.fullmatch(r"\S.*[.]", column.help)
    assert column.name == column.name.lower()
    assert all(alias == alias.lower().strip() for alias in column.aliases)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=name_of)
def test_other_words_of_a_column_mean_one_of_its_choices(table: Table, column: Column) -> None:
    if column.computed:
        assert not column.required
        return
    choices = {choice.lower() for choice in column.choices}
    assert {meant.lower() for _, meant in column.means} <= choices
    assert all(word == word.lower() for word, _ in column.means)
    assert bool(choices) == (column.type in ("word", "flag"))


def test_what_a_column_refers_to_begins_with_the_names_it_may_use() -> None:
    for column in (column for _, column in COLUMNS if column.refers):
        first = schema.table(column.refers).columns[0]
        assert first.required
        assert first.type == column.type
        assert column.name.endswith(first.name)


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_a_table_is_found_by_its_name_and_by_its_field(table: Table) -> None:
    assert schema.table(table.name) is schema.table(table.field) is table
    assert all(table.column(column.field) is column for column in table.columns)


def test_what_is_not_there_is_said_with_what_is() -> None:
    with pytest.raises(UsageError, match="no table 'goals'") as error:
        schema.table("goals")
    assert "objectives" in error.value.hint
    with pytest.raises(UsageError, match="the table 'people' has no column 'shoe_size'"):
        schema.table("people").column("shoe_size")


def test_the_two_workbooks_share_out_the_tables() -> None:
    okrs, skills = schema.tables_of("okrs"), schema.tables_of("skills")
    usual = ["settings", "objectives", "key results", "check-ins", "goal skills"]
    assert [table.name for table in okrs] == [*usual, "initiatives", "kpis"]
    assert [table.name for table in schema.TABLES if table.extra] == ["initiatives", "kpis"]
    assert {*okrs, *skills} == set(schema.TABLES)
    assert set(okrs).isdisjoint(skills)


def test_a_sheet_name_is_one_that_a_spreadsheet_takes() -> None:
    for table in schema.TABLES:
        assert re.fullmatch(r"[^\[\]:*?/\\']{1,31}", table.sheet)


def test_a_required_column_shows_a_star() -> None:
    assert schema.table("people").column("person_id").heading == "Person ID*"
    assert schema.table("people").column("email").heading == "Email"


def test_a_title_that_is_not_the_name_is_read_as_its_column() -> None:
    titled = [(table, column) for table, column in COLUMNS if column.title]
    assert titled
    for table, column in titled:
        owners = [each.name for each in table.columns if column.title in (each.name, *each.aliases)]
        assert owners == [column.name]
