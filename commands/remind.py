"""`okrsheets remind`: drafts of reminders for the owners of key results, and the messages by the user's own server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import click

from ..core.cells import Day, date_of
from ..core.errors import OkrError, UsageError
from ..core.reminders import AHEAD_DAYS, ReminderItem
from ..reports.brand import brand as checked_brand
from ..reports.data.reminders import Reminder, reminders
from ..reports.data.report_data import ReportData, report_data
from ..reports.formats.calendar_file import calendar_file
from ..reports.formats.files import FORMATS, write_report
from ..reports.formats.mail_file import draft
from ..reports.formats.whole_files import replaced_folder
from ..reports.i18n.language import Language, load_language
from ..reports.reminder_texts import reminder_page, reminder_text
from ..reports.slugs import slugs
from ..sync.config import Workspace
from ..sync.settings import SmtpAccount
from ..sync.store import replay
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from .mailing import checked_account, send_all
from .reminded import Reminded, keep_reminded, load_reminded
from .shell import agrees, as_of, counted, cycle_option, day_of, folder_argument, is_terminal, out_option, say, show
from .workspace import synced_workspace

FOLDER = "reminders"


@dataclass(frozen=True)
class Letter:
    """A reminder with the files that it is written to: their name without a suffix, the message, the calendar entry."""

    reminder: Reminder
    file: str
    message: EmailMessage
    calendar: bytes


@click.command()
@folder_argument
@out_option
@cycle_option
@as_of
@click.option(
    "--days",
    "ahead",
    type=click.IntRange(0, 365),
    default=AHEAD_DAYS,
    show_default=True,
    help="Mention due dates this many days ahead.",
)
@click.option("--language", "tag", metavar="TAG", default="", help="The language: en, de or es, or a region: de-AT.")
@click.option("--send", "sending", is_flag=True, help="Send the messages by the server under [smtp] in okrsheets.toml.")
@click.option("--yes", is_flag=True, help="Send without asking.")
def remind(
    folder: str, out: str, cycle: str, as_of: Day | None, ahead: int, tag: str, sending: bool, yes: bool
) -> None:
    """Draft reminders of due check-ins for the owners of key results.

    FOLDER is a folder, or a workbook, that was synced; the current folder by default. For each owner with an address in the
    People sheet, a message (.eml) and a calendar entry (.ics) are written into okrsheets-out/reminders/DATE, with a page that
    lists all of them. They name at most five key results: those that are due or overdue, have no value, or whose last check-in
    is too old. What had a check-in in the last seven days, or is achieved, is left out.

    Nobody is reminded twice within seven days. okrsheets-out/reminders/reminded.json remembers who was, by a draft or by a
    message; delete it to start over. With --send, only messages that were sent count.

    --send shows the messages and asks before it sends them. The password comes from the environment variable
    OKRSHEETS_SMTP_PASSWORD only.

    \b
    Example: okrsheets remind team-sheets/
             okrsheets remind team-sheets/ --days 14 --language de
             okrsheets remind team-sheets/ --send
    """
    workspace = synced_workspace(folder, out)
    account = checked_account(workspace.config.smtp) if sending else SmtpAccount()
    language = load_language(tag or workspace.config.language)
    place = workspace.out / FOLDER
    with _data(workspace, cycle, as_of, place) as data:
        today, reminded = data.snapshot.today, load_reminded(place)
        listed, nobody = reminders(data, reminded.before(today, sending), ahead)
        letters = _letters(language, data, listed, account.sender)
        target = place / date_of(today).isoformat()
        _write(workspace, target, language, data, listed, nobody, letters)
    _tell(listed, nobody, letters, target)
    keys = [letter.reminder.key for letter in letters]
    if not sending:
        keep_reminded(place, reminded.with_drafts(keys, today))
    elif letters:
        _send(account, letters, place, reminded, today, yes)


@contextmanager
def _data(workspace: Workspace, cycle: str, as_of: Day | None, place: Path) -> Iterator[ReportData]:
    """Give the data of a report while the history is open."""
    config = workspace.config
    with Store(workspace.store, read_only=True) as store:
        sync, today = replay.last_sync(store, as_of), day_of(as_of, config.as_of)
        yield report_data(snapshot_of(store, sync, today, cycle or config.cycle, config.thresholds), place)


def _letters(language: Language, data: ReportData, listed: Sequence[Reminder], sender: str) -> list[Letter]:
    due = [reminder for reminder in listed if reminder.address and reminder.reminded is None]
    names = slugs([[reminder.name, reminder.key] for reminder in due], "owner")
    letters, today = [], data.snapshot.today
    for reminder, name in zip(due, names):
        text, key = reminder_text(language, data, reminder), f"{reminder.key} {data.snapshot.cycle}"
        calendar = calendar_file(key, text.summary, text.description, today)
        message = draft(key, reminder.name, reminder.address, text.subject, text.body, calendar, today, sender)
        letters.append(Letter(reminder, name, message, calendar))
    return letters


def _write(
    workspace: Workspace,
    target: Path,
    language: Language,
    data: ReportData,
    listed: Sequence[Reminder],
    nobody: Sequence[ReminderItem],
    letters: Sequence[Letter],
) -> None:
    """Write the page and the files of every letter; the folder is replaced as a whole, or stays as it was."""
    files = {letter.reminder.key: letter.file for letter in letters}
    brand = checked_brand(workspace.config.brand, workspace.base)
    page = reminder_page(data, language, brand, listed, nobody, files)
    with replaced_folder(target) as folder:
        for letter in letters:
            (folder / f"{letter.file}.eml").write_bytes(letter.message.as_bytes())
            (folder / f"{letter.file}.ics").write_bytes(letter.calendar)
        write_report(folder / "index", {name: FORMATS[name] for name in ("html", "md")}, page)


def _tell(listed: Sequence[Reminder], nobody: Sequence[ReminderItem], letters: Sequence[Letter], target: Path) -> None:
    without = [reminder for reminder in listed if not reminder.address and reminder.reminded is None]
    recent = [reminder for reminder in listed if reminder.reminded is not None]
    say(f"wrote {counted(len(letters), 'reminder')} into {target}")
    for reminder in without:
        say(f"no address: {reminder.name}")
    if recent:
        say(f"already reminded this week: {counted(len(recent), 'owner')}")
    if nobody:
        say(f"without an owner: {counted(len(nobody), 'key result')}")
    say(f"open first {target / 'index.html'}")


def _send(
    account: SmtpAccount, letters: Sequence[Letter], place: Path, reminded: Reminded, today: Day, yes: bool
) -> None:
    """Show what would be sent, ask, send, and remember each message as soon as it is sent."""
    for letter in letters:
        show(f"to {letter.message['To']}: {letter.message['Subject']}")
    if not yes:
        if not is_terminal():
            raise UsageError(
                "this needs your agreement", "add --yes to send without a question; the drafts are written"
            )
        if not agrees(f"Send {counted(len(letters), 'message')} from {account.sender} by {account.host}?"):
            return
    refused = []
    messages = [(letter.reminder.key, letter.message) for letter in letters]
    for key, reason in send_all(account, messages):
        if reason:
            refused.append((key, reason))
            continue
        reminded = reminded.with_sent(key, today)
        keep_reminded(place, reminded)
    say(f"sent {counted(len(letters) - len(refused), 'message')}")
    names = {letter.reminder.key: letter.reminder.name for letter in letters}
    for key, reason in refused:
        say(f"not sent: {names[key]}: {reason}")
    if refused:
        raise OkrError(
            f"{counted(len(refused), 'message')} could not be sent", "correct the addresses, then run it again"
        )
