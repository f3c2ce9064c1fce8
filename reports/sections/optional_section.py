"""A section that is left out when it has no blocks."""

from __future__ import annotations

from ..model.report import Block, Section


def section(id: str, title: str, *blocks: Block | None, lead: str = "") -> Section | None:
    """Return a section with the blocks that are not None; None if all are.

    >>> section("skills", "Skills", None) is None
    True
    """
    speaking = tuple(block for block in blocks if block is not None)
    return Section(id, title, speaking, lead) if speaking else None
