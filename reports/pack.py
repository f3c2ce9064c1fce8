"""All reports of a day, one after the other: what is written is forgotten before the next is made.

index                         who has which page
organisation   skills   programme
teams/TEAM
people/PERSON/review          a folder of its own, that can be shared alone
managers/PERSON/review        the same for those who manage somebody
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ..core.errors import UsageError
from ..core.mentions import is_pseudonym
from ..core.names import fold_name
from ..core.skill_status import PersonStatus
from .build import build
from .data.managers import Manager
from .data.report_data import ReportData
from .data.scope import of_all, of_manager, of_person, of_team
from .i18n.language import Language
from .index import Managers, People, index
from .model.report import Audience, Brand, Report
from .slugs import slugs


@dataclass(frozen=True)
class PackPage:
    """A report and the name of its file within the pack, without a suffix."""

    stem: PurePosixPath
    report: Report


@dataclass(frozen=True)
class Pack:
    """Which reports are asked for: of the whole, of teams, of people; the latter with the names of their files."""

    data: ReportData
    language: Language
    brand: Brand = field(default_factory=Brand)
    whole: tuple[Audience, ...] = ()
    teams: Mapping[str, str] = field(default_factory=dict)
    people: People = ()
    managers: Managers = ()

    def __len__(self) -> int:
        return len(self.whole) + len(self.teams) + len(self.people) + len(self.managers)

    def pages(self) -> Iterator[PackPage]:
        """Make the reports one at a time."""
        data, language, brand = self.data, self.language, self.brand
        home = "index" if "index" in self.whole else ""
        for audience in self.whole:
            if audience == "index":
                report = index(data, language, brand, self.teams, self.people, self.managers)
            else:
                report = build(of_all(data, language, audience), brand, data.links, home)
            yield PackPage(PurePosixPath(audience), report)
        below = {name: f"../{link}" for name, link in data.links.items()}
        for key, slug in self.teams.items():
            report = build(of_team(data, language, key), brand, below, f"../{home}" if home else "")
            yield PackPage(PurePosixPath("teams", slug), report)
        for person, slug in self.people:  # nothing leads out of a folder that is shared alone
            yield PackPage(PurePosixPath("people", slug, "review"), build(of_person(data, language, person), brand))
        for manager, slug in self.managers:
            yield PackPage(PurePosixPath("managers", slug, "review"), build(of_manager(data, language, manager), brand))


def full_pack(data: ReportData, language: Language, brand: Brand) -> Pack:
    """Return the pack with a page for each reader, and the index to them."""
    whole: tuple[Audience, ...] = ("index", "organisation", "skills", "programme")
    return Pack(data, language, brand, whole, team_slugs(data), person_slugs(data), manager_slugs(data))


def partial_pack(
    data: ReportData, language: Language, brand: Brand, audience: Audience, team: str = "", person: str = ""
) -> Pack:
    """Return the reports for one kind of reader, or for one of them; `UsageError` for one that is not known.

    `person` names the person, or the manager, that the report is about.
    """
    if audience == "manager":
        managers = manager_slugs(data)
        return Pack(data, language, brand, managers=[_one_manager(managers, person)] if person else managers)
    if audience == "team":
        teams = team_slugs(data)
        return Pack(data, language, brand, teams=_one_team(data, teams, team) if team else teams)
    if audience == "person":
        people = person_slugs(data)
        return Pack(data, language, brand, people=[_one_person(people, person)] if person else people)
    return Pack(data, language, brand, (audience,))


def team_slugs(data: ReportData) -> dict[str, str]:
    """Return the file's name of every team, by the team's name as it is compared."""
    return dict(zip(data.teams, slugs([[name] for name in data.teams.values()], "team")))


def person_slugs(data: ReportData) -> list[tuple[PersonStatus, str]]:
    """Return everybody with the name of their folder; a person who was erased has no page."""
    people = [status for status in data.people if not is_pseudonym(status.person.person_id)]
    names = [[status.person.name or "", status.person.person_id] for status in people]
    return list(zip(people, slugs(names, "person")))


def manager_slugs(data: ReportData) -> list[tuple[Manager, str]]:
    """Return everybody who manages somebody with the name of their folder."""
    managers = data.managers
    return list(zip(managers, slugs([[manager.name, manager.person_id] for manager in managers], "manager")))


def _one_manager(managers: Managers, name: str) -> tuple[Manager, str]:
    wanted = fold_name(name)
    matches = [pair for pair in managers if wanted in (fold_name(pair[0].name), fold_name(pair[0].person_id))]
    if not matches:
        known = _listed(manager.name for manager, _ in managers)
        raise UsageError(f"no manager is called {name!r}", f"the managers of the people sheet are: {known}")
    return matches[0]


def _one_team(data: ReportData, teams: Mapping[str, str], name: str) -> dict[str, str]:
    key = fold_name(name)
    if key not in teams:
        raise UsageError(f"no team is called {name!r}", f"the teams are: {_listed(data.teams.values())}")
    return {key: teams[key]}


def _one_person(people: People, name: str) -> tuple[PersonStatus, str]:
    matches = [status for status in people if fold_name(name) in _names(status[0])]
    if not matches:
        raise UsageError(f"nobody is called {name!r}", "give a name, an id or an e-mail address of the people sheet")
    if len(matches) > 1:
        ids = _listed(status.person.person_id for status, _ in matches)
        raise UsageError(f"{len(matches)} people are called {name!r}", f"give the person id: {ids}")
    return matches[0]


def _names(status: PersonStatus) -> set[str]:
    person = status.person
    return {fold_name(name) for name in (person.name, person.person_id, person.email) if name}


def _listed(names: Iterable[str]) -> str:
    all_names = list(names)
    return f"{', '.join(all_names[:20])}{', …' if len(all_names) > 20 else ''}" if all_names else "none"
