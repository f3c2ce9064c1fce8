"""What several tests share: declare once: what a declaration says is what the function takes, and its example is true."""

from __future__ import annotations

import ast
import re
from typing import Any

from okrsheets.addin.declaration import SheetFunction

EXAMPLE = re.compile(r"=(?P<name>[A-Z_]+)\((?P<arguments>.*)\)  ->  (?P<value>.+)")


def literals(function: SheetFunction) -> list[Any] | None:
    """The arguments of a function's example, or None when they are cells of a sheet."""
    match = EXAMPLE.fullmatch(function.example)
    assert match is not None
    try:
        return list(ast.literal_eval(f"[{match['arguments']}]"))
    except (ValueError, SyntaxError):
        return None
