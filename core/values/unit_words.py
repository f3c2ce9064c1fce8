"""Words and signs beside numbers: percent, currencies, multipliers, and units that people write behind a number."""

from __future__ import annotations

PER_CENT = frozenset({"%", "percent", "per cent", "pct", "pct.", "prozent", "v.h.", "por ciento", "pour cent"})
PER_MILLE = "‰"
_CURRENCIES = """€ $ £ ¥ ₹ ₩ ₽ ₺ ₪ ฿ ₫ ₴ ₱ us$ r$ a$ c$ s$ hk$ eur usd gbp jpy chf sek nok dkk pln czk huf ron bgn try cad aud nzd
    sgd hkd cny inr brl mxn zar ils krw thb php idr aed sar euro euros dollar dollars fr. kr kr. zł kč ft lei"""
CURRENCIES = frozenset(_CURRENCIES.split())
MULTIPLIERS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "thousands": 1e3, "tausend": 1e3, "tsd.": 1e3, "t€": 1e3,
    "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "mio.": 1e6, "mill": 1e6, "million": 1e6, "millions": 1e6,
    "millionen": 1e6, "millones": 1e6, "bn": 1e9, "mrd": 1e9, "mrd.": 1e9, "b": 1e9, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
ONLY_WITH_CURRENCY = frozenset({"m", "mm", "b", "mill"})  # metres, minutes, months or bytes as well
HOURS, MINUTES, SECONDS, DAYS, WEEKS = "hours", "minutes", "seconds", "days", "weeks"
TIME_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "std.", "stunde", "stunden", "hora", "horas"), HOURS),
    **dict.fromkeys(("min", "mins", "min.", "minute", "minutes", "minuten", "minuto", "minutos"), MINUTES),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "segundo", "segundos"), SECONDS),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen", "día", "días", "dia", "dias"), DAYS),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "woche", "wochen", "semana", "semanas"), WEEKS),
}  # fmt: skip
IN_SECONDS = {SECONDS: 1.0, MINUTES: 60.0, HOURS: 3600.0}  # days and weeks may be working ones
_OTHER = """month months monat monate mes meses quarter quarters year years jahr jahre año años people person persons personen
    personas users user customers customer kunden clientes clients client employees employee mitarbeiter fte ftes heads
    pcs pc pieces piece stück stk unit units items item points point pts punkte puntos tickets ticket leads lead deals
    deal calls call sessions session stores store teams team sprints sprint features feature countries country x times
    mal kg g mg km cm mm l kwh mwh kw mw mb gb tb kb ms bugs bug defects defect orders order visits visit courses course
    stars star sterne trips trip developers developer meetings meeting pp accounts account contracts contract subscribers
    subscriber members member downloads download signups signup articles article posts post interviews interview candidates
    candidate hires hire partners partner releases release reviews review responses response registrations referrals referral
    opportunities opportunity projects project products product processes process events event workshops workshop hours/week
    followers follower installs install sales sale demos demo experiments experiment tests test incidents incident errors"""
OTHER_UNITS = frozenset(_OTHER.split())


HARD = frozenset({"%", PER_MILLE, HOURS, MINUTES, SECONDS, DAYS, WEEKS, "kg", "g", "t", "km", "m", "cm", "mm", "ms"})
SAME_CURRENCY = {
    **dict.fromkeys(("eur", "euro", "euros"), "€"),
    **dict.fromkeys(("usd", "dollar", "dollars", "us$"), "$"),
    "gbp": "£",
    "inr": "₹",
    "fr.": "chf",
    "kr.": "kr",
    "pln": "zł",
}


def normalised_unit(unit: str) -> str:
    """Return one word for a unit of time or percent, however it is written; other units in small letters.

    >>> normalised_unit("Hrs"), normalised_unit(" % "), normalised_unit("Boats")
    ('hours', '%', 'boats')
    """
    word = " ".join(unit.lower().split())
    if word in PER_CENT:
        return "%"
    return TIME_UNITS.get(word) or SAME_CURRENCY.get(word, word)


def is_hard(unit: str) -> bool:
    """Return whether a unit differs in size or kind from all others: time, money, percent; names of things do not.

    >>> is_hard("hours"), is_hard("k€"), is_hard("tickets")
    (True, True, False)
    """
    return unit in HARD or any(sign in unit for sign in "€$£¥₹") or unit.split("/")[0] in CURRENCIES


def is_known(unit: str) -> bool:
    """Return whether a unit is one that people write behind numbers.

    >>> is_known("days"), is_known("€"), is_known("or so")
    (True, True, False)
    """
    return unit in TIME_UNITS or unit in CURRENCIES or unit in OTHER_UNITS or unit in PER_CENT or unit == PER_MILLE
