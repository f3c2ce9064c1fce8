"""`okrsheets import skills`: ESCO and O*NET as a skill catalogue, role profiles, and matches for the team's own names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..core import schema
from ..core.cells import Day
from ..core.errors import EXIT_OK, EXIT_PROBLEMS, Location, Problem, UsageError
from ..sheets_templates.imported import write_imported
from ..sync.exchange.files import ReportTable, contents, files_of
from ..sync.exchange.last_import import SKILLS_IMPORTED, rows_of_workbook
from ..sync.exchange.matches import MATCHES_FILE, SkillName, read_matches
from ..sync.exchange.skill_import import SkillsPlan, plan_skills
from ..sync.exchange.taxonomies import Taxonomy, read_taxonomy, taxonomy_of
from .importing import (
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
from .shell import as_of, counted, day_of, say, show

MOST_ROWS = 20_000
TITLE = "Skills of a catalogue"
ABOUT = "Skills and role profiles that `okrsheets import skills` wrote. Do not type into this workbook: the next import writes it again."


@click.command("skills")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@folder_option
@click.option(
    "--role", "roles", multiple=True, metavar="TITLE", help="Write the profile of this occupation; repeatable."
)
@click.option("--all", "everything", is_flag=True, help="Write every skill of the files.")
@yes_option
@dry_run_option
@as_of
def import_skills(
    files: Sequence[Path],
    folder: str,
    roles: Sequence[str],
    everything: bool,
    yes: bool,
    dry_run: bool,
    as_of: Day | None,
) -> None:
    """Read ESCO and O*NET as a skill catalogue, and match your own skill names to it.

    A FILE is ESCO's skills in any language (skills_en.csv) or O*NET's Skills (text, .xlsx or .csv). Nothing is downloaded.

    Your own skill names are listed in import-matches.xlsx, each with the skill that it may mean and how sure that is. Enter
    the skill in the column Catalogue Skill to accept it; nothing else is taken over. Accepted skills, the skills of each
    --role, or with --all every one, go into skills-import.xlsx beside your workbooks, which `okrsheets sync` reads.

    O*NET's levels from 0 to 7 become levels from 0 to 5: five sevenths, rounded. docs/exchange.md says why.

    \b
    Example: okrsheets import skills skills_en.csv --folder team-sheets/
             okrsheets import skills Skills.txt --role "Accountants and Auditors" --folder team-sheets/
    """
    today = day_of(as_of)
    place = around(folder, today)
    taxonomies, problems = _taxonomies(files)
    matches, faults = read_matches(place.folder / MATCHES_FILE)
    listed = [name for name in place.tables["skills"].columns["skill"] if name]
    plan = plan_skills(taxonomies, place.skills, listed, matches, roles, everything)
    if len(plan.skills) + len(plan.roles) > MOST_ROWS:
        raise UsageError(
            f"more than {MOST_ROWS:,} rows would be written", "name occupations with --role, and leave --all out"
        )
    _show(taxonomies, plan)
    problems = [*problems, *faults]
    show_problems(problems)
    writes: list[Write] = []
    target = place.folder / SKILLS_IMPORTED
    rows = {schema.SKILLS.name: plan.skills, schema.ROLES.name: plan.roles}
    if any(list(each) != rows_of_workbook(target, name) for name, each in rows.items()):
        writes.append((target, lambda path: write_imported(path, rows, TITLE, ABOUT, today)))
    if plan.matches != matches:
        writes.append((place.folder / MATCHES_FILE, matches_writer(plan.matches, today)))
    if not writes:
        say("nothing has changed since the last import")
    elif apply(writes, yes, dry_run):
        say(f"wrote {', '.join(str(path) for path, _ in writes)}")
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)


def _taxonomies(files: Sequence[Path]) -> tuple[list[Taxonomy], list[Problem]]:
    """What the files hold, and a problem for each that is none; `UsageError` when all are."""
    found: list[Taxonomy] = []
    problems: list[Problem] = []
    for path in files_of(files):
        for each in contents(path, lambda row: taxonomy_of(row) is not None):
            if isinstance(each, ReportTable) and taxonomy_of(each.headings):
                found.append(read_taxonomy(each))
                problems += found[-1].problems
            else:
                what = "this is neither ESCO's table of skills nor O*NET's"
                problems.append(
                    Problem(Location(each.name), what, "download skills_en.csv of ESCO, or Skills of O*NET")
                )
    if not found:
        raise UsageError(str(problems[0]).partition("\n")[0] if problems else "the files are empty", "check the files")
    return found, problems


def _show(taxonomies: Sequence[Taxonomy], plan: SkillsPlan) -> None:
    for taxonomy in taxonomies:
        roles = len({need.role for need in taxonomy.roles})
        show(
            f"{taxonomy.system}: {counted(len(taxonomy.skills), 'skill')}"
            + (f", {counted(roles, 'occupation')}" if roles else "")
        )
    show(f"to write: {counted(len(plan.skills), 'skill')}, {counted(len(plan.roles), 'requirement')} of roles")
    show(
        f"your skill names: {plan.accepted} accepted, {plan.suggested} new suggestions, {len(plan.unlike)} unlike any skill of the files"
    )
    waiting = [row for row in plan.matches.skill_names if not row.skill and row.suggestion]
    show_some(f"suggestions, to be accepted in {MATCHES_FILE}:", [_line(row) for row in waiting], f"see {MATCHES_FILE}")


def _line(row: SkillName) -> str:
    return f"{row.own} = {row.suggestion}? ({row.confidence:.0%}, {row.source})"
