"""A sheet of core blocks → the grid of a form as on paper: pieces on pages, then the rows and columns that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kalyp.model.cells import Input, PaperSheet, Value, address
from kalyp.model.core import Field, FieldKind, Page
from kalyp.model.walk import headings
from kalyp.write.unwritable import Unwritable
from kalyp.write.xlsx import texts
from kalyp.write.xlsx.blocks import Blocks, Draw, Place, Unit
from kalyp.write.xlsx.grid import Grid, Image, Spot, shown
from kalyp.write.xlsx.lines import BOXES
from kalyp.write.xlsx.measure import pixels
from kalyp.write.xlsx.pieces import UNIT, Piece, Tile
from kalyp.write.xlsx.styles import AS_TEXT, OPEN_GROUND
from kalyp.write.xlsx.texts import Cuts, no_cuts

SURE = 0.96  # of a page's height: programs and printers measure a trifle apart
HIGHEST = 540  # pixels that a row of Excel can be high
_REFERENCE = re.compile(r"\{([^{}]+)\}")


def lay(sheet: PaperSheet, language: str, cuts: Cuts = no_cuts, draw: Draw | None = None) -> Grid:
    """A sheet laid out like its paper form. `cuts` says where words may be cut, `draw` makes the pictures of figures.

    Raises Unwritable for a block that can't stand on a sheet, and for a formula that names a field that the sheet lacks.
    """
    height = _height(sheet.page)
    made = Blocks(list(headings(sheet.blocks)), height, language, cuts, draw)
    units = made.units(sheet.blocks, Place(0, _units(sheet.page)))
    canvas = _Canvas(height)
    for group in _groups(units):
        canvas.add(group)
    return _Gridded(sheet, canvas).grid()


def _units(page: Page) -> int:
    return pixels(page.width - page.margins[1] - page.margins[3]) // UNIT


def _height(page: Page) -> int:
    return round(pixels(page.height - page.margins[0] - page.margins[2]) * SURE)


def _groups(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The units, those together of which each stays with the next."""
    group: list[Unit] = []
    for unit in units:
        group.append(unit)
        if not unit.keep:
            yield group
            group = []
    if group:
        yield group


@dataclass(slots=True)
class _Canvas:
    """Pages one below the other, as one long one; `breaks` are the lines (in pixels) where pages begin."""

    page: int
    at: int = 0
    top: int = 0
    tiles: list[Tile] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def add(self, group: Sequence[Unit]) -> None:
        """Add units that stay together, on a new page where this one has no room for them."""
        needed = sum(unit.piece.height + unit.gap for unit in group if unit.piece)
        if self.at > self.top and self.at + needed > self.top + self.page:
            self._end()
        for unit in group:
            if unit.ends:
                self._end()
            if unit.piece:
                fresh = self.at == self.top
                if fresh and self.breaks and unit.head:
                    self._put(unit.head)
                self.at += 0 if fresh else unit.gap
                self._put(unit.piece)

    def _end(self) -> None:
        if self.at > self.top:
            self.breaks.append(self.at)
            self.top = self.at

    def _put(self, piece: Piece) -> None:
        bottom = self.at + piece.height
        self.tiles += piece.tiles(self.at, bottom, "")
        self.at = bottom


class _Gridded:
    """The tiles of a canvas on rows and columns."""

    def __init__(self, sheet: PaperSheet, canvas: _Canvas) -> None:
        self._sheet = sheet
        self._canvas = canvas
        tiles = [tile for tile in canvas.tiles if tile.bottom > tile.top]
        self._tiles = tiles
        self._across = sorted({0, _units(sheet.page)} | {edge for tile in tiles for edge in (tile.left, tile.right)})
        edges = sorted({0, *canvas.breaks} | {edge for tile in tiles for edge in (tile.top, tile.bottom)})
        self._down = [*(line for pair in pairwise(edges) for line in _split(*pair)), edges[-1]]
        self._rows = {line: row for row, line in enumerate(self._down)}
        self._columns = {edge: column for column, edge in enumerate(self._across)}
        self._places = {name(tile.leaf.field): self._place(tile) for tile in tiles if tile.leaf.field}
        self._counted = {found for formula in sheet.formulas.values() for found in _REFERENCE.findall(formula)}

    def grid(self) -> Grid:
        """The grid."""
        end = self._canvas.at
        return Grid(
            self._sheet.title,
            self._sheet.page,
            tuple((right - left) * UNIT for left, right in pairwise(self._across)),
            {row: below - above for row, (above, below) in enumerate(pairwise(self._down))},
            tuple(spot for tile in self._tiles if (spot := self._spot(tile))),
            images=tuple(image for tile in self._tiles if (image := self._image(tile))),
            breaks=tuple(self._rows[line] for line in self._canvas.breaks if line < end),
            strict=False,
        )

    def _place(self, tile: Tile) -> tuple[int, int]:
        return self._rows[tile.top], self._columns[tile.left]

    def _spot(self, tile: Tile) -> Spot | None:
        row, column = self._place(tile)
        rows, columns = self._rows[tile.bottom] - row, self._columns[tile.right] - column
        leaf = tile.leaf
        if leaf.field:
            return self._asked(leaf.field, Spot(row, column, rows, columns, tile.look))
        if not (leaf.text or tile.look.border or tile.look.ground):
            return None
        text = leaf.text
        if len(text) > 1:
            return Spot(row, column, rows, columns, tile.look, texts.plain(text), text)
        look = tile.look
        if text:
            look = replace(look, bold=look.bold or text[0].bold, italic=look.italic != text[0].italic)
        return Spot(row, column, rows, columns, look, texts.plain(text) or None)

    def _asked(self, asked: Field, spot: Spot) -> Spot:
        """A field: an open cell with its value, or a locked one with a formula."""
        if formula := self._sheet.formulas.get(asked.name):
            return replace(spot, look=replace(spot.look, open=False), formula=self._resolved(formula))
        counted = name(asked) in self._counted
        box = asked.kind in BOXES
        typed = Input(name(asked), box=box, lines=asked.kind is FieldKind.LINES)
        look = replace(spot.look, ground=OPEN_GROUND, number="" if box or counted else AS_TEXT)
        return replace(spot, look=look, input=typed, value=shown(typed, self._value(asked, counted=counted)))

    def _value(self, asked: Field, *, counted: bool) -> Value:
        value = self._sheet.values.get(asked.name, "")
        if asked.kind is FieldKind.MARK:
            return "on" if asked.value in value.split("+") else None
        if asked.kind is FieldKind.CHECK:
            return "on" if value or asked.ticked else None
        return int(value) if counted and value.isascii() and value.isdigit() else value or None

    def _resolved(self, formula: str) -> str:
        def found(match: re.Match[str]) -> str:
            if match[1] not in self._places:
                raise Unwritable(self._sheet, f"no field {match[1]}")
            return address(*self._places[match[1]])

        return _REFERENCE.sub(found, formula)

    def _image(self, tile: Tile) -> Image | None:
        if (picture := tile.leaf.picture) is None:
            return None
        return Image(*self._place(tile), picture.data, picture.width, picture.height, picture.alt)


def _split(top: int, bottom: int) -> Iterator[int]:
    """The lines at which rows begin between two lines: as many as it takes for none to be too high."""
    parts = -(-(bottom - top) // HIGHEST)
    return (top + (bottom - top) * part // parts for part in range(parts))


def name(asked: Field | None) -> str:
    """What an open cell is called: the field's name, with the value for a mark (`level.12:low`)."""
    if asked is None:
        return ""
    return f"{asked.name}:{asked.value}" if asked.kind is FieldKind.MARK else asked.name
