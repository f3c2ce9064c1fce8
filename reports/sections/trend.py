"""Through the quarter: how progress and confidence went, as charts."""

from __future__ import annotations

from ..data.scope import Scope
from ..model.report import Pictures, Section
from .chart_data import confidence_chart, overall_chart
from .groups_of_blocks import section


def through(scope: Scope) -> Section | None:
    """Return how all key results together went through the cycle."""
    language, data = scope.language, scope.data
    looks = [look for each in scope.key_results if each.counted for look in each.check_ins]
    confidence = confidence_chart(
        language, language.say("All key results together"), looks, data.snapshot.today, data.snapshot.period
    )
    pictures = tuple(picture for picture in (overall_chart(scope), confidence) if picture is not None)
    return section("through", language.say("Through the quarter"), Pictures(pictures) if pictures else None)
