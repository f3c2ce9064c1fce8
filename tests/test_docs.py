"""Pages that are made from the code are as the code is."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, meta

from okrsheets.addin.catalogue import functions
from okrsheets.addin.functions_page import page
from okrsheets.cli import main
from okrsheets.reports.formats import template_context
from okrsheets.reports.formats.html import TEMPLATES

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


def test_every_page_of_a_host_has_a_picture_and_every_picture_is_small_and_shown() -> None:
    pages = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "hosts").glob("*.md")}
    assert not [name for name, text in pages.items() if "../pictures/" not in text]
    everywhere = "".join([*pages.values(), *(path.read_text("utf-8") for path in ROOT.glob("*.md"))])
    for picture in (ROOT / "docs" / "pictures").glob("*.png"):
        assert picture.name in everywhere
        assert picture.stat().st_size < 200_000


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_page_of_what_templates_can_use_is_up_to_date() -> None:
    assert (ROOT / "docs" / "report-context.md").read_text("utf-8").rstrip("\n") == template_context.page().rstrip("\n")


def test_the_page_names_everything_that_a_template_is_given() -> None:
    used: set[str] = set()
    environment = Environment()
    environment.filters.update(dict.fromkeys(template_context.FILTERS, str))
    for path in TEMPLATES.rglob("*.j2"):
        used |= meta.find_undeclared_variables(environment.parse(path.read_text("utf-8")))
    named = set(template_context.VARIABLES) | {"script_hash", "loop"}
    assert used <= named, used - named
