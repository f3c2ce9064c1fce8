"""A user's own templates: they shadow ours, cannot leave the sandbox or go on for ever, and say where they go wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from okrsheets.core.errors import SettingsError
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.build import build
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.formats import templates as sandbox
from okrsheets.reports.formats.html import render_html, render_markdown
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.report import Report

Write = Callable[..., Path]


@pytest.fixture
def report(tables_of: Callable[..., Tables]) -> Report:
    goal = {"id": "O", "level": "CEO", "owner": "Ana", "objective": "Be <liked>"}
    result = {"id": "K", "objective_id": "O", "key_result": "Calls", "start": 0, "target": 10, "current": 4}
    return build(
        of_all(
            ReportData(Snapshot(evaluate(tables_of(objectives=[goal], key_results=[result]), 46023))),
            load_language("en"),
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """`folder(page="…")` writes templates for pages and returns their folder."""

    def write(**templates: str) -> Path:
        for name, text in templates.items():
            path = tmp_path / f"{name.replace('__', '/')}.html.j2"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


def test_a_template_shadows_ours_and_may_inherit_from_it(report: Report, folder: Write) -> None:
    own = '{% extends "okrsheets/page.html.j2" %}{% block top %}<h1>Acme: {{ report.title }}</h1>{% endblock %}'
    page = render_html(report, folder(page=own))
    assert "<h1>Acme: OKR review</h1>" in page
    assert "Be &lt;liked&gt;" in page
    assert "All reports" not in page


def test_what_is_harmless_still_works_in_the_sandbox(report: Report, folder: Write) -> None:
    text = "{{ 'a' | center(5) }}|{{ '%03d' % 7 }}|{{ '{:>4}'.format(1) }}|{{ 3 * 'x' }}|{{ 2 ** 10 }}|{{ 'b' | indent(2, true) }}"
    assert render_html(report, folder(page=text)) == "  a  |007|   1|xxx|1024|  b"


def test_one_section_or_one_block_can_be_a_template_of_its_own(report: Report, folder: Write) -> None:
    page = render_html(report, folder(sections__standing="<p>short</p>", blocks__tree="<p>no tree</p>"))
    assert page.count("<p>short</p>") == page.count("<p>no tree</p>") == 1
    assert 'id="objectives"' in page


def test_markdown_falls_back_to_ours_when_only_pages_are_shadowed(report: Report, folder: Write) -> None:
    assert render_markdown(report, folder(page="x")) == render_markdown(report)


def test_with_a_template_that_changes_nothing_the_page_is_as_ours(report: Report, folder: Write) -> None:
    assert (
        render_html(report, folder(page='{% extends "okrsheets/page.html.j2" %}')).strip()
        == render_html(report).strip()
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<p>\n{{ report.titel }}", 2, "has no attribute 'titel'"),
        ("<p>\n\n{% if %}", 3, "Expected an expression"),
        ("{% for x in report.sections %}", 1, "Unexpected end of template"),
        ("\n{{ report.title + 1 }}", 2, "can only concatenate str"),
        ("\n{% include 'nowhere.html.j2' %}", 2, "there is no template 'nowhere.html.j2'"),
        ("{{ nobody }}", 1, "'nobody' is undefined"),
        ("{{ report.title | shout }}", 1, "No filter named 'shout'"),
        ("{{ report.__class__.__init__.__globals__ }}", 1, "not allowed in a template"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", 1, "not allowed in a template"),
        ("{{ say.__self__ }}", 1, "not allowed in a template"),
        ("{{ say('{x.__class__}', x=report) }}", 1, "a place in a message is a name"),
        ("{{ '{0.__class__}'.format(report) }}", 1, "not allowed in a template"),
        ("{{ open('/etc/passwd').read() }}", 1, "'open' is undefined"),
        ("{% include '/etc/passwd' %}", 1, "there is no template '/etc/passwd'"),
        ("{% include '../../../../etc/passwd' %}", 1, "there is no template"),
        ("{% set x = report.sections.append(1) %}", 1, "has no attribute 'append'"),
        ("{{ 'a' * 999999999 }}", 1, "something is repeated too often"),
        ("{{ 9 ** 9999999 }}", 1, "a power is too large"),
        ("{% for x in range(9999999999) %}x{% endfor %}", 1, "Range too big"),
        ("{{ 'a' | center(9999999999) }}", 1, "something is too wide"),
        ("{{ 'a' | indent(width=9999999999) }}", 1, "something is too wide"),
        ("{{ '%9999999999d' % 1 }}", 1, "something is too wide"),
        ("{{ '%9999999999d' | format(1) }}", 1, "something is too wide"),
        ("{{ '{:>9999999999}'.format(1) }}", 1, "something is too wide"),
        ("{{ '{:>{w}}'.format(1, w=9999999999) }}", 1, "something is too wide"),
        ("{{ '{x:>{w}}'.format_map({'x': 1, 'w': 9999999999}) }}", 1, "something is too wide"),
        ("{{ lipsum(n=999999999) }}", 1, "'lipsum' is undefined"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "recursion"),
        ("{% extends 'page.html.j2' %}", 1, "recursion"),
    ],
)
def test_a_mistake_names_the_file_the_line_and_what_is_wrong(
    report: Report, folder: Write, text: str, line: int, said: str
) -> None:
    with pytest.raises(SettingsError) as wrong:
        render_html(report, folder(page=text))
    assert f"page.html.j2:{line}: " in wrong.value.what
    assert said in wrong.value.what
    assert wrong.value.hint


FOREVER = "{% for a in range(99999) %}{% for b in range(99999) %}%s{% endfor %}{% endfor %}"


def test_a_template_that_loops_for_ever_is_stopped_though_it_prints_nothing(
    report: Report, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sys.gettrace()
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    with pytest.raises(SettingsError, match=r"page.html.j2:1: the template was not done after 0.2 seconds"):
        render_html(report, folder(page=FOREVER.replace("%s", "")))
    assert sys.gettrace() is before


def test_a_template_that_prints_for_ever_is_stopped(
    report: Report, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "LARGEST", 100_000)
    with pytest.raises(SettingsError, match="larger than 100,000 letters"):
        render_html(report, folder(page=FOREVER.replace("%s", "x")))


def test_a_folder_of_templates_must_hold_some(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        sandbox.checked(tmp_path / "nowhere")
    with pytest.raises(SettingsError, match="no template in"):
        sandbox.checked(tmp_path)
