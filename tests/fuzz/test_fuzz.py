"""Every parser reads what it is given or refuses it in words: the kept corpus of hostile files, and changed copies of them."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from okrsheets.sync.sources.folder import FolderSource
from tests.fuzz import fuzz, targets
from tests.fuzz.fuzz import changed_contents
from tests.fuzz.targets import TARGETS, Crash, kept, running

CHANGED = {"xlsx": 120, "xlsb": 120, "ods": 120, "xls": 120, "csv": 200, "toml": 500, "mapping": 500, "reading": 120}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_and_changed_copies_of_it_are_read_or_refused_in_words(target: str, tmp_path: Path) -> None:
    ends: Counter[str] = Counter()
    with running(target, tmp_path) as run:
        for name, content in kept(target).items():
            try:
                ends[run(content)] += 1
            except Exception as error:
                pytest.fail(f"{target}/{name}: {type(error).__name__}: {error}")
        for content in islice(changed_contents(target, "kept"), CHANGED[target]):
            ends[run(content)] += 1
    assert ends["read"] > 1, ends
    assert ends["refused"] > 5 or target == "reading", ends


def test_a_crash_is_kept_in_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toml").mkdir()
    (tmp_path / "toml" / "good").write_bytes(b"sources = ['.']")

    def fails(path: Path) -> None:
        raise ZeroDivisionError

    for module in (fuzz, targets):
        monkeypatch.setattr(module, "CORPUS", tmp_path)
    monkeypatch.setitem(targets.SETTINGS, "toml", fails)
    ends, crashes = fuzz.fuzz("toml", 0.05, "1")
    assert ends["CRASH"] == len(crashes) > 0
    assert set(crashes) <= set((tmp_path / "toml").iterdir())


def test_an_exception_within_a_reader_process_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running("csv", tmp_path) as run:
        assert run(b"ID,Objective\nO1,Grow\n") == "read"
        monkeypatch.setattr(FolderSource, "root", 5)
        monkeypatch.setattr(targets, "FileInfo", lambda *_: None)
        with pytest.raises(Crash, match="the workbook could not be read"):
            run(b"ID,Objective\nO1,Grow\n")
