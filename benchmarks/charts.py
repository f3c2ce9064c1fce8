"""The time of a chart against matplotlib's for the same picture, both as SVG; and how large the two are.

.venv/bin/pip install matplotlib
.venv/bin/python -m benchmarks.charts
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from okrsheets.reports import charts
from okrsheets.reports.charts import palette
from okrsheets.reports.i18n.language import load_language

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
import chart_samples

ROUNDS, GOAL = 5, 0.01
WORDS = load_language("en")


def main() -> None:
    """Print a line for each chart; each is drawn in turn by both, and the best of some rounds counts."""
    try:
        import matplotlib
    except ImportError:
        sys.exit("matplotlib is what this compares with, and is not installed: .venv/bin/pip install matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # texts as texts, as ours
    matplotlib.rcParams["font.family"] = "sans-serif"
    print(f"matplotlib {matplotlib.__version__}, best of {ROUNDS} rounds, goal {GOAL:.0%} of its time")
    peers: dict[str, Callable[[Any], str]] = {
        "progress": _lines, "progress of a thousand check-ins": _lines, "confidence": _confidence, "skills": _skills,
        "heat": _heat, "heat of 40": _heat, "tree of 5": _tree, "tree of 150": _tree,
    }  # fmt: skip
    for name, peer in peers.items():
        picture = chart_samples.PICTURES[name]
        _compare(name, partial(charts.draw, picture, WORDS), partial(peer, picture))
    _compare("status bar", partial(charts.stack, chart_samples.COUNTS, WORDS), partial(_stack, chart_samples.COUNTS))


def _compare(name: str, ours: Callable[[], str], theirs: Callable[[], str]) -> None:
    sizes = len(ours()), len(theirs())  # the first of each also warms up
    times = [(_seconds(ours, 20), _seconds(theirs, 1)) for _ in range(ROUNDS)]
    mine, other = map(min, zip(*times))
    print(
        f"  {name:34}{mine * 1000:7.2f} ms, matplotlib {other * 1000:7.1f} ms: {mine / other:6.2%}; "
        f"{sizes[0] / 1024:5.1f} kB to {sizes[1] / 1024:.1f} kB",
        flush=True,
    )


def _seconds(run: Callable[[], str], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - began) / times


def _figure(wide: float, high: float, layout: str = "constrained") -> tuple[Any, Any]:
    """By default no label is cut, as in ours."""
    from matplotlib.figure import Figure  # without pyplot, which keeps every figure that it makes

    figure = Figure(figsize=(wide / 72, high / 72), layout=layout)
    return figure, figure.add_subplot()


def _saved(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg")
    return out.getvalue()


def _lines(chart: Any) -> str:
    figure, axes = _figure(360, 194)
    xs, ys = zip(*chart.points)
    axes.plot(xs, ys, color=palette.INK, marker="o" if len(xs) < 33 else "", markersize=3, label="Check-ins")
    axes.plot(*zip(*chart.plan), color=palette.EDGE, linestyle="--", label="Plan")
    axes.plot(*zip(chart.points[-1], chart.forecast), color=palette.INK, linestyle=":", marker="o", label="Forecast")
    figure.legend(loc="outside lower left", ncols=3, fontsize=8)
    return _timed(figure, axes, chart, chart.today_label)


def _confidence(chart: Any) -> str:
    figure, axes = _figure(360, 142)
    xs, ys = zip(*chart.points)
    axes.fill_between(xs, ys, color=palette.HEAT[0])
    axes.plot(xs, ys, color=palette.INK, marker="o", markersize=3)
    return _timed(figure, axes, chart, "today")


def _timed(figure: Any, axes: Any, chart: Any, today: str) -> str:
    axes.axvline(chart.today, color=palette.EDGE)
    axes.text(chart.today, axes.get_ylim()[1], today, ha="center", fontsize=8)
    axes.set_xticks([0, 1], [chart.from_day, chart.to_day])
    axes.set_yticks([value for value, _ in chart.axis], [said for _, said in chart.axis])
    axes.grid(axis="y")
    axes.set_title(chart.title, loc="left", fontsize=10)
    return _saved(figure)


def _skills(chart: Any) -> str:
    figure, axes = _figure(360, 240)
    places = range(len(chart.bars))
    axes.barh(places, [bar.level or 0 for bar in chart.bars], color=palette.HEAT[4], height=0.3)
    for place, bar in zip(places, chart.bars):
        axes.text(0, place - 0.3, bar.skill)
        axes.text(5, place - 0.3, f"{bar.level} / {bar.required}", ha="right")
        if bar.required:
            axes.plot([bar.required] * 2, [place - 0.2, place + 0.2], color=palette.INK)
        if bar.low is not None:
            axes.errorbar((bar.low + bar.high) / 2, place + 0.3, xerr=(bar.high - bar.low) / 2, capsize=2)
    axes.set_xticks([step for step, _ in chart.scale], [f"{step} {word}" for step, word in chart.scale], fontsize=6)
    axes.set_title(chart.title, loc="left", fontsize=10)
    return _saved(figure)


def _heat(chart: Any) -> str:
    figure, axes = _figure(720, 60 + 25 * len(chart.lines))
    steps = [[float("nan") if cell.step is None else cell.step for cell in line.cells] for line in chart.lines]
    axes.imshow(steps, cmap="GnBu", aspect="auto")
    axes.set_xticks(range(len(chart.columns)), chart.columns)
    axes.set_yticks(range(len(chart.lines)), [line.name.text for line in chart.lines])
    for row, line in enumerate(chart.lines):
        for column, cell in enumerate(line.cells):
            axes.text(column, row, cell.text, ha="center", va="center")
            if cell.gap:
                axes.plot(column + 0.45, row - 0.4, marker="v", color=palette.INK)
    for step, word in chart.legend:
        axes.bar(0, 0, color=palette.HEAT[step], label=f"{step} {word}")
    figure.legend(loc="outside lower left", ncols=6, fontsize=8)
    return _saved(figure)


def _tree(chart: Any) -> str:
    """The same lines, signs, connectors and words, placed as ours are: matplotlib has no trees."""
    from okrsheets.reports.charts import branches

    grown = branches.grow(chart.nodes)
    figure, axes = _figure(720, 40 + 25 * len(grown), "none")
    for row, branch in enumerate(grown):
        node = branch.node
        axes.plot(branch.depth, -row, marker="^" if node.status == "at risk" else "s", color=palette.edge(node.status))
        if branch.above:
            xs, ys = [branch.depth - 1, branch.depth - 1, branch.depth], [-branch.above[-1], -row, -row]
            axes.plot(xs, ys, color=palette.EDGE, linestyle="-" if node.solid else ":")
        if not row % 2:
            axes.axhspan(-row - 0.5, -row + 0.5, color=palette.TINT)
        axes.text(branch.depth + 0.4, -row, node.id, va="center", fontweight="bold")
        words = ((branch.depth + 3, node.label[:50]), (20, node.team), (26, node.status_label), (31, node.share))
        for x, said in words if branch.teams < 2 else (*words, (23, f"⇄ {branch.teams} teams")):
            axes.text(x, -row, said, va="center")
    for x, said in ((0, "Objective"), (20, "Team"), (26, "Status"), (31, "Score")):
        axes.text(x, 1, said)
    for style, said in (("-", "counts in the objective above it"), (":", "supports it without counting in it")):
        axes.plot([], [], color=palette.EDGE, linestyle=style, label=said)
    figure.legend(loc="lower left", ncols=2, fontsize=8)
    axes.set_axis_off()
    return _saved(figure)


def _stack(counts: Any) -> str:
    figure, axes = _figure(720, 40, "none")
    left = 0
    for each in counts:
        axes.barh(0, each.count, left=left, color=palette.filling(each.word))
        axes.text(left, -1, f"{each.figure} {each.label}")
        left += each.count
    axes.set_axis_off()
    return _saved(figure)


if __name__ == "__main__":
    main()
