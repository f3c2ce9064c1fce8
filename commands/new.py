"""`okrsheets new`: a workbook to fill in, as a file or at Google's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ..core.errors import UsageError
from .google_session import google_session
from .shell import as_of, day_of, say

if TYPE_CHECKING:
    from ..core.cells import Day
    from ..core.records import Tables
    from ..sync.google.create import Wanted


@click.command()
@click.argument("what", type=click.Choice(("okrs", "skills")))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--folder", metavar="ID", default="", help="With google:TITLE, the Drive folder to make it in.")
@click.option("--fill", is_flag=True, help="With google:ID or its address, fill a spreadsheet that is there.")
@click.option("--team", default="", help="The team's name.")
@click.option("--organisation", default="", help="The organisation's name.")
@click.option("--cycle", default="", help="The quarter, e.g. 2026-Q1; the current one by default.")
@click.option("--native", is_flag=True, help="Plain formulas only, for where no add-in is allowed.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@as_of
def new(
    what: Literal["okrs", "skills"],
    file: str,
    folder: str,
    fill: bool,
    team: str,
    organisation: str,
    cycle: str,
    native: bool,
    force: bool,
    as_of: Day | None,
) -> None:
    """Make an empty workbook for OKRs or for skills: .xlsx, or .xlsm that carries its functions for Excel on Windows.

    In Google, google:TITLE makes a spreadsheet in the folder that --folder names, and google:ID --fill puts the sheets
    into a spreadsheet that you made. A service account cannot make files in My Drive: make the spreadsheet yourself,
    share it with the account as an editor, and use --fill.

    \b
    Example: okrsheets new okrs support-q1.xlsx --team Support --cycle 2026-Q1
             okrsheets new okrs "google:Support Q1" --folder 1AbcDefGhiJkl
             okrsheets new okrs google:1MnoPqrStuVwx --fill
    """
    from ..sheets_templates.new import new_tables, write_new
    from ..sync.google.address import is_google
    from ..sync.google.create import wanted

    if is_google(file):
        if force:
            raise UsageError("nothing is written over in Google", "leave --force out")
        tables = new_tables(what, file, day_of(as_of), organisation, team, cycle)
        _new_in_google(what, wanted(file, folder, fill), tables, native, as_of)
        return
    if folder or fill:
        raise UsageError(
            "--folder and --fill are for spreadsheets of Google's", "write google:TITLE or google:ID in place of a file"
        )
    path = Path(file)
    if path.exists() and not force:
        raise UsageError(f"{file!r} is there already", "choose another name, or add --force to write over it")
    path.parent.mkdir(parents=True, exist_ok=True)

    def write(target: Path) -> None:
        live, today = as_of is None, day_of(as_of)
        write_new(what, target, today, live=live, organisation=organisation, team=team, cycle=cycle, native=native)

    if path.suffix.lower() == ".xlsm":
        _write_xlsm(path, write)
    else:
        write(path)
    say(f"made {file}: open it, the first sheet says what to do")


def _new_in_google(
    what: Literal["okrs", "skills"],
    target: Wanted,
    tables: Tables,
    native: bool,
    as_of: Day | None,
) -> None:
    """Make a spreadsheet in a folder, or fill one that is there."""
    from ..sheets_templates.google import GoogleBook
    from ..sheets_templates.google_requests import UNFINISHED, batches
    from ..sheets_templates.new import draw_new
    from ..sync.google import create

    def draw(first_id: int = 1) -> GoogleBook:
        book = GoogleBook(first_id, native)
        draw_new(what, book, tables, target.title, day_of(as_of), live=as_of is None)
        return book

    def requests(target: create.Target, drop: int | None) -> list[list[dict[str, Any]]]:
        return batches(draw(target.free_id), target.locale, target.unfinished, target.stale_names, drop)

    sketch = draw()
    template = create.Template([sheet.name for sheet in sketch.sheets], sketch.names.keys(), UNFINISHED, requests)
    with google_session("push" if target.id else "new") as (session, _):
        id = target.id or create.create(session, target.title, target.folder)
        title = create.fill(session, id, template, is_new=not target.id)
    click.echo(f"google:{id}")
    say(f"made {title}: open https://docs.google.com/spreadsheets/d/{id}/edit, the first sheet says what to do")


def _write_xlsm(path: Path, write: Callable[[Path], None]) -> None:
    """The same workbook with the functions inside it."""
    import tempfile

    from ..addin.hosts.excel.addin import write_xlsm

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"{path.stem}.xlsx"
        write(plain)
        write_xlsm(plain, path)
