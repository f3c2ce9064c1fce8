"""`okrsheets addin install google ID` against the emulator: our script goes in, and what was there of the user's stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from okrsheets.addin.hosts.google import install as google_install
from okrsheets.addin.hosts.google import script as google
from okrsheets.cli import main
from okrsheets.core.errors import OkrError
from okrsheets.sync.google import failures
from okrsheets.sync.google.request_error import Account
from okrsheets.sync.google.scopes import ADDIN, SYNC
from tests.google_emulator import Emulator

MINE = {"name": "Mine", "type": "SERVER_JS", "source": "function mine() {\n  return 1;\n}\n"}
OPENS = {"name": "Menu", "type": "SERVER_JS", "source": "function onOpen(e) {\n  mine();\n}\n"}
OTHER_RIGHTS = ["https://www.googleapis.com/auth/gmail.send"]

Install = Callable[..., Result]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture
def sheet(emulator: Emulator) -> str:
    return emulator.spreadsheet("Support OKRs")


@pytest.fixture
def install(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """`install(ID, "--dry-run")` runs the command as a user who has signed in for it."""
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("OKRSHEETS_GOOGLE_ENDPOINT", emulator.url)
    sign_in(emulator, tmp_path, ADDIN)
    return lambda *given: CliRunner().invoke(main, ["addin", "install", "google", *given], catch_exceptions=False)


def sign_in(emulator: Emulator, home: Path, scopes: Sequence[str]) -> None:
    kept = home / "okrsheets" / "google.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({**emulator.authorized_user(*scopes), "scopes": list(scopes)}), "utf-8")


def scripts(emulator: Emulator) -> dict[str, dict[str, Any]]:
    """The files of every script project, by name."""
    return {id: {file["name"]: file for file in each["files"]} for id, each in emulator.world.scripts.items()}


def project(emulator: Emulator, sheet: str, *files: dict[str, str], manifest: dict[str, Any] | None = None) -> str:
    """Make a script of the user's, as the editor would."""
    script = f"script-of-the-user-{len(emulator.world.scripts)}"
    stated = {"name": "appsscript", "type": "JSON", "source": json.dumps(manifest or {"runtimeVersion": "V8"})}
    emulator.add_file(script, "Mine", "application/vnd.google-apps.script", emulator.person, None, False)
    emulator.world.scripts[script] = {"project": {"scriptId": script, "parentId": sheet}, "files": [stated, *files]}
    return script


def writes(emulator: Emulator) -> int:
    return emulator.count("script.projects", writing=True)


def test_a_spreadsheet_without_a_script_gets_one_that_is_ours(install: Install, emulator: Emulator, sheet: str) -> None:
    done = install(f"https://docs.google.com/spreadsheets/d/{sheet}/edit#gid=0")
    assert done.exit_code == 0, done.output
    assert "wrote appsscript.json, Code.gs into a new script of the spreadsheet" in done.output
    ((_, files),) = scripts(emulator).items()
    assert files["Code"]["source"] == google.code()
    assert files["appsscript"]["source"] == google.manifest()
    assert [each["project"]["parentId"] for each in emulator.world.scripts.values()] == [sheet]


def test_a_second_time_writes_nothing_and_a_new_version_goes_into_the_same_script(
    install: Install, emulator: Emulator, sheet: str
) -> None:
    install(sheet)
    assert writes(emulator) == 2
    assert "the script is up to date" in install(sheet).output
    assert writes(emulator) == 2
    (script,) = emulator.world.scripts.values()
    script["files"][1]["source"] = f"// {google.MARKER}, an earlier version"
    assert "wrote Code.gs into the script" in install(sheet).output
    ((_, files),) = scripts(emulator).items()
    assert files["Code"]["source"] == google.code()


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(
    install: Install, emulator: Emulator, sheet: str
) -> None:
    done = install(sheet, "--dry-run")
    assert "would write appsscript.json, Code.gs into a new script of the spreadsheet" in done.output
    assert writes(emulator) == 0


def test_a_script_of_the_users_keeps_its_files_and_gets_ours_beside_them(
    install: Install, emulator: Emulator, sheet: str
) -> None:
    script = project(
        emulator, sheet, MINE, {**MINE, "name": "Code"}, manifest={"runtimeVersion": "V8", "oauthScopes": OTHER_RIGHTS}
    )
    done = install(sheet, "--script", script)
    assert "kept unchanged: Mine.gs, Code.gs" in done.output
    files = scripts(emulator)[script]
    assert files["Mine"]["source"] == files["Code"]["source"] == MINE["source"]
    assert files["okrsheets"]["source"] == google.code()
    rights = json.loads(files["appsscript"]["source"])["oauthScopes"]
    assert rights[:1] == OTHER_RIGHTS
    assert [right.rsplit("/", 1)[1] for right in rights[1:]] == list(google.RIGHTS)
    assert "the script is up to date" in install(sheet).output, "and it is remembered"


def test_a_menu_of_the_users_own_stays_and_it_is_said_how_ours_joins_it(
    install: Install, emulator: Emulator, sheet: str
) -> None:
    script = project(emulator, sheet, OPENS)
    done = install(sheet, "--script", script)
    assert "Menu.gs has its own onOpen: call okrMenu(); in it to show the menu" in done.output
    files = scripts(emulator)[script]
    assert files["Menu"]["source"] == OPENS["source"]
    assert files["okrsheets"]["source"] == google.code(own_menu=False)
    assert files["appsscript"]["source"] == '{"runtimeVersion": "V8"}'


def test_a_pasted_script_of_ours_is_replaced_where_it_stands(install: Install, emulator: Emulator, sheet: str) -> None:
    pasted = {"name": "Pasted", "type": "SERVER_JS", "source": google.code().replace("0.7", "0.8")}
    script = project(emulator, sheet, MINE, pasted)
    install(sheet, "--script", script)
    assert set(scripts(emulator)[script]) == {"appsscript", "Mine", "Pasted"}
    assert scripts(emulator)[script]["Pasted"]["source"] == google.code()


def test_a_script_that_was_deleted_is_made_again(install: Install, emulator: Emulator, sheet: str) -> None:
    install(sheet)
    emulator.world.scripts.clear()
    done = install(sheet)
    assert "the script created for this spreadsheet no longer exists" in done.output
    assert len(emulator.world.scripts) == 1


def test_a_script_that_was_made_and_not_filled_is_filled_by_the_next_run(tmp_path: Path) -> None:
    asked: list[str] = []

    def call(method: str, url: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        asked.append(f"{method} {url.removeprefix(google_install.API)}")
        if method == "PUT" and asked.count(asked[-1]) == 1:
            raise OkrError("the connection broke off")
        return {"scriptId": "made"} if method == "POST" else {"files": []}

    memory = google_install.Memory(tmp_path / "scripts.json")
    with pytest.raises(OkrError, match="broke off"):
        google_install.install(call, "sheet", memory)
    google_install.install(call, "sheet", memory)
    assert asked == ["POST ", "PUT /made/content", "GET /made/content", "GET /made/content", "PUT /made/content"]


def test_a_script_that_changes_between_looking_and_writing_is_left_alone(tmp_path: Path) -> None:
    answers: Iterator[Mapping[str, Any]] = iter([{"files": []}, {"files": [MINE]}])
    memory = google_install.Memory(tmp_path / "scripts.json")
    with pytest.raises(OkrError, match="the script was changed in the meantime"):
        google_install.install(lambda *_: next(answers), "sheet", memory, script="theirs")
    assert memory.script_of("sheet") == ""


@pytest.mark.parametrize(
    ("files", "manifest", "what"),
    [
        (
            [{**MINE, "source": "function OKR_SCORE(x) { return x; }"}],
            None,
            "your file 'Mine.gs' defines OKR_SCORE too",
        ),
        ([{**MINE, "source": "var x;\nconst okrMenu = 1;"}], None, "your file 'Mine.gs' defines okrMenu too"),
        ([MINE], {"runtimeVersion": "DEPRECATED_ES5"}, "runs on Google's old runtime"),
    ],
)
def test_what_would_harm_a_script_of_the_users_is_refused(
    install: Install,
    emulator: Emulator,
    sheet: str,
    files: list[dict[str, str]],
    manifest: dict[str, Any] | None,
    what: str,
) -> None:
    script = project(emulator, sheet, *files, manifest=manifest)
    done = install(sheet, "--script", script)
    assert done.exit_code == 1
    assert what in done.output
    assert writes(emulator) == 0


def test_a_service_account_cannot_and_who_has_not_signed_in_for_it_is_told_how(
    install: Install, emulator: Emulator, sheet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(emulator.credentials_path))
    assert install(sheet).exit_code == 0, "signed in as oneself goes before the service account"
    sign_in(emulator, tmp_path, SYNC)
    done = install(sheet)
    assert (done.exit_code, "okrsheets google login --for addin" in done.output) == (3, True)
    (tmp_path / "okrsheets" / "google.json").unlink()
    done = install(sheet)
    assert done.exit_code == 3
    assert "you must be signed in to Google as yourself for this" in done.output


@pytest.mark.parametrize("given", [("1NoSuchSpreadsheetAnywhere",), ("SHEET", "--script", "1NoSuchScriptAnywhere")])
def test_what_google_does_not_know_is_said(
    install: Install, emulator: Emulator, sheet: str, given: tuple[str, ...]
) -> None:
    done = install(*(sheet if each == "SHEET" else each for each in given))
    assert done.exit_code == 1
    assert "Google has no such script or spreadsheet" in done.output


def test_a_folder_gets_no_script(install: Install) -> None:
    done = install("google:folder/1AbcDefGhiJkl")
    assert (done.exit_code, "is a folder" in done.output) == (2, True)


def test_who_has_not_switched_the_api_on_is_told_where() -> None:
    response = requests.Response()
    response.status_code = 403
    said = "User has not enabled the Apps Script API. Enable it by visiting https://script.google.com/home/usersettings then retry."
    response._content = json.dumps({"error": {"code": 403, "message": said, "status": "PERMISSION_DENIED"}}).encode()
    error = failures.of_response(response, Account()).error
    assert error.what == "you have not switched on the Apps Script API"
    assert "https://script.google.com/home/usersettings" in error.hint


def test_a_host_without_spreadsheets_takes_none() -> None:
    done = CliRunner().invoke(main, ["addin", "install", "libreoffice", "1AbcDefGhiJkl"])
    assert (done.exit_code, "libreoffice takes no spreadsheet" in done.output) == (2, True)
