"""The books of `tests/layouts`: what is read from them is right, and nothing is read from those that are about something else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from layout_books import LayoutBook, layout_books
from layouts import LayoutResult, half, read_layout

BOOKS = {
    f"{book.family}: {book.name} (.{ending})": (book, ending) for book in layout_books() for ending in book.endings
}
LEAST = {"okrs": 0.85, "skills": 0.97}  # of all cells in the right column with the right value


@cache
def result(name: str, folder: Path) -> LayoutResult:
    book, ending = BOOKS[name]
    return read_layout(book, ending, folder / str(len(list(folder.iterdir()))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


@pytest.mark.parametrize("name", BOOKS)
def test_what_is_read_from_a_strangers_sheet_is_right(name: str, folder: Path) -> None:
    assert list(result(name, folder).wrong) == []


@pytest.mark.parametrize("kind", LEAST)
def test_most_cells_of_strangers_sheets_are_read(kind: str, folder: Path) -> None:
    results = [result(name, folder) for name, (book, _) in BOOKS.items() if book.reading and half(book) == kind]
    assert sum(each.right for each in results) >= LEAST[kind] * sum(each.cells for each in results)


@pytest.mark.parametrize("family", sorted({book.family for book, _ in BOOKS.values()}))
def test_every_book_has_cells(family: str) -> None:
    def is_filled(book: LayoutBook) -> bool:
        return book.original is not None or any(any(row) for tab in book.tabs for row in tab.rows)

    assert all(is_filled(book) for book, _ in BOOKS.values() if book.family == family)
