"""What may be typed and how cells are coloured, from XlsxWriter's words to Google's.

Google draws no bars in cells: a share is shaded instead, from white at 0 to the bar's colour at 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .drawing import cell
from .google_looks import cell_format, colour
from .style import QUIET, Style

Json = dict[str, Any]
At = tuple[int, int]

_SHOWN_BY_RULES = ("bold", "italic", "strikethrough", "foregroundColorStyle")


def condition(kind: str, *values: object) -> Json:
    """Return a condition with its values as people type them.

    >>> condition("NUMBER_BETWEEN", 0, 5.0)
    {'type': 'NUMBER_BETWEEN', 'values': [{'userEnteredValue': '0'}, {'userEnteredValue': '5'}]}
    """
    return {"type": kind, "values": [{"userEnteredValue": _typed(value)} for value in values]}


def _typed(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def validation(rule: Mapping[str, Any]) -> Json:
    """Return the DataValidationRule for a rule of `rules.rule`; what is only an offer there warns here."""
    is_list = rule["validate"] == "list"
    made = {"condition": _condition_of(rule), "inputMessage": rule.get("error_message", ""), "showCustomUi": is_list}
    return {**made, "strict": rule.get("error_type", "stop") == "stop"}


def _condition_of(rule: Mapping[str, Any]) -> Json:
    if rule["validate"] == "list":
        source = rule["source"]
        return condition("ONE_OF_RANGE", source) if isinstance(source, str) else condition("ONE_OF_LIST", *source)
    if rule["validate"] == "custom":
        return condition("CUSTOM_FORMULA", rule["value"])
    if rule["criteria"] == "between":
        kind = "DATE_BETWEEN" if rule["validate"] == "date" else "NUMBER_BETWEEN"
        return condition(kind, rule["minimum"], rule["maximum"])
    return condition("NUMBER_GREATER_THAN_EQ", rule["value"])


def conditional(first: At, last: At, rule: Mapping[str, Any], look: Style | None) -> Json:
    """Return a ConditionalFormatRule without its ranges."""
    kind = rule["type"]
    if kind == "2_color_scale":
        return _shades(rule, rule["min_color"], rule["max_color"])
    if kind == "data_bar":
        return _shades(rule, "#FFFFFF", rule["bar_color"])
    return {
        "booleanRule": {
            "condition": condition("CUSTOM_FORMULA", _formula(first, last, rule)),
            "format": _seen(look or QUIET),
        }
    }


def _formula(first: At, last: At, rule: Mapping[str, Any]) -> str:
    """The formula that tells where a rule holds, as the first cell sees it."""
    at = cell(*first)
    if rule["type"] == "errors":
        return f"=ISERROR({at})"
    if rule["type"] == "duplicate":  # COUNTIF would take 1.1 for 1.10
        cells = f"{cell(*first, fixed=True)}:{cell(*last, fixed=True)}"
        return f'=AND({at}<>"",SUMPRODUCT(N(EXACT({cells},{at})))>1)'
    if rule["type"] == "cell":
        return f"={at}{'=' if rule['criteria'] == '==' else rule['criteria']}{rule['value']}"
    return str(rule["criteria"])


def _shades(rule: Mapping[str, Any], low: str, high: str) -> Json:
    points = ((rule["min_value"], low), (rule["max_value"], high))
    made = [{"type": "NUMBER", "value": _typed(value), "colorStyle": colour(code)} for value, code in points]
    return {"gradientRule": dict(zip(("minpoint", "maxpoint"), made))}


def _seen(look: Style) -> Json:
    """A rule can change the colours, and whether text is bold, italic or struck through."""
    made = cell_format(look)
    text = {key: value for key, value in made.get("textFormat", {}).items() if key in _SHOWN_BY_RULES}
    shown: Json = {"textFormat": text} if text else {}
    if "backgroundColorStyle" in made:
        shown["backgroundColorStyle"] = made["backgroundColorStyle"]
    return shown
