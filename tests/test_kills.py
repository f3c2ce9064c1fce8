"""Commands that are killed at random moments leave what was before or what is after; more often in benchmarks/kills.py."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import kills
from benchmarks.kills import COMMANDS, kill, state

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_killed_leaves_what_was_before_or_is_after_and_the_next_one_completes_it(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "TEAMS", 3)
    found = kill(command, 2, seed=1)
    assert found.faults == []
    assert found.ends.total() == 2


def test_a_command_that_leaves_half_a_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "finish", lambda folder, command: 0.0)
    (tmp_path / "rich.xlsx").write_bytes(b"half")
    (tmp_path / ".rich.writing.xlsx").write_bytes(b"")
    found = kills.Kills("push", Counter(), 0, [])
    kills._look(found, tmp_path, "push", {"rich.xlsx": "1"}, {"rich.xlsx": "2"}, ended=False)
    assert state(tmp_path).keys() == {"rich.xlsx"}
    assert found.ends == {"damaged": 1}
    assert [fault.split(":")[0] for fault in found.faults] == [
        "after the kill",
        "after the next run",
        "left after the next run",
    ]
