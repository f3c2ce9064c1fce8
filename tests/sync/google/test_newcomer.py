"""What a newcomer does first with Google: what the README says, over the emulator, with the program as it is installed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from importlib.metadata import metadata
from pathlib import Path

import pytest
from bad_input import okrs, xlsx
from google_reading import team

from okrsheets.sync.google import drive
from okrsheets.sync.google.connection import Connection
from okrsheets.sync.google.session import RetryPolicy
from tests.google_emulator import Emulator

README = Path(__file__).parents[3] / "README.md"
FOLDER = "application/vnd.google-apps.folder"


def run(*words: str, here: Path) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "okrsheets", *words]
    return subprocess.run(asked, cwd=here, capture_output=True, text=True, timeout=120)


def made_folder(name: str) -> str:
    """Make a folder in Drive as the account that signs in, and give its id."""
    session = Connection(work="new").session
    return str(session.request("post", drive.FILES, json={"name": name, "mimeType": FOLDER}).json()["id"])


@pytest.mark.slow
def test_three_new_workbooks_in_a_folder_are_synced_long_before_google_is_given_up(
    google: Emulator, tmp_path: Path
) -> None:
    folder = made_folder("Teams")
    for what, title in (("okrs", "Support Q3"), ("okrs", "Sales"), ("skills", "Skills")):
        assert run("new", what, f"google:{title}", "--folder", folder, here=tmp_path).returncode == 0
    begun = time.monotonic()
    done = run("sync", f"google:folder/{folder}", here=tmp_path)
    assert time.monotonic() - begun < RetryPolicy().together / 10
    assert done.returncode in (0, 4), done.stderr
    assert "read       3 workbooks, 0 unchanged" in done.stderr
    assert google.broken == []


@pytest.mark.slow
def test_the_commands_of_the_readme_about_google_run_in_their_order(google: Emulator, tmp_path: Path) -> None:
    section = README.read_text("utf-8").split("## Google Sheets\n")[1].split("```sh\n")[1].split("```")[0]
    install, *commands = re.findall(r"^(\w.*?)(?:  +#.*)?$", section, re.MULTILINE)
    assert install == 'pip install ".[google]"'
    assert "google" in (metadata("okrsheets").get_all("Provides-Extra") or [])
    assert [command.split()[1] for command in commands] == ["google", "sync", "new", "push"]
    folder = google.folder("Teams")
    google.spreadsheet("Lab", team("Lab"), parent=folder)
    leadership = google.spreadsheet("Leadership")
    (tmp_path / "team-sheets").mkdir()
    (tmp_path / "team-sheets" / "a.xlsx").write_bytes(xlsx(okrs("Sales", [("S1", "Team", "Ana", "Sell")], [])))
    said = {}
    for command in commands:
        line = re.sub(r"(folder/|--folder )ID", rf"\g<1>{folder}", command).replace("google:ID", f"google:{leadership}")
        program, *words = shlex.split(line)
        done = run(*words, here=tmp_path)
        assert (program, done.returncode in (0, 4)) == ("okrsheets", True), (command, done.stdout, done.stderr)
        said[words[0]] = done
    assert said["google"].stdout == f"{google.service_account}\n"
    assert "read       2 workbooks" in said["sync"].stderr
    assert "created Support Q3" in said["new"].stderr
    assert "Objectives" in said["push"].stdout
    assert [sheet.title for sheet in google.book(leadership).sheets] == ["Sheet1"]
