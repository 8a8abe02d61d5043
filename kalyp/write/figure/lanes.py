"""The ways of a plan on its grid → lines in mm, apart from each other where they run side by side.

Each leg has a place where it would like to run: the middle of the node's side, or of its gutter. Legs that would touch are
put side by side around the places that they would like; their order is the one with the fewest crossings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kalyp.write.figure.grid import LANE, Grid
from kalyp.write.figure.routes import Leg, Plan, Way

Point = tuple[float, float]
Key = tuple[int, int]  # way, leg
_PORTS = 5.0  # mm between arrows at one side of a node
_CORNER = 2.5  # mm that arrows keep from the corners of nodes
_BESIDE = 0.8  # mm between a label and the next line
_ROUNDS = 6
_NEAR = 1e-6


@dataclass(slots=True)
class _Lane:
    """A leg with the place where it runs, in mm across its axis."""

    leg: Leg
    wish: float
    low: float
    high: float
    place: float
    beside: float = 0.0  # how far its label reaches to its sides
    run: tuple[float, float] = (0.0, 0.0)


def lines(plan: Plan, grid: Grid) -> list[list[Point]]:
    """The corners of each arrow from its start to its end."""
    lanes = {
        (number, at): _lane(leg, grid, grid.beside(number, at, plan.ways))
        for number, way in enumerate(plan.ways)
        for at, leg in enumerate(way.legs)
    }
    order = _first_order(plan, lanes)
    best = _spread(plan, grid, lanes, order)
    fewest = _crossings(best)
    for one, other in _rivals(lanes, order):
        if not fewest:
            break
        order[one], order[other] = order[other], order[one]
        tried = _spread(plan, grid, lanes, order)
        if (crossings := _crossings(tried)) < fewest:
            best, fewest = tried, crossings
        else:
            order[one], order[other] = order[other], order[one]
    return best


def _lane(leg: Leg, grid: Grid, beside: float) -> _Lane:
    cross = 1 - leg.axis
    low, high = grid.reach(cross, leg.free)
    sides = [grid.reach(cross, end) for end in leg.ends if end]
    if not sides:
        margin = min(beside, (high - low) / 2)
        return _Lane(leg, (low + high) / 2, low + margin, high - margin, (low + high) / 2, beside)
    corner = min(_CORNER, *((end - start) / 4 for start, end in sides))
    low, high = max(low, *(start + corner for start, _ in sides)), min(high, *(end - corner for _, end in sides))
    middle = (max(start for start, _ in sides) + min(end for _, end in sides)) / 2
    wish = min(max(middle, low), high)
    return _Lane(leg, wish, low, high, wish, beside)


def _first_order(plan: Plan, lanes: dict[Key, _Lane]) -> dict[Key, tuple[float, float, Key]]:
    """Where legs compete, the one comes first whose neighbours lie first."""
    found = {}
    for key in lanes:
        way = plan.ways[key[0]]
        leg = way.legs[key[1]]
        far = [way.legs[at].run for at in (key[1] - 1, key[1] + 1) if 0 <= at < len(way.legs)]
        middle = sum(sum(run) - leg.line for run in far) / len(far) if far else float(leg.line)
        found[key] = (middle, float(key[0]), key)
    return found


def _rivals(lanes: dict[Key, _Lane], order: dict[Key, tuple[float, float, Key]]) -> Iterator[tuple[Key, Key]]:
    """Pairs of legs that would run at the same place."""
    keys = sorted(lanes, key=lambda key: order[key])
    for one, other in combinations(keys, 2):
        if lanes[one].leg.axis == lanes[other].leg.axis and abs(lanes[one].wish - lanes[other].wish) < LANE:
            yield one, other


def _spread(plan: Plan, grid: Grid, lanes: dict[Key, _Lane], order: dict[Key, tuple[float, float, Key]]) -> list[list[Point]]:
    for lane in lanes.values():
        lane.place = lane.wish
    for _ in range(_ROUNDS):
        _measure(plan, grid, lanes)
        groups = [group for axis in (0, 1) for group in _touching(lanes, axis)]
        if not groups:
            break
        for group in groups:
            group.sort(key=lambda key: (round(lanes[key].wish / LANE), order[key]))
            _apart([lanes[key] for key in group])
    _measure(plan, grid, lanes)
    return [list(_corners(way, [lanes[number, at] for at in range(len(way.legs))])) for number, way in enumerate(plan.ways)]


def _measure(plan: Plan, grid: Grid, lanes: dict[Key, _Lane]) -> None:
    """From where to where each leg runs, as the others now stand."""
    for number, way in enumerate(plan.ways):
        for at, leg in enumerate(way.legs):
            rising = leg.run[1] > leg.run[0]
            start = lanes[number, at - 1].place if at else grid.edges[leg.axis][leg.run[0]][rising]
            last = at == len(way.legs) - 1
            end = grid.edges[leg.axis][leg.run[1]][not rising] if last else lanes[number, at + 1].place
            lanes[number, at].run = (start, end)


def _touching(lanes: dict[Key, _Lane], axis: int) -> list[list[Key]]:
    """Groups of legs that run side by side too near."""
    keys = [key for key, lane in lanes.items() if lane.leg.axis == axis]
    groups = [{key} for key in keys]
    for one, other in combinations(keys, 2):
        if one[0] != other[0] and _near(lanes[one], lanes[other]):
            first = next(group for group in groups if one in group)
            second = next(group for group in groups if other in group)
            if first is not second:
                first |= second
                groups.remove(second)
    return [sorted(group) for group in groups if len(group) > 1]


def _near(one: _Lane, other: _Lane) -> bool:
    beside = min(max(one.run), max(other.run)) - max(min(one.run), min(other.run)) > -LANE / 2
    return beside and abs(one.place - other.place) < _distance(one, other) - _NEAR


def _distance(one: _Lane, other: _Lane) -> float:
    """How far two lanes keep apart: at one side of a node a little more, and so that no label covers a line."""
    shared = any(end and end == another for end, another in zip(one.leg.ends, other.leg.ends, strict=True))
    labels = one.beside + other.beside
    return max(_PORTS if shared and one.leg.axis else LANE, labels + 2 * _BESIDE if labels else 0.0)


def _apart(group: list[_Lane]) -> None:
    """Put lanes side by side in their order, as near to the places that they wish as can be (pooled neighbours)."""
    offsets = [0.0]
    for one, other in pairwise(group):
        offsets.append(offsets[-1] + _distance(one, other))
    pools: list[tuple[float, int]] = []  # mean, size
    for lane, offset in zip(group, offsets, strict=True):
        pools.append((lane.wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, size), (last, more) = pools[-2:]
            pools[-2:] = [((mean * size + last * more) / (size + more), size + more)]
    means = [mean for mean, size in pools for _ in range(size)]
    places = [mean + offset for mean, offset in zip(means, offsets, strict=True)]
    moved = max(0.0, *(lane.low - place for lane, place in zip(group, places, strict=True)))
    moved = moved or min(0.0, *(lane.high - place for lane, place in zip(group, places, strict=True)))
    for lane, place in zip(group, places, strict=True):
        lane.place = min(max(place + moved, lane.low), lane.high)


def _corners(way: Way, lanes: list[_Lane]) -> Iterator[Point]:
    def point(lane: _Lane, along: float) -> Point:
        return (lane.place, along) if lane.leg.axis else (along, lane.place)

    yield point(lanes[0], lanes[0].run[0])
    for lane in lanes:
        yield point(lane, lane.run[1])


def _crossings(found: Sequence[Sequence[Point]]) -> int:
    return sum(
        1
        for one, other in combinations(found, 2)
        for first in pairwise(one)
        for second in pairwise(other)
        if cross(first, second)
    )


def cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two stretches, each along x or y, have a point in common."""
    return all(
        max(min(one[0][axis], one[1][axis]), min(other[0][axis], other[1][axis]))
        <= min(max(one[0][axis], one[1][axis]), max(other[0][axis], other[1][axis])) + _NEAR
        for axis in (0, 1)
    )
