"""The names of the files that a sync writes, by format."""

from __future__ import annotations

SYNC_NAMES = {"html": "review.html", "md": "review.md", "xlsx": "consolidated.xlsx"}
