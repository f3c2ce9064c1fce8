"""A workbook file is replaced whole or not at all, and one that must not be changed is left alone."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from rich_workbook import parts_of, rich_workbook, with_parts

from okrsheets.core.archive import pack
from okrsheets.core.errors import OkrError, PushError, SourceError, UsageError
from okrsheets.sync.xlsx.files import open_to_change, replace_file
from okrsheets.sync.xlsx.package import Package

Spoil = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def rich() -> bytes:
    return rich_workbook()


def encrypted(data: bytes) -> bytes:
    held = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", held)
    assert msoffcrypto.OfficeFile(held).is_encrypted()
    return held.getvalue()


def signed(data: bytes) -> bytes:
    return with_parts(data, {"_xmlsignatures/sig1.xml": ("application/xml", b"<Signature/>")})


def shared(data: bytes) -> bytes:
    return with_parts(data, {"xl/revisions/revisionHeaders.xml": ("application/xml", b"<headers/>")})


def strict(data: bytes) -> bytes:
    parts = parts_of(data)
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        transitional, b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return pack(parts)


@pytest.mark.parametrize(
    ("spoil", "what", "hint"),
    [
        (encrypted, "the file is encrypted with a password", "without a password"),
        (signed, "the workbook is digitally signed", "remove the signature"),
        (shared, "the workbook is shared", "unshare it"),
        (strict, "Strict Open XML", "ordinary Excel workbook"),
        (lambda data: data[: len(data) // 2], "the file is damaged", "restore it"),
        (lambda _: b"\xd0\xcf\x11\xe0 an old workbook", "an old .xls can't be changed", "save it as .xlsx"),
        (lambda _: b"plain text\n", "the file is damaged", "restore it"),
    ],
)
def test_a_workbook_that_must_not_be_changed_is_refused_with_what_to_do(
    spoil: Spoil, what: str, hint: str, rich: bytes
) -> None:
    with pytest.raises(OkrError) as error:
        Package(spoil(rich))
    assert what in error.value.what
    assert hint in error.value.hint


@pytest.mark.parametrize("lock", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_refused(lock: str, tmp_path: Path, rich: bytes) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(rich)
    opened = open_to_change(book)
    (tmp_path / lock).write_bytes(b"")
    for act in (lambda: open_to_change(book), lambda: replace_file(opened, b"new", "before")):
        with pytest.raises(PushError, match="open in another program") as error:
            act()
        assert lock in error.value.hint
    assert book.read_bytes() == rich
    assert not (tmp_path / "okrsheets-out").exists()


def test_a_read_only_workbook_is_refused(tmp_path: Path, rich: bytes) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(rich)
    book.chmod(0o444)
    with pytest.raises(PushError, match="is read-only"):
        open_to_change(book)


@pytest.mark.parametrize(
    ("name", "error", "what", "hint"),
    [
        ("book.ods", UsageError, "OpenDocument", "open it in LibreOffice"),
        ("book.csv", UsageError, "can't be changed", "save it as one of them"),
        ("none.xlsx", SourceError, "there is no file", "check the path"),
    ],
)
def test_files_that_are_no_such_workbook_are_refused(
    name: str, error: type[OkrError], what: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / "book.ods").write_bytes(b"x")
    (tmp_path / "book.csv").write_bytes(b"x")
    with pytest.raises(error) as raised:
        open_to_change(tmp_path / name)
    assert what in raised.value.what
    assert hint in raised.value.hint


def test_the_old_workbook_is_kept_under_a_name_of_its_own_and_the_new_one_keeps_its_rights(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"one")
    book.chmod(0o640)
    backups = [replace_file(open_to_change(book), content, "before Q3") for content in (b"two", b"three", b"four")]
    assert [path.name for path in backups] == [
        "book before Q3.xlsx", "book before Q3 (2).xlsx", "book before Q3 (3).xlsx",
    ]  # fmt: skip
    assert [path.read_bytes() for path in backups] == [b"one", b"two", b"three"]
    assert (book.read_bytes(), book.stat().st_mode & 0o777) == (b"four", 0o640)
    assert backups[0].parent == tmp_path / "okrsheets-out" / "backups", "a sync skips this folder"
    book.write_bytes(b"one")
    assert replace_file(open_to_change(book), b"two", "before Q3") == backups[0], "one copy of one content is enough"


def test_a_workbook_that_was_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"one")
    opened = open_to_change(book)
    book.write_bytes(b"somebody's")
    with pytest.raises(PushError, match="has been changed meanwhile"):
        replace_file(opened, b"two", "before")
    assert book.read_bytes() == b"somebody's"


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target.xlsx", tmp_path / "link.xlsx"
    target.write_bytes(b"one")
    link.symlink_to(target)
    replace_file(open_to_change(link), b"two", "before")
    assert link.is_symlink()
    assert target.read_bytes() == b"two"


# The program ends itself, as if it were killed, before the nth line of the module that replaces files.
KILLED = """
import os, signal, sys
from pathlib import Path
from okrsheets.sync.xlsx import files
opened = files.open_to_change(Path(sys.argv[1]))
left = int(sys.argv[2])

def trace(frame, event, argument):
    global left
    if frame.f_code.co_filename != files.__file__:
        return None
    if event == "line":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

sys.settrace(trace)
files.replace_file(opened, b"new" * 100_000, "before")
sys.settrace(None)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_program_that_is_killed_at_any_line_leaves_the_old_workbook_or_the_new_one(tmp_path: Path) -> None:
    old, new = b"old" * 100_000, b"new" * 100_000
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    ends, moment = [], 0
    while True:
        folder = tmp_path / str(moment)
        folder.mkdir()
        book = folder / "book.xlsx"
        book.write_bytes(old)
        done = subprocess.run([sys.executable, "-c", KILLED, str(book), str(moment)], env=environment)
        content = book.read_bytes()
        assert content in (old, new)
        backups = list((folder / "okrsheets-out" / "backups").glob("book *.xlsx"))
        assert all(path.read_bytes() == old for path in backups)
        if content == new:
            assert backups, "the old workbook is kept before the new one takes its place"
        ends.append(content == new)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        replace_file(open_to_change(book), new, "before")
        assert book.read_bytes() == new, "the same again completes it"
        shutil.rmtree(folder)
        moment += 1
    assert moment >= 30
    assert ends == sorted(ends)
    assert ends[0] is False
    assert ends[-1] is True
