"""The worked examples, changed as other people change workbooks: the same figures, or a problem that names the cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import MUTATIONS, Mutation, originals, verdict

from okrsheets.sheets_templates.worked import case_names

pytestmark = pytest.mark.slow

EXAMPLES = 5  # of each way to change a workbook; `python -m tests.support.mutations 2000` tries more


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_changed_workbook_gives_the_same_figures_or_a_problem_at_the_cell(mutation: Mutation) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(st.sampled_from(case_names()), st.integers(0, 10_000))
    def changed(case: str, seed: int) -> None:
        result = verdict(case, mutation, seed)
        assert result.kind in ("right", "reported"), result.difference

    changed()


def test_the_examples_have_workbooks_to_change() -> None:
    assert {case: len(originals(case)) for case in case_names()} == {"clinic": 4, "shop": 4, "startup": 4}
