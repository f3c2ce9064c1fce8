"""One unreadable workbook never stops the others: each kind of bad file beside a good one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bad_input import TODAY, encrypted, okrs, sync_folders, wrong, xls, xlsx, zipped

from okrsheets.core.errors import SourceError
from okrsheets.sync.sources import folder
from okrsheets.sync.sources.base import FileInfo
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

GOOD = xlsx(okrs())
CUT = "the file is damaged: it ends too early"
SOMETHING_ELSE = "this isn't a workbook: its content is not .xlsx, .ods or .xls"

BAD: dict[str, tuple[str, bytes, str]] = {
    "nothing": (".xlsx", b"", "the file is empty (0 bytes)"),
    "a text": (".xlsx", b"Dear all,", SOMETHING_ELSE),
    "a web page": (".xls", b"<html><table><tr><td>ID</td></tr></table></html>", "this isn't a workbook but a web page"),
    "a zip of something else": (".xlsx", zipped({"notes.txt": "x"}), SOMETHING_ELSE),
    "an empty zip": (".ods", zipped({}), SOMETHING_ELSE),
    "one byte": (".xlsx", GOOD[:1], SOMETHING_ELSE),
    "ten bytes": (".xlsx", GOOD[:10], CUT),
    "half of it": (".xlsx", GOOD[: len(GOOD) // 2], CUT),
    "all but the last byte": (".xlsx", GOOD[:-1], CUT),
    "half of an old one": (".xls", xls(okrs())[:2048], "the file is damaged: "),
    "a password": (".xlsx", encrypted(GOOD), "the file is encrypted with a password"),
    "a wrong ending": (".ods", encrypted(GOOD), "the file is encrypted with a password"),
    "a checksum that does not fit": (".xlsx", GOOD.replace(b"PK\1\2", b"PK\1\3", 1), "the file is damaged: "),
}


@pytest.mark.parametrize(("ending", "data", "what"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_workbook_says_why_and_what_to_do(ending: str, data: bytes, what: str) -> None:
    with pytest.raises(SourceError) as raised:
        folder.parse(f"bad{ending}", data)
    assert raised.value.what.startswith(what)
    assert raised.value.hint


def test_all_of_them_in_one_folder_leave_the_good_workbook_readable(tmp_path: Path) -> None:
    bad = {f"{title}{ending}": (data, what) for title, (ending, data, what) in BAD.items()}
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.xlsx").write_bytes(GOOD)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        problems = State(store, outcome.sync, TODAY).all_problems()
    assert outcome.read == ["good.xlsx"]
    assert len(problems) == len(outcome.faults) == len(bad)
    for problem in problems:
        assert problem.what.startswith(bad[problem.location.workbook][1])


def test_an_exception_of_the_reader_itself_is_the_fault_of_one_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bad.xlsx", "good.xlsx"):
        (tmp_path / name).write_bytes(GOOD)
    real = folder.parse

    def parse(name: str, *given: Any) -> Any:
        if name == "bad.xlsx":
            raise RuntimeError("a mistake of ours")
        return real(name, *given)

    monkeypatch.setattr(folder, "parse", parse)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert outcome.read == ["good.xlsx"]
    assert outcome.faults["bad.xlsx"].what == "the workbook could not be read (RuntimeError: a mistake of ours)"


def test_links_that_lead_nowhere_and_what_is_no_file_are_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "good.xlsx").write_bytes(GOOD)
    (tmp_path / "nowhere.xlsx").symlink_to("gone.xlsx")
    (tmp_path / "circle.xlsx").symlink_to("circle.xlsx")
    (tmp_path / "endless.xlsx").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "nowhere.csv").symlink_to("gone.csv")
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert outcome.read == ["good.xlsx"]
    assert {name: fault.what for name, fault in outcome.faults.items()} == {
        "circle.xlsx": "the file cannot be read: Too many levels of symbolic links",
        "endless.xlsx": "the file cannot be read: it isn't a regular file",
        "nowhere.csv": "the file cannot be read: No such file or directory",
        "nowhere.xlsx": "the file cannot be read: No such file or directory",
        "pipe.xlsx": "the file cannot be read: it isn't a regular file",
    }


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "q1.xlsx").write_bytes(GOOD)
    (tmp_path / "team" / "again").symlink_to(tmp_path)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert outcome.read == ["team/q1.xlsx"]
    assert wrong(outcome.skipped) == ["note team/again: the link leads to a folder that is read already; skipped"]


def test_the_files_that_a_program_keeps_while_a_workbook_is_open_are_no_files_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(GOOD)
    (tmp_path / "~$q1.xlsx").write_bytes(b"\x05Ana  ")
    (tmp_path / ".~lock.q1.ods#").write_bytes(b",ana,laptop,")
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
    assert not outcome.faults
    assert not outcome.skipped


AS_NOBODY = """
import os, sys
from pathlib import Path
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sync import sync
from okrsheets.sync.store.store import Store
sync(Store(), [FolderSource(Path(sys.argv[1]) / "good.xlsx")], 46000)  # imports what another user may not read
if os.geteuid() == 0:
    os.setuid(65534)
for place in sys.argv[1:]:
    outcome = sync(Store(), [FolderSource(Path(place))], 46000)
    print(list(outcome.read), *(f"{Path(name).name}: {fault.what}" for name, fault in sorted(outcome.faults.items())))
"""


def test_what_nobody_may_read_is_a_fault_and_the_others_go_on() -> None:
    """The superuser may read everything, so that another user must try."""
    with tempfile.TemporaryDirectory() as made:
        top = Path(made)
        top.chmod(0o755)
        (top / "good.xlsx").write_bytes(GOOD)
        (top / "mine.xlsx").write_bytes(GOOD)
        (top / "mine.xlsx").chmod(0)
        (top / "closed").mkdir(mode=0)
        asked = [top, top / "closed", top / "closed" / "q1.xlsx"]
        tried = subprocess.run([sys.executable, "-c", AS_NOBODY, *map(str, asked)], capture_output=True, text=True)
        (top / "closed").chmod(0o700)
    assert tried.stdout.splitlines() == [
        "['good.xlsx'] closed: the folder cannot be read: Permission denied"
        " mine.xlsx: the file cannot be read: Permission denied",
        f"[] closed: {asked[1]}: Permission denied",
        f"[] q1.xlsx: {asked[2]}: Permission denied",
    ], tried.stderr


def reader_that_finds_it_larger(path: Path, times: int) -> Callable[[Path], bytes]:
    """Somebody is saving the file: every look at it finds it larger, until it is done."""
    looks = iter(range(times))

    def read(self: Path) -> bytes:
        with self.open("rb") as file:
            data = file.read()
        if next(looks, None) is not None:
            with path.open("ab") as file:
                file.write(b"\0")
        return data

    return read


@pytest.mark.parametrize("times", [0, folder.TRIES - 1])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = tmp_path / "q1.xlsx"
    path.write_bytes(b"PK")
    monkeypatch.setattr(Path, "read_bytes", reader_that_finds_it_larger(path, times))
    fetched = FolderSource(tmp_path).fetch(FileInfo("q1.xlsx", str(path), 2, 0))
    assert fetched.sha256 == hashlib.sha256(b"PK" + b"\0" * times).hexdigest()


def test_a_file_that_never_stops_changing_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "q1.xlsx"
    path.write_bytes(b"PK")
    monkeypatch.setattr(Path, "read_bytes", reader_that_finds_it_larger(path, 99))
    with pytest.raises(SourceError, match="the file changed while it was read") as raised:
        FolderSource(tmp_path).fetch(FileInfo("q1.xlsx", str(path), 2, 0))
    assert raised.value.hint == "wait until it is saved, then sync again"


@pytest.mark.parametrize(
    "name", ["with spaces and  two.xlsx", "🚀 démo 目標.xlsx", f"{'n' * 195}.xlsx", "UPPER.XLSX", "'; DROP TABLE.xlsx"]
)
def test_a_workbook_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD)
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        books = State(store, outcome.sync, TODAY).workbooks()
    assert [book.name for book in books] == [name]


def test_a_name_that_is_no_text_is_shown_as_far_as_it_can_be(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/q1 \xff.xlsx")).write_bytes(GOOD)
    with Store() as store:
        assert sync_folders(store, tmp_path).read == ["q1 �.xlsx"]


def test_a_source_that_is_not_there_is_a_fault_that_names_it(tmp_path: Path) -> None:
    with Store() as store:
        outcome = sync_folders(store, tmp_path / "moved")
    (fault,) = outcome.faults.values()
    assert fault.what == f"there is no file or folder {str(tmp_path / 'moved')!r}"
    assert fault.hint == "check the path, or `sources` in okrsheets.toml"
