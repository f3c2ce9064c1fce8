"""`okrsheets addin …`: the functions on their way into a spreadsheet program."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import EXIT_PROBLEMS

HOSTS = ("libreoffice", "excel", "lite")
host_argument = click.argument("host", type=click.Choice(HOSTS))


@click.group()
def addin() -> None:
    """Put the functions into LibreOffice, Excel on Windows, or xlwings Lite.

    \b
    libreoffice  one .oxt file; LibreOffice 24.8 or newer
    excel        one .xlam file; Excel on Windows with Python
    lite         a folder for xlwings Lite: Excel on Windows, macOS and the web

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
    made = _build(host, Path(out))
    click.echo(f"made {made}", err=True)


def _build(host: str, folder: Path) -> Path:
    if host == "libreoffice":
        from .hosts import libreoffice

        return libreoffice.build(folder)
    if host == "excel":
        from .hosts import excel

        return excel.build(folder)
    from .hosts import lite

    return lite.build(folder / "okrsheets-lite")


@addin.command()
@click.argument("host", type=click.Choice(HOSTS[:2]))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing (excel).")
def install(host: str, dry_run: bool) -> None:
    """Put the add-in where the program finds it.

    \b
    Example: okrsheets addin install libreoffice
    """
    if host == "libreoffice":
        _install_libreoffice()
        return
    from .hosts import excel_install

    for step in excel_install.install(excel_install.places(), dry_run):
        click.echo(f"{'would write' if dry_run else 'wrote'} {step}", err=True)


def _install_libreoffice() -> None:
    import tempfile

    from .hosts import libreoffice

    with tempfile.TemporaryDirectory() as folder:
        before = libreoffice.copies()
        libreoffice.install(libreoffice.build(Path(folder)))
    click.echo(libreoffice.installed(before, libreoffice.copies()), err=True)
    click.echo("start LibreOffice and type =OKR_PROGRESS(20;50;35)", err=True)


@addin.command()
@click.argument("host", default="excel", type=click.Choice(("excel",)))
def doctor(host: str) -> None:
    """Look for what usually keeps Excel from computing the functions; exit code 4 when something does.

    \b
    Example: okrsheets addin doctor
    """
    from .hosts.excel_doctor import doctor as look

    findings = look()
    for finding in findings:
        click.echo(str(finding))
    if any(not finding.fine for finding in findings):
        raise SystemExit(EXIT_PROBLEMS)
