"""What reading one workbook may cost."""

from __future__ import annotations

from dataclasses import dataclass

from ..sources.file_limits import MAX_CELLS


@dataclass(frozen=True)
class Limits:
    """Seconds, cells, and megabytes of memory where the system holds a process to them, for one workbook."""

    seconds: float = 60
    megabytes: int = 2048
    cells: int = MAX_CELLS
