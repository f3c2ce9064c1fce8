"""The SQL of the store: the functions of the sheets as macros, and the evaluation as views, in the files of `sql/`.

The same statements are registered in the history file, for other clients of DuckDB, and run as temporary ones by
okrsheets itself, so that a history written by an older version is evaluated by the rules of this one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, fields
from functools import cache
from importlib import resources

from ...core.evidence import EvidenceRules

# The current rows (current_rows.py) come after the day.
FILES = ("macros", "day", "okrs", "beside", "skills", "evidence")

_CREATE = "CREATE OR REPLACE "


@cache
def statements(name: str) -> tuple[str, ...]:
    """Return the statements of a file of `sql/`, without its comments.

    >>> statements("macros")[0].split("(")[0]
    'CREATE OR REPLACE MACRO okr_finite'
    """
    text = (resources.files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
    return tuple(statement.strip() for statement in code.split(";") if statement.strip())


def skill_statements(by_evidence: bool) -> tuple[str, ...]:
    """Return the statements that evaluate skills: plainly, or by the rules of evidence.

    >>> len(skill_statements(by_evidence=True)) > len(skill_statements(by_evidence=False)) == len(statements("skills"))
    True
    """
    if not by_evidence:
        return statements("skills")
    chosen = {view_name(statement): statement for statement in statements("evidence")}
    others = [statement for statement in statements("skills") if view_name(statement) not in chosen]
    return (*statements("evidence"), *others)


def rules_query(rules: EvidenceRules) -> str:
    """Return the query for the one row of `skill_rules`.

    >>> rules_query(EvidenceRules()).startswith("SELECT NULL::DOUBLE AS half_life")
    True
    """
    values = zip(fields(rules), astuple(rules))
    return "SELECT " + ", ".join(
        f"{value}::BOOLEAN AS {name.name}" if isinstance(value, bool)
        else f"{'NULL' if value is None else repr(float(value))}::DOUBLE AS {name.name}"
        for name, value in values
    )  # fmt: skip


def rules_view(by_evidence: bool) -> tuple[str, ...]:
    """Return the statement that shows the rules of evidence to other clients, where some are chosen.

    >>> rules_view(by_evidence=False)
    ()
    """
    return ("CREATE OR REPLACE VIEW skill_rules AS SELECT * FROM evidence_rules",) if by_evidence else ()


def view_name(statement: str) -> str:
    """Return the name of the view that a statement makes.

    >>> view_name("CREATE OR REPLACE VIEW day AS SELECT 1")
    'day'
    """
    return statement.split()[4]


def digest(views: Iterable[str] = ()) -> str:
    """Return a text that is another one when a statement is; `views` are those that are in no file.

    >>> len(digest())
    64
    """
    parts = [*(part for name in FILES for part in statements(name)), *views]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def as_temporary(statement: str) -> str:
    """Return a statement that makes the same macro for this connection only, and of a view a table with its rows.

    >>> as_temporary("CREATE OR REPLACE VIEW day AS SELECT 1"), as_temporary("CREATE OR REPLACE MACRO one() AS 1")
    ('CREATE OR REPLACE TEMP TABLE day AS SELECT 1', 'CREATE OR REPLACE TEMP MACRO one() AS 1')
    """
    return statement.replace(f"{_CREATE}VIEW", f"{_CREATE}TEMP TABLE").replace(
        f"{_CREATE}MACRO", f"{_CREATE}TEMP MACRO"
    )
