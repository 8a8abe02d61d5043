"""The core of workbooks: what every workbook lowers to, and all that the Excel writer has to know.

A `Book` holds sheets of cells, or of core blocks laid out as on paper. Rows and columns count from 0; ranges are A1 notation
(`B5:H204`), across sheets with the sheet's title (`'Staff'!B5:H204`, made by `address`). All values are frozen and compare by
content. Lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kalyp.model.core import Block, Page
from kalyp.model.walk import fields

Value = str | int | float | None
Choices = tuple[tuple[str, Value], ...]  # the value of a field → what the cell shows for it

Style = Literal[
    "title",  # of the sheet
    "heading",
    "text",  # running text; wraps
    "note",  # small print; wraps
    "label",  # beside a place to type
    "head",  # heads a column or row of a table
    "turned",  # heads a narrow column: set bottom-up
    "band",  # heads the next rows
    "cell",  # a text in a table
    "centred",  # the same, centred
    "count",  # a whole number
    "share",  # a part of 1, shown as per cent
    "total",  # a whole number in a row of totals
]


@dataclass(frozen=True, slots=True)
class Input:
    """What makes a cell open for typing: the field's name, which is the same in every language, and what it accepts.

    `choices`: the only values, each with what the cell shows (`("low", 1)`), offered in a list. `whole`: a whole number in this
    range. `date`: a date as text in the way of the language, unchecked. `box`: a cell with "×" in it is on (value "on").
    A mark of a group of which one is ticked, as forms have them, is a box whose name is `<field>:<value>`.
    `offered`: the range whose cells the list offers instead, where some choices are called as people like: each value in `called`
    is shown as what stands in another input, by its name.
    """

    name: str
    choices: Choices = ()
    whole: tuple[int, int] | None = None
    box: bool = False
    centred: bool = False
    lines: bool = False  # several lines: wraps, from the top
    offered: str = ""
    called: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a value or a formula (in English, without the equals sign), covering some rows and columns. Formulas do with
    the functions of Excel 2007: schools have old computers, and newer functions need a prefix in the file.

    Cells without `input` are locked. Text is always written as text, whatever it begins with. `value` of an open cell is the
    field's (`low`, `on`; a number where one is asked for). `formula` in an open cell is what stands there until somebody types
    over it; a `value` beside a formula is what a program shows that computes nothing.
    """

    row: int
    column: int
    value: Value = None
    formula: str = ""
    style: Style = "cell"
    rows: int = 1
    columns: int = 1
    input: Input | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """How cells look where a formula (relative to the range's first cell) holds. Looks are told apart without colour:

    `flag` (something is wrong: bold on grey with a thick frame), `differ` (worth a talk: bold italic, hatched), `low`, `middle`,
    `high` (dark, medium, white ground), `mute` (grey letters), `hide` (letters as the ground).
    """

    range: str
    formula: str
    look: Literal["flag", "differ", "low", "middle", "high", "mute", "hide"]


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart: its title, and the range of its values; patterns are told apart on a grey printer."""

    title: str
    values: str
    pattern: Literal["dark", "medium", "light", "hatched"] = "dark"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right, one below the other or `stacked` to 100 per cent; from `row`, `column` on, in mm."""

    row: int
    column: int
    title: str
    categories: str
    series: tuple[Series, ...]
    width: float
    height: float
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells. `widths` of its columns in mm, from the first; `heights` of some rows in mm, else as high as the text.

    `frozen`: how many rows and columns stay in sight. `heads`: rows (first, last) that stand again on each printed page. It is
    printed as wide as the page; `one_page`: as high, too. `rows_hidden` and `columns_hidden` are first and last ones.
    `printed`: a formula for the range that is printed, which may depend on what is filled in; else all.
    """

    id: str
    title: str  # on its tab: at most 31 characters, none of []:*?/\ and unlike the other titles
    page: Page
    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    heights: tuple[tuple[int, float], ...] = ()
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[Chart, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    heads: tuple[int, int] | None = None
    one_page: bool = False
    columns_hidden: tuple[tuple[int, int], ...] = ()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet with the layout of a form on paper: its core blocks, whose fields are open cells.

    `formulas`: instead of an open cell, a locked one with this formula, by the field's name; `{other.field}` in it stands for the
    cell of another field of the same sheet. `values`: what stands in open cells, by the field's name, as forms are filled.
    """

    id: str
    title: str
    page: Page
    blocks: tuple[Block, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook, ready to be written. `date` is ISO (YYYY-MM-DD) and the only date in it; `foot` stands on each printed page.

    `words`: what a program says when a cell refuses what was typed: `title` (at most 32 characters), `choice`, `whole` (with
    `{least}` and `{most}` in it), `box`. What has no words is offered, but nothing else is refused.
    """

    document: str
    languages: tuple[str, ...]
    title: str
    subject: str
    foot: str
    date: str
    edition: str
    sheets: tuple[Sheet | PaperSheet, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    page_of: str = "{page} / {pages}"  # at the foot, beside `foot`


def inputs(book: Book) -> list[Input]:
    """The inputs of a workbook, but for those of sheets laid out as on paper, which are the fields of their blocks."""
    return [cell.input for sheet in book.sheets if isinstance(sheet, Sheet) for cell in sheet.cells if cell.input]


def names(book: Book) -> list[str]:
    """The names of a workbook's fields in order; a group of marks counts once. What a formula fills in is none."""
    return list(dict.fromkeys(name.partition(":")[0] for sheet in book.sheets for name in _names(sheet)))


def _names(sheet: Sheet | PaperSheet) -> Iterator[str]:
    if isinstance(sheet, Sheet):
        return (cell.input.name for cell in sheet.cells if cell.input)
    return (asked.name for asked in fields(sheet.blocks) if asked.name not in sheet.formulas)


def column_name(column: int) -> str:
    """The letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def address(row: int, column: int, *, sheet: str = "", fixed: str = "") -> str:
    """The A1 address of a cell, counted from 0. `sheet`: the title of another sheet; `fixed`: `row`, `column`, `both` get a $."""
    across = "$" if fixed in ("column", "both") else ""
    down = "$" if fixed in ("row", "both") else ""
    named = "'" + sheet.replace("'", "''") + "'!" if sheet else ""
    return f"{named}{across}{column_name(column)}{down}{row + 1}"


def area(first: tuple[int, int], last: tuple[int, int], *, sheet: str = "") -> str:
    """The A1 range between two cells (row, column), with $ everywhere."""
    return f"{address(*first, sheet=sheet, fixed='both')}:{address(*last, fixed='both')}"
