"""Skills as a review shows them: groups, never a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from ..core.errors import Place
from ..core.people import CertificateStanding, NeedStanding, PersonStanding, skill_key
from ..core.skills import LEVEL_WORDS
from ..core.standing import ObjectiveStanding, Standing
from . import privacy, wording
from .groups import Group, Groups, groups_of
from .heat import heat_map
from .key_results import NAME, text_of
from .report import CertificateRow, Figure, GapRow, Listing, NeedRow, ReadyRow, Skills, StepInRow, cap
from .trace import Trail

LIMIT, READY_LIMIT = 100, 40

_WORDS = {level: word for word, level in LEVEL_WORDS.items()}


def skills(standing: Standing) -> Skills:
    """Return everything about skills."""
    groups = groups_of(standing.people)
    return Skills(
        heat=heat_map(groups),
        gaps=_gaps(groups),
        step_in=_step_in(groups),
        ready=_ready(standing, groups),
        certificates=_certificates(standing.people),
    )


def _people(many: float) -> str:
    return wording.count(many, "person", "people")


def _gaps(groups: Groups) -> Listing[GapRow]:
    found = [(key, group) for key, group in groups.of.items() if group.below]
    found.sort(key=lambda pair: -pair[1].lacking)

    def row(pair: tuple[tuple[str, str], Group]) -> GapRow:
        (team, skill), group = pair
        return GapRow(
            skill=wording.clip(groups.skills[skill], NAME),
            team=wording.clip(groups.teams[team], NAME),
            people=Figure(f"{group.below:,} of {_people(group.required)}", group.trail.cells),
            gap=privacy.mean(group.rated_lacking, group.rated_below, group.rated - group.rated_below).text,
            unrated=f"{unrated:,} not rated" if (unrated := group.below - group.rated_below) else "",
        )

    return cap(found, LIMIT).map(row)


def _step_in(groups: Groups) -> Listing[StepInRow]:
    found = [(skill, groups.skill(skill)) for skill in groups.skills]
    found.sort(key=lambda pair: sum(group.alone for group in pair[1]))

    def row(pair: tuple[str, list[Group]]) -> StepInRow:
        skill, parts = pair
        alone = sum(group.alone for group in parts)
        cells = sum((group.trail for group in parts), Trail()).cells
        word = {0: "nobody yet", 1: "nobody could step in"}.get(alone, "")
        return StepInRow(wording.clip(groups.skills[skill], NAME), Figure(f"{alone:,}", cells), word)

    return cap(found, LIMIT, "skill").map(row)


def _ready(standing: Standing, groups: Groups) -> Listing[ReadyRow]:
    found = [each for each in standing.objectives if each.readiness and each.counted]
    found.sort(key=lambda each: 2.0 if not each.readiness or (share := each.readiness.readiness) is None else share)

    def row(each: ObjectiveStanding) -> ReadyRow:
        assert each.readiness is not None
        return ReadyRow(
            id=wording.clip(each.objective.id, NAME),
            text=text_of(each.objective.objective),
            readiness=wording.percent(each.readiness.readiness),
            needs=tuple(_need(need, groups) for need in each.readiness.needs),
        )

    return cap(found, READY_LIMIT, "objective").map(row)


def _need(each: NeedStanding, groups: Groups) -> NeedRow:
    of = each.need
    rated = sum((group.trail for group in groups.skill(skill_key(of.skill))), Trail())
    asked = Trail.of([of.origin.place("level"), of.origin.place("headcount")])
    word = _WORDS.get(of.level or 0.0)
    return NeedRow(
        skill=wording.clip(of.skill, NAME),
        level=wording.number(of.level) + (f" ({word})" if word else ""),
        need=_people(of.headcount or 0),
        have=Figure(f"{each.have:,}", (asked + rated).cells),
        missing=_people(each.missing) if each.missing else "",
    )


def _certificates(people: Sequence[PersonStanding]) -> Listing[CertificateRow]:
    names: dict[str, str] = {}
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    papers: chain[CertificateStanding] = chain.from_iterable(each.certificates for each in people)
    for paper in papers:
        of = paper.certification
        if of.certification and paper.word in ("expired", "expiring", "missing"):
            key = skill_key(of.certification)
            names.setdefault(key, of.certification)
            found[key][paper.word].append(of.origin.place("issued" if paper.word == "missing" else "expires"))
    order = sorted(found, key=lambda key: (-len(found[key]["expired"]), -len(found[key]["expiring"])))

    def row(key: str) -> CertificateRow:
        expired, expiring, planned = (_counted(found[key][word]) for word in ("expired", "expiring", "missing"))
        return CertificateRow(wording.clip(names[key], NAME), expired, expiring, planned)

    return cap(order, LIMIT, "certificate").map(row)


def _counted(places: Sequence[Place]) -> Figure:
    return Figure(f"{len(places):,}", Trail.of(places).cells) if places else Figure(wording.NONE)
