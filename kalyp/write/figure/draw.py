"""A figure, a width and the fonts → SVG: black lines on white, real text, lengths in mm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from lxml import etree

from kalyp.model.core import Figure, Node
from kalyp.write.figure import labels, lanes
from kalyp.write.figure.grid import Grid, Text, label_leg, laid
from kalyp.write.figure.lanes import Point
from kalyp.write.figure.measure import ASCENT, MM, Line, Metrics
from kalyp.write.figure.routes import Plan

_SVG = "http://www.w3.org/2000/svg"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_RULE = 0.3  # mm
_GROUND = "#e6e6e6"
_ROUND = {"box": 0.0, "band": 0.0, "round": 3.0}
_BEND = 1.4  # mm: how round the corners of arrows are
_HEAD = (2.5, 1.0)  # mm: length, and half of the width


def svg(figure: Figure, width: float, metrics: Metrics) -> str:
    """The figure as an `<svg>` element `width` mm wide, without its caption; the same figure gives the same text.

    Raises Unwritable for nodes that cover each other and for arrows that lead nowhere.
    """
    plan = Plan(figure)
    grid = laid(plan, width - _RULE, metrics)
    arrows = lanes.lines(plan, grid)
    frames = [grid.frame(node) for node in figure.nodes]
    spots = labels.places(arrows, grid.labels, {number: label_leg(plan.ways[number]) for number in grid.labels}, frames)
    height = grid.height + _RULE
    root = etree.Element(
        f"{{{_SVG}}}svg",
        {
            "width": f"{_number(width)}mm",
            "height": f"{_number(height)}mm",
            "viewBox": f"{_number(-_RULE / 2)} {_number(-_RULE / 2)} {_number(width)} {_number(height)}",
            "font-family": metrics.family,
        },
        nsmap={None: _SVG},
    )
    for way, line in zip(plan.ways, arrows, strict=True):
        root.extend(_arrow(line, both=way.arrow.both))
    for node in figure.nodes:
        root.extend(_node(node, grid))
    for number, spot in sorted(spots.items()):
        root.extend(_label(grid.labels[number], spot))
    return etree.tostring(root, encoding="unicode")


def _node(node: Node, grid: Grid) -> Iterator[etree._Element]:
    left, top, right, bottom = grid.frame(node)
    if node.style != "plain":
        yield _element(
            "rect",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
            rx=_ROUND[node.style],
            fill=_GROUND if node.style == "band" else "white",
            stroke="black",
            stroke_width=_RULE,
        )
    yield from _text(grid.nodes[node.id], ((left + right) / 2, (top + bottom) / 2))


def _label(label: Text, spot: Point) -> Iterator[etree._Element]:
    left, top, right, bottom = labels.frame(spot, label)
    yield _element("rect", x=left, y=top, width=right - left, height=bottom - top, fill="white")
    yield from _text(label, spot)


def _text(text: Text, middle: Point) -> Iterator[etree._Element]:
    """Lines around a point. Each stands where it was measured to, so that its pieces need no anchor."""
    top = middle[1] - text.height / 2
    for line, offset in zip(text.lines, text.tops(), strict=True):
        yield _line(line, middle[0] - line.width / 2, top + offset)


def _line(line: Line, left: float, top: float) -> etree._Element:
    size = line.points * MM
    made = _element("text", x=left, y=top + ASCENT * size, font_size=size)
    made.set(_LANGUAGE, line.language)
    for piece in line.pieces:
        part = made if len(line.pieces) == 1 else etree.SubElement(made, f"{{{_SVG}}}tspan")
        part.attrib.update({"font-weight": "bold"} if piece.bold else {})
        part.attrib.update({"font-style": "italic"} if piece.italic else {})
        part.text = piece.text
    return made


def _arrow(line: Sequence[Point], *, both: bool) -> Iterator[etree._Element]:
    heads = [(line[-2], line[-1]), *([(line[1], line[0])] if both else [])]
    drawn = list(line)
    drawn[-1] = _towards(line[-1], line[-2], _HEAD[0] / 2)
    if both:
        drawn[0] = _towards(line[0], line[1], _HEAD[0] / 2)
    yield _element("path", d=_rounded(drawn), fill="none", stroke="black", stroke_width=_RULE)
    for before, tip in heads:
        yield _element("path", d=_head(before, tip), fill="black")


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


def _element(tag: str, **attributes: str | float) -> etree._Element:
    texts = {name.replace("_", "-"): value if isinstance(value, str) else _number(value) for name, value in attributes.items()}
    return etree.Element(f"{{{_SVG}}}{tag}", {name: value for name, value in texts.items() if (name, value) != ("rx", "0")})


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """A length as short as it is exact: hundredths of a millimetre."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0: no "-0"
