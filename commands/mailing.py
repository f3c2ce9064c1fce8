"""Sends messages by the user's own mail server."""

from __future__ import annotations

import ipaddress
import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TypeVar

from ..core.errors import OkrError, SettingsError
from ..sync.settings import SmtpAccount

PASSWORD = "OKRSHEETS_SMTP_PASSWORD"  # the environment variable
SECONDS = 30  # to wait for the server

Key = TypeVar("Key")


def checked_account(account: SmtpAccount) -> SmtpAccount:
    """Return an account that can be used; `SettingsError` says what is missing or would send a password unprotected."""
    example = 'write [smtp] with host = "smtp.example.com", port = 587 and user = "you@example.com" into okrsheets.toml'
    if not account.host:
        raise SettingsError("there is no mail server to send with", example)
    if "@" not in account.sender or not account.sender.isascii() or not account.sender.isprintable():
        raise SettingsError("there is no address to send from", 'write from = "you@example.com" under [smtp]')
    if account.security == "none" and not _is_local(account.host):
        hint = 'write security = "starttls" or "tls"; "none" is for a server on the same computer'
        raise SettingsError(f"messages to {account.host} would be sent unencrypted", hint)
    if account.user and not os.environ.get(PASSWORD) and not _is_local(account.host):
        raise SettingsError(f"the password of {account.user} is not known", f"set the environment variable {PASSWORD}")
    return account


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def send_all(account: SmtpAccount, messages: Sequence[tuple[Key, EmailMessage]]) -> Iterator[tuple[Key, str]]:
    """Send messages one by one; yield the key of each with why it was refused, or "" when it was sent.

    `OkrError` when the server can't be reached or does not accept the account; what was sent before has been yielded.
    """
    with _connection(account) as server:
        for key, message in messages:
            try:
                server.send_message(message)
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
                yield key, _reason(error)
            else:
                yield key, ""


@contextmanager
def _connection(account: SmtpAccount) -> Iterator[smtplib.SMTP]:
    try:
        with _connected(account) as server:
            if account.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            password = os.environ.get(PASSWORD)
            if account.user and password:
                server.login(account.user, password)
            yield server
    except (smtplib.SMTPException, ssl.SSLError) as error:
        hint = f"check [smtp] in okrsheets.toml and the environment variable {PASSWORD}"
        raise OkrError(f"the mail server {account.host} does not accept this: {_reason(error)}", hint) from None
    except OSError as error:
        hint = "check host and port under [smtp] in okrsheets.toml"
        raise OkrError(f"the mail server {account.host}:{account.port} can't be reached: {error}", hint) from None


def _connected(account: SmtpAccount) -> smtplib.SMTP:
    if account.security == "tls":
        return smtplib.SMTP_SSL(account.host, account.port, timeout=SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(account.host, account.port, timeout=SECONDS)


def _reason(error: Exception) -> str:
    """What the server said, as one line; it may be anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {said.decode('utf-8', 'replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return f"{error.smtp_code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return str(error)
