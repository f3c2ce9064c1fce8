"""The emulator's Drive and Apps Script sides, asked by Google's own Python client where it can be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import google.oauth2.credentials
import openpyxl
import pytest
import requests
from google.oauth2 import service_account
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from tests.google_emulator import Emulator
from tests.google_emulator.drive_file import FOLDER, SHORTCUT, SPREADSHEET, XLSX

pytestmark = pytest.mark.slow

SCRIPTS = "https://www.googleapis.com/auth/script.projects"
DRIVE = "https://www.googleapis.com/auth/drive"
robot: Any = service_account.Credentials.from_service_account_info
person: Any = google.oauth2.credentials.Credentials


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


def built(emulator: Emulator, name: str, version: str, path: str, credentials: Any = None) -> Any:
    """Google's client for one of its APIs, turned to the emulator."""
    credentials = credentials or robot(emulator.credentials, scopes=[DRIVE])
    options = {"api_endpoint": emulator.url + path}
    return discovery.build(name, version, credentials=credentials, client_options=options, static_discovery=True)


@pytest.fixture
def drive(emulator: Emulator) -> Any:
    return built(emulator, "drive", "v3", "/drive/v3/")


def named(answer: dict[str, Any]) -> list[str]:
    return sorted(file["name"] for file in answer["files"])


ALL = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


def test_a_folder_is_listed_with_what_is_in_it(emulator: Emulator, drive: Any) -> None:
    folder = emulator.folder("Teams")
    inner = emulator.folder("Shop", parent=folder)
    plan = emulator.spreadsheet("Plan", parent=folder)
    emulator.spreadsheet("Elsewhere")
    emulator.upload("Q1.xlsx", b"PK", parent=inner)
    emulator.shortcut("Link", plan, parent=folder)
    found = drive.files().list(q=f"'{folder}' in parents and trashed = false", fields="files(*)", **ALL).execute()
    assert named(found) == ["Link", "Plan", "Shop"]
    kinds = {file["name"]: file for file in found["files"]}
    assert kinds["Link"]["shortcutDetails"] == {"targetId": plan, "targetMimeType": SPREADSHEET}
    assert (kinds["Shop"]["mimeType"], kinds["Link"]["mimeType"]) == (FOLDER, SHORTCUT)
    assert named(drive.files().list(q=f"'{inner}' in parents").execute()) == ["Q1.xlsx"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name = 'q1 plan'", ["Q1 plan"]),
        ("name contains 'plan' and not name contains 'Q2'", ["Q1 plan"]),
        (r"name = 'It\'s'", ["It's"]),
        ("mimeType != 'application/vnd.google-apps.spreadsheet'", ["Folder", "It's"]),
        ("trashed = true", ["Q2 plan"]),
        ("modifiedTime > '2020-01-01T00:00:00' and mimeType contains 'folder'", ["Folder"]),
        ("'me' in owners", []),
        ("'ada@example.com' in owners and (name = 'Folder' or name = 'It\\'s')", ["Folder", "It's"]),
        ("sharedWithMe and trashed = false", ["Folder", "It's", "Q1 plan"]),
    ],
)
def test_files_are_found_by_what_is_asked_of_them(emulator: Emulator, drive: Any, query: str, names: list[str]) -> None:
    emulator.spreadsheet("Q1 plan")
    emulator.file(emulator.spreadsheet("Q2 plan")).trashed = True
    emulator.upload("It's", b"x", "text/plain")
    emulator.folder("Folder")
    emulator.spreadsheet("Not shared", shared=False)
    assert named(drive.files().list(q=query).execute()) == names


@pytest.mark.parametrize("query", ["nonsense = 1", "name ~ 'x'", "name = 'x' and", "'x' in what"])
def test_a_query_that_cannot_be_read_is_refused(drive: Any, query: str) -> None:
    with pytest.raises(HttpError, match="Invalid Value"):
        drive.files().list(q=query).execute()


def test_a_folder_that_nobody_showed_me_is_not_found_and_a_public_one_is_listed(emulator: Emulator, drive: Any) -> None:
    private, public = emulator.folder("Private", shared=False), emulator.folder("Public", shared=False)
    emulator.share(public, "", "reader")
    emulator.spreadsheet("Plan", parent=public, shared=False)
    for folder in (private, "nothing"):
        with pytest.raises(HttpError, match=r"File not found: \."):
            drive.files().list(q=f"'{folder}' in parents").execute()
    assert named(drive.files().list(q=f"'{public}' in parents").execute()) == ["Plan"]
    assert drive.files().list().execute()["files"] == []


def test_long_lists_come_in_pages_and_in_the_order_asked_for(emulator: Emulator, drive: Any) -> None:
    for number in range(5):
        emulator.spreadsheet(f"Team {number}")
    names, request = [], drive.files().list(pageSize=2, orderBy="name desc")
    while request is not None:
        answer = request.execute()
        names += [file["name"] for file in answer["files"]]
        request = drive.files().list_next(request, answer)
    assert names == [f"Team {number}" for number in (4, 3, 2, 1, 0)]


def test_a_shared_drive_is_found_only_by_those_who_ask_for_it(emulator: Emulator, drive: Any) -> None:
    company = emulator.shared_drive("Company")
    plan = emulator.spreadsheet("Plan", parent=company)
    assert drive.drives().list().execute()["drives"] == [{"kind": "drive#drive", "id": company, "name": "Company"}]
    assert drive.files().list().execute()["files"] == []
    with pytest.raises(HttpError, match="File not found"):
        drive.files().get(fileId=plan).execute()
    assert named(drive.files().list(**ALL).execute()) == ["Plan"]
    found = drive.files().get(fileId=plan, supportsAllDrives=True, fields="driveId,parents,ownedByMe").execute()
    assert found == {"driveId": company, "parents": [company], "ownedByMe": False}


def test_version_and_time_move_on_with_every_write_and_only_then(emulator: Emulator, drive: Any) -> None:
    plan = emulator.spreadsheet("Plan", {"Sheet1": [["a"]]})
    sheets = built(emulator, "sheets", "v4", "/")

    def told() -> tuple[str, str]:
        answer = drive.files().get(fileId=plan, fields="version,modifiedTime").execute()
        return answer["version"], answer["modifiedTime"]

    before = told()
    sheets.spreadsheets().values().get(spreadsheetId=plan, range="A1").execute()
    assert told() == before
    body = {"values": [["b"]]}
    sheets.spreadsheets().values().update(
        spreadsheetId=plan, range="Sheet1!A1", valueInputOption="RAW", body=body
    ).execute()
    after = told()
    assert int(after[0]) > int(before[0])
    assert after[1] > before[1]
    emulator.write(plan, "Sheet1!A1", [["c"]])
    assert int(told()[0]) > int(after[0])


def test_a_workbook_is_uploaded_downloaded_and_turned_into_a_spreadsheet(emulator: Emulator, drive: Any) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["Name", 1.5, "=B1*2"])
    content = io.BytesIO()
    workbook.save(content)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {emulator.token()}"
    emulator.turn(session)
    address = "https://www.googleapis.com/upload/drive/v3/files"
    parts = [b'{"name": "Q1.xlsx"}', content.getvalue()]
    kinds = [b"application/json; charset=UTF-8", XLSX.encode()]
    body = b"".join(b"--cut\r\nContent-Type: %s\r\n\r\n%s\r\n" % pair for pair in zip(kinds, parts)) + b"--cut--"
    headers = {"Content-Type": "multipart/related; boundary=cut"}
    query = "?uploadType=multipart&fields=id,size,mimeType"
    kept = session.post(address + query, data=body, headers=headers, timeout=5).json()
    assert (kept["mimeType"], kept["size"]) == (XLSX, str(len(content.getvalue())))
    assert drive.files().get_media(fileId=kept["id"]).execute() == content.getvalue()
    begun = session.post(
        f"{address}?uploadType=resumable",
        json={"name": "Q1", "mimeType": SPREADSHEET},
        headers={"X-Upload-Content-Type": XLSX},
        timeout=5,
    )
    headers = {"Content-Type": XLSX}
    made = session.put(begun.headers["Location"], data=content.getvalue(), headers=headers, timeout=5).json()
    assert emulator.values(made["id"], "Sheet") == [["Name", 1.5, 3]]
    with pytest.raises(HttpError, match="Only files with binary content can be downloaded"):
        drive.files().get_media(fileId=made["id"]).execute()


def test_an_exported_workbook_holds_values_formulas_and_formats(emulator: Emulator, drive: Any) -> None:
    plan = emulator.spreadsheet("Plan", {"OKR": [["a", "50%", "=1+1"]]}, typed=True)
    book = openpyxl.load_workbook(io.BytesIO(drive.files().export(fileId=plan, mimeType=XLSX).execute()))
    row = list(book["OKR"][1])
    assert [cell.value for cell in row] == ["a", 0.5, "=1+1"]
    assert row[1].number_format == "0%"


def test_files_are_renamed_moved_thrown_away_and_deleted(emulator: Emulator, drive: Any) -> None:
    home, there = emulator.folder("Home"), emulator.folder("There")
    plan = drive.files().create(body={"name": "Plan", "mimeType": SPREADSHEET, "parents": [home]}).execute()["id"]
    drive.files().update(fileId=plan, body={"name": "Goals", "description": "x"}, addParents=there).execute()
    found = drive.files().get(fileId=plan, fields="name,parents,description").execute()
    assert found == {"name": "Goals", "parents": [there], "description": "x"}
    assert emulator.book(plan).properties["title"] == "Goals"
    assert drive.files().update(fileId=plan, body={"trashed": True}, fields="trashed").execute() == {"trashed": True}
    drive.files().delete(fileId=plan).execute()
    with pytest.raises(HttpError, match="File not found"):
        drive.files().get(fileId=plan).execute()


def test_who_may_only_read_may_not_write_or_delete(emulator: Emulator, drive: Any) -> None:
    plan = emulator.spreadsheet("Plan", shared=False)
    with pytest.raises(HttpError, match="File not found"):
        drive.files().get(fileId=plan).execute()
    emulator.share(plan, emulator.service_account, "reader")
    assert drive.files().get(fileId=plan).execute()["name"] == "Plan"
    with pytest.raises(HttpError, match="sufficient permissions"):
        drive.files().update(fileId=plan, body={"name": "x"}).execute()
    sheets = built(emulator, "sheets", "v4", "/")
    with pytest.raises(HttpError, match="The caller does not have permission"):
        sheets.spreadsheets().values().clear(spreadsheetId=plan, range="A1").execute()
    emulator.share(plan, emulator.service_account, "writer")
    sheets.spreadsheets().values().clear(spreadsheetId=plan, range="A1").execute()
    with pytest.raises(HttpError, match="sufficient permissions"):
        drive.files().delete(fileId=plan).execute()


def test_a_folder_shared_with_somebody_shares_what_is_in_it(emulator: Emulator, drive: Any) -> None:
    folder = emulator.folder("Teams", shared=False)
    plan = emulator.spreadsheet("Plan", parent=folder, shared=False)
    emulator.share(folder, emulator.service_account, "reader")
    assert drive.files().get(fileId=plan).execute()["id"] == plan
    emulator.unshare(folder, emulator.service_account)
    with pytest.raises(HttpError, match="File not found"):
        drive.files().get(fileId=plan).execute()


def test_a_field_that_drive_does_not_have_is_refused_in_a_mask_and_overlooked_in_a_body(drive: Any) -> None:
    with pytest.raises(HttpError, match="Invalid field selection nonsense"):
        drive.files().list(fields="files(nonsense)").execute()
    made = drive.files().create(body={"name": "x", "mimeType": SPREADSHEET, "nonsense": 1}).execute()
    assert made == {"kind": "drive#file", "id": made["id"], "name": "x", "mimeType": SPREADSHEET}


# Apps Script

MANIFEST = {"name": "appsscript", "type": "JSON", "source": '{"timeZone": "Etc/GMT"}'}
CODE = {"name": "Code", "type": "SERVER_JS", "source": "function f() {}"}


def test_a_person_puts_a_script_into_a_spreadsheet(emulator: Emulator) -> None:
    stored = emulator.authorized_user(SCRIPTS, DRIVE)
    kept = {name: stored[name] for name in ("refresh_token", "token_uri", "client_id", "client_secret")}
    script = built(emulator, "script", "v1", "/", person(None, **kept)).projects()
    plan = emulator.spreadsheet("Plan")
    made = script.create(body={"title": "OKR", "parentId": plan}).execute()
    assert made["parentId"] == plan
    script.updateContent(scriptId=made["scriptId"], body={"files": [CODE, MANIFEST]}).execute()
    files = script.getContent(scriptId=made["scriptId"]).execute()["files"]
    assert next((file["name"], file["source"]) for file in files) == ("Code", "function f() {}")
    with pytest.raises(HttpError, match="invalid argument"):
        script.updateContent(scriptId=made["scriptId"], body={"files": [CODE]}).execute()
    with pytest.raises(HttpError, match="not found"):
        script.getContent(scriptId="nothing").execute()


def test_a_service_account_may_not_use_apps_script(emulator: Emulator) -> None:
    credentials = robot(emulator.credentials, scopes=[SCRIPTS])
    script = built(emulator, "script", "v1", "/", credentials).projects()
    with pytest.raises(HttpError, match="The caller does not have permission"):
        script.create(body={"title": "OKR"}).execute()
