"""The colours of charts hold against the page, in grey, and for eyes that see fewer colours; the page uses the same."""

from __future__ import annotations

import math
import re
from itertools import combinations, pairwise

import pytest

from okrsheets.reports import charts
from okrsheets.reports.charts import palette
from okrsheets.reports.formats import html as render

# Linear light as people without one kind of cone see it: Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
STATUSES = {**palette.STATUS, "no data": palette.NOTHING}
Light = tuple[float, float, float]


def linear(color: str) -> Light:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(light: Light) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it: 1 to 21."""
    low, high = sorted(luminance(linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(light: Light) -> Light:
    """CIELAB under daylight: lightness 0 to 100, and two axes of colour."""
    red, green, blue = light
    parts = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        luminance(light),
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(color: str, sight: str) -> Light:
    light = linear(color)
    red, green, blue = (
        min(1.0, max(0.0, sum(share * part for share, part in zip(row, light)))) for row in SIGHT[sight]
    )
    return lab((red, green, blue))


def test_white_and_black_are_as_far_apart_as_they_can_be() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert lab(linear("#ffffff"))[0] == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("color", [*palette.STATUS.values(), palette.EDGE, palette.INK, palette.HEAT[4]])
def test_a_mark_stands_out_from_the_page_and_from_a_tinted_line(color: str) -> None:
    assert contrast(color, palette.PAPER) >= 3
    assert contrast(color, palette.TINT) >= 2.85  # beside the words that say the same


@pytest.mark.parametrize("color", [palette.INK, palette.SOFT])
def test_words_can_be_read_on_the_page(color: str) -> None:
    assert min(contrast(color, ground) for ground in (palette.PAPER, palette.TINT)) >= 4.5


@pytest.mark.parametrize("step", range(6))
def test_a_level_can_be_read_on_its_step(step: int) -> None:
    assert contrast(palette.HEAT[step], palette.HEAT_INK[step]) >= 4.5


def test_statuses_differ_in_grey_whichever_stand_beside_each_other() -> None:
    for one, other in combinations(STATUSES.values(), 2):
        assert abs(lab(linear(one))[0] - lab(linear(other))[0]) >= 12


def test_each_step_of_the_map_is_darker_than_the_one_before() -> None:
    lightness = [lab(linear(color))[0] for color in palette.HEAT]
    assert all(before - after >= 5 for before, after in pairwise(lightness))


@pytest.mark.parametrize("sight", SIGHT)
def test_statuses_differ_for_every_eye(sight: str) -> None:
    for one, other in combinations(STATUSES.values(), 2):
        assert math.dist(seen(one, sight), seen(other, sight)) >= 25
    for one, other in pairwise(palette.HEAT):
        assert math.dist(seen(one, sight), seen(other, sight)) >= 5


def test_the_page_uses_the_colours_of_the_charts() -> None:
    style = (render.TEMPLATES / "page.css").read_text("utf-8")
    for status, color in palette.STATUS.items():
        assert re.findall(rf"--{charts.slug(status)}: (#\w+)", style) == [color]
    assert [re.findall(rf"\.h{step} {{ background: (#\w+)", style) for step in range(6)] == [
        [color] for color in palette.HEAT
    ]
