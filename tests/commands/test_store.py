"""`okrsheets store`: a history file is checked whole, and rebuilt from the sheets without losing the old one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.sync.store import rebuild
from okrsheets.sync.store.opening import keep_copy, log_of
from okrsheets.sync.store.store import Store

OBJECTIVES = "ID,Objective,Level,Owner\nO1,Grow,Company,Ana\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sheets with two syncs."""
    folder = tmp_path / "Ana's $1 sheets"
    folder.mkdir()
    for day, title in (("2026-05-15", "Grow"), ("2026-05-20", "Shrink")):
        (folder / "objectives.csv").write_text(OBJECTIVES.replace("Grow", title), "utf-8")
        assert run("sync", folder, "--as-of", day).exit_code == 0
    return folder


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "okrsheets-out" / "okrsheets.duckdb"


def history(path: Path) -> list[tuple[str, str, int]]:
    with Store(path, read_only=True) as store:
        sql = "SELECT v.name, o.objective, v.first_sync FROM versions v JOIN objectives o USING (version) ORDER BY ALL"
        return [(name, objective, first) for name, objective, first in store.rows(sql)]


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def kept(path: Path) -> list[Path]:
    return [copy for copy in rebuild.kept_copies(path) if copy != path]


def test_check_says_what_is_in_a_sound_history_and_changes_nothing(folder: Path, path: Path) -> None:
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    result = run("store", "check", folder)
    assert result.exit_code == 0, result.output
    lines = dict(line.split(None, 1) for line in result.output.splitlines())
    assert lines["history"] == str(path)
    assert lines["syncs"] == "2, 2026-05-15 to 2026-05-20"
    assert lines["workbooks"] == "1 now, 2 versions since the first sync"
    assert lines["size"] == f"{path.stat().st_size:,} bytes"
    assert lines["sound"] == "everything in it can be read"
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    found = json.loads(run("store", "check", folder, "--json").output)
    assert (found["sound"], found["syncs"], found["last"], found["tables"]["objectives"]) == (True, 2, "2026-05-20", 2)
    assert found["views"]["objective_status"] == 1


def test_check_names_what_cannot_be_read(folder: Path, path: Path) -> None:
    with Store(path) as store:
        store.rows("CREATE OR REPLACE VIEW goal_readiness AS SELECT error('it is broken') AS id FROM objectives")
    result = run("store", "check", folder)
    assert result.exit_code == 1
    assert "damaged    goal_readiness: " in result.output
    assert "it is broken" in result.output
    assert "`okrsheets store rebuild`" in result.output
    assert "sound" not in result.output


def test_check_without_a_history_says_what_to_run(tmp_path: Path) -> None:
    result = run("store", "check", tmp_path)
    assert (result.exit_code, "run `okrsheets sync` first" in result.output) == (1, True)


def test_rebuild_takes_over_every_sync_of_a_history_that_can_be_read(folder: Path, path: Path) -> None:
    before, data = history(path), path.read_bytes()
    result = run("store", "rebuild", folder)
    assert result.exit_code == 0, result.output
    assert "taken over 2 syncs, 2026-05-15 to 2026-05-20" in result.output
    assert history(path) == before
    (old,) = kept(path)
    assert old.read_bytes() == data
    assert str(old) in result.output
    assert run("store", "check", folder).exit_code == 0
    assert "Shrink" in run("status", folder).output


@pytest.mark.parametrize("damage", [cut, lambda path: path.write_bytes(b""), lambda path: path.write_text("mine")])
def test_rebuild_makes_a_damaged_history_again_and_says_what_is_lost(
    folder: Path, path: Path, damage: Callable[[Path], object]
) -> None:
    damage(path)
    data = path.read_bytes()
    for command in ("status", "sync", "store check"):
        told = run(*command.split(), folder)
        assert (told.exit_code, "`okrsheets store rebuild`" in told.output) == (1, True), told.output
        assert path.read_bytes() == data
    result = run("store", "rebuild", folder, "--as-of", "2026-05-25")
    assert result.exit_code == 0, result.output
    assert "lost       all earlier syncs: past days can no longer be reported" in result.output
    (old,) = kept(path)
    assert old.read_bytes() == data
    assert history(path) == [("Ana's $1 sheets", "Shrink", 1)]
    assert run("sync", folder, "--as-of", "2026-05-25").exit_code == 0


def test_rebuild_fresh_leaves_out_what_could_be_read_and_says_so(folder: Path, path: Path) -> None:
    result = run("store", "rebuild", folder, "--fresh")
    assert "lost       2 syncs, 2026-05-15 to 2026-05-20: past days can no longer be reported" in result.output
    assert [objective for _, objective, _ in history(path)] == ["Shrink"]
    assert len(history(kept(path)[0])) == 2


def test_rebuild_reads_a_history_without_a_log_that_does_not_fit(folder: Path, path: Path, tmp_path: Path) -> None:
    log = (Path(__file__).parents[1] / "sync" / "store" / "histories" / "log_of_another_history.wal").read_bytes()
    log_of(path).write_bytes(log)
    assert "does not belong to the history file" in run("status", folder).output
    result = run("store", "rebuild", folder)
    assert "taken over 2 syncs" in result.output
    assert "lost       what the last sync had written only into the .wal file" in result.output
    assert not log_of(path).exists()
    assert log_of(kept(path)[0]).read_bytes() == log
    assert run("status", folder).exit_code == 0


@pytest.mark.parametrize("sources", [["nowhere"], ["empty"]])
def test_rebuild_leaves_the_history_when_nothing_can_be_read(folder: Path, path: Path, sources: list[str]) -> None:
    cut(path)
    data = path.read_bytes()
    (folder / "empty").mkdir()
    result = run("store", "rebuild", *(folder / name for name in sources), "--out", path.parent)
    assert result.exit_code == 3, result.output
    assert path.read_bytes() == data
    assert sorted(file.name for file in path.parent.iterdir()) == sorted(
        ["okrsheets.duckdb", "review.html", "review.md", "consolidated.xlsx"]
    )


def test_rebuild_makes_a_history_where_there_is_none(folder: Path, path: Path) -> None:
    path.unlink()
    result = run("store", "rebuild", folder)
    assert "there were no earlier syncs" in result.output
    assert history(path) == [("Ana's $1 sheets", "Shrink", 1)]
    assert not kept(path)


@pytest.mark.parametrize("step", ["keep_copy", "replace", "unlink"])
def test_a_rebuild_that_ends_at_any_step_leaves_a_history_and_the_next_one_tidies_up(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = history(path)

    def ends(*_: object, **__: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        if step == "keep_copy":
            patch.setattr(rebuild, "keep_copy", ends)
        elif step == "replace":
            patch.setattr("os.replace", ends)
        else:
            patch.setattr(Path, "unlink", ends)
        assert run("store", "rebuild", folder).exit_code == 9
    assert history(path) == before
    assert run("store", "rebuild", folder).exit_code == 0
    assert history(path) == before
    assert not list(path.parent.glob(".*"))


def test_a_sync_tidies_up_after_a_rebuild_that_was_killed(folder: Path, path: Path) -> None:
    for name in ("rebuilding.duckdb", "rebuilding.duckdb.wal", "reading.duckdb"):
        (path.parent / f".okrsheets.{name}").write_bytes(b"begun")
    (path.parent / ".okrsheets 2026-03-31 before rebuild.duckdb.writing").write_bytes(b"begun")
    assert run("sync", folder).exit_code == 0
    assert not list(path.parent.glob(".*"))


def test_copies_are_kept_under_the_first_name_that_is_free(path: Path) -> None:
    copies = []
    for number in range(3):
        path.write_text(f"history {number}")
        copies += [keep_copy(path, "before rebuild") for _ in range(2)]
    assert copies[::2] == copies[1::2], "the same content is kept once"
    assert [copy.read_text() for copy in copies[::2]] == ["history 0", "history 1", "history 2"]
    assert copies[-1].name.endswith(" before rebuild (3).duckdb")


@pytest.mark.slow
def test_a_history_that_is_damaged_anywhere_is_read_or_named_and_can_be_rebuilt(folder: Path, path: Path) -> None:
    good, chance = path.read_bytes(), random.Random(7)
    codes = []
    for _ in range(25):
        data = bytearray(good)
        for _ in range(chance.choice([1, 3])):
            at = chance.choice([chance.randrange(12_288), chance.randrange(len(data))])
            data[at : at + 64] = chance.randbytes(64)
        path.write_bytes(data)
        result = run("store", "check", folder)
        codes.append(result.exit_code)
        assert result.exit_code in (0, 1), result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 0 or "`okrsheets store rebuild`" in result.output
    assert {*codes} == {0, 1}
    path.write_bytes(bytes(data[:20_000]))
    assert run("store", "rebuild", folder).exit_code == 0
    assert run("store", "check", folder).exit_code == 0
