"""What reading one workbook may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, and megabytes of memory where the system holds a process to them, for one workbook."""

    seconds: float = 60
    megabytes: int = 2048
