"""The menu OKR inside LibreOffice: an entry's name comes in, the macro runs on the document in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import unohelper
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK, BUTTONS_YES_NO
from com.sun.star.awt.MessageBoxType import INFOBOX, QUERYBOX
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJobExecutor
from okrsheets_in_sheet.addin.hosts.libreoffice.book import LibreOfficeBook, carry_out
from okrsheets_in_sheet.addin.macros.menu import TITLE, Answer, Question, run
from okrsheets_in_sheet.addin.macros.plan import Plan

SERVICE = "org.okrsheets.Macros"
SPREADSHEETS = "com.sun.star.sheet.SpreadsheetDocument"
YES = 2
AT_MOST = 30  # lines that a box has room for
LABEL, FIELD, LINE, EDGE = 120, 140, 16, 6  # widths and heights of the form, in LibreOffice's units
CHARACTERS, TEXT_LINE = 55, 10  # of a line of text in the form, and its height
RED = 0xB3261E

LAST: dict[str, Plan] = {}  # by document, the plan that takes the last macro back


class Macros(unohelper.Base, XJobExecutor, XServiceInfo):  # type: ignore[misc]  # UNO has no types
    """What LibreOffice calls for an entry of the menu."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context

    def trigger(self, name: str) -> None:
        desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        document = desktop.CurrentComponent
        if document is None or not document.supportsService(SPREADSHEETS):
            return
        book = LibreOfficeBook(document)
        window = document.CurrentController.Frame.ContainerWindow
        person = PersonAtWindow(self.context, window)
        undo = run(name, book, person, lambda plan: carry_out(plan, book), LAST.get(document.RuntimeUID))
        if undo is not None:
            LAST[document.RuntimeUID] = undo

    def getImplementationName(self) -> str:
        return SERVICE

    def supportsService(self, name: str) -> bool:
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (SERVICE,)


class PersonAtWindow:
    """The person in front of a window of LibreOffice."""

    def __init__(self, context: Any, window: Any) -> None:
        self.context, self.window = context, window

    def tell(self, title: str, lines: Sequence[str]) -> None:
        """Show something."""
        self._box(INFOBOX, BUTTONS_OK, title, lines)

    def agrees(self, title: str, lines: Sequence[str]) -> bool:
        """Ask whether that should be done."""
        return bool(self._box(QUERYBOX, BUTTONS_YES_NO, title, [*lines[:AT_MOST], "", "Continue?"]) == YES)

    def _box(self, kind: Any, buttons: Any, title: str, lines: Sequence[str]) -> int:
        toolkit = self.window.Toolkit
        box = toolkit.createMessageBox(self.window, kind, buttons, f"{TITLE}: {title}", "\n".join(lines))
        answer: int = box.execute()
        box.dispose()
        return answer

    def fill(self, title: str, questions: Sequence[Question], problem: Sequence[str]) -> Mapping[str, Answer] | None:
        """Ask for answers in one form, with what is wrong with them so far above it; None when it was cancelled."""
        create = self.context.ServiceManager.createInstanceWithContext
        model = create("com.sun.star.awt.UnoControlDialogModel", self.context)
        model.Title, model.Width = f"{TITLE}: {title}", LABEL + FIELD + 3 * EDGE
        lines = sum(1 + len(line) // CHARACTERS for line in problem)
        top = EDGE + lines * TEXT_LINE + (EDGE if problem else 0)
        model.Height = top + (len(questions) + 1) * LINE + 2 * EDGE
        if problem:
            _say_problem(model, problem, top)
        for at, question in enumerate(questions):
            _ask(model, question, top + at * LINE)
        for at, (name, kind) in enumerate((("ok", 1), ("cancel", 2))):
            size = {
                "PositionX": LABEL + 2 * EDGE + at * 72,
                "PositionY": model.Height - LINE - EDGE,
                "Width": 68,
                "Height": 14,
            }
            _put(model, "Button", name, PushButtonType=kind, **size)
        dialog = create("com.sun.star.awt.UnoControlDialog", self.context)
        dialog.setModel(model)
        dialog.createPeer(self.window.Toolkit, self.window)
        agreed = dialog.execute() == 1
        answers = {each.name: _answer(dialog.getControl(each.name), each) for each in questions}
        dialog.dispose()
        return answers if agreed else None


def _say_problem(model: Any, problem: Sequence[str], top: int) -> None:
    """Write what is wrong above the questions, in red."""
    size = {"PositionX": EDGE, "PositionY": EDGE, "Width": LABEL + FIELD + EDGE, "Height": top - 2 * EDGE}
    _put(model, "FixedText", "problem", Label="\n".join(problem), MultiLine=True, TextColor=RED, **size)


def _ask(model: Any, question: Question, top: int) -> None:
    if isinstance(question.usual, bool):
        size = {"PositionX": EDGE, "PositionY": top, "Width": LABEL + FIELD + EDGE, "Height": 12}
        _put(model, "CheckBox", question.name, Label=question.label, State=int(question.usual), **size)
        return
    _put(
        model,
        "FixedText",
        f"{question.name}_label",
        Label=question.label,
        PositionX=EDGE,
        PositionY=top + 2,
        Width=LABEL,
        Height=12,
    )
    place = {"PositionX": LABEL + 2 * EDGE, "PositionY": top, "Width": FIELD, "Height": 13}
    _put(model, "Edit", question.name, Text=question.usual, **place)


def _put(model: Any, kind: str, name: str, **properties: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    for key, value in properties.items():
        setattr(control, key, value)
    model.insertByName(name, control)


def _answer(control: Any, question: Question) -> Answer:
    return bool(control.State) if isinstance(question.usual, bool) else str(control.Text)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Macros, SERVICE, (SERVICE,))
