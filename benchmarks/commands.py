"""What people wait for: whole commands over an organisation, from their start to their end, with their peak memory.

python -m benchmarks.commands                 250 teams: 500 workbooks
python -m benchmarks.commands --teams 25      a quick look
python -m benchmarks.commands --folder DIR    keeps the workbooks, so that two versions are measured on the same ones
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from okrsheets.core.cells import date_of

from . import workbooks

AS_OF = date_of(workbooks.TODAY).isoformat()


def main() -> None:
    """Print a line for each command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--teams", type=int, default=250)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or Path(place) / "sheets"
        made = sorted(folder.glob("*.xlsx")) or workbooks.make(folder, chosen.teams)
        print(f"{len(made) // 2} teams, {len(made)} workbooks", flush=True)
        _measure(folder, folder / "okrsheets-out", made)


def _measure(folder: Path, out: Path, made: list[Path]) -> None:
    shutil.rmtree(out, ignore_errors=True)
    changing = next(path for path in made if "OKRs" in path.name)
    dated = ["--as-of", AS_OF]
    _run("check, never synced", "check", str(folder), *dated)
    _run("sync, first", "sync", str(folder), *dated)
    _run("sync, unchanged", "sync", str(folder), *dated)
    workbooks.change(changing, "20.625")
    _run("sync, one changed", "sync", str(folder), *dated)
    workbooks.change(changing, workbooks.FIRST_CURRENT, "20.625")
    _run("status", "status", str(folder), *dated)
    _run("check, one changed", "check", str(folder), *dated)
    _run("sync, changed back", "sync", str(folder), *dated)
    _run("check, unchanged", "check", str(folder), *dated)


def _run(title: str, *arguments: str) -> None:
    """Run a command in a process of its own; print its time on the clock and on the CPU, and its peak memory."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "okrsheets", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # it is waited for, and Popen need not do it again
    seconds = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime
    print(f"  {title:20s} {seconds:7.2f} s   {cpu:7.2f} s CPU   {used.ru_maxrss / 1024:5.0f} MB", flush=True)


if __name__ == "__main__":
    main()
