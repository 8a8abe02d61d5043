"""What a page on paper is put together of: leaves (texts, fields, pictures), below and beside each other → tiles at their places.

Across, everything is counted in units of four pixels, so that tables of many divisions share a grid of few columns; down, in
pixels. Pieces know how high they have to be; what they are given beyond that goes to those that can use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kalyp.model.core import Field
from kalyp.write.xlsx.grid import Stretch
from kalyp.write.xlsx.styles import ALL, Look

UNIT = 4  # pixels


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of a size in pixels."""

    data: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A leaf at its place: from `left` to `right` (units), from `top` to `bottom` (pixels)."""

    left: int
    right: int
    top: int
    bottom: int
    leaf: Leaf
    look: Look


class Piece(Protocol):
    """Something that takes a part of the page."""

    @property
    def left(self) -> int:
        """Where it begins, in units."""

    @property
    def right(self) -> int:
        """Where it ends."""

    @property
    def height(self) -> int:
        """How high it has to be, in pixels."""

    @property
    def grows(self) -> bool:
        """Whether it can use more room than it needs."""

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """Its leaves between two lines; `edges` are the sides (of "tblr") at which a line is drawn."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text, a field or a picture, or nothing. `framed`: it has lines around it wherever it stands."""

    left: int
    right: int
    height: int
    look: Look
    text: tuple[Stretch, ...] = ()
    field: Field | None = None
    picture: Picture | None = None
    grows: bool = False
    framed: bool = False

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """The leaf itself."""
        border = ALL if self.framed else edges
        yield Tile(self.left, self.right, top, bottom, self, replace(self.look, border=border))


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces one below the other, each as wide as the stack."""

    left: int
    right: int
    pieces: tuple[Piece, ...]

    @property
    def height(self) -> int:
        """That of all pieces."""
        return sum(piece.height for piece in self.pieces)

    @property
    def grows(self) -> bool:
        """One that grows is enough."""
        return any(piece.grows for piece in self.pieces)

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """The pieces; the last that can grow, or the last one, gets what is left over."""
        growing = [number for number, piece in enumerate(self.pieces) if piece.grows] or [len(self.pieces) - 1]
        spare = bottom - top - self.height
        for number, piece in enumerate(self.pieces):
            below = top + piece.height + (spare if number == growing[-1] else 0)
            inner = _without(edges, "t" if number else "", "b" if number < len(self.pieces) - 1 else "")
            yield from piece.tiles(top, below, inner)
            top = below


@dataclass(frozen=True, slots=True)
class Beside:
    """Pieces from left to right, all as high as the highest."""

    pieces: tuple[Piece, ...]

    @property
    def left(self) -> int:
        """Where the first one begins."""
        return self.pieces[0].left

    @property
    def right(self) -> int:
        """Where the last one ends."""
        return self.pieces[-1].right

    @property
    def height(self) -> int:
        """That of the highest."""
        return max(piece.height for piece in self.pieces)

    @property
    def grows(self) -> bool:
        """One that grows is enough."""
        return any(piece.grows for piece in self.pieces)

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """The pieces side by side."""
        last = len(self.pieces) - 1
        for number, piece in enumerate(self.pieces):
            inner = _without(edges, "l" if number else "", "r" if number < last else "")
            yield from piece.tiles(top, bottom, inner)


@dataclass(frozen=True, slots=True)
class Framed:
    """A piece with lines around it, whatever it stands in."""

    piece: Piece

    @property
    def left(self) -> int:
        """That of the piece."""
        return self.piece.left

    @property
    def right(self) -> int:
        """That of the piece."""
        return self.piece.right

    @property
    def height(self) -> int:
        """That of the piece."""
        return self.piece.height

    @property
    def grows(self) -> bool:
        """That of the piece."""
        return self.piece.grows

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """The piece in its frame."""
        yield from self.piece.tiles(top, bottom, ALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece that begins in a row of a table and covers some rows; `row` counts from 0."""

    row: int
    rows: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that hang together, since cells reach over several of them. `least`: the least height of each."""

    left: int
    right: int
    least: tuple[int, ...]
    spans: tuple[Span, ...]
    ruled: bool

    @property
    def heights(self) -> list[int]:
        """The height of each row; a cell that reaches over several makes the last of them higher."""
        made = list(self.least)
        for span in sorted(self.spans, key=lambda each: each.rows):
            last = span.row + span.rows - 1
            made[last] += max(0, span.piece.height - sum(made[span.row : last + 1]))
        return made

    @property
    def height(self) -> int:
        """That of all rows."""
        return sum(self.heights)

    @property
    def grows(self) -> bool:
        """Rows stay as they are."""
        return False

    def tiles(self, top: int, bottom: int, edges: str) -> Iterator[Tile]:
        """The cells in the order of the rows; the last row gets what is left over."""
        heights = self.heights
        heights[-1] += bottom - top - sum(heights)
        lines = [top]
        for height in heights:
            lines.append(lines[-1] + height)
        for span in self.spans:
            above, below = lines[span.row], lines[span.row + span.rows]
            yield from span.piece.tiles(above, below, ALL if self.ruled else self._outer(span, edges))

    def _outer(self, span: Span, edges: str) -> str:
        """Of the lines around the table those that a cell without lines of its own lies at."""
        last = span.row + span.rows == len(self.least)
        inner = (span.row > 0, not last, span.piece.left > self.left, span.piece.right < self.right)
        return _without(edges, *(side for side, hidden in zip(ALL, inner, strict=True) if hidden))


def _without(edges: str, *dropped: str) -> str:
    return "".join(side for side in edges if side not in dropped)


def room(piece: Piece) -> int:
    """The width of a piece in pixels."""
    return (piece.right - piece.left) * UNIT


def stacked(pieces: Sequence[Piece], left: int, right: int) -> Piece:
    """Pieces one below the other; one alone is itself."""
    return pieces[0] if len(pieces) == 1 else Stack(left, right, tuple(pieces))
