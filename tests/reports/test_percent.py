"""One share, one percentage: in words, in the terminal, in the cells of a workbook and in a pushed sheet."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from libreoffice import Office, missing
from report_cases import PERIOD, TODAY, figures, report_data_of, shop
from shared_vectors import percent_vectors

from okrsheets.core.cells import date_of
from okrsheets.core.percent import percent_text
from okrsheets.core.records import Tables
from okrsheets.reports.build import build
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.formats import terminal
from okrsheets.reports.formats.push_style import body
from okrsheets.reports.formats.push_tables import grids
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.sections.key_results import points_ahead
from okrsheets.sheets_templates.build import XlsxBook
from tests.google_emulator.formats import shown

ENGLISH = load_language("en")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"  # the last word: cells as they are shown


def in_google(shares: list[float]) -> list[str]:
    """Shares as Google shows them in the scores of a pushed tree."""
    tree, *_ = grids(Tables({}), shop().snapshot.evaluation, ())
    score = [column.heading for column in tree.columns].index("Score")
    (request,) = [
        request["repeatCell"]
        for request in body(tree, range(len(tree.columns)), 2, 7)
        if request["repeatCell"]["range"]["startColumnIndex"] == score
    ]
    return [shown(share, request["cell"]["userEnteredFormat"]["numberFormat"]) for share in shares]


WAYS: dict[str, Callable[[list[float]], list[str]]] = {
    "reports": lambda shares: [ENGLISH.percent(share).replace(",", "") for share in shares],
    "terminal": lambda shares: [terminal.percent(share) for share in shares],
    "push": in_google,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_shows_the_shares_of_the_shared_table_alike(way: str) -> None:
    shares = [share for share, _ in percent_vectors()]
    assert list(zip(shares, WAYS[way](shares))) == percent_vectors()


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_a_spreadsheet_shows_the_shares_of_the_shared_table_alike(tmp_path: Path) -> None:
    path = tmp_path / "shares.xlsx"
    with XlsxBook(path, "Shares", TODAY) as book:
        sheet = book.sheet("Shares", "view")
        for row, (share, _) in enumerate(percent_vectors(), start=1):
            sheet.number(row, 0, share, "view share")
    office = Office(tmp_path)
    asked = ["soffice", "--headless", "--norestore", "--convert-to", AS_SHOWN, "--outdir", str(tmp_path), str(path)]
    subprocess.run([*asked, *office.options], check=True, capture_output=True, timeout=300)
    with path.with_suffix(".csv").open(newline="") as file:
        shown_texts = [row[0] for row in csv.reader(file)]
    assert list(zip((share for share, _ in percent_vectors()), shown_texts)) == percent_vectors()


def test_a_committed_result_at_996_of_1000_is_below_the_target_and_never_shown_as_100_percent(
    tables_of: Callable[..., Tables],
) -> None:
    first, last = (date_of(day).isoformat() for day in PERIOD)
    key_result = {
        "id": "K", "objective_id": "O", "key_result": "Calls", "start": 0, "target": 1000, "current": 996,
        "start_date": first, "due_date": last,
    }  # fmt: skip
    data = report_data_of(
        tables_of(objectives=[{"id": "O", "level": "CEO", "commitment": "committed"}], key_results=[key_result])
    )
    (status,) = data.snapshot.evaluation.key_results
    assert status.status != "achieved"
    assert (percent_text(status.score or 0), points_ahead(status)) == ("99%", -1)
    shares = [figure for figure in figures(build(of_all(data, ENGLISH))) if figure.value == 0.996]
    assert {figure.text for figure in shares} == {"99%"}
