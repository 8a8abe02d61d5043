"""A figure, a width and the fonts → SVG: frames with words in them, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from lxml import etree

from kalyp.model.core import Figure, Node
from kalyp.write.figure import labels, lanes
from kalyp.write.figure.grid import Grid, Text, label_leg, laid
from kalyp.write.figure.lanes import Point
from kalyp.write.figure.marks import GROUND, RULE, element, empty, lines, mm, shown
from kalyp.write.figure.measure import Metrics
from kalyp.write.figure.routes import Plan

_ROUND = {"box": 0.0, "band": 0.0, "round": 3.0}
_BEND = 1.4  # mm: how round the corners of arrows are
_HEAD = (2.5, 1.0)  # mm: length, and half of the width


def drawn(figure: Figure, width: float, metrics: Metrics) -> str:
    """The figure as an `<svg>` element `width` mm wide, without its caption. Raises Unwritable for nodes that cover each other
    and for arrows that lead nowhere.
    """
    plan = Plan(figure)
    grid = laid(plan, width - RULE, metrics)
    arrows = lanes.lines(plan, grid)
    frames = [grid.frame(node) for node in figure.nodes]
    spots = labels.places(arrows, grid.labels, {number: label_leg(plan.ways[number]) for number in grid.labels}, frames)
    root = empty(width, grid.height + RULE, metrics, -RULE / 2)
    for way, line in zip(plan.ways, arrows, strict=True):
        root.extend(_arrow(line, both=way.arrow.both))
    for node in figure.nodes:
        root.extend(_node(node, grid))
    for number, spot in sorted(spots.items()):
        root.extend(_label(grid.labels[number], spot))
    return shown(root)


def _node(node: Node, grid: Grid) -> Iterator[etree._Element]:
    left, top, right, bottom = grid.frame(node)
    if node.style != "plain":
        yield element(
            "rect",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
            rx=_ROUND[node.style],
            fill=GROUND if node.style == "band" else "white",
            stroke="black",
            stroke_width=RULE,
        )
    yield from _text(grid.nodes[node.id], ((left + right) / 2, (top + bottom) / 2))


def _label(label: Text, spot: Point) -> Iterator[etree._Element]:
    left, top, right, bottom = labels.frame(spot, label)
    yield element("rect", x=left, y=top, width=right - left, height=bottom - top, fill="white")
    yield from _text(label, spot)


def _text(text: Text, middle: Point) -> Iterator[etree._Element]:
    """Lines around a point. Each stands where it was measured to, so that its pieces need no anchor."""
    yield from lines(text, (middle[0] - text.width / 2, middle[1] - text.height / 2), centred=True)


def _arrow(line: Sequence[Point], *, both: bool) -> Iterator[etree._Element]:
    heads = [(line[-2], line[-1]), *([(line[1], line[0])] if both else [])]
    drawn = list(line)
    drawn[-1] = _towards(line[-1], line[-2], _HEAD[0] / 2)
    if both:
        drawn[0] = _towards(line[0], line[1], _HEAD[0] / 2)
    yield element("path", d=_rounded(drawn), fill="none", stroke="black", stroke_width=RULE)
    for before, tip in heads:
        yield element("path", d=_head(before, tip), fill="black")


def _rounded(line: Sequence[Point]) -> str:
    """A line with round corners."""
    parts = [f"M{_point(line[0])}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        room = min(_BEND, _length(before, corner) / 2, _length(corner, after) / 2)
        parts.append(f"L{_point(_towards(corner, before, room))}Q{_point(corner)} {_point(_towards(corner, after, room))}")
    return "".join([*parts, f"L{_point(line[-1])}"])


def _head(before: Point, tip: Point) -> str:
    length, half = _HEAD
    base = _towards(tip, before, length)
    across = ((tip[1] - base[1]) * half / length, (base[0] - tip[0]) * half / length)
    one, other = (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1])
    return f"M{_point(tip)}L{_point(one)}L{_point(other)}Z"


def _towards(start: Point, end: Point, distance: float) -> Point:
    whole = _length(start, end)
    share = min(1.0, distance / whole) if whole else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _length(start: Point, end: Point) -> float:
    return hypot(end[0] - start[0], end[1] - start[1])


def _point(point: Point) -> str:
    return f"{mm(point[0])} {mm(point[1])}"
