"""The index of a pack: who has which page, for the one who sends them round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.skill_status import PersonStatus, fold_name
from .build import review_title
from .data.report_data import Facts
from .i18n import text
from .i18n.language import Language
from .model.figure import NOTHING, Figure, figure, number, share
from .model.report import Brand, Link, Listing, Report, Row, Section, TableBlock, TableColumn, Text

People = Sequence[tuple[PersonStatus, str]]  # each with the name of their folder


def index(facts: Facts, words: Language, brand: Brand, teams: Mapping[str, str], people: People) -> Report:
    """Return the page that leads to all others; `teams` has the file's name of each team."""
    day = words.day(facts.today)
    made = (_whole(words), _teams(facts, words, teams), _people(words, people))
    return Report(
        audience="index",
        language=words.tag,
        title=review_title(words, facts.organisation, facts.cycle),
        day=day,
        made=facts.today,
        lead=words.say("As of {day}", day=day),
        sections=tuple(section for section in made if section is not None),
        cycle=facts.cycle,
        end=words.say("Made by okrsheets. Each person's folder can be shared alone; this page names everybody."),
        brand=brand,
    )


def _whole(words: Language) -> Section:
    columns = (TableColumn("page", words.say("Page")), TableColumn("what", words.say("What it says")))
    rows = (
        Row(
            (
                Link(words.say("Organisation"), "organisation"),
                figure(words.say("The board's page: where everything stands")),
            )
        ),
        Row((Link(words.say("Skills"), "skills"), figure(words.say("Levels, gaps and readiness of every goal")))),
    )
    return Section("whole", words.say("For everybody"), (TableBlock("whole", columns, Listing(rows)),))


def _teams(facts: Facts, words: Language, teams: Mapping[str, str]) -> Section | None:
    if not teams:
        return None
    columns = (
        TableColumn("team", words.say("Team")), TableColumn("objectives", words.say("Objectives")),
        TableColumn("key results", words.say("Key results")), TableColumn("score", words.say("Mean score")),
        TableColumn("off track", words.say("Off track")), TableColumn("people", words.say("People")),
    )  # fmt: skip
    rows = tuple(_team(facts, words, key, slug) for key, slug in teams.items())
    return Section("teams", words.say("Teams"), (TableBlock("teams", columns, Listing(rows)),))


def _team(facts: Facts, words: Language, key: str, slug: str) -> Row:
    objectives = [each for each in facts.objectives_of.get(key, ()) if each.counted]
    key_results = [part for each in objectives for part in each.key_results if part.counted]
    scores = [each.score for each in objectives if each.score is not None]
    off = sum(part.status == "off track" for part in key_results)
    name = facts.teams[key]
    return Row(
        (
            Link(text.name(name), f"teams/{slug}"),
            number(words, len(objectives)),
            number(words, len(key_results)),
            share(words, sum(scores) / len(scores)) if scores else NOTHING,
            number(words, off) if off else Figure("", 0, "number"),
            number(words, len(facts.people_of.get(key, ()))),
        ),
        team=name,
    )


def _people(words: Language, people: People) -> Section | None:
    if not people:
        return None
    columns = (TableColumn("person", words.say("Person")), TableColumn("team", words.say("Team")))
    ranked = sorted(people, key=lambda each: (fold_name(each[0].person.team), fold_name(each[0].person.name)))
    rows = tuple(
        Row(
            (
                Link(text.name(each.person.name or each.person.person_id), f"people/{slug}/review"),
                Text(text.name(each.person.team) if each.person.team else ""),
            ),
            team=each.person.team or "",
        )
        for each, slug in ranked
    )
    return Section("people", words.say("People"), (TableBlock("people", columns, Listing(rows)),))
