"""Functions asked for from outside a sheet: words of a shell, lines of JSON, and the catalogue as plain values."""

from __future__ import annotations

import json
from typing import Any

from ..core.errors import OkrError
from .catalogue import call
from .declaration import SheetFunction


def argument(text: str) -> Any:
    """Return a word of the shell as a cell or range: JSON where it is JSON, else the text.

    >>> argument("[[1], [null]]"), argument("2026-01-01")
    ([[1], [None]], '2026-01-01')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text


def answer(line: str) -> dict[str, Any]:
    """Answer one line of JSON, never with an exception.

    >>> answer('{"function": "OKR_SCORE", "args": [1.4]}')
    {'value': 1.0}
    """
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"not JSON: {error}"}
    if not isinstance(request, dict) or not isinstance(request.get("args", []), list):
        return {"error": 'a line must be {"function": NAME, "args": [...]}'}
    try:
        return {"value": call(str(request.get("function", "")), request.get("args", []))}
    except OkrError as error:
        return {"error": error.what}


def described(function: SheetFunction) -> dict[str, Any]:
    """Return what the catalogue says of a function, ready for `json`."""
    return {
        "name": function.name,
        "arguments": [
            {"name": argument.name, "help": argument.help, "range": argument.range, "optional": argument.optional}
            for argument in function.arguments
        ],
        "help": function.help,
        "example": function.example,
        "spills": function.spills,
    }
