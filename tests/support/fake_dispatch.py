"""Excel's objects as pywin32 hands them to Python, over pyOpenVBA's model of Excel, whose makers measured it in Excel.

A number of a cell is floating, an error its code, an empty cell None, a block of cells rows of tuples, one cell itself.
Three things are added that the model lacks: `BESIDE`, a block of formulas, and copying a sheet that holds more than cells.
"""

from __future__ import annotations

from typing import Any

from pyopenvba.interpreter import EMPTY, MISSING, NOTHING, VBAArray, VBAErrorValue, VBAInt, VBAObject
from pyopenvba.interpreter._values import NULL, VBADate

ERROR_BASE = -2146828288  # CVErr(n) goes over COM as this plus n
NOTHINGS = (EMPTY, MISSING, NOTHING, NULL)


BESIDE: dict[str, Any] = {"Date1904": False}
MORE_THAN_CELLS = ("tables", "validations", "notes", "shapes_")


class ComError(Exception):
    """What pywin32 raises when Excel refuses."""


class Dispatch:
    """An object of Excel."""

    def __init__(self, of: VBAObject) -> None:
        object.__setattr__(self, "of", of)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in BESIDE:
            return BESIDE[name]
        spec = self.of.vba_member(name)
        if spec is not None and (spec.kind == "method" or name == "Range"):
            return lambda *given, **named: self._get(name, given, named)
        return self._get(name, (), {})

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("Formula") and isinstance(value, tuple):
            for down, row in enumerate(value, start=1):
                for across, cell in enumerate(row, start=1):
                    setattr(self.Cells(down, across), name, cell)
            return
        try:
            self.of.vba_set(name, to_vba(value))
        except Exception as error:
            raise ComError(str(error)) from error

    def __call__(self, *given: Any) -> Any:
        return self._get("Item", given, {})

    def __iter__(self) -> Any:
        return map(from_vba, self.of.vba_iterate())

    def Copy(self, After: Dispatch) -> None:
        """Copy the cells of a sheet, and what else it holds not."""
        sheet: Any = self.of
        kept = {name: getattr(sheet, name) for name in (*MORE_THAN_CELLS, "part_name")}
        for name, value in kept.items():
            setattr(sheet, name, type(value)())
        try:
            self._get("Copy", (), {"After": After})
        finally:
            for name, value in kept.items():
                setattr(sheet, name, value)

    def _get(self, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        try:
            arguments = {key: to_vba(value) for key, value in named.items()}
            return from_vba(self.of.vba_get(name, [to_vba(value) for value in given], arguments))
        except Exception as error:
            raise ComError(f"{name}: {error}") from error


def from_vba(value: Any) -> Any:
    """Return what VBA holds as COM carries it."""
    if isinstance(value, VBAObject):
        return None if value is NOTHING else Dispatch(value)
    if isinstance(value, VBAArray):
        return rows(value)
    if isinstance(value, VBAErrorValue):
        return ERROR_BASE + int(value.number)
    if isinstance(value, VBADate):
        return value.to_datetime()
    if isinstance(value, VBAInt):
        return int(value)
    return None if any(value is each for each in NOTHINGS) else value


def rows(array: VBAArray) -> tuple[Any, ...]:
    """Return an array as tuples of rows; VBA keeps it column by column."""
    items = tuple(map(from_vba, array.items))
    if len(array.bounds) == 1:
        return items
    lower, upper = array.bounds[0]
    count = upper - lower + 1
    return tuple(items[row::count] for row in range(count))


def to_vba(value: Any) -> Any:
    """Return what Python gives as VBA holds it; None, which pywin32 turns into Null, is refused."""
    if isinstance(value, Dispatch):
        return value.of
    if isinstance(value, tuple):
        width = len(value[0])
        items = [to_vba(row[column]) for column in range(width) for row in value]
        return VBAArray([(1, len(value)), (1, width)], items=items)
    if isinstance(value, (bool, float, str)):
        return value
    assert isinstance(value, int), value
    return VBAInt(value, "Long")
