"""Pictures to draw: what golden files, screenshots and the benchmark show."""

from __future__ import annotations

import math
import random

from okrsheets.reports.model.charts import (
    Bar,
    ConfidenceChart,
    HeatCell,
    HeatChart,
    HeatLine,
    Picture,
    Point,
    ProgressChart,
    SkillBar,
    SkillChart,
    Spark,
    StatusCount,
    TreeChart,
    TreeNode,
)
from okrsheets.reports.model.figure import Figure

HOSTILE = (
    '<script>alert(1)</script> {{ 7*7 }} & "quoted" \u202eright to left\u202c \U0001f469\u200d\U0001f4bb '
    + "long " * 40
)
STATUSES = ("achieved", "on track", "at risk", "off track", "no data", "abandoned")
AXIS = ((0.0, "30 h"), (0.5, "24.5 h"), (1.0, "19 h"))
SHARES = ((0.0, "0%"), (0.5, "50%"), (1.0, "100%"))
LEVELS = ("none", "follows", "assists", "applies alone", "enables others", "sets direction")
SCALE = tuple(enumerate(LEVELS))
TEAMS = ("Support", "Marketing", "Development", "People", "Finance")
SKILLS = (
    "Conflict resolution", "Ticket prioritisation", "Agile", "Scheduling software", "Data protection", "Interviewing",
    "Budgeting", "Negotiation", "Presenting", "Project management",
)  # fmt: skip

BARS = [Bar(0.64, 0.7, "on track", "64%, 70% expected: on track"), Bar(0.2, 0.7, "off track", "20%, 70% expected"),
        Bar(1.2, 0.7, "achieved", "120%"), Bar(0.5, 0.7, "at risk", "50%"), Bar(None, None, "no data", "no data")]  # fmt: skip
COUNTS = [StatusCount(word, word, count, str(count)) for word, count in zip(STATUSES, (4, 11, 5, 3, 2))]


def progress(points: tuple[Point, ...], forecast: Point | None, status: str, title: str) -> ProgressChart:
    """A chart on an axis that all of it fits on."""
    values = [share for _, share in (*points, *((forecast,) if forecast else ()))]
    return ProgressChart(
        title, points, ((0.0, 0.0), (1.0, 1.0)), forecast, 0.7, min(0.0, *values), max(1.0, *values), status,
        "1 Apr", "30 Jun", "today", AXIS, f"{title}: from 30 h to 23 h; at this pace it ends at 88%.",
    )  # fmt: skip


def heat(lines: int = 5, skills: int = 10) -> HeatChart:
    """A map with every step, bands, gaps and empty cells."""
    dice = random.Random(5)
    return HeatChart(
        "Average level by team and skill", "Team", SKILLS[:skills],
        tuple(
            HeatLine(Figure(TEAMS[row % 5] + (f" {row // 5 + 1}" if lines > 5 else "")),
                     tuple(_cell(dice, row, column) for column in range(skills)))
            for row in range(lines)
        ),
        SCALE, "Average level by team and skill",
    )  # fmt: skip


def _cell(dice: random.Random, row: int, column: int) -> HeatCell:
    if dice.random() < 0.12:
        return HeatCell("–", None, "no one rated", gap=dice.random() < 0.5)
    step = (row + column) % 6
    text = f"{step}–{step + 1}" if dice.random() < 0.2 else f"{step + dice.random() * 0.4:.1f}"
    return HeatCell(text, step, "average level of 6 people", gap=dice.random() < 0.25)


def tree(count: int) -> TreeChart:
    """An organisation of so many objectives, four levels deep, parents before children."""
    dice = random.Random(count)
    nodes: list[TreeNode] = []
    for place in range(count):
        parent = (
            -1 if not place else 0 if place <= count // 12 + 1 else dice.randrange(max(1, place // 4), place // 2 + 1)
        )
        depth = nodes[parent].depth + 1 if parent >= 0 else 0
        status = STATUSES[dice.randrange(6)]
        nodes.append(
            TreeNode(
                dice.choice(("Settle conflicts at once", "Customer satisfaction up 20 % in every region that we serve, by "
                             "answering within the hour", "Agile in all teams", "Wait under 15 minutes")),
                f"O-{place}", parent, depth, TEAMS[place % 5] if place else "", status, status,
                "no data" if status == "no data" else f"{dice.randrange(101)}%", dice.random() < 0.8,
            )
        )  # fmt: skip
    return TreeChart(
        "Alignment of objectives", tuple(nodes), f"{count - 1} of {count} objectives have a parent objective."
    )


CURVE = tuple((n / 14, 0.9 * math.sin(n / 14 * 1.2) - 0.1 * (n % 3 == 1)) for n in range(10))
MANY = tuple((n / 1500, 0.5 + 0.6 * math.sin(n / 90) * n / 1000 - 0.3) for n in range(1000))
RESOLUTION = progress(CURVE, (1.0, 0.88), "at risk", "Resolution time, in hours")
CONFIDENCE = ConfidenceChart(
    "Confidence: Resolution time",
    tuple((n / 14, 0.5 + 0.3 * math.cos(n)) for n in range(11)),
    0.75,
    "1 Apr",
    "30 Jun",
    SHARES,
    "Confidence: from 80% on 1 Apr to 25% on 11 Jun.",
)
PICTURES: dict[str, Picture] = {
    "spark": Spark(((0.0, 0.1), (0.3, 0.2), (0.5, 0.4)), 0.6, "at risk", "3 check-ins, from 10% to 40%"),
    "progress": RESOLUTION,
    "progress below the start": progress(((0.1, 0.0), (0.4, -0.4), (0.6, 0.2)), None, "off track", "Pages without owner"),
    "progress of a thousand check-ins": progress(MANY, (1.0, 1.2), "on track", "Calls settled at once " * 5),
    "confidence": CONFIDENCE,
    "skills": SkillChart("Skills", (
        SkillBar("Conflict resolution", 3.4, 4, 2, 5, "Conflict resolution: 3.4, the role asks for 4."),
        SkillBar("Ticket prioritisation", 4.5, 3, 4, 5, "Ticket prioritisation: 4.5, the role asks for 3."),
        SkillBar("Scheduling software", None, 3, None, None, "Scheduling software: not rated, the role asks for 3."),
        SkillBar("Negotiation in Spanish", 2.0, None, 2, 2, "Negotiation in Spanish: 2."),
    ), SCALE, "Four skills."),
    "skills of 40": SkillChart("Skills", tuple(
        SkillBar(f"{SKILLS[n % 10]} {n}", n / 8, 3, max(0, n / 8 - 1), min(5, n / 8 + 1), "a skill") for n in range(40)
    ), SCALE, "40 skills."),
    "tree of 5": tree(5),
    "tree of 150": tree(150),
    "heat": heat(),
    "heat of 40": heat(40),
}  # fmt: skip
