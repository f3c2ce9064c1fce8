"""From a picture's values to its strokes, by its kind; and the pictures of one page, none with the ids of another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import assert_never

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import (
    Bar,
    ConfidenceChart,
    HeatChart,
    Picture,
    ProgressChart,
    SkillChart,
    Spark,
    StatusCount,
    TreeChart,
)
from .bullet import bullet
from .confidence import confidence
from .heat import heat
from .progress import progress
from .skills import skills
from .spark import spark
from .stack import stack
from .tree import tree


def pieces(picture: Picture, language: Language, name: str = "") -> list[Markup]:
    """Return a picture as SVG: a long tree or map as several, none of them longer than a printed page.

    `name` begins the ids in it, which may stand on a page once; without one it is the kind of the picture.
    """
    match picture:
        case Spark():
            return [spark(picture, language, name)]
        case ProgressChart():
            return [progress(picture, language, name)]
        case ConfidenceChart():
            return [confidence(picture, language, name)]
        case TreeChart():
            return tree(picture, language, name)
        case HeatChart():
            return heat(picture, language, name)
        case SkillChart():
            return skills(picture, language, name)
        case _:
            assert_never(picture)


def draw(picture: Picture, language: Language, name: str = "") -> Markup:
    """Return a picture as SVG, its pieces one after the other."""
    return Markup().join(pieces(picture, language, name))


class ChartPage:
    """Draws the pictures of one page, each with ids of its own: the same picture may stand on it twice."""

    def __init__(self, language: Language) -> None:
        self._language, self._number = language, count(1)

    def draw(self, picture: Picture) -> Markup:
        """Return a picture as SVG."""
        return draw(picture, self._language, f"{picture.kind}-{next(self._number)}")

    def stack(self, counts: Sequence[StatusCount]) -> Markup:
        """Return the bar of all statuses as SVG."""
        return stack(counts, self._language, f"stack-{next(self._number)}")

    def bullet(self, bar: Bar) -> Markup:
        """Return the bar of a score as SVG."""
        return bullet(bar, self._language)
