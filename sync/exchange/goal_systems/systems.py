"""The systems whose files of goals are known by their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....core.tables.headings import normalise_heading
from ..goals import GoalSystem
from .betterworks import BETTERWORKS
from .culture_amp import CULTURE_AMP
from .engagedly import ENGAGEDLY
from .openokr import OPENOKR
from .own_rows import OWN
from .peoplebox import PEOPLEBOX
from .peoplecues import PEOPLECUES
from .viva import VIVA

OTHERS = (VIVA, BETTERWORKS, CULTURE_AMP, ENGAGEDLY, PEOPLEBOX, PEOPLECUES, OPENOKR)
SYSTEMS = (OWN, *OTHERS)


def goal_system_of(headings: Iterable[str], mapped: Sequence[GoalSystem] = ()) -> GoalSystem | None:
    """Return the system whose columns are among some headings; those of mapping files go first.

    >>> goal_system_of(["Goal", "goal_identifier", "Owner Email ID", "Region"]).name
    'Engagedly'
    """
    known = {normalise_heading(heading) for heading in headings}
    return next((system for system in (*mapped, *SYSTEMS) if any(needs <= known for needs in system.needs)), None)
