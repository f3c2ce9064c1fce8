"""`okrsheets addin …`: the functions on their way into a spreadsheet program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..core.errors import EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from ..addin.hosts.google.install import Call

HOSTS = ("libreoffice", "excel", "lite", "google")
# The id of a spreadsheet, requests to Google as the user, and the file that remembers scripts: brought by who opens sessions.
GoogleScripts = Callable[[str], "tuple[str, Call, Path]"]
host_argument = click.argument("host", type=click.Choice(HOSTS))


@click.group()
def addin() -> None:
    """Put the functions into LibreOffice, Excel on Windows, xlwings Lite, or Google Sheets.

    \b
    libreoffice  one .oxt file; LibreOffice 24.8 or newer
    excel        one .xlam file; Excel on Windows with Python
    lite         a folder for xlwings Lite: Excel on Windows, macOS and the web
    google       a folder with a script for Google Sheets

    \b
    Example: okrsheets addin install libreoffice
    """


@addin.command()
@host_argument
@click.option("--out", metavar="DIR", default=".", show_default=True, type=click.Path(), help="Where to write it.")
def build(host: str, out: str) -> None:
    """Write the add-in's files and install nothing.

    \b
    Example: okrsheets addin build libreoffice --out addins
    """
    path = _build(host, Path(out))
    click.echo(f"wrote {path}", err=True)


def _build(host: str, folder: Path) -> Path:
    if host == "libreoffice":
        from ..addin.hosts.libreoffice import addin as libreoffice

        return libreoffice.build(folder)
    if host == "excel":
        from ..addin.hosts.excel import addin as excel

        return excel.build(folder)
    if host == "google":
        from ..addin.hosts.google import script as google

        return google.build(folder / "okrsheets-google")
    from ..addin.hosts.lite import build as lite

    return lite.build(folder / "okrsheets-lite")


@addin.command()
@click.argument("host", type=click.Choice(("libreoffice", "excel", "google")))
@click.argument("spreadsheet", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing (excel, google).")
@click.option("--script", metavar="ID", default="", help="A script of yours that the spreadsheet has already (google).")
@click.option("--all-users", is_flag=True, help="For every user of this computer, as an administrator (libreoffice).")
@click.pass_obj
def install(
    google: GoogleScripts, host: str, spreadsheet: str | None, dry_run: bool, script: str, all_users: bool
) -> None:
    """Install the add-in for you; for Google into a SPREADSHEET, by its id or address.

    \b
    Example: okrsheets addin install libreoffice
    Example: okrsheets addin install google 1AbcDefGhiJkl
    """
    if (host == "google") != bool(spreadsheet):
        what = "which spreadsheet?" if host == "google" else f"{host} takes no spreadsheet"
        raise UsageError(what, "okrsheets addin install google ID, with the part of its address after /d/")
    if host == "libreoffice":
        _install_libreoffice(all_users)
        return
    if spreadsheet:
        from ..addin.hosts.google import install as google_install

        id, call, memory = google(spreadsheet)
        for line in google_install.install(call, id, google_install.Memory(memory), script, dry_run):
            click.echo(line, err=True)
        return
    from ..addin.hosts.excel import install as excel_install

    for step in excel_install.install(excel_install.places(), dry_run):
        click.echo(f"{'would write' if dry_run else 'wrote'} {step}", err=True)


def _install_libreoffice(all_users: bool) -> None:
    import tempfile

    from ..addin.hosts.libreoffice import addin as libreoffice
    from ..addin.hosts.libreoffice import install as libreoffice_install

    with tempfile.TemporaryDirectory() as folder:
        before = libreoffice_install.copies()
        libreoffice_install.install(libreoffice.build(Path(folder)), all_users=all_users)
    for line in libreoffice_install.installed(before, libreoffice_install.copies(), all_users):
        click.echo(line, err=True)
    click.echo("start LibreOffice and type =OKR_PROGRESS(20;50;35)", err=True)


@addin.command()
@click.argument("host", type=click.Choice(("libreoffice", "excel")))
@click.option("--all-users", is_flag=True, help="What was installed for every user, as an administrator (libreoffice).")
def uninstall(host: str, all_users: bool) -> None:
    """Remove what `install` wrote; a second time there is nothing to remove. Workbooks keep their formulas.

    \b
    Example: okrsheets addin uninstall libreoffice
    Example: okrsheets addin uninstall excel
    """
    if host == "libreoffice":
        from ..addin.hosts.libreoffice import install as libreoffice_install

        version = libreoffice_install.uninstall(all_users=all_users)
        click.echo(libreoffice_install.uninstalled(version, all_users), err=True)
        return
    from ..addin.hosts.excel import install as excel_install

    for path in (paths := excel_install.uninstall(excel_install.places())):
        click.echo(f"removed {path}", err=True)
    if not paths:
        click.echo("nothing to remove: the add-in is not installed", err=True)


@addin.command()
@click.argument("host", default="excel", type=click.Choice(("excel",)))
def doctor(host: str) -> None:
    """Look for what usually keeps Excel from computing the functions; exit code 4 when something does.

    \b
    Example: okrsheets addin doctor
    """
    from ..addin.hosts.excel.doctor import doctor as look

    findings = look()
    for finding in findings:
        click.echo(str(finding))
    if any(not finding.fine for finding in findings):
        raise SystemExit(EXIT_PROBLEMS)
