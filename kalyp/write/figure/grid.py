"""A plan, a width and the fonts → where the columns, rows and gutters of a figure lie, and the lines of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kalyp.model.core import Node, Phrase
from kalyp.write.figure.measure import Line, Metrics
from kalyp.write.figure.routes import Plan, Span, Way, lanes, span

NODE_POINTS = (9.5, 9.0)  # of the first wording and of the second
LABEL_POINTS = (8.5, 8.5)
LANE = 3.2  # mm between lines that run side by side
_PADDING = (2.2, 1.7)  # mm around the words of a node
_GUTTER = 4.0  # mm between nodes at least …
_ARROW_GUTTER = 7.0  # … and where an arrow comes in
_LABEL_ROOM = 28.0  # mm that a label is wrapped in
_LABEL_AROUND = 7.0  # mm of an arrow that must be seen beside its label, its head among them
_LEAST_ROW = 9.0
_BETWEEN_WORDINGS = 0.7


@dataclass(frozen=True, slots=True)
class Text:
    """Lines one under the other: how wide and high they are, in mm."""

    lines: tuple[Line, ...]
    width: float
    height: float

    def tops(self) -> list[float]:
        """Where each line begins, below the first one."""
        return _tops(self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where everything lies, in mm: `edges[axis][number]` is the beginning and end of a column, row or gutter."""

    edges: tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]
    nodes: Mapping[str, Text]
    labels: Mapping[int, Text]  # by the number of the way

    def beside(self, way: int, leg: int, ways: Sequence[Way]) -> float:
        """How far the label of a way reaches to the side of one of its legs, which stands elsewhere for all but one."""
        label = self.labels.get(way)
        if not label or label_leg(ways[way]) != leg:
            return 0.0
        return (label.width if ways[way].legs[leg].axis else label.height) / 2

    def reach(self, axis: int, covered: Span) -> tuple[float, float]:
        """Where a span of columns (axis 0) or rows (axis 1) begins and ends."""
        return self.edges[axis][covered[0]][0], self.edges[axis][covered[1]][1]

    def frame(self, node: Node) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a node."""
        (left, right), (top, bottom) = self.reach(0, span(node, 0)), self.reach(1, span(node, 1))
        return left, top, right, bottom

    @property
    def height(self) -> float:
        """Of the whole figure."""
        return self.edges[1][-1][1]


def text(phrase: Phrase, room: float, sizes: tuple[float, float], metrics: Metrics) -> Text:
    """A phrase in lines, with its size."""
    lines = metrics.wrapped(phrase, room, sizes)
    height = _tops(lines)[-1] + lines[-1].height if lines else 0.0
    return Text(lines, max((line.width for line in lines), default=0.0), height)


def _tops(lines: Sequence[Line]) -> list[float]:
    found, top = [], 0.0
    for before, line in zip((None, *lines), lines, strict=False):
        top += before.height if before else 0.0
        top += _BETWEEN_WORDINGS if before and before.language != line.language else 0.0
        found.append(top)
    return found


def laid(plan: Plan, width: float, metrics: Metrics) -> Grid:
    """Columns of one width fill the width; a row is as high as its highest node, a gutter as wide as what runs in it needs."""
    labels = {
        number: text(way.arrow.label, _LABEL_ROOM, LABEL_POINTS, metrics)
        for number, way in enumerate(plan.ways)
        if way.arrow.label
    }
    across = _gutters(plan, 0, labels)
    column = (width - sum(across)) / plan.size[0]
    columns = _edges(across, [column] * plan.size[0])
    nodes = {}
    for node in plan.nodes.values():
        first, last = span(node, 0)
        nodes[node.id] = text(node.text, columns[last][1] - columns[first][0] - 2 * _PADDING[0], NODE_POINTS, metrics)
    down = _gutters(plan, 1, labels)
    return Grid((columns, _edges(down, _rows(plan, down, nodes))), nodes, labels)


def _edges(gutters: list[float], tracks: list[float]) -> tuple[tuple[float, float], ...]:
    """Gutters and columns (rows) by turns, from the first gutter to the last."""
    found, at = [], 0.0
    for number in range(len(gutters) + len(tracks)):
        size = tracks[number // 2] if number % 2 else gutters[number // 2]
        found.append((at, at + size))
        at += size
    return tuple(found)


def _rows(plan: Plan, gutters: list[float], nodes: Mapping[str, Text]) -> list[float]:
    rows = [_LEAST_ROW] * plan.size[1]
    for node in sorted(plan.nodes.values(), key=lambda node: node.rows):
        last = node.row + node.rows - 2
        there = sum(rows[node.row - 1 : last]) + sum(gutters[node.row : node.row + node.rows - 1])
        rows[last] = max(rows[last], nodes[node.id].height + 2 * _PADDING[1] - there)
    return rows


def _gutters(plan: Plan, axis: int, labels: Mapping[int, Text]) -> list[float]:
    """The widths of the gutters between columns (axis 0) or rows (axis 1)."""
    crowds = lanes(plan.ways, axis)
    count = plan.size[axis]
    sizes = [_GUTTER if 0 < number < count else 0.0 for number in range(count + 1)]
    for number in range(count + 1):
        crowd = crowds.get(2 * number, 0)
        if crowd:
            sizes[number] = max(sizes[number], LANE * (crowd + (1 if 0 < number < count else 0)) + 0.6)
    for way in plan.ways:
        for leg in way.legs:
            if leg.axis == axis and leg.attached:
                for number in _entered(leg.run, leg.ends):
                    crowd = crowds.get(2 * number, 0)
                    sizes[number] = max(sizes[number], _ARROW_GUTTER + LANE * max(0, crowd - 1))
    for number, label in labels.items():
        _widen(sizes, plan.ways[number], axis, (label.width, label.height))
    return sizes


def _entered(run: Span, ends: tuple[Span | None, Span | None]) -> list[int]:
    """The gutters right at the nodes that a leg leaves or enters."""
    step = 1 if run[1] > run[0] else -1
    found = [(run[0] + step) // 2] if ends[0] else []
    return [*found, (run[1] - step) // 2] if ends[1] else found


def _widen(sizes: list[float], way: Way, axis: int, label: tuple[float, float]) -> None:
    """Make room for a label: along a straight arrow over one gutter, or across the gutter that the arrow runs in."""
    leg = way.legs[label_leg(way)]
    crossed = range(min(leg.run) + 1, max(leg.run))
    if len(way.legs) == 1 and leg.axis == axis and len(crossed) == 1:
        sizes[crossed[0] // 2] = max(sizes[crossed[0] // 2], label[axis] + _LABEL_AROUND)
    elif not leg.attached and not leg.line % 2 and leg.axis != axis:
        sizes[leg.line // 2] += label[axis]


def label_leg(way: Way) -> int:
    """Which leg of a way bears its label: best one that lies in a gutter, along the lines of the text."""
    inner = [number for number, leg in enumerate(way.legs) if not leg.attached and not leg.line % 2]
    across = [number for number in inner if way.legs[number].axis == 0]
    longest = max(range(len(way.legs)), key=lambda number: (abs(way.legs[number].run[1] - way.legs[number].run[0]), -number))
    return (across or inner or [longest])[0]
