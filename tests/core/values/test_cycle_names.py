"""What the names of cycles mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import cells
from okrsheets.core.values import cycle_names

MEANS: list[tuple[str, str]] = [
    (
        "2026-Q3|Q3 2026|Q3/2026|Q3'26|Q3-26|3Q26|3Q 2026|2026 Q3|2026q3|2026/Q3|2026.Q3|26-Q3|Q3 (2026)|CY2026 Q3",
        "2026-Q3",
    ),
    (
        "3. Quartal 2026|III. Quartal 2026|Quartal 3/2026|T3/2026|T3 2026|2026 T3|3er trimestre 2026|tercer trimestre de 2026",
        "2026-Q3",
    ),
    (
        "Third quarter 2026|3rd Quarter of 2026|Quarter 3, 2026|Jul–Sep 2026|July - September 2026|Juli bis September 2026",
        "2026-Q3",
    ),
    ("julio a septiembre 2026|Jul 2026 - Sep 2026|2026 Jul-Sep|Q3 FY26|FY26 Q3|FY2026-Q3|Q3 FY26/27", "2026-Q3"),
    ("H2 2026|2026-H2|2H26|2. Halbjahr 2026|Jul–Dec 2026|second half 2026", "2026-H2"),
    ("2026|FY26|FY 2026|CY2026|Jan–Dec 2026", "2026"),
    ("Nov 2026 - Jan 2027|Nov-Jan 2027", "2026-11 to 2027-01"),
    ("August 2026|Aug 2026", "2026-08"),
]
OTHERWISE = [
    "",
    "spring",
    "Q3",
    "2026-Q5",
    "Q0 2026",
    "0000-Q1",
    "9999-Q4",
    "2026-Q1 draft",
    "Smarch-Sep 2026",
    "FY26/28 Q1",
    "12/26",
    "26",
]


@pytest.mark.parametrize(("name", "canonical"), [(name, want) for names, want in MEANS for name in names.split("|")])
def test_a_cycle_is_known_by_its_name_however_it_is_written(name: str, canonical: str) -> None:
    cycle = cycle_names.parse(name)
    assert cycle is not None
    assert cycle.name == canonical


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_name_that_says_no_months_is_no_cycle(name: str) -> None:
    assert cycle_names.parse(name) is None


@pytest.mark.parametrize(
    ("name", "first_month", "first_day", "canonical"),
    [
        ("FY26 Q2", 4, "2026-07-01", "2026-Q3"),
        ("Q4 FY26", 4, "2027-01-01", "2027-Q1"),
        ("FY26", 4, "2026-04-01", "2026-04 to 2027-03"),
        ("FY26 Q1", 10, "2026-10-01", "2026-Q4"),
        ("FY26 Q1", 2, "2026-02-01", "2026-02 to 2026-04"),
        ("2026-Q2", 4, "2026-04-01", "2026-Q2"),
        ("CY26 Q2", 4, "2026-04-01", "2026-Q2"),
    ],
)
def test_a_fiscal_year_begins_in_the_month_of_the_settings(
    name: str, first_month: int, first_day: str, canonical: str
) -> None:
    cycle = cycle_names.parse(name, first_month)
    assert cycle is not None
    assert (cells.date_of(cycle.start).isoformat(), cycle.name) == (first_day, canonical)


@given(st.integers(1900, 2900), st.integers(1, 12), st.sampled_from([1, 3, 6, 12]))
def test_a_canonical_name_means_the_days_that_it_was_made_of(year: int, month: int, months: int) -> None:
    cycle = cycle_names.span(year, month, months)
    assert cycle is not None
    if " to " not in cycle.name and months > 1:
        again = cycle_names.parse(cycle.name)
        assert again == cycle == cycle_names.named_by_days(cycle.start, cycle.end)
    following = cycle_names.after(cycle)
    assert following is not None
    assert following.start == cycle.end + 1
