"""KPIs: whether a health metric is in its band. They never count in the progress of objectives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .errors import CellError
from .model import Kpi, Settings
from .percent import percent_factor
from .progress import distance_outside

HEALTHY, UNHEALTHY, NO_DATA = "healthy", "unhealthy", "no data"


@dataclass(frozen=True)
class KpiStatus:
    """One KPI today; `team` is its own, or its workbook's. What can't be told is `no data`, with the reason in `fault`."""

    kpi: Kpi
    team: str | None
    status: str
    fault: str = ""

    @property
    def percent_factor(self) -> float:
        """What the value and the band are multiplied with for showing: 100 for shares of 1 in percent, else 1."""
        return percent_factor(self.kpi.unit, self.kpi.healthy_from, self.kpi.healthy_to, self.kpi.current)


def health(current: float | None, healthy_from: float | None, healthy_to: float | None) -> str:
    """Return whether a value is in its band, the ends included: healthy, unhealthy, or no data while there is no value.

    Perdoo has the same two words (goal statuses of KPIs). One end of the band may be None.

    >>> health(12, healthy_from=10, healthy_to=None), health(12, healthy_from=None, healthy_to=10)
    ('healthy', 'unhealthy')
    """
    if current is None:
        return NO_DATA
    return UNHEALTHY if distance_outside(current, healthy_from, healthy_to) > 0 else HEALTHY


def evaluate_kpis(kpis: Iterable[Kpi], settings: Sequence[Settings]) -> tuple[KpiStatus, ...]:
    """Return the status of each KPI, in order; `settings` are those of the workbooks.

    >>> evaluate_kpis([], [])
    ()
    """
    teams = {each.origin.source.workbook: each.team for each in settings if each.origin is not None}
    return tuple(_status(kpi, kpi.team or teams.get(kpi.origin.source.workbook)) for kpi in kpis)


def _status(kpi: Kpi, team: str | None) -> KpiStatus:
    try:
        return KpiStatus(kpi, team, health(kpi.current, kpi.healthy_from, kpi.healthy_to))
    except CellError as error:
        return KpiStatus(kpi, team, NO_DATA, error.what)
