"""What a sheet comes to before it is written, whatever it was made of: spots on rows and columns, their sizes in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kalyp.model.cells import Cell, Chart, Highlight, Input, Sheet, Value
from kalyp.model.core import Page
from kalyp.write.xlsx.measure import CELL_PADDING, line_height, lines, pixels, text_width
from kalyp.write.xlsx.styles import LOOKS, Look, open_look

HIGHEST = 545  # pixels of a row: 409 points are the most that Excel takes
DEFAULT_HEIGHT = 20  # pixels: what rows without a height of their own have
INDENT = 9  # pixels a step
LEADING = 3  # pixels above and below a text, together
ON = "×"  # what stands in a box that is ticked


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a cell's text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, or several merged ones, as they are written. `rich`: the value in its styles, where it has more than one."""

    row: int
    column: int
    rows: int
    columns: int
    look: Look
    value: Value = None
    rich: tuple[Stretch, ...] = ()
    formula: str = ""
    input: Input | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG on a cell, as wide and high as given (pixels), with what it shows."""

    row: int
    column: int
    data: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, ready to be written. Sizes are pixels; rows without a height are as high as their text.

    `breaks`: rows before which a page begins. `printed`: a formula for the range that is printed. `strict`: what is typed and not
    accepted is refused, where words say so.
    """

    title: str
    page: Page
    widths: tuple[int, ...]
    heights: Mapping[int, int]
    spots: tuple[Spot, ...]
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[Chart, ...] = ()
    images: tuple[Image, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    heads: tuple[int, int] | None = None
    one_page: bool = False
    hidden: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()
    strict: bool = True
    printed: str = ""


def grid(sheet: Sheet) -> Grid:
    """A sheet of cells."""
    spots = tuple(_spots(sheet))
    return Grid(
        sheet.title,
        sheet.page,
        tuple(pixels(width) for width in sheet.widths),
        _heights(sheet, spots),
        spots,
        sheet.highlights,
        sheet.charts,
        frozen=sheet.frozen,
        heads=sheet.heads,
        one_page=sheet.one_page,
        hidden=sheet.columns_hidden,
        printed=sheet.printed,
    )


def _spots(sheet: Sheet) -> Iterator[Spot]:
    for cell in sheet.cells:
        look = open_look(cell.input) if cell.input else LOOKS[cell.style]
        yield Spot(cell.row, cell.column, cell.rows, cell.columns, look, _shown(cell), formula=cell.formula, input=cell.input)


def _heights(sheet: Sheet, spots: Sequence[Spot]) -> dict[int, int]:
    """The heights that are given, and those of rows with more text than a line: LibreOffice doesn't make them higher by itself,
    and no program does for merged cells and turned text. Rows to type into are left to the program, so that they grow, but for
    those in which more than a line stands already.
    """
    needed: dict[int, int] = {}
    widths = [pixels(width) for width in sheet.widths]
    forced = {spot.row for spot in spots if spot.rows == 1 and (spot.columns > 1 or spot.look.turned)}
    for spot in spots:
        if spot.rows == 1 and isinstance(spot.value, str):
            room = sum(widths[spot.column : spot.column + spot.columns])
            height = text_height(spot.value, room, spot.look)
            if spot.row in forced or height > DEFAULT_HEIGHT:
                needed[spot.row] = min(max(needed.get(spot.row, DEFAULT_HEIGHT), height), HIGHEST)
    return {**needed, **{row: pixels(height) for row, height in sheet.heights}}


def text_height(text: str, room: float, look: Look) -> int:
    """How high a cell has to be for its text, in pixels; `room` is its width."""
    if look.turned:
        return round(text_width(text, look.points, bold=look.bold)) + CELL_PADDING
    count = lines(text, room - CELL_PADDING - look.indent * INDENT, look.points, bold=look.bold) if look.wrap else 1
    return count * line_height(look.points) + LEADING


def _shown(cell: Cell) -> Value:
    """What a cell shows: a value of a field as its choices show it, a box that is on with its cross."""
    return shown(cell.input, cell.value) if cell.input else cell.value


def shown(asked: Input, value: Value) -> Value:
    """What an open cell shows for a value. One that is none of its choices is shown as it is."""
    if asked.box:
        return ON if value == "on" else value or None
    return dict(asked.choices).get(str(value), value) if asked.choices else value
