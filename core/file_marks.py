"""The mark that the workbooks we write carry, so that reading knows its own: a custom document property."""

from __future__ import annotations

PROPERTY = "okrsheets"

OKR_TEMPLATE, SKILL_TEMPLATE = "template okrs", "template skills"
QUESTIONS = "questions about skills"
CONSOLIDATED, REPORT = "consolidated workbook", "report"
MATCHES = "table of matches"  # which courses, people and skill names of other systems are ours: read by imports only

TEMPLATES = frozenset({OKR_TEMPLATE, SKILL_TEMPLATE, QUESTIONS})
OUTPUTS = frozenset({CONSOLIDATED, REPORT})
