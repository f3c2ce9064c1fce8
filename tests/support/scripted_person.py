"""What several tests share: the menu: each entry asks, shows its plan, and does nothing without a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrsheets.addin.macros.menu import Answer, Question

ANSWERS: dict[str, Answer] = {"value": "75", "note": "better", "early": True}


class Scripted:
    """A person who answers as written down, and remembers what was shown."""

    def __init__(self, answers: Mapping[str, Answer] | None = ANSWERS, yes: bool = True) -> None:
        self.answers, self.yes = answers, yes
        self.told: list[str] = []

    def tell(self, title: str, lines: Sequence[str]) -> None:
        self.told += [title, *lines]

    def agrees(self, title: str, lines: Sequence[str]) -> bool:
        self.tell(title, lines)
        return self.yes

    def fill(self, title: str, questions: Sequence[Question], problem: Sequence[str]) -> Mapping[str, Answer] | None:
        if problem:
            self.tell(title, problem)
        if self.answers is None or problem:
            return None
        return {each.name: self.answers.get(each.name, each.usual) for each in questions}
