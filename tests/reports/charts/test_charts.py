"""Charts say in words what they show, hold whatever they are given, and stay within their frame."""

from __future__ import annotations

import dataclasses
import math
import re
import string
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from chart_samples import BARS, CONFIDENCE, COUNTS, HOSTILE, PICTURES, RESOLUTION, SCALE, STATUSES, TEAMS, tree
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from svg_places import SVG, each_svg, places

from okrsheets.reports import charts
from okrsheets.reports.charts import branches, scale, text_width
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.charts import (
    Bar,
    ConfidenceChart,
    HeatCell,
    HeatChart,
    HeatLine,
    Picture,
    ProgressChart,
    SkillBar,
    SkillChart,
    Spark,
    StatusCount,
    TreeChart,
    TreeNode,
)
from okrsheets.reports.model.figure import Figure

WORDS = load_language("en")
GOLDEN = [
    name
    for name in PICTURES
    if name not in ("tree of 150", "heat of 40", "skills of 40", "progress of a thousand check-ins")
]


def drawn(picture: Picture) -> list[ElementTree.Element]:
    return each_svg(charts.draw(picture, WORDS))


def texts(roots: list[ElementTree.Element]) -> list[str]:
    """What is seen: the texts of a picture, without its titles."""
    return [element.text or "" for root in roots for element in root.iter(f"{SVG}text")]


# As they were


@pytest.mark.parametrize("name", GOLDEN)
def test_a_picture_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"charts/{name.replace(' ', '-')}.svg", str(charts.draw(PICTURES[name], WORDS)).replace("><", ">\n<") + "\n")


def test_the_bars_are_as_they_were(golden: Callable[[str, str], None]) -> None:
    bars = [*(charts.bullet(bar, WORDS) for bar in BARS), charts.stack(COUNTS, WORDS)]
    golden("charts/bars.txt", "\n".join(map(str, bars)).replace("><", ">\n<") + "\n")


# For screen readers


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_tied_to_its_title_and_description(name: str) -> None:
    assert isinstance(charts.draw(PICTURES[name], WORDS), Markup)
    for root in drawn(PICTURES[name]):
        title, desc = root[0], root[1]
        assert (root.attrib["role"], title.tag, desc.tag) == ("img", f"{SVG}title", f"{SVG}desc")
        assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
        assert title.text
        assert desc.text


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.status)
def test_a_bar_says_what_it_shows(bar: Bar) -> None:
    (root,) = each_svg(charts.bullet(bar, WORDS))
    assert (root.attrib["role"], root.findtext(f"{SVG}title")) == ("img", bar.description)


def test_ids_stand_on_a_page_once_even_where_a_picture_stands_on_it_twice() -> None:
    page = charts.ChartPage(WORDS)
    shown = [page.draw(picture) for picture in [*PICTURES.values(), *PICTURES.values()]]
    text = "".join([*shown, page.stack(COUNTS), page.stack(COUNTS)])
    ids, referred = re.findall(r' id="([^"]*)"', text), re.findall(r'aria-labelledby="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert {name for names in referred for name in names.split()} == set(ids)


# Never by colour alone


def test_a_status_has_a_sign_of_its_own_shape() -> None:
    shapes = set()
    for status in STATUSES:
        (node,) = tree(1).nodes
        (root,) = drawn(TreeChart("t", (dataclasses.replace(node, status=status),), "s"))
        (sign,) = [element for row in root for element in row if "transform" in element.attrib]
        shapes.add((sign.tag, sign.attrib.get("d"), sign.attrib.get("r")))
    assert len(shapes) == 5  # what is abandoned has no figures either


def test_a_stack_is_cut_by_share_with_signs_and_figures() -> None:
    text = charts.stack([StatusCount("achieved", "reached", 1, "1"), StatusCount("off track", "off", 3, "3")], WORDS)
    assert re.findall(r'x="([\d.]+)%" y="1" width="([\d.]+)%"', text) == [("0.00", "24.50"), ("25.00", "74.50")]
    assert texts(each_svg(text)) == ["✔ 1", "■ 3"]
    assert "1 reached; 3 off" in text


def test_a_gap_of_the_map_has_a_corner_and_a_figure() -> None:
    cells = (HeatCell("2.0", 2, "", gap=True), HeatCell("2.0", 2, ""))
    lines = tuple(HeatLine(Figure("Support"), (cell,)) for cell in cells)
    with_gap, without = (drawn(HeatChart("t", "Team", ("Agile",), (line,), SCALE, "s")) for line in lines)
    assert len(list(with_gap[0].iter(f"{SVG}path"))) == 2  # in the cell and in the legend
    assert not list(without[0].iter(f"{SVG}path"))
    assert "2.0" in texts(with_gap)


def test_lines_differ_by_their_strokes() -> None:
    (root,) = drawn(PICTURES["progress"])
    dashes = {element.attrib.get("stroke-dasharray") for element in root.iter(f"{SVG}path")}
    assert {None, "5 3", "1 3"} == dashes


# Whatever they are given

numbers = st.floats() | st.sampled_from([0.0, 1.0, -1e308, 1e308])
points = st.lists(st.tuples(numbers, numbers), max_size=30).map(tuple)
words = st.text(max_size=20) | st.sampled_from([HOSTILE, "", "漢" * 80, "e\u0301" * 80, "שלום עולם " * 9])
axis = st.lists(st.tuples(numbers, words), max_size=6).map(tuple)
maybe = st.none() | numbers
statuses = st.sampled_from((*STATUSES, ""))  # the product's own words
figures = st.builds(Figure, words)
cells = st.builds(HeatCell, words, st.none() | st.integers(-9, 9), words, st.booleans())
nodes = st.builds(TreeNode, words, words, st.integers(-3, 60), st.integers(), words, statuses, words, words)
scales = st.lists(st.tuples(st.integers(0, 5), words), max_size=6).map(tuple)
pictures = st.one_of(
    st.builds(Spark, points, numbers, statuses, words),
    st.builds(
        ProgressChart, words, points, st.tuples(st.tuples(numbers, numbers), st.tuples(numbers, numbers)),
        st.none() | st.tuples(numbers, numbers), numbers, numbers, numbers, statuses, words, words, words, axis, words,
    ),
    st.builds(ConfidenceChart, words, points, numbers, words, words, axis, words),
    st.builds(
        SkillChart, words, st.lists(st.builds(SkillBar, words, maybe, maybe, maybe, maybe, words), max_size=9).map(tuple),
        scales, words,
    ),
    st.builds(TreeChart, words, st.lists(nodes, max_size=15).map(tuple), words, words),
    st.integers(0, 14).flatmap(
        lambda wide: st.builds(
            HeatChart, words, words, st.tuples(*[words] * wide),
            st.lists(st.builds(HeatLine, figures, st.tuples(*[cells] * wide)), max_size=4).map(tuple), scales, words,
            words,
        )
    ),
)  # fmt: skip


@given(picture=pictures)
def test_every_stroke_lies_within_the_frame_whatever_the_values_are(picture: Picture) -> None:
    for root in drawn(picture):
        left, top, wide, high = map(float, root.attrib["viewBox"].split())
        found = list(places(root))
        assert all(left <= x <= left + wide and top <= y <= top + high for x, y in found), picture
        assert found


@given(score=maybe, expected=maybe, status=statuses, description=words)
def test_a_bar_stays_within_its_rail(
    score: float | None, expected: float | None, status: str, description: str
) -> None:
    (root,) = each_svg(charts.bullet(Bar(score, expected, status, description), WORDS))
    shares = re.findall(r'(?:x|width)="([^"]*)%"', ElementTree.tostring(root, "unicode"))
    assert all(0 <= float(share) <= 100 for share in shares)


@given(
    counts=st.lists(
        st.builds(StatusCount, statuses, words, st.integers(-5, 10**9), st.sampled_from(["3", "1,200"])), max_size=7
    )
)
def test_a_stack_is_as_long_as_its_frame(counts: list[StatusCount]) -> None:
    (root,) = each_svg(charts.stack(counts, WORDS))
    ends = [float(part.attrib["x"][:-1]) + float(part.attrib["width"][:-1]) for part in root.iter(f"{SVG}rect")]
    assert all(0 <= end <= 100.01 for end in ends)
    assert len(ends) == sum(each.count > 0 for each in counts)


@pytest.mark.parametrize("name", PICTURES)
def test_hostile_text_shows_as_typed(name: str) -> None:
    picture = PICTURES[name]
    kwargs = {"description": HOSTILE} | ({"title": HOSTILE} if hasattr(picture, "title") else {})
    hostile = dataclasses.replace(picture, **kwargs)  # type: ignore[arg-type]
    text = charts.draw(hostile, WORDS)
    assert "<script" not in text
    assert text_width.clean(HOSTILE) in "".join(each_svg(text)[0].itertext())


def test_a_label_that_is_cut_has_all_of_it_in_its_title() -> None:
    (node,) = tree(1).nodes
    (root,) = drawn(TreeChart("t", (dataclasses.replace(node, label="Grow " * 60),), "s"))
    (title,) = [element.text for group in root.iter(f"{SVG}g") for element in group.findall(f"{SVG}title")]
    assert title == ("Grow " * 60).strip()
    assert any(text.startswith("Grow Grow") and text.endswith("…") for text in texts([root]))


@given(text=words, room=st.floats(10, 400), size=st.floats(8, 14))
def test_a_text_is_cut_to_its_room_at_the_border_of_a_letter(text: str, room: float, size: float) -> None:
    whole = text_width.clean(text)
    cut = text_width.fit(whole, room, size)
    assert text_width.width(cut, size) <= max(room, size * text_width.letter_width("…")) + 1e-6 or cut == whole
    if cut != whole:
        kept = cut.removesuffix("…")
        assert whole.startswith(kept)
        assert text_width.letter_width(whole[len(kept)]) > 0 or not kept


# Few and many


@given(points.map(lambda given: sorted(point for point in given if not math.isnan(sum(map(abs, point))))))
def test_a_line_of_many_points_keeps_its_ends_its_lowest_and_its_highest(line: list[tuple[float, float]]) -> None:
    thinned = scale.thinned(line, runs=3)
    assert len(thinned) <= 12
    assert set(thinned) <= set(line)
    if line:
        assert (thinned[0], thinned[-1]) == (line[0], line[-1])
        for find in (min, max):
            assert find(y for _, y in thinned) == find(y for _, y in line)
    assert all(one[0] <= other[0] for one, other in pairwise(thinned))


def test_a_thousand_check_ins_make_a_small_picture() -> None:
    assert len(charts.draw(PICTURES["progress of a thousand check-ins"], WORDS)) < 6000


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_in_pieces_fits_on_printed_pages(name: str) -> None:
    for piece in charts.pieces(PICTURES[name], WORDS):
        (root,) = each_svg(piece)
        wide, high = float(root.attrib["width"]), float(root.attrib["height"])
        assert high * min(1, 688 / wide) <= 997  # the field of an A4 page, in the pixels of print


@given(st.lists(nodes, max_size=80))
def test_every_objective_stands_in_the_tree_once_below_what_it_serves(objectives: list[TreeNode]) -> None:
    grown = branches.grow(objectives)
    assert sorted(map(id, objectives)) == sorted(id(branch.node) for branch in grown)
    for row, branch in enumerate(grown):
        assert branch.depth == len(branch.above)
        if branch.above:
            parent = grown[branch.above[-1]]
            assert branch.above == (*parent.above, branch.above[-1])
            assert branch.above[-1] < row
    for part in branches.windows(grown, 7):
        once = [place for place in part if not place.again]
        assert len(once) <= 7
        assert len(part) - len(once) <= branches.ABOVE


def test_a_connector_passes_by_until_the_last_child() -> None:
    def node(label: str, parent: int) -> TreeNode:
        return TreeNode(label, "", parent, 0, "", "on track", "on track", "50%")

    grown = branches.grow([node("top", -1), node("a", 0), node("b", 0), node("a1", 1), node("a2", 1), node("b1", 2)])
    assert [(branch.node.label, branch.passing, branch.last) for branch in grown] == [
        ("top", (), False), ("a", (0,), False), ("a1", (0, 1), False), ("a2", (0,), True), ("b", (), True),
        ("b1", (), True),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 5, 34, 35, 150, 400])
def test_a_tree_of_any_size_shows_every_objective(count: int) -> None:
    shown = [text for text in texts(drawn(tree(count))) if text.startswith("O-")]
    assert {f"O-{place}" for place in range(count)} == set(shown)


@pytest.mark.parametrize("team", TEAMS)
def test_the_name_of_a_team_has_its_room_beside_how_many_serve_it(team: str) -> None:
    def node(name: str, parent: int) -> TreeNode:
        return TreeNode("Grow", "O", parent, 0, name, "on track", "on track", "50%")

    shown = texts(drawn(TreeChart("t", (node("A", -1), node(team, 0), node("B", 1), node("C", 1)), "s")))
    assert team in shown
    assert "2 teams" in shown


def test_the_ticks_of_an_axis_do_not_touch() -> None:
    close = dataclasses.replace(CONFIDENCE, axis=tuple((n / 40, f"{n}") for n in range(41)))
    heights = sorted(
        float(element.attrib["y"])
        for element in drawn(close)[0].iter(f"{SVG}text")
        if element.attrib.get("text-anchor") == "end" and set(element.text or "") <= set(string.digits)
    )
    assert len(heights) > 3
    assert all(after - before >= 10 for before, after in pairwise(heights))


def test_what_is_asked_for_and_missing_is_drawn_as_far_as_it_goes() -> None:
    (root,) = drawn(PICTURES["skills"])
    missing = [element.attrib["d"] for element in root.iter(f"{SVG}path") if "stroke-dasharray" in element.attrib]
    (first, second, _legend) = missing
    assert first.startswith("M242.6 ")  # 3.4 of 5 on a bar from 6 to 354
    assert "H284.4" in first
    assert second.startswith("M6 ")
    assert math.isclose(float(re.findall(r"H([\d.]+)", second)[0]), 6 + 348 * 3 / 5, abs_tol=0.1)


def test_what_is_about_several_key_results_has_no_sign_of_a_status() -> None:
    signs = [
        [
            element
            for element in drawn(dataclasses.replace(RESOLUTION, status=status))[0]
            if "transform" in element.attrib
        ]
        for status in ("at risk", "")
    ]
    assert [len(each) for each in signs] == [1, 0]


def test_no_points_still_make_a_picture() -> None:
    empty = dataclasses.replace(RESOLUTION, points=(), forecast=None)
    assert texts(drawn(empty))[:1] == ["Resolution time, in hours"]
