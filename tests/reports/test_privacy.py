"""Small groups: no page but a person's own and their manager's shows a count from which one person's level follows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from report_cases import pages, report_data_of

from okrsheets.core.records import Tables
from okrsheets.reports.data.privacy import band
from okrsheets.reports.formats.html import render_html
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import TableBlock

Make = Callable[..., Tables]
PRIVATE = ("people/", "managers/")
LEVEL = 3  # what the role and the objective ask for


def alike() -> list[list[tuple[int, ...]]]:
    """The levels of small teams, grouped by what may be known of them: size, band of the mean, whether one is below."""
    groups: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for size in range(1, 5):
        for own in product(range(6), repeat=size):
            groups[size, size > 1 and band(sum(own) / size), min(own) < LEVEL].append(own)
    return [group for group in groups.values() if len(group) > 1]


pairs = st.sampled_from(alike()).flatmap(lambda group: st.tuples(st.sampled_from(group), st.sampled_from(group)))


def team(name: str, own: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """A team with an objective that needs as many people at the level as it has, and one more."""
    ids = [f"{name}{at}" for at in range(len(own))]
    return {
        "objectives": [{"id": name, "level": "Team", "team": name, "owner": "Ana", "objective": f"Goal of {name}"}],
        "goal_skills": [{"objective_id": name, "skill": "Sewing", "level": LEVEL, "headcount": len(own) + 1}],
        "people": [{"person_id": id, "name": f"N {id}", "role": "Tailor", "team": name, "manager": "Boss"} for id in ids],
        "assessments": [
            {"person_id": id, "skill": "Sewing", "rater_type": "evidence", "level": level, "date": "2026-06-01"}
            for id, level in zip(ids, own)
        ],
    }  # fmt: skip


def shown(tables_of: Make, *teams: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Every page that others may see, as HTML."""
    rows: dict[str, list[dict[str, Any]]] = {
        "roles": [{"role": "Tailor", "skill": "Sewing", "required_level": LEVEL}],
    }
    for part in teams:
        for table, listed in part.items():
            rows.setdefault(table, []).extend(listed)
    made = pages(report_data_of(tables_of(**rows)))
    return {
        str(page.stem): render_html(page.report) for page in made if not str(page.stem).startswith(PRIVATE)
    }  # fmt: skip


@given(pairs)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_pages_for_others_depend_on_nothing_but_bands_and_whether_somebody_is_below(
    tables_of: Make, pair: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    """Two small teams that agree in size, in the band of their mean and in whether anybody is below look the same."""
    one, other = pair
    assert shown(tables_of, team("A", one)) == shown(tables_of, team("A", other))


@given(st.lists(st.integers(0, 5), min_size=5, max_size=6), st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_counts_of_a_large_team_and_of_everybody_do_not_tell_the_level_of_one_more(
    tables_of: Make, many: list[int], one: int, other: int
) -> None:
    """One person beside a large team: what the team's own page says, and what all pages say, leave that level open."""
    assume((one < LEVEL) == (other < LEVEL))
    first, second = (shown(tables_of, team("A", many), team("B", [level])) for level in (one, other))
    assert first["teams/a"] == second["teams/a"]
    alone = [re.search(r'data-table="step in".*?</table>', page, re.DOTALL) for page in first.values()]
    assert sum(match is not None and "hidden" not in match[0] for match in alone) <= 2  # of everybody, not of a part


@pytest.mark.parametrize("people", [1, 2, 4])
def test_a_count_of_a_small_group_is_hidden_with_its_number(tables_of: Make, people: int) -> None:
    rows: dict[str, Any] = {"roles": [{"role": "Tailor", "skill": "Sewing", "required_level": LEVEL}]}
    data = report_data_of(tables_of(**rows, **team("A", [1] * people)))
    seen = 0
    for page in pages(data):
        if str(page.stem).startswith(PRIVATE):
            continue
        for block in page.report.blocks("table"):
            assert isinstance(block, TableBlock)
            if block.name in ("gaps", "step in", "readiness", "risks", "skills at risk"):
                keys = {"below", "gap", "people", "there", "missing", "ready"} & {
                    column.key for column in block.columns
                }
                for cell in (cell for key in keys for cell in block.column(key)):
                    assert isinstance(cell, Figure)
                    assert (cell.value, re.findall(r"[0-9]", cell.text)) == (None, [])
                    seen += 1
    assert seen > 10
