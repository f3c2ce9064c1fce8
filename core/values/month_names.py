"""The months by their names and usual short forms, in the languages of the product and some beside them."""

from __future__ import annotations

_NAMES = (
    "january jan januar jän jänner enero ene janvier janv",
    "february feb februar febrero février févr fév",
    "march mar märz mär mrz maerz marzo mars",
    "april apr abril abr avril avr",
    "may mai mayo",
    "june jun juni junio juin",
    "july jul juli julio juillet juil",
    "august aug agosto ago août",
    "september sep sept septiembre setiembre septembre",
    "october oct oktober okt octubre octobre",
    "november nov noviembre novembre",
    "december dec dezember dez diciembre dic décembre déc",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}


def month_number(name: str) -> int | None:
    """Return the number of a month by its name, or None.

    >>> month_number("Sept."), month_number("märz"), month_number("smarch")
    (9, 3, None)
    """
    return MONTHS.get(name.strip().rstrip(".").lower())
