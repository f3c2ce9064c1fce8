"""What people see, in the programs that they see it with: pages in Chromium, sheets in LibreOffice."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from okrsheets.cli import main
from okrsheets.commands.demo import CASES

pytestmark = pytest.mark.slow

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=5000",
)  # fmt: skip


def program(name: str) -> str:
    """The path of a program that the set-up installs as root; elsewhere one line says what is left out."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed: `sh tests/system_packages.sh` as root installs it")
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `okrsheets demo` makes."""
    folder = tmp_path_factory.mktemp("demo") / "okrsheets-demo"
    result = CliRunner().invoke(main, ["demo", "--all", "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("width", [360, 1440])
def test_the_review_fits_the_screen_without_an_error(demo: Path, tmp_path: Path, width: int) -> None:
    chromium = program("chromium")
    review = (demo / "okrsheets-out" / "review.html").read_text("utf-8")
    frame = f'<iframe id="page" width="{width}" height="800" srcdoc="{html.escape(review)}"></iframe>'
    script = (
        "<script>const said = [];"
        "addEventListener('load', () => { const page = document.getElementById('page').contentDocument.documentElement;"
        "document.title = `wide ${page.scrollWidth}`; });</script>"
    )
    page = tmp_path / "frame.html"
    page.write_text(f"<!doctype html>{script}{frame}", "utf-8")
    command = [
        chromium,
        *CHROMIUM,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--enable-logging=stderr",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert f"<title>wide {width}</title>" in done.stdout.replace(f"wide {width - 15}", f"wide {width}")
    assert "CONSOLE" not in done.stderr


def test_the_review_asks_nothing_of_the_network(demo: Path) -> None:
    review = (demo / "okrsheets-out" / "review.html").read_text("utf-8")
    for asking in ('src="http', 'href="http', "url(http", "@import", "<script src", "<link"):
        assert asking not in review


def test_every_workbook_opens_in_libreoffice_with_the_values_that_were_stored(demo: Path, tmp_path: Path) -> None:
    soffice = program("soffice")
    books = sorted(book for case in CASES for book in (demo / case).glob("*.xlsx"))
    assert len(books) == 12
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "opened"
    command = [soffice, "--headless", "--norestore", profile, "--convert-to", "ods", "--outdir", str(out)]
    some = [next(book for book in books if "Skill" in book.name), next(book for book in books if "OKRs" in book.name)]
    subprocess.run([*command, *map(str, some)], check=True, capture_output=True, timeout=180)
    for book in some:
        before, after = _sheets(book), _sheets(out / f"{book.stem}.ods")
        assert list(before) == list(after)
        for title, cells in before.items():
            texts = {text for text in cells if isinstance(text, str) and len(text) > 1}
            assert not [text for text in after[title] if isinstance(text, str) and text.startswith(("#REF", "Err:"))]
            assert texts <= {text for text in after[title] if isinstance(text, str)} | {"yes", "no"}, title


def _sheets(path: Path) -> dict[str, list[object]]:
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [cell for row in book.get_sheet_by_name(name).to_python() for cell in row] for name in book.sheet_names
    }
