"""The KPIs with their bands, beside the objectives: unhealthy ones first."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.kpis import HEALTHY, UNHEALTHY, KpiStatus
from ...core.names import fold_name
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..i18n.terms import FAULTS, HEALTH
from ..model.figure import Figure, figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, Status, TableBlock, TableColumn, Text
from .key_results import full_text, range_text, unit_of
from .optional_section import section
from .truncation import truncate

LIMIT = 200
ORDER = {UNHEALTHY: 0, HEALTHY: 2}
LOOKS = {HEALTHY: "on track", UNHEALTHY: "off track"}  # the status whose colour and sign a word has


def kpis(scope: Scope) -> Section | None:
    """Return the KPIs of the organisation or of the team; None without any."""
    language, shown = scope.language, kpis_of(scope)
    if not shown:
        return None
    columns = (
        TableColumn("kpi", language.say("KPI")), TableColumn("team", language.say("Team")), TableColumn("owner", language.say("Owner")),
        TableColumn("value", language.say("Value")), TableColumn("band", language.say("Healthy")), TableColumn("status", language.say("Status")),
        TableColumn("as of", language.say("As of")),
    )  # fmt: skip
    unhealthy = sum(status.status == UNHEALTHY for status in shown)
    lead = language.say(
        "{unhealthy} of {total} unhealthy. KPIs do not count in the progress of objectives.",
        unhealthy=language.number(unhealthy),
        total=language.number(len(shown)),
    )
    rows = truncate(language, shown, LIMIT).map(lambda status: _row(language, status))
    return section("kpis", language.say("KPIs"), TableBlock("kpis", columns, rows, lead=lead))


def kpis_of(scope: Scope) -> Sequence[KpiStatus]:
    """Return the KPIs that a report shows, unhealthy ones first."""
    subject = fold_name(scope.subject)
    own = [each for each in scope.data.kpis if scope.audience != "team" or fold_name(each.team) == subject]
    return sorted(own, key=lambda status: ORDER.get(status.status, 1))


def _row(language: Language, status: KpiStatus) -> Row:
    kpi = status.kpi
    fault = language.say(FAULTS.get(status.fault, status.fault)) if status.fault else ""
    day = Text("") if kpi.as_of is None else Figure(language.short_day(kpi.as_of), kpi.as_of, "day")
    has_band = kpi.healthy_from is not None or kpi.healthy_to is not None
    band = range_text(language, kpi.healthy_from, kpi.healthy_to, kpi.unit, status.percent_factor) if has_band else ""
    return Row(
        (
            full_text(kpi.kpi, remarks=[fault] if fault else []),
            Text(text.name(status.team) if status.team else ""),
            Text(text.name(kpi.owner) if kpi.owner else ""),
            _value(language, status),
            Text(band),
            Status(LOOKS.get(status.status, status.status), language.say(HEALTH[status.status])),
            day,
        ),
        team=status.team or "",
    )


def _value(language: Language, status: KpiStatus) -> Figure | Text:
    kpi = status.kpi
    if kpi.current is None:
        return Text("")
    number = language.number(round(kpi.current * status.percent_factor, 10))
    return figure(f"{number}{unit_of(language, kpi.unit)}", Provenance.of([kpi.origin.location("current")]))
