"""Pages that are made from the code are as the code is."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from jinja2 import Environment, meta

from okrsheets.addin.catalogue import functions
from okrsheets.addin.functions_page import page
from okrsheets.cli import main
from okrsheets.core import schema
from okrsheets.reports import template_context
from okrsheets.reports.formats.html import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])


def test_the_page_of_functions_is_up_to_date() -> None:
    assert (ROOT / "docs" / "functions.md").read_text("utf-8").rstrip("\n") == page().rstrip("\n")


def test_the_page_has_every_function_with_every_argument() -> None:
    text = page()
    for function in functions():
        assert f"### {function.name}\n" in text
        for argument in function.arguments:
            assert f"| {argument.shown} | " in text


def test_every_test_that_the_page_about_reliability_names_exists() -> None:
    named = re.findall(r"`(tests/[^`:]+\.py)(?:::(\w+))?`", (ROOT / "docs" / "reliability.md").read_text("utf-8"))
    assert len(named) > 20
    for file, name in named:
        assert not name or f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{file}::{name}"


def test_every_command_that_the_readme_names_exists() -> None:
    code = re.findall(r"```\w+\n(.*?)```|`([^`\n]+)`", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    named = {name for pair in code for text in pair for name in re.findall(r"\bokrsheets ([a-z]+)\b", text)}
    assert {"demo", "sync", "report"} <= named <= set(main.list_commands(click.Context(main)))


def test_every_page_of_a_host_has_a_picture_and_every_picture_is_small_and_shown() -> None:
    pages = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "hosts").glob("*.md")}
    assert not [name for name, text in pages.items() if "../pictures/" not in text]
    everywhere = "".join(
        [*pages.values(), *(path.read_text("utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))]
    )
    for picture in (ROOT / "docs" / "pictures").glob("*.png"):
        assert picture.name in everywhere
        assert picture.stat().st_size < 200_000


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in DOCUMENTS:
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


CODE_REFERENCE = re.compile(r"`((?:core|addin|sync|reports|commands|sheets_templates|tests|docs|benchmarks)/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_of_the_code_that_a_document_names_exists(document: Path) -> None:
    named = CODE_REFERENCE.findall(document.read_text("utf-8"))
    assert not [name for name in named if "/fr/" not in name and not (ROOT / name).exists()]


DEFINED_IN = re.compile(
    r"`([A-Za-z_]\w*)`(?: \| | in | \()`((?:core|addin|sync|reports|commands|sheets_templates)/[\w/]+\.py)`"
)


def test_every_name_that_a_document_finds_in_a_file_is_defined_there() -> None:
    named = [(path.name, *pair) for path in DOCUMENTS for pair in DEFINED_IN.findall(path.read_text("utf-8"))]
    assert len(named) > 25
    wrong = []
    for document, name, file in named:
        definition = rf"^\s*(?:def {name}\(|class {name}\b|{name}\b.* = )"
        if not re.search(definition, (ROOT / file).read_text("utf-8"), re.MULTILINE):
            wrong.append(f"{document}: {name} in {file}")
    assert not wrong


@pytest.mark.parametrize(
    "module", re.findall(r"python -m ((?:okrsheets|tests)\.[\w.]+)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
)
def test_every_module_that_contributors_are_asked_to_run_exists(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


def test_every_class_that_contributors_are_told_of_is_in_the_code() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    names = set(re.findall(r"`([A-Z][a-z]+[A-Za-z]*)`", text))
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("core", "addin", "sync", "reports", "tests")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert not [name for name in names if not re.search(rf"^\s*(?:class )?{name}\b", code, re.MULTILINE)]


def test_the_page_of_the_domain_lists_the_tables_and_columns_of_the_schema() -> None:
    text = (ROOT / "docs" / "domain.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([\w -]+) \| (.+) \|$", text.split("## 6. Tables")[1].split("## 7.")[0], re.MULTILINE))
    for table in schema.TABLES:
        listed = [
            name.strip()
            for part in rows[table.name].replace("\\*", "*").split("computed:")
            for name in part.strip(" ;").split(",")
        ]
        levels = [column.name for column in table.inputs if column.name.startswith("level ")]
        columns = [column.name + "*" * column.required for column in table.inputs if column.name not in levels]
        columns += ["level 1 to level 5"] * bool(levels) + [column.name for column in table.columns if column.computed]
        assert listed == columns


def test_decisions_are_numbered_without_holes() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    assert all(path.read_text("utf-8").startswith(f"# {number}. ") for number, path in enumerate(files, 1))


def readme_commands() -> list[str]:
    """Return the commands of the README in their order, but those that need pip, Google or another program."""
    text = (ROOT / "README.md").read_text("utf-8").split("## 1. ")[1].split("## Google Sheets")[0]
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    return [line for line in lines if line.startswith("okrsheets ") and "google:" not in line and "pdf" not in line]


@pytest.mark.slow
def test_the_commands_of_the_readme_run_as_typed_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = ["okrsheets demo", *readme_commands()]
    assert len(typed) > 10
    for command in typed:
        done = CliRunner().invoke(main, shlex.split(command, comments=True)[1:])
        assert done.exit_code == 0, (command, done.output)


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150
