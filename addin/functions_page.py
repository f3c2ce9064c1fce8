"""The catalogue as a page to read: every function with its arguments, an example, and its plain formula where it has one."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import functions
from .declaration import Argument, SheetFunction
from .plain_formulas import expand

TITLES = {"OKR": "Key results and objectives", "SKILL": "Skills"}
PLAIN_ENOUGH = 300  # characters of a plain formula that are still worth reading
INTRODUCTION = """# The functions

Every host computes exactly this: Excel, LibreOffice, Google Sheets, the command line (`okrsheets call`) and SQL
([the macros](store.md) of the history file). A blank cell, `-`, `NA` and `n/a` are no data; text where a number belongs is an
error. Ranges that belong together have as many cells.

<!-- made from addin/functions.py by `python -m okrsheets.addin.functions_page`; a test keeps it up to date -->
"""


def page() -> str:
    """Return docs/functions.md."""
    return "\n".join([INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    for category, title in TITLES.items():
        yield f"## {title}\n"
        for function in functions():
            if function.category == category:
                yield from _entry(function)


def _entry(function: SheetFunction) -> Iterator[str]:
    yield f"### {function.name}\n\n`{function.signature}`\n\n{function.help}\n"
    yield "| argument | |\n| --- | --- |"
    yield from (f"| {argument.shown} | {_kind(argument)}{argument.help} |" for argument in function.arguments)
    formula, _, answer = function.example.partition("  ->  ")
    yield f"\n`{formula}` gives {answer}\n"
    if function.native:
        cells = [
            f"{chr(65 + number)}2" for number in range(sum(not argument.optional for argument in function.arguments))
        ]
        plain = expand(f"={function.name}({','.join(cells)})")
        if len(plain) <= PLAIN_ENOUGH:
            yield f"Without an add-in, for arguments in {' and '.join(cells)}: `{plain}`\n"
        else:
            yield "Has a plain formula too, for workbooks without an add-in (`okrsheets new` writes it).\n"


def _kind(argument: Argument) -> str:
    return "a range: " if argument.range else ""


if __name__ == "__main__":
    print(page())
