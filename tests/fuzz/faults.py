"""Faults put in at random: a disk that fails while files are written, and a Google that refuses or drops requests.

`python -m tests.fuzz.faults --disk 10000 --commands 400 --google 2000`. After each fault, everything must be as before or as
after, the error must say what failed, and the same work without a fault must complete it and leave no temporary file.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.kills import prepare, state, temporary_files
from okrsheets.cli import main as okrsheets
from okrsheets.core.errors import OkrError
from okrsheets.reports.formats.whole_files import add_to_list, replace_all, replaced_folder
from okrsheets.sync.store.opening import keep_copy
from okrsheets.sync.store.rebuild import put_in_place
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync
from okrsheets.sync.xlsx.files import open_to_change, replace_file
from tests.fuzz.io_faults import FailingDisk
from tests.google_emulator import Emulator

Contents = dict[str, bytes]
GOOGLE_KINDS = ("429", "500", "502", "503", "drop", "reset", "expired")
BOOKS = 40
DAY = 46_128
SEED = 2026


@dataclass
class Found:
    """What came of the faults of one kind: their number, how the work ended, and what was wrong."""

    faults: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """Something that writes files: what is there before, and what it does; `units` are paths that change together."""

    name: str
    before: Contents
    run: Callable[[Path], object]
    units: tuple[str, ...] = ()


def _replace_all(folder: Path) -> None:
    replace_all([(folder / name, lambda path: path.write_text("new " * 2_000)) for name in ("a.html", "b.md", "c.txt")])


def _pack(folder: Path) -> None:
    with replaced_folder(folder / "pack") as new:
        (new / "teams").mkdir()
        for name in ("index.html", "teams/support.html", "teams/sales.html"):
            (new / name).write_text(f"new {name}")


def _listed_report(folder: Path) -> None:
    (folder / "pack").mkdir(exist_ok=True)
    replace_all([(folder / "pack" / "one.html", lambda path: path.write_text("new"))])
    add_to_list(folder / "pack", [folder / "pack" / "one.html"])


def _workbook(folder: Path) -> None:
    if (folder / "book.xlsx").read_bytes() != b"new":
        replace_file(open_to_change(folder / "book.xlsx"), b"new", "before 2026-Q3")


def _history(folder: Path) -> None:
    new, path = folder / ".okrsheets.rebuilding.duckdb", folder / "okrsheets.duckdb"
    try:
        new.write_bytes(b"new")
        put_in_place(new, path)
    finally:
        new.unlink(missing_ok=True)


def _copy(folder: Path) -> None:
    keep_copy(folder / "okrsheets.duckdb", "format 1")


PACK = {f"pack/{name}": b"old" for name in ("index.html", "teams/support.html", ".okrsheets-files", "own notes.txt")}
PACK["pack/.okrsheets-files"] = b"index.html\nteams/support.html\n"
HISTORY = {"okrsheets.duckdb": b"old" * 1_000, "okrsheets.duckdb.wal": b"log"}
WORKS = (
    Work("results of a sync", {"a.html": b"old", "b.md": b"old", "c.txt": b"old"}, _replace_all),
    Work("pack of reports", PACK, _pack, ("pack/",)),
    Work("one report", {"pack/one.html": b"old", "pack/own.txt": b"mine"}, _listed_report),
    Work("workbook", {"book.xlsx": b"old"}, _workbook),
    Work("rebuilt history", HISTORY, _history),
    Work("copy of a history", HISTORY, _copy),
)


def contents(folder: Path) -> Contents:
    """Return the content of each file in a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def is_hidden(name: str) -> bool:
    """Return whether a path is one of a temporary file."""
    return any(part.startswith(".") and part != ".okrsheets-files" for part in name.split("/"))


def disk_faults(work: Work, number: int, seed: int) -> Found:
    """Let the disk fail at so many moments of a work that writes files."""
    chance, found = random.Random(f"{work.name} {seed}"), Found()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "work")
        _lay(folder, work.before)
        with FailingDisk(folder).failing() as disk:
            work.run(folder)
        calls, after = disk.calls, contents(folder)
        while found.faults < number:
            _lay(folder, work.before)
            with FailingDisk.by_chance(folder, calls, chance).failing() as disk:
                try:
                    work.run(folder)
                    end = "done all the same"
                except OkrError as error:
                    end = "an error in words" if error.hint else f"an error without a hint: {error.what}"
                except OSError as error:
                    end = "an error of the system" if error.strerror else repr(error)
            found.faults += disk.raised
            found.ends[end] += 1
            wrong = _wrong(contents(folder), work, after)
            work.run(folder)
            last = contents(folder)
            wrong += [f"afterwards {name}" for name in last if is_hidden(name)]
            wrong += [f"afterwards {name}" for name, content in after.items() if last.get(name) != content]
            found.wrong += [f"{work.name}, call {disk.at} of {calls}: {what}" for what in wrong]
    return found


def _lay(folder: Path, files: Contents) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _wrong(found: Contents, work: Work, after: Contents) -> list[str]:
    """Return what is neither as before nor as after; a unit may lie beside its place until the next run."""
    wrong = []
    for name in {*work.before, *after}:
        is_whole = found.get(name) in (work.before.get(name), after.get(name))
        unit = next((unit for unit in work.units if name.startswith(unit)), "")
        beside = found.get(f".{unit.rstrip('/')}.old/{name.removeprefix(unit)}") if unit else None
        if not is_whole and (beside is None or beside != work.before.get(name)):
            wrong.append(name)
    for unit in work.units:
        inside = {name: content for name, content in found.items() if name.startswith(unit)}
        states = [{name: c for name, c in side.items() if name.startswith(unit)} for side in (work.before, after, {})]
        if inside not in states:
            wrong.append(f"{unit} is mixed")
    return wrong


COMMANDS = {
    "sync": ["sync", "{}", "--as-of", "2026-06-22"],
    "report": ["report", "{}", "--all", "--as-of", "2026-06-22"],
    "push": ["push", "{}/rich.xlsx", "{}", "--yes", "--as-of", "2026-06-22"],
    "close": ["close", "{}/rich.xlsx", "--next", "2026-Q3", "--as-of", "2026-06-30", "--yes"],
}


def command_faults(command: str, number: int, seed: int) -> Found:
    """Let the disk fail at so many moments of a whole command."""
    chance, found = random.Random(f"{command} {seed}"), Found()
    with tempfile.TemporaryDirectory() as made:
        kept, folder = Path(made, "kept"), Path(made, "sheets")
        prepare(folder, command)
        shutil.copytree(folder, kept)
        before = state(folder)
        words = [word.format(folder) for word in COMMANDS[command]]
        with FailingDisk(folder).failing() as disk:
            CliRunner().invoke(okrsheets, words)
        calls, after = disk.calls, state(folder)
        while found.faults < number:
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
            with FailingDisk.by_chance(folder, calls, chance).failing() as disk:
                result = CliRunner().invoke(okrsheets, words)
            found.faults += disk.raised
            in_words = "error: " in result.output and "hint: " in result.output
            end = (
                "done all the same"
                if result.exit_code in (0, 4)
                else "an error in words"
                if in_words
                else result.output
            )
            if result.exception and not isinstance(result.exception, SystemExit):
                end = repr(result.exception)
                found.wrong.append(f"{command}, call {disk.at} of {calls}: {end}")
            found.ends[end[:100]] += 1
            middle = state(folder)
            names = {*before, *after, *middle}
            wrong = [name for name in names if middle.get(name) not in (before.get(name), after.get(name), None)]
            CliRunner().invoke(okrsheets, words)
            last = state(folder)
            wrong += [f"afterwards {name}" for name in {*after, *last} if last.get(name) != after.get(name)]
            wrong += [f"afterwards {name}" for name in temporary_files(folder)]
            if not (command in ("push", "close") and result.exit_code == 0):
                found.wrong += [f"{command}, call {disk.at} of {calls}: {what}" for what in wrong]
    return found


def google_faults(number: int, seed: int) -> Found:
    """Let requests to the emulator of Google fail, a third of them, until so many have failed."""
    from google_reading import connected, source_of, stored, team
    from google_script import FakeTime

    from okrsheets.sync.google.session import RetryPolicy

    found, chance = Found(), random.Random(f"google {seed}")
    patient = RetryPolicy(together=1e9, offline=1e9)

    def read(store: Store) -> list[object]:
        source = source_of(f"folder/{top}", connected(FakeTime(), patient, per_minute=100_000))
        outcome = sync(store, [source], DAY)
        found.ends["a spreadsheet named" if outcome.faults else "done all the same"] += bool(google.faults.portion)
        told = "SELECT v.name, t.* EXCLUDE (version) FROM {} t JOIN versions v USING (version) ORDER BY ALL"
        tables = ("settings", "objectives", "key_results", "problems")
        return [sorted(outcome.faults), *(store.rows(told.format(f'"{table}"')) for table in tables)]

    with Emulator(seed=1) as google, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKRSHEETS_GOOGLE_ENDPOINT", google.url)
        patch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(google.credentials_path))
        patch.setenv("NO_GCE_CHECK", "true")
        top = google.folder("Teams")
        for book in range(BOOKS):
            google.spreadsheet(f"T{book}", stored(team(f"T{book}")), parent=top)
        with Store() as store:
            expected = read(store)
        while found.faults < number:
            google.requests.clear()
            google.faults.share(0.33, GOOGLE_KINDS, seed=chance.randrange(1 << 30))
            served = google.faults.next
            with Store() as store:
                google.faults.next = _counting(served, found)  # type: ignore[method-assign, assignment]
                seen = read(store)
                google.faults.clear()
                if seen != expected and not seen[0]:
                    found.wrong.append("google: other data than without faults, and none is named")
                if seen[0] and read(store) != expected:
                    found.wrong.append(f"google: {seen[0]} are not complete after the next sync")
            google.faults.next = served  # type: ignore[method-assign]
    return found


def _counting(real: Callable[[str], object], found: Found) -> Callable[[str], object]:
    def next_fault(line: str) -> object:
        fault = real(line)
        found.faults += fault is not None
        return fault

    return next_fault


def main() -> None:
    """Put in so many faults of each kind, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disk", type=int, default=10_000, help="in works that write files, all of them together")
    parser.add_argument("--commands", type=int, default=400, help="in whole commands, all of them together")
    parser.add_argument("--google", type=int, default=2_000, help="in requests to the emulator of Google")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    wrong = total = 0
    runs: dict[str, Callable[[], Found]] = {
        **{work.name: partial(disk_faults, work, options.disk // len(WORKS), options.seed) for work in WORKS},
        **{name: partial(command_faults, name, options.commands // len(COMMANDS), options.seed) for name in COMMANDS},
        "google": partial(google_faults, options.google, options.seed),
    }
    for name, run in runs.items():
        began = time.monotonic()
        found = run()
        ends = ", ".join(f"{number:,} {end}" for end, number in found.ends.most_common(4))
        print(
            f"{name:18} {found.faults:6,} faults in {time.monotonic() - began:4.0f} s: {ends}; wrong {len(found.wrong)}",
            flush=True,
        )
        print(*(f"  {what}" for what in found.wrong[:5]), sep="\n", end="\n" if found.wrong else "", flush=True)
        wrong += len(found.wrong)
        total += found.faults
    print(f"seed {options.seed}: {total:,} faults, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
