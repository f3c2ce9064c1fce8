"""A short sheet with questions about one person's skills, which a sync reads back as self-ratings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from ..core.cells import Day
from ..core.file_marks import QUESTIONS
from ..core.model import Person
from ..core.schema import ASSESSMENTS, SKILLS
from ..core.skill_questions import SkillQuestion
from .build import XlsxBook, XlsxSheet
from .wording import Wording

HEADINGS_ROW = 4
_LINE = 15.5  # points
_WIDTHS = (28, 52, 10, 34, 12, 14, 12, *(24,) * 5)


def write_questions(
    path: Path, person: Person, questions: Sequence[SkillQuestion], today: Day, wording: Wording
) -> None:
    """Write the questions for one person; an empty level is no answer."""
    say = wording.say
    with XlsxBook(path, say("Questions about your skills"), today, mark=QUESTIONS, wording=wording) as book:
        sheet = book.sheet(wording.sheet(ASSESSMENTS.sheet))
        sheet.widths(_WIDTHS)
        sheet.text(1, 0, say("Questions about your skills, {name}", name=person.name or person.person_id), "title")
        sheet.text(2, 0, say("Type a level from 0 to 5 where you can, and leave the others empty. Save the file where it is."), "muted")  # fmt: skip
        _headings(sheet, wording)
        for row, question in enumerate(questions, start=HEADINGS_ROW + 1):
            _question(sheet, row, person, question, today)
        sheet.fit_heights(
            {row: _LINE * _lines(question, wording) for row, question in enumerate(questions, start=HEADINGS_ROW + 1)}
        )
        first, last = HEADINGS_ROW + 1, HEADINGS_ROW + len(questions)
        message = {"error_title": say("Level"), "error_message": say("Type a level from 0 to 5.")}
        between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5, **message}
        sheet.rule((first, 2), (last, 2), between)
        sheet.freeze(HEADINGS_ROW, 1)
        sheet.page(say("Questions about your skills"), (HEADINGS_ROW, HEADINGS_ROW))


def _lines(question: SkillQuestion, wording: Wording) -> int:
    """How many lines the longest text of a row takes in its column."""
    texts = (question.skill, reason(question, wording), *[""] * 5, *(anchor or "" for anchor in question.anchors))
    return max(math.ceil(1.2 * len(text) / width) for text, width in zip(texts, _WIDTHS) if text)


def _headings(sheet: XlsxSheet, wording: Wording) -> None:
    def heading(field: str) -> str:
        return wording.heading(ASSESSMENTS, ASSESSMENTS.column(field)).rstrip("*")

    levels = [wording.heading(SKILLS, SKILLS.column(f"level_{number}")) for number in range(1, 6)]
    texts = (
        (heading("skill"), "optional"), (wording.say("Why"), "optional"), (heading("level"), "required"),
        (heading("evidence"), "optional"), (heading("date"), "optional"), (heading("person_id"), "derived"),
        (heading("rater_type"), "derived"), *((text, "derived") for text in levels),
    )  # fmt: skip
    for at, (text, style) in enumerate(texts):
        sheet.text(HEADINGS_ROW, at, text, style)


def _question(sheet: XlsxSheet, row: int, person: Person, question: SkillQuestion, today: Day) -> None:
    wording = sheet.book.wording
    sheet.text(row, 0, question.skill, "computed long")
    sheet.text(row, 1, reason(question, wording), "computed long")
    sheet.blank(row, 2, "input number missing")
    sheet.blank(row, 3, "input long")
    sheet.number(row, 4, today, "input date")
    sheet.text(row, 5, person.person_id, "computed text")
    sheet.text(row, 6, wording.word("self"), "computed text")
    for at, anchor in enumerate(question.anchors or ("",) * 5, start=7):
        sheet.text(row, at, anchor or "", "computed long")


def reason(question: SkillQuestion, wording: Wording) -> str:
    """Return why a question is asked: the objectives that need the skill, and what is known so far."""
    language = wording.language
    goals = language.listed([language.quoted(goal) for goal in question.goals[:3]])
    skill = language.quoted(question.skill)
    needed = language.say("{skill} is needed by {goals}.", skill=skill, goals=goals)
    if question.newest is None:
        return f"{needed} {language.say('There is no rating yet.')}"
    return f"{needed} {language.say('The newest rating is from {day}.', day=language.day(question.newest))}"
