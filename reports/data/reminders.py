"""Who is to be reminded of what: the key results of a day by their owners, with the owners' addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.cells import Day
from ...core.model import Origin, Person
from ...core.names import fold_name
from ...core.reminders import AHEAD_DAYS, EVERY_DAYS, MOST_ITEMS, ReminderItem, reminder_item
from .report_data import ReportData

# An address that can stand in a header as it is, and nothing else: letters of ASCII, one @, a name with a dot behind it.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")


@dataclass(frozen=True)
class Reminder:
    """What one owner is reminded of; `key` is the person's id, or the folded name where the People sheet has nobody.

    `address` is "" where there is none that a message can be sent to. `items` are the most urgent ones, `more` how many others
    there are. `reminded` is the day of the last reminder, where that is less than a week ago: then none is due.
    """

    key: str
    name: str
    address: str
    items: tuple[ReminderItem, ...]
    more: int
    reminded: Day | None = None


def reminders(
    data: ReportData, last: Mapping[str, Day], ahead: int = AHEAD_DAYS
) -> tuple[Sequence[Reminder], Sequence[ReminderItem]]:
    """Return the reminders of a day by owner's name, and the items that nobody owns.

    `last` has the day of the last reminder by the owner's key.
    """
    snapshot = data.snapshot
    people = {_row(result.key_result.origin): id for id, own in data.owners.key_results.items() for result in own}
    persons = {status.person.person_id: status.person for status in snapshot.evaluation.people}
    items: dict[str, list[ReminderItem]] = defaultdict(list)
    names: dict[str, str] = {}
    for result in snapshot.evaluation.key_results:
        item = reminder_item(result, snapshot.period, snapshot.today, ahead)
        if item is None:
            continue
        owner = data.goals.owner(result) or ""
        key = people.get(_row(result.key_result.origin)) or fold_name(owner)
        items[key].append(item)
        names.setdefault(key, owner)
    nobody = sorted(items.pop("", ()), key=lambda item: item.order)
    all_reminders = [
        _reminder(key, names[key], persons.get(key), own, last.get(key), snapshot.today) for key, own in items.items()
    ]
    return sorted(all_reminders, key=lambda reminder: (fold_name(reminder.name), reminder.key)), nobody


def _reminder(
    key: str, name: str, person: Person | None, items: list[ReminderItem], last: Day | None, today: Day
) -> Reminder:
    items.sort(key=lambda item: item.order)
    recent = last if last is not None and 0 <= today - last < EVERY_DAYS else None
    address = (person.email or "").strip() if person else ""
    known = (person.name if person else None) or name
    usable = address if _ADDRESS.fullmatch(address) else ""
    return Reminder(key, known, usable, tuple(items[:MOST_ITEMS]), max(0, len(items) - MOST_ITEMS), recent)


def _row(origin: Origin) -> tuple[str, str, int]:
    return origin.source.workbook, origin.source.sheet, origin.row
