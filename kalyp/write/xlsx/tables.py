"""A table of the core → its rows as pieces: the head, and the body in parts that a page may end between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from kalyp.model.core import Cell, Row, Table
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx.measure import pixels
from kalyp.write.xlsx.pieces import Piece, Rows, Span

Kind = Literal["head", "band", "body"]
LEAST_ROW = 20  # pixels


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell, in which row it begins, and between which units it stands."""

    cell: Cell
    row: int
    left: int
    right: int


Content = Callable[[Placed, Kind], Piece]


def rows(block: Table, left: int, right: int, content: Content) -> tuple[Rows | None, list[tuple[Rows, bool]]]:
    """The head, and the rows of the body, those together that a cell reaches over, each with whether it stays with the next.

    `content` makes the piece of a cell. Raises Unwritable where cells don't fill the columns exactly.
    """
    edges = scaled([column.width for column in block.columns], left, right)
    if len(edges) < 2 or not (block.head or block.body):
        raise Unwritable(block, "no cells")
    ruled = block.style == "ruled"
    head = None
    if block.head:
        placed = _placed(block, block.head, edges)
        head = _piece(block.head, placed, (left, right), partial(_made, content, "head"), ruled=ruled)
    body = []
    placed = _placed(block, block.body, edges)
    for first, last in _parts(len(block.body), placed):
        part = block.body[first:last]
        here = [Placed(each.cell, each.row - first, each.left, each.right) for each in placed if first <= each.row < last]
        group = part[0].group
        made = partial(_made, content, "band" if group else "body")
        body.append((_piece(part, here, (left, right), made, ruled=ruled), group))
    return head, body


def _made(content: Content, kind: Kind, cell: Placed) -> Piece:
    return content(cell, kind)


def scaled(shares: Sequence[float], left: int, right: int) -> list[int]:
    """The edges of columns in units, from the first to the last; each column has one unit at least."""
    total = sum(shares)
    if not shares or total <= 0:
        return []
    if right - left < len(shares):
        raise Unwritable(shares, "too many columns")
    edges = [left]
    for number in range(1, len(shares) + 1):
        wanted = left + round((right - left) * sum(shares[:number]) / total)
        edges.append(min(max(wanted, edges[-1] + 1), right - (len(shares) - number)))
    return edges


def _placed(block: Table, found: Sequence[Row], edges: Sequence[int]) -> list[Placed]:
    """The cells of rows at their places, in order."""
    columns = len(edges) - 1
    taken: dict[int, int] = {}  # column → the first row in which it is free
    made = []
    for number, row in enumerate(found):
        column = 0
        for cell in row.cells:
            while taken.get(column, 0) > number:
                column += 1
            end = column + cell.columns
            if end > columns or any(taken.get(each, 0) > number for each in range(column, end)):
                raise Unwritable(block, "too many cells in a row")
            if number + cell.rows > len(found):
                raise Unwritable(block, "a cell reaches below the last row")
            made.append(Placed(cell, number, edges[column], edges[end]))
            taken |= dict.fromkeys(range(column, end), number + cell.rows)
            column = end
        if any(taken.get(each, 0) <= number for each in range(columns)):
            raise Unwritable(block, "too few cells in a row")
    return made


def _parts(count: int, placed: Sequence[Placed]) -> list[tuple[int, int]]:
    """The first row of each part, and the one after its last: rows that a cell reaches over are one part."""
    inside = {row for each in placed for row in range(each.row + 1, each.row + each.cell.rows)}
    starts = [row for row in range(count) if row not in inside]
    return list(zip(starts, [*starts[1:], count], strict=True))


def _piece(
    found: Sequence[Row], placed: Sequence[Placed], sides: tuple[int, int], content: Callable[[Placed], Piece], *, ruled: bool
) -> Rows:
    least = tuple(max(LEAST_ROW, pixels(row.height)) for row in found)
    spans = tuple(Span(each.row, each.cell.rows, content(each)) for each in placed)
    return Rows(*sides, least, spans, ruled)
