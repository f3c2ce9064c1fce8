"""Archives depend on their content alone, and hold it as it was."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.archive import pack, unpack

NAMES = st.text("abc/._-", min_size=1, max_size=12).filter(lambda name: not name.endswith("/"))


@given(st.dictionaries(NAMES, st.binary(max_size=64), max_size=6))
def test_an_archive_holds_its_files_in_their_order(parts: dict[str, bytes]) -> None:
    assert list(unpack(pack(parts)).items()) == list(parts.items())


def test_the_same_files_give_the_same_bytes_on_another_day_and_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pack({"a.txt": b"one" * 99, "b.txt": b""})
    later: Any = time.localtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    monkeypatch.setattr(zipfile.sys, "platform", "win32")  # type: ignore[attr-defined]  # zipfile writes down the system
    assert pack({"a.txt": b"one" * 99, "b.txt": b""}) == first


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(zipfile.BadZipFile):
        unpack(b"PK but nothing else")


def test_every_entry_can_be_read_where_the_archive_is_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(pack({"a.txt": b"one"}))) as archive:
        (entry,) = archive.infolist()
    assert entry.external_attr >> 16 == 0o100644
    assert entry.compress_type == zipfile.ZIP_DEFLATED
