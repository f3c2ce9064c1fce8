"""What sections are put together from."""

from __future__ import annotations

from ..model.report import Block, Section


def section(id: str, title: str, *blocks: Block | None, lead: str = "") -> Section | None:
    """Return a section of the blocks that have something to say; None where none has.

    >>> section("skills", "Skills", None) is None
    True
    """
    speaking = tuple(block for block in blocks if block is not None)
    return Section(id, title, speaking, lead) if speaking else None
