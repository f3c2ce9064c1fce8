"""What hostile workbooks cost: the time and the peak of memory of a sync with each of them beside a good workbook.

.venv/bin/python -m benchmarks.hostile           large ones, made on the spot: some minutes, up to 0.5 GB on the disk
.venv/bin/python -m benchmarks.hostile --corpus  the kept ones of tests/fuzz/corpus, with the limits of fuzzing

Each line has the bounds that hold: `seconds` and `megabytes` under [limits], above what a program with nothing to read needs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from okrsheets.sync.readers.limits import Limits
from tests.fuzz.targets import LIMITS, WORKBOOKS, kept

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from bad_input import aborting_workbook, xlsx

GOOD = "ID,Objective,Level,Owner\nO1,Grow,Company,Ana\n"
HEADINGS = b"ID,Objective,Level,Owner\n"
PROGRAM_MB = 250  # what a reader needs with all its libraries, before it reads
PROGRAM_SECONDS = 60  # for what a sync does besides, on a busy machine
MB = 1_048_576


@dataclass(frozen=True)
class Cost:
    """What a workbook took: seconds, the peak of memory in MB, and how it ended."""

    name: str
    seconds: float
    megabytes: float
    end: str
    code: int


def _commas(path: Path) -> None:
    path.write_bytes(HEADINGS + b"," * (100 * MB))


def _line_breaks(path: Path) -> None:
    path.write_bytes(HEADINGS + b"\n" * (100 * MB))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(HEADINGS)
        file.truncate(500 * MB)


def _long_texts(path: Path) -> None:
    path.write_bytes(HEADINGS + b"\n".join([b"O," + b"x" * 900_000] * 100))


def _heading_text(path: Path) -> None:
    path.write_bytes(b",".join([b"Objective" + b"x" * 31_990] * 12_500) + b"\nO1\n")


def _many_problems(path: Path) -> None:
    rows = "".join(f"K{number},,Sell,{number},90000,\n" for number in range(334_000))
    path.write_text(f"ID,Objective ID,Key result,Start,Target,Current\n{rows}")


def _sparse_rows(path: Path) -> None:
    cells = "".join(f'<c r="{chr(65 + column)}1048576"><v>1</v></c>' for column in range(19))
    _sheet(path, f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{cells}</row>')


def _bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(170):
            part.write(b"<a>" * MB)


def _merges(path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{5 * row + 1}:Z{5 * row + 5}"/>' for row in range(20_000))
    _sheet(path, '<row r="1"><c r="A1"><v>1</v></c></row>', f'<mergeCells count="20000">{merges}</mergeCells>')


def _sheet(path: Path, rows: str, after: str = "") -> None:
    """Write an .xlsx whose one sheet has some XML in the place of its rows."""
    path.write_bytes(xlsx({"Objectives": [["ID", "Objective"]]}))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    begin, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = (
        sheet[:begin] + b"<sheetData>" + rows.encode() + b"</sheetData>" + after.encode() + sheet[end + 12 :]
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _many_sheets(path: Path) -> None:
    path.write_bytes(xlsx({f"Team {number}": [["ID", "Objective"], [number, "Grow"]] for number in range(3_000)}))


LARGE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "100 MB of commas": ("objectives.csv", _commas),
    "100 MB of line breaks": ("objectives.csv", _line_breaks),
    "500 MB without content (a sparse file)": ("objectives.csv", _sparse),
    "a hundred texts of 900 kB": ("objectives.csv", _long_texts),
    "400 MB of headings": ("objectives.csv", _heading_text),
    "334,000 key results without an objective": ("key results.csv", _many_problems),
    "a count of four billion texts": ("book.xlsx", lambda path: path.write_bytes(aborting_workbook())),
    "cells in the first and the last row": ("book.xlsx", _sparse_rows),
    "a part that unpacks to 500 MB": ("book.xlsx", _bomb),
    "20,000 merged ranges over 100,000 rows": ("book.xlsx", _merges),
    "3,000 sheets": ("book.xlsx", _many_sheets),
}


def corpus() -> dict[str, tuple[str, Callable[[Path], object]]]:
    """Return the kept workbooks that are fuzzed, as `LARGE` has the large ones."""
    return {
        f"{target}/{name}": (f"book.{target}", partial(_write, content=content))
        for target in WORKBOOKS
        for name, content in kept(target).items()
    }


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _write_apart(name: str, path: Path) -> None:
    """Write a large workbook in another process: a process that is started later begins with the peak of this one."""
    subprocess.run([sys.executable, "-m", "benchmarks.hostile", "--write", name, str(path)], check=True)


def cost(name: str, file: str, write: Callable[[Path], object], limits: Limits) -> Cost:
    """Return what a sync takes with a workbook beside a good one; the memory is that of its largest process."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for part in ("good", "bad"):
            (folder / part).mkdir()
        (folder / "good" / "objectives.csv").write_text(GOOD)
        settings = f"[report]\nformats = []\n[limits]\nseconds = {limits.seconds:g}\nmegabytes = {limits.megabytes}\n"
        (folder / "okrsheets.toml").write_text(settings)
        write(folder / "bad" / file)
        words = [sys.executable, "-m", "okrsheets", "sync", made, "--as-of", "2026-05-15"]
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as said:
            running = subprocess.run([sys.executable, "-c", MEASURE, *words], stderr=said, stdout=said, check=False)
            seconds = time.monotonic() - began
            said.seek(0)
            *lines, peak = said.read().splitlines()
        read = next((line for line in lines if line.startswith("read ")), " ".join(lines)[:200])
        problem = next((line.strip() for line in lines if line.startswith("  ")), "no problem")
        end = f"exit code {running.returncode}; {read[11:]}; {problem[:110]}"
        return Cost(name, seconds, int(peak) / 1024, end, running.returncode)


# A small process in between: the system counts the memory of the process that starts one as that of the one it starts.
MEASURE = (
    "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(done.returncode)"
)


def is_within(cost: Cost, limits: Limits) -> bool:
    """Return whether a sync kept within the limits of its workbooks, and ended as it should: read, or with problems."""
    fast = cost.seconds <= limits.seconds + PROGRAM_SECONDS
    return fast and cost.megabytes <= limits.megabytes + PROGRAM_MB and cost.code in (0, 3, 4)


def main() -> None:
    """Print what each workbook costs, and end with exit code 1 when one goes beyond its bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="store_true", help="the kept workbooks of tests/fuzz/corpus")
    parser.add_argument("--write", nargs=2, metavar=("NAME", "FILE"), help="write a large workbook, and nothing else")
    options = parser.parse_args()
    if options.write:
        LARGE[options.write[0]][1](Path(options.write[1]))
        return
    limits = LIMITS if options.corpus else Limits()
    most = f"{limits.seconds + PROGRAM_SECONDS:g} s, {limits.megabytes + PROGRAM_MB:,} MB"
    print(f"bounds: {most}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    beyond = 0
    for name, (file, write) in (corpus() if options.corpus else LARGE).items():
        taken = cost(name, file, write if options.corpus else partial(_write_apart, name), limits)
        within = is_within(taken, limits)
        beyond += not within
        mark = "" if within else "BEYOND ITS BOUNDS: "
        print(f"{name:44} {taken.seconds:6.1f} s {taken.megabytes:7,.0f} MB  {mark}{taken.end}", flush=True)
    sys.exit(1 if beyond else 0)


if __name__ == "__main__":
    main()
