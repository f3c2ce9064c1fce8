"""Sections of `okrsheets.toml` that are about the outside world: the user's mail server, and files of other systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SmtpAccount:
    """The user's own mail server, for reminders; the password is never kept in a file.

    `security` is 'tls' (from the first byte), 'starttls', or 'none', which is for a server on the same computer.
    """

    host: str = ""
    port: int = 587
    user: str = ""
    sender: str = ""
    security: str = "starttls"


@dataclass(frozen=True)
class ImportSettings:
    """What `[import]` says: the folder of learning reports, mapping files, and the user's own table of courses.

    Paths count from the folder of the settings file.
    """

    learning: str = ""
    mappings: Sequence[str] = ()
    course_skills: str = ""
