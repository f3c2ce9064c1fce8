"""OKRs and skill matrices in the spreadsheets that you already have.

`okrsheets.read_frames("team-sheets/")` gives the consolidated tables and their evaluation as data frames, `okrsheets.evaluate`
evaluates data frames; the arithmetic is in `okrsheets.core`, the functions of the sheets in `okrsheets.addin`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .core.version import VERSION

if TYPE_CHECKING:
    from .sync.frames import evaluate, frame, read_frames

__version__ = VERSION
__all__ = ["__version__", "evaluate", "frame", "read_frames"]


def __getattr__(name: str) -> Any:
    """Import data frames only for those who ask for them: the functions of a sheet have no pandas."""
    if name in ("evaluate", "frame", "read_frames"):
        from .sync import frames

        return getattr(frames, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
