"""Cells → as few rectangles as cover them: what is said of many cells is said once, or a workbook takes minutes to open."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kalyp.model.cells import address

Rectangle = tuple[int, int, int, int]  # first row, first column, last row, last column


def rectangles(cells: Iterable[Rectangle]) -> list[Rectangle]:
    """Rectangles that cover the same cells: neighbours in a row become one, then equal ones of rows below each other."""
    wide: list[Rectangle] = []
    for top, left, bottom, right in sorted(cells, key=lambda each: (each[0], each[2], each[1])):
        last = wide[-1] if wide else None
        if last and (last[0], last[2]) == (top, bottom) and last[3] + 1 == left:
            wide[-1] = (top, last[1], bottom, right)
        else:
            wide.append((top, left, bottom, right))
    made: list[Rectangle] = []
    for _, column in groupby(sorted(wide, key=lambda each: (each[1], each[3], each[0])), key=lambda each: (each[1], each[3])):
        for top, left, bottom, right in column:
            if made and made[-1][1::2] == (left, right) and made[-1][2] + 1 == top:
                made[-1] = (made[-1][0], left, bottom, right)
            else:
                made.append((top, left, bottom, right))
    return sorted(made)


def named(rectangle: Rectangle) -> str:
    """A rectangle as a range in A1 notation."""
    top, left, bottom, right = rectangle
    first = address(top, left)
    return first if (top, left) == (bottom, right) else f"{first}:{address(bottom, right)}"


def together(found: Iterable[Rectangle]) -> str:
    """Rectangles as one range of several parts."""
    return " ".join(map(named, found))
