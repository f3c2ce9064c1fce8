"""Make the pictures of the docs from the real programs: sheets and windows of LibreOffice, the review in Chromium."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from okrsheets.core.cells import needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.okrs import write_okrs
from tests.support.libreoffice import Office, bare, python_with_uno

HERE = Path(__file__).parent / "pictures"
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
)
OKRSHEETS = str(Path(sys.executable).with_name("okrsheets"))
CLIENT = Path(__file__).parent / "pictures_client.py"
UPPER_PART = ("-x", "50", "-y", "80", "-W", "1654", "-H", "640")  # of an A4 page on its side, in pixels


def main() -> None:
    """Write docs/pictures/*.png."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _run(OKRSHEETS, "demo", "--out", str(place / "demo"))
        _windows(place)
        _reviews(place)
        _sheet(place, place / "demo" / "shop" / "Support OKRs.xlsx", "Key results", "key-results")
        _sheet(place, place / "demo" / "shop" / "Skill matrix.xlsx", "Matrix", "matrix")


def _reviews(place: Path) -> None:
    made = place / "demo" / "okrsheets-out"
    _run(OKRSHEETS, "report", str(place / "demo"), "--all", "--format", "html")
    pack = next(made.glob("*/2026-06-30"))
    for name, page, height in (
        ("review", made / "review.html", 600),
        ("person", next(pack.glob("people/priya-raman*/review.html")), 1240),
        ("skills", pack / "skills.html", 900),
    ):
        _run(
            "chromium",
            *CHROMIUM,
            f"--user-data-dir={place / 'chromium'}",
            f"--window-size=1180,{height}",
            f"--screenshot={HERE / f'{name}.png'}",
            page.as_uri(),
        )


def _sheet(place: Path, book: Path, title: str, name: str) -> None:
    """The page of the PDF that has the sheet's title at its foot, without the empty rows below."""
    profile = f"-env:UserInstallation=file://{place / 'plain'}"  # without the add-in, as a reader has it
    _run("soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(place), str(book))
    pdf = place / f"{book.stem}.pdf"
    pages = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    number = next(at for at, text in enumerate(pages, start=1) if text.strip().startswith(title))
    page = ("-png", "-r", "150", "-f", str(number), "-l", str(number), "-singlefile", *UPPER_PART)
    _run("pdftoppm", *page, str(pdf), str(HERE / name))


def _windows(place: Path) -> None:
    """LibreOffice with the add-in, drawing its windows into memory."""
    office = Office(place)
    books = []
    for native in (False, True):
        books.append(place / ("Support OKRs native.xlsx" if native else "Support OKRs.xlsx"))
        write_okrs(books[-1], worked.load("shop")["support"], needed_day("2026-05-20"), functions=not native)
    pipe = f"okrpictures{os.getpid()}"
    command = ["soffice", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", *office.options]
    unseen = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(command, env=unseen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        try:
            client = [python_with_uno() or "python3", str(CLIENT), pipe, *map(str, books), str(place)]
            subprocess.run(client, check=True, env=bare(), timeout=300)
            program.wait(30)
        finally:
            program.terminate()
    for bitmap in place.glob("*.bmp"):
        (HERE / f"{bitmap.stem}.png").write_bytes(_png(bitmap.read_bytes()))


def _png(bitmap: bytes) -> bytes:
    """A Windows bitmap of 24 bits a point, from its last line up, as a PNG."""
    begin, (width, height) = struct.unpack_from("<I", bitmap, 10)[0], struct.unpack_from("<ii", bitmap, 18)
    line = (width * 3 + 3) // 4 * 4
    lines = []
    for at in range(height - 1, -1, -1):
        blue_first = bitmap[begin + at * line :][: width * 3]
        points = bytearray(width * 3)
        points[0::3], points[1::3], points[2::3] = blue_first[2::3], blue_first[1::3], blue_first[0::3]
        lines.append(b"\0" + bytes(points))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    made = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
