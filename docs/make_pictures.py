"""Make the pictures of the README from the real programs: a sheet in LibreOffice, the review in Chromium."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent / "pictures"
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
)
UPPER_PART = ("-x", "50", "-y", "80", "-W", "1654", "-H", "640")  # of an A4 page on its side, in pixels


def main() -> None:
    """Write docs/pictures/*.png."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _run("okrsheets", "demo", "--out", str(place / "demo"))
        _review(place)
        _sheet(place, place / "demo" / "shop" / "Support OKRs.xlsx", "Key results", "key-results")
        _sheet(place, place / "demo" / "shop" / "Skill matrix.xlsx", "Matrix", "matrix")


def _review(place: Path) -> None:
    page = place / "demo" / "okrsheets-out" / "review.html"
    _run(
        "chromium",
        *CHROMIUM,
        f"--user-data-dir={place / 'chromium'}",
        "--window-size=1180,1240",
        f"--screenshot={HERE / 'review.png'}",
        page.as_uri(),
    )


def _sheet(place: Path, book: Path, title: str, name: str) -> None:
    """The page of the PDF that has the sheet's title at its foot, without the empty rows below."""
    profile = f"-env:UserInstallation=file://{place / 'profile'}"
    _run("soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(place), str(book))
    pdf = place / f"{book.stem}.pdf"
    pages = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    number = next(at for at, text in enumerate(pages, start=1) if text.strip().startswith(title))
    page = ("-png", "-r", "150", "-f", str(number), "-l", str(number), "-singlefile", *UPPER_PART)
    _run("pdftoppm", *page, str(pdf), str(HERE / name))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
