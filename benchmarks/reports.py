"""What reports take: person pages against bare Jinja, the pack by format, a PDF against Typst alone, memory by pages.

.venv/bin/python -m benchmarks.reports
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from okrsheets.core.records import Records, Tables, together
from okrsheets.core.schema import TABLES
from okrsheets.reports import charts
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.formats import html as render
from okrsheets.reports.formats.files import FORMATS, Format, write_report
from okrsheets.reports.formats.pdf import BLOCKS, TEMPLATES, write_pdf
from okrsheets.reports.formats.print_data import print_data
from okrsheets.reports.formats.typesetting import pdf
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.footnotes import Footnotes
from okrsheets.reports.model.report import Brand, Report
from okrsheets.reports.pack import Pack, PackPage, full_pack

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from report_cases import report_data_of, worked_tables

PEOPLE, PAGES, ROUNDS = 1000, 40, 3
WORDS = load_language("en")
HTML = {"html": FORMATS["html"]}
OURS = {
    "person_id",
    "name",
    "manager",
    "email",
    "id",
    "objective_id",
    "parent_id",
    "key_result_id",
    "owner",
    "by",
    "rater",
}


def main() -> None:
    """Print a line for each comparison; CPU time, the best of some rounds."""
    if len(sys.argv) > 2 and sys.argv[1] == "--memory":
        return _memory(int(sys.argv[2]))
    if sys.argv[1:] == ["--pdf-alone"]:
        return _typst_alone()
    _people()
    _pack()
    _paper()
    for many in (100, 1000):
        subprocess.run([sys.executable, "-m", "benchmarks.reports", "--memory", str(many)], check=True)
    return None


def organisation(people: int) -> ReportData:
    """The worked cases so often that there are so many people, each copy with people and goals of its own."""
    tables = worked_tables()
    copies = -(-people // len(tables["people"]))
    parts = [Tables({table.name: _copy(tables[table.name], copy) for table in TABLES}) for copy in range(copies)]
    return report_data_of(
        Tables({table.name: together(table, [part[table.name] for part in parts]) for table in TABLES})
    )


def _copy(records: Records, copy: int) -> Records:
    columns = {
        field: [f"{value} {copy}" if field in OURS and value else value for value in values]
        for field, values in records.columns.items()
    }
    return Records(records.table, columns, records.rows, records.sources)


def _people() -> None:
    data = organisation(PEOPLE)
    whole = full_pack(data, WORDS, Brand())
    pack = Pack(data, WORDS, Brand(), people=list(whole.people)[:PEOPLE])
    ready = [page.report for page in pack.pages()]
    with tempfile.TemporaryDirectory() as folder:
        ours = _best(lambda: _write(Path(folder), pack))
    written = _best(lambda: [render.render_html(report) for report in ready])
    drawn = [_drawn(report) for report in ready]
    bare = _best(lambda: [_bare(report, pieces) for report, pieces in zip(ready, drawn)])
    print(f"{len(ready):,} person pages in HTML")
    print(f"  bare Jinja, from ready values and ready charts  {bare:6.2f} s")
    print(f"  from ready values, drawing the charts           {written:6.2f} s   {written / bare:.2f} x (goal 1.2)")
    print(f"  from the data of the day to files              {ours:6.2f} s   {ours / bare:.2f} x")


def _write(folder: Path, pack: Pack) -> None:
    for page in pack.pages():
        write_report(folder.joinpath(*page.stem.parts), HTML, page.report)


def _drawn(report: Report) -> list[Any]:
    """Every drawing of a page in the order in which the template asks for it."""
    page, kept = charts.ChartPage(WORDS), list[Any]()

    def keep(draw: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def kept_too(value: Any) -> Any:
            kept.append(draw(value))
            return kept[-1]

        return kept_too

    _render(report, keep(page.bullet), keep(page.stack), keep(page.draw))
    return kept


def _bare(report: Report, drawn: list[Any]) -> str:
    ready = iter(drawn)

    def take(_: Any) -> Any:
        return next(ready)

    return _render(report, take, take, take)


def _render(report: Report, bullet: Any, stack: Any, draw: Any) -> str:
    values = {"report": report, "notes": Footnotes(WORDS, report.links), "say": WORDS.say}
    template = render._environment("html", None).get_template("page.html.j2")
    return template.render({**values, "bullet": bullet, "stack": stack, "draw": draw})


def _pack() -> None:
    """The whole pack of the worked cases, format by format; once, for Typst remembers what it has set."""
    made = [page.report for page in full_pack(report_data_of(worked_tables()), WORDS, Brand()).pages()]
    whole = 0.0
    print(f"a pack of {len(made)} reports")
    with tempfile.TemporaryDirectory() as folder:
        for name, format in FORMATS.items():
            write_report(Path(folder, "first"), {name: format}, made[-1])  # what is read and imported once
            taken = _best(lambda: _write_all(Path(folder), {name: format}, made), 1)  # noqa: B023
            whole += taken
            print(f"  {name:5}{taken:8.2f} s")
    print(f"  all  {whole:8.2f} s")


def _write_all(folder: Path, formats: dict[str, Format], made: list[Report]) -> None:
    for at, report in enumerate(made):
        write_report(folder / str(at), formats, report)


def _longest() -> Report:
    pages = full_pack(report_data_of(worked_tables()), WORDS, Brand()).pages()
    return next(page.report for page in pages if _is_long(page))


def _paper() -> None:
    """The longest report of the worked cases, which is about as long as a team's of forty pages."""
    report = _longest()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        ours = _best(lambda: write_pdf(path, report), 1)
        size = path.stat().st_size
    print(f"the longest PDF ({size / 1e6:.1f} MB)\n  from the report to the file      {ours:6.2f} s", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.reports", "--pdf-alone"], check=True)


def _typst_alone() -> None:
    """In a process of its own, for Typst remembers what it has set."""
    report = _longest()
    files = {
        "main.typ": (TEMPLATES / "report.typ").read_bytes(),
        f"okrsheets/{BLOCKS}": (TEMPLATES / BLOCKS).read_bytes(),
    }
    data = print_data(report)
    print(f"  Typst alone, from ready values   {_best(lambda: pdf(files, TEMPLATES, data, report.date), 1):6.2f} s")


def _is_long(page: PackPage) -> bool:
    return page.report.audience == "organisation"


def _memory(many: int) -> None:
    """How much memory is taken to write so many person pages of one organisation, beside what is there before."""
    data = organisation(PEOPLE)
    whole = full_pack(data, WORDS, Brand())
    pack = Pack(data, WORDS, Brand(), people=list(whole.people)[:many])
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), Pack(data, WORDS, Brand(), people=list(whole.people)[:10]))  # what is kept once
        tracemalloc.start()
        _write(Path(folder), pack)
        held, peak = (size / 1e6 for size in tracemalloc.get_traced_memory())
    print(f"{len(pack):5,} person pages   {peak:5.1f} MB at most, {held:5.1f} MB held after them")


def _best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
