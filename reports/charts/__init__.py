"""Charts as SVG: each is a picture by itself, says in words what it shows, and shows nothing by colour alone."""

from __future__ import annotations

from .bullet import bullet
from .drawing import ChartPage, draw, pieces
from .palette import slug
from .stack import stack

__all__ = ["ChartPage", "bullet", "draw", "pieces", "slug", "stack"]
