"""By which rules of evidence levels were computed, each with its formula, and which ratings are old."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.evidence import ENOUGH_PEOPLE, RATING_ERROR, Z_80, EvidenceRules, is_stale
from ...core.skill_status import PersonStatus
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.provenance import Provenance
from ..model.report import Sentences


def rules_block(scope: Scope) -> Sentences | None:
    """Return a sentence for each rule that is chosen; None where levels are plain."""
    rules = scope.snapshot.skill_rules
    if rules.is_plain:
        return None
    lines = tuple(map(Figure, _formulas(scope.language, rules)))
    return Sentences(lines, title=scope.language.say("How levels are calculated"), listed=True)


def _formulas(language: Language, rules: EvidenceRules) -> Iterator[str]:
    if rules.half_life is not None:
        yield language.say(
            "Ratings fade: a rating counts 0.5^(age / {days} days), and all ratings count. The weight of self, peers, manager and evidence is multiplied by that of their newest rating.",
            days=language.number(round(rules.half_life)),
        )
    if rules.certificate_level is not None:
        yield language.say(
            "A valid certificate is evidence of level {level} or above, and counts like a new rating. It never lowers a level.",
            level=language.number(rules.certificate_level),
        )
    if rules.course_level is not None:
        yield language.say(
            "A completed course is evidence of level {level} or above, and counts {share} of a certificate. It never lowers a level.",
            level=language.number(rules.course_level),
            share=language.percent(rules.course_weight),
        )
    if rules.corrects_raters:
        yield language.say(
            "A manager who rated at least {people} people is corrected by d · max(0, 1 − s² / (n · d²)), where d is the mean difference from peers and evidence about the same n people, and s² its variance.",
            people=ENOUGH_PEOPLE,
        )
    if rules.has_margin:
        yield language.say(
            "± says how sure a level is: {z} · {error} / √n for n ratings, certificates and courses, each counted as far as it has not faded. {error} is an assumption about one rating.",
            z=language.number(round(Z_80, 2)),
            error=language.number(RATING_ERROR),
        )
    if rules.stale is not None:
        yield language.say(
            "A level is out of date when its newest evidence is more than {days} days old.",
            days=language.number(round(rules.stale)),
        )


def stale_block(scope: Scope, person: PersonStatus) -> Sentences | None:
    """Return the person's skills whose newest evidence is old; None where there are none."""
    language, rules, today = scope.language, scope.snapshot.skill_rules, scope.snapshot.today
    old = [status for status in person.skills if is_stale(status.newest, today, rules.stale)]
    lines = tuple(
        figure(
            language.say(
                "{skill}: last rated on {day}.",
                skill=language.quoted(text.name(status.skill)),
                day=language.day(status.newest),
            ),
            Provenance.of([cell.location("date") for cell in status.cells]),
        )
        for status in sorted(old, key=lambda status: status.newest or 0)
    )
    return Sentences(lines, title=language.say("Out of date"), listed=True) if lines else None
