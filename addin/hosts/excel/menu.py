"""The menu OKR in Excel: VBA asks the person, Python plans and writes, and only text goes between the two.

VBA calls `click` with all that was asked and answered so far; Python begins anew, takes those answers, and comes back with the
next thing to ask. An answer counts for exactly what was asked: should the workbook change meanwhile, the person is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....core.errors import OkrError
from ...macros.book import CellEdit, contents
from ...macros.menu import MENU, TITLE, UNDO, UNDO_LABEL, Answer, Question, run
from ...macros.plan import Plan, apply, same, undo
from .book import ExcelBook

PART, RECORD, UNIT = (
    "\x1d",
    "\x1e",
    "\x1f",
)  # between the parts of what is asked, asked and answered, one answer and the next
TELL, AGREES, FILL, DONE = "tell", "agrees", "fill", "done"
YES, NO = "yes", "no"
LINE, BOX = "line", "box"
AT_MOST = 30  # lines that a box has room for

_CONTROL = re.compile(r"[\x00-\x1f]")

LAST: dict[str, Plan] = {}  # by workbook, the plan that takes the last macro back


class NeedsAnswer(Exception):
    """What has to be asked before anything can go on."""

    def __init__(self, kind: str, title: str, *parts: str) -> None:
        super().__init__(PART.join([kind, f"{TITLE}: {title}", *parts]))


class PersonAtExcel:
    """The person in front of Excel, who has answered some things already."""

    def __init__(self, answers: Sequence[tuple[str, str]]) -> None:
        self.said: dict[str, list[str]] = {}
        for asked, answer in answers:
            self.said.setdefault(asked, []).append(answer)

    def tell(self, title: str, lines: Sequence[str]) -> None:
        """Show something; nothing comes after that."""
        raise NeedsAnswer(TELL, title, _text(lines))

    def agrees(self, title: str, lines: Sequence[str]) -> bool:
        """Ask whether that should be done."""
        shown = [*lines[:AT_MOST], *([f"… and {len(lines) - AT_MOST} more lines"] if len(lines) > AT_MOST else [])]
        return self._answer(NeedsAnswer(AGREES, title, _text([*shown, "", "Continue?"]))) == YES

    def fill(self, title: str, questions: Sequence[Question], problem: Sequence[str]) -> Mapping[str, Answer] | None:
        """Ask for answers, one after the other; whoever would rather not never comes back from VBA.

        What is wrong with the answers so far stands above the first question, and what was typed is offered again.
        """
        first, *others = map(_question, questions)
        asked = [f"{_text([*problem, ''])}\n{first}" if problem else first, *others]
        answers = self._answer(NeedsAnswer(FILL, title, *asked)).split(UNIT)
        return {question.name: _answer(question, text) for question, text in zip(questions, answers)}

    def _answer(self, asks: NeedsAnswer) -> str:
        answers = self.said.get(str(asks))
        if not answers:
            raise asks
        return answers.pop(0)  # the same may be asked again, after an answer that cannot be used


def _text(lines: Sequence[str]) -> str:
    return "\n".join(_CONTROL.sub(" ", line) for line in lines)


def _question(question: Question) -> str:
    usual = question.usual
    shown = (YES if usual else NO) if isinstance(usual, bool) else _CONTROL.sub(" ", usual)
    return UNIT.join([question.label, shown, BOX if isinstance(usual, bool) else LINE])


def _answer(question: Question, text: str) -> Answer:
    return text == YES if isinstance(question.usual, bool) else text


def click(entry: str, workbook: Any, answered: str) -> str:
    """Do what an entry of the menu is for; return what to ask the person next, or `done` and how to call its undo."""
    records = answered.split(RECORD)
    book = ExcelBook(workbook, waits=True)
    person = PersonAtExcel(list(zip(records[::2], records[1::2])))
    label = next((item.label.rstrip("…") for item in MENU if item.name == entry), UNDO_LABEL)
    try:
        _counts_from_1900(book)
        undoes = run(entry, book, person, lambda plan: carry_out(plan, book), LAST.get(str(workbook.FullName)))
    except NeedsAnswer as asks:
        return str(asks)
    except OkrError as error:
        return str(NeedsAnswer(TELL, label, _text([error.what, error.hint])))
    except Exception as error:  # pywin32's, whatever Excel refused: a person should read it, not a traceback
        return str(NeedsAnswer(TELL, label, _text([f"{book.name}: this could not be done: {refusal(error)}"])))
    if undoes is None:
        return DONE
    LAST[str(workbook.FullName)] = undoes
    return DONE if entry == UNDO else PART.join([DONE, f"Undo {TITLE}: {label}"])


def _counts_from_1900(book: ExcelBook) -> None:
    if book.workbook.Date1904:
        raise OkrError(
            f"{book.name}: this workbook uses the 1904 date system, so its dates would be read four years early",
            "untick File › Options › Advanced › Use 1904 date system, and correct its dates",
        )


def carry_out(plan: Plan, book: ExcelBook) -> Plan:
    """Carry a plan out and return the one that undoes it; should Excel refuse in the middle, all is as it was."""
    sheets = book.sheets()
    try:
        with book.quiet():
            return apply(plan, book)
    except OkrError:
        raise
    except Exception as error:  # pywin32's, whatever Excel refused
        with book.quiet():
            _take_back(plan, book, sheets)
        raise OkrError(f"{book.name}: this could not be done: {refusal(error)}", "nothing was changed") from error


def _take_back(plan: Plan, book: ExcelBook, sheets: Sequence[str]) -> None:
    for name in [title for title in book.sheets() if title not in sheets]:
        book.remove_sheet(name)
    changes = [change for change in undo(plan).changes if change.spot.sheet in sheets]
    for name in dict.fromkeys(change.spot.sheet for change in changes):
        held = contents(book, name)
        book.write([change for change in changes if change.spot.sheet == name and _differs(held, change)])


def _differs(held: Mapping[Any, Any], change: CellEdit) -> bool:
    return not same(held.get((change.spot.row, change.spot.column)), change.new)


def refusal(error: Exception) -> str:
    """Return why Excel refused, in its own words where it has any.

    >>> refusal(ValueError("no such sheet"))
    'no such sheet'
    """
    details = error.args[2] if len(error.args) > 2 else None
    return str(details[2]) if isinstance(details, tuple) and len(details) > 2 and details[2] else str(error)
