"""The files of a report: which formats there are, what each can hold, and how each is written whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...core.errors import Problem, UsageError
from ...core.evaluation import Evaluation
from ...core.records import Tables
from ..model.report import AUDIENCES, Audience, Report
from .file_names import SYNC_NAMES
from .whole_files import replace_all, replace_whole

CONSOLIDATED = "consolidated"  # a format of the command line beside those of reports: the workbook with every row


@dataclass(frozen=True)
class Format:
    """A format that a report can be written in: its suffix, whose reports it holds, and how one is written.

    `write` is given the path, the report, and the folder of a user's own templates, if any.
    """

    suffix: str
    audiences: tuple[Audience, ...]
    write: Callable[[Path, Report, Path | None], object]


def _html(path: Path, report: Report, templates: Path | None) -> None:
    from .html import render_html

    path.write_text(render_html(report, templates), "utf-8")


def _markdown(path: Path, report: Report, templates: Path | None) -> None:
    from .html import render_markdown

    path.write_text(render_markdown(report, templates), "utf-8")


def _pdf(path: Path, report: Report, templates: Path | None) -> None:
    from .pdf import write_pdf

    write_pdf(path, report, templates)


def _docx(path: Path, report: Report, templates: Path | None) -> None:
    from .docx import write_docx

    write_docx(path, report)


def _pptx(path: Path, report: Report, templates: Path | None) -> None:
    from .pptx import write_pptx

    write_pptx(path, report)


def _xlsx(path: Path, report: Report, templates: Path | None) -> None:
    from .xlsx import write_xlsx

    write_xlsx(path, report)


# Libraries are imported by the function that writes: who wants a page needs no library for documents.
FORMATS: Mapping[str, Format] = {
    "html": Format(".html", (*AUDIENCES, "index"), _html),
    "md": Format(".md", (*AUDIENCES, "index"), _markdown),
    "pdf": Format(".pdf", (*AUDIENCES, "index"), _pdf),
    "docx": Format(".docx", (*AUDIENCES, "index"), _docx),
    "pptx": Format(".pptx", ("organisation", "team"), _pptx),
    "xlsx": Format(".xlsx", (*AUDIENCES, "index"), _xlsx),
}


def chosen(names: Sequence[str]) -> dict[str, Format]:
    """Return formats by their names; `UsageError` for one that there is not.

    >>> list(chosen(["html"]))
    ['html']
    """
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"no format {name!r}", f"use some of: {','.join((*FORMATS, CONSOLIDATED))}")
    return {name: FORMATS[name] for name in names}


def with_slides_template(formats: Mapping[str, Format], template: Path) -> dict[str, Format]:
    """Return formats of which slides are made with a company's own presentation; `UsageError` when there is no such file."""
    if "pptx" not in formats:
        raise UsageError("--slides-template is for slides", "add pptx to --format")
    if not template.is_file():
        raise UsageError(f"there is no file {str(template)!r}", "name a .pptx file with your master and layouts")
    from .pptx import write_pptx

    def write(path: Path, report: Report, templates: Path | None) -> None:
        write_pptx(path, report, template)

    return {**formats, "pptx": replace(formats["pptx"], write=write)}


def _writer(format: Format, report: Report, templates: Path | None = None) -> Callable[[Path], object]:
    """How a report is written into a path that is still to be named."""
    return lambda path: format.write(path, report, templates)


def write_report(
    stem: Path, formats: Mapping[str, Format], report: Report, templates: Path | None = None
) -> list[Path]:
    """Write a report in some formats under one name without a suffix; return the paths of those that can hold it."""
    paths = []
    for format in formats.values():
        if report.audience in format.audiences:
            path = stem.with_name(stem.name + format.suffix)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, _writer(format, report, templates))
            paths.append(path)
    return paths


def write_consolidated_and_review(
    folder: Path,
    formats: Sequence[str],
    report: Report,
    tables: Tables,
    evaluation: Evaluation,
    problems: Sequence[Problem],
) -> list[Path]:
    """Write what a sync leaves behind: the organisation's review, and the consolidated workbook under `xlsx`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / SYNC_NAMES[format] for format in formats]
    writes: list[tuple[Path, Callable[[Path], object]]] = []
    for format, path in zip(formats, paths):
        if format == "xlsx":
            from .consolidated import write_consolidated

            writes.append((path, lambda beside: write_consolidated(beside, tables, evaluation, problems)))
        else:
            writes.append((path, _writer(FORMATS[format], report)))
    replace_all(writes)
    return paths
