"""Typed columns that know their cells, and from there to the nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest

from okrsheets.core import model, schema
from okrsheets.core.columns import Table
from okrsheets.core.errors import Problem
from okrsheets.core.records import NOUNS, Records, Tables, empty, together

ReadRows = Callable[..., tuple[Records, list[Problem]]]


def name_of(table: Table) -> str:
    return table.name


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_a_noun_has_the_fields_of_its_table_in_order(table: Table) -> None:
    usual, extra = ([each.field for each in table.inputs if bool(each.extra) is extra] for extra in (False, True))
    assert [field.name for field in fields(NOUNS[table.name])] == [*usual, "origin", *extra]


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_a_blank_row_of_any_table_would_make_its_noun(table: Table) -> None:
    source = model.TableSource("a.xlsx", table.sheet, {})
    records = Records(table, {column.field: [None] for column in table.inputs}, [7], [source])
    (noun,) = records.nouns(NOUNS[table.name])
    assert noun.origin == model.Origin(source, 7)
    assert str(noun.origin.location()) == f"a.xlsx › {table.sheet}!A7"


def test_a_record_becomes_a_noun_with_its_cells(read_rows: ReadRows) -> None:
    records, _ = read_rows("people", [{}, {"person_id": 7, "name": "Ana", "team": "Support"}])
    (person,) = records.nouns(model.Person)
    assert (person.person_id, person.name, person.team, person.email) == ("7", "Ana", "Support", None)
    assert str(person.origin.location("team")) == str(records.location(0, "team")) == "Q1.xlsx › People!D6"


def test_a_place_without_a_known_column_is_the_first_cell_of_the_row(read_rows: ReadRows) -> None:
    records, _ = read_rows("people", [{"person_id": "ana"}])
    assert str(records.location(0)) == str(records.location(0, "shoe size")) == "Q1.xlsx › People!A5"


def test_the_wrong_noun_for_a_table_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="the table 'people' has no Skill"):
        empty(schema.table("people")).nouns(model.Skill)


def test_parts_together_keep_their_order_and_their_cells(read_rows: ReadRows) -> None:
    first, _ = read_rows("people", [{"person_id": "ana"}, {"person_id": "bob"}], "One.xlsx")
    second, _ = read_rows("people", [{"person_id": "eve"}], "Two.xlsx")
    both = together(schema.table("people"), [first, empty(schema.table("people")), second])
    assert both.columns["person_id"] == ["ana", "bob", "eve"]
    assert [str(both.location(record, "person_id")) for record in range(len(both))] == [
        "One.xlsx › People!A5",
        "One.xlsx › People!A6",
        "Two.xlsx › People!A5",
    ]


@pytest.mark.parametrize("table", schema.TABLES, ids=name_of)
def test_a_table_that_was_not_given_is_empty(table: Table) -> None:
    records = Tables()[table.name]
    assert (len(records), records.table) == (0, table)
    assert records.nouns(NOUNS[table.name]) == []
