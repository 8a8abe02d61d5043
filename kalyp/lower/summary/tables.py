"""Columns and lines → a sheet of cells: a title, a note, a table under its heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kalyp.model.cells import Cell, Chart, Sheet, Style, Value, address, area
from kalyp.model.core import Page

HEAD, FIRST = 3, 4  # rows: of the heads of columns, and the first line; title and note stand above
NOTHING = "–"
LONGEST = 30_000  # characters of a cell; Excel takes 32,767


@dataclass(frozen=True, slots=True)
class Made:
    """A formula with the value that it comes to."""

    formula: str
    value: Value


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its width (mm), its head, how its cells look."""

    width: float
    head: str
    style: Style = "cell"
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. With a `style` all its cells look so; a band is one text across all columns."""

    values: Sequence[Value | Made]
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet: its id, the title on its tab, the title on it, what is to be known of it, its paper."""

    id: str
    tab: str
    title: str
    note: str
    page: Page


def sheet(place: Place, columns: Sequence[Col], lines: Sequence[Line], charts: tuple[Chart, ...] = (), frozen: int = 0) -> Sheet:
    """A sheet with one table; its heads and `frozen` columns stay in sight."""
    across = len(columns)
    cells = [
        Cell(0, 0, place.title, style="title", columns=across),
        *([Cell(1, 0, place.note, style="note", columns=across)] if place.note else []),
        *table(columns, lines, HEAD),
    ]
    widths = tuple(column.width for column in columns)
    return Sheet(place.id, place.tab, place.page, widths, tuple(cells), charts=charts, frozen=(FIRST, frozen), heads=(HEAD, HEAD))


def table(columns: Sequence[Col], lines: Sequence[Line], row: int) -> Iterator[Cell]:
    """A table whose heads stand in a row."""
    for at, column in enumerate(columns):
        yield Cell(row, at, column.head, style="turned" if column.turned else "head")
    for below, line in enumerate(lines, row + 1):
        if line.style == "band":
            yield Cell(below, 0, _shown(line.values[0]), style="band", columns=len(columns))
            continue
        for at, (value, column) in enumerate(zip(line.values, columns, strict=True)):
            formula = value.formula if isinstance(value, Made) else ""
            yield Cell(below, at, _shown(value), formula, line.style or column.style)


def _shown(value: Value | Made) -> Value:
    plain = value.value if isinstance(value, Made) else value
    if isinstance(plain, str):
        return plain[:LONGEST]
    return plain or (0 if isinstance(value, Made) else None)  # a number of the schools that is zero is left out


def down(column: int, count: int, *, sheet_title: str = "") -> str:
    """The cells of a column in the first lines of a table."""
    return area((FIRST, column), (FIRST + max(count, 1) - 1, column), sheet=sheet_title)


def place_of(row: int, column: int, numbers: str, place: Value) -> Made:
    """The place of a number among others, which nothing has that is zero."""
    number = address(row, column)
    return Made(f'IF({number}=0,"{NOTHING}",RANK({number},{numbers}))', place)
