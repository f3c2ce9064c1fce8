"""How often the wording rules of the quality coach are right on labelled statements: precision and recall per rule.

`python -m tests.support.quality_precision` prints both for the statements that the word lists may be tuned on, for those that are
held out of the first file, and for those written last;
`--wrong` also lists what is wrong among the first.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from okrsheets.core.quality_checks import wording
from okrsheets.core.quality_words import copied, numbers, several_owners

FILE = Path(__file__).parents[1] / "core" / "data" / "labelled_statements.txt"
EVERY = 3  # every third statement is held out
TUNING, HELD_OUT, LAST = "for tuning", "held out", "held out, written last"


@dataclass(frozen=True)
class Statement:
    """One statement, with the code that it is labelled with, or ""."""

    what: str
    language: str
    label: str
    text: str
    part: str


@dataclass(frozen=True)
class Rates:
    """How many statements a rule matched rightly, wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of matches that are right; 1 without any."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the labelled that are matched; 1 without any."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def statements() -> Iterator[Statement]:
    """Yield the statements of the file in their order."""
    first, later, last = re.split(r"\n# (?:Later|Last)\n", FILE.read_text("utf-8"))
    for at, line in enumerate(_lines(first)):
        yield _statement(line, HELD_OUT if at % EVERY == EVERY - 1 else TUNING)
    yield from (_statement(line, TUNING) for line in _lines(later))
    yield from (_statement(line, LAST) for line in _lines(last))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _statement(line: str, part: str) -> Statement:
    head, text = line.split(" | ", 1)
    what, language, label = head.split()
    return Statement(what, language, "" if label == "-" else label, text, part)


def code_of(statement: Statement) -> str:
    """Return the code of the rule that matches a statement, or ""."""
    if statement.what == "O":
        return "Q01" if numbers(statement.text) else ""
    if statement.what == "W":
        return "Q10" if several_owners(statement.text) else ""
    if statement.what == "P":
        return "Q09" if copied(*statement.text.split(" << ")) else ""
    return wording(statement.text, None, None, None)[0]


def rates(chosen: Iterable[Statement]) -> dict[str, Rates]:
    """Return the rates of each rule on some statements."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for statement in chosen:
        code = code_of(statement)
        if code == statement.label:
            right[code] += 1
        else:
            wrong[code] += 1
            missed[statement.label] += 1
    codes = sorted({*right, *wrong, *missed} - {""})
    return {code: Rates(right[code], wrong[code], missed[code]) for code in codes}


def table(chosen: Iterable[Statement]) -> list[str]:
    """Return the rates as lines of a table."""
    lines = ["rule  right  wrong  missed  precision  recall"]
    for code, rate in rates(chosen).items():
        numbers_text = f"{rate.right:5}  {rate.wrong:5}  {rate.missed:6}"
        lines.append(f"{code:4}  {numbers_text}  {rate.precision:9.0%}  {rate.recall:6.0%}")
    return lines


def main() -> None:
    """Print the tables."""
    every = list(statements())
    for part in (TUNING, HELD_OUT, LAST):
        chosen = [statement for statement in every if statement.part == part]
        print(f"{part}: {len(chosen)} statements", *table(chosen), "", sep="\n")
        if part == TUNING and "--wrong" in sys.argv:
            for statement in chosen:
                if (code := code_of(statement)) != statement.label:
                    print(f"{statement.label or '-':4} matched {code or '-':4} {statement.text}")


if __name__ == "__main__":
    main()
