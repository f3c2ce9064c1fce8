"""The OKR menu: what each entry asks the person, plans, shows, and carries out; the same in every program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, Union

from ...core.cells import FIRST_DAY, LAST_DAY, NO_SUCH_DAY, date_of, day
from ...core.errors import CellError, OkrError
from .book import Book
from .check_alignment import plan_check_alignment
from .check_in import plan_check_in, selected
from .close_quarter import plan_close
from .convert import plan_use_functions, plan_use_plain_formulas
from .plan import Plan, brief
from .refresh import plan_refresh, plan_values
from .table_finder import as_of

TITLE = "OKR"
Answer = Union[str, bool]


@dataclass(frozen=True)
class Question:
    """Something to fill in: a line of text, or a box to tick where the usual answer is True or False."""

    name: str
    label: str
    usual: Answer


class User(Protocol):
    """Who sits at the sheet."""

    def tell(self, title: str, lines: Sequence[str]) -> None:
        """Show lines of text below a title."""

    def agrees(self, title: str, lines: Sequence[str]) -> bool:
        """Return whether the user agrees to go on."""

    def fill(self, title: str, questions: Sequence[Question], problem: Sequence[str]) -> Mapping[str, Answer] | None:
        """Return the answers by the names of the questions; None when the user cancels.

        `problem` says in lines what was wrong with the answers that are offered again, and is empty at first.
        """


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the menu and what it asks first; its plan is None when the person would rather not."""

    name: str
    label: str
    help: str
    plan: Callable[[Book, User], Union[Plan, None]]
    questions: tuple[Question, ...] = ()


CHECK_IN = (
    Question("key_result", "Key result", ""),
    Question("value", "Value today", ""),
    Question("confidence", "Confidence, 0 to 1 (may stay blank)", ""),
    Question("note", "What happened", ""),
    Question("by", "Checked in by", ""),
    Question("day", "Day", ""),
    Question("set_current", "Also make it the current value", True),
)
CLOSE = (
    Question("unfinished", "Carry forward aspirational key results below target", False),
    Question("early", "Close before the last day of the cycle", False),
    Question("next_cycle", "Name of the next cycle (blank: the next quarter)", ""),
)


def _check_in(book: Book, person: User) -> Plan | None:
    spot = book.selected()
    chosen = None if spot is None else selected(book, spot)
    usual = {"key_result": chosen or "", "day": date_of(as_of(book)).isoformat()}
    questions = tuple(replace(question, usual=usual.get(question.name, question.usual)) for question in CHECK_IN)
    return _from_form(person, "Check in", questions, partial(_check_in_plan, book))


def _check_in_plan(book: Book, answers: Mapping[str, Answer]) -> Plan:
    text = {name: str(answer) for name, answer in answers.items()}
    try:
        on = day(text["day"])
    except CellError:
        on = NO_SUCH_DAY
    if on is not None and not FIRST_DAY <= on <= LAST_DAY:
        raise OkrError(f"{text['day']!r} is not a recognised date", "use YYYY-MM-DD, e.g. 2026-03-31")
    return plan_check_in(
        book, text["key_result"].strip(), text["value"], text["confidence"], text["note"], text["by"], on,
        answers["set_current"] is True,
    )  # fmt: skip


def _close(book: Book, person: User) -> Plan | None:
    return _from_form(person, "Close the quarter", CLOSE, partial(_close_plan, book))


def _close_plan(book: Book, answers: Mapping[str, Answer]) -> Plan:
    return plan_close(book, answers["unfinished"] is True, str(answers["next_cycle"]).strip(), answers["early"] is True)


def _from_form(
    person: User, title: str, questions: Sequence[Question], plan: Callable[[Mapping[str, Answer]], Plan]
) -> Plan | None:
    """Return the plan for what is filled in; what cannot be used is said in the form, and what was typed stays in it."""
    problem: list[str] = []
    while True:
        answers = person.fill(title, questions, problem)
        if answers is None:
            return None
        try:
            return plan(answers)
        except OkrError as error:
            problem = [error.what, *([error.hint] if error.hint else [])]
            questions = tuple(replace(question, usual=answers[question.name]) for question in questions)


MENU = (
    MenuEntry("check_in", "Check in…", "Add today's value of the selected key result.", _check_in, CHECK_IN),
    MenuEntry("check_alignment", "Check alignment", "List the objectives with a missing or incorrect parent.", lambda book, _: plan_check_alignment(book)),
    MenuEntry("refresh", "Refresh", "Re-enter the formulas that show #NAME?.", lambda book, _: plan_refresh(book)),
    MenuEntry("values", "Replace errors with values", "Write values where formulas show errors, for a computer without the add-in.", lambda book, _: plan_values(book)),
    MenuEntry("use_functions", "Use OKR functions", "Write the formulas of the templates with OKR_ functions, which need the add-in.", lambda book, _: plan_use_functions(book)),
    MenuEntry("use_plain_formulas", "Use plain formulas", "Write the formulas of the templates so that they work without the add-in.", lambda book, _: plan_use_plain_formulas(book)),
    MenuEntry("close", "Close the quarter…", "Archive this quarter and begin the next one.", _close, CLOSE),
)  # fmt: skip
UNDO = "undo"
UNDO_LABEL = "Undo last OKR action"


def run(
    name: str, book: Book, person: User, carry_out: Callable[[Plan], Plan], last: Plan | None = None
) -> Plan | None:
    """Do what an entry is for and return the plan that undoes it; None when nothing was done.

    `carry_out` applies a plan and returns its undo, `last` is what the entry `undo` carries out.
    """
    label = UNDO_LABEL
    try:
        if name == UNDO:
            if last is None:
                raise OkrError(
                    "there is nothing to undo", "this undoes the last entry of the menu that changed something"
                )
            plan: Plan | None = last
        else:
            entry = next(entry for entry in MENU if entry.name == name)
            label = entry.label.rstrip("…")
            plan = entry.plan(book, person)
        if plan is None:
            return None
        if plan.empty:
            person.tell(label, brief(plan))
            return None
        return carry_out(plan) if person.agrees(label, brief(plan)) else None
    except OkrError as error:
        person.tell(label, [error.what, *([error.hint] if error.hint else [])])
        return None
