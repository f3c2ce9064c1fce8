"""Check alignment: a word and a colour for every objective, and a list of what is wrong that leads to its cells."""

from __future__ import annotations

import pytest
from macro_books import all_contents, lost, support

from okrsheets.addin.macros.book import Formula, MemoryBook, Spot
from okrsheets.addin.macros.check_alignment import HEADINGS, SHEET, look_of, plan_check_alignment
from okrsheets.addin.macros.plan import apply
from okrsheets.core.alignment_problems import ADVICE
from okrsheets.core.cells import Cell
from okrsheets.core.errors import OkrError

MINE: list[list[Cell]] = [["mine"]]
HEAD: list[Cell] = ["Ref", "Goal", "Tier", "Aligned to", "Lead"]
ROWS: list[list[Cell]] = [
    ["O1", "Grow", "Organisation", None, "Ann"],
    ["O2", "Sell", "Team", "O1", "Bob"],
    ["O3", "Hire", "CEO", "O1", "Cem"],
    ["O4", "Train", "Skills", "O9", "Dee"],
    ["O5", "Loop", "Team", "O5", "Eve"],
]


def small(*rows: list[Cell], **sheets: list[list[Cell]]) -> MemoryBook:
    head: list[Cell] = ["Goal id", *HEAD[1:]]
    return MemoryBook({"Goals": [["Our goals"], head, *rows], **sheets}, today=46100)


def test_what_is_wrong_comes_first_each_with_its_word_what_to_do_and_a_link_to_its_cell() -> None:
    book = small(*ROWS)
    apply(plan_check_alignment(book), book)
    title, _, headings, *listed = book.cells(SHEET)
    assert title[0] == "2 of 5 objectives need attention; 1 of 5 have a parent that is not in this workbook"
    assert tuple(headings) == HEADINGS
    assert [(row[0], row[2], row[4]) for row in listed] == [
        ("O2", "skips level", "Goals!D4"),
        ("O4", "in another workbook", "Goals!D6"),
        ("O5", "cycle", "Goals!D7"),
        ("O1", "top", "Goals!A3"),
        ("O3", "aligned", "Goals!A5"),
    ]
    assert all(row[3] for row in listed[:3])
    links = {book.links[Spot(SHEET, row, 4)] for row in range(4, 9)}
    assert {str(spot) for spot in links} == {row[4] for row in listed}
    looks = [book.looks.get(Spot(SHEET, row, 2), "") for row in range(4, 9)]
    assert looks == ["careful", "", "bad", "good", "good"]
    assert book.selected() == Spot(SHEET, 1, 0)


@pytest.mark.parametrize("word", ADVICE)
def test_no_word_for_what_is_wrong_looks_good(word: str) -> None:
    assert look_of(word) in ("careful", "bad")


def test_the_check_touches_nothing_that_was_there_and_twice_changes_nothing() -> None:
    book = support()
    before = all_contents(book)
    undo = apply(plan_check_alignment(book), book)
    after = all_contents(book)
    assert not lost(before, after)
    assert set(after) - set(before) == {SHEET}
    assert plan_check_alignment(book).empty
    apply(undo, book)
    assert all_contents(book) == before


def test_a_second_check_follows_what_was_mended_and_empties_the_rows_that_are_left_over() -> None:
    book = small(*ROWS)
    apply(plan_check_alignment(book), book)
    book.held["Goals"][7, 3] = "O1"
    del book.held["Goals"][6, 0]
    undo = apply(plan_check_alignment(book), book)
    assert [row[0] for row in book.cells(SHEET)[3:]] == ["O2", "O5", "O1", "O3"]
    apply(undo, book)
    assert [row[0] for row in book.cells(SHEET)[3:]] == ["O2", "O4", "O5", "O1", "O3"]


def test_words_go_into_an_alignment_sheet_of_ones_own_where_no_formula_or_remark_stands() -> None:
    own: list[list[Cell]] = [["Id", "Alignment"], ["O1"], ["O2", Formula("=x")], ["O4", "ask Dee"], ["O5", "aligned"]]
    book = small(*ROWS, Alignment=own)
    before = all_contents(book)
    undo = apply(plan_check_alignment(book), book)
    assert [book.held["Alignment"].get((row, 1)) for row in range(2, 6)] == ["top", "=x", "ask Dee", "cycle"]
    assert [book.looks.get(Spot("Alignment", row, 1)) for row in range(2, 6)] == ["good", None, None, "bad"]
    assert plan_check_alignment(book).empty
    apply(undo, book)
    assert all_contents(book) == before


@pytest.mark.parametrize(
    ("book", "what", "hint"),
    [
        (small(), "Goals: there are no objectives yet", "add one"),
        (small(*ROWS, **{SHEET: MINE}), f"the sheet {SHEET!r} was not written by okrsheets", "rename that sheet"),
        (MemoryBook({"Sheet1": [["a", "b"]]}, 1), "there is no table of objectives", "looked on Sheet1"),
        (MemoryBook({"Objectives": [["a", "b"]]}, 1), "the sheet 'Objectives' has no headings of objectives", "needs: id, level"),
        (MemoryBook({"Objectives": [["Id", "Level", "Ownership", "Objective"]]}, 1), "have no column 'owner'", "is it 'Ownership'?"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_what_was_looked_for(book: MemoryBook, what: str, hint: str) -> None:
    with pytest.raises(OkrError) as error:
        plan_check_alignment(book)
    assert what in error.value.what
    assert hint in error.value.hint
