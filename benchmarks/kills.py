"""What is left when okrsheets is killed (SIGKILL) at random moments: sync, report, push, close and rebuilding the history.

.venv/bin/python -m benchmarks.kills --times 55

After each kill, the history, each file and each pack of reports must be as before the command or as after it; then the same
command runs to its end, after which everything must be as after it, with no temporary file left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrsheets.sync.store.store import Store

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from bad_input import many_days, okrs, xlsx
from rich_workbook import rich_workbook

COMMANDS = ("sync", "report", "push", "close", "rebuild")
MAKE_MORE = ("push", "close", "rebuild")  # run again after their end, they keep one more copy
DAY, CLOSES = "2026-06-22", "2026-06-30"
TEAMS, LONGEST = 12, 120  # seconds for one command
STORE = "okrsheets.duckdb"
PACK = Path("okrsheets-out", "2026-q2", DAY)
SEED = 2026

State = dict[str, str]  # the digest of each thing that is whole or not, by its path


@dataclass
class Kills:
    """How the kills of one command ended: `ends` counts them by the state that was found, `faults` says what was wrong."""

    command: str
    ends: Counter[str]
    left_over: int
    faults: list[str]


def history_digest(path: Path) -> str:
    """Return the hash of everything that a history file holds: each row of the versions that were not replaced, and the scores."""
    found = hashlib.sha256()
    with Store(path) as store:
        found.update(repr(store.rows("SELECT max(sync), count(*) FROM syncs")).encode())
        found.update(repr(sorted(store.rows("SELECT name, sha256 FROM versions WHERE last_sync IS NULL"))).encode())
        for table in ("settings", "objectives", "key_results", "check_ins"):
            sql = f"SELECT t.* EXCLUDE version FROM {table} t JOIN versions v USING (version) WHERE v.last_sync IS NULL"
            found.update(repr(sorted(store.rows(sql), key=repr)).encode())
        found.update(repr(sorted(store.rows("SELECT * FROM standings"))).encode())
    return found.hexdigest()


def state(folder: Path) -> State:
    """Return what is in a folder; a pack of reports is one thing, and temporary files are left out."""
    found: State = {}
    pack = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or is_temporary(name) or name.suffix == ".wal":
            continue
        if name.is_relative_to(PACK):
            pack.update(f"{name}\0".encode() + path.read_bytes())
            found[str(PACK)] = pack.hexdigest()
        else:
            found[str(name)] = history_digest(path) if name.name == STORE else _digest(path)
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_temporary(name: Path) -> bool:
    """Return whether a file is one that okrsheets writes on its way to another one."""
    return any(part.startswith(".") and part != ".okrsheets-files" for part in name.parts)


def temporary_files(folder: Path) -> list[str]:
    """Return the temporary files in a folder, and the log of a history that was not closed."""
    names = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    return [str(name) for name in names if is_temporary(name) or name.suffix in (".wal", ".tmp")]


def start(folder: Path, command: str) -> subprocess.Popen[bytes]:
    """Start a command on a prepared folder."""
    words = {
        "sync": ["sync", str(folder), "--as-of", DAY],
        "report": ["report", str(folder), "--all", "--as-of", DAY],
        "push": ["push", str(folder / "rich.xlsx"), str(folder), "--yes", "--as-of", DAY],
        "close": ["close", str(folder / "rich.xlsx"), "--next", "2026-Q3", "--as-of", CLOSES, "--yes"],
        "rebuild": ["store", "rebuild", str(folder), "--fresh", "--as-of", DAY],
    }[command]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    started = [sys.executable, "-m", "okrsheets", *words]
    return subprocess.Popen(started, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def finish(folder: Path, command: str) -> float:
    """Run a command to its end and return how long it took, in seconds."""
    began = time.monotonic()
    code = start(folder, command).wait(LONGEST)
    if code not in (0, 4):
        raise RuntimeError(f"{command} ended with exit code {code}")
    return time.monotonic() - began


def prepare(folder: Path, command: str) -> None:
    """Write workbooks, and everything that is there before the command."""
    folder.mkdir(parents=True)
    (folder / "rich.xlsx").write_bytes(rich_workbook())
    if command in ("push", "close"):
        return
    write_teams(folder, 2)
    finish(folder, "sync")
    if command == "report":
        finish(folder, "report")
    write_teams(folder, 8)
    if command == "report":
        finish(folder, "sync")


def write_teams(folder: Path, current: float) -> None:
    """Write workbooks of some teams whose key results are at a value."""
    for number in range(TEAMS):
        team = f"T{number}"
        check_ins = [(day, f"{team}.1", current, "looked") for day in many_days(20)]
        key_results = [(f"{team}.1", team, "Calls", 0, 10, current)]
        objectives = [(team, "Team", "Ana", f"Team {number} grows")]
        cycle = ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30))
        (folder / f"{team}.xlsx").write_bytes(xlsx(okrs(team, objectives, key_results, check_ins, cycle)))


def kill(command: str, times: int, seed: int, said: Callable[[str], None] = lambda line: None) -> Kills:
    """Kill a command at random moments and return how each time ended."""
    chance, kills = random.Random(f"{command} {seed}"), Kills(command, Counter(), 0, [])
    with tempfile.TemporaryDirectory() as made:
        kept, folder = Path(made, "kept"), Path(made, "sheets")
        prepare(folder, command)
        shutil.copytree(folder, kept)
        before = state(folder)
        writing, whole = _measured(folder, command, marks(kept))
        after = state(folder)
        for number in range(times):
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
            running = start(folder, command)
            if number % 3:  # while it writes: just after it began, and in the second half
                wait_for_change(folder, marks(kept), running)
                time.sleep(writing * (chance.uniform(0, 1) ** 2 if number % 3 == 1 else chance.uniform(0.5, 1.0)))
            else:
                time.sleep(whole * chance.uniform(0.2, 1.05))  # before that, Python imports
            running.kill()
            ended = running.wait() == 0
            _look(kills, folder, command, before, after, ended)
            said(f"{command} {number + 1} of {times}: {dict(kills.ends)}")
    return kills


def marks(folder: Path) -> set[tuple[str, int]]:
    """Return the names and sizes of everything in a folder."""
    found = set()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            found.add((str(path.relative_to(folder)), path.stat().st_size))
    return found


def wait_for_change(folder: Path, before: set[tuple[str, int]], running: subprocess.Popen[bytes]) -> None:
    """Wait until a running command has written something, or has ended."""
    while running.poll() is None and marks(folder) <= before:
        time.sleep(0.001)


def _measured(folder: Path, command: str, before: set[tuple[str, int]]) -> tuple[float, float]:
    """Run a command to its end; return for how long it wrote, and for how long it ran, in seconds."""
    began = time.monotonic()
    running = start(folder, command)
    wait_for_change(folder, before, running)
    changed = time.monotonic()
    if running.wait(LONGEST) not in (0, 4):
        raise RuntimeError(f"{command} ended with exit code {running.returncode}")
    return time.monotonic() - changed, time.monotonic() - began


def _look(kills: Kills, folder: Path, command: str, before: State, after: State, ended: bool) -> None:
    """Compare what a kill left with the states before and after, and run the command again."""
    kills.left_over += bool(temporary_files(folder))
    found = state(folder)
    pack_beside = (
        (folder / PACK).with_name(f".{PACK.name}.old").exists()
    )  # between two renames; the next run puts it back
    wrong = [
        name
        for name in {*before, *after, *found}
        if found.get(name) not in (before.get(name), after.get(name)) and not (name == str(PACK) and pack_beside)
    ]
    if wrong:
        kills.faults.append(f"after the kill: {sorted(wrong)}")
    word = "had ended" if ended else "before" if found == before else "after" if found == after else "each file whole"
    kills.ends["damaged" if wrong else word] += 1
    finish(folder, command)
    last = state(folder)
    different = sorted(name for name in {*after, *last} if last.get(name) != after.get(name))
    if command in MAKE_MORE:
        different = [name for name in different if name in after]
    if different:
        kills.faults.append(f"after the next run: {different}")
    if temporary_files(folder):
        kills.faults.append(f"left after the next run: {temporary_files(folder)}")


def main() -> None:
    """Kill each command so often, and print how it ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"any of: {', '.join(COMMANDS)}; all by default")
    parser.add_argument("--times", type=int, default=55, help="for each command")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--verbose", action="store_true", help="print each kill")
    options = parser.parse_args()
    bad = 0
    print(f"seed {options.seed}; {'command':8} {'kills':>5}  what was found, temporary files, faults")
    for command in options.commands or COMMANDS:
        kills = kill(command, options.times, options.seed, print if options.verbose else lambda line: None)
        ends = ", ".join(f"{number} {word}" for word, number in sorted(kills.ends.items()))
        line = f"{command:8} {kills.ends.total():5}  {ends}; temporary files after {kills.left_over}; faults {len(kills.faults)}"
        print(line, *kills.faults[:5], sep="\n  ", flush=True)
        bad += len(kills.faults)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
