"""What a locale such as "de" or "en-US" says about numbers and dates: the decimal mark, and which comes first."""

from __future__ import annotations

_COMMA = (
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl sq "
    "sr sv tr uk vi"
)
_POINT = "cy en ga he hi ja ko ms mt ta th zh"
DECIMAL_COMMA, DECIMAL_POINT = frozenset(_COMMA.split()), frozenset(_POINT.split())
POINT_REGIONS = frozenset(
    {
        "de-ch",
        "de-li",
        "it-ch",
        "es-mx",
        "es-us",
        "es-pr",
        "es-gt",
        "es-hn",
        "es-ni",
        "es-pa",
        "es-pe",
        "es-sv",
        "es-do",
    }
)
MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us", "es-pr"})
LANGUAGES = DECIMAL_COMMA | DECIMAL_POINT


def is_locale(name: str) -> bool:
    """Return whether a name is a locale that is known here: a language, or a language and a region.

    >>> is_locale("de"), is_locale("en_US"), is_locale("klingon")
    (True, True, False)
    """
    return _normalised(name).split("-")[0] in LANGUAGES


def decimal_mark(name: str) -> str:
    """Return the decimal mark of a locale, or nothing where the locale is not known.

    >>> decimal_mark("de-AT"), decimal_mark("de-CH"), decimal_mark("en"), decimal_mark("")
    (',', '.', '.', '')
    """
    locale = _normalised(name)
    if locale in POINT_REGIONS:
        return "."
    language = locale.split("-")[0]
    return "," if language in DECIMAL_COMMA else "." if language in DECIMAL_POINT else ""


def day_first(name: str) -> bool | None:
    """Return whether 8/12/2026 begins with the day; None where the locale does not say.

    >>> day_first("en-US"), day_first("en-GB"), day_first("en")
    (False, True, None)
    """
    locale = _normalised(name)
    if locale in MONTH_FIRST:
        return False
    return True if "-" in locale or decimal_mark(locale) == "," else None


def _normalised(name: str) -> str:
    return name.strip().lower().replace("_", "-")
