"""The text of a formula: where a call begins and ends, and what its arguments are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..core.errors import UsageError

# What is read as a whole: "text", 'sheet name', {constants}, a name or reference, a number, or one character.
# [table parts] nest and hold quotes of their own, so they are walked.
_TOKEN = re.compile(r"""
      "(?:[^"]|"")*"
    | '(?:[^']|'')*'
    | \{(?:"(?:[^"]|"")*"|[^{}"])*\}
    | \d+(?:\.\d*)?(?:[eE][+-]?\d+)?
    | [^\W\d][\w.]*
    | \s+
    | .
    """, re.VERBOSE | re.DOTALL)  # fmt: skip
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\([+-]\d+(?:\.\d*)?\)")
_ATOM = re.compile(r"""("(?:[^"]|"")*"|(?:'(?:[^']|'')*'!|[\w.]+!)?[\w.$]+(?::[\w.$]+)?)""")

Fill = Callable[[list[str]], str]


def is_number(text: str) -> bool:
    """Return whether an argument is a number as it stands.

    >>> is_number("0.25"), is_number("A1")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None


def parenthesised(text: str) -> str:
    """Return an argument that keeps its meaning between operators.

    >>> parenthesised("A1"), parenthesised("A1-B1"), parenthesised("MAX(A1,B1)")
    ('A1', '(A1-B1)', 'MAX(A1,B1)')
    """
    tokens = _tokens(text)
    is_table_part = len(tokens) == 2 and tokens[1][0] == "["
    if _ATOM.fullmatch(text) or is_table_part or _is_enclosed(tokens):
        return text
    return f"({text})"


def _is_enclosed(tokens: list[str]) -> bool:
    """Whether an argument is one call, or stands in brackets already."""
    start = tokens.index("(") if "(" in tokens[:2] else None
    is_name = start == 0 or tokens[0][0] == "_" or tokens[0][0].isalpha()
    return start is not None and is_name and _end(tokens, start) == len(tokens) - 1


def rewrite(formula: str, fills: Mapping[str, Fill]) -> str:
    """Return a formula with every call of some functions, in any case, replaced by what is made of its arguments.

    >>> rewrite('=IF(A1="TWICE(1)",0,twice(A1))', {"TWICE": lambda given: f"(2*{given[0]})"})
    '=IF(A1="TWICE(1)",0,(2*A1))'
    """
    return "".join(_rewritten(_tokens(formula), fills))


def _rewritten(tokens: list[str], fills: Mapping[str, Fill]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        fill = fills.get(tokens[at].upper())
        if fill is None or at + 1 == len(tokens) or tokens[at + 1] != "(":
            yield tokens[at]
            at += 1
        else:
            end = _end(tokens, at + 1)
            inside = tokens[at + 2 : end]
            yield fill(["".join(_rewritten(argument, fills)).strip() for argument in _arguments(inside)])
            at = end + 1


def _tokens(text: str) -> list[str]:
    """Split a formula; the parts of a table reference stay one token."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        end = _end_of_brackets(text, at) if text[at] == "[" else 0
        match = _TOKEN.match(text, at)
        assert match is not None
        end = end or match.end()
        tokens.append(text[at:end])
        at = end
    return tokens


def _end_of_brackets(text: str, start: int) -> int:
    """A table reference is [column] or [[#This Row],[column]]; an apostrophe before a character takes it literally."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "'":
            at += 1
        elif text[at] in "[]":
            depth += 1 if text[at] == "[" else -1
            if depth == 0:
                return at + 1
        at += 1
    raise _unmatched(text)


def _end(tokens: list[str], start: int) -> int:
    """The place of the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += (tokens[at] == "(") - (tokens[at] == ")")
        if depth == 0:
            return at
    raise _unmatched("".join(tokens))


def _arguments(tokens: list[str]) -> list[list[str]]:
    """The arguments between two brackets; none at all between `(` and `)`."""
    arguments: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            arguments.append([])
        else:
            arguments[-1].append(token)
    return arguments if len(arguments) > 1 or "".join(arguments[0]).strip() else []


def _unmatched(text: str) -> UsageError:
    return UsageError(f"brackets that do not match: {text}", "check the formula")
