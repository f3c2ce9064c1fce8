"""Collects every message that readers see into `locale/okrsheets.pot`, and makes catalogues of the translations.

    python -m okrsheets.reports.i18n.catalogue     after a change of words: okrsheets.pot, every .po with what is new, every .mo

In Python a message is the text given to `say`, `many`, `marked` or `truncate` (see `KEYWORDS`); in a template the text given
to `say` or `many`. The workbooks' messages are also the helps of the tables and columns.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from babel.messages import Catalog, mofile, pofile
from jinja2 import Environment, nodes

from ...core import quality_rules, schema
from ...sheets_templates import key_results, ratings, settings
from .language import DOMAIN, LOCALES

HOME = Path(__file__).parents[1]
WORKBOOKS = HOME.parent / "sheets_templates"
KEYWORDS = {"say": (0,), "marked": (0,), "many": (0, 1), "truncate": (3, 4)}  # where the message and its plural stand
UNDATED = datetime(2026, 1, 1, tzinfo=timezone.utc)  # the same words give the same bytes on any day

Message = tuple[str, ...]  # one text, or singular and plural


def messages() -> dict[Message, list[str]]:
    """Return every message with the files that say it, in the order of the files."""
    files: dict[Message, list[str]] = {}
    for path in sorted([*HOME.rglob("*.py"), *HOME.rglob("*.j2"), *WORKBOOKS.rglob("*.py")]):
        name = path.relative_to(HOME if path.is_relative_to(HOME) else HOME.parent).as_posix()
        source = path.read_text("utf-8")
        for message in _of_python(source) if path.suffix == ".py" else _of_template(source):
            names = files.setdefault(message, [])
            if name not in names:
                names.append(name)
    for name, helps in _helps().items():
        for text in helps:
            files.setdefault((text,), [name])
    return files


def _helps() -> dict[str, list[str]]:
    """What tables and columns say about themselves, by the file that declares them."""
    tables = [text for table in schema.TABLES for text in (table.help, *(column.help for column in table.columns))]
    columns = [*key_results.HELPERS, *ratings.COLUMNS, settings.TODAY]
    rules = [
        text for rule in quality_rules.RULES for text in (rule.title, rule.finding, rule.why, rule.improve, rule.source)
    ]
    rules += quality_rules.MISSING.values()
    return {
        "core/quality_rules.py": rules,
        "core/schema.py": tables,
        "sheets_templates/helpers": [column.help for column in columns],
    }


def _of_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            arguments = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield from _message(name, arguments)


def _of_template(source: str) -> Iterator[Message]:
    for call in Environment().parse(source).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else getattr(call.node, "attr", "")
        yield from _message(name, [getattr(arg, "value", None) for arg in call.args])


def _message(name: str, arguments: Sequence[object]) -> Iterator[Message]:
    places = KEYWORDS.get(name, ())
    texts = tuple(arguments[place] for place in places if place < len(arguments))
    if places and len(texts) == len(places) and all(isinstance(text, str) for text in texts):
        yield tuple(str(text) for text in texts)


def template() -> Catalog:
    """Return the catalogue of all messages, without translations."""
    catalogue = Catalog(
        domain=DOMAIN, project="okrsheets", version="reports", charset="utf-8", creation_date=UNDATED,
        revision_date=UNDATED, header_comment="# The words of okrsheets' reports.",
    )  # fmt: skip
    for message, names in messages().items():
        entry = catalogue.add(message[0] if len(message) == 1 else message, locations=[(name, 0) for name in names])
        entry.flags.discard("python-format")  # a % is a percentage: places are written in braces
    return catalogue


def translated(language: str) -> Catalog:
    """Return the translations into a language as they stand in its file, brought up to date with the messages."""
    path = po_path(language)
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=language, domain=DOMAIN)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = UNDATED
    return catalogue


def po_path(language: str) -> Path:
    """Return where the translations into a language are kept."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as a .po file."""
    file = io.BytesIO()
    pofile.write_po(file, catalogue, width=116, sort_output=True, include_lineno=False)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as the .mo file that is read at run time."""
    file = io.BytesIO()
    mofile.write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    """Write the catalogue of messages, and for every language its translations, in both forms."""
    (LOCALES / f"{DOMAIN}.pot").write_bytes(as_po(template()))
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalogue = translated(path.parent.parent.name)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))


if __name__ == "__main__":
    main()
