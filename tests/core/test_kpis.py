"""KPIs in their bands, and initiatives that are late."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.cells import needed_day
from okrsheets.core.initiatives import is_late
from okrsheets.core.kpis import HEALTHY, UNHEALTHY, evaluate_kpis, health
from okrsheets.core.model import Initiative, Kpi, Settings
from okrsheets.core.records import Tables

NUMBER = st.floats(-1e6, 1e6)


@given(NUMBER, NUMBER, NUMBER)
def test_a_value_is_healthy_just_in_its_band(value: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert health(value, low, high) == (HEALTHY if low <= value <= high else UNHEALTHY)
    assert (health(value, low, None), health(value, None, low)) in (
        (HEALTHY, UNHEALTHY), (UNHEALTHY, HEALTHY), (HEALTHY, HEALTHY),
    )  # fmt: skip


def test_a_kpi_without_a_team_is_its_workbooks_and_one_without_a_band_has_no_data(
    tables_of: Callable[..., Tables],
) -> None:
    kpis = [{"kpi": "Bugs", "current": 12, "healthy_to": 20}, {"kpi": "Mood", "team": "HR", "current": 3}]
    tables = tables_of(settings=[{"team": "Ops"}], kpis=kpis)
    bugs, mood = evaluate_kpis(tables["kpis"].nouns(Kpi), tables["settings"].nouns(Settings))
    assert (bugs.team, bugs.status, bugs.fault) == ("Ops", "healthy", "")
    assert (mood.team, mood.status, mood.fault) == ("HR", "no data", "missing")


def test_an_initiative_is_late_from_the_day_after_it_is_due_unless_it_has_ended(
    tables_of: Callable[..., Tables],
) -> None:
    today = needed_day("2026-02-15")
    rows = [
        {"due_date": "2026-02-14", "state": "in progress"}, {"due_date": "2026-02-15"}, {"due_date": "2026-02-14", "state": "done"},
        {"due_date": "2026-02-14", "state": "cancelled"}, {"state": "open"}, {"due_date": "2026-02-01"},
    ]  # fmt: skip
    records = tables_of(initiatives=[{"key_result_id": "K1", "initiative": "x", **row} for row in rows])["initiatives"]
    late = [is_late(initiative, today) for initiative in records.nouns(Initiative)]
    assert late == [True, False, False, False, False, True]
