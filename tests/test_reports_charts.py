"""Charts say in words what they show, and escape what they are given."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from okrsheets.reports import charts
from okrsheets.reports.language import language
from okrsheets.reports.pictures import Bar, Spark, StatusCount

WORDS = language("en")
SVG = {
    "bullet": charts.bullet(Bar(0.64, 0.7, "on track", "64%, 70% expected: on track"), WORDS),
    "bullet without data": charts.bullet(Bar(None, None, "no data", "no data"), WORDS),
    "stack": charts.stack(
        [StatusCount("achieved", "achieved", 1, "1"), StatusCount("off track", "off", 3, "3")], WORDS
    ),
    "spark": charts.draw(Spark(((0.0, 0.1), (0.5, 0.4)), 0.6, "at risk", "2 check-ins <b>"), WORDS),
}


@pytest.mark.parametrize("name", SVG)
def test_a_chart_is_whole_and_has_a_title_and_a_description(name: str) -> None:
    assert isinstance(SVG[name], Markup)
    root = ElementTree.fromstring(SVG[name])
    assert root.attrib["role"] == "img"
    assert all(root.findtext(part) for part in ("title", "desc"))


def test_a_bar_is_as_long_as_its_score_and_marks_the_plan() -> None:
    assert 'class="fill" width="64"' in SVG["bullet"]
    assert 'class="mark" d="M70.0 0V8"' in SVG["bullet"]
    assert "64%, 70% expected: on track" in SVG["bullet"]
    assert not re.search("fill|mark", SVG["bullet without data"])


def test_a_stack_is_cut_by_share() -> None:
    assert re.findall(r'x="([\d.]+)" width="([\d.]+)"', SVG["stack"]) == [("0.00", "24.60"), ("25.00", "74.60")]


def test_a_line_starts_at_the_lower_left() -> None:
    assert 'd="M0 32.4L60 21.6"' in SVG["spark"]
    assert "2 check-ins &lt;b&gt;" in SVG["spark"]
