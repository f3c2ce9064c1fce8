"""The index of a pack: who has which page, for the one who sends them round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.names import fold_name
from ..core.skill_status import PersonStatus
from .build import review_title
from .data.managers import Manager
from .data.report_data import ReportData
from .i18n import text
from .i18n.language import Language
from .i18n.terms import NO_RANKING
from .model.figure import NOTHING, Figure, figure, number, share
from .model.report import Brand, Link, Listing, Report, Row, Section, TableBlock, TableColumn, Text

People = Sequence[tuple[PersonStatus, str]]  # each with the name of their folder
Managers = Sequence[tuple[Manager, str]]


def index(
    data: ReportData,
    language: Language,
    brand: Brand,
    teams: Mapping[str, str],
    people: People,
    managers: Managers = (),
) -> Report:
    """Return the page that leads to all others; `teams` has the file's name of each team."""
    day = language.day(data.snapshot.today)
    contents = (
        _whole(language),
        _teams(data, language, teams),
        _managers(language, managers),
        _people(language, people),
    )
    return Report(
        audience="index",
        language=language.tag,
        title=review_title(language, data.snapshot.organisation, data.snapshot.cycle),
        day=day,
        date=data.snapshot.today,
        lead=language.say("As of {day}", day=day),
        sections=tuple(section for section in contents if section is not None),
        cycle=data.snapshot.cycle,
        end=language.say(
            "{no_ranking} Created by okrsheets. Confidential: this page lists everyone. Share personal folders individually.",
            no_ranking=language.say(NO_RANKING),
        ),
        brand=brand,
    )


def _whole(language: Language) -> Section:
    columns = (TableColumn("page", language.say("Page")), TableColumn("what", language.say("Contents")))
    rows = (
        Row(
            (
                Link(language.say("Organisation"), "organisation"),
                figure(language.say("Executive summary: objectives, risks and check-ins")),
            )
        ),
        Row(
            (
                Link(language.say("Skills"), "skills"),
                figure(language.say("Skill levels, skill gaps and readiness of each objective")),
            )
        ),
        Row(
            (
                Link(language.say("Programme"), "programme"),
                figure(language.say("For the programme lead: rhythm of check-ins, coverage, confidence, quality")),
            )
        ),
    )
    return Section("whole", language.say("Organisation-wide"), (TableBlock("whole", columns, Listing(rows)),))


def _teams(data: ReportData, language: Language, teams: Mapping[str, str]) -> Section | None:
    if not teams:
        return None
    columns = (
        TableColumn("team", language.say("Team")), TableColumn("objectives", language.say("Objectives")),
        TableColumn("key results", language.say("Key results")), TableColumn("score", language.say("Average score")),
        TableColumn("off track", language.say("Off track or missed")), TableColumn("people", language.say("People")),
    )  # fmt: skip
    rows = tuple(_team(data, language, key, slug) for key, slug in teams.items())
    return Section("teams", language.say("Teams"), (TableBlock("teams", columns, Listing(rows)),))


def _team(data: ReportData, language: Language, key: str, slug: str) -> Row:
    objectives = [objective for objective in data.objectives_of.get(key, ()) if objective.counted]
    key_results = [key_result for objective in objectives for key_result in objective.key_results if key_result.counted]
    scores = [objective.score for objective in objectives if objective.score is not None]
    off = sum(key_result.status in ("off track", "missed") for key_result in key_results)
    name = data.teams[key]
    return Row(
        (
            Link(text.name(name), f"teams/{slug}"),
            number(language, len(objectives)),
            number(language, len(key_results)),
            share(language, sum(scores) / len(scores)) if scores else NOTHING,
            number(language, off) if off else Figure("", 0, "number"),
            number(language, len(data.people_of.get(key, ()))),
        ),
        team=name,
    )


def _managers(language: Language, managers: Managers) -> Section | None:
    if not managers:
        return None
    columns = (TableColumn("manager", language.say("Manager")), TableColumn("people", language.say("People")))
    rows = tuple(
        Row((Link(text.name(manager.name), f"managers/{slug}/review"), number(language, len(manager.people))))
        for manager, slug in managers
    )
    return Section("managers", language.say("Managers"), (TableBlock("managers", columns, Listing(rows)),))


def _people(language: Language, people: People) -> Section | None:
    if not people:
        return None
    columns = (TableColumn("person", language.say("Person")), TableColumn("team", language.say("Team")))
    ranked = sorted(
        people,
        key=lambda status: (fold_name(status[0].person.team), fold_name(status[0].person.name)),
    )
    rows = tuple(
        Row(
            (
                Link(text.name(status.person.name or status.person.person_id), f"people/{slug}/review"),
                Text(text.name(status.person.team) if status.person.team else ""),
            ),
            team=status.person.team or "",
        )
        for status, slug in ranked
    )
    return Section("people", language.say("People"), (TableBlock("people", columns, Listing(rows)),))
