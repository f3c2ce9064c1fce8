"""The examples have a check-in a week, and end where their cases end."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from okrsheets.cli import main
from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.model import CheckIn, Settings
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.weekly import LONG, weekly
from okrsheets.sheets_templates.worked import case_names, load

LAST = needed_day("2026-06-30")
BOOKS = [(case, name) for case in case_names() for name in load(case) if name != "skills"]


@pytest.mark.parametrize(("case", "name"), BOOKS)
def test_no_key_result_of_an_example_goes_a_fortnight_without_a_check_in_and_its_figures_stay(
    case: str, name: str
) -> None:
    tables = load(case)[name]
    (settings,) = tables["settings"].nouns(Settings)
    filled = weekly(tables["check-ins"], settings.cycle_start)
    names = [table.name for table in schema.tables_of("okrs")]
    after = Tables({each: tables[each] for each in names} | {"check-ins": filled})
    days: dict[str, list[int]] = defaultdict(list)
    for check_in in filled.nouns(CheckIn):
        days[check_in.key_result_id or ""].append(check_in.date or 0)
    assert all(
        later - day < LONG + 1
        for known in days.values()
        for day, later in pairwise(known)
        if day >= (settings.cycle_start or 0)
    )
    assert len(filled) > len(tables["check-ins"])
    was, now = evaluate(tables, LAST), evaluate(after, LAST)
    assert [(each.progress, each.status, each.last and each.last.date) for each in now.key_results] == [
        (each.progress, each.status, each.last and each.last.date) for each in was.key_results
    ]


def test_the_demo_is_one_company_and_the_others_come_on_request(tmp_path: Path) -> None:
    for words, folders in (([], ["shop"]), (["clinic"], ["clinic"]), (["--all"], ["clinic", "shop", "startup"])):
        out = tmp_path / "-".join(folders)
        done = CliRunner().invoke(main, ["demo", *words, "--out", str(out)])
        assert done.exit_code == 0, done.output
        assert sorted({path.parent.name for path in out.glob("*/* OKRs.xlsx")}) == folders
