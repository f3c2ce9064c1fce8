"""On random workbooks, LibreOffice without any add-in computes the alignment view to what `core` says."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plain_office
import pytest
from alike_values import alike
from libreoffice import cells
from plain_office import recalculated

from okrsheets.core.alignment import word_in_workbook
from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.rollup import cascade
from okrsheets.sheets_templates.objectives import TOP
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.tables import FIRST, settle
from okrsheets.sheets_templates.tree_columns import DEPTH, TOO_DEEP

TODAY, AFTER = needed_day("2026-05-20"), needed_day("2026-07-01")
BOOKS, OBJECTIVES = 6, 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*xtension is not supported"),
    pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine"),
]

Rows = dict[str, list[dict[str, Any]]]
MakeTables = Callable[..., Tables]


def random_rows(seed: int) -> Rows:
    """Objectives with parents above, beside and below them, in circles or nowhere; and key results of every kind."""
    draw = random.Random(seed)
    ids = [f"O{number}" if number % 7 else f"o{number - 1}" for number in range(1, OBJECTIVES + 1)]
    chain = draw.randrange(0, DEPTH + 3)  # the first objectives are one below the other
    objectives = []
    for number, name in enumerate(ids):
        near = ids[draw.randrange(0, max(1, number))]
        others = [None, near, near, near, near, draw.choice(ids), "elsewhere"]
        objectives.append(
            {
                "id": draw.choice([*[name] * 30, ids[0]]),
                "level": draw.choice(["Organisation", "CEO", "Team", "Team", "Skills", None]),
                "owner": "A",
                "objective": f"Objective {number}",
                "parent_id": (ids[number - 1] if number else None) if number <= chain else draw.choice(others),
                "contributes": draw.choice([None, None, None, "yes", "no"]),
                "weight": draw.choice([None, None, 1, 2, 0.5, 0]),
                "commitment": [None, "committed", "aspirational"][number % 3],
                "status": draw.choice([None, None, None, None, "active", "abandoned"]),
            }
        )
    return {"objectives": objectives, "key_results": [random_key_result(draw, at, ids) for at in range(90)]}


def random_key_result(draw: random.Random, number: int, ids: list[str]) -> dict[str, Any]:
    kind = draw.choice([None, None, "metric", "milestone", "binary", "at least", "at most", "between"])
    start, target = draw.choice([None, 0, 2, 10]), draw.choice([1, 5, 10, 20])
    current = draw.choice([None, "yes", "no"]) if kind == "binary" else draw.choice([None, 0, 1, 4.5, 12, 25])
    return {
        "id": f"K{number}",
        "objective_id": draw.choice(ids),
        "key_result": f"Result {number}",
        "kind": kind,
        "start": start,
        "target": target,
        "current": current,
        "weight": draw.choice([None, None, None, 1, 3, 0]),
        "start_date": draw.choice([None, None, None, "2026-05-01", "2026-05-25"]),
        "status": draw.choice([None, None, None, None, "abandoned"]),
    }


def settings(seed: int) -> list[dict[str, Any]]:
    days = {"cycle_start": "2026-04-01", "cycle_end": "2026-06-30"} if seed % 3 else {}
    return [{"team": "T", "cycle": "2026-Q2", **days}]


def day_of(book: Path) -> int:
    """Every other workbook is looked at after its quarter, when grades take the place of the pace."""
    return AFTER if int(book.stem) % 2 else TODAY


def view(book: Path, rows: int) -> list[dict[str, Any]]:
    """The rows of the alignment view, by heading; of two headings alike, the first."""
    held = cells(book)["Alignment"]
    columns = [f"{letter}" for letter in "ABCDEFGHIJKL"]
    names = [held[f"{letter}{TOP - 1}"] for letter in columns]
    return [
        dict(reversed([(name, held[f"{letter}{row}"]) for name, letter in zip(names, columns)]))
        for row in range(TOP, TOP + rows)
    ]


def too_deep(tables: Tables) -> set[int]:
    """The rows with more than `DEPTH` levels of contributing objectives below them, by walking up from each."""
    records = tables["objectives"].columns
    first = {name: at for at, name in reversed(list(enumerate(records["id"])))}
    deep = set()
    for at, name in enumerate(records["id"]):
        steps = 0
        while steps <= DEPTH and first.get(name) == at:
            light = records["weight"][at] == 0 or records["contributes"][at] is False
            above = first.get(records["parent_id"][at] or "")
            if light or records["status"][at] == "abandoned" or above is None:
                break
            at, name, steps = above, records["id"][above], steps + 1
        if steps > DEPTH:
            deep.add(at)
    return deep


def test_libreoffice_computes_scores_and_alignment_of_random_workbooks_as_the_core_does(
    tmp_path: Path, tables_of: MakeTables
) -> None:
    random_tables = [tables_of(settings=settings(seed), **random_rows(seed)) for seed in range(BOOKS)]
    books = [tmp_path / f"{seed}.xlsx" for seed in range(BOOKS)]
    for book, tables in zip(books, random_tables):
        write_okrs(book, tables, day_of(book), ready={})
    words: set[str] = set()
    for book, tables, computed in zip(books, random_tables, recalculated(tmp_path / "office", *books)):
        evaluation = evaluate(settle(tables, "okrs", book.name), day_of(book))
        shown, deep = view(computed, OBJECTIVES), too_deep(tables)
        for status in evaluation.objectives:
            at = status.objective.origin.row - FIRST
            row, name = shown[at], f"{book.name} › {status.objective.id} in row {status.objective.origin.row}"
            words |= {row["Alignment"], str(row["Score"])}
            assert row["Alignment"] == word_in_workbook(status.alignment), name
            assert alike(row["Progress"], status.own), name
            if row["Score"] in ("cycle", "duplicate id"):
                assert status.score is None or status.alignment == "duplicate id", name
            elif at in deep:
                assert row["Score"] == TOO_DEEP, name
            else:
                assert alike(row["Score"], status.score), name
                assert alike(row["Expected"], status.expected), name
                assert row["Status Now"] == status.status, name
    assert {
        "top",
        "orphan",
        "aligned",
        "in another workbook",
        "skips level",
        "inverted level",
        "cycle",
        "duplicate id",
    } <= words


def test_the_score_of_a_chain_reaches_as_many_levels_down_as_it_says(tmp_path: Path, tables_of: MakeTables) -> None:
    ids = [f"O{number}" for number in range(DEPTH + 2)]
    objectives = [
        {"id": name, "level": "Team", "owner": "A", "objective": name, "parent_id": above}
        for name, above in zip(ids, [None, *ids])
    ]
    results = [{"id": "K", "objective_id": ids[-1], "key_result": "K", "start": 0, "target": 4, "current": 1}]
    write_okrs(
        tmp_path / "chain.xlsx", tables_of(settings=settings(1), objectives=objectives, key_results=results), TODAY
    )
    (computed,) = recalculated(tmp_path / "office", tmp_path / "chain.xlsx")
    parents: list[str | None] = [None, *ids[:-1]]
    exact = cascade(ids, parents, [*[None] * (DEPTH + 1), 0.25])
    assert [row["Score"] for row in view(computed, len(ids))] == [TOO_DEEP, *exact[1:]]
