"""128 texts, each typed into every free column of every table and read back from every format and every command.

python -m tests.support.hostile_texts             all of them, in HTML, Markdown, PDF, Word, Excel and slides
python -m tests.support.hostile_texts --first 5   a quick look
"""

from __future__ import annotations

import argparse
import html
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile_reports import HOSTILE, spoilt, texts
from hostile_terminal import OBEYED, printed
from markdown_it import MarkdownIt
from read_formats import READ
from report_cases import pages, report_data_of

from okrsheets.core.errors import Location, Problem
from okrsheets.core.model import Workbook
from okrsheets.reports.formats.files import FORMATS, write_report

CONTROLS = [f"a{chr(code)}b" for code in (*range(32), *range(0x7F, 0xA0))]
SIGNS = ["\u202aa", "\u202ba", "\u202ea", "\u2066a\u2069", "\u2068a", "\ufeffa", "\u200ba", "\u2028a", "\u2029a", "\ufffe", "\U0001f469\u200d\U0001f680", "e\u0301" * 9, "שלום", "漢字", "\u0e01\u0e33"]  # fmt: skip
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://a.example\")", "\t=1", "=IMPORTXML(1,2)", "'=1", "#REF!", "#NAME?"]  # fmt: skip
LINKS = ["http://a.example", "javascript:alert(1)", "//a.example/x", "\\\\a.example\\x", "file:///etc/passwd", "data:text/html,<b>", "mailto:a@a.example", "[a](javascript:b)", "<http://a.example>", "![a](http://a.example/x.png)"]  # fmt: skip
MARKUP = ["<b>a</b>", "<!--", "]]>", "<![CDATA[a]]>", "&lt;a&gt;", "&#0;", "<?xml?>", "<a:t>", "<w:p/>", "{{a}}", "{%a%}", "{a}", "%(a)s", "${a}", "#let a = 1", "$ a $", "`a`", "| a | b |", "* a", "# a", "---", "1. a", "_x0041_", "\\n", "\\", "\"'", "a\r\nb", "HYPERLINK \"a\"", "{ PAGE }", "&P&A&\"Arial\"1"]  # fmt: skip
LEADS = re.compile(r"""(?i)href=["']?\s*(javascript|data|file|//|\\\\)""")  # where no link of ours leads
_UNSEEN = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff\x00-\x1f\x7f-\x9f\ufffd\ufffe]|_x[0-9A-F]{4}_"
)
_MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
PAGES: dict[str, Callable[[str], str]] = {"html": str, "md": _MARKDOWN.render}  # what a browser is given of each


def all_texts() -> list[str]:
    """Return the texts, those of the other tests first."""
    return [*(text for name, text in HOSTILE.items() if name != "long"), *CONTROLS, *SIGNS, *FORMULAS, *LINKS, *MARKUP]


def failures(text: str, folder: Path) -> Iterator[str]:
    """Write every kind of report of a hostile organisation in every format, and yield what does not come back."""
    problem = Problem(Location(text, text, "F14"), text, text)
    data = report_data_of(spoilt(text), organisation=text, problems=[problem], workbooks=[Workbook(text, 46203, text)])
    found = {page.report.audience: page.report for page in reversed(list(pages(data)))}
    for audience, report in found.items():
        for name in ("html", "md", "pdf", "docx", "xlsx", "pptx"):
            if audience not in FORMATS[name].audiences:
                continue
            (path,) = write_report(folder / audience, {name: FORMATS[name]}, report)
            page = path.read_text("utf-8") if name in PAGES else ""
            shown = _seen(_read(PAGES[name](page)) if name in PAGES else READ[name](path))
            missing = [each for each in texts(report) if _seen(each) not in shown] if name != "pptx" else []
            if name == "pdf":  # what runs from right to left, or is set letter by letter, comes back in another order
                missing = [each for each in missing if Counter(_seen(each)) - Counter(shown)]
            if missing:
                yield f"{audience} {name}: a text is missing"
            if page and LEADS.search(PAGES[name](page)):
                yield f"{audience} {name}: a link leads somewhere"


def terminal_failures(text: str, folder: Path) -> Iterator[str]:
    """Run the commands on a sheet with a text in it, and yield those that print what a terminal obeys."""
    for asked, ran in printed(folder, text):
        if OBEYED.search(ran.stdout + ran.stderr) or ran.exit_code not in (0, 1, 3, 4):
            yield f"{asked[0]} in the terminal"


def _read(page: str) -> str:
    """What a browser shows of a page."""
    return html.unescape(re.sub(r"(?s)<(style|script).*?</\1>|<[^>]*>", "", page))


def _seen(text: str) -> str:
    """The letters of a text without what is not seen."""
    return _UNSEEN.sub("", text)


def main() -> None:
    """Print what failed, and how many texts were tried."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--first", type=int, default=None)
    chosen = all_texts()[: options.parse_args().first]
    began, wrong = time.perf_counter(), 0
    for text in chosen:
        with tempfile.TemporaryDirectory() as folder:
            for failure in (*failures(text, Path(folder)), *terminal_failures(text, Path(folder) / "sheets")):
                wrong += 1
                print(f"{text!r}: {failure}", flush=True)
    print(
        f"{len(chosen)} texts in every free column, 6 formats, every reader, and in the terminal: {wrong} wrong, {time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
