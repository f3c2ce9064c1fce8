"""How fast sheets in layouts of their own are read, as ratios in one interleaved run.

python -m benchmarks.adopt                a sheet of 1,000 people × 60 skills, and 20 mapped workbooks
python -m benchmarks.adopt --rounds 5
"""

from __future__ import annotations

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from okrsheets.core import schema
from okrsheets.core.records import Records, Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import MAP_FILE, MapEntry, with_entries
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

from . import peers, workbooks

PEOPLE, SKILLS, BOOKS = 1000, 60, 20
HEADINGS = ("Wofür", "Womit gemessen", "Wert am Anfang", "Ziel 30.9.", "Heute")
NAMES = ("objective id", "key result", "start", "target", "current")
NAMED = ("settings", "objectives", "key results")  # the tables of a workbook in our template
SIZE = workbooks.Size(objectives=12, key_results=200, check_ins=0, people=0, skills=0)


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        _skill_sheet(Path(place) / "Skill matrix.xlsx", rounds)
        _mapped_folder(Path(place), rounds)


def _skill_sheet(path: Path, rounds: int) -> None:
    """Understanding a large matrix, from its file on, against reading its cells alone."""
    chance = random.Random(1)
    skills = [f"{area} {number}" for area in ("Python", "SQL", "Excel", "German") for number in range(SKILLS // 4)]
    people = [[f"Ana Berg{number:04d}", *(chance.randint(0, 4) for _ in skills)] for number in range(PEOPLE)]
    _write(path, [["Name", *skills], *people])
    reading, ratings = _extract(path), PEOPLE * SKILLS
    count = sum(len(records) for records in reading.tables if records.table is schema.ASSESSMENTS)
    if count != ratings:
        raise SystemExit(f"{count} ratings were read, not {ratings}: {[str(each) for each in reading.problems[:3]]}")
    alone, full = _best([lambda: peers.calamine_alone([path]), lambda: _extract(path)], rounds)
    print(f"{PEOPLE:,} × {SKILLS} sheet of skills, {count:,} ratings")
    print(f"  calamine alone      {alone:7.3f} s")
    print(f"  read as ratings     {full:7.3f} s   {full / alone:.2f} x calamine alone (goal 2)", flush=True)


def _mapped_folder(place: Path, rounds: int) -> None:
    """A sync of workbooks that a mapping file explains, against the same key results in our template."""
    own, template = place / "own", place / "template"
    _write_books(own, template)
    count, from_template = _key_results(own), _key_results(template)
    if count != from_template:
        raise SystemExit(f"{count} key results were read with the mapping, {from_template} from the template")
    mapped, plain = _best([lambda: _sync(own), lambda: _sync(template)], rounds)
    print(f"{BOOKS} workbooks with {count:,} key results")
    print(f"  our template        {plain:7.3f} s")
    print(f"  mapped              {mapped:7.3f} s   {mapped / plain:.2f} x our template (goal 1.3)")


def _write_books(own: Path, template: Path) -> None:
    for folder in (own, template):
        folder.mkdir()
    made = workbooks.okrs(SIZE)
    for number in range(BOOKS):
        tables = _marked(made, f"T{number:04d}")
        write_okrs(template / f"Team {number}.xlsx", tables, workbooks.TODAY)
        objectives = tables["objectives"].columns
        titles = dict(zip(objectives["id"], objectives["objective"]))
        columns = tables["key results"].columns
        parents = [titles[name] for name in columns["objective_id"]]
        rows = zip(parents, *(columns[field] for field in ("key_result", "start", "target", "current")))
        _write(own / f"Team {number}.xlsx", [HEADINGS, *rows])
    entry = MapEntry(HEADINGS, "key results", tuple(zip(HEADINGS, NAMES)))
    (own / MAP_FILE).write_text(with_entries("", [entry]), "utf-8")


def _marked(tables: Tables, mark: str) -> Tables:
    """The tables with ids and titles of their own: the same ones in two workbooks would be a conflict."""
    return Tables({name: _records_marked(tables[name], mark) for name in NAMED})


def _records_marked(records: Records, mark: str) -> Records:
    columns = {
        field: [value.replace(workbooks.MARK, mark) if isinstance(value, str) else value for value in values]
        for field, values in records.columns.items()
    }
    return replace(records, columns=columns)


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _extract(path: Path) -> Extract:
    source = FolderSource(path)
    return extract(source.fetch(source.list()[0][0]).parse(), HeadingIndex())


def _sync(folder: Path) -> None:
    with Store() as store:
        sync(store, [FolderSource(folder)], workbooks.TODAY)


def _key_results(folder: Path) -> int:
    """The number of key results that a new store holds after a sync of a folder."""
    with Store() as store:
        outcome = sync(store, [FolderSource(folder)], workbooks.TODAY)
        return len(State(store, outcome.sync, workbooks.TODAY).table(schema.KEY_RESULTS))


def _best(runs: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The best time of each run, one after the other in every round, so that what slows the machine slows them all."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for taken, run in zip(times, runs):
            gc.collect()
            began = time.perf_counter()
            run()
            taken.append(time.perf_counter() - began)
    return [min(taken) for taken in times]


if __name__ == "__main__":
    main()
