"""The nodes and arrows of a figure → the way of each arrow over the grid, and how crowded the gutters get.

The grid as the ways see it: odd numbers are its columns (rows), even ones the gutters between and around them, so column 2
is 3 and the gutter at its right 4. A place is (x, y) in these numbers. Ways keep off all nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

from kalyp.model.core import Arrow, Figure, Node
from kalyp.write.unwritable import Unwritable

Spot = tuple[int, int]
Span = tuple[int, int]  # first and last
_State = tuple[Spot, Spot]  # where a way has come to, and by what step it goes on

_BEND = 6.0
_CROSSING = 4.0
_ALONGSIDE = 0.6
_ACROSS = (1.0, 3.0)  # a gutter; a column or row
_OFF_CENTRE = 0.3
_STEPS: tuple[Spot, ...] = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight part of a way. `axis` 0: it runs along x at the y of `line`; 1: along y at the x of `line`.

    `run`: from where to where along the axis, in the way's direction. `free`: the lines that it could as well run on.
    `ends`: the nodes that it leaves and enters, as spans of the lines that they cover, None where it bends.
    """

    axis: int
    line: int
    run: Span
    free: Span
    ends: tuple[Span | None, Span | None]

    @property
    def attached(self) -> bool:
        """Whether it touches a node."""
        return self.ends != (None, None)


@dataclass(frozen=True, slots=True)
class Way:
    """The legs of an arrow, from its start to its end, by turns along x and y."""

    arrow: Arrow
    legs: tuple[Leg, ...]


class Plan:
    """The nodes of a figure on its grid, and the ways of its arrows. Raises Unwritable for what doesn't fit together."""

    def __init__(self, figure: Figure) -> None:
        self.nodes = {node.id: node for node in figure.nodes}
        self.size = (
            max((node.column + node.columns - 1 for node in figure.nodes), default=0),
            max((node.row + node.rows - 1 for node in figure.nodes), default=0),
        )
        if not figure.nodes or len(self.nodes) < len(figure.nodes):
            raise Unwritable(figure, "no nodes, or one id twice")
        self._taken: dict[Spot, str] = {}
        for node in figure.nodes:
            for spot in _spots(node):
                if self._taken.setdefault(spot, node.id) != node.id:
                    raise Unwritable(figure, f"{node.id} covers {self._taken[spot]}")
        for arrow in figure.arrows:
            if arrow.start == arrow.end or not {arrow.start, arrow.end} <= set(self.nodes):
                raise Unwritable(figure, f"arrow {arrow.start} – {arrow.end}")
        self._used: dict[Spot, set[int]] = defaultdict(set)
        short_first = sorted(range(len(figure.arrows)), key=lambda place: (self._distance(figure.arrows[place]), place))
        ways = {place: self._way(figure, figure.arrows[place]) for place in short_first}
        self.ways = tuple(ways[place] for place in sorted(ways))

    def _distance(self, arrow: Arrow) -> int:
        """How far two nodes are apart."""
        gaps = (_gap(span(self.nodes[arrow.start], axis), span(self.nodes[arrow.end], axis)) for axis in (0, 1))
        return sum(gaps)

    def _way(self, figure: Figure, arrow: Arrow) -> Way:
        spots = self._shortest(arrow)
        if not spots:
            raise Unwritable(figure, f"no way {arrow.start} – {arrow.end}")
        for before, spot in pairwise(spots):
            self._used[before].add(_axis(before, spot))
            self._used[spot].add(_axis(before, spot))
        return Way(arrow, tuple(self._legs(arrow, spots)))

    def _shortest(self, arrow: Arrow) -> list[Spot]:
        """The cheapest way: short, with few bends and crossings, from the middle of a side to the middle of a side."""
        start = self.nodes[arrow.start]
        queue: list[tuple[float, _State]] = []
        came: dict[_State, _State | None] = {}
        best: dict[_State, float] = {}

        def offer(cost: float, state: _State, before: _State | None) -> None:
            if cost < best.get(state, inf):
                best[state], came[state] = cost, before
                heappush(queue, (cost, state))

        for spot in _spots(start):
            for step in _STEPS:
                offer(self._off_centre(start, spot, step), (spot, step), None)
        while queue:
            cost, state = heappop(queue)
            if self._taken.get(state[0]) == arrow.end:
                return _followed(came, state)
            for price, after in self._next(arrow, *state):
                offer(cost + price, after, state)
        return []

    def _next(self, arrow: Arrow, spot: Spot, step: Spot) -> Iterator[tuple[float, _State]]:
        """Where one can go on from a spot that is left by a step, and what that costs."""
        after = (spot[0] + step[0], spot[1] + step[1])
        inside = all(0 <= after[axis] <= 2 * self.size[axis] for axis in (0, 1))
        if not inside or self._taken.get(after) not in (None, arrow.end):
            return
        for turn in _STEPS if after not in self._taken else (step,):
            if turn != (-step[0], -step[1]):
                yield self._price(arrow, after, step, turn), (after, turn)

    def _price(self, arrow: Arrow, spot: Spot, step: Spot, turn: Spot) -> float:
        """What it costs to come to a spot by a step and to go on by another one."""
        axis = 0 if step[0] else 1
        if self._taken.get(spot) == arrow.end:
            return self._off_centre(self.nodes[arrow.end], spot, step)
        used = self._used.get(spot, set())
        price = _ACROSS[spot[axis] % 2] + _CROSSING * (1 - axis in used) + _ALONGSIDE * (axis in used)
        return price + (_BEND if turn != step else 0)

    @staticmethod
    def _off_centre(node: Node, spot: Spot, step: Spot) -> float:
        side = 1 if step[0] else 0
        first, last = span(node, side)
        return _OFF_CENTRE * abs(2 * spot[side] - first - last) / 2

    def _legs(self, arrow: Arrow, spots: list[Spot]) -> Iterator[Leg]:
        corners = [0]
        corners += [at for at in range(1, len(spots) - 1) if _axis(spots[at - 1], spots[at]) != _axis(spots[at], spots[at + 1])]
        corners.append(len(spots) - 1)
        for number, (start, end) in enumerate(pairwise(corners)):
            axis = _axis(spots[start], spots[start + 1])
            first = span(self.nodes[arrow.start], 1 - axis) if number == 0 else None
            last = span(self.nodes[arrow.end], 1 - axis) if end == len(spots) - 1 else None
            inner = spots[start + (first is not None) : end + (last is None)]
            line = spots[start][1 - axis]
            free = self._freedom(inner, axis, line, [limit for limit in (first, last) if limit])
            yield Leg(axis, line, (spots[start][axis], spots[end][axis]), free, (first, last))

    def _freedom(self, inner: list[Spot], axis: int, line: int, limits: list[Span]) -> Span:
        """The lines around one's own that are as free, and within the nodes at the leg's ends."""
        if not limits:
            return (line, line)
        low, high = max(limit[0] for limit in limits), min(limit[1] for limit in limits)

        def is_free(other: int) -> bool:
            moved = ((other, spot[1]) if axis else (spot[0], other) for spot in inner)
            return not any(spot in self._taken for spot in moved)

        first = last = line
        while first > low and is_free(first - 1):
            first -= 1
        while last < high and is_free(last + 1):
            last += 1
        return (first, last)


def span(node: Node, axis: int) -> Span:
    """What a node covers of the columns (axis 0) or rows (axis 1), gutters counted."""
    first, many = ((node.column, node.columns), (node.row, node.rows))[axis]
    return (2 * first - 1, 2 * (first + many) - 3)


def lanes(ways: tuple[Way, ...], axis: int) -> Mapping[int, int]:
    """How many legs run side by side at most in each gutter across an axis (0: the gutters between columns)."""
    legs: dict[int, list[Span]] = defaultdict(list)
    for way in ways:
        for leg in way.legs:
            if leg.axis != axis and not leg.line % 2 and not leg.attached:
                legs[leg.line].append((min(leg.run), max(leg.run)))
    return {
        line: max(sum(1 for other in runs if other[0] <= place <= other[1]) for place, _ in runs)
        for line, runs in sorted(legs.items())
    }


def _spots(node: Node) -> Iterator[Spot]:
    (left, right), (top, bottom) = span(node, 0), span(node, 1)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _gap(one: Span, other: Span) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])


def _axis(spot: Spot, after: Spot) -> int:
    return 0 if spot[0] != after[0] else 1


def _followed(came: Mapping[_State, _State | None], last: _State) -> list[Spot]:
    spots: list[Spot] = []
    state: _State | None = last
    while state:
        if not spots or spots[-1] != state[0]:
            spots.append(state[0])
        state = came[state]
    return spots[::-1]
