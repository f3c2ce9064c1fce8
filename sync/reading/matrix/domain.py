"""Whether a table of levels is about skills at all: marks at school, hours and risks look alike."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from ....core.tables.headings import normalise_heading
from ...sources.base import Sheet
from .axes import Axes, column_texts, heading_at, text_at
from .labels import likeness
from .legend import Legend
from .region import Region
from .rows import column_of
from .tokens import BLANK, MARK, WORD, Kinds
from .vocabulary import vocabulary

LEAST = 2.0  # votes that a sheet of skills has
STEEPNESS = 2.2
FOREIGN = 3.0  # what headings of other things cost
MARKED = 0.9  # the share of signs from which on a table needs more evidence: shifts and devices are ticked, too
ABOUT_OTHERS = 2.5  # for a table most of whose headings are those of other things
SHARE = 0.3  # of headings of other things, from which on a sheet is about them


def titles_of(workbook: str, sheet: Sheet, header: int) -> str:
    """Return the names of file and sheet and the texts above a table, as one text."""
    stem = workbook.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ")
    above = [text_at(sheet, row, at) for row in range(header) for at in range(len(sheet.rows[row]))]
    return "\n".join([stem, sheet.title, *(text for text in above if text)])


def about_skills(sheet: Sheet, kinds: Kinds, region: Region, axes: Axes, legend: Legend, titles: str) -> float:
    """Return how sure it is that a table is about skills, from 0 to 1."""
    words = vocabulary()
    skills = _skill_labels(sheet, region, axes)
    named = words.says("skills", titles)
    votes = 2.0 if named else 1.2 if words.says("training", titles) else 0.0
    votes -= FOREIGN if words.says("other", titles) and not named else 0.0
    votes -= 0.6 if not named and _share(kinds, axes, region, MARK) > MARKED else 0.0
    votes += 2.0 if "skill" in axes.labels and _is_headed(sheet, region, axes) else 0.0
    known = sum(words.level_in(text) is not None for text in legend.meanings.values())
    votes += 1.5 if known >= 2 else 0.0
    votes += 1.5 * _share(kinds, axes, region, WORD)
    votes += 2.0 * min(1.0, 1.4 * likeness(skills).skill) if skills else 0.0
    votes += 0.6 if {"person", "role"} & set(axes.labels) else 0.0
    votes += 0.4 if axes.rows == "role" or axes.columns == "role" else 0.0
    votes += 0.7 if any(value.aspect in ("required", "self", "manager") for value in axes.values) else 0.0
    votes -= FOREIGN * _foreign(sheet, region, axes, skills)
    return 1 / (1 + math.exp(-STEEPNESS * (votes - LEAST)))


def _is_headed(sheet: Sheet, region: Region, axes: Axes) -> bool:
    return vocabulary().heading(heading_at(sheet, region, axes.labels["skill"])) == "skill"


def _skill_labels(sheet: Sheet, region: Region, axes: Axes) -> list[str]:
    if axes.columns == "skill":
        return [value.entity for value in axes.values if value.entity]
    return column_texts(sheet, region, axes.labels["skill"]) if "skill" in axes.labels else []


def _share(kinds: Kinds, axes: Axes, region: Region, kind: str) -> float:
    """The share of levels that are words for levels, or signs."""
    counts: Counter[str] = Counter()
    for value in axes.values:
        counts.update(column_of(kinds, value.at, range(region.header + 1, region.end)))
    filled = counts.total() - counts[BLANK]
    return counts[kind] / filled if filled else 0.0


def _foreign(sheet: Sheet, region: Region, axes: Axes, skills: Sequence[str]) -> float:
    """How much the headings are those of other things: 1 for a table full of them, a part for one among labels."""
    heads = [value.entity for value in axes.values if value.entity and axes.columns != "skill"]
    return max(_share_of_others(skills), _share_of_others(heads)) + _beside(sheet, region)


def _share_of_others(skills: Sequence[str]) -> float:
    others = vocabulary().others
    named = [label for label in skills if _bare(label) in others or _bare(label).isdigit()]
    share = len(named) / len(skills) if skills else 0.0
    return ABOUT_OTHERS if share > 0.5 else 1.0 if share >= SHARE else share


def _beside(sheet: Sheet, region: Region) -> int:
    """How many columns of labels are those of other things."""
    headings = [heading_at(sheet, region, at) for at in region.labels]
    return sum(_bare(text) in vocabulary().others for text in headings if text)


def _bare(text: str) -> str:
    return normalise_heading(text)
