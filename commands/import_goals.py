"""`okrsheets import goals`: an OKR workbook out of another system's goals."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..core.cells import Day
from ..core.errors import EXIT_OK, EXIT_PROBLEMS, UsageError
from ..core.records import Tables
from ..core.sheet_words import LANGUAGES
from ..sheets_templates.okrs import write_okrs
from ..sheets_templates.wording import wording_in
from ..sync.config import FILE, Config, load
from ..sync.exchange import mapping_files
from ..sync.exchange.files import contents, files_of
from ..sync.exchange.goal_import import read_goals, recognised
from ..sync.exchange.goal_systems.mapped import mapped_system
from ..sync.exchange.goal_systems.systems import goal_system_of
from .importing import apply, dry_run_option, force_option, may_replace, show_problems, yes_option
from .shell import as_of, day_of, say, show
from .workspace import counts_text, record_counts


@click.command("goals")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--to", "target", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="The workbook to write.")
@click.option(
    "--team", metavar="NAME", default="", help="The team that keeps the workbook. Default: the most frequent one."
)
@click.option(
    "--cycle", metavar="NAME", default="", help="The quarter, e.g. 2026-Q1. Default: the one that the file names."
)
@click.option("--mapping", "mappings", multiple=True, metavar="TOML", help="The columns of another system; repeatable.")
@click.option("--example-mapping", is_flag=True, help="Print a mapping file to begin with.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the workbook."
)
@yes_option
@force_option
@dry_run_option
@as_of
def import_goals(
    files: Sequence[Path],
    target: Path | None,
    team: str,
    cycle: str,
    mappings: Sequence[str],
    example_mapping: bool,
    language: str,
    yes: bool,
    force: bool,
    dry_run: bool,
    as_of: Day | None,
) -> None:
    """Make an OKR workbook out of another system's goals.

    A FILE is of Viva Goals (Ally), Betterworks, Culture Amp, Engagedly, Peoplebox, PeopleCues, OpenOKR, an export of
    okrsheets, or of a system that a mapping file describes. It is recognised by its columns. What the file does not say
    (IDs, the level of an objective) is filled in; docs/exchange.md lists what each system holds.

    An existing workbook is replaced only after a question of its own, or with --force.

    \b
    Example: okrsheets import goals betterworks.csv --to team-sheets/goals.xlsx
             okrsheets import goals objectives.csv key-results.csv --to goals.xlsx --team Support --cycle 2026-Q1
             okrsheets import goals export.csv --mapping assessteam.toml --to goals.xlsx
    """
    if example_mapping:
        show(*mapping_files.example("goals").splitlines())
        return
    target = _checked(files, target)
    today = day_of(as_of)
    config = load(Path(FILE)) if Path(FILE).is_file() else Config()
    mapped = [mapped_system(mapping_files.goal_mapping(Path(name))) for name in mappings]
    inputs = [
        each for path in files_of(files) for each in contents(path, lambda row: goal_system_of(row, mapped) is not None)
    ]
    system, tables, problems = recognised(inputs, mapped)
    goals = read_goals(system, tables, today, team, cycle, config.locale)
    problems = [*problems, *goals.problems]
    settings = goals.tables["settings"].columns
    show(
        f"{system.name}: {counts_text(record_counts(goals.tables))}, team {settings['team'][0]}, {settings['cycle'][0]}"
    )
    show_problems(problems)
    if not dry_run and not may_replace([target], force):
        say("nothing was written")
    elif apply([(target, lambda path: _write(path, goals.tables, today, as_of is None, language))], yes, dry_run):
        say(f"wrote {target}")
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)


def _checked(files: Sequence[Path], target: Path | None) -> Path:
    """The workbook to write; `UsageError` where it or the files to read are not named."""
    if not files:
        raise UsageError(
            "no file to import is named", "name one, e.g. okrsheets import goals goals.csv --to goals.xlsx"
        )
    if target is None:
        raise UsageError("the workbook to write is not named", "add --to goals.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{str(target)!r} does not end in .xlsx", f"call it {target.with_suffix('.xlsx').name!r}")
    return target


def _write(path: Path, tables: Tables, today: Day, live: bool, language: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_okrs(path, tables, today, live=live, wording=wording_in(language))
