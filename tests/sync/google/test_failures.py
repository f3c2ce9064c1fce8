"""What goes wrong with Google, and what becomes of a sync then: over the emulator, with real sign-in and real HTTP."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time as real_time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from bad_input import TODAY, aborting_workbook, okrs, xlsx
from google_reading import connected, methods, source_of, team
from google_script import PRIVATE_KEY, FakeTime

import okrsheets
from okrsheets.core.cells import date_of
from okrsheets.sync.google.answers import read_body
from okrsheets.sync.google.request_error import GoogleRequestError
from okrsheets.sync.google.scopes import PUSH
from okrsheets.sync.google.session import Clock, RetryPolicy
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.readers.reader_process import Readers
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import Outcome, sync
from tests.google_emulator import Emulator

pytestmark = pytest.mark.slow

VALUES = "values:batchGet"


@pytest.fixture
def folder(google: Emulator) -> str:
    """A folder with the spreadsheets of two teams."""
    top = google.folder("Teams")
    for name in ("Lab", "Support"):
        google.spreadsheet(name, team(name), parent=top)
    return top


def spreadsheet_id(google: Emulator, title: str) -> str:
    return next(id for id, book in google.world.books.items() if book.properties["title"] == title)


def content(store: Store) -> list[Any]:
    """Everything that was read, without the marks of files and the order of reading."""
    told = "SELECT v.name, t.* EXCLUDE (version) FROM {} t JOIN versions v USING (version) ORDER BY ALL"
    return [store.rows(told.format(f'"{table}"')) for table in ("settings", "objectives", "key_results", "problems")]


def sync_once(source: GoogleSource) -> tuple[Outcome, list[Any]]:
    with Store() as store:
        outcome = sync(store, [source], TODAY)
        return outcome, content(store)


# Faults that pass


@pytest.mark.parametrize("kind", ["429", "500", "503", "drop", "reset", "expired"])
@pytest.mark.parametrize("where", [VALUES, "drive/v3/files", r"spreadsheets/[^/]*\?"])
def test_a_fault_that_passes_changes_nothing(google: Emulator, folder: str, kind: str, where: str) -> None:
    _, expected = sync_once(source_of(f"folder/{folder}"))
    google.faults.add(kind, times=2, where=where)
    outcome, found = sync_once(source_of(f"folder/{folder}"))
    assert not outcome.faults
    assert found == expected
    assert not google.faults.planned


@pytest.mark.parametrize("retry_after", [None, 30.0])
def test_google_is_not_asked_again_before_the_time_that_it_names(
    google: Emulator, folder: str, retry_after: float | None
) -> None:
    time = FakeTime()
    google.faults.add("429", where="drive/v3/files")
    google.faults.planned[0].retry_after = retry_after
    source_of(f"folder/{folder}", connected(time)).list()
    assert time.slept[0] == (retry_after or 2)


def test_a_hang_ends_with_the_timeout_and_is_tried_again(google: Emulator, folder: str) -> None:
    google.faults.add("hang", where=VALUES)
    outcome, _ = sync_once(source_of(f"folder/{folder}", connected(retry_policy=RetryPolicy(answer=0.3))))
    assert not outcome.faults


def test_the_quota_of_a_minute_used_up_by_others_is_waited_out(google: Emulator) -> None:
    top = google.folder("Teams")
    for number in range(12):
        google.spreadsheet(f"T{number}", team(f"T{number}"), parent=top)
    google.faults.limit(per_user=5, seconds=0.2)
    said: list[str] = []
    connection = connected(retry_policy=RetryPolicy(together=10_000))
    connection.on_wait = lambda why, seconds: said.append(why) or real_time.sleep(0.02)  # type: ignore[func-returns-value]
    outcome, _ = sync_once(source_of(f"folder/{top}", connection))
    assert not outcome.faults
    assert "to try again: Google's quota of requests is used up" in said


def test_our_own_limit_keeps_within_googles_without_being_told_off(google: Emulator) -> None:
    top = google.folder("Teams")
    for number in range(40):
        google.spreadsheet(f"T{number}", team(f"T{number}"), parent=top)
    time = FakeTime()
    outcome, _ = sync_once(source_of(f"folder/{top}", connected(time)))
    assert not outcome.faults
    assert {seen.status for seen in google.requests} == {200}
    assert 61 <= time.now - 1000 < 130  # 80 reads: sixty at once, twenty a minute later


def test_with_a_tenth_of_the_requests_failing_200_spreadsheets_come_out_the_same(google: Emulator) -> None:
    top = google.folder("Teams")
    for number in range(200):
        google.spreadsheet(f"T{number}", team(f"T{number}"), parent=top)
    _, expected = sync_once(source_of(f"folder/{top}", connected(per_minute=10_000)))
    google.requests.clear()
    google.faults.share(0.1, ("429", "503"), seed=3)
    outcome, found = sync_once(source_of(f"folder/{top}", connected(per_minute=10_000)))
    failed = [seen for seen in google.requests if seen.status in (429, 503)]
    assert len(failed) > 20
    assert (outcome.faults, len(outcome.read)) == ({}, 200)
    assert found == expected


# Faults that stay


def faults_after(google: Emulator, source: GoogleSource, *broken: str, where: str = VALUES) -> Outcome:
    """Sync once, break what is named, change everything, and sync again."""
    with Store() as store:
        assert not sync(store, [source], TODAY).faults
        for id in google.world.books:
            google.touch(id)
        for kind in broken:
            google.faults.add(kind, times=10_000, where=where)
        outcome = sync(store, [source], TODAY + 1)
        state = State(store, outcome.sync, TODAY + 1)
        assert {book.name for book in state.workbooks() if book.read_on == TODAY} >= set(outcome.faults) - {source.root}
        assert len(state.tables["objectives"]) == 2  # the last good data is there
        return outcome


def test_a_spreadsheet_that_stays_out_of_reach_keeps_its_last_good_data(google: Emulator, folder: str) -> None:
    outcome = faults_after(google, source_of(f"folder/{folder}"), "503")
    assert {name: fault.what for name, fault in outcome.faults.items()} == dict.fromkeys(
        ("Lab", "Support"), "Google is not available at the moment (503)"
    )


def test_a_spreadsheet_that_hangs_for_ever_is_given_up(google: Emulator, folder: str) -> None:
    source = source_of(f"folder/{folder}", connected(retry_policy=RetryPolicy(answer=0.2, together=5)))
    outcome = faults_after(google, source, "hang")
    assert {fault.what for fault in outcome.faults.values()} == {"Google did not answer in time"}


def test_an_answer_that_trickles_without_end_is_given_up(google: Emulator, folder: str) -> None:
    source = source_of(f"folder/{folder}", connected(retry_policy=RetryPolicy(answer=0.4, together=5)))
    outcome = faults_after(google, source, "trickle")
    assert {fault.what for fault in outcome.faults.values()} == {"Google did not answer in time"}


def test_an_answer_that_is_larger_than_any_spreadsheet_is_given_up(google: Emulator) -> None:
    google.spreadsheet("Lab", {"Objectives": [["ID", "Objective"], ["O1", "x" * 2000]]})
    asked = requests.get(f"{google.url}/", stream=True, timeout=5)
    with pytest.raises(GoogleRequestError, match="larger than 0 MB"):
        read_body(asked, seconds=5, most=10)


def test_a_spreadsheet_whose_answers_take_longer_than_its_time_is_given_up(google: Emulator, folder: str) -> None:
    connection = connected()
    connection.session._clock = Clock()
    source = replace(source_of(f"folder/{folder}", connection), seconds=0.3)
    google.faults.add("hang", where=f"spreadsheets/{spreadsheet_id(google, 'Lab')}", times=99)
    outcome, _ = sync_once(source)
    assert list(outcome.read) == ["Support"]
    assert outcome.faults["Lab"].what == "reading it took longer than 0.3 s and was given up"
    assert "`seconds` under [limits]" in outcome.faults["Lab"].hint


def test_a_spreadsheet_with_more_cells_than_it_may_have_is_refused_and_the_others_are_read(
    google: Emulator, folder: str
) -> None:
    google.spreadsheet("Wide", {"Objectives": [["ID", "Objective"], *[["O", "x" * 3]] * 600]}, parent=folder)
    outcome, _ = sync_once(replace(source_of(f"folder/{folder}"), most_cells=1_000))
    assert sorted(outcome.read) == ["Lab", "Support"]
    assert outcome.faults["Wide"].what == "the sheet 'Objectives' reaches to B601: too large to read"


def test_a_workbook_in_drive_that_ends_its_parser_costs_itself_only(google: Emulator, folder: str) -> None:
    google.upload("aborts.xlsx", aborting_workbook(), parent=folder)
    with Store() as store:
        outcome = sync(store, [source_of(f"folder/{folder}")], TODAY, readers=Readers(2))
    assert sorted(outcome.read) == ["Lab", "Support"]
    assert outcome.faults["aborts.xlsx"].what.startswith("the file is damaged: reading it ended the program")


def test_a_spreadsheet_deleted_while_the_sync_runs_is_told_and_the_others_go_on(google: Emulator, folder: str) -> None:
    source = source_of(f"folder/{folder}")
    listing = source.list

    class DeletedMeanwhile(GoogleSource):
        def list(self) -> Any:
            found = listing()
            google.delete(spreadsheet_id(google, "Lab"))
            return found

    racing = DeletedMeanwhile(source.address, source.connection, _files=source._files)
    outcome, _ = sync_once(racing)
    assert list(outcome.read) == ["Support"]
    assert outcome.faults["Lab"].what.startswith("Google can't find the file")


def test_a_sheet_renamed_between_the_two_requests_is_read_under_its_new_name(google: Emulator) -> None:
    id = google.spreadsheet("OKRs", team("Support"))
    source = source_of(id)
    (stamp,) = source.list()[0]
    google.faults.add("503", where=VALUES)
    book, title = google.book(id), "Objectives of 2026"
    session = source.connection.session
    session.on_wait = lambda why, seconds: book.sheets[1].properties.update(title=title)
    assert title in [sheet.title for sheet in source.fetch(stamp).parse().sheets]
    assert methods(google).count("sheets.spreadsheets.get") == 2


def test_a_revoked_account_says_so(google: Emulator, folder: str) -> None:
    google.faults.add("revoked", times=100)
    with pytest.raises(GoogleRequestError) as raised:
        source_of(f"folder/{folder}").list()
    assert raised.value.status == 401
    assert "Google does not accept" in raised.value.what


def test_a_permission_that_was_too_narrow_says_what_to_ask_for(google: Emulator, folder: str) -> None:
    from okrsheets.sync.google.auth import identity
    from okrsheets.sync.google.connection import Connection
    from okrsheets.sync.google.session import Session

    connection = Connection()
    found = identity(("https://www.googleapis.com/auth/script.projects",))
    connection._opened = Session(found.credentials, found.who)
    with pytest.raises(GoogleRequestError, match="does not have the permission that this needs") as raised:
        source_of(f"folder/{folder}", connection).list()
    assert "allow these scopes for the account" in raised.value.hint


def test_reading_asks_for_no_permission_to_write(google: Emulator, folder: str) -> None:
    source = source_of(f"folder/{folder}")
    source.list()
    granted = {scope for token in google.world.accounts.tokens.values() for scope in token.caller.scopes}
    assert granted
    assert all(scope.endswith(".readonly") for scope in granted)
    assert not granted & set(PUSH[:1])


def test_offline_keeps_what_is_there_and_the_folders_on_the_disk_go_on(
    google: Emulator, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(okrs("Sales", [("S1", "Team", "Ana", "Sell")], [])))
    with Store() as store:
        disk = FolderSource(tmp_path)
        assert not sync(store, [disk, source_of(f"folder/{folder}")], TODAY).faults
        with socket.create_server(("127.0.0.1", 0)) as server:
            closed = f"http://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("OKRSHEETS_GOOGLE_ENDPOINT", closed)
        (tmp_path / "a.xlsx").write_bytes(xlsx(okrs("Sales", [("S1", "Team", "Ben", "Sell more")], [])))
        outcome = sync(store, [disk, source_of(f"folder/{folder}")], TODAY)
        assert list(outcome.read) == ["a.xlsx"]
        assert outcome.faults[f"google:folder/{folder}"].what in (
            "Google cannot be reached",
            "Google's sign-in is not available at the moment",
        )
        assert outcome.gone == []
        assert len(State(store, outcome.sync, TODAY).tables["objectives"]) >= 2


# Through the command


def run(*args: object, here: Path) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "okrsheets", *map(str, args)]
    return subprocess.run(asked, cwd=here, capture_output=True, text=True, timeout=120)


def test_what_cannot_be_read_is_listed_with_the_address_to_share_it_with(google: Emulator, tmp_path: Path) -> None:
    mine, theirs = google.spreadsheet("Support", team("Support")), google.spreadsheet("x", shared=False)
    done = run(
        "check", f"google:{mine}", f"google:{theirs}", "google:1AbcDefGhiJklMno", "--as-of", "2026-02-15", here=tmp_path
    )
    assert done.returncode == 3
    assert f"google:{theirs}: Google can't find the file: it isn't shared with you" in done.stdout
    assert "google:1AbcDefGhiJklMno: Google can't find the file" in done.stdout
    assert f"hint: check the address, and share it with {google.service_account}" in done.stdout


def test_one_review_over_google_and_the_disk_from_a_settings_file(
    google: Emulator, folder: str, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(okrs("Sales", [("S1", "Team", "Ana", "Sell")], [])))
    key = tmp_path / "key.json"
    key.write_bytes(google.credentials_path.read_bytes())
    text = f'sources = ["a.xlsx", "google:folder/{folder}"]\nas-of = 2026-02-15\n[google]\ncredentials = "key.json"\n'
    (tmp_path / "okrsheets.toml").write_text(text, "utf-8")
    done = run("sync", here=tmp_path)
    assert "read       3 workbooks, 0 unchanged" in done.stderr
    review = (tmp_path / "okrsheets-out" / "review.md").read_text("utf-8")
    assert "Sell" in review
    assert "Support answers faster" in review
    assert "read       0 workbooks, 3 unchanged" in run("sync", here=tmp_path).stderr
    assert "Support answers faster" in run("status", here=tmp_path).stdout
    for said in (done.stdout + done.stderr, review):
        assert PRIVATE_KEY[40:70] not in said
        assert google.credentials["private_key"][40:90] not in said


def test_google_alone_leaves_its_results_in_the_current_folder(google: Emulator, folder: str, tmp_path: Path) -> None:
    done = run("sync", f"google:folder/{folder}", "--as-of", "2026-02-15", here=tmp_path)
    assert (tmp_path / "okrsheets-out" / "review.html").is_file()
    assert "read       2 workbooks" in done.stderr


def test_a_figure_of_the_review_names_the_cells_of_its_spreadsheet(
    google: Emulator, folder: str, tmp_path: Path
) -> None:
    run("sync", f"google:folder/{folder}", "--as-of", "2026-02-15", here=tmp_path)
    assert "Support › Key results!" in (tmp_path / "okrsheets-out" / "review.html").read_text("utf-8")


def test_whoami_prints_the_address_to_share_with(google: Emulator, tmp_path: Path) -> None:
    done = run("google", "whoami", here=tmp_path)
    assert done.stdout == f"{google.service_account}\n"
    assert "service account, from " in done.stderr


def test_an_address_that_names_nothing_is_exit_code_2(google: Emulator, tmp_path: Path) -> None:
    done = run("sync", "google:Team OKRs", here=tmp_path)
    assert done.returncode == 2
    assert "'google:Team OKRs' doesn't name a Google spreadsheet or folder" in done.stderr


def test_an_interrupted_sync_ends_at_once_even_when_it_waits_for_google(
    google: Emulator, folder: str, tmp_path: Path
) -> None:
    google.faults.add("429", times=100, where=VALUES, retry_after=200)
    asked = [sys.executable, "-m", "okrsheets", "sync", f"google:folder/{folder}"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a program in the background hears no interrupt
    with subprocess.Popen(asked, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as process:
        until = real_time.monotonic() + 30
        while not any(seen.status == 429 for seen in google.requests) and real_time.monotonic() < until:
            real_time.sleep(0.05)
        real_time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        finally:
            process.kill()
    assert process.returncode not in (0, None)


def test_without_googles_libraries_the_command_that_installs_them_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "sitecustomize.py"
    blocked.write_text(
        "from importlib.machinery import PathFinder\n"
        "real, hidden = PathFinder.find_spec, ('gspread', 'google_auth_oauthlib')\n"
        "PathFinder.find_spec = lambda name, *rest: None if name.split('.')[0] in hidden else real(name, *rest)\n",
        "utf-8",
    )
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for command in (["sync", "google:1AbcDefGhiJkl"], ["google", "whoami"], ["google", "login"]):
        asked = [sys.executable, "-m", "okrsheets", *command]
        done = subprocess.run(asked, cwd=tmp_path, env=environ, capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        assert "hint: pip install 'okrsheets[google]'" in done.stderr
    helped = subprocess.run([sys.executable, "-m", "okrsheets", "--help"], env=environ, capture_output=True, text=True)
    assert helped.returncode == 0


def test_naming_google_costs_no_import_of_its_libraries() -> None:
    code = (
        "import sys; import okrsheets.cli, okrsheets.sync.config as c; c.workspace(['google:1AbcDefGhiJkl']);"
        "sys.exit(bool({'gspread', 'google.auth', 'requests'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_progress_bar_says_for_how_long_it_waits_and_why(google: Emulator, folder: str, tmp_path: Path) -> None:
    import pty  # where there are terminals

    google.faults.add("429", where="drive/v3/files", retry_after=2)
    here, there = pty.openpty()
    asked = [sys.executable, "-m", "okrsheets", "sync", f"google:folder/{folder}"]
    with subprocess.Popen(asked, cwd=tmp_path, stderr=there, env={**os.environ, "COLUMNS": "120"}) as process:
        os.close(there)
        said = b""
        with contextlib.suppress(OSError):  # how the end of a terminal shows
            while part := os.read(here, 4096):
                said += part
    os.close(here)
    assert process.returncode in (0, 4)
    assert "reading waits 2 s to try again: Google's quota of requests is used up" in said.decode()


def test_data_frames_are_read_from_google(google: Emulator) -> None:
    id = google.spreadsheet("Support", team("Support"))
    frames = okrsheets.read_frames(f"google:{id}", today=date_of(TODAY))
    assert frames["key results"][["id", "current", "workbook"]].values.tolist() == [["Support-1.1", 15.0, "Support"]]


def test_the_commands_of_the_page_about_google_run_as_they_stand(google: Emulator, folder: str, tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "google.md").read_text("utf-8")
    commands = re.findall(r"^okrsheets (.*?)(?:  +#.*)?$", page.split("```sh\n")[1].split("```")[0], re.MULTILINE)
    assert len(commands) == 3
    (tmp_path / "team-sheets").mkdir()
    (tmp_path / "team-sheets" / "a.xlsx").write_bytes(xlsx(okrs("Sales", [("S1", "Team", "Ana", "Sell")], [])))
    alone = google.spreadsheet("Alone", team("Alone"))
    for command in commands:
        words = command.replace("folder/ID", f"folder/{folder}").replace("google:ID", f"google:{alone}").split()
        assert run(*words, here=tmp_path).returncode in (0, 4), command
