"""From the data of a day to a report for one reader: which sections each reader gets, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .data.scope import Scope
from .i18n.language import Language
from .i18n.terms import NO_RANKING
from .model.report import Audience, Brand, Report, Section
from .sections import management, personal_skills, personal_work
from .sections.alignment import alignment
from .sections.changes import changes
from .sections.check_ins import check_ins
from .sections.comparison import comparison
from .sections.executive_summary import executive_summary
from .sections.forecast import forecast
from .sections.kpis import kpis
from .sections.needs_attention import needs_attention
from .sections.objectives import objectives
from .sections.problems import problems, workbooks
from .sections.programme import confidence_moves, programme_numbers, quality_by_rule, team_health
from .sections.quality_questions import quality_questions
from .sections.retrospective import retrospective
from .sections.rhythm import check_in_rhythm, rhythm_or_strategy
from .sections.skill_risks import skill_risks
from .sections.skills import skills
from .sections.status_overview import status_overview
from .sections.summary_decisions import all_decisions
from .sections.trend import trend

Maker = Callable[[Scope], "Section | None"]

_REVIEW: Mapping[str, Maker] = {
    "summary": executive_summary,
    "decisions": all_decisions,
    "standing": status_overview,
    "attention": needs_attention,
    "through": trend,
    "changed": changes,
    "forecast": forecast,
    "kpis": kpis,
    "risks": skill_risks,
    "objectives": objectives,
    "comparison": comparison,
    "skills": skills,
    "checkins": check_ins,
    "closing": retrospective,
    "questions": quality_questions,
    "alignment": alignment,
}

# Each reader's sections by their ids, in the order of the page.
SECTIONS: Mapping[Audience, Mapping[str, Maker]] = {
    "organisation": {**_REVIEW, "problems": problems, "workbooks": workbooks},
    "team": _REVIEW,
    "manager": {
        "summary": executive_summary,
        "decisions": all_decisions,
        "people": management.people_skills,
        "certificates": management.people_certificates,
        "discipline": management.discipline,
        "attention": needs_attention,
        "risks": skill_risks,
        "objectives": objectives,
    },
    "person": {
        "standing": personal_work.quarter_overview,
        "own": personal_work.own_key_results,
        "contributions": personal_work.contributions,
        "changed": changes,
        "skills": personal_skills.skills,
        "certificates": personal_skills.certificates,
        "learning": personal_skills.learning,
        "recognition": personal_work.achievements,
        "comparison": comparison,
        "next": personal_skills.next_steps,
    },
    "skills": {"risks": skill_risks, "skills": skills},
    "programme": {
        "standing": programme_numbers,
        "rhythm": check_in_rhythm,
        "bets": rhythm_or_strategy,
        "teams": team_health,
        "confidence": confidence_moves,
        "rules": quality_by_rule,
        "alignment": alignment,
    },
}


def build(scope: Scope, brand: Brand | None = None, links: Mapping[str, str] | None = None, home: str = "") -> Report:
    """Return the report for a reader: the sections that have something to say."""
    data, language = scope.data, scope.language
    contents = [make(scope) for make in SECTIONS[scope.audience].values()]
    day = language.day(data.snapshot.today)
    return Report(
        audience=scope.audience,
        language=language.tag,
        title=_title(scope),
        day=day,
        date=data.snapshot.today,
        lead=language.say("As of {day}", day=day),
        sections=tuple(section for section in contents if section is not None),
        subject=scope.subject,
        cycle=data.snapshot.cycle,
        end=language.say(
            "{no_ranking} Created by okrsheets from the workbooks. The cells behind each figure are under “Sources”.",
            no_ranking=language.say(NO_RANKING),
        ),
        home=home,
        brand=brand or Brand(),
        links=links or {},
    )


def _title(scope: Scope) -> str:
    """The organisation's name, the team or the person, and the cycle, as far as they are known."""
    language, data = scope.language, scope.data
    name, day_text = scope.subject or data.snapshot.organisation, language.day(data.snapshot.today)
    cycle = data.snapshot.cycle or day_text
    if scope.audience == "manager":
        return language.say("{name}: my people in {cycle}", name=name, cycle=cycle)
    if scope.audience == "programme":
        if name:
            return language.say("{name}: programme health in {cycle}", name=name, cycle=cycle)
        return language.say("Programme health in {cycle}", cycle=cycle)
    if scope.audience == "skills":
        if name:
            return language.say("{name}: skills in {cycle}", name=name, cycle=cycle)
        return language.say("Skills in {cycle}", cycle=cycle)
    return review_title(language, name, data.snapshot.cycle)


def review_title(language: Language, name: str, cycle: str) -> str:
    """Return the title of a review, as far as its parts are known.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> review_title(load_language("en"), "Clinic", "2026-Q1"), review_title(load_language("en"), "", "")
    ('Clinic OKR review 2026-Q1', 'OKR review')
    """
    if name and cycle:
        return language.say("{name} OKR review {cycle}", name=name, cycle=cycle)
    if name:
        return language.say("{name} OKR review", name=name)
    return language.say("OKR review {cycle}", cycle=cycle) if cycle else language.say("OKR review")
