"""The months by their names and usual short forms, in the languages of the product and some beside them."""

from __future__ import annotations

_NAMES = (
    "january jan januar jän jänner enero ene janvier janv janeiro gennaio gen januari",
    "february feb februar febrero février févr fév fevereiro fev febbraio februari",
    "march mar märz mär mrz maerz marzo mars março maart mrt",
    "april apr abril abr avril avr aprile",
    "may mai mayo maio maggio mag mei",
    "june jun juni junio juin junho giugno giu",
    "july jul juli julio juillet juil julho luglio lug",
    "august aug agosto ago août augustus",
    "september sep sept septiembre setiembre septembre setembro settembre set",
    "october oct oktober okt octubre octobre outubro out ottobre ott",
    "november nov noviembre novembre novembro",
    "december dec dezember dez diciembre dic décembre déc dezembro dicembre",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}


def month_number(name: str) -> int | None:
    """Return the number of a month by its name, or None.

    >>> month_number("Sept."), month_number("märz"), month_number("smarch")
    (9, 3, None)
    """
    return MONTHS.get(name.strip().rstrip(".").lower())
