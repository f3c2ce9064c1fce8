"""`okrsheets import learning`: course records, badges and statements of learning systems."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from ..core import schema
from ..core.cells import Day, date_of
from ..core.errors import EXIT_OK, EXIT_PROBLEMS, Problem, UsageError
from ..reports.formats import json_values
from ..sheets_templates.imported import write_imported
from ..sync.config import Workspace
from ..sync.exchange import mapping_files, pulls
from ..sync.exchange.counted import CHECK_INS, CountedCheckIns, SkillRecords, count_key_results, suggested_key_results
from ..sync.exchange.database import Database
from ..sync.exchange.files import Document, ReportTable, contents, files_of
from ..sync.exchange.last_import import CERTIFICATIONS_CSV, CHECK_INS_CSV, IMPORTED, LEARNING_CSV, Row, last_import
from ..sync.exchange.learning_import import CERTIFICATIONS, LEARNING, ImportContext, LearningPlan, plan_learning
from ..sync.exchange.learning_systems import LearningSystem, system_of
from ..sync.exchange.matches import MATCHES_FILE, Matches, read_matches
from .choosing import choose, is_terminal
from .importing import (
    Around,
    Write,
    apply,
    around,
    dry_run_option,
    folder_option,
    matches_writer,
    show_problems,
    show_some,
    yes_option,
)
from .shell import as_json, as_of, counted, day_of, print_json, progress_bar, say, show

MOST_IN_WORKBOOK = 20_000  # rows; more go to .csv files, which are written and read many times faster
TITLE = "Learning records"
ABOUT = (
    "Learning records, certificates, and check-ins of key results that count them, as `okrsheets import learning` wrote them. Do not type into this workbook: the next import "
    "writes it again."
)


@click.command("learning")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@folder_option
@click.option("--from", "service", type=click.Choice(tuple(pulls.SERVICES)), help="Ask the service instead of a FILE.")
@click.option("--mapping", "mappings", multiple=True, metavar="TOML", help="The columns of another system; repeatable.")
@click.option("--course-skills", metavar="FILE", default="", help="Your own table of courses and skills.")
@click.option("--example-mapping", is_flag=True, help="Print a mapping file to begin with.")
@yes_option
@dry_run_option
@as_of
@as_json
def import_learning(
    files: Sequence[Path],
    folder: str,
    service: str | None,
    mappings: Sequence[str],
    course_skills: str,
    example_mapping: bool,
    yes: bool,
    dry_run: bool,
    as_of: Day | None,
    as_json: bool,
) -> None:
    """Read course records, badges and statements of learning systems.

    A FILE (or a folder) is of Udemy Business, Coursera, Pluralsight, LinkedIn Learning, Open Badges, xAPI, or of a system
    that a mapping file describes. Without a FILE, the folder that okrsheets.toml names is read: [import] learning = "…".

    The rows go into learning-import.xlsx beside your workbooks, and `okrsheets sync` reads them from there. People are matched by
    e-mail address, then by ID; for a name alone you are asked. Enter the skill of each course in import-matches.xlsx,
    where new courses are listed with a suggestion. The same import twice changes nothing.

    A key result that counts people trained, people certified, or courses gets its check-ins from the records, once you say so
    on the sheet Key Results of import-matches.xlsx. Leave its current value blank.

    Exit code 4 when there are problems; people who are not matched do not count.

    \b
    Example: okrsheets import learning udemy.csv coursera.csv --folder team-sheets/ --dry-run
             okrsheets import learning badges/ statements.json --folder team-sheets/ --yes
             okrsheets import learning report.csv --mapping moodle.toml
             okrsheets import learning --from udemy
    """
    if example_mapping:
        show(*mapping_files.example("learning").splitlines())
        return
    today = day_of(as_of)
    place = around(folder, today)
    systems = _systems(place.workspace, mappings)
    inputs = _inputs(files, service, place.workspace, systems)
    own = _own_table(place.workspace, course_skills)
    problems = _import(place, own, inputs, systems, (yes, dry_run), as_json, today)
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)


def _import(
    place: Around,
    own: Path | None,
    inputs: Sequence[ReportTable | Document],
    systems: Sequence[LearningSystem],
    allowed: tuple[bool, bool],
    as_json: bool,
    today: Day,
) -> list[Problem]:
    """Plan, show, apply; return the problems. `allowed` are --yes and --dry-run."""
    matches, faults = _matches(place, own)
    before = last_import(place.folder)
    known = ImportContext(
        place.people, place.skills, matches, before.learning, before.learning_csv, before.certifications
    )
    ask = choose if is_terminal() and not as_json else None
    with Database() as database:
        plan = plan_learning(database, inputs, known, systems, ask, place.workspace.config.locale)
        check_ins = _counted(database, plan, place, before.check_ins, today)
        suggested = suggested_key_results(plan.matches.key_results, place.tables)
        plan = replace(plan, matches=plan.matches.with_key_results(suggested))
        problems = [*faults, *plan.problems, *check_ins.problems]
        print_json(_json(plan, check_ins, problems)) if as_json else _show(plan, check_ins, problems)
        files = _files(database, plan, place, check_ins.rows, set(check_ins.rows) != set(before.check_ins), today)
        _write(plan, files, place, own, matches, allowed, today)
    return problems


def _own_table(workspace: Workspace, named: str) -> Path | None:
    """The user's own table of courses, which is not written to."""
    configured = workspace.config.imports.course_skills
    return Path(named) if named else workspace.base / configured if configured else None


def _systems(workspace: Workspace, named: Sequence[str]) -> list[LearningSystem]:
    """The systems that mapping files describe, of the command and of okrsheets.toml."""
    paths = [*map(Path, named), *(workspace.base / name for name in workspace.config.imports.mappings)]
    return [mapping_files.learning_mapping(path) for path in paths]


def _inputs(
    files: Sequence[Path], service: str | None, workspace: Workspace, systems: Sequence[LearningSystem]
) -> list[ReportTable | Document]:
    """What the files of the command hold, or the answer of a service."""
    configured = workspace.config.imports.learning
    if service:
        if files:
            raise UsageError("--from does not go together with a FILE", "leave one of them out")
        with progress_bar("asking") as bar:
            return pulls.pull(service, on_page=(lambda page: bar(page, page + 1, service)) if bar else None)
    paths = list(files) or ([workspace.base / configured] if configured else [])
    if not paths:
        hint = 'name one, or write learning = "exports/" under [import] in okrsheets.toml'
        raise UsageError("no file to import is named", hint)
    return [
        each for path in files_of(paths) for each in contents(path, lambda row: system_of(row, systems) is not None)
    ]


def _matches(place: Around, own: Path | None) -> tuple[Matches, list[Problem]]:
    """The user's tables of matches, with the courses of a file of the user's own where there is one."""
    matches, problems = read_matches(place.folder / MATCHES_FILE)
    if own is None:
        return matches, problems
    if not own.exists():
        raise UsageError(f"there is no file {str(own)!r}", "check --course-skills, or course-skills in okrsheets.toml")
    theirs, more = read_matches(own)
    return replace(matches, courses=theirs.courses), [*problems, *more]


def _show(plan: LearningPlan, check_ins: CountedCheckIns, problems: Sequence[Problem]) -> None:
    for read in plan.read:
        show(f"{read.name}: {read.system}, {counted(read.rows, 'row')}")
        if read.totals:
            show("  totals without courses: the hours are kept, but no skill and no completion can be counted")
    if plan.badges:
        show(f"{counted(plan.badges, 'badge')}: the signatures were not verified")
    show(f"learning records: {plan.new} new, {plan.changed} changed, {plan.same} as before")
    if plan.certifications:
        show(f"certificates: {len(plan.certifications)}{'' if plan.certificates_changed else ', as before'}")
    if check_ins.rows:
        results = len({row[1] for row in check_ins.rows})
        show(f"key results that count them: {results}, with {counted(len(check_ins.rows), 'check-in')}")
    people = plan.people
    more = f", {people.named_otherwise} of them under another name" if people.named_otherwise else ""
    show(f"people: {people.matched} matched{more}, {len(people.unmatched)} not matched, {people.ignored} ignored")
    show_some("not matched:", list(_unmatched(plan)), f"see {MATCHES_FILE}")
    if plan.without_skill:
        show(f"courses without a skill: {plan.without_skill}; enter their skills in {MATCHES_FILE}")
    show_problems(problems)


def _unmatched(plan: LearningPlan) -> Iterator[str]:
    for person, reason in plan.people.unmatched:
        named = " ".join(filter(None, (person.name, person.email, person.external_id))) or "nobody"
        yield f"{named} ({counted(person.rows, 'row')}): {reason}"


def _counted(
    database: Database, plan: LearningPlan, place: Around, before: Sequence[Row], today: Day
) -> CountedCheckIns:
    """The check-ins of the key results that count courses or certificates."""
    query = (
        "SELECT person_id, course, skill, completed_on FROM result WHERE skill IS NOT NULL AND completed_on IS NOT NULL"
    )
    wanted = plan.matches.key_results
    courses = database.rows(query) if any(row.counts for row in wanted) else []
    records = SkillRecords.of(courses, plan.certifications, place.tables)
    return count_key_results(wanted, records, place.tables, place.period, today, before)


@dataclass(frozen=True)
class _Files:
    """What is to be written as the import, and what it replaces; nothing when nothing has changed."""

    writes: Sequence[Write]
    replaced: Path


def _files(
    database: Database, plan: LearningPlan, place: Around, check_ins: Sequence[Row], counts_differ: bool, today: Day
) -> _Files:
    """The workbook of the import, or its .csv files where it is large."""
    workbook, folder = place.folder / f"{IMPORTED}.xlsx", place.folder / IMPORTED
    large = plan.total > MOST_IN_WORKBOOK
    writes: list[Write] = []
    if large:
        writes = [
            (folder / LEARNING_CSV, lambda path: write_csv(database, path)),
            (folder / CERTIFICATIONS_CSV, lambda path: _write_rows(CERTIFICATIONS, plan.certifications, path)),
            (folder / CHECK_INS_CSV, lambda path: _write_rows(CHECK_INS, check_ins, path)),
        ]
    else:
        writes = [(workbook, lambda path: _write_workbook(database, plan, check_ins, path, today))]
    return _Files(writes if plan.changes or counts_differ else (), workbook if large else folder)


def _write(
    plan: LearningPlan,
    files: _Files,
    place: Around,
    own: Path | None,
    matches: Matches,
    allowed: tuple[bool, bool],
    today: Day,
) -> None:
    """Write what the plan says, where it says anything new; `allowed` are --yes and --dry-run."""
    writes = list(files.writes)
    kept = plan.matches if own is None else replace(plan.matches, courses=())
    if kept != (matches if own is None else replace(matches, courses=())):
        writes.append((place.folder / MATCHES_FILE, matches_writer(kept, today)))
    if not writes:
        say("nothing has changed since the last import")
    elif apply(writes, *allowed):
        other = files.replaced
        if files.writes and other.exists():
            shutil.rmtree(other) if other.is_dir() else other.unlink()
        say(f"wrote {', '.join(str(path) for path, _ in writes)}")


def _write_workbook(database: Database, plan: LearningPlan, check_ins: Sequence[Row], path: Path, today: Day) -> None:
    learning = database.rows(f"SELECT {', '.join(LEARNING)} FROM result ORDER BY ALL")
    rows = {schema.LEARNING.name: learning, schema.CERTIFICATIONS.name: plan.certifications}
    if check_ins:
        rows[schema.CHECK_INS.name] = list(check_ins)
    write_imported(path, rows, TITLE, ABOUT, today)


def write_csv(database: Database, path: Path) -> None:
    """Write the learning records of a plan as a .csv file, straight from the database."""
    path.parent.mkdir(exist_ok=True)
    columns = ", ".join(
        "strftime(DATE '1899-12-30' + completed_on, '%Y-%m-%d') AS completed_on" if name == "completed_on" else name
        for name in LEARNING
    )
    database.write_csv(f"SELECT {columns} FROM result", path)


def _write_rows(headings: Sequence[str], rows: Sequence[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(_with_days(row) for row in rows)


def _with_days(row: Row) -> list[object]:
    """The cells of a row with its days as text."""
    return [str(date_of(cell)) if isinstance(cell, int) else cell for cell in row]


def _json(plan: LearningPlan, check_ins: CountedCheckIns, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "read": [{"name": read.name, "system": read.system, "rows": read.rows} for read in plan.read],
        "learning": {"new": plan.new, "changed": plan.changed, "same": plan.same},
        "certifications": len(plan.certifications),
        "check_ins": len(check_ins.rows),
        "matched": plan.people.matched,
        "unmatched": [
            {
                "name": person.name,
                "email": person.email,
                "external_id": person.external_id,
                "rows": person.rows,
                "reason": reason,
            }
            for person, reason in plan.people.unmatched
        ],
        "courses_without_skill": [row.course for row in plan.matches.courses if not row.skill],
        "problems": [json_values.problem(problem) for problem in problems],
    }
