"""Every format states the same figures: those of the report, as they are printed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from report_cases import figures, pages, shop

from okrsheets.reports.files import FORMATS, write_report
from okrsheets.reports.report import Report


def _of_html(path: Path) -> str:
    page = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", path.read_text("utf-8"))
    return html.unescape(re.sub(r"<sup>.*?</sup>", "", page))


def _of_markdown(path: Path) -> str:
    return re.sub(r"\[\^\d+\]", "", path.read_text("utf-8")).replace("\\", "")


# How the text of each format is read again; a format without a reader here fails the test below.
READ: Mapping[str, Callable[[Path], str]] = {"html": _of_html, "md": _of_markdown}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {str(page.stem): page.report for page in pages(shop())}


def test_every_format_can_be_read_again() -> None:
    assert set(READ) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("stem", ["organisation", "skills", "teams/support", "people/renee-fournier/review"])
def test_every_figure_of_the_report_is_in_the_file(
    name: str, stem: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    report = reports[stem]
    if report.audience not in FORMATS[name].audiences:
        return
    (path,) = write_report(tmp_path / "report", {name: FORMATS[name]}, report)
    text = READ[name](path)
    missing = {figure.text for figure in figures(report) if figure.text and figure.text not in text}
    assert not missing
    assert len({figure.text for figure in figures(report)}) > 20
