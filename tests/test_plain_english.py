"""No private word of ours comes back in a text that people read.

To add texts, write a function that yields (where, text) pairs and add it to `GROUPS`. To forbid a phrase, add it to
`PLAIN` with what to write instead.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from jinja2 import Environment, nodes

from okrsheets.cli import main
from okrsheets.core import alignment_problems, schema
from okrsheets.reports.i18n import catalogue

ROOT = Path(__file__).resolve().parent.parent
Texts = Iterator[tuple[str, str]]

# A private phrase as a pattern (whole words, in any case), and what to write instead.
PLAIN = {
    r"stands? (?:at|in|beside|above|below|there|here|still|for itself|alone|next to)": "is in, is; the figure alone",
    r"where (?:it|we|they|this|everything|things|the \w+) (?:all )?stands?": "status; sources (of a figure)",
    r"hangs? (?:loose|on nobody)|hanging loose|loose ends?": "no parent objective; missing or incorrect parent",
    r"what (?:is|hangs) loose": "problem; objectives without a parent",
    r"serves? (?:an?|no|it|its|itself|another|other|whom)|who serves|that (?:it|they) serves?": "contributes to, supports, parent",
    r"counts? in (?:it|no mean)": "counts towards the score; excluded from averages",
    r"pass(?:ed|es) over": "skipped, ignored",
    r"(?:is|are|be|not) told|told (?:by|from|apart)|tells? (?:what|it|them|one) ": "recognised by; reported; cannot be detected",
    r"said (?:so|twice)|is to be said": "name the subject: the message says",
    r"hangs? (?:on|from|below)": "linked to; contributes to; below",
    r"made (?:anew|again)|anew|computed anew": "again",
    r"mend(?:s|ed)?": "correct, fix, repair",
    r"nobody in": "not in",
    r"(?:by|with) (?:its|their|the same|other) words|the words of an?": "text, wording",
    r"begins? anew|goes? for": "again; applies to",
    r"worth (?:a|its) (?:note|look)": "reported as a note",
    r"known here|nobody's": "recognised; unassigned, no owner",
    r"only to know": "info",
    r"(?:nobody|no one) (?:has )?look(?:s|ed)|looked at lately|one look at": "check-in overdue",
    r"(?:person|people) (?:\w+ ){0,5}(?:is|are) missing|(?:person|people) missing": "shortfall: 2 people",
    r"(?:could|can) step in": "backup coverage",
    r"who is closest": "nearest candidates",
    r"as (?:far as )?it should(?: be)?|where it should be": "expected; target met",
    r"met on paper": "Do these key results prove the objective?",
    r"decides over": "measured by one key result only",
    r"mean (?:score|level|gap)s?|(?:in|of) the mean": "average",
    r"(?:do|does|did) otherwise|room to write": "do differently; retrospective notes",
    r"look back on": "retrospective",
    r"board's page": "executive summary",
    r"for everybody": "organisation-wide",
    r"worked (?:case|example)s?": "examples",
    r"native edition": "formula-only workbook",
    r"points? short": "points below target",
    r"(?:do|does) not fit together": "can't be calculated",
    r"(?<!there )is no (?:date|number|day|table|objective|image|colour|file|folder|workbook|percentage|level|quarter|share)|(?:this|it) is no": "isn't a …; 'x' isn't a recognised date",
    r"none of its words": "isn't a valid value",
    r"is not said": "say what is missing and how to give it",
    r"longest silence": "longest overdue first",
    r"answers for (?:it|them)|somebody else answers for": "is accountable for",
    r"the way of the data": "how it works",
    r"from (?:1|one) (?:\w+s) to": "Target met: 1 → 4 developers",
}
PATTERN = re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in PLAIN), re.IGNORECASE)


def messages() -> Texts:
    """Every message of the reports, in English."""
    for message, files in catalogue.messages().items():
        yield from ((files[0], text) for text in message)


def templates() -> Texts:
    """What the templates of pages say beside the messages."""
    for path in sorted(catalogue.HOME.glob("templates/**/*.j2")):
        for output in Environment().parse(path.read_text("utf-8")).find_all(nodes.TemplateData):
            yield path.name, re.sub(r"<[^>]*>", " ", output.data)


def golden_pages() -> Texts:
    """Whole pages, with the texts of an example."""
    for path in sorted((ROOT / "tests" / "golden").glob("*.md")):
        yield path.name, path.read_text("utf-8")
    for path in sorted((ROOT / "tests" / "golden" / "charts").glob("*.svg")):
        yield path.name, html.unescape(re.sub(r"<[^>]*>", " ", path.read_text("utf-8")))


def advice() -> Texts:
    """What the evaluation finds in the tree of objectives, and what to do about it."""
    yield from (*alignment_problems.FINDINGS.items(), *alignment_problems.ADVICE.items())


def headings() -> Texts:
    """The headings of sheets."""
    for table in schema.TABLES:
        yield from ((table.name, column.heading) for column in table.columns)


def notes() -> Texts:
    """The notes on headings, which are also the hints of messages, and the lines below the titles of sheets."""
    for table in schema.TABLES:
        yield table.name, table.help
        yield from ((f"{table.name}.{column.field}", column.help) for column in table.columns)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below one, by its name as typed."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            child = command.get_command(context, below)
            assert child is not None
            yield from commands(child, f"{name} {below}")


def command_help() -> Texts:
    """The help of every command, with the names and the help of its options."""
    for name, command in commands(main, "okrsheets"):
        yield name, re.sub(r"\s+", " ", command.get_help(click.Context(command, info_name=name)))


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module with their lines, without docstrings; what is filled in later is an ellipsis."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        body = node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else []
        skipped |= {id(item.value) for item in body if isinstance(item, ast.Expr)}
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(value) for value in node.values}
            pieces = [value.value if isinstance(value, ast.Constant) else "…" for value in node.values]
            yield node.lineno, "".join(map(str, pieces))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def program_texts() -> Texts:
    """Every text in the code: problems with their hints, errors, questions of the menu, texts of workbooks."""
    for folder in ("core", "sync", "commands", "addin", "sheets_templates", "reports"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, text in literals(ast.parse(path.read_text("utf-8"))):
                if " " in text and not SQL.match(text):
                    yield f"{path.relative_to(ROOT)}:{line}", text


def script_texts() -> Texts:
    """Every text in the JavaScript of the menu and functions in Google Sheets, and in the VBA of the add-in."""
    for path in sorted((ROOT / "addin").rglob("*.js")):
        code = re.sub(r"^\s*(?://|/\*|\*).*|\s// .*", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for texts in re.findall(r"'((?:\\.|[^'\\\n])*)'|\"([^\"\n]*)\"|`([^`]*)`", code):
            yield path.name, "".join(texts)
    for path in sorted((ROOT / "addin").rglob("*.bas")):
        yield from ((path.name, text) for text in re.findall(r"\"([^\"\n]* [^\"\n]*)\"", path.read_text("utf-8")))


def documents() -> Texts:
    """The Markdown documents, without their code."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md"), *ROOT.glob("addin/**/*.md")]
    for path in sorted(pages):
        text = re.sub(r"```.*?```|`[^`\n]*`", " ", path.read_text("utf-8"), flags=re.DOTALL)
        yield str(path.relative_to(ROOT)), text


SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|CREATE|DELETE|FROM|WHERE|AND|ANTI JOIN| JOIN)\b")

GROUPS: dict[str, Callable[[], Texts]] = {
    "messages": messages,
    "templates": templates,
    "golden pages": golden_pages,
    "advice": advice,
    "headings": headings,
    "notes": notes,
    "help": command_help,
    "program": program_texts,
    "script": script_texts,
    "documents": documents,
}


@pytest.mark.parametrize("group", GROUPS)
def test_what_people_read_has_no_private_words(group: str) -> None:
    texts = list(GROUPS[group]())
    assert texts
    assert not [f"{where}: {_context(match)}" for where, text in texts for match in PATTERN.finditer(text)]


def _context(match: re.Match[str]) -> str:
    start, end = max(0, match.start() - 40), match.end() + 40
    return f"'{match[0]}' in '{' '.join(match.string[start:end].split())}'"


@pytest.mark.parametrize(
    "text",
    [
        "It stands at 89%.", "Where the figures stand", "What hangs loose", "serves itself in a circle", "nobody's",
        "1 person with the skills it needs is missing", "Who could step in", "closed 5 points short", "Mean level",
        "date is no date", "Who is closest is told by role", "not told from each other",
    ],
)  # fmt: skip
def test_private_words_are_found(text: str) -> None:
    assert PATTERN.search(text)


@pytest.mark.parametrize(
    "text", ["standard deviation", "server", "they mean well", "a look-up", "meaning", "Show source cells"]
)
def test_plain_words_are_not_taken_for_private_ones(text: str) -> None:
    assert not PATTERN.search(text)
