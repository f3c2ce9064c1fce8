"""Reports state the rules of evidence that are chosen, with their formulas, and list what is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from okrsheets.cli import main

RULES = """
[skills]
half-life = "12 months"
certificate-level = 3
course-level = 2
correct-raters = true
margin = true
stale = "5 days"
"""


@pytest.mark.slow
def test_the_page_of_a_person_states_the_rules_and_what_is_out_of_date(tmp_path: Path) -> None:
    def page() -> str:
        result = CliRunner().invoke(main, ["report", str(tmp_path), "--all", "--format", "md"])
        assert result.exit_code == 0, result.output
        folder = tmp_path / "okrsheets-out" / "2026-q2" / "2026-06-30"
        return (folder / "people" / "tom-whitcombe" / "review.md").read_text("utf-8")

    assert CliRunner().invoke(main, ["demo", "--out", str(tmp_path)]).exit_code == 0
    plain = page()
    assert "How levels are calculated" not in plain
    assert "±" not in plain
    settings = tmp_path / "okrsheets.toml"
    settings.write_text(settings.read_text("utf-8") + RULES, "utf-8")
    text = page()
    for part in ("0.5^(age / 365 days)", "level 3 or above", "50%", "d · max(0, 1 − s² / (n · d²))", "± says how sure"):
        assert part in text
    assert "Out of date" in text
    assert "last rated on" in text
    skills = (tmp_path / "okrsheets-out" / "2026-q2" / "2026-06-30" / "skills.md").read_text("utf-8")
    assert "How levels are calculated" in skills
    assert "last rated on" not in skills
