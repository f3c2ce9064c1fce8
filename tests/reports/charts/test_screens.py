"""Charts in a browser: no text leaves its picture, whatever its letters, and no picture leaves the screen."""

from __future__ import annotations

import dataclasses
import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from chart_samples import BARS, CONFIDENCE, COUNTS, PICTURES, RESOLUTION, tree

from okrsheets.reports import charts
from okrsheets.reports.formats import html as render
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.charts import Picture, TreeChart

pytestmark = pytest.mark.slow

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=5000", "--enable-logging=stderr",
)  # fmt: skip
LABELS = (
    "WWWWMMMM" * 30,
    "Größe und Länge der Wartezeit " * 9,
    "שלום עולם " * 20,
    "漢字かな" * 40,
    "\U0001f469\u200d\U0001f4bb " * 40,
)
MEASURE = """
addEventListener('load', () => {
  const said = [];
  const page = document.getElementById('page').contentDocument;
  for (const svg of page.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        said.push(`${svg.getAttribute('class')}: ${text.textContent.slice(0, 30)}`);
    }
  }
  const count = page.querySelectorAll('svg text').length;
  document.title = `wide ${page.documentElement.scrollWidth} of ${page.documentElement.clientWidth}, ` +
    `${count > 100 ? 'many' : 'few'} texts, outside: ${said.join('; ')}.`;
});
"""


def long_labels() -> list[Picture]:
    """The samples again, with labels of broad letters, and of those that run right to left."""
    nodes = tree(12).nodes
    return [
        dataclasses.replace(RESOLUTION, title=LABELS[0], axis=((0.0, LABELS[3]), (1.0, LABELS[2]))),
        *(dataclasses.replace(RESOLUTION, today=time, today_label=LABELS[1]) for time in (0.0, 0.2, 0.8, 1.0)),
        dataclasses.replace(CONFIDENCE, title=LABELS[2], from_day=LABELS[1], to_day=LABELS[1]),
        TreeChart("t", tuple(
            dataclasses.replace(node, label=LABELS[at % 5], id=LABELS[(at + 1) % 5][:12], team=LABELS[(at + 2) % 5])
            for at, node in enumerate(nodes)
        ), "s"),
    ]  # fmt: skip


def shown() -> str:
    """A page with every chart on it."""
    page = charts.ChartPage(load_language("en"))
    style = (render.TEMPLATES / "page.css").read_text("utf-8")
    bars = "".join([*map(page.bullet, BARS), page.stack(COUNTS)])
    figures = "".join(
        f'<figure class="picture {picture.kind}">{page.draw(picture)}</figure>'
        for picture in (*PICTURES.values(), *long_labels())
    )
    body = f'<main class="end">{bars}<div class="pictures">{figures}</div></main>'
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_text_leaves_its_picture_and_no_picture_the_screen(tmp_path: Path, width: int, direction: str) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: `sh tests/system_packages.sh` as root installs it")
    page = shown().replace("<html ", f'<html dir="{direction}" ')
    frame = f'<iframe id="page" width="{width}" height="900" srcdoc="{html.escape(page)}"></iframe>'
    file = tmp_path / "frame.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><script>{MEASURE}</script>{frame}", "utf-8")
    command = [chromium, *CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    (said,) = re.findall(r"<title>(wide .*?)</title>", done.stdout)
    wide, room = map(int, re.findall(r"\d+", said)[:2])
    assert wide == room, said
    assert said.endswith("many texts, outside: ."), said
    assert "CONSOLE" not in done.stderr
