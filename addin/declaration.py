"""Declare a function once: its name, arguments, help and example feed every host, the docs and the tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..core.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Argument:
    """One argument: what it is, and whether it takes a whole range or may be left out."""

    name: str
    help: str
    range: bool = False
    optional: bool = False

    @property
    def shown(self) -> str:
        """The name as in a function's signature: optional ones in brackets."""
        return f"[{self.name}]" if self.optional else self.name


@dataclass(frozen=True)
class SheetFunction:
    """A function that people type into a cell; `spills` when it answers with a column or a matrix.

    `native` is the same as a plain formula, for sheets without our add-in (see `native.py`); empty where there is none.
    """

    name: str
    arguments: tuple[Argument, ...]
    help: str
    example: str
    spills: bool
    call: Callable[..., Any]
    native: str = ""

    @property
    def signature(self) -> str:
        """The function as the documentation writes it.

        >>> SheetFunction("OKR_EXPECTED", (Argument("today", ""),), "", "", False, print).signature
        'OKR_EXPECTED(today)'
        """
        return f"{self.name}({', '.join(argument.shown for argument in self.arguments)})"

    @property
    def category(self) -> str:
        """OKR or SKILL."""
        return self.name.split("_", 1)[0]

    def check(self, count: int) -> None:
        """Raise `UsageError` unless the function takes so many arguments."""
        needed = sum(not argument.optional for argument in self.arguments)
        if not needed <= count <= len(self.arguments):
            raise UsageError(
                f"{self.name} takes {needed} to {len(self.arguments)} arguments, not {count}", self.signature
            )


DECLARED: dict[str, SheetFunction] = {}  # by name, in the order of declaration


def sheet_function(
    *arguments: Argument, example: str, spills: bool = False, native: str = ""
) -> Callable[[Function], Function]:
    """Put a Python function into the catalogue under its name in capitals; its docstring is the help.

    The declared arguments must be the function's own, in order: optional ones are those with a default.
    """

    def declare(function: Function) -> Function:
        declared = [(argument.name, argument.optional) for argument in arguments]
        own = [(name, item.default is not item.empty) for name, item in inspect.signature(function).parameters.items()]
        if declared != own:
            raise TypeError(f"{function.__name__} takes {own}, its declaration says {declared}")
        name = function.__name__.upper()
        help = inspect.getdoc(function) or ""
        DECLARED[name] = SheetFunction(name, arguments, help, example, spills, function, native)
        return function

    return declare
