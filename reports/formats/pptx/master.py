"""The presentation that slides are added to: a plain one of our own, or the company's template without its slides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Inches

from ....core.errors import UsageError
from .look import colour

WIDE, HIGH = Inches(13.333), Inches(7.5)
MARGIN, TOP, TITLE_HIGH, FOOT = Inches(0.6), Inches(0.4), Inches(1.0), Inches(0.55)
TITLE_SIZE = 26
COVER, TITLE_ONLY = "Title Slide", "Title Only"  # the layouts of python-pptx's own presentation that are kept
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


@dataclass(frozen=True)
class Area:
    """A rectangle on a slide, in the units of the format (914,400 an inch)."""

    left: int
    top: int
    width: int
    height: int


class Master:
    """A presentation without slides, with the layout that has a title and nothing else, and the area below that title."""

    def __init__(self, template: Path | None, brand: str) -> None:
        self.presentation = _own(brand) if template is None else _from_template(template)
        self.layout = _title_only(self.presentation, template)
        title = next(shape for shape in self.layout.placeholders if shape.placeholder_format.type in TITLES)
        width, height = int(self.presentation.slide_width), int(self.presentation.slide_height)
        below = int(title.top + title.height)
        if below > height * 0.45:  # a title in the middle of a slide is no title above something
            below = int(height * 0.22)
        self.title = Area(int(title.left), int(title.top), int(title.width), int(title.height))
        self.body = Area(int(title.left), below, int(title.width), int(height - below - FOOT * height / HIGH))
        self.foot = Area(int(title.left), int(self.body.top + self.body.height), int(title.width), int(0.3 * FOOT))
        self.scale = min(width / WIDE, height / HIGH)


def _own(brand: str) -> Any:
    """Our plain wide presentation: a title in the brand's colour on white."""
    made = pptx.Presentation()
    made.slide_width, made.slide_height = WIDE, HIGH
    for layout in list(made.slide_layouts):
        if layout.name not in (COVER, TITLE_ONLY):
            made.slide_layouts.remove(layout)
    for place in (made.slide_master, *made.slide_layouts):
        for shape in list(place.placeholders):
            if shape.placeholder_format.type in TITLES:
                shape.left, shape.top = MARGIN, TOP
                shape.width, shape.height = Emu(WIDE - 2 * MARGIN), TITLE_HIGH
            elif place is not made.slide_master:
                shape._element.getparent().remove(shape._element)
            else:
                shape.left, shape.width = MARGIN, Emu(WIDE - 2 * MARGIN)
                if shape.top > HIGH // 2:
                    shape.top = Emu(HIGH - FOOT)
    _title_style(made.slide_master, brand)
    return made


def _title_style(master: Any, brand: str) -> None:
    """Titles are left-aligned, bold and in the brand's colour."""
    styles = master._element.find(".//{*}txStyles/{*}titleStyle/{*}lvl1pPr")
    styles.set("algn", "l")
    look = styles.find("{*}defRPr")
    look.set("sz", str(TITLE_SIZE * 100))
    look.set("b", "1")
    fill = look.find("{*}solidFill")
    if fill is not None:
        look.remove(fill)
    look.insert(0, colour(brand))
    for shape in master.placeholders:
        if shape.placeholder_format.type in TITLES:
            shape.text_frame.vertical_anchor = 4  # at the bottom, beside what it introduces


def _from_template(template: Path) -> Any:
    """A company's presentation without its slides."""
    try:
        made = pptx.Presentation(str(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError):
        raise UsageError(
            f"{template} is not a presentation that can be used", "save it as .pptx in PowerPoint or Impress"
        ) from None
    slides = made.slides._sldIdLst
    for slide in list(slides):
        made.part.drop_rel(slide.rId)
        slides.remove(slide)
    return made


def _title_only(presentation: Any, template: Path | None) -> Any:
    """The layout with a title and the least beside it, as PowerPoint's `Title Only` has."""
    fitting = []
    for layout in presentation.slide_layouts:
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        if PP_PLACEHOLDER.TITLE in kinds:
            beside = [
                kind
                for kind in kinds
                if kind not in (*TITLES, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
            ]
            fitting.append((len(beside), layout))
    if not fitting:
        raise UsageError(f"{template} has no layout with a title", "add one, such as `Title Only` in PowerPoint")
    return min(fitting, key=lambda pair: pair[0])[1]
