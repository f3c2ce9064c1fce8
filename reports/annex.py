"""The annex for a works agreement or an impact assessment, from the section [privacy] of the settings."""

from __future__ import annotations

from ..core.cells import Day
from ..core.privacy import PrivacySettings
from .data.privacy import ENOUGH
from .i18n.language import Language, marked
from .i18n.terms import NO_RANKING
from .model.figure import Figure
from .model.report import Brand, Listing, Report, Row, Section, Sentences, TableBlock, TableColumn, Text

# Each page with what is on it, by its name in the settings.
_PAGES = {
    "organisation": (marked("Organisation"), marked("Objectives, key results and skills of all teams. Levels of fewer than five people are shown as a range, and of one person not at all.")),
    "team": (marked("Team"), marked("The same for one team.")),
    "person": (marked("Person"), marked("One person's own key results, levels with the average of each kind of rater, certificates and courses.")),
    "skills": (marked("Skills"), marked("Skill levels and gaps of groups, and whether objectives have the people they need.")),
    "index": (marked("Index"), marked("Who has which page.")),
    "consolidated": (marked("Consolidated workbook"), marked("Every row, with every rating by name.")),
    "history": (marked("History file"), marked("Every version of every row since the first sync.")),
}  # fmt: skip

_HELD = (
    (marked("People"), marked("ID, name, role, team, manager, e-mail address")),
    (marked("Assessments"), marked("skill, kind of rater, level, date, what the rating is based on")),
    (marked("Certificates"), marked("skill, certificate, issue and expiry date, where it can be found")),
    (marked("Learning"), marked("course, skill, provider, progress, completion date, hours")),
    (marked("Objectives and key results"), marked("owner, and author, confidence and note of each check-in")),
)  # fmt: skip


def annex(settings: PrivacySettings, language: Language, today: Day, brand: Brand) -> Report:
    """Return the annex as a report of a few sections; what the settings leave out is said to be open."""
    day = language.day(today)
    return Report(
        audience="index",
        language=language.tag,
        title=language.say("Annex on data about people"),
        day=day,
        date=today,
        lead=language.say("Draft of {day}", day=day),
        sections=(
            _purpose(settings, language),
            _held(language),
            _readers(settings, language),
            _retention(settings, language),
            _rights(language),
        ),
        end=language.say(NO_RANKING),
        brand=brand,
    )


def _sentences(*lines: str, listed: bool = False) -> Sentences:
    return Sentences(tuple(map(Figure, lines)), listed=listed)


def _open(language: Language) -> str:
    return language.say("Open: okrsheets.toml does not say.")


def _purpose(settings: PrivacySettings, language: Language) -> Section:
    lines = _sentences(
        settings.purpose or _open(language),
        language.say(NO_RANKING),
        language.say("Nobody gets a grade or a forecast, and people are not compared with each other."),
        language.say("Whether an objective has the people it needs is arithmetic on the levels that its owner asked for."),
        listed=True,
    )  # fmt: skip
    lead = language.say("A draft for those responsible to check and complete. This is not legal advice.")
    return Section("purpose", language.say("Purpose"), (lines,), lead)


def _held(language: Language) -> Section:
    columns = (TableColumn("table", language.say("Data")), TableColumn("what", language.say("Contents")))
    rows = tuple(Row((Text(language.say(name)), Figure(language.say(what)))) for name, what in _HELD)
    lead = language.say(
        "All of it comes from workbooks that the teams keep, and can be traced to its cells. It is computed on the organisation's own machine: okrsheets sends nothing anywhere, apart from reading and writing Google Sheets where that is set up."
    )
    return Section("held", language.say("What is held"), (TableBlock("held", columns, Listing(rows)),), lead)


def _readers(settings: PrivacySettings, language: Language) -> Section:
    columns = (
        TableColumn("page", language.say("Page")),
        TableColumn("what", language.say("Contents")),
        TableColumn("readers", language.say("Readers")),
    )
    rows = tuple(
        Row(
            (
                Text(language.say(name)),
                Figure(language.say(what)),
                Text(language.listed(settings.readers[page]) if settings.readers.get(page) else _open(language)),
            )
        )
        for page, (name, what) in _PAGES.items()
    )
    lead = language.say(
        "Skill levels are personal data. A figure for a group is shown for {people} people or more.", people=ENOUGH
    )
    return Section("readers", language.say("Readers"), (TableBlock("readers", columns, Listing(rows)),), lead)


def _retention(settings: PrivacySettings, language: Language) -> Section:
    period = settings.retention
    if period is None:
        kept = _open(language)
    elif period.unit == "day":
        kept = language.many("Rows are kept for {count} day.", "Rows are kept for {count} days.", period.number)
    elif period.unit == "month":
        kept = language.many("Rows are kept for {count} month.", "Rows are kept for {count} months.", period.number)
    else:
        kept = language.many("Rows are kept for {count} year.", "Rows are kept for {count} years.", period.number)
    note = language.say(
        "okrsheets deletes nothing by itself. Workbooks, reports and backups have to be deleted by those who keep them."
    )
    return Section("retention", language.say("Retention"), (_sentences(kept, note, listed=True),))


def _rights(language: Language) -> Section:
    lines = _sentences(
        language.say("Access: okrsheets privacy export writes everything that is held about a person into a file."),
        language.say("Correction: in the workbook. The next sync reads it; earlier snapshots keep what was read then."),
        language.say("Erasure: okrsheets privacy erase removes a person from the history and every snapshot. Role, team, levels and dates stay under a random pseudonym, so that figures of groups stay, unless the rows are deleted, too. In a small team, it may still be clear whose rows they are."),
        listed=True,
    )  # fmt: skip
    return Section("rights", language.say("Rights of the people concerned"), (lines,))
