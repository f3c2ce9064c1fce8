"""The product's own words that readers see, so that they stand in the catalogue: say them with `language.say(word)`.

The core speaks English: statuses, levels, rater types, what is wrong with a number. What is not listed here is shown
as the core says it.
"""

from __future__ import annotations

from .language import marked

# On every report: what it is not for.
NO_RANKING = marked(
    "This report ranks nobody and decides nothing about anyone: people decide, together with those concerned."
)
STATUSES = (
    marked("achieved"), marked("on track"), marked("at risk"), marked("off track"), marked("no data"),
    marked("partly"), marked("missed"), marked("not done"),
    marked("active"), marked("abandoned"), marked("carried forward"),
)  # fmt: skip
COMMITMENTS = (marked("committed"), marked("aspirational"))
LEVELS = (marked("Organisation"), marked("CEO"), marked("Team"), marked("Skills"))
SKILL_LEVELS = (
    marked("none"), marked("follows"), marked("assists"), marked("applies alone"), marked("enables others"),
    marked("sets direction"),
)  # fmt: skip
RATERS = (marked("self"), marked("peer"), marked("manager"), marked("evidence"))
CERTIFICATES = {
    "missing": marked("planned"),
    "not yet valid": marked("not yet valid"),
    "valid": marked("valid"),
    "expiring": marked("expiring"),
    "expired": marked("expired"),
}
ALIGNMENTS = {
    "duplicate id": marked("another objective has the same ID"),
    "cycle": marked("parent objectives form a circle"),
    "unknown parent": marked("parent objective not found"),
    "orphan": marked("no parent objective"),
    "inverted level": marked("the parent objective is at a lower level"),
    "skips level": marked("the parent objective is more than one level above"),
}
ZONE_REACHED = {
    "stretch": marked("stretch reached"),
    "target": marked("target reached, stretch not yet"),
    "commit": marked("commit reached, target not yet"),
    "below commit": marked("commit not reached yet"),
    "below target": marked("target not reached yet"),
}
HEALTH = {"healthy": marked("healthy"), "unhealthy": marked("unhealthy"), "no data": marked("no data")}  # of a KPI
FAULTS = {
    "missing": marked("a number is missing"),
    "target equals start": marked("the target equals the start"),
    "the numbers are too large": marked("the numbers are too large"),
    "target is on the wrong side of start": marked("the target is on the wrong side of the start"),
    "the floor is not below the target": marked("the floor is not below the target"),
    "the ceiling is not above the target": marked("the ceiling is not above the target"),
    "low above high": marked("the lower limit is above the upper limit"),
    "the end is not after the start": marked("the end is not after the start"),
}
