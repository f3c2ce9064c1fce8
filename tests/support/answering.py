"""How many layouts that are not read right are right after at most three answers of somebody who knows the sheet.

The person answers each question by the expected reading: the choice after which most cells are right. Run
`python -m tests.support.answering [WORD]` to print the shares, over the layouts and over their variants.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from calibration import varied
from layout_books import LayoutBook, layout_books
from layout_files import write_layout
from layouts import LayoutResult, compared

from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.reading.questions import questions
from okrsheets.sync.sources.base import RawWorkbook
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import MapEntry

MOST = 3  # answers


@dataclass(frozen=True)
class Answered:
    """How a book is read before and after the answers, and how many there were."""

    book: LayoutBook
    before: LayoutResult
    after: LayoutResult
    answers: int


def answered(book: LayoutBook, folder: Path) -> Answered:
    """Return how a book is read after a truthful person's answers."""
    path = write_layout(book, folder, book.endings[0])
    source = FolderSource(path)
    raw = replace(source.fetch(source.list()[0][0]).parse(), name=path.name)
    before = after = _result(book, raw)
    asked: set[str] = set()
    own: dict[str, MapEntry] = {}
    while len(asked) < MOST and not after.whole:
        index = HeadingIndex()
        waiting = [
            each for each in questions(raw, extract(raw, index), index, list(own.values())) if each.key not in asked
        ]
        if not waiting:
            break
        question = waiting[0]
        asked.add(question.key)
        tries = [_with(raw, own.get(question.sheet), entry) for entry in question.entries]
        values = [_value(book, each, own, question.sheet, entry) for each, entry in zip(tries, question.entries)]
        best = max(range(len(tries)), key=lambda at: values[at])
        chosen = question.entries[best]
        if chosen is not None:
            raw, own[question.sheet] = tries[best], chosen
        after = _result(book, raw)
    return Answered(book, before, after, len(asked))


def _with(raw: RawWorkbook, before: MapEntry | None, entry: MapEntry | None) -> RawWorkbook:
    if entry is None:
        return raw
    return replace(raw, mapping=[entry, *(each for each in raw.mapping if each is not before)])


def _value(
    book: LayoutBook, raw: RawWorkbook, own: dict[str, MapEntry], sheet: str, entry: MapEntry | None
) -> tuple[int, int]:
    """How good an answer is: the cells that are right with it, and with the best answer to the question that it opens."""
    here = _result(book, raw)
    answers = {**own, **({sheet: entry} if entry is not None else {})}
    index = HeadingIndex()
    opened = [
        each for each in questions(raw, extract(raw, index), index, list(answers.values())) if each.sheet == sheet
    ]
    behind = [
        _result(book, _with(raw, answers.get(sheet), each)).right
        for question in opened[:2]
        for each in question.entries
    ]
    return max([here.right - len(here.wrong), *behind]), here.right


def _result(book: LayoutBook, raw: RawWorkbook) -> LayoutResult:
    return compared(book, extract(raw, HeadingIndex()), book.endings[0])


def report(results: Sequence[Answered]) -> str:
    """Return how many books were whole before and after, and their cells."""
    count = len(results)
    before, after = (sum(getattr(each, when).whole for each in results) for when in ("before", "after"))
    cells = sum(each.before.cells for each in results) or 1
    right = [sum(getattr(each, when).right for each in results) for when in ("before", "after")]
    return (
        f"{count} books: whole {before} ({before / count:.1%}) without a question, {after} ({after / count:.1%}) after at most "
        f"{MOST} answers; cells right {right[0] / cells:.1%}, then {right[1] / cells:.1%}"
    )


def main(word: str = "") -> None:
    """Print the shares, and the books that are not whole after the answers."""
    books = [book for book in layout_books() if book.reading and word.lower() in f"{book.family}: {book.name}".lower()]
    plain = {book.name for book in books}
    with tempfile.TemporaryDirectory() as folder:
        results = [answered(book, Path(folder) / str(number)) for number, book in enumerate(varied(books))]
    for each in results:
        if not each.after.whole:
            print(
                f"- {each.book.name}: {each.before.right} → {each.after.right} of {each.after.cells}, {each.answers} answers"
            )
    print("layouts as they are:", report([each for each in results if each.book.name in plain]))
    print("and in four variants:", report(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
