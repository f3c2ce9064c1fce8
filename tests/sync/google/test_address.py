"""What may be written to name a spreadsheet or a folder of Google's."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.errors import UsageError
from okrsheets.sync.google import address, drive, failures, scopes, session, token
from okrsheets.sync.google.address import Address, is_google, parse

ID = "1qpyC0XzvTcKT6EISywvqESX3A0MwQoFDE8p-Bll4hps"
UNDERSTOOD = [
    (f"google:{ID}", False),
    (f"GOOGLE:{ID}", False),
    (f"google:folder/{ID}", True),
    (f"google:https://docs.google.com/spreadsheets/d/{ID}", False),
    (f"google:https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing#gid=123", False),
    (f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit", False),
    (f"https://docs.google.com/a/example.com/spreadsheets/d/{ID}/edit", False),
    (f"https://drive.google.com/drive/folders/{ID}?usp=drive_link", True),
    (f"https://drive.google.com/drive/u/0/folders/{ID}", True),
    (f"https://drive.google.com/file/d/{ID}/view", False),
    (f"https://drive.google.com/open?id={ID}&usp=drive_fs", False),
]


@pytest.mark.parametrize(("text", "folder"), UNDERSTOOD)
def test_an_address_is_understood_however_it_was_copied(text: str, folder: bool) -> None:
    assert is_google(text)
    assert parse(text) == Address(ID, folder)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("google:", "doesn't name a Google spreadsheet or folder"),
        ("google:folder/", "doesn't name a Google spreadsheet or folder"),
        ("google:Team OKRs", "doesn't name a Google spreadsheet or folder"),
        ("google:../../etc/passwd", "doesn't name a Google spreadsheet or folder"),
        (f"google:{ID}' or trashed = 'x", "doesn't name a Google spreadsheet or folder"),
        ("google:https://sheets.example/spreadsheets/d/" + ID, "isn't an address of Google"),
        ("google:https://docs.google.com/document/d/" + ID, "doesn't name a Google spreadsheet or folder"),
        ("google:https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml", "is the address of a published page"),
    ],
)
def test_an_address_that_names_nothing_is_told_how_to_write_one(text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what) as raised:
        parse(text)
    assert raised.value.hint


@pytest.mark.parametrize("path", ["google", "google/q1.xlsx", "./google:x", "C:\\google", "https.xlsx", "q1.xlsx"])
def test_a_path_is_no_address(path: str) -> None:
    assert not is_google(path)


@given(st.from_regex(r"[A-Za-z0-9_-]{10,60}", fullmatch=True), st.booleans())
def test_an_address_reads_back_as_itself(id: str, folder: bool) -> None:
    assert parse(str(Address(id, folder))) == Address(id, folder)


@pytest.mark.parametrize("module", [address, drive, failures, scopes, session, token])
def test_the_examples_run(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted
    assert not found.failed
