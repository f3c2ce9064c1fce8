"""Cells and blocks of cells by their addresses, as spreadsheet programs write them in formulas and links."""

from __future__ import annotations

from .errors import column_letter


def quoted_sheet(name: str) -> str:
    """Return the name of a sheet as a reference writes it: in quotes, with its own quotes doubled.

    >>> quoted_sheet("Mia's")
    "'Mia''s'"
    """
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def block_address(row: int, column: int, height: int = 1, width: int = 1) -> str:
    """Return the address of a block of cells; rows are counted from 1, columns from 0.

    >>> block_address(5, 0), block_address(5, 0, 2, 3)
    ('A5', 'A5:C6')
    """
    first = f"{column_letter(column)}{row}"
    last = f"{column_letter(column + width - 1)}{row + height - 1}"
    return first if first == last else f"{first}:{last}"


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 0, by its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
