"""How key results are likely to end: a range and a chance for each goal, never for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.key_result_status import KeyResultStatus, is_yes_or_no
from ...core.outlook import Outlook
from ...core.prediction import SHARE, Prediction
from ..data.scope import Scope
from ..i18n.language import Language
from ..model.figure import Figure, figure, share
from ..model.provenance import Provenance, value_provenance
from ..model.report import Row, Section, Sentences, TableBlock, TableColumn
from .key_results import key_result_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100
UNLIKELY, LIKELY = 0.05, 0.95  # beyond which a figure would pretend to be surer than it is


def forecast(scope: Scope) -> Section | None:
    """Return the forecast of each key result that is not over, the least likely first; None when the cycle is over."""
    language, ahead = scope.language, scope.data.ahead
    open_results = [result for result in scope.key_results if result.key_result.id in ahead.predictions]
    without = [result for result in scope.key_results if result.key_result.id in ahead.without and not result.fault]
    if not open_results and not without:
        return None
    lead = language.say(
        "From check-ins: the range should hold in four of five cases. A forecast is about a goal, never about a person."
    )
    notes = Sentences(tuple(_notes(language, ahead, open_results, without)), listed=True)
    return section("forecast", language.say("Forecast"), _table(scope, open_results), notes, lead=lead)


def _table(scope: Scope, results: Sequence[KeyResultStatus]) -> TableBlock | None:
    language, predictions = scope.language, scope.data.ahead.predictions
    if not results:
        return None

    def row(result: KeyResultStatus) -> Row:
        prediction = predictions[result.key_result.id]
        return Row(
            (
                key_result_text(result),
                share(language, result.progress, value_provenance(result)),
                Figure(range_text(language, prediction.low, prediction.high), prediction.middle, "share"),
                Figure(chance_text(language, prediction.chance), prediction.chance, "share"),
            ),
            scope.goals.team(result),
            result.status,
        )

    columns = (
        TableColumn("key result", language.say("Key result")), TableColumn("now", language.say("Progress now")),
        TableColumn("range", language.say("Likely end")), TableColumn("chance", language.say("Chance of the target")),
    )  # fmt: skip
    ordered = sorted(results, key=lambda result: predictions[result.key_result.id].chance)
    shown = truncate(
        language, ordered, LIMIT,
        "and {count} more key result, see `okrsheets forecast`",
        "and {count} more key results, see `okrsheets forecast`",
    )  # fmt: skip
    return TableBlock("forecast", columns, shown.map(row))


def _notes(
    language: Language, ahead: Outlook, results: Sequence[KeyResultStatus], without: Sequence[KeyResultStatus]
) -> Iterator[Figure]:
    """Why others have no forecast, and how often earlier ones held."""
    yes_or_no = [result for result in without if is_yes_or_no(result.key_result)]
    few = [result for result in without if not is_yes_or_no(result.key_result)]
    if few:
        text = language.many(
            "No forecast for {count} key result: too few check-ins.",
            "No forecast for {count} key results: too few check-ins.",
            len(few),
        )
        yield figure(text, _ids(few))
    if yes_or_no:
        text = language.many(
            "No forecast for {count} key result that is reached or not, with nothing in between.",
            "No forecast for {count} key results that are reached or not, with nothing in between.",
            len(yes_or_no),
        )
        yield figure(text, _ids(yes_or_no))
    held = ahead.test.held
    if held is not None:
        yield figure(
            language.many(
                "Of {count} such forecast in earlier cycles, {share} held; {expected} should.",
                "Of {count} such forecasts in earlier cycles, {share} held; {expected} should.",
                len(ahead.test.looks),
                share=language.percent(held),
                expected=language.percent(SHARE),
            )
        )
    elif results:
        yield figure(language.say("No earlier cycle is known yet, so nobody can say how often these ranges hold."))


def _ids(results: Sequence[KeyResultStatus]) -> Provenance:
    return Provenance.of(result.key_result.origin.location("id") for result in results)


def range_text(language: Language, low: float, high: float) -> str:
    """Return a range of progress.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> range_text(load_language("en"), 0.4, 1.31)
    '40% to 131%'
    """
    return language.say("{low} to {high}", low=language.percent(low), high=language.percent(high))


def chance_text(language: Language, chance: float) -> str:
    """Return a chance, in words where a figure would pretend to be sure.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> [chance_text(load_language("en"), chance) for chance in (0.012, 0.4, 0.99)]
    ['under 5%', '40%', 'over 95%']
    """
    if chance < UNLIKELY:
        return language.say("under {share}", share=language.percent(UNLIKELY))
    if chance > LIKELY:
        return language.say("over {share}", share=language.percent(LIKELY))
    return language.percent(chance)


def prediction_text(language: Language, prediction: Prediction) -> str:
    """Return a forecast in a few words."""
    return language.say(
        "likely to end at {range}; chance of the target: {chance}",
        range=range_text(language, prediction.low, prediction.high),
        chance=chance_text(language, prediction.chance),
    )
