"""Reminders in words: the message to each owner, its entry in a calendar, and the page that lists all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.cells import Day
from ..core.reminders import CLOSING, DUE, MISSING, ReminderItem
from .data.objectives import Goals
from .data.reminders import Reminder
from .data.report_data import ReportData
from .i18n import text
from .i18n.language import Language, capitalised
from .model.figure import figure, number
from .model.report import Brand, Listing, Report, Row, Section, TableBlock, TableColumn, Text
from .sections.key_results import now, short_text, time_since_check_in


@dataclass(frozen=True)
class ReminderText:
    """A reminder in the reader's language: what stands in the message and in the calendar."""

    subject: str
    body: str
    summary: str
    description: str


def reminder_text(language: Language, data: ReportData, reminder: Reminder) -> ReminderText:
    """Return the message for an owner and the entry for a calendar."""
    count = len(reminder.items) + reminder.more
    subject = language.many(
        "OKR check-in: {count} key result is waiting", "OKR check-in: {count} key results are waiting", count
    )
    listed = [_item(language, data, item) for item in reminder.items]
    if reminder.more:
        listed.append(language.many("and {count} more key result", "and {count} more key results", reminder.more))
    lines = [
        language.say("Hello {name},", name=text.name(_plain(reminder.name))),
        "",
        language.say("a check-in is due for these key results:"),
        "",
        *(line for entry in listed for line in (*entry.split("\n"), "")),
        language.say("Please enter today's value, your confidence and a short note. It takes a few minutes."),
        "",
        language.say("Created by okrsheets from the workbooks, as of {day}.", day=language.day(data.snapshot.today)),
        "",
    ]
    return ReminderText(subject, "\n".join(lines), subject, "\n".join(listed))


def _item(language: Language, data: ReportData, item: ReminderItem) -> str:
    key_result = item.result.key_result
    name = _plain(
        " ".join(
            part
            for part in (text.label(key_result.id, key_result.key_result), text.name(key_result.key_result))
            if part
        )
    )
    place = key_result.origin.location("current")
    reasons = "; ".join(reason_texts(language, item, data.snapshot.today))
    return f"- {name}\n  {reasons}\n  {_plain(now(language, item.result))}\n  {_plain(str(place))}"


def _plain(typed: str) -> str:
    """A text from a cell as one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())


def reason_texts(language: Language, item: ReminderItem, today: Day) -> list[str]:
    """Return why an owner is reminded of a key result, the most urgent reason first."""
    return [_reason(language, item, reason, today) for reason in item.reasons]


def _reason(language: Language, item: ReminderItem, reason: str, today: Day) -> str:
    if reason == CLOSING:
        return language.say("was due on {day}: the final value is missing", day=language.day(item.end))
    if reason == DUE:
        return language.say("due on {day}", day=language.day(item.end))
    if reason == MISSING:
        return language.say("no value yet")
    return time_since_check_in(language, item.result, today)


def reminder_page(
    data: ReportData,
    language: Language,
    brand: Brand,
    reminders: Sequence[Reminder],
    nobody: Sequence[ReminderItem],
    files: dict[str, str],
) -> Report:
    """Return the page that lists all reminders; `files` has the name of the files of each, by the owner's key."""
    day = language.day(data.snapshot.today)
    due = [reminder for reminder in reminders if reminder.reminded is None]
    recent = [reminder for reminder in reminders if reminder.reminded is not None]
    sections = (
        _owners(language, data, due, files),
        _recent(language, recent),
        _nobody(language, data.goals, nobody, data.snapshot.today),
    )
    return Report(
        audience="index",
        language=language.tag,
        title=language.say("Check-in reminders"),
        day=day,
        date=data.snapshot.today,
        lead=language.say("As of {day}", day=day),
        sections=tuple(section for section in sections if section is not None),
        cycle=data.snapshot.cycle,
        end=language.say("Created by okrsheets. Confidential: this page lists everyone who is reminded."),
        brand=brand,
    )


def _owners(
    language: Language, data: ReportData, reminders: Sequence[Reminder], files: dict[str, str]
) -> Section | None:
    columns = (
        TableColumn("owner", language.say("Owner")), TableColumn("address", language.say("Address")),
        TableColumn("count", language.say("Key results")), TableColumn("what", language.say("What is due")),
        TableColumn("files", language.say("Files")),
    )  # fmt: skip
    rows = tuple(_owner(language, data, reminder, files.get(reminder.key, "")) for reminder in reminders)
    title = language.say("To remind")
    return Section("due", title, (TableBlock("due", columns, Listing(rows)),)) if rows else None


def _owner(language: Language, data: ReportData, reminder: Reminder, file: str) -> Row:
    entries = []
    for item in reminder.items:
        name = item.result.key_result.id
        reasons = "; ".join(reason_texts(language, item, data.snapshot.today))
        entries.append(language.say("{name}: {reasons}", name=text.clip(name, text.LABEL), reasons=reasons))
    if reminder.more:
        entries.append(language.many("and {count} more key result", "and {count} more key results", reminder.more))
    return Row(
        (
            Text(text.name(reminder.name)),
            Text(reminder.address) if reminder.address else figure(language.say("no address")),
            number(language, len(reminder.items) + reminder.more),
            Text(entries[0], remarks=tuple(entries[1:])),
            figure(f"{file}.eml, {file}.ics" if file else ""),
        )
    )


def _recent(language: Language, reminders: Sequence[Reminder]) -> Section | None:
    columns = (
        TableColumn("owner", language.say("Owner")), TableColumn("day", language.say("Last reminder")),
        TableColumn("count", language.say("Key results")),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Text(text.name(reminder.name)),
                figure(language.day(reminder.reminded), value=reminder.reminded, unit="day"),
                number(language, len(reminder.items) + reminder.more),
            )
        )
        for reminder in reminders
    )
    lead = language.say("Nobody is reminded more than once in seven days.")
    title = language.say("Already reminded this week")
    return Section("recent", title, (TableBlock("recent", columns, Listing(rows)),), lead) if rows else None


def _nobody(language: Language, goals: Goals, items: Sequence[ReminderItem], today: Day) -> Section | None:
    columns = (
        TableColumn("which", language.say("Key result")), TableColumn("team", language.say("Team")),
        TableColumn("why", language.say("Why")),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                short_text(item.result.key_result.id, item.result.key_result.key_result),
                Text(text.name(goals.team(item.result)) if goals.team(item.result) else ""),
                figure(capitalised("; ".join(reason_texts(language, item, today)))),
            )
        )
        for item in items
    )
    title = language.say("Key results without an owner")
    return Section("nobody", title, (TableBlock("nobody", columns, Listing(rows)),)) if rows else None
