"""Pages as a browser shows them: no error, nothing fetched, keyboard, screen reader, narrow and wide screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser
import pytest
from hostile_reports import HOSTILE, spoilt
from report_cases import pages, report_data_of, shop

from okrsheets.reports.formats.files import FORMATS, write_report
from okrsheets.reports.i18n.language import load_language

pytestmark = pytest.mark.slow
READERS = (
    "index", "organisation", "skills", "teams/support", "people/renee-fournier/review", "managers/daniel-osei/review",
)  # fmt: skip
WORST = ("long", "one word", "right to left", "emoji", "script")
LONGER = ("de", "es")  # languages of longer words than ours
HTML = {"html": FORMATS["html"]}


def need_programs() -> None:
    missing = browser.missing_programs()
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}; `sh tests/system_packages.sh` as root installs them")


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What was found on each page: of the shop for every reader, and of hostile packs for the fullest ones."""
    need_programs()
    folder = tmp_path_factory.mktemp("pages")
    names: dict[str, Path] = {}
    for page in pages(shop()):
        if str(page.stem) in READERS:
            (names[str(page.stem)],) = write_report(folder / page.stem, HTML, page.report)
    for tag in LONGER:
        for page in pages(shop(), load_language(tag)):
            if str(page.stem) in READERS:
                (names[f"{page.stem}, {tag}"],) = write_report(folder / tag / page.stem, HTML, page.report)
    for name in WORST:
        data = report_data_of(spoilt(HOSTILE[name]), organisation=HOSTILE[name])
        made = {page.report.audience: page for page in pages(data)}
        for audience in ("organisation", "person"):
            stem = folder / f"{name.replace(' ', '-')}-{audience}"
            (names[f"{name}, {audience}"],) = write_report(stem, HTML, made[audience].report)
    return dict(zip(names, browser.look(list(names.values()))))


def test_no_page_has_an_error_or_asks_for_anything(looked: dict[str, dict[str, Any]]) -> None:
    assert len(looked) == len(READERS) * (1 + len(LONGER)) + 2 * len(WORST)
    assert {name: page["said"] for name, page in looked.items() if page["said"]} == {}
    assert {name: page["asked"] for name, page in looked.items() if page["asked"]} == {}


def test_no_page_is_wider_than_the_screen(looked: dict[str, dict[str, Any]]) -> None:
    assert {name: page["overflow"] for name, page in looked.items() if page["overflow"]} == {}


def test_axe_finds_nothing_serious(looked: dict[str, dict[str, Any]]) -> None:
    serious = {
        name: [each for each in page["axe"] if each["impact"] in ("serious", "critical")]
        for name, page in looked.items()
    }
    assert {name: found for name, found in serious.items() if found} == {}


def test_a_table_is_sorted_by_the_keyboard(looked: dict[str, dict[str, Any]]) -> None:
    sorted_ones = [page["keyboard"] for page in looked.values() if page["keyboard"]["before"]]
    assert len(sorted_ones) >= len(READERS) - 1
    for found in sorted_ones:
        assert sorted(found["before"]) == sorted(found["up"]) == sorted(found["down"])
        assert found["marked"] == "descending"
    shops = looked["skills"]["keyboard"]
    assert shops["up"] != shops["down"]
    assert shops["up"] == sorted(shops["up"], key=str.casefold)


def test_rows_are_filtered_by_words_and_by_status_with_the_keyboard(looked: dict[str, dict[str, Any]]) -> None:
    found = looked["organisation"]["keyboard"]
    assert (found["none"], found["again"]) == (0, found["all"])
    assert found["all"] > 20
    assert set(found["statuses"]) == {found["chosen"]}
    assert found["said"].endswith(f" of {found['all']} rows")
    assert looked["organisation, de"]["keyboard"]["said"].endswith(f" von {found['all']} Zeilen angezeigt")


def test_the_tree_unfolds_by_the_keyboard(looked: dict[str, dict[str, Any]]) -> None:
    found = looked["organisation"]["keyboard"]
    assert (found["opened"], found["openedToo"], found["closed"]) == (1, 2, 1)
    assert found["openedAll"] == found["folds"] > 5


def test_without_a_script_there_is_no_filter_that_does_nothing(looked: dict[str, dict[str, Any]]) -> None:
    assert not [name for name, page in looked.items() if page["filterWithoutScript"]]
