"""The catalogue of sheet functions: all of them, one by name, and how to call one without a spreadsheet."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from ..core.errors import UsageError
from . import functions as _declarations  # noqa: F401  # importing the modules declares every function
from . import functions_ahead as _declarations_ahead  # noqa: F401
from .declaration import DECLARED, SheetFunction


def functions() -> tuple[SheetFunction, ...]:
    """Return every function, in the order of declaration."""
    return tuple(DECLARED.values())


def find(name: str) -> SheetFunction:
    """Return a function by its name in any case; `UsageError` with the nearest name when there is none."""
    wanted = name.strip().upper()
    by_name = {function.name: function for function in functions()}
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"no function {name!r}", f"{hint}`okrsheets functions` lists them all")


def call(name: str, arguments: Iterable[Any]) -> Any:
    """Call a function by name as a sheet would: `CellError` for bad cells, `UsageError` for a wrong count."""
    function = find(name)
    cells = list(arguments)
    function.check(len(cells))
    return function.call(*cells)
