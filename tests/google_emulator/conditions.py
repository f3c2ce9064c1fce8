"""How many values, and of which kind, the condition of a data validation or of a conditional format takes."""

from __future__ import annotations

from typing import Any

from .edit import Refused
from .entering import enter

Json = dict[str, Any]

COUNTS = {
    "ONE_OF_LIST": (1, 500),
    "ONE_OF_RANGE": (1, 1),
    "CUSTOM_FORMULA": (1, 1),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "TEXT_IS_EMAIL": (0, 0),
    "TEXT_IS_URL": (0, 0),
    "DATE_IS_VALID": (0, 0),
    "BOOLEAN": (0, 2),
    "FILTER_EXPRESSION": (1, 1),
    "TEXT_NOT_EQ": (1, 500),
}
# Google's page on ConditionType: these are for conditional formats and filters only.
NOT_FOR_VALIDATION = frozenset(
    {"BLANK", "NOT_BLANK", "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "TEXT_NOT_EQ", "DATE_NOT_EQ", "FILTER_EXPRESSION"}
)


def check_validation(rule: Json) -> None:
    """Refuse a rule of data validation that Google refuses; an empty one clears the rule of a cell."""
    if not rule:
        return
    condition = rule.get("condition")
    if not condition:
        raise Refused("A data validation rule must have a condition.")
    kind = condition.get("type", "")
    if kind in NOT_FOR_VALIDATION:
        raise Refused(f"ConditionType '{kind}' is not supported for data validation.")
    check_condition(condition)
    if any("relativeDate" in value for value in condition.get("values", ())):
        raise Refused("Relative dates are not supported in data validation.")


def check_condition(condition: Json) -> None:
    """Refuse a condition with too few or too many values, or with one that it cannot compare a cell with."""
    kind, values = condition.get("type", ""), condition.get("values", [])
    low, high = COUNTS.get(kind, (2, 2) if kind.endswith("BETWEEN") else (1, 1))
    if not low <= len(values) <= high:
        raise Refused(f"ConditionType '{kind}' must have {_wanted(low, high)}.")
    for value in values:
        _check_value(kind, value)
    texts = [value.get("userEnteredValue") for value in values]
    if kind == "BOOLEAN" and len(set(texts)) < len(texts):
        raise Refused("ConditionType 'BOOLEAN' must have unique values.")


def _wanted(low: int, high: int) -> str:
    """How many values a condition takes, in words.

    >>> _wanted(0, 0), _wanted(1, 1), _wanted(2, 2), _wanted(1, 500), _wanted(0, 2)
    ('zero values', 'exactly one value', 'exactly 2 values', 'at least one value', 'at most 2 values')
    """
    if low == high:
        return {0: "zero values", 1: "exactly one value"}.get(low, f"exactly {low} values")
    return "at least one value" if low else f"at most {high} values"


def _check_value(kind: str, value: Json) -> None:
    text = value.get("userEnteredValue")
    if (text is None) == ("relativeDate" not in value):
        raise Refused("A condition value must have exactly one of userEnteredValue and relativeDate.")
    if "relativeDate" in value:
        if not kind.startswith("DATE_"):
            raise Refused(f"ConditionType '{kind}' must not have a relative date.")
        return
    text = str(text)
    is_formula = text.startswith(("=", "+"))
    if kind == "CUSTOM_FORMULA" and not is_formula:
        raise Refused("ConditionType 'CUSTOM_FORMULA' must have a formula.")
    if kind.startswith(("NUMBER_", "DATE_")) and not is_formula:
        entered = enter(text).value
        if isinstance(entered, (bool, str)) or entered is None:
            noun = "number" if kind.startswith("NUMBER_") else "date"
            raise Refused(f"ConditionType '{kind}' must have a {noun} or a formula: '{text}'.")
