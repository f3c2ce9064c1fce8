"""The review as people read it: golden pages, text as typed, nobody's level, and nothing cut off in silence."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError
from report_cases import pages, shop

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location, Problem
from okrsheets.core.evaluation import evaluate
from okrsheets.core.model import Workbook
from okrsheets.core.records import Tables, together
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.build import build
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.formats.html import TEMPLATES, render_html, render_markdown
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import Brand, Heat, Numbers, Report, Text, TreeBlock
from okrsheets.reports.pack import partial_pack
from okrsheets.reports.sections import needs_attention, objectives, problems

MakeTables = Callable[..., Tables]
Rows = Sequence[Mapping[str, Any]]

TODAY, LAST_TIME = needed_day("2026-06-30"), needed_day("2026-06-16")
CYCLE_START, CYCLE_END = needed_day("2026-04-01"), needed_day("2026-07-31")
SETTINGS = {"organisation": "Pebble & Pine", "cycle": "2026-Q2", "cycle_start": CYCLE_START, "cycle_end": CYCLE_END}
SCRIPT = (TEMPLATES / "page.js").read_text("utf-8")
HOSTILE = '<script>alert(1)</script> {{ 7*7 }} {% raw %} | `now` *win* [x](javascript:alert(1)) &amp; "it\'s"'

LEADERSHIP: dict[str, Rows] = {
    "settings": [{"team": "Leadership", **SETTINGS}],
    "objectives": [
        {"id": "ORG-1", "level": "Organisation", "owner": "Ana", "objective": "Raise the quality of support"},
        {"id": "CEO-1", "level": "CEO", "owner": "Ana", "objective": "Satisfaction up 20 %", "parent_id": "ORG-1",
         "commitment": "committed"},
    ],
    "key_results": [
        {"id": "CEO-1.1", "objective_id": "CEO-1", "key_result": "Satisfied customers", "start": 60, "target": 80,
         "current": 78, "unit": "%", "owner": "Ana"},
        {"id": "CEO-1.2", "objective_id": "CEO-1", "key_result": "Second call centre", "kind": "binary", "target": 1,
         "status": "abandoned", "reason": "Nobody needs it any more"},
    ],
}  # fmt: skip
SUPPORT: dict[str, Rows] = {
    "settings": [{"team": "Support", **SETTINGS}],
    "objectives": [
        {"id": "SUP-1", "level": "Team", "team": "Support", "owner": "Jo", "objective": "Settle conflicts at once",
         "parent_id": "CEO-1"},
        {"id": "SUP-2", "level": "Team", "team": "Support", "owner": "Kim", "objective": "Tidy the wiki"},
    ],
    "key_results": [
        {"id": "SUP-1.1", "objective_id": "SUP-1", "key_result": "Staff trained", "start": 0, "target": 14,
         "unit": "people"},
        {"id": "SUP-1.2", "objective_id": "SUP-1", "key_result": "Ticket queue live", "kind": "binary", "target": 1,
         "current": "yes", "owner": "Sam"},
        {"id": "SUP-1.3", "objective_id": "SUP-1", "key_result": "Settled at the first call", "start": 50,
         "target": 70, "unit": "%"},
        {"id": "SUP-2.1", "objective_id": "SUP-2", "key_result": "Pages without an owner", "start": 120, "target": 0,
         "current": 118, "due_date": "2026-06-15"},
    ],
    "check_ins": [
        {"date": "2026-04-20", "key_result_id": "SUP-1.1", "value": 1, "by": "Jo"},
        {"date": "2026-06-25", "key_result_id": "SUP-1.1", "value": 5, "by": "Jo", "note": "The trainer was ill."},
    ],
    "goal_skills": [{"objective_id": "SUP-1", "skill": "Conflict resolution", "level": 3, "headcount": 4}],
}  # fmt: skip


def people_of(team: str, levels: Sequence[float | None], skill: str = "Conflict resolution") -> dict[str, Rows]:
    """A skill matrix of one team in which everybody's role requires level 4."""
    ids = [f"{team}-{number}" for number in range(len(levels))]
    rated = [(name, level) for name, level in zip(ids, levels) if level is not None]
    return {
        "roles": [{"role": f"{team} role", "skill": skill, "required_level": 4}],
        "people": [{"person_id": name, "name": f"Person {name}", "role": f"{team} role", "team": team} for name in ids],
        "assessments": [
            {"person_id": name, "skill": skill, "rater_type": "manager", "level": level, "date": "2026-05-10"}
            for name, level in rated
        ],
    }


CERTIFICATES: dict[str, Rows] = {
    "certifications": [
        {"person_id": "Support-0", "skill": "Conflict resolution", "certification": "Mediation", "issued": "2024-06-01",
         "expires": "2026-06-01"},
        {"person_id": "Support-1", "skill": "Conflict resolution", "certification": "Mediation", "issued": "2024-08-01",
         "expires": "2026-08-01"},
    ]
}  # fmt: skip


@pytest.fixture
def review(tables_of: MakeTables) -> Callable[..., Report]:
    """`review(("A.xlsx", {...}), …)` gives the report on the rows of some workbooks."""

    def make(*books: tuple[str, Mapping[str, Rows]], **named: Any) -> Report:
        parts = [tables_of(name, **rows) for name, rows in books]
        names = {name for part in parts for name in part.records}
        merged = {name: together(schema.table(name), [part[name] for part in parts]) for name in names}
        evaluation = evaluate(Tables(merged), named.pop("today", TODAY))
        read = [Workbook(name, TODAY) for name, _ in books]
        given = {"workbooks": read, "cycle": "2026-Q2", "period": (CYCLE_START, CYCLE_END)} | named
        return build(of_all(ReportData(Snapshot(evaluation, **given)), load_language("en")))

    return make


@pytest.fixture
def quarter(review: Callable[..., Report]) -> Report:
    return review(
        ("Leadership.xlsx", LEADERSHIP),
        ("Support.xlsx", SUPPORT),
        ("Skills.xlsx", people_of("Support", [1, 3, 3, 2, None, 4]) | CERTIFICATES),
        ("Marketing.xlsx", people_of("Marketing", [1, 2.5, 3])),
        problems=[Problem(Location("Support.xlsx", "Key results", "F14"), "target is text: 'ten'", "type a number")],
        workbooks=[Workbook("Support.xlsx", TODAY), Workbook("Finance.xlsx", LAST_TIME, "it has a password")],
        since=LAST_TIME,
        earlier={"ORG-1": 0.5, "CEO-1": 0.62},
        organisation="Pebble & Pine",
    )


def rows_of(report: Report, kind: str) -> Any:
    """The rows of the one list of a kind."""
    (block,) = report.blocks(kind)
    return getattr(block, {"headlines": "headlines", "tree": "branches"}[kind]).rows


def without_style(page: str) -> str:
    """A page without its style sheet and its script, which have tests of their own."""
    return re.sub(r"(?s)(<style>|<script>).*?(</style>|</script>)|'sha256-[^']*'", r"\1\2", page)


def test_the_page_is_as_it_was(quarter: Report, golden: Callable[[str, str], None]) -> None:
    golden("organisation.html", without_style(render_html(quarter)))


def test_the_markdown_is_as_it_was(quarter: Report, golden: Callable[[str, str], None]) -> None:
    golden("organisation.md", render_markdown(quarter))


READERS = {
    "team": ("team", {"team": "Support"}),
    "person": ("person", {"person": "Renée Fournier"}),
    "skills": ("skills", {}),
}


@pytest.mark.parametrize("reader", READERS)
def test_the_reports_of_other_readers_are_as_they_were(reader: str, golden: Callable[[str, str], None]) -> None:
    audience, named = READERS[reader]
    (page,) = partial_pack(shop(), load_language("en"), Brand(), audience, **named).pages()  # type: ignore[arg-type]
    golden(f"{reader}.html", without_style(render_html(page.report)))
    golden(f"{reader}.md", render_markdown(page.report))


def test_the_index_is_as_it_was(golden: Callable[[str, str], None]) -> None:
    page = next(iter(pages(shop())))
    golden("index.html", without_style(render_html(page.report)))
    golden("index.md", render_markdown(page.report))


def test_a_page_needs_nothing_from_elsewhere(quarter: Report) -> None:
    page = render_html(quarter)
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert not re.findall(r"url\(|@import|<script\s|<link|<img|<iframe", page)


def test_every_note_that_is_referred_to_is_there(quarter: Report) -> None:
    page = render_html(quarter)
    referred, there = set(re.findall(r'href="#n(\d+)"', page)), re.findall(r'<span id="n(\d+)"', page)
    assert referred == set(there)
    assert len(there) == len(set(there))


# Text as typed


def hostile(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    """The same rows with the hostile text wherever people write freely."""
    free = {"objective", "key_result", "note", "by", "owner", "team", "reason", "unit", "skill", "certification"}
    return {
        table: [{field: HOSTILE if field in free else value for field, value in row.items()} for row in given]
        for table, given in rows.items()
    }


def test_hostile_text_shows_as_typed(review: Callable[..., Report]) -> None:
    problem = Problem(Location(HOSTILE, "Key results", "F14"), HOSTILE, HOSTILE)
    skills = people_of("Support", [1, 3, 3, 2, 4]) | CERTIFICATES
    report = review(
        (HOSTILE, hostile(LEADERSHIP)), ("Support.xlsx", hostile(SUPPORT)), ("Skills.xlsx", hostile(skills)),
        problems=[problem], organisation=HOSTILE, workbooks=[Workbook(HOSTILE, TODAY, HOSTILE)],
    )  # fmt: skip
    page, text = render_html(report), render_markdown(report)
    assert re.findall(r"(?s)<script.*?</script>", page) == [f"<script>{SCRIPT}</script>"]
    assert page.count(html.escape(HOSTILE, quote=False).replace('"', "&#34;").replace("'", "&#39;")) > 20
    assert "<script" not in text.replace("\\<script", "")
    assert text.count(r"\<script\>alert(1)\</script\> \{\{ 7\*7 \}\}") > 20


def test_a_long_text_is_cut_in_the_lists_and_whole_in_the_tree(review: Callable[..., Report]) -> None:
    text = "word " * 1000
    report = review(("A.xlsx", {"objectives": [{"id": "O", "level": "CEO", "owner": "A", "objective": text.strip()}]}))
    assert len(rows_of(report, "headlines")[0].text.short) < 300
    assert rows_of(report, "tree")[0].text.whole == text.strip()


@pytest.mark.parametrize("to_text", [render_html, render_markdown])
def test_a_value_that_is_missing_is_an_error_and_not_a_gap(quarter: Report, to_text: Callable[[Any], str]) -> None:
    without_lead = SimpleNamespace(**{each.name: getattr(quarter, each.name) for each in fields(quarter)})
    assert to_text(without_lead)
    del without_lead.lead
    with pytest.raises(UndefinedError):
        to_text(without_lead)


# Nobody's level


@pytest.mark.parametrize(
    ("levels", "shown"),
    [([3.2], "hidden"), ([3.2, 2.1, 2.6, 2.3], "2–3"), ([3.2, 2.1, 2.6, 2.3, 2.4], "2.5")],
    ids=["one", "four", "five"],
)
def test_a_mean_of_few_people_is_a_band_or_not_shown(
    review: Callable[..., Report], levels: list[float], shown: str
) -> None:
    (heat,) = review(("Skills.xlsx", people_of("Support", levels))).blocks("heat")
    assert isinstance(heat, Heat)
    assert heat.chart.lines[0].cells[0].text == shown


def test_a_gap_is_a_band_where_a_figure_would_tell_what_few_others_have(review: Callable[..., Report]) -> None:
    below = [1.1, 2.2, 3.3, 1.4, 2.5]
    tables = [review(("Skills.xlsx", people_of("Support", levels))).table("gaps") for levels in (below, [*below, 4.6])]
    gaps = [table.column("gap")[0] for table in tables if table]
    assert [gap.text for gap in gaps if isinstance(gap, Figure)] == ["1.9", "1–2"]


def test_no_name_and_no_level_of_a_person_stands_in_the_page(review: Callable[..., Report]) -> None:
    report = review(("Skills.xlsx", people_of("Web", [3.37, 1.61, 4.89]) | {"goal_skills": SUPPORT["goal_skills"]}))
    for page in (render_html(report), render_markdown(report)):
        seen = re.sub(r"(?s)<style>.*?</style>", "", page)
        seen = re.sub(r' (?:d|x|y|width|height|viewBox|stroke-width|font-size)="[^"]*"', "", seen)  # where strokes lie
        for secret in ("3.4", "3.37", "1.6", "1.61", "4.9", "4.89", "Person", "Web-0", "0.6", "0.63", "2.4", "2.39"):
            assert secret not in seen, secret


# Nothing is cut off in silence


def test_a_cut_list_says_how_many_more(review: Callable[..., Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs_attention, "LIMIT", 1)
    monkeypatch.setattr(problems, "PROBLEM_LIMIT", 2)
    found = [Problem(Location("Support.xlsx", "Key results", f"F{row}"), "target is text", "") for row in range(5)]
    report = review(("Support.xlsx", SUPPORT), problems=found)
    page, text = render_html(report), render_markdown(report)
    for more in (
        "and 2 more key results, see the consolidated workbook",
        "… and 4 more, see the consolidated workbook",
    ):
        assert more in page
        assert more in text


def test_a_large_tree_keeps_its_upper_levels(review: Callable[..., Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objectives, "TREE_LIMIT", 4)
    monkeypatch.setattr(objectives, "KEY_RESULT_LIMIT", 1)
    skills = [
        {"id": name, "level": "Skills", "owner": "Jo", "objective": "Learn", "parent_id": "SUP-1"} for name in "AB"
    ]
    support = SUPPORT | {"objectives": [*skills, SUPPORT["objectives"][0]]}
    (tree,) = review(("Support.xlsx", support), ("Leadership.xlsx", LEADERSHIP)).blocks("tree")
    assert isinstance(tree, TreeBlock)
    assert [branch.text.id for branch in tree.branches.rows] == ["ORG-1", "CEO-1", "SUP-1"]
    assert tree.branches.more == "and 2 more objectives, see the consolidated workbook"
    assert [branch.key_results.rows.more if branch.key_results else "" for branch in tree.branches.rows] == [
        "",
        "and 1 more key result, see the consolidated workbook",
        "and 3 more key results, see the consolidated workbook",
    ]


def test_what_needs_somebody_is_shown_before_what_is_only_to_know(
    review: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "PROBLEM_LIMIT", 1)
    found = [Problem(Location("A.xlsx"), "an orphan", note=True), Problem(Location("B.xlsx"), "target is text")]
    table = review(problems=found).table("problems")
    assert table is not None
    assert [cell.short for cell in table.column("where") if isinstance(cell, Text)] == ["B.xlsx"]


def test_a_section_without_anything_to_say_is_left_out(review: Callable[..., Report]) -> None:
    nothing = review()
    assert [section.id for section in nothing.sections] == ["summary", "standing"]
    assert "Skills" not in render_html(nothing)
    assert "## Skills" not in render_markdown(nothing)


def test_one_is_singular(review: Callable[..., Report]) -> None:
    one = {"objectives": [LEADERSHIP["objectives"][0]], "key_results": [{"id": "K", "objective_id": "ORG-1"}]}
    report = review(("A.xlsx", one))
    assert rows_of(report, "tree")[0].fold == "1 key result"
    (numbers,) = report.blocks("numbers")
    assert isinstance(numbers, Numbers)
    assert [number.label for number in numbers.numbers][:2] == ["objective", "key result"]


def test_a_workbook_that_was_not_read_today_says_so(review: Callable[..., Report]) -> None:
    report = review(workbooks=[Workbook("Finance.xlsx", LAST_TIME, "it has a password")])
    for page in (render_html(report), render_markdown(report)):
        assert "16 June 2026" in page
        assert "not updated: it has a password" in page
