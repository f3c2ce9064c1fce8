"""Whose credentials are used, and that nothing of them is ever told."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from google_script import ADDRESS, PRIVATE_KEY, account

from okrsheets.core.errors import OkrError, SettingsError, SourceError
from okrsheets.sync.google import token
from okrsheets.sync.google.auth import VARIABLE, identity
from okrsheets.sync.google.scopes import NEW, PUSH, SYNC, missing

USER = {
    "type": "authorized_user",
    "client_id": "42.apps.googleusercontent.com",
    "client_secret": "GOCSPX-secret",
    "refresh_token": "1//0-secret",
    "scopes": list(SYNC),
    "account": "ana@example.com",
}
SECRETS = (PRIVATE_KEY, PRIVATE_KEY[60:90], "GOCSPX-secret", "1//0-secret")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which nobody is signed in to Google."""
    for name in (VARIABLE, "CLOUDSDK_CONFIG", "GOOGLE_CLOUD_PROJECT"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME", "CLOUDSDK_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    return tmp_path


def write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_without_credentials_the_ways_to_get_some_are_named() -> None:
    with pytest.raises(SourceError, match="there are no credentials for Google") as raised:
        identity(SYNC)
    assert VARIABLE in raised.value.hint
    assert "okrsheets google login" in raised.value.hint


def test_the_settings_go_before_the_environment_and_that_before_the_users_own(
    monkeypatch: pytest.MonkeyPatch, nobody: Path
) -> None:
    token.save(USER)
    assert identity(SYNC).who.address == "ana@example.com"
    monkeypatch.setenv(VARIABLE, str(write(nobody / "a.json", {**account("https://x"), "client_email": "a@b.c"})))
    assert identity(SYNC).who.address == "a@b.c"
    named = write(nobody / "b.json", account("https://x"))
    found = identity(SYNC, named)
    assert (found.who.address, found.who.kind, found.origin) == (ADDRESS, "service account", str(named))


def test_what_the_machine_has_is_used_last(nobody: Path) -> None:
    write(nobody / "home" / "application_default_credentials.json", {**USER, "quota_project_id": "p"})
    found = identity(SYNC)
    assert found.who.kind == "application default"
    assert "gcloud auth application-default login --scopes=" in found.who.permit


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("not json", "it isn't JSON"),
        ("[1]", "it isn't JSON"),
        ("{}", "holds no credentials that can be used here"),
        ({**account("https://x"), "private_key": "-----BEGIN PRIVATE KEY-----\nGOCSPX-secret"}, "holds no credentials"),
        ({"installed": {"client_id": "1", "client_secret": "GOCSPX-secret"}}, "is the file of an OAuth client"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_holds_no_credentials_is_named_and_not_quoted(nobody: Path, content: Any, what: str) -> None:
    path = nobody / "key.json"
    if content is not None:
        write(path, content)
    with pytest.raises(SettingsError, match=what) as raised:
        identity(SYNC, path)
    assert str(path) in raised.value.what
    assert not [secret for secret in SECRETS if secret in f"{raised.value.what} {raised.value.hint}"]


def test_the_users_permission_is_kept_in_a_file_that_only_the_user_can_read(nobody: Path) -> None:
    file = token.save(USER)
    assert file == nobody / "home" / "okrsheets" / "google.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert token.load() == USER
    assert (token.forget(), token.forget(), token.load()) == (True, False, None)


def test_a_file_of_permission_that_cannot_be_used_says_so(nobody: Path) -> None:
    write(token.path(), '{"refresh_token": "1//0-secret"}')
    with pytest.raises(SettingsError, match=r"google\.json cannot be used") as raised:
        identity(SYNC)
    assert "1//0-secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("platform", "environ", "where"),
    [
        ("linux", {}, ".config/okrsheets"),
        ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/okrsheets"),
        ("darwin", {}, "Library/Application Support/okrsheets"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/okrsheets"),
    ],
)
def test_settings_are_where_programs_of_the_system_keep_them(
    platform: str, environ: dict[str, str], where: str
) -> None:
    assert token.config_folder(environ, platform).as_posix().endswith(where)


def test_work_that_was_not_agreed_to_names_the_sign_in_that_it_needs() -> None:
    token.save(USER)
    for scopes, work in ((PUSH, "push"), (NEW, "new")):
        with pytest.raises(OkrError, match="does not include the permission") as raised:
            identity(scopes)
        assert raised.value.hint == f"run `okrsheets google login --for {work}`"


def test_a_token_is_asked_for_what_the_work_needs_and_no_more() -> None:
    token.save({**USER, "scopes": [*NEW, *SYNC]})
    assert identity(SYNC).credentials.scopes == list(SYNC)  # type: ignore[attr-defined]
    token.save({**USER, "scopes": list(NEW)})
    assert missing(SYNC, NEW) == []
    assert identity(SYNC).credentials.scopes == list(NEW)  # type: ignore[attr-defined]
