"""`okrsheets google …`: signing in, and with whom to share a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def google() -> None:
    """Sign in to Google, and see with whom to share a spreadsheet.

    \b
    login    sign in as yourself in the browser
    whoami   the address with which to share spreadsheets and folders
    logout   forget the sign-in

    Without a sign-in a service account is used: GOOGLE_APPLICATION_CREDENTIALS, or `credentials` in [google] of
    okrsheets.toml. docs/google.md has the steps.

    \b
    Example: okrsheets google whoami
    """


@google.command()
@click.option("--client", metavar="FILE", type=click.Path(), help="The file of your desktop OAuth client; once.")
@click.option(
    "--for",
    "work",
    multiple=True,
    type=click.Choice(("sync", "push", "new", "addin")),
    default=("sync",),
    show_default="sync",
    help="What okrsheets may do for you: read; write into spreadsheets; make new ones; install the script.",
)
@click.option("--no-browser", is_flag=True, help="Print the address to open in place of opening it.")
def login(client: str | None, work: tuple[str, ...], no_browser: bool) -> None:
    """Sign in as yourself: the browser asks, and the permission is kept in a file that only you can read.

    \b
    Example: okrsheets google login --client client_secret.json --for push
    """
    from ..sync.google import require

    require()
    from ..sync.google.login import login as sign_in
    from ..sync.google.scopes import WORK

    scopes = [scope for each in work for scope in WORK[each]]
    done = sign_in(Path(client) if client else None, scopes, not no_browser)
    click.echo(f"signed in{f' as {done.account}' if done.account else ''}; kept in {done.file}", err=True)


@google.command()
def logout() -> None:
    """Forget the sign-in, here and at Google.

    \b
    Example: okrsheets google logout
    """
    from ..sync.google import require

    require()
    from ..sync.google.login import logout as sign_out

    there, ended = sign_out()
    if not there:
        click.echo("you were not signed in", err=True)
    elif ended:
        click.echo("signed out; Google has ended the permission", err=True)
    else:
        page = "https://myaccount.google.com/permissions"
        click.echo(f"signed out here; Google could not be told: end the permission at {page}", err=True)


@google.command()
def whoami() -> None:
    """Print the address with which to share spreadsheets and folders, so that okrsheets can read them.

    \b
    Example: okrsheets google whoami
    """
    from ..sync.google import require

    require()
    from ..sync.config import FILE, load
    from ..sync.google.auth import identity
    from ..sync.google.connection import Access
    from ..sync.google.login import account_of

    here = Path(FILE)
    access = load(here).google if here.is_file() else Access()
    found = identity((), access.credentials)
    address = found.who.address or account_of(found.credentials)
    click.echo(address or "(Google does not tell the address of this account)")
    click.echo(f"{'you' if found.who.kind == 'user' else found.who.kind}, from {found.origin}", err=True)
