"""Signing in as oneself, through the command and a browser, over HTTP on this machine."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from google_reading import team
from google_script import Answer, refusal, scripted

from okrsheets.core.errors import OkrError
from okrsheets.sync.google import login
from okrsheets.sync.google.auth import TOKEN_URI
from okrsheets.sync.google.scopes import NEW, SYNC
from tests.google_emulator import Emulator

pytestmark = pytest.mark.slow  # each command is a process of its own

BROWSER = f"{sys.executable} {Path(__file__).parents[2] / 'support' / 'google_browser.py'} %s &"
CLIENT = {"installed": {"client_id": "42.apps.googleusercontent.com", "client_secret": "GOCSPX-secret"}}
TOKEN = {
    "access_token": "ya29.secret",
    "refresh_token": "1//0-secret",
    "expires_in": 3599,
    "scope": " ".join(SYNC),
    "token_type": "Bearer",
}
ANA = Answer(body={"user": {"emailAddress": "ana@example.com"}})
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(url, "whoami")` runs `okrsheets google whoami` on a machine of its own, with a server as Google."""
    (tmp_path / "client.json").write_text(json.dumps(CLIENT), "utf-8")

    def command(
        url: str, *args: str, agrees: str = "code=4/code", group: Sequence[str] = ("google",), browser: str = BROWSER
    ) -> subprocess.CompletedProcess[str]:
        home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
        environ = {**os.environ, **home, "OKRSHEETS_GOOGLE_ENDPOINT": url, "BROWSER": browser, "NO_GCE_CHECK": "true"}
        environ["OKRSHEETS_TEST_AGREES"] = agrees
        for name in ("GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG"):
            environ.pop(name, None)
        asked = [sys.executable, "-m", "okrsheets", *group, *args]
        return subprocess.run(asked, env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    return command


def test_signing_in_keeps_the_permission_and_tells_who_one_is(run: Run, tmp_path: Path) -> None:
    with scripted([ANA], [Answer(body=TOKEN)]) as script:
        done = run(script.url, "login", "--client", "client.json")
        assert (done.returncode, done.stdout) == (0, "")
        file = tmp_path / "okrsheets" / "google.json"
        assert done.stderr.splitlines()[-1] == f"signed in as ana@example.com; kept in {file}"
        assert "GOCSPX-secret" not in done.stderr
        assert "ya29" not in done.stderr + file.read_text("utf-8")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert run(script.url, "whoami").stdout == "ana@example.com\n"


def test_a_second_sign_in_needs_no_client_and_keeps_what_was_agreed_to(run: Run, tmp_path: Path) -> None:
    more = {**TOKEN, "scope": " ".join([*NEW, *SYNC])}
    with scripted([ANA], [Answer(body=TOKEN), Answer(body=more)]) as script:
        assert run(script.url, "login", "--client", "client.json").returncode == 0
        assert run(script.url, "login", "--for", "new").returncode == 0
    kept = json.loads((tmp_path / "okrsheets" / "google.json").read_text("utf-8"))
    assert set(kept["scopes"]) == {*NEW, *SYNC}


@pytest.mark.parametrize(
    ("agrees", "token", "what", "hint"),
    [
        ("error=access_denied", TOKEN, "Google did not sign you in (access_denied)", "run the command again"),
        ("code=4/code", {**TOKEN, "scope": SYNC[0]}, "you did not grant every permission", "sign in again"),
        ("code=4/code", {"error": "invalid_grant"}, "Google did not sign you in (invalid_grant)", "run the command again"),
    ],
)  # fmt: skip
def test_a_sign_in_that_fails_says_why_and_keeps_nothing(
    run: Run, tmp_path: Path, agrees: str, token: dict[str, str], what: str, hint: str
) -> None:
    with scripted([ANA], [Answer(400 if "error" in token else 200, token)]) as script:
        done = run(script.url, "login", "--client", "client.json", agrees=agrees)
    assert done.returncode == 1
    assert f"error: {what}\n  hint: {hint}" in done.stderr
    assert not (tmp_path / "okrsheets").exists()


def test_an_account_whose_address_google_does_not_tell_is_signed_in_all_the_same(run: Run) -> None:
    with scripted([refusal(403)], [Answer(body=TOKEN)]) as script:
        done = run(script.url, "login", "--client", "client.json")
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1].startswith("signed in; kept in ")


def test_a_machine_without_a_browser_is_told_how_to_go_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    done = run("http://127.0.0.1:9", "login", "--client", "client.json", browser="")
    assert done.returncode == 1
    assert "error: no browser could be opened\n  hint: okrsheets google login --no-browser" in done.stderr


def test_nobody_in_front_of_the_browser_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    config = {"installed": {**CLIENT["installed"], "auth_uri": login.AUTH_URI, "token_uri": TOKEN_URI}}
    flow = login._Flow.from_client_config(config, SYNC)
    with pytest.raises(OkrError, match="nobody signed in within five minutes"):
        login._agreed(flow, open_browser=False, wait=0.1)


def test_signing_in_without_a_client_says_how_to_get_one(run: Run, tmp_path: Path) -> None:
    done = run("http://127.0.0.1:9", "login")
    assert done.returncode == 2
    assert "there is no OAuth client to sign in with" in done.stderr
    (tmp_path / "client.json").write_text('{"web": {"client_secret": "GOCSPX-secret"}}', "utf-8")
    done = run("http://127.0.0.1:9", "login", "--client", "client.json")
    assert done.returncode == 2
    assert "is not the file of a desktop OAuth client" in done.stderr
    assert "GOCSPX-secret" not in done.stderr


def test_a_broken_file_of_permission_is_mended_by_signing_in_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "okrsheets" / "google.json"
    file.parent.mkdir()
    file.write_text("{", "utf-8")
    with scripted([ANA], [Answer(body=TOKEN)]) as script:
        done = run(script.url, "login")
        assert (done.returncode, f"{file} cannot be used" in done.stderr) == (2, True)
        assert run(script.url, "login", "--client", "client.json").returncode == 0


def test_signing_out_forgets_the_permission_here_and_at_google(run: Run, tmp_path: Path) -> None:
    with scripted([ANA, Answer()], [Answer(body=TOKEN)]) as script:
        run(script.url, "login", "--client", "client.json")
        assert "Google has revoked the permission" in run(script.url, "logout").stderr
        assert script.asked[-1] == "POST /revoke"
    assert not (tmp_path / "okrsheets" / "google.json").exists()
    assert "you were not signed in" in run(script.url, "logout").stderr


def test_signing_in_on_googles_page_reads_a_spreadsheet_until_the_permission_is_taken_back(
    google: Emulator, run: Run, tmp_path: Path
) -> None:
    """The whole way over the emulator: its page, its tokens with their proof key, a sync, and the end."""
    (tmp_path / "client.json").write_bytes(google.client_secrets_path().read_bytes())
    assert "signed in as ada@example.com" in run(google.url, "login", "--client", "client.json", agrees="").stderr
    assert run(google.url, "whoami").stdout == "ada@example.com\n"
    id = google.spreadsheet("OKRs", team("Support"), shared=False)  # hers, and nobody else's
    asked = ["check", f"google:{id}", "--as-of", "2026-02-15"]
    assert run(google.url, *asked, group=()).returncode == 0
    google.revoke("ada@example.com")
    done = run(google.url, *asked, group=())
    assert done.returncode == 3
    assert "Google has ended the permission of your account (expired or revoked)" in done.stdout
    assert "hint: run `okrsheets google login`" in done.stdout
    google.desk.consents = False
    assert "access_denied" in run(google.url, "login", agrees="").stderr


def test_signing_out_offline_says_what_is_left_to_do(run: Run, tmp_path: Path) -> None:
    with scripted([ANA], [Answer(body=TOKEN)]) as script:
        run(script.url, "login", "--client", "client.json")
    done = run(script.url, "logout")
    assert (done.returncode, (tmp_path / "okrsheets" / "google.json").exists()) == (0, False)
    assert "https://myaccount.google.com/permissions" in done.stderr
