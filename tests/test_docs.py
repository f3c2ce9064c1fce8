"""Pages that are made from the code are as the code is."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, meta

from okrsheets.addin.catalogue import functions
from okrsheets.addin.page import page
from okrsheets.cli import main
from okrsheets.reports import context
from okrsheets.reports.render import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_of_functions_is_up_to_date() -> None:
    assert (ROOT / "docs" / "functions.md").read_text("utf-8").rstrip("\n") == page().rstrip("\n")


def test_the_page_has_every_function_with_every_argument() -> None:
    text = page()
    for function in functions():
        assert f"### {function.name}\n" in text
        for argument in function.arguments:
            assert f"| {argument.shown} | " in text


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"okrsheets ([a-z]+)\b", (ROOT / "README.md").read_text("utf-8")))
    assert named - {"does", "stays", "adds", "is"} <= set(main.commands)


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_page_of_what_templates_can_use_is_up_to_date() -> None:
    assert (ROOT / "docs" / "report-context.md").read_text("utf-8").rstrip("\n") == context.page().rstrip("\n")


def test_the_page_names_everything_that_a_template_is_given() -> None:
    used: set[str] = set()
    environment = Environment()
    environment.filters.update(dict.fromkeys(context.FILTERS, str))
    for path in TEMPLATES.rglob("*.j2"):
        used |= meta.find_undeclared_variables(environment.parse(path.read_text("utf-8")))
    named = set(context.VARIABLES) | {"script_hash", "loop"}
    assert used <= named, used - named
