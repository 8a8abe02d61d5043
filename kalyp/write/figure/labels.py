"""Lines and labels → where each label stands on its line, off all else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kalyp.write.figure.grid import Text
from kalyp.write.figure.lanes import Point, cross

Frame = tuple[float, float, float, float]  # left, top, right, bottom
AROUND = 0.8  # mm of white around a label
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7)
_END = 3.4  # mm at both ends of a line that a label leaves free, for the head


def places(
    lines: Sequence[Sequence[Point]], labels: Mapping[int, Text], legs: Mapping[int, int], nodes: Sequence[Frame]
) -> dict[int, Point]:
    """The middle of each label, by the number of its line. `legs`: the stretch of the line that room was made on."""
    found: dict[int, Point] = {}
    frames: list[Frame] = []
    for number, label in sorted(labels.items()):
        others = [stretch for other, line in enumerate(lines) if other != number for stretch in pairwise(line)]
        spots = _tried(lines[number], legs[number], label)
        found[number] = min((_price(spot, label, nodes, frames, others) + cost, spot) for cost, spot in spots)[1]
        frames.append(frame(found[number], label))
    return found


def frame(middle: Point, label: Text) -> Frame:
    """The white ground of a label."""
    width, height = label.width / 2 + AROUND, label.height / 2 + AROUND / 2
    return middle[0] - width, middle[1] - height, middle[0] + width, middle[1] + height


def _tried(line: Sequence[Point], leg: int, label: Text) -> Iterator[tuple[float, Point]]:
    """Places to try, with what they cost: best is the middle of the stretch with room, and that the label doesn't cover it."""
    for number, (start, end) in enumerate(pairwise(line)):
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        size = label.width if start[1] == end[1] else label.height
        for share in _SHARES:
            spot = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            left = length * min(share, 1 - share) - size / 2
            yield 10 * max(0.0, _END - left) + abs(share - 0.5) + 5 * (number != leg) - length / 1000, spot


def _price(
    spot: Point, label: Text, nodes: Sequence[Frame], frames: Sequence[Frame], lines: Sequence[tuple[Point, Point]]
) -> float:
    left, top, right, bottom = here = frame(spot, label)
    covered = sum(100 * _shared(here, other) for other in (*nodes, *frames))
    box = ((left, top), (right, bottom))
    return covered + sum(40.0 for line in lines if cross(box, line))


def _shared(one: Frame, other: Frame) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0
