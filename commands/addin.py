"""`okrsheets addin …`: the functions in a spreadsheet program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from ..addin.hosts.excel import addin as excel
from ..addin.hosts.excel import install as excel_install
from ..addin.hosts.excel.doctor import doctor as diagnose_excel
from ..addin.hosts.google import install as google_install
from ..addin.hosts.google import script as google
from ..addin.hosts.libreoffice import addin as libreoffice
from ..addin.hosts.libreoffice import install as libreoffice_install
from ..addin.hosts.lite import build as lite
from ..core.errors import EXIT_PROBLEMS, UsageError
from .google_session import google_scripts
from .shell import say, show

BUILDERS: dict[str, Callable[[Path], Path]] = {
    "libreoffice": libreoffice.build,
    "excel": excel.build,
    "lite": lambda folder: lite.build(folder / "okrsheets-lite"),
    "google": lambda folder: google.build(folder / "okrsheets-google"),
}


@click.group()
def addin() -> None:
    """Install the functions in LibreOffice, Excel, xlwings Lite or Google Sheets.

    \b
    libreoffice  one .oxt file; LibreOffice 24.8 or newer
    excel        one .xlam file; Excel on Windows with Python
    lite         a folder for xlwings Lite: Excel on Windows, macOS and the web
    google       a folder with a script for Google Sheets

    \b
    Example: okrsheets addin install libreoffice
    """


@addin.command()
@click.argument("host", type=click.Choice(tuple(BUILDERS)))
@click.option(
    "--out", metavar="DIR", default=".", show_default=True, type=click.Path(), help="The folder to write into."
)
def build(host: str, out: str) -> None:
    """Write the add-in's files without installing them.

    \b
    Example: okrsheets addin build libreoffice --out addins
    """
    say(f"wrote {BUILDERS[host](Path(out))}")


@addin.command()
@click.argument("host", type=click.Choice(("libreoffice", "excel", "google")))
@click.argument("spreadsheet", required=False)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing (excel, google).")
@click.option("--script", metavar="ID", default="", help="A script of yours that the spreadsheet already has (google).")
@click.option("--all-users", is_flag=True, help="For every user of this computer, as an administrator (libreoffice).")
def install(host: str, spreadsheet: str | None, dry_run: bool, script: str, all_users: bool) -> None:
    """Install the add-in for you, where the program finds it.

    For google, SPREADSHEET is the spreadsheet to install it in: its ID, the part of its address after /d/, or the whole
    address.

    \b
    Example: okrsheets addin install libreoffice
             okrsheets addin install excel --dry-run
             okrsheets addin install google 1AbcDefGhiJkl
    """
    if (host == "google") != bool(spreadsheet):
        what = "name the spreadsheet to install it in" if host == "google" else f"{host} takes no spreadsheet"
        raise UsageError(what, "okrsheets addin install google ID, with the part of its address after /d/")
    if host == "libreoffice":
        _install_libreoffice(all_users)
    elif spreadsheet:
        id, call, memory = google_scripts(spreadsheet)
        for line in google_install.install(call, id, google_install.Memory(memory), script, dry_run):
            say(line)
    else:
        for step in excel_install.install(excel_install.places(), dry_run):
            say(f"{'would write' if dry_run else 'wrote'} {step}")


def _install_libreoffice(all_users: bool) -> None:
    before = libreoffice_install.copies()
    with tempfile.TemporaryDirectory() as folder:
        libreoffice_install.install(libreoffice.build(Path(folder)), all_users=all_users)
    for line in libreoffice_install.installed(before, libreoffice_install.copies(), all_users):
        say(line)
    say("start LibreOffice and type =OKR_PROGRESS(20;50;35) into a cell")


@addin.command()
@click.argument("host", type=click.Choice(("libreoffice", "excel")))
@click.option("--all-users", is_flag=True, help="What was installed for every user, as an administrator (libreoffice).")
def uninstall(host: str, all_users: bool) -> None:
    """Remove what `okrsheets addin install` wrote.

    Workbooks keep their formulas. Close the program first: it keeps the add-in's files open.

    \b
    Example: okrsheets addin uninstall libreoffice
             okrsheets addin uninstall excel
    """
    if host == "libreoffice":
        version = libreoffice_install.uninstall(all_users=all_users)
        say(libreoffice_install.uninstalled(version, all_users))
        return
    paths = excel_install.uninstall(excel_install.places())
    for path in paths:
        say(f"removed {path}")
    if not paths:
        say("nothing to remove: the add-in is not installed")


@addin.command()
@click.argument("host", default="excel", type=click.Choice(("excel",)))
def doctor(host: str) -> None:
    """Look for the usual reasons why Excel does not calculate the functions.

    Exit code 4 when there is one.

    \b
    Example: okrsheets addin doctor
    """
    findings = diagnose_excel()
    for finding in findings:
        show(*str(finding).split("\n"))
    if any(not finding.fine for finding in findings):
        raise SystemExit(EXIT_PROBLEMS)
