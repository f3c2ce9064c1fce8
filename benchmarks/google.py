"""Reading 200 spreadsheets from an emulator of Google that answers after 50 ms, beside a plain gspread script.

python -m benchmarks.google                   some minutes, nearly all of them the script's
python -m benchmarks.google --spreadsheets 40 a quick look
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import gspread
from gspread.exceptions import GSpreadException

from okrsheets.core.cells import needed_day
from okrsheets.sync.google.address import Address
from okrsheets.sync.google.connection import Access, Connection
from okrsheets.sync.google.session import ENDPOINT
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync
from tests.google_emulator import Emulator

LATENCY = 0.05
QUOTA = 60  # reads a minute that Google allows a user
START, END, TODAY = (needed_day(day) for day in ("2026-04-01", "2026-06-30", "2026-06-15"))

Sheets = dict[str, Sequence[Sequence[Any]]]


def main() -> None:
    """Print requests and times."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spreadsheets", type=int, default=200)
    count = options.parse_args().spreadsheets
    with Emulator(latency=LATENCY, seed=1) as google:
        os.environ[ENDPOINT] = google.url
        folder = google.folder("Teams")
        ids = [google.spreadsheet(f"Team {number}", team(number), parent=folder) for number in range(count)]
        print(
            f"{count} spreadsheets of {len(team(0))} sheets, {LATENCY * 1000:.0f} ms added to every answer", flush=True
        )
        ours(google, folder, ids)
        script(google, folder)


def team(number: int) -> Sheets:
    """A team's spreadsheet with 5 objectives, 20 key results and 100 check-ins."""
    objectives = [(f"T{number}-O{at}", "Team", "Ana", f"Objective {at} of team {number}") for at in range(5)]
    measured = [(f"T{number}-K{at}", f"T{number}-O{at % 5}", f"Result {at}", 0, 100, at * 4) for at in range(20)]
    checked = [(START + at % 70, f"T{number}-K{at % 20}", at % 100, 0.7) for at in range(100)]
    return {
        "Settings": [("team", "cycle", "cycle start", "cycle end"), (f"Team {number}", "2026-Q2", START, END)],
        "Objectives": [("id", "level", "owner", "objective"), *objectives],
        "Key results": [("id", "objective id", "key result", "start", "target", "current"), *measured],
        "Check-ins": [("date", "key result id", "value", "confidence"), *checked],
    }


def ours(google: Emulator, folder: str, ids: Sequence[str]) -> None:
    """Everything new, nothing changed, ten changed; without the limit, which the emulator does not ask for."""
    source = GoogleSource(Address(folder, True), Connection(Access(google.credentials_path, 1_000_000)))
    with Store() as store:
        report(google, "sync, everything new", lambda: sync(store, [source], TODAY))
        report(google, "sync, nothing changed", lambda: sync(store, [source], TODAY))
        for id in ids[:10]:
            google.write(id, "Key results!F2", [[50]])
        report(google, "sync, ten changed", lambda: sync(store, [source], TODAY))


def script(google: Emulator, folder: str) -> None:
    """What people write: open each spreadsheet of a folder, and get all records of each worksheet."""
    client = gspread.service_account_from_dict(google.credentials)
    google.turn(client.http_client.session)

    def run() -> None:
        for file in client.list_spreadsheet_files(folder_id=folder):
            for sheet in client.open_by_key(file["id"]).worksheets():
                with suppress(GSpreadException):
                    sheet.get_all_records()

    report(google, "plain gspread script", run)


def report(google: Emulator, name: str, run: Callable[[], object]) -> None:
    """Run once and print requests, time, and how long Google's quota alone would make it."""
    google.requests.clear()
    began = time.perf_counter()
    run()
    taken = time.perf_counter() - began
    drive, sheets = google.count("drive."), google.count("sheets.")
    least = max(0, (sheets - 1) // QUOTA)
    print(
        f"  {name:24} {drive:4} Drive + {sheets:5} Sheets requests {taken:8.2f} s"
        f"   (within {QUOTA} a minute: {least} min at least)",
        flush=True,
    )


if __name__ == "__main__":
    main()
