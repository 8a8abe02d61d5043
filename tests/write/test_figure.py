"""Diagrams: nodes on their grid, words in their boxes, arrows around the nodes, and the same picture each time."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from kalyp.model.core import Arrow, Figure, Node, Phrase, Run, Wording
from kalyp.read.project import read_project
from kalyp.write.figure import Metrics, Painter, svg
from kalyp.write.fonts import Fonts, find_fonts
from kalyp.write.unwritable import Unwritable
from tests.support import ROOT
from tests.write.sample import Texts

KY = Texts(("ky",))
PAIR = Texts(("ky", "ru"))
WIDTH = 180.0
NEAR = 0.02  # mm: lengths are rounded to hundredths
Box = tuple[float, float, float, float]  # left, top, right, bottom
Line = list[tuple[float, float]]


def say(text: str) -> Phrase:
    return Phrase((Wording("ky", (Run(text),)),))


def node(name: str, row: int, column: int, *, rows: int = 1, columns: int = 1, text: str = "") -> Node:
    return Node(name, say(text or name), row, column, rows, columns)


def figure(nodes: list[Node], *arrows: Arrow) -> Figure:
    return Figure(tuple(nodes), arrows, say("Сүрөт"), "figure")


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    project, _ = read_project(ROOT)
    assert project.fonts
    return find_fonts(project.fonts)


@pytest.fixture(scope="module")
def metrics(fonts: Fonts) -> Metrics:
    return Metrics(fonts)


class Drawn:
    """What stands in an SVG, in mm."""

    def __init__(self, text: str) -> None:
        self.root = etree.fromstring(text)
        frames = [each for each in self.find("rect") if each.get("stroke")]
        self.boxes = [_box(each) for each in frames]
        self.labels = [_box(each) for each in self.find("rect") if not each.get("stroke")]
        self.lines = [_corners(each.get("d") or "") for each in self.find("path") if each.get("stroke")]
        self.heads = [_points(each.get("d") or "") for each in self.find("path") if not each.get("stroke")]

    def find(self, tag: str) -> list[etree._Element]:
        """All elements with a tag, in order."""
        return list(self.root.iter(f"{{http://www.w3.org/2000/svg}}{tag}"))

    @property
    def said(self) -> list[str]:
        """The text of each line."""
        return ["".join(str(part) for part in each.itertext()) for each in self.find("text")]

    @property
    def size(self) -> tuple[str, str]:
        """Width and height with their unit."""
        return self.root.get("width") or "", self.root.get("height") or ""


def _box(rect: etree._Element) -> Box:
    x, y, width, height = (float(rect.get(name) or 0) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _points(path: str) -> Line:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def _corners(path: str) -> Line:
    """The corners of a line with round bends: where the bends pull to."""
    straight = re.sub(r"L[\d. -]+Q(-?[\d.]+ -?[\d.]+) -?[\d.]+ -?[\d.]+", r"L\1", path)
    return _points(straight)


def cuts_through(line: Line, box: Box) -> bool:
    """Whether a line runs through the inside of a box."""
    return any(
        min(start[0], end[0]) < box[2] - NEAR
        and max(start[0], end[0]) > box[0] + NEAR
        and min(start[1], end[1]) < box[3] - NEAR
        and max(start[1], end[1]) > box[1] + NEAR
        for start, end in pairwise(line)
    )


def together(one: Line, other: Line) -> float:
    """How long two lines run upon each other."""
    longest = 0.0
    for (start, end), (begin, close) in product(pairwise(one), pairwise(other)):
        for axis in (0, 1):
            if max(start[axis], end[axis], begin[axis], close[axis]) - min(start[axis], end[axis], begin[axis], close[axis]) < 1:
                across = 1 - axis
                low = max(min(start[across], end[across]), min(begin[across], close[across]))
                longest = max(longest, min(max(start[across], end[across]), max(begin[across], close[across])) - low)
    return longest


# Nodes and their words


def test_nodes_fill_the_width_in_equal_columns_and_even_rows(metrics: Metrics) -> None:
    nodes = [
        node("a", 1, 1, text="Сабакка байкоо жүргүзүү " * 4),
        node("b", 1, 2),
        node("c", 2, 1, columns=2),
        node("d", 1, 3, rows=2),
    ]
    drawn = Drawn(svg(figure(nodes), WIDTH, metrics))
    a, b, c, d = drawn.boxes
    assert drawn.size[0] == "180mm"
    assert d[2] - a[0] == pytest.approx(WIDTH - 0.3, abs=NEAR)
    assert a[2] - a[0] == pytest.approx(b[2] - b[0], abs=NEAR)
    for one, other in (((a[1], a[3]), (b[1], b[3])), ((c[0], c[2]), (a[0], b[2])), ((d[1], d[3]), (a[1], c[3]))):
        assert one == pytest.approx(other, abs=NEAR)


@pytest.mark.parametrize("pattern", ["Сабакка байкоо жүргүзүү жана маек", "Жетекчинин **баалоосу** жана *макулдашуу*"])
def test_every_word_stands_inside_its_node(metrics: Metrics, pattern: str) -> None:
    words = PAIR(f"{pattern} " * 3, "", "Наблюдение урока и **беседа** о нём")
    drawn = Drawn(svg(figure([Node("a", words, 1, 1), *(node(str(at), 1, at) for at in (2, 3, 4))]), WIDTH, metrics))
    left, top, right, bottom = drawn.boxes[0]
    count = len(drawn.said) - 3
    said = " ".join(drawn.said[:count])
    assert said.split() == [part for wording in words.wordings for part in wording.plain.split()]
    for line in drawn.find("text")[:count]:
        x, y, size = (float(line.get(name) or 0) for name in ("x", "y", "font-size"))
        assert x >= left + 2
        assert y - size > top
        assert y < bottom
        assert 2 * ((left + right) / 2 - x) <= right - left - 4  # lines are centred, so this is their width


def test_the_second_language_stands_below_in_italic(metrics: Metrics) -> None:
    drawn = Drawn(svg(figure([Node("a", PAIR("Маек", "", "Беседа"), 1, 1)]), WIDTH, metrics))
    first, second = drawn.find("text")
    assert (first.text, first.get("font-style")) == ("Маек", None)
    assert (second.text, second.get("font-style")) == ("Беседа", "italic")
    assert [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in (first, second)] == ["ky", "ru"]
    assert float(second.get("y") or 0) > float(first.get("y") or 0)


def test_letters_are_eight_and_a_half_points_at_least(metrics: Metrics) -> None:
    nodes = [Node("a", PAIR("Маек", "", "Беседа"), 1, 1), node("b", 1, 2)]
    drawn = Drawn(svg(figure(nodes, Arrow("a", "b", say("артынан"))), WIDTH, metrics))
    assert min(float(line.get("font-size") or 0) for line in drawn.find("text")) >= 8.5 * 25.4 / 72 - NEAR


def test_only_a_word_wider_than_its_box_is_hyphenated(fonts: Fonts) -> None:
    nodes = [node(str(at), 1, at) for at in range(2, 9)]
    narrow = figure([node("a", 1, 1, text="Өнүгүү программалаштыруу"), *nodes])
    cut = Drawn(svg(narrow, WIDTH, Metrics(fonts, lambda _, word: [3, 7, 9, 13] if len(word) > 10 else [2])))
    whole = Drawn(svg(narrow, WIDTH, Metrics(fonts)))
    assert whole.said[:2] == ["Өнүгүү", "программалаштыруу"]
    assert cut.said[0] == "Өнүгүү"
    assert all(line.endswith("-") for line in cut.said[1:-8])
    assert "".join(line.removesuffix("-") for line in cut.said[1:-7]) == "программалаштыруу"


def test_styles_of_nodes_are_black_white_and_one_light_grey(metrics: Metrics) -> None:
    styles = [Node(style, say(style), 1, at, style=style) for at, style in enumerate(("box", "round", "band", "plain"), 1)]  # type: ignore[arg-type]
    drawn = Drawn(svg(figure(styles), WIDTH, metrics))
    box, rounded, band = drawn.find("rect")
    assert box.get("rx") is None
    assert float(rounded.get("rx") or 0) > 0
    assert [each.get("fill") for each in (box, rounded, band)] == ["white", "white", "#e6e6e6"]
    assert {each.get("stroke-width") for each in (box, rounded, band)} == {"0.3"}


# Arrows


def test_neighbours_are_joined_by_a_straight_line_with_a_head(metrics: Metrics) -> None:
    drawn = Drawn(svg(figure([node("a", 1, 1), node("b", 2, 1)], Arrow("a", "b")), WIDTH, metrics))
    (line,), (head,) = drawn.lines, drawn.heads
    above, below = drawn.boxes
    assert len(line) == 2
    assert line[0] == pytest.approx(((above[0] + above[2]) / 2, above[3]), abs=NEAR)
    assert head[0] == pytest.approx((line[0][0], below[1]), abs=NEAR)


def test_an_arrow_of_both_ways_has_two_heads(metrics: Metrics) -> None:
    drawn = Drawn(svg(figure([node("a", 1, 1), node("b", 1, 2)], Arrow("a", "b", both=True)), WIDTH, metrics))
    assert sorted(head[0][0] for head in drawn.heads) == pytest.approx([drawn.boxes[0][2], drawn.boxes[1][0]], abs=NEAR)


def test_several_arrows_at_one_side_are_spread(metrics: Metrics) -> None:
    nodes = [node("top", 1, 2), *(node(name, 2, at) for at, name in enumerate("abc", 1))]
    drawn = Drawn(svg(figure(nodes, *(Arrow(name, "top") for name in "abc")), WIDTH, metrics))
    ends = sorted(head[0][0] for head in drawn.heads if head[0][1] == pytest.approx(drawn.boxes[0][3], abs=NEAR))
    assert all(after - before > 3 for before, after in pairwise(ends))


def test_a_label_stands_on_its_line_and_on_nothing_else(metrics: Metrics) -> None:
    nodes = [node("a", 1, 1), node("b", 1, 2), node("c", 2, 1), node("d", 2, 2)]
    arrows = [Arrow("a", "b", say("март айында")), Arrow("a", "d", say("суроо")), Arrow("c", "b", say("жооп")), Arrow("c", "d")]
    drawn = Drawn(svg(figure(nodes, *arrows), WIDTH, metrics))
    assert len(drawn.labels) == 3
    assert drawn.said[-3:] == ["март айында", "суроо", "жооп"]
    for number, label in enumerate(drawn.labels):
        assert cuts_through(drawn.lines[number], label)
        assert not any(_overlap(label, other) for other in (*drawn.boxes, *drawn.labels[:number]))
        assert not any(cuts_through(line, label) for at, line in enumerate(drawn.lines) if at != number)


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > NEAR and min(one[3], other[3]) - max(one[1], other[1]) > NEAR


def crowded(seed: int) -> Figure:
    """A figure by chance: up to twelve nodes, some of them large, and as many arrows."""
    chance = random.Random(seed)
    nodes: list[Node] = []
    taken: set[tuple[int, int]] = set()
    for at in range(12):
        row, column, rows, columns = (
            chance.randint(1, 4),
            chance.randint(1, 4),
            chance.choice((1, 1, 2)),
            chance.choice((1, 1, 2)),
        )
        spots = set(product(range(row, row + rows), range(column, column + columns)))
        if not spots & taken:
            taken |= spots
            nodes.append(node(f"n{at}", row, column, rows=rows, columns=columns, text=f"Түйүн {at}"))
    pairs = sorted(combinations([each.id for each in nodes], 2))
    return figure(nodes, *(Arrow(start, end) for start, end in chance.sample(pairs, min(len(pairs), len(nodes)))))


def sides(line: Line, drawn: Drawn, nodes: tuple[Node, ...]) -> Iterator[str]:
    """The nodes that a line's ends touch."""
    for end in (line[0], line[-1]):
        for each, box in zip(nodes, drawn.boxes, strict=True):
            if box[0] - 2 < end[0] < box[2] + 2 and box[1] - 2 < end[1] < box[3] + 2:
                yield each.id
                break


@pytest.mark.parametrize("seed", range(40))
def test_arrows_run_around_all_nodes_and_not_upon_each_other(metrics: Metrics, seed: int) -> None:
    wanted = crowded(seed)
    drawn = Drawn(svg(wanted, WIDTH, metrics))
    for arrow, line in zip(wanted.arrows, drawn.lines, strict=True):
        assert list(sides(line, drawn, wanted.nodes)) == [arrow.start, arrow.end]
        assert all(start[0] == end[0] or start[1] == end[1] for start, end in pairwise(line))
        assert not any(cuts_through(line, box) for box in drawn.boxes)
        assert all(0 <= x <= WIDTH and y >= 0 for x, y in line)
    for one, other in combinations(drawn.lines, 2):
        assert together(one, other) < 3


@pytest.mark.parametrize(
    "wrong",
    [
        figure([]),
        figure([node("a", 1, 1), node("a", 1, 2)]),
        figure([node("a", 1, 1, columns=2), node("b", 1, 2)]),
        figure([node("a", 1, 1)], Arrow("a", "b")),
        figure([node("a", 1, 1)], Arrow("a", "a")),
    ],
    ids=["nothing", "one id twice", "one node on another", "arrow to nowhere", "arrow to itself"],
)
def test_a_figure_that_does_not_fit_together_is_an_error(metrics: Metrics, wrong: Figure) -> None:
    with pytest.raises(Unwritable) as caught:
        svg(wrong, WIDTH, metrics)
    assert caught.value.block is wrong


# Pictures


def test_the_same_figure_gives_the_same_picture_kept_or_painted(metrics: Metrics, tmp_path: Path) -> None:
    wanted = crowded(1)
    assert svg(wanted, WIDTH, metrics) == svg(wanted, WIDTH, metrics)
    painted = Painter(metrics).png(wanted, WIDTH)
    assert Painter(metrics, tmp_path).png(wanted, WIDTH) == painted
    assert len(list(tmp_path.iterdir())) == 1
    kept = Painter(metrics, tmp_path)
    kept._pdf = lambda *_: pytest.fail("painted again")  # type: ignore[method-assign]
    assert kept.png(wanted, WIDTH) == painted


def test_the_picture_is_as_large_as_it_says_and_shows_the_words(metrics: Metrics) -> None:
    made = Painter(metrics).png(figure([node("a", 1, 1, text="Маек"), node("b", 1, 2)], Arrow("a", "b")), WIDTH)
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.mode == "L"
        assert picture.width == pytest.approx(made.width / 25.4 * 220, abs=2)
        assert picture.height == pytest.approx(made.height / 25.4 * 220, abs=2)
        inside = picture.crop((20, 10, picture.width // 2 - 60, picture.height - 10))
        assert inside.getextrema() == (0, 255)  # black letters on white
