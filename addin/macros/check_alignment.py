"""Check alignment: the alignment of every objective, coloured, with advice for a missing or incorrect parent."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.alignment import ELSEWHERE, word_in_workbook
from ...core.alignment_problems import ADVICE
from ...core.cells import ErrorCell, identifier
from ...core.errors import OkrError
from ...core.evaluation import evaluate
from ...core.model import Objective
from ...core.objective_status import ObjectiveStatus
from ...core.sheet_words import LANGUAGES, language_of, word_in
from ...core.tables.own_sheets import ALIGNMENT_CHECK
from ...core.tables.table_finder import LOOK_AT_ROWS
from . import generated_sheets
from .book import Book, CellEdit, Formula, Spot, contents
from .generated_sheets import GeneratedRow
from .plan import Plan, checked, same
from .table_finder import Located, alignment_view, as_of, find, tables, view_heading

SHEET = ALIGNMENT_CHECK
HEADINGS = ("Objective", "Description", "Alignment", "What to do", "Cell")
BAD = frozenset({"cycle", "duplicate id", "inverted level"})
LOOK_ELSEWHERE = (
    "no objective in this workbook has this id; correct it, unless the parent is in another team's workbook"
)


def plan_check_alignment(book: Book) -> Plan:
    """Return the plan of a check: a sheet that lists all objectives, and the alignment on a sheet of the user's own."""
    objectives = find(book, "objectives")
    evaluation = evaluate(tables(book), as_of(book))
    statuses = sorted(
        (status for status in evaluation.objectives if status.objective.id),
        key=lambda status: status.objective.origin.row,
    )
    if not statuses:
        raise OkrError(f"{book.name} › {objectives.sheet}: there are no objectives yet", "add one below the headings")
    listed = [status for status in statuses if status.alignment in ADVICE]
    fine = [status for status in statuses if status.alignment not in ADVICE]
    says = _says(len(statuses), len(listed), sum(_word(status) == ELSEWHERE for status in listed))
    sheet = generated_sheets.GeneratedSheet(
        SHEET, says, HEADINGS, [_row(status, objectives) for status in (*listed, *fine)]
    )
    new, changes = generated_sheets.write(book, sheet)
    changes += _words(book, statuses)
    show = Spot(SHEET, 1, 0) if new or changes else None
    return checked(Plan("Check alignment", (says,), new, tuple(changes), show=show), book)


def look_of(word: str) -> str:
    """Return how a word of alignment is coloured.

    >>> look_of("aligned"), look_of("orphan"), look_of("cycle"), look_of("in another workbook")
    ('good', 'careful', 'bad', '')
    """
    if word == ELSEWHERE:
        return ""
    return "bad" if word in BAD else "careful" if word in ADVICE else "good"


def _word(status: ObjectiveStatus) -> str:
    return word_in_workbook(status.alignment)


def _says(total: int, listed: int, elsewhere: int) -> str:
    wrong = listed - elsewhere
    text = f"{wrong} of {total} objectives need attention" if wrong else "every objective has a correct parent"
    return text + (f"; {elsewhere} of {total} have a parent that is not in this workbook" if elsewhere else "")


def _row(evaluation: ObjectiveStatus, objectives: Located) -> Sequence[GeneratedRow]:
    objective: Objective = evaluation.objective
    word = _word(evaluation)
    field = (
        "parent_id"
        if evaluation.alignment in ADVICE and word != "duplicate id" and "parent_id" in objectives.columns
        else "id"
    )
    cell = objectives.spot(field, objective.origin.row)
    return (
        GeneratedRow(objective.id),
        GeneratedRow(objective.objective),
        GeneratedRow(word, look=look_of(word)),
        GeneratedRow(LOOK_ELSEWHERE if word == ELSEWHERE else ADVICE.get(word)),
        GeneratedRow(str(cell), leads_to=cell),
    )


def _words(book: Book, statuses: Sequence[ObjectiveStatus]) -> list[CellEdit]:
    """Words for the alignment sheet, where it has a column for them that no formula fills."""
    view = alignment_view(book)
    if view is None:
        return []
    title, rows = view
    language = language_of(rows)
    head = next((at for at, row in enumerate(rows[:LOOK_AT_ROWS]) if {"id", "alignment"} <= _names(row)), None)
    if head is None:
        return []
    names = [view_heading(cell) for cell in rows[head]]
    ids, words = names.index("id"), names.index("alignment")
    held, by_id = contents(book, title), {status.objective.id: _word(status) for status in reversed(statuses)}
    changes = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cell = row[ids] if ids < len(row) else None
        word = None if isinstance(cell, ErrorCell) else by_id.get(identifier(cell) or "")
        shown = word_in(language, word) if word else None
        old = held.get((number, words))
        ours = old is None or old in _OURS
        if word and ours and not isinstance(old, Formula) and not same(old, shown):
            changes.append(CellEdit(Spot(title, number, words), old, shown, look=look_of(word)))
    return changes


_WORDS = ("top", "aligned", ELSEWHERE, *ADVICE)
_OURS = frozenset(word_in(language, word) for language in LANGUAGES for word in _WORDS)


def _names(row: Sequence[object]) -> set[str]:
    return {view_heading(cell) for cell in row if isinstance(cell, str)}
