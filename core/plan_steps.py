"""The steps of a plan for skills as key results: how `okrsheets plan` words them, and how they are known again in a workbook."""

from __future__ import annotations

import re

from .model import KeyResult

TRAIN, MENTOR, HIRE, LEND = WAYS = ("train", "mentor", "hire", "lend")
UNITS = {TRAIN: "people trained", MENTOR: "people mentored", HIRE: "people hired", LEND: "people borrowed"}
_STEP = re.compile(rf"(?:{'|'.join(UNITS.values())}): .+, level \d+(?:\.\d+)?", re.IGNORECASE)


def step_text(way: str, skill: str, level: float) -> str:
    """Return the words of a step.

    >>> step_text(TRAIN, "SQL", 3.0)
    'People trained: SQL, level 3'
    """
    return f"{UNITS[way].capitalize()}: {skill}, level {level:g}"


def is_step(key_result: KeyResult) -> bool:
    """Return whether a key result is worded as a step of a plan."""
    return _STEP.fullmatch(" ".join((key_result.key_result or "").split())) is not None
