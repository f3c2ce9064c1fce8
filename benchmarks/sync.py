"""How fast the sync is, as ratios against peers in one interleaved run.

python -m benchmarks.sync                     500 pairs of workbooks, some minutes
python -m benchmarks.sync --large 5000        and ten times as many, with the peak memory
python -m benchmarks.sync --pairs 50          a quick look
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

from . import arithmetic, peers, workbooks

PANDAS_PAIRS = 20  # of the pandas peer, whose time grows with the number and nothing else


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=500)
    options.add_argument("--large", type=int, default=0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--child", nargs=2, metavar=("FOLDER", "STORE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        _child(Path(chosen.child[0]), Path(chosen.child[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        _measure(Path(place), chosen.pairs, chosen.rounds, chosen.large)
    arithmetic.main()
    _help_time()


def _measure(place: Path, pairs: int, rounds: int, large: int) -> None:
    folder = place / "sheets"
    made = workbooks.make(folder, pairs)
    size = sum(path.stat().st_size for path in made)
    print(f"{pairs} pairs of workbooks, {size / 1e6:.0f} MB", flush=True)
    times: dict[str, list[float]] = {name: [] for name in ("alone", "full", "same", "one", "pandas")}
    for number in range(rounds):
        for name, taken in _round(folder, place / f"store-{number}.duckdb", made).items():
            times[name].append(taken)
    _print(times)
    if large:
        _scale(place, folder, pairs, large)


def _round(folder: Path, store: Path, made: list[Path]) -> dict[str, float]:
    """Each of the runs once, one after the other, so that what slows the machine slows them all."""
    some = made[: 2 * PANDAS_PAIRS]
    times = {
        "alone": _time(lambda: peers.calamine_alone(made)),
        "full": _time(lambda: _sync(folder, store)),
        "same": _time(lambda: _sync(folder, store)),
    }
    workbooks.change(made[0], "20.625")
    times["one"] = _time(lambda: _sync(folder, store))
    times["pandas"] = _time(lambda: peers.pandas_openpyxl(some)) * len(made) / len(some)
    workbooks.change(made[0], workbooks.FIRST_CURRENT, "20.625")
    return times


def _sync(folder: Path, store: Path) -> None:
    with Store(store) as opened:
        sync(opened, [FolderSource(folder)], workbooks.TODAY)


def _time(run: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # as in a process of its own: what ran before is not this run's garbage to look through
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _print(times: dict[str, Sequence[float]]) -> None:
    """The best of each: what a noisy machine adds is not the program's."""
    best = {name: min(taken) for name, taken in times.items()}
    print(f"  calamine alone, two threads   {best['alone']:8.2f} s")
    print(
        f"  full sync                     {best['full']:8.2f} s   {best['full'] / best['alone']:.2f} x calamine alone (goal 1.8)"
    )
    print(
        f"  pandas + openpyxl             {best['pandas']:8.2f} s   {best['pandas'] / best['full']:.1f} x the full sync (goal 15)"
    )
    print(
        f"  unchanged re-sync             {best['same']:8.3f} s   {best['same'] / best['full']:.1%} of a full one (goal 5%)"
    )
    print(
        f"  one workbook changed          {best['one']:8.3f} s   {best['one'] / best['full']:.1%} of a full one (goal 10%)",
        flush=True,
    )


def _scale(place: Path, small: Path, pairs: int, large: int) -> None:
    """Ten times the workbooks, each in a process of its own, so that the peak memory is its own."""
    folder = place / "large"
    shutil.rmtree(folder, ignore_errors=True)
    workbooks.make(folder, large)
    few, many = _in_child(small, place / "few.duckdb"), _in_child(folder, place / "many.duckdb")
    print(f"  {large} pairs against {pairs}: {many['seconds'] / few['seconds']:.1f} x the time (goal 11), "
          f"{many['peak'] / few['peak']:.2f} x the peak memory (goal 2; {few['peak'] / 1024:.0f} and {many['peak'] / 1024:.0f} MB)", flush=True)  # fmt: skip


def _in_child(folder: Path, store: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.sync", "--child", str(folder), str(store)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _child(folder: Path, store: Path) -> None:
    seconds = _time(lambda: _sync(folder, store))
    print(json.dumps({"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


def _help_time() -> None:
    def run(*command: str) -> float:
        return _time(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True))

    ours, click = [], []
    for _ in range(10):
        click.append(run("-c", "import click"))
        ours.append(run("-m", "okrsheets", "--help"))
    print(f"okrsheets --help {min(ours):.3f} s, {min(ours) / min(click):.2f} x `import click` (goal 2)")


if __name__ == "__main__":
    main()
