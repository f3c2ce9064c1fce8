"""How much less sure a matrix is whose headings have slips, or that has first names only."""

from __future__ import annotations

from dataclasses import replace

from ...sources.base import Sheet
from .axes import Axes, heading_at
from .region import Region
from .vocabulary import vocabulary

DOUBTED = 0.8  # the confidence of a table with a heading that has a slip, or with first names only


def less_sure(sheet: Sheet, region: Region, axes: Axes) -> Axes:
    """Return the axes with the confidence that slips and lone first names leave."""
    words = vocabulary()
    labels = [heading_at(sheet, region, at) for at in set(axes.labels.values())]
    kinds = [heading_at(sheet, region, value.at) for value in axes.values if value.aspect]
    slips = [text for text in labels if words.near_heading(text)] + [text for text in kinds if words.near_aspect(text)]
    reasons = [f"a slip in {text!r}" for text in slips]
    if axes.labels.get("person", -1) == axes.labels.get("first_name", -2) and "last_name" not in axes.labels:
        reasons.append("first names without last names")
    if not reasons:
        return axes
    return replace(axes, confidence=min(axes.confidence, DOUBTED), reasons=[*axes.reasons, *reasons])
