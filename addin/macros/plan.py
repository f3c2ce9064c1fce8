"""What a macro is going to do, before it does: a plan that can be shown, applied, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...core.cells import FIRST_DAY, LAST_DAY, Cell, date_of, day
from ...core.errors import OkrError
from .book import Book, CellEdit, Formula, Spot, contents

FEW = 8  # changes of one sheet that are shown one by one in a dialog
SHOWN_AT_MOST = 60  # characters of one cell
TRY_AGAIN = "start again, so that the plan takes these changes into account"


@dataclass(frozen=True)
class NewSheet:
    """A sheet to add: an empty one, or the copy of another with values in place of formulas."""

    name: str
    copy_of: str = ""


@dataclass(frozen=True)
class Plan:
    """What is going to happen: sheets that are added, cells that change, sheets that go; and what to tell the person.

    `show` is the cell to look at afterwards.
    """

    title: str
    says: tuple[str, ...] = ()
    new_sheets: tuple[NewSheet, ...] = ()
    changes: tuple[CellEdit, ...] = ()
    gone: tuple[str, ...] = ()
    show: Spot | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new_sheets or self.changes or self.gone)


def checked(plan: Plan, book: Book) -> Plan:
    """Return a plan that can be carried out; `OkrError` when a sheet that it needs is locked."""
    copied = [sheet.copy_of for sheet in plan.new_sheets]
    for sheet in dict.fromkeys([*copied, *(change.spot.sheet for change in plan.changes)]):
        if sheet in book.sheets() and book.is_locked(sheet):
            raise OkrError(
                f"{book.name}: the sheet {sheet!r} is protected with a password",
                "remove the protection, and protect the sheet again afterwards",
            )
    return plan


def apply(plan: Plan, book: Book) -> Plan:
    """Apply a plan and return the plan that undoes it; raise `OkrError` and change nothing when the workbook has changed since."""
    _still_as_planned(plan, book)
    for sheet in plan.new_sheets:
        if sheet.copy_of:
            book.copy_as_values(sheet.copy_of, sheet.name)
        else:
            book.add_sheet(sheet.name)
    book.write(plan.changes)
    for name in plan.gone:
        book.remove_sheet(name)
    if plan.show is not None:
        book.select(plan.show)
    return undo(plan)


def undo(plan: Plan) -> Plan:
    """Return the plan that takes another one back."""
    added = {sheet.name for sheet in plan.new_sheets}
    return Plan(
        f"Undo: {plan.title}",
        changes=tuple(_inverse(change) for change in plan.changes if change.spot.sheet not in added),
        gone=tuple(sheet.name for sheet in reversed(plan.new_sheets)),
    )


def _inverse(change: CellEdit) -> CellEdit:
    return CellEdit(change.spot, change.new, change.old, look=None if change.look is None else "")


def _still_as_planned(plan: Plan, book: Book) -> None:
    sheets = book.sheets()
    for sheet in plan.new_sheets:
        if sheet.name in sheets:
            raise OkrError(f"{book.name}: a sheet {sheet.name!r} has been added since", TRY_AGAIN)
    for name in plan.gone:
        if name not in sheets:
            raise OkrError(f"{book.name}: the sheet {name!r} no longer exists", "there is nothing left to undo")
    for name in dict.fromkeys(change.spot.sheet for change in plan.changes if change.spot.sheet in sheets):
        held = contents(book, name)
        for change in plan.changes:
            spot = change.spot
            if spot.sheet == name and not same(held.get((spot.row, spot.column)), change.old):
                raise OkrError(f"{book.name} › {spot}: the cell has changed since the plan was made", TRY_AGAIN)


def same(one: Cell, other: Cell) -> bool:
    """Return whether two cells hold the same: an empty text is an empty cell, a date its serial number.

    >>> same(None, ""), same(46023.0, date(2026, 1, 1)), same("1", 1)
    (True, True, False)
    """
    one, other = (day(cell) if isinstance(cell, date) else cell for cell in (one, other))
    if one in (None, "") or other in (None, ""):
        return one in (None, "") and other in (None, "")
    if isinstance(one, Formula) and isinstance(other, Formula):
        return _written(one) == _written(other)
    return one == other and isinstance(one, str) == isinstance(other, str)


def _written(formula: Formula) -> str:
    """A formula as it is compared: programs have their own ways to write a number and the case of a name."""
    try:
        return f"={float(formula[1:]):.9g}"
    except ValueError:
        return formula.lower()


def lines(plan: Plan) -> list[str]:
    """Return a plan as people read it, a line for each thing that happens.

    >>> lines(Plan("Check in", changes=(CellEdit(Spot("Check-ins", 9, 2), None, 4.0),)))
    ['Check in', 'Check-ins!C9: (empty) → 4']
    """
    return [plan.title, *plan.says, *_sheets(plan), *_entered_again(plan), *_cells(plan)]


def brief(plan: Plan) -> list[str]:
    """Return a plan as a dialog has room for it: a sheet with many changes is told in one line.

    >>> brief(Plan("Close", changes=tuple(CellEdit(Spot("Check-ins", row, 0), 1, None) for row in range(5, 40))))
    ['Close', 'Check-ins: 35 cells change in rows 5 to 39']
    """
    report = [plan.title, *plan.says, *_sheets(plan), *_entered_again(plan)]
    cells = [change.spot for change in plan.changes if not _is_again(change)]
    for sheet in dict.fromkeys(spot.sheet for spot in cells):
        own = [change for change in plan.changes if change.spot.sheet == sheet and not _is_again(change)]
        if len(own) <= FEW:
            report += _cells(Plan("", new_sheets=plan.new_sheets, changes=tuple(own)))
        elif NewSheet(sheet) not in plan.new_sheets:
            rows = [change.spot.row for change in own]
            report.append(f"{sheet}: {len(own)} cells change in rows {min(rows)} to {max(rows)}")
    return report


def _sheets(plan: Plan) -> Iterator[str]:
    for sheet in plan.new_sheets:
        yield f"new sheet {sheet.name!r}" + (f": a copy of {sheet.copy_of!r} without formulas" if sheet.copy_of else "")
    for name in plan.gone:
        yield f"the sheet {name!r} is deleted"


def _entered_again(plan: Plan) -> Iterator[str]:
    again = [change.spot.sheet for change in plan.changes if _is_again(change)]
    for sheet in dict.fromkeys(again):
        count = again.count(sheet)
        yield f"{sheet}: {count} formula{'s' if count > 1 else ''} re-entered"


def _cells(plan: Plan) -> Iterator[str]:
    added = {sheet.name for sheet in plan.new_sheets if not sheet.copy_of}
    for change in plan.changes:
        if change.spot.sheet not in added and not _is_again(change):
            old, new = shown(change.old, beside=change.new), shown(change.new, beside=change.old)
            yield f"{change.spot}: {old} → {new}"


def _is_again(change: CellEdit) -> bool:
    return isinstance(change.new, Formula) and change.old == change.new


def shown(cell: Cell, beside: Cell = None) -> str:
    """Return a cell as a line can show it; a number that a date takes the place of is a date as well.

    >>> shown(None), shown(0.5), shown(date(2026, 3, 31)), shown(46112.0, beside=date(2026, 6, 30))
    ('(empty)', '0.5', '2026-03-31', '2026-03-31')
    """
    if cell is None or cell == "":
        return "(empty)"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        is_day = isinstance(beside, date) and FIRST_DAY <= cell <= LAST_DAY
        return date_of(int(cell)).isoformat() if is_day else f"{cell:.10g}"
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return cell if len(cell) <= SHOWN_AT_MOST else f"{cell[: SHOWN_AT_MOST - 1]}…"
