"""`okrsheets google …`: signing in, and the account to share spreadsheets with."""

from __future__ import annotations

from pathlib import Path

import click

from ..sync.config import FILE
from ..sync.google import require
from ..sync.google.scopes import WORK
from .google_session import access_of
from .shell import say, show

PERMISSIONS_PAGE = "https://myaccount.google.com/permissions"


@click.group()
def google() -> None:
    """Sign in to Google, or show the account to share spreadsheets with.

    \b
    login    sign in as yourself in the browser
    whoami   show the address to share spreadsheets and folders with
    logout   end the sign-in

    Without a sign-in okrsheets uses a service account: the file that GOOGLE_APPLICATION_CREDENTIALS names, or
    `credentials` under [google] in okrsheets.toml. docs/google.md has the steps.

    \b
    Example: okrsheets google login --client client_secret.json
             okrsheets google whoami
    """


@google.command()
@click.option(
    "--client", metavar="FILE", type=click.Path(), help="The file of your desktop OAuth client; needed the first time."
)
@click.option(
    "--for",
    "work",
    multiple=True,
    type=click.Choice(tuple(WORK)),
    default=("sync",),
    show_default="sync",
    help="What okrsheets may do: read (sync), write into spreadsheets (push), create spreadsheets (new), install the "
    "script (addin). May be repeated.",
)
@click.option("--no-browser", is_flag=True, help="Print the address to open instead of opening the browser.")
def login(client: str | None, work: tuple[str, ...], no_browser: bool) -> None:
    """Sign in as yourself.

    Google asks in the browser; the permission is kept in a file that only you can read.

    \b
    Example: okrsheets google login --client client_secret.json --for push
             okrsheets google login --for new --for addin --no-browser
    """
    require()
    from ..sync.google.login import login as sign_in

    scopes = [scope for name in work for scope in WORK[name]]
    sign_in_result = sign_in(Path(client) if client else None, scopes, not no_browser)
    account = f" as {sign_in_result.account}" if sign_in_result.account else ""
    say(f"signed in{account}; kept in {sign_in_result.file}")


@google.command()
def logout() -> None:
    """End the sign-in, on this computer and at Google.

    \b
    Example: okrsheets google logout
    """
    require()
    from ..sync.google.login import logout as sign_out

    was_signed_in, revoked = sign_out()
    if not was_signed_in:
        say("you were not signed in")
    elif revoked:
        say("signed out; Google has revoked the permission")
    else:
        say(f"signed out here, but Google was not reached: revoke the permission at {PERMISSIONS_PAGE}")


@google.command()
def whoami() -> None:
    """Show the address to share spreadsheets and folders with, so that okrsheets can read them.

    \b
    Example: okrsheets google whoami
    """
    require()
    from ..sync.google.auth import identity
    from ..sync.google.login import account_of

    account = identity((), access_of(Path(FILE)).credentials)
    show(account.who.address or account_of(account.credentials) or "(Google does not show this account's address)")
    say(f"{'you' if account.who.kind == 'user' else account.who.kind}, from {account.origin}")
