"""Our functions as plain formulas, for companies that allow no add-in: what Excel 2016, Google Sheets and LibreOffice
all compute by themselves.

A declaration's `native` is a formula with {argument} in it. Names that begin with an underscore stand for the pieces
below, so that a declaration can be read. An argument that is left out is the text `""`. An error is a text that says what
is wrong, plus 0: it shows as #VALUE!, and whoever opens the formula reads why. Arrays stand in SUMPRODUCT only, and
never in an IF, which Excel 2016 would not compute cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..core.cells import NO_DATA, is_blank
from ..core.errors import UsageError
from .catalogue import functions
from .declaration import SheetFunction
from .formulas import is_number, parenthesised, rewrite

LEFT_OUT = '""'
LONGEST = 8_192  # characters that Excel takes in a formula
NO_DATA_WORDS = f'"|{"|".join(sorted(NO_DATA))}|"'
_GUARDED = re.compile(r'IF\(([^(),"]+)="","",\1\)', re.IGNORECASE)
_OURS = re.compile(r"\b(?:OKR|SKILL)_", re.IGNORECASE)
_TEXT = re.compile(r'"([^"]*)"')


def expand(formula: str) -> str:
    """Return a formula with every function of ours, nested ones too, replaced by a plain formula.

    `UsageError` for a function that has none, a wrong number of arguments, brackets that do not match, and a result
    that is longer than Excel takes: each call inside a call multiplies it.

    >>> expand('=OKR_STATUS(0.39, 0.5)')[:74]
    '=IF(0.1>0.25,"gaps out of order"+0,IF(FALSE,"no data",IF(0.39>=1,"achieved'
    """
    if _OURS.search(formula) is None:
        return formula
    plain = rewrite(formula, {function.name: _plainly(function) for function in functions()})
    if len(plain) > LONGEST:
        raise UsageError(
            "as a plain formula this is too long for Excel", "compute the inner calls in cells of their own"
        )
    return plain


def without_words(formula: str) -> str:
    """Return a formula without the words that a plain one shows in place of an error of our functions.

    >>> without_words('=IFERROR(OKR_SCORE(A1),"check")&IFERROR(1/A1,"")')
    '=OKR_SCORE(A1)&IFERROR(1/A1,"")'
    """
    return rewrite(formula, {"IFERROR": _first_of_ours})


def _first_of_ours(arguments: list[str]) -> str:
    return arguments[0] if _OURS.match(arguments[0]) else f"IFERROR({','.join(arguments)})"


def _plainly(function: SheetFunction) -> Callable[[list[str]], str]:
    def fill(arguments: list[str]) -> str:
        if not function.native:
            raise UsageError(f"{function.name} has no plain formula", "it needs the add-in")
        function.check(len(arguments))
        missing = [LEFT_OUT] * (len(function.arguments) - len(arguments))
        texts = [_bare(text or LEFT_OUT) for text in [*arguments, *missing]]
        by_name = dict(zip([argument.name for argument in function.arguments], texts))
        filled = re.sub(r"\{(\w+)\}", lambda match: by_name[match.group(1)], function.native)
        return rewrite(filled, _PIECES)

    return fill


def _bare(text: str) -> str:
    """An argument, without the IF that only tells an add-in that the cell is empty: plain formulas see it themselves."""
    guarded = _GUARDED.fullmatch(text)
    return parenthesised(guarded.group(1) if guarded else text)


def _among(arguments: list[str]) -> str:
    """Whether a word stands in a list of words between bars."""
    cell, words = arguments
    return f'ISNUMBER(FIND("|"&LOWER(TRIM({cell}))&"|",{words}))'


def _blank(arguments: list[str]) -> str:
    """Whether a cell says nothing (domain.md §3)."""
    (cell,) = arguments
    literal = _TEXT.fullmatch(cell)
    if literal or is_number(cell):
        return "TRUE" if literal and is_blank(literal.group(1)) else "FALSE"
    return _among([cell, NO_DATA_WORDS])


def _value(arguments: list[str]) -> str:
    """A number; one that is kept as text is an error, since what programs make of it depends on the country."""
    (cell,) = arguments
    return cell if is_number(cell) else f'IF(ISTEXT({cell}),"not a number"+0,{cell}+0)'


def _default(arguments: list[str]) -> str:
    """A number, or another one where the cell is blank."""
    cell, usual = arguments
    return {"TRUE": usual, "FALSE": _value([cell])}.get(
        blank := _blank([cell]), f"IF({blank},{usual},{_value([cell])})"
    )


def _number(arguments: list[str]) -> str:
    """A number that must be there."""
    return _default([*arguments, '"missing"+0'])


def _day(arguments: list[str]) -> str:
    """A day that must be there, without its time; as text only year-month-day, which is the same in every country."""
    (cell,) = arguments
    other_text = f'ISTEXT({cell})*(MID(TRIM({cell}),5,1)<>"-")'
    return f'INT(IF({_blank(arguments)},"missing date"+0,IF({other_text},"not a date"+0,{cell}+0)))'


def _case(arguments: list[str]) -> str:
    """One formula for each of some words; the first is the usual one."""
    cell, words, forms = arguments[0], arguments[1::2], arguments[2::2]
    literal = _TEXT.fullmatch(cell)
    word = f'"{literal.group(1).strip().lower()}"' if literal else ""
    if word == LEFT_OUT:
        return forms[0]
    if word in words:
        return forms[words.index(word)]
    at = f"IF({_blank([cell])},1,MATCH(TRIM({cell}),{{{','.join(words)}}},0))"
    return f"CHOOSE({at},{','.join(forms)})"


def _faults(arguments: list[str]) -> str:
    """How many cells of a range are neither numbers nor blank."""
    (cells,) = arguments
    return f"SUMPRODUCT(1-ISNUMBER({cells})-{_blank([cells])})"


def _negatives(arguments: list[str]) -> str:
    """The same, with the negative numbers."""
    (cells,) = arguments
    return "0" if cells == LEFT_OUT else f"SUMPRODUCT(1-ISNUMBER({cells})-{_blank([cells])}+({cells}<0))"


def _total(arguments: list[str]) -> str:
    """Σ mask · weight · value, where a blank weight is 1; as parts of SUMPRODUCT, texts count 0."""
    mask, weights, *values = arguments
    if weights == LEFT_OUT:
        return f"SUMPRODUCT({','.join([mask, *values])})"
    unweighted = ",".join([f"{mask}*{_blank([weights])}", *values])
    return f"(SUMPRODUCT({','.join([mask, weights, *values])})+SUMPRODUCT({unweighted}))"


def _divisors(arguments: list[str]) -> str:
    """The numbers of a range above 0, and 1 in place of every other cell, so that dividing by them never fails."""
    (cells,) = arguments
    there = f"(ISNUMBER({cells})*({cells}>0))"
    return f'(VALUE("0"&REPT({cells},{there}))+1-{there})'


def _counting(arguments: list[str]) -> str:
    """Whether each weight lets its value count; a blank one is 1."""
    (weights,) = arguments
    return "1" if weights == LEFT_OUT else f"(({weights}>0)+{_blank([weights])}>0)"


def _limited(arguments: list[str]) -> str:
    """The numbers of a range limited to 0..1, and 0 in place of every other cell."""
    (cells,) = arguments
    return f'(("0"&REPT({cells},ISNUMBER({cells})*({cells}>0)*({cells}<1)))+ISNUMBER({cells})*({cells}>=1))'


_PIECES: dict[str, Callable[[list[str]], str]] = {
    "_AMONG": _among,
    "_BLANK": _blank,
    "_VALUE": _value,
    "_DEFAULT": _default,
    "_NUMBER": _number,
    "_DAY": _day,
    "_CASE": _case,
    "_FAULTS": _faults,
    "_NEGATIVES": _negatives,
    "_TOTAL": _total,
    "_DIVISORS": _divisors,
    "_COUNTING": _counting,
    "_LIMITED": _limited,
}
