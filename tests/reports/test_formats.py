"""Every format states the same figures: those of the report, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from read_formats import READ
from report_cases import figures, pages, report_data_of, shop

from okrsheets.core.records import Tables
from okrsheets.reports.formats.files import FORMATS, write_report
from okrsheets.reports.model.report import Report

pytestmark = pytest.mark.slow


def _packed(text: str) -> str:
    """Without spaces, for lines are broken anywhere on paper, and without the marks of a text's direction."""
    return re.sub(r"[\s\u2066-\u2069\u200b]", "", text)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {str(page.stem): page.report for page in pages(shop())}


def test_every_format_can_be_read_again() -> None:
    assert set(READ) == set(FORMATS)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pptx"])  # slides show a part: see test_pptx.py
@pytest.mark.parametrize("stem", ["organisation", "skills", "teams/support", "people/renee-fournier/review"])
def test_every_figure_of_the_report_is_in_the_file(
    name: str, stem: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    report = reports[stem]
    if report.audience not in FORMATS[name].audiences:
        return
    (path,) = write_report(tmp_path / "report", {name: FORMATS[name]}, report)
    text = _packed(READ[name](path))
    missing = {figure.text for figure in figures(report) if _packed(figure.text) not in text}
    assert not missing
    assert len({figure.text for figure in figures(report)}) > 20


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "rows", [{}, {"people": [{"person_id": "P", "name": "Only One", "role": "R"}]}], ids=["nothing", "one person"]
)
def test_with_almost_nothing_every_format_says_what_there_is(
    name: str, rows: dict[str, Any], tables_of: Callable[..., Tables], tmp_path: Path
) -> None:
    for page in pages(report_data_of(tables_of(**rows), cycle="")):
        if page.report.audience in FORMATS[name].audiences:
            (path,) = write_report(tmp_path.joinpath(*page.stem.parts), {name: FORMATS[name]}, page.report)
            assert _packed(page.report.title) in _packed(READ[name](path))


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_that_cannot_be_replaced_fails_and_leaves_nothing_beside_it(
    name: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    stem = "index" if "index" in FORMATS[name].audiences else "organisation"
    taken = tmp_path / f"{stem}{FORMATS[name].suffix}"
    (taken / "inside").mkdir(parents=True)  # a folder stands for a file that another program holds
    with pytest.raises(OSError, match=stem):
        write_report(tmp_path / stem, {name: FORMATS[name]}, reports[stem])
    assert list(tmp_path.iterdir()) == [taken]
