"""Check alignment: a word and a colour for every objective, and what to do about those that hang wrong."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.cells import ErrorCell, identifier
from ...core.errors import OkrError
from ...core.evaluation import ADVICE, ObjectiveStatus, evaluate
from ...core.headings import normalise_heading
from ...core.model import Objective
from ...core.table_finder import LOOK_AT_ROWS
from . import generated_sheets
from .book import Book, CellEdit, Formula, Spot, contents
from .generated_sheets import GeneratedRow
from .plan import Plan, checked, same
from .table_finder import Located, as_of, find, tables

SHEET = schema.ALIGNMENT_CHECK
HEADINGS = ("Objective", "What it says", "Alignment", "What to do", "Cell")
BAD = frozenset({"cycle", "duplicate id", "inverted level"})
ELSEWHERE = "unknown parent"
LOOK_ELSEWHERE = "no objective of this workbook has that id: correct it, unless it stands in another team's workbook"


def plan_check_alignment(book: Book) -> Plan:
    """Plan the check: words beside the objectives of an alignment sheet of one's own, and the list of what is wrong."""
    objectives = find(book, "objectives")
    evaluation = evaluate(tables(book), as_of(book))
    found = sorted(
        (each for each in evaluation.objectives if each.objective.id), key=lambda each: each.objective.origin.row
    )
    if not found:
        raise OkrError(f"{book.name} › {objectives.sheet}: there are no objectives yet", "write one below the headings")
    listed = [each for each in found if each.alignment in ADVICE]
    fine = [each for each in found if each.alignment not in ADVICE]
    says = _says(len(found), len(listed), sum(each.alignment == ELSEWHERE for each in listed))
    sheet = generated_sheets.GeneratedSheet(
        SHEET, says, HEADINGS, [_row(each, objectives) for each in (*listed, *fine)]
    )
    new, changes = generated_sheets.write(book, sheet)
    changes += _words(book, found)
    show = Spot(SHEET, 1, 0) if new or changes else None
    return checked(Plan("Check alignment", (says,), new, tuple(changes), show=show), book)


def look_of(word: str) -> str:
    """Return how a word of alignment is coloured.

    >>> look_of("aligned"), look_of("orphan"), look_of("cycle")
    ('good', 'careful', 'bad')
    """
    return "bad" if word in BAD else "careful" if word in ADVICE else "good"


def _says(total: int, listed: int, elsewhere: int) -> str:
    wrong = listed - elsewhere
    said = f"{wrong} of {total} objectives need a look" if wrong else "no objective hangs wrong"
    return said + (f"; {elsewhere} of {total} serve an objective that is not in this workbook" if elsewhere else "")


def _row(evaluation: ObjectiveStatus, objectives: Located) -> Sequence[GeneratedRow]:
    of: Objective = evaluation.objective
    word = evaluation.alignment
    field = "parent_id" if word in ADVICE and word != "duplicate id" and "parent_id" in objectives.columns else "id"
    cell = objectives.spot(field, of.origin.row)
    return (
        GeneratedRow(of.id),
        GeneratedRow(of.objective),
        GeneratedRow(word, look=look_of(word)),
        GeneratedRow(LOOK_ELSEWHERE if word == ELSEWHERE else ADVICE.get(word)),
        GeneratedRow(str(cell), leads_to=cell),
    )


def _words(book: Book, found: Sequence[ObjectiveStatus]) -> list[CellEdit]:
    """Words for the alignment sheet, where it has a column for them that no formula fills."""
    if "Alignment" not in book.sheets():
        return []
    rows = book.cells("Alignment")
    head = next((at for at, row in enumerate(rows[:LOOK_AT_ROWS]) if {"id", "alignment"} <= _names(row)), None)
    if head is None:
        return []
    names = [normalise_heading(cell) if isinstance(cell, str) else "" for cell in rows[head]]
    ids, words = names.index("id"), names.index("alignment")
    held, by_id = contents(book, "Alignment"), {each.objective.id: each.alignment for each in reversed(found)}
    changes = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cell = row[ids] if ids < len(row) else None
        word = None if isinstance(cell, ErrorCell) else by_id.get(identifier(cell) or "")
        old = held.get((number, words))
        ours = old is None or old in _OURS
        if word and ours and not isinstance(old, Formula) and not same(old, word):
            changes.append(CellEdit(Spot("Alignment", number, words), old, word, look=look_of(word)))
    return changes


_OURS = frozenset({"top", "aligned", *ADVICE})


def _names(row: Sequence[object]) -> set[str]:
    return {normalise_heading(cell) for cell in row if isinstance(cell, str)}
