"""How often readings are right by how sure they say they are: the reliability table of `docs/reading.md`.

A reading is one file; its confidence is the least of its tables'. It is right when nothing that was read is wrong, and whole
when nothing is missing, either. Run `python -m tests.support.calibration` to print the table, with `--update` to write it into
the page.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from layout_books import LayoutBook, LayoutTab, layout_books
from layouts import LayoutResult, read_layout

from okrsheets.core.names import fold_name
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.matrix.vocabulary import vocabulary

BANDS = ((0.9, 1.01, "90 % or more"), (0.8, 0.9, "80 to 90 %"), (0.7, 0.8, "70 to 80 %"), (0.0, 0.7, "below 70 %"))
FILLED = 3  # cells of a row that may have a remark
BOUND = 0.95  # of the readings that say they are at least 90 % sure

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- calibration -->", "<!-- end of calibration -->"

Variant = Callable[[random.Random, LayoutBook], LayoutBook | None]


@dataclass(frozen=True)
class Band:
    """The readings of one band of confidence: all, those right, those whole, and their cells."""

    name: str
    readings: int
    right: int
    whole: int
    cells: int
    cells_right: int


def bands(results: Sequence[LayoutResult]) -> list[Band]:
    """Return the readings by how sure they say they are; files in which nothing was read are in none."""
    read = [each for each in results if each.confidence is not None]
    return [_band(name, [each for each in read if low <= (each.confidence or 0.0) < high]) for low, high, name in BANDS]


def _band(name: str, results: Sequence[LayoutResult]) -> Band:
    return Band(
        name,
        len(results),
        sum(not each.wrong for each in results),
        sum(each.whole for each in results),
        sum(each.cells + len(each.wrong) for each in results),
        sum(each.right for each in results),
    )


def table(parts: Sequence[Band]) -> str:
    """Return the bands as a table in Markdown."""
    lines = [
        "| says it is sure to | readings | nothing wrong | whole | cells right |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {each.name} | {each.readings} | {_share(each.right, each.readings)} | {_share(each.whole, each.readings)} | "
        f"{_share(each.cells_right, each.cells)} |"
        for each in parts
    ]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "–"


def varied(books: Sequence[LayoutBook]) -> Iterator[LayoutBook]:
    """Yield each book as it is, and as others might keep the same content."""
    for number, book in enumerate(books):
        yield book
        for variant in VARIANTS:
            if book.tabs:
                changed = variant(random.Random(f"{number} {book.name} {variant.__name__}"), book)
                if changed is not None:
                    yield replace(changed, name=f"{book.name}, {variant.__name__.replace('_', ' ')}")


def blank_edges(chance: random.Random, book: LayoutBook) -> LayoutBook | None:
    """Two blank rows above and a blank column before every sheet."""
    return replace(book, tabs=[_moved(tab, 2, 1) for tab in book.tabs])


def a_slip(chance: random.Random, book: LayoutBook) -> LayoutBook | None:
    """Two letters swapped in a heading that is known and that no reading names."""
    return _with_heading(chance, book, _swapped)


def other_words(chance: random.Random, book: LayoutBook) -> LayoutBook | None:
    """A heading that is known in words that nobody knows."""
    return _with_heading(chance, book, lambda chance, text: f"zz {text[::-1]}")


def a_remark_column(chance: random.Random, book: LayoutBook) -> LayoutBook | None:
    """A column of remarks behind the first sheet's."""
    tab = book.tabs[0]
    header = max(
        range(len(tab.rows)), key=lambda at: sum(isinstance(cell, str) and cell != "" for cell in tab.rows[at])
    )
    width = max(map(len, tab.rows))
    rows = [[*row, *[""] * (width - len(row)), ""] if row else row for row in map(list, tab.rows)]
    for number in range(header, len(rows)):
        if sum(cell != "" for cell in rows[number]) >= FILLED:
            rows[number][-1] = "Remarks" if number == header else chance.choice(["", "", "see the file", "ask Ann"])
    return replace(book, tabs=[replace(tab, rows=rows), *book.tabs[1:]])


VARIANTS: tuple[Variant, ...] = (blank_edges, a_slip, other_words, a_remark_column)


def _moved(tab: LayoutTab, down: int, across: int) -> LayoutTab:
    rows = [*[[] for _ in range(down)], *([*[""] * across, *row] if row else [] for row in tab.rows)]
    merged = [(top + down, left + across, bottom + down, right + across) for top, left, bottom, right in tab.merged]
    return LayoutTab(
        tab.title, rows, merged, {(row + down, at + across): fill for (row, at), fill in tab.fills.items()}
    )


def _with_heading(
    chance: random.Random, book: LayoutBook, change: Callable[[random.Random, str], str]
) -> LayoutBook | None:
    """A book with one known heading changed, None where it has none that may be."""
    values = {fold_name(str(value)) for row in book.reading for _, value in (*row.key, *row.values.items())}
    index, words = HeadingIndex(), vocabulary()
    spots = [
        (number, at)
        for number, row in enumerate(book.tabs[0].rows)
        for at, cell in enumerate(row)
        if isinstance(cell, str)
        and len(cell) > 4
        and not any(len(value) > 2 and value in fold_name(cell) for value in values)
        if index.meanings(cell) or words.heading(cell) or words.aspect(cell)
    ]
    if not spots:
        return None
    number, at = chance.choice(spots)
    rows: list[list[Any]] = [list(row) for row in book.tabs[0].rows]
    rows[number][at] = change(chance, rows[number][at])
    return replace(book, tabs=[replace(book.tabs[0], rows=rows), *book.tabs[1:]])


def _swapped(chance: random.Random, text: str) -> str:
    at = chance.randint(1, len(text) - 3)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def measured(books: Sequence[LayoutBook], folder: Path) -> list[LayoutResult]:
    """Return how each book and each variant of it is read, in its first format."""
    return [read_layout(book, book.endings[0], folder / str(number)) for number, book in enumerate(varied(books))]


def on_page(page: str, text: str) -> str:
    """Return a page with the table in its place."""
    before, rest = page.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}"


def main(word: str = "") -> None:
    """Print the table, and the readings that are wrong."""
    update = word == "--update"
    books = [book for book in layout_books() if update or word.lower() in f"{book.family}: {book.name}".lower()]
    with tempfile.TemporaryDirectory() as folder:
        results = measured(books, Path(folder))
    for result in results:
        if result.wrong:
            print(f"- {result.confidence or 0:.0%} {result.book.family}: {result.book.name}: {result.wrong[0]}")
    print(table(bands(results)))
    if update:
        PAGE.write_text(on_page(PAGE.read_text("utf-8"), table(bands(results))), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
