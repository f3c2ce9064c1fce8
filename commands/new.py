"""`okrsheets new`: an empty workbook, as a file or as a Google spreadsheet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from ..addin.hosts.excel.addin import write_xlsm
from ..core import pacing, schema
from ..core.cells import Day
from ..core.errors import UsageError
from ..core.records import Tables
from ..core.sheet_words import LANGUAGES
from ..sheets_templates.google import GoogleBook
from ..sheets_templates.google_requests import UNFINISHED, batches
from ..sheets_templates.new import draw_new, new_tables, write_new
from ..sheets_templates.simple import write_simple_okrs, write_skill_grid
from ..sheets_templates.wording import Wording, wording_in
from ..sync.google import create
from ..sync.google.address import is_google
from .google_session import google_session
from .shell import as_of, day_of, say, show


@click.command()
@click.argument("what", type=click.Choice(("okrs", "skills")))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--folder", metavar="ID", default="", help="With google:TITLE: the Drive folder to create it in.")
@click.option("--fill", is_flag=True, help="With google:ID or an address: add the sheets to this spreadsheet.")
@click.option("--team", metavar="NAME", default="", help="The team's name.")
@click.option("--organisation", metavar="NAME", default="", help="The organisation's name.")
@click.option("--cycle", metavar="NAME", default="", help="The quarter, e.g. 2026-Q1. Default: the current one.")
@click.option("--simple", is_flag=True, help="OKRs on one sheet, without ids.")
@click.option("--matrix", is_flag=True, help="Skills as a matrix to type into: people down, skills across.")
@click.option(
    "--with",
    "extras",
    metavar="NAMES",
    default="",
    help=f"More columns and sheets for OKRs, with commas between them: {', '.join(schema.EXTRAS)}.",
)
@click.option("--functions", is_flag=True, help="Use OKR_ and SKILL_ functions, which need the add-in.")
@click.option("--native", is_flag=True, hidden=True, help="Plain formulas: what is written now in any case.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of sheets, headings, notes, choices and messages.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
@as_of
def new(
    what: Literal["okrs", "skills"],
    file: str,
    folder: str,
    fill: bool,
    team: str,
    organisation: str,
    cycle: str,
    simple: bool,
    matrix: bool,
    extras: str,
    functions: bool,
    native: bool,
    language: str,
    force: bool,
    as_of: Day | None,
) -> None:
    """Create an empty workbook for OKRs or for skills.

    FILE ends in .xlsx: its formulas work in Excel, LibreOffice and Google Sheets with nothing installed. With
    --functions they call the functions of the add-in, and .xlsm carries these functions with it (Excel on Windows).

    --simple is one sheet for OKRs: an objective, its key results below it, and what they are at. --matrix is a sheet of
    people and skills, to type levels into. Both are read like the larger ones. --language writes everything in English,
    German or Spanish; all commands read each of them, also side by side.

    In Google, google:TITLE creates a spreadsheet in the folder that --folder names, and google:ID --fill adds the sheets
    to a spreadsheet of yours. A service account cannot create files in My Drive: create the spreadsheet yourself, share
    it with the account as an editor, and use --fill.

    \b
    Example: okrsheets new okrs support-q1.xlsx --team Support --cycle 2026-Q1
             okrsheets new okrs support-q1.xlsx --simple
             okrsheets new skills support-skills.xlsx --matrix
             okrsheets new okrs kundendienst.xlsx --language de
             okrsheets new okrs "google:Support Q1" --folder 1AbcDefGhiJkl
             okrsheets new okrs google:1MnoPqrStuVwx --fill
    """
    _refuse_what_does_not_fit(what, file, simple, matrix, functions, native)
    _refuse_target(file, force, bool(folder or fill), cycle)
    wording, more = wording_in(language), _extras(what, extras, simple)
    named = {"organisation": organisation, "team": team, "cycle": cycle}
    if is_google(file):
        tables = new_tables(what, file, day_of(as_of), **named)
        _new_in_google(what, create.destination(file, folder, fill), tables, functions, wording, as_of, more)
        return
    if simple or matrix:
        _write_small(file, day_of(as_of), simple, team, cycle, wording)
    else:
        _write_file(what, file, functions, wording, as_of, named, more)


def _extras(what: str, names: str, simple: bool) -> tuple[str, ...]:
    """Return what is named after --with; `UsageError` for a name that is none, and where nothing can be added."""
    chosen = tuple(name.strip().lower() for name in names.split(",") if name.strip())
    if chosen and (what != "okrs" or simple):
        raise UsageError("--with is for the OKRs workbook with several sheets", "leave --with or --simple out")
    for name in chosen:
        if name not in schema.EXTRAS:
            raise UsageError(f"--with does not know {name!r}", f"use one or more of: {', '.join(schema.EXTRAS)}")
    return chosen


def _refuse_what_does_not_fit(what: str, file: str, simple: bool, matrix: bool, functions: bool, native: bool) -> None:
    """Raise `UsageError` for options that exclude each other."""
    if (simple and what != "okrs") or (matrix and what != "skills"):
        raise UsageError("--simple is for OKRs, --matrix is for skills", "use the one that fits")
    if (simple or matrix) and (functions or is_google(file) or Path(file).suffix.lower() == ".xlsm"):
        raise UsageError("--simple and --matrix make .xlsx files with plain formulas", "leave the other options out")
    if functions and native:
        raise UsageError("--functions and --native exclude each other", "leave one of them out")


def _refuse_target(file: str, force: bool, for_google: bool, cycle: str) -> None:
    """Raise `UsageError` for a quarter that is none, and for a file or spreadsheet that cannot be written so."""
    if cycle and pacing.quarter_named(cycle) is None:
        raise UsageError(f"{cycle!r} isn't a quarter", "write the year and the quarter, e.g. --cycle 2026-Q1")
    if is_google(file):
        if force:
            raise UsageError("a Google spreadsheet is never overwritten", "leave --force out")
    elif for_google:
        hint = "write google:TITLE or google:ID in place of a file"
        raise UsageError("--folder and --fill are for Google spreadsheets", hint)
    elif Path(file).exists() and not force:
        raise UsageError(f"{file!r} exists already", "choose another name, or add --force to overwrite it")


def _write_small(file: str, today: Day, simple: bool, team: str, cycle: str, wording: Wording) -> None:
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{str(path)!r} does not end in .xlsx", f"call it {path.with_suffix('.xlsx').name!r}")
    if simple:
        name = (pacing.quarter_named(cycle) or pacing.quarter_of(today)).name
        write_simple_okrs(path, today, team, name, wording)
    else:
        write_skill_grid(path, today, team, wording)
    say(f"created {file}: open it; type into it")


def _write_file(
    what: Literal["okrs", "skills"],
    file: str,
    functions: bool,
    wording: Wording,
    as_of: Day | None,
    named: dict[str, str],
    extras: tuple[str, ...],
) -> None:
    """Write a workbook; an .xlsm carries its functions with it."""
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    carries_its_own = path.suffix.lower() == ".xlsm"

    def write(target: Path) -> None:
        live, today = as_of is None, day_of(as_of)
        functional = functions or carries_its_own
        write_new(what, target, today, live=live, functions=functional, wording=wording, extras=extras, **named)

    if carries_its_own:
        _write_xlsm(path, write)
    else:
        write(path)
    say(f"created {file}: open it; the first sheet explains how to start")


def _new_in_google(
    what: Literal["okrs", "skills"],
    target: create.Destination,
    tables: Tables,
    functions: bool,
    wording: Wording,
    as_of: Day | None,
    extras: tuple[str, ...],
) -> None:
    """Create a spreadsheet in a folder, or fill one of the user's."""

    def draw(first_id: int = 1) -> GoogleBook:
        book = GoogleBook(first_id, functions, wording)
        draw_new(what, book, tables, target.title, day_of(as_of), live=as_of is None, extras=extras)
        return book

    def requests(target: create.Target, drop: int | None) -> list[list[dict[str, Any]]]:
        return batches(draw(target.free_id), target.locale, target.unfinished, target.stale_names, drop)

    sketch = draw()
    template = create.Template([sheet.name for sheet in sketch.sheets], sketch.names.keys(), UNFINISHED, requests)
    with google_session("push" if target.id else "new") as (session, _):
        id = target.id or create.create(session, target.title, target.folder)
        title = create.fill(session, id, template, is_new=not target.id)
    show(f"google:{id}")
    url = f"https://docs.google.com/spreadsheets/d/{id}/edit"
    say(f"created {title}: open {url}; the first sheet explains how to start")


def _write_xlsm(path: Path, write: Callable[[Path], None]) -> None:
    """Write the same workbook with the functions inside it."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"{path.stem}.xlsx"
        write(plain)
        write_xlsm(plain, path)
