"""The colours of charts: each differs from the others in lightness too, so that they hold in grey and for every eye.

`tests/reports/charts/test_palette.py` computes the contrast with the page, the lightness, and what colour-blind readers see.
The page's style sheet uses the same colours.
"""

from __future__ import annotations

INK, SOFT, LINE, TINT, PAPER = "#1b2430", "#55606d", "#dde3e9", "#f5f7f9", "#ffffff"
EDGE = "#76828f"  # thin lines that must be seen: the plan, today, the edge of what is empty

STATUS = {"achieved": "#0b3050", "on track": "#1a7f6c", "at risk": "#ca8400", "off track": "#962615"}
LOOKS_LIKE = {"partly": "at risk", "missed": "off track"}  # after the last day: the same colour and sign, another word
NOTHING = LINE  # the filling of every other status; it has an edge

HEAT = ("#eef4f5", "#d3e4e7", "#aecfd5", "#7fb2bb", "#2c6e7b", "#14505c")  # levels 0 to 5
HEAT_INK = (INK, INK, INK, INK, PAPER, PAPER)

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"


def slug(status: str) -> str:
    """Return the class name of a status, by which a page colours it.

    >>> slug("on track"), slug("missed")
    ('on-track', 'off-track')
    """
    return LOOKS_LIKE.get(status, status).replace(" ", "-")


def filling(status: str) -> str:
    """Return the colour of a status.

    >>> filling("at risk"), filling("no data")
    ('#ca8400', '#dde3e9')
    """
    return STATUS.get(LOOKS_LIKE.get(status, status), NOTHING)


def edge(status: str) -> str:
    """Return the colour of the edge of a status: its own, or a grey that is seen around an empty shape.

    >>> edge("at risk"), edge("abandoned")
    ('#ca8400', '#76828f')
    """
    return STATUS.get(LOOKS_LIKE.get(status, status), EDGE)
