"""The trend of progress and confidence over the cycle, as charts."""

from __future__ import annotations

from ..data.scope import Scope
from ..model.report import Pictures, Section
from .chart_data import confidence_chart, overall_chart
from .optional_section import section


def trend(scope: Scope) -> Section | None:
    """Return the average progress and confidence of all key results over the cycle."""
    language, data = scope.language, scope.data
    check_ins = [check_in for result in scope.key_results if result.counted for check_in in result.check_ins]
    confidence = confidence_chart(
        language, language.say("All key results"), check_ins, data.snapshot.today, data.snapshot.period
    )
    pictures = tuple(picture for picture in (overall_chart(scope), confidence) if picture is not None)
    return section("through", language.say("Trend"), Pictures(pictures) if pictures else None)
