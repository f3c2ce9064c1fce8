"""`okrsheets remind`: drafts for owners, at most one a week and five items, and messages by a real server."""

from __future__ import annotations

import dataclasses
import email
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from report_cases import WORDS, files_in, report_data_of

from okrsheets.cli import main
from okrsheets.commands import mailing
from okrsheets.commands import remind as command
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import SettingsError
from okrsheets.core.records import Tables
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.formats.calendar_file import calendar_file
from okrsheets.reports.formats.mail_file import draft
from okrsheets.sync.settings import SmtpAccount

MakeTables = Callable[..., Tables]
TODAY = needed_day("2026-05-20")
HOSTILE = 'Eve\r\nBcc: all@example.com\u2028X-Evil: yes\x00 "<a@b.example>,"'


class Mailbox:
    """A mail server that keeps what it is sent and refuses some addresses."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []
        self.refused = {"nobody@example.com"}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        parsed = email.message_from_bytes(cast("bytes", envelope.content), policy=SMTP)
        self.received.append((list(envelope.rcpt_tos), parsed))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mail server on this computer, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture
def data(tables_of: MakeTables) -> ReportData:
    """Ana with seven stale key results, Eve with a hostile name, Jo without an address, Cem unknown, one of nobody."""
    owners = ["Ana"] * 7 + ["P2", "Jo", "Cem", None]
    return report_data_of(
        tables_of(
            people=[
                {"person_id": "P1", "name": "Ana", "role": "R", "team": "T", "email": "ana@example.com"},
                {"person_id": "P2", "name": HOSTILE, "role": "R", "team": "T", "email": "eve@example.com"},
                {"person_id": "P3", "name": "Jo", "role": "R", "team": "T", "email": "jo@example.com\r\nBcc: x@example.com"},
            ],
            objectives=[{"id": "O1", "level": "Team", "team": "T", "objective": "Answer at once"}],
            key_results=[
                {"id": f"K{at}", "objective_id": "O1", "key_result": f"Calls {at}; north, south", "start": 0, "target": 10,
                 "current": 1, "owner": owner}
                for at, owner in enumerate(owners)
            ],
            check_ins=[{"date": TODAY - 20, "key_result_id": f"K{at}", "value": 1} for at in range(len(owners))],
        ),
        TODAY,
    )  # fmt: skip


@pytest.fixture
def run(data: ReportData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`run("--send", day=3)` runs the command over `data`, so many days later, in `tmp_path`."""
    monkeypatch.delenv(mailing.PASSWORD, raising=False)

    def run(*arguments: str, day: int = 0, toml: str = "") -> Result:
        evaluation = dataclasses.replace(data.snapshot.evaluation, today=TODAY + day)
        later = ReportData(dataclasses.replace(data.snapshot, evaluation=evaluation))
        monkeypatch.setattr(command, "_data", lambda *_: nullcontext(later))
        (tmp_path / "okrsheets.toml").write_text(toml)
        return CliRunner().invoke(main, ["remind", str(tmp_path), *arguments])

    return run


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=SMTP)


def folder(tmp_path: Path, day: int = 0) -> Path:
    return tmp_path / "okrsheets-out" / "reminders" / date.fromordinal(date(2026, 5, 20).toordinal() + day).isoformat()


def server(port: int) -> str:
    return f'[smtp]\nhost = "127.0.0.1"\nport = {port}\nfrom = "okrs@example.com"\nsecurity = "none"\n'


# Drafts


def test_each_owner_with_an_address_gets_a_draft_and_an_entry_and_all_are_on_the_page(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert sorted(files_in(folder(tmp_path))) == [
        ".okrsheets-files", "ana.eml", "ana.ics", "eve-bcc-all-example-comx-evil-yes-a-b-ex.eml",
        "eve-bcc-all-example-comx-evil-yes-a-b-ex.ics", "index.html", "index.md",
    ]  # fmt: skip
    assert "no address: Jo" in result.stderr
    assert "no address: Cem" in result.stderr
    assert "without an owner: 1 key result" in result.stderr
    page = (folder(tmp_path) / "index.md").read_text("utf-8")
    assert "| Cem | no address | 1 | K9: no check-in for 20 days |" in page
    assert "ana.eml, ana.ics" in page


def test_a_draft_names_five_key_results_and_counts_the_others(run: Callable[..., Result], tmp_path: Path) -> None:
    run()
    message = read(folder(tmp_path) / "ana.eml")
    assert message["To"].addresses[0].addr_spec == "ana@example.com"
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "OKR check-in: 7 key results are waiting"
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert text.count("\n- ") == 5
    assert "and 2 more key results" in text
    assert "no check-in for 20 days" in text


def test_the_same_day_gives_the_same_bytes(run: Callable[..., Result], tmp_path: Path) -> None:
    run()
    before = files_in(folder(tmp_path))
    run()
    assert files_in(folder(tmp_path)) == before


def test_nobody_is_drafted_for_twice_in_a_week(run: Callable[..., Result], tmp_path: Path) -> None:
    run()
    for day in (1, 6):
        assert "already reminded this week: 2 owners" in run(day=day).stderr
        assert not [*folder(tmp_path, day).glob("*.eml")]
    assert "wrote 2 reminders" in run(day=7).stderr


def test_a_memory_that_cannot_be_read_is_said_and_nothing_is_written(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "okrsheets-out" / "reminders").mkdir(parents=True)
    (tmp_path / "okrsheets-out" / "reminders" / "reminded.json").write_text('{"drafted": []}')
    refused = run()
    assert refused.exit_code == 1
    assert "delete it to start over" in refused.stderr
    assert not folder(tmp_path).exists()


def test_what_cannot_be_written_leaves_the_old_folder_and_forgets_nothing(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    before = files_in(tmp_path / "okrsheets-out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "write_report", full)
    assert run().exit_code == 1
    assert files_in(tmp_path / "okrsheets-out") == before


@pytest.mark.slow
def test_the_example_company_is_reminded_from_its_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["demo", "shop"]).exit_code == 0
    result = CliRunner().invoke(main, ["remind", "okrsheets-demo"])
    assert result.exit_code == 0, result.output
    drafts = sorted((tmp_path / "okrsheets-demo" / "okrsheets-out" / "reminders" / "2026-06-30").glob("*.eml"))
    assert [path.stem for path in drafts] == ["kwame-boateng", "lucia-herrera"]
    body = read(drafts[1]).get_body()
    assert body is not None
    assert "SHOP-WH2.1" in body.get_content()


# Hostile names and texts

TEXTS = st.text(st.characters(codec=None), max_size=60)


@given(TEXTS, TEXTS, TEXTS)
def test_no_name_or_text_adds_a_header_or_breaks_a_message(name: str, subject: str, body: str) -> None:
    message = draft("P1", name, "ana@example.com", subject, body, b"BEGIN:VCALENDAR\r\n", TODAY, "okrs@example.com")
    parsed = email.message_from_bytes(message.as_bytes(), policy=SMTP)
    assert sorted(parsed.keys()) == sorted(
        ["To", "From", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert [each.addr_spec for each in parsed["To"].addresses] == ["ana@example.com"]
    assert len([*parsed.walk()]) == 3


@given(TEXTS, TEXTS)
def test_another_program_reads_the_same_from_a_calendar_entry(summary: str, description: str) -> None:
    file = calendar_file("P1", summary, description, TODAY)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.endswith(b"END:VCALENDAR\r\n")
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    shown = "".join(
        each if ord(each) >= 32 and ord(each) != 127 else " "
        for each in "\n".join(description.splitlines()).replace("\n", "\x00")
    )
    assert str(event["DESCRIPTION"]).replace("\n", " ") == shown.encode("utf-8", "replace").decode()
    assert event.decoded("DTSTART").isoformat() == "2026-05-21"


def test_an_entry_keeps_its_uid_and_falls_on_a_working_day() -> None:
    friday, monday = (
        Calendar.from_ical(calendar_file("P1", "s", "d", TODAY + day)).walk("VEVENT")[0] for day in (2, 5)
    )
    assert str(friday["UID"]) == str(monday["UID"])
    assert int(str(friday["SEQUENCE"])) < int(str(monday["SEQUENCE"]))
    assert friday.decoded("DTSTART").isoformat() == "2026-05-25"
    assert (
        calendar_file("P2", "s", "d", TODAY).split(b"UID:")[1][:32]
        != calendar_file("P1", "s", "d", TODAY).split(b"UID:")[1][:32]
    )


# Sending


def test_messages_are_shown_first_and_not_sent_without_agreement(
    run: Callable[..., Result], mailbox: tuple[Mailbox, int], tmp_path: Path
) -> None:
    box, port = mailbox
    result = run("--send", toml=server(port))
    assert result.exit_code == 2
    assert "to Ana <ana@example.com>: OKR check-in: 7 key results are waiting" in result.stdout
    assert "add --yes" in result.stderr
    assert box.received == []
    assert not (tmp_path / "okrsheets-out" / "reminders" / "reminded.json").exists()


def test_messages_arrive_once_and_only_at_their_owner(
    run: Callable[..., Result], mailbox: tuple[Mailbox, int], tmp_path: Path
) -> None:
    box, port = mailbox
    run(toml=server(port))  # drafts do not keep the messages back
    result = run("--send", "--yes", day=1, toml=server(port))
    assert result.exit_code == 0, result.output
    assert "sent 2 messages" in result.stderr
    assert [to for to, _ in box.received] == [["ana@example.com"], ["eve@example.com"]]
    for _, message in box.received:
        assert message["From"] == "okrs@example.com"
        assert message["Bcc"] is message["X-Evil"] is message["X-Unsent"] is None
        (entry,) = message.iter_attachments()
        assert entry.get_content_type() == "text/calendar"
    assert "already reminded" in run("--send", "--yes", day=5, toml=server(port)).stderr
    assert len(box.received) == 2
    run("--send", "--yes", day=8, toml=server(port))
    assert len(box.received) == 4


def test_a_refused_address_is_named_and_the_others_are_sent(
    run: Callable[..., Result], mailbox: tuple[Mailbox, int], tmp_path: Path
) -> None:
    box, port = mailbox
    box.refused.add("ana@example.com")
    result = run("--send", "--yes", toml=server(port))
    assert result.exit_code == 1
    assert "not sent: Ana: 550 no such mailbox" in result.stderr
    assert [to for to, _ in box.received] == [["eve@example.com"]]
    kept = json.loads((tmp_path / "okrsheets-out" / "reminders" / "reminded.json").read_text())
    assert kept == {"drafted": {}, "sent": {"P2": "2026-05-20"}}


def test_without_a_server_that_answers_nothing_counts_as_sent(run: Callable[..., Result], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = run("--send", "--yes", toml=server(port))
    assert result.exit_code == 1
    assert "can't be reached" in result.stderr
    assert not (tmp_path / "okrsheets-out" / "reminders" / "reminded.json").exists()


@pytest.mark.parametrize(
    ("toml", "what"),
    [
        ("", "no mail server"),
        ('[smtp]\nhost = "mail.example.com"\nfrom = "a@example.com"\nsecurity = "none"', "unencrypted"),
        ('[smtp]\nhost = "mail.example.com"\nuser = "a@example.com"', "the password of a@example.com"),
        ('[smtp]\nhost = "mail.example.com"\nuser = "ana"', "no address to send from"),
        ('[smtp]\nhost = "mail.example.com"\npassword = "secret"', "does not belong into this file"),
        ('[smtp]\nhost = "mail.example.com"\nport = "25"', "port must be a whole number"),
        ('[smtp]\nhost = "mail.example.com"\nsecurity = "ssl"', "'ssl' is not known"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_before_anything_is_written(
    run: Callable[..., Result], tmp_path: Path, toml: str, what: str
) -> None:
    result = run("--send", "--yes", toml=toml)
    assert result.exit_code == 2
    assert what in result.stderr
    assert "secret" not in result.output
    assert not folder(tmp_path).exists()


def test_a_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    account = SmtpAccount("mail.example.com", 587, "ana@example.com", "ana@example.com")
    with pytest.raises(SettingsError):
        mailing.checked_account(account)
    monkeypatch.setenv(mailing.PASSWORD, "secret")
    assert mailing.checked_account(account) is account


def test_the_page_says_everything_in_the_readers_language(run: Callable[..., Result], tmp_path: Path) -> None:
    run("--language", "de")
    assert WORDS.tag == "en"
    assert "Erinnerungen an Check-ins" in (folder(tmp_path) / "index.html").read_text("utf-8")
    body = read(folder(tmp_path) / "ana.eml").get_body()
    assert body is not None
    assert "Guten Tag Ana," in body.get_content()
