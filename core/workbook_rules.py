"""The settings of each workbook, with the defaults where a workbook has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .errors import Problem
from .model import Settings
from .records import Tables


@dataclass(frozen=True)
class WorkbookRules:
    """The settings by workbook; a workbook without settings has the defaults."""

    by_workbook: Mapping[str, Settings]
    defaults: Settings

    def __getitem__(self, workbook: str) -> Settings:
        return self.by_workbook.get(workbook, self.defaults)


def workbook_rules(tables: Tables, defaults: Settings) -> tuple[WorkbookRules, list[Problem]]:
    """Return the settings of each workbook; gaps in the wrong order are reported and replaced by the product's own.

    >>> workbook_rules(Tables(), Settings(team="Sales"))[0]["Q1.xlsx"].team
    'Sales'
    """
    by_workbook, problems = {}, []
    for own in tables["settings"].nouns(Settings):
        if own.origin is None:
            continue
        rules = own.over(defaults)
        at_risk, off_track = rules.gaps
        if at_risk > off_track:
            what = f"the at-risk gap ({at_risk:g}) is larger than the off-track gap ({off_track:g})"
            hint = "enter an at-risk gap that is smaller than the off-track gap"
            problems.append(Problem(own.origin.location("at_risk_gap"), what, hint))
            rules = replace(rules, at_risk_gap=None, off_track_gap=None)
        by_workbook[own.origin.source.workbook] = rules
    return WorkbookRules(by_workbook, defaults), problems
