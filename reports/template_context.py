"""Writes docs/report-context.md: what a user's own template can use, from the values themselves.

python -m okrsheets.reports.template_context > docs/report-context.md
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Iterable
from pathlib import Path

from . import build
from .formats.html import TEMPLATES
from .formats.templates import LARGEST, SECONDS
from .model import charts as pictures
from .model import figure as figures
from .model import report

HEAD = """# What a report's template can use

Made by `python -m okrsheets.reports.template_context`; a test keeps it as the code is.

`okrsheets report --template DIR` looks for templates in your folder first, in ours after that. The templates are
[Jinja](https://jinja.palletsprojects.com/)'s. A file of yours takes the place of ours with the same name; it may inherit from ours, which
stands under `okrsheets/…` as well:

```jinja
{# DIR/page.html.j2 #}
{% extends "okrsheets/page.html.j2" %}
{% block top %}<h1>Acme: {{ report.title }}</h1>{% endblock %}
```

Everything printed is escaped. Templates run in a sandbox: they see the values below and nothing else, open no file, and are stopped
after SECONDS seconds or LARGEST letters a page. A mistake is told with the file, the line and what is wrong.
"""

VARIABLES = {
    "report": "the report, a `Report` as below",
    "section": "in a section's template: the `Section`",
    "block": "in a block's template: the block, of the kind that the file is named for",
    "notes": "`notes.number(figure)` gives a figure its note (0 for none), `notes.all` lists them: number, cells, how many more",
    "say": "`say('Owner')` is a message in the reader's language; with places: `say('As of {day}', day=report.day)`",
    "bullet": "`bullet(bar)` draws a `Bar`",
    "stack": "`stack(counts)` draws a list of `StatusCount`",
    "draw": "`draw(picture)` draws any picture",
    "style": "our style sheet",
    "script": "our script; `script_hash` names it in a content security policy",
    "statuses": "the product's words for a status",
    "indent": "in Markdown: `indent(depth)` is the space before a nested list",
}
FILTERS = {
    "slug": "a status as a class name: `on-track`",
    "page": "the address of another page of the pack, with the suffix of the format",
    "css": "a text as a string of a style sheet",
}


def page() -> str:
    """Return the page."""
    head = HEAD.replace("SECONDS", f"{SECONDS:g}").replace("LARGEST", f"{LARGEST:,}")
    parts = [head, "## Files\n", *_files(), "\n## Names\n", *_listed(VARIABLES), "\nFilters:\n", *_listed(FILTERS)]
    parts += ["\n## Sections\n", *_sections(), "\n## Values\n"]
    parts += [piece for kind in _classes() for piece in _described(kind)]
    return "\n".join(parts)


def _files() -> Iterable[str]:
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.j2"))
    yield "`page` is the whole; it includes `sections/ID` where you have one for a section, else `section`, which includes"
    yield "`blocks/KIND` for each block. `.html.j2` makes pages (and PDF), `.md.j2` Markdown.\n"
    yield ", ".join(f"`{name}`" for name in names) + "\n"


def _listed(names: dict[str, str]) -> Iterable[str]:
    return (f"- `{name}`: {help}" for name, help in names.items())


def _sections() -> Iterable[str]:
    yield "A section is there only when it has something to say; `report.section(ID)` gives one, or none.\n"
    yield "| id | for | what it says |\n| --- | --- | --- |"
    readers: dict[tuple[str, str], list[str]] = {}
    for audience, makers in build.SECTIONS.items():
        for id, make in makers.items():
            said = _first_line(make).removeprefix("Return ").rstrip(".")
            readers.setdefault((id, said), []).append(audience)
    yield from (f"| `{id}` | {', '.join(audiences)} | {said} |" for (id, said), audiences in readers.items())
    yield "\nTables, for `report.table(NAME)`: " + ", ".join(f"`{name}`" for name in _tables())


def _tables() -> list[str]:
    """The names of all tables, as the sections' source gives them."""
    found = set()
    for path in (Path(__file__).parent / "sections").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("TableBlock", "_table"):
                found |= {arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)}
    return sorted(str(name) for name in found)


def _classes() -> list[type]:
    """The values from the outside in: the report, its blocks and cells, its pictures."""
    found = [kind for module in (report, figures, pictures) for kind in vars(module).values() if _is_own(kind, module)]
    found.sort(key=lambda kind: kind is not report.Report)
    return found


def _is_own(kind: object, module: object) -> bool:
    return (
        inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == getattr(module, "__name__", "")
    )


def _described(kind: type) -> Iterable[str]:
    yield f"### {kind.__name__}\n"
    yield " ".join((inspect.getdoc(kind) or "").split()) + "\n"
    for each in dataclasses.fields(kind):
        yield f"- `{each.name}`: {_type(each.type)}"
    for name, member in vars(kind).items():
        if not name.startswith("_") and inspect.isfunction(member):
            given = ", ".join(list(inspect.signature(member).parameters)[1:])
            yield f"- `{name}({given})`: {_first_line(member)}"
    yield ""


def _type(annotation: object) -> str:
    return str(annotation).replace("ClassVar", "").replace("|", "or")


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0]


if __name__ == "__main__":
    print(page(), end="")
