"""What a review says about a day's status: the order of lists, changes of scores, finished key results, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location
from okrsheets.core.evaluation import Past, evaluate
from okrsheets.core.prediction import predict
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.build import build
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.charts import Spark
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.footnotes import Footnotes
from okrsheets.reports.model.provenance import MAX_CELLS, Provenance
from okrsheets.reports.model.report import (
    Headline,
    Headlines,
    Item,
    Items,
    Measure,
    Report,
    TableBlock,
    Text,
    TreeBlock,
    TreeRow,
    WriteIns,
)
from okrsheets.reports.sections.key_result_line import key_result_line

Make = Callable[..., Report]
WORDS = load_language("en")
START, END = needed_day("2026-04-01"), needed_day("2026-06-30")
HALFWAY, LAST_TIME = needed_day("2026-05-16"), needed_day("2026-05-02")
SETTINGS = [{"team": "Support", "cycle": "2026-Q2", "cycle_start": START, "cycle_end": END}]
ORG = {"id": "ORG", "level": "Organisation", "owner": "Ana", "objective": "Be liked"}


@pytest.fixture
def review(tables_of: Callable[..., Tables]) -> Make:
    def make(
        today: int = HALFWAY, named: Mapping[str, Any] | None = None, **rows: Sequence[Mapping[str, Any]]
    ) -> Report:
        evaluation = evaluate(tables_of("Q2.xlsx", settings=SETTINGS, **rows), today)
        return build(
            of_all(ReportData(Snapshot(evaluation, cycle="2026-Q2", period=(START, END), **(named or {}))), WORDS)
        )

    return make


def headline(report: Report) -> Headline:
    (block,) = report.blocks("headlines")
    assert isinstance(block, Headlines)
    return block.headlines.rows[0]


def branches(report: Report) -> tuple[TreeRow, ...]:
    (block,) = report.blocks("tree")
    assert isinstance(block, TreeBlock)
    return block.branches.rows


def parts(report: Report, branch: int) -> list[Any]:
    """The cells of the first key result of a branch."""
    table = branches(report)[branch].key_results
    assert table is not None
    return list(table.rows.rows[0].cells)


def items(report: Report) -> tuple[Item, ...]:
    section = report.section("attention")
    assert section is not None
    (block,) = section.blocks
    assert isinstance(block, Items)
    return block.items.rows


def shown(report: Report, name: str) -> list[tuple[str, ...]]:
    """The rows of a table as a reader sees them."""
    table = report.table(name)
    return [] if table is None else [tuple(map(said, row.cells)) for row in table.rows.rows]


def said(cell: object) -> str:
    if isinstance(cell, Text):
        return cell.id or cell.short
    if isinstance(cell, Measure):
        return cell.score.text
    assert isinstance(cell, Figure)
    return cell.text


def cells(figure: Figure) -> tuple[str, ...]:
    return tuple(map(str, figure.cells))


def key_result(name: str, current: float | None, objective: str = "ORG", **more: Any) -> dict[str, Any]:
    return {"id": name, "objective_id": objective, "key_result": f"The {name}", "start": 0, "target": 100,
            "current": current, **more}  # fmt: skip


def look(name: str, date: str, value: float, note: str = "") -> dict[str, Any]:
    return {"key_result_id": name, "date": date, "value": value, "note": note, "by": "Jo"}


def test_a_headline_names_the_strongest_and_the_weakest_contributor(review: Make) -> None:
    child = {"id": "T", "level": "CEO", "owner": "Jo", "objective": "Answer fast", "parent_id": "ORG"}
    own = [key_result("K1", 60), key_result("K2", 20), key_result("K3", 90, "T")]
    top = headline(review(objectives=[ORG, child], key_results=own))
    assert top.score.text == "65%"
    assert [sentence.text for sentence in top.sentences] == [
        "On track: 65% vs 50% expected.",
        "Strongest: “Answer fast” (90%). Weakest: “The K2” (20%).",
    ]


def test_what_does_not_count_is_no_contributor(review: Make) -> None:
    child = {"id": "T", "level": "CEO", "owner": "Jo", "objective": "Answer", "parent_id": "ORG", "contributes": "no"}
    rows = [key_result("K1", 60), key_result("K2", 99, status="abandoned"), key_result("K3", 99, weight=0)]
    report = review(objectives=[ORG, child], key_results=[*rows, key_result("K4", 10, "T")])
    assert headline(report).sentences[1].text == "Based on “The K1” only (60%)."
    assert cells(headline(report).score) == ("Q2.xlsx › Key results!H5, H7",)
    assert "supports ORG without counting towards its score" in branches(report)[1].text.remarks


@pytest.mark.parametrize(
    ("earlier", "meta", "sentence"),
    [({"ORG": 0.4}, "up 20 points since 2 May", "Since 2 May: up 20 points."),
     ({"ORG": 0.61}, "down 1 point since 2 May", "Since 2 May: down 1 point."),
     ({"ORG": 0.601}, "unchanged since 2 May", "Since 2 May: unchanged."),
     ({}, "no score on 2 May", "No score on 2 May."), (None, "1 of 1 reporting", "Based on “The K” only (60%).")],
)  # fmt: skip
def test_a_score_says_how_it_moved_since_the_last_snapshot(
    review: Make, earlier: dict[str, float] | None, meta: str, sentence: str
) -> None:
    since = None if earlier is None else LAST_TIME
    report = review(named={"since": since, "earlier": earlier}, objectives=[ORG], key_results=[key_result("K", 60)])
    assert branches(report)[0].meta[-1] == meta
    assert headline(report).sentences[-1].text == sentence


@pytest.mark.parametrize("before", [0.0, 0.4, 0.594, 0.596, 0.604, 0.606, 0.996, 1.0])
def test_every_page_says_the_same_change_of_a_score(
    review: Make, tables_of: Callable[..., Tables], before: float
) -> None:
    """In the tree, in the headline and beside another cycle: the difference of the two percentages as shown."""
    rows = [key_result("K", 60)]
    then = tables_of("Q1.xlsx", objectives=[ORG], key_results=[key_result("K", before * 100)])
    compared = Past("Q1", evaluate(then, HALFWAY))
    named = {"since": LAST_TIME, "earlier": {"ORG": before}, "compared": compared}
    report = review(named=named, objectives=[ORG], key_results=rows)
    change = WORDS.score_change(before, 0.6)
    assert branches(report)[0].meta[-1] == f"{change} since 2 May"
    assert headline(report).sentences[-1].text == f"Since 2 May: {change}."
    assert shown(report, "compared objectives")[0][-1] == change


@pytest.mark.parametrize(("current", "points"), [(99.6, "1 point"), (64.4, "36 points"), (64.6, "35 points")])
def test_the_distance_from_the_target_is_that_of_the_percentages_shown(
    review: Make, tables_of: Callable[..., Tables], current: float, points: str
) -> None:
    """99.6% is shown as 99%, so it is not "0 points below target"; the line and the list count alike."""
    rows = [key_result("K", current, due_date="2026-05-10")]
    report = review(objectives=[ORG], key_results=rows)
    tables = tables_of("Q2.xlsx", settings=SETTINGS, objectives=[ORG], key_results=rows)
    (result,) = evaluate(tables, HALFWAY).key_results
    assert key_result_line(WORDS, result).text.endswith(f", finished {points} below target.")
    why = [item.why for item in items(report)] if report.section("attention") else []
    assert why == ([f"finished {points} below target"] if result.status == "partly" else [])


def test_the_furthest_behind_comes_first_and_what_is_fine_does_not_come(review: Make) -> None:
    rows = [key_result("fine", 50), key_result("stale", 50), key_result("none", None), key_result("risk", 35),
            key_result("off", 20), key_result("worse", 5), key_result("done", 100),
            key_result("later", None, start_date="2026-06-01"), key_result("dropped", 0, status="abandoned"),
            key_result("next", 0, status="carried forward")]  # fmt: skip
    lately = [look(row["id"], "2026-05-15", 1) for row in rows if row["id"] not in ("stale", "none", "later")]
    found = items(review(objectives=[ORG], key_results=rows, check_ins=lately))
    assert [item.text.id for item in found] == ["worse", "off", "risk", "none", "stale"]
    assert found[0].why == "45 points behind plan"


def test_a_key_result_comes_with_its_last_note_its_outlook_and_its_line(review: Make) -> None:
    looks = [look("K", "2026-04-16", 5), look("K", "2026-05-16", 15, "The trainer was ill.")]
    (item,) = items(review(objectives=[ORG], key_results=[key_result("K", None)], check_ins=looks))
    assert (item.note, item.noted) == ("The trainer was ill.", "16 May, Jo")
    assert item.outlook == "too few check-ins for a forecast"
    assert isinstance(item.picture, Spark)
    assert [x for x, _ in item.picture.points] == pytest.approx([15 / 90, 0.5])
    assert [y for _, y in item.picture.points] == pytest.approx([0.05, 0.15])


def test_with_four_check_ins_the_outlook_is_a_range_and_a_chance(review: Make) -> None:
    looks = [
        look("K", f"2026-{day}", value) for day, value in (("04-16", 5), ("04-26", 8), ("05-06", 11), ("05-16", 15))
    ]
    (item,) = items(review(objectives=[ORG], key_results=[key_result("K", None)], check_ins=looks))
    path = [
        (needed_day(f"2026-{day}"), value / 100)
        for day, value in (("04-16", 5), ("04-26", 8), ("05-06", 11), ("05-16", 15))
    ]
    expected = predict(path, needed_day("2026-06-30"))
    assert expected is not None
    assert expected.chance < 0.05
    ends = f"{round(100 * expected.low)}% to {round(100 * expected.high)}%"
    assert item.outlook == f"likely to end at {ends}; chance of the target: under 5%"


def test_a_key_result_whose_time_is_over_has_no_outlook(review: Make) -> None:
    looks = [look("K", "2026-04-16", 5), look("K", "2026-05-10", 15)]
    late = [key_result("K", None, due_date="2026-05-10")]
    (item,) = items(review(objectives=[ORG], key_results=late, check_ins=looks))
    assert (item.why, item.outlook) == ("finished 85 points below target", "")


def test_results_are_looked_back_on_only_when_their_time_is_over(review: Make) -> None:
    promised = {"id": "P", "level": "CEO", "owner": "Jo", "objective": "Promise", "commitment": "committed"}
    rows = {"objectives": [ORG, promised], "key_results": [key_result("A", 60), key_result("C", 90, "P")]}
    assert review(**rows).section("closing") is None
    over = review(today=END, **rows)
    (block,) = over.blocks("write_ins")
    assert isinstance(block, WriteIns)
    assert (block.title, [entry.text.id for entry in block.entries.rows]) == ("Committed, finished below target", ["C"])
    assert shown(over, "carry forward") == [("A", "Ana", "60%", "now 60, from 0 to 100")]


def test_what_is_abandoned_is_listed_with_its_reason_and_the_score_with_and_without_it(review: Make) -> None:
    rows = [key_result("K1", 60), key_result("K2", 20, status="abandoned", reason="No budget")]
    report = review(objectives=[ORG], key_results=rows)
    assert shown(report, "abandoned") == [("K2", "Ana", "20%", "No budget")]
    assert "own key results: 60% excluding abandoned ones, 40% including them" in branches(report)[0].text.remarks


def test_check_ins_are_those_since_the_last_snapshot_or_of_two_weeks(review: Make) -> None:
    looks = [look("K", date, 1) for date in ("2026-04-20", "2026-05-02", "2026-05-03", "2026-05-16")]
    rows = {"objectives": [ORG], "key_results": [key_result("K", 50)], "check_ins": looks}
    assert [row[1] for row in shown(review(**rows), "check-ins")] == ["16 May", "3 May"]
    since = {"since": needed_day("2026-04-10"), "earlier": {}}
    assert len(shown(review(named=since, **rows), "check-ins")) == 4


def test_somebody_is_asked_once_for_all_that_waits(review: Make) -> None:
    rows = [key_result("K1", 1, owner="Jo"), key_result("K2", 1, owner="Jo"), key_result("K3", 1),
            key_result("later", None, start_date="2026-06-01")]  # fmt: skip
    report = review(objectives=[ORG], key_results=rows, check_ins=[look("K1", "2026-04-20", 1)])
    assert shown(report, "stale") == [
        ("Jo", "2 key results", "K2 and K1", "no check-in yet"),
        ("Ana", "1 key result", "K3", "no check-in yet"),
    ]


def test_a_figure_names_the_cells_that_it_comes_from(review: Make) -> None:
    child = {"id": "T", "level": "CEO", "owner": "Jo", "objective": "Answer fast", "parent_id": "ORG"}
    rows = [key_result("K1", 60), key_result("K2", None, "T")]
    report = review(objectives=[ORG, child], key_results=rows, check_ins=[look("K2", "2026-05-15", 7)])
    assert cells(headline(report).score) == ("Q2.xlsx › Key results!H5", "Q2.xlsx › Check-ins!C5")
    measure = parts(report, 1)[3]
    assert cells(measure.score) == ("Q2.xlsx › Key results!F6, G6", "Q2.xlsx › Check-ins!C5")


def test_many_cells_are_counted_beyond_the_first() -> None:
    many = Provenance.of(Location("A.xlsx", "S", f"H{row}") for row in range(10, 400, 2))
    assert len(many.places) == MAX_CELLS
    assert Footnotes(WORDS).line(*many.named) == "A.xlsx › S!H10, H12, H14, H16, H18, H20 and 189 more cells"
    assert (many + many).total == 390


def test_a_key_result_without_an_objective_and_an_objective_whose_parent_is_unknown_are_listed(review: Make) -> None:
    lost = {"id": "T", "level": "Team", "owner": "Jo", "objective": "Lost", "parent_id": "X"}
    report = review(objectives=[ORG, lost], key_results=[key_result("K", 1, "Y")])
    assert [(row[0], row[2]) for row in shown(report, "loose")] == [
        ("T", "parent objective not found"),
        ("K", "objective not found"),
    ]


def test_a_circle_of_objectives_does_not_stop_a_review(review: Make) -> None:
    circle = [{"id": name, "level": "Team", "owner": "Jo", "objective": name, "parent_id": above}
              for name, above in (("A", "B"), ("B", "A"), ("A", "B"))]  # fmt: skip
    report = review(objectives=circle, key_results=[key_result("K", 50, "A")])
    assert [row[2] for row in shown(report, "loose")] == [
        "another objective has the same ID", "parent objectives form a circle", "parent objectives form a circle",
    ]  # fmt: skip


def test_a_share_of_one_in_percent_is_shown_as_a_percentage(review: Make) -> None:
    shares = key_result("K1", 0.8, start=0.5, target=0.95, unit="%")
    report = review(objectives=[ORG], key_results=[shares, key_result("K2", 8, unit="%")])
    table = branches(report)[0].key_results
    assert isinstance(table, TableBlock)
    assert list(map(said, table.column("value"))) == ["80% (50% → 95%)", "8% (0% → 100%)"]


def test_a_skills_shortfall_is_shown_up_to_the_top_level_objective(review: Make) -> None:
    team = {"id": "T", "level": "CEO", "team": "Support", "owner": "Jo", "objective": "Settle", "parent_id": "ORG"}
    report = review(
        objectives=[ORG, team],
        key_results=[key_result("K", 60, "T")],
        goal_skills=[{"objective_id": "T", "skill": "Mediation", "level": 3, "headcount": 2}],
        people=[{"person_id": "P", "name": "N", "role": "R", "team": "Support"}],
        assessments=[{"person_id": "P", "skill": "Mediation", "rater_type": "peer", "level": 4, "date": "2026-05-01"}],
    )
    sentences = [sentence.text for sentence in headline(report).sentences]
    assert "Skills shortfall." in sentences
    assert shown(report, "readiness") == [
        ("T", "hidden", "Mediation", "3 (applies alone)", "2 people", "hidden", "too few people")
    ]  # one person is rated: a count would tell the level
    assert shown(report, "step in")[0][2] == "few people rated"


def test_the_shortfall_of_a_large_team_is_counted(review: Make) -> None:
    ids = [f"P{at}" for at in range(5)]
    report = review(
        objectives=[ORG, {"id": "T", "level": "CEO", "team": "Support", "owner": "Jo", "objective": "Settle", "parent_id": "ORG"}],
        key_results=[key_result("K", 60, "T")],
        goal_skills=[{"objective_id": "T", "skill": "Mediation", "level": 3, "headcount": 2}],
        people=[{"person_id": id, "name": id, "role": "R", "team": "Support"} for id in ids],
        assessments=[
            {"person_id": id, "skill": "Mediation", "rater_type": "peer", "level": 4 if id == "P0" else 1, "date": "2026-05-01"}
            for id in ids
        ],
    )  # fmt: skip
    assert "Skills shortfall: 1 person." in [sentence.text for sentence in headline(report).sentences]
    assert shown(report, "readiness") == [("T", "50%", "Mediation", "3 (applies alone)", "2 people", "1", "1 person")]
    assert shown(report, "step in")[0][2] == "no backup"
