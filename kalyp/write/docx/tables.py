"""Table, or blocks in a frame → a Word table of fixed columns, with its merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Literal

from docx.oxml.ns import qn

from kalyp.model.core import PEN_LINE, Block, Cell, Field, FieldKind, Inline, List, Paragraph, Phrase, Row, Table
from kalyp.model.walk import fields
from kalyp.write.docx.styles import BODY_POINTS, CELL_MARGIN, POINTS
from kalyp.write.docx.texts import shortened, text_width
from kalyp.write.docx.xml import Element, twips, w
from kalyp.write.unwritable import Unwritable

TITLE_LIMIT = 255
WHOLE_ROWS = 8  # a table of so many rows at most stays on one page …
WHOLE_SHARE, PEN_SHARE = 0.6, 0.3  # … if it takes no more of it than that, and no more for a pen than that
NARROW, NARROW_HEAD = 12.0, 25.0  # mm: in columns of less, a cell or a head has …
CENTRED_MARGIN, SIDE_MARGIN = 0.5, 0.9  # … that much left and right, in mm, where its text is centred or not
_NUMBER = re.compile(r"[\d.]+\)?")
_TEXT_LINE = BODY_POINTS * 1.25 * 25.4 / 72  # mm, a careful guess like those of widths
_AROUND_PARAGRAPH = 1.1  # mm


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go: the room from the left edge to the right one, what of it is indented (mm), and inside of what."""

    room: float
    height: float = 250  # mm between the margins above and below
    indent: float = 0
    inside: Literal["page", "cell", "box", "cover"] = "page"
    frame: bool = False  # there is a rule around already, so that an answer needs none of its own
    alone: bool = False  # the block is all that its cell holds
    head: bool = False  # it heads columns
    turned: bool = False  # it is set bottom-up
    centred: bool = False
    keep: bool = False  # each paragraph stays with the next one
    led: bool = False  # what stands before leads to it: its beginning stays with that
    marker: str = ""  # what the next paragraph begins with, in an item of a list …
    hang: float = 0  # … and how far it hangs out to the left


Flow = Callable[[Sequence[Block], Place], list[Element]]


def table(block: Table, place: Place, flow: Flow) -> Element:
    """A table as wide as the room there is. Raises Unwritable when its cells don't fill its columns exactly."""
    widths = scaled([column.width for column in block.columns], place.room - place.indent)
    rows = [(row, True) for row in block.head] + [(row, False) for row in block.body]
    if not widths or not rows:
        raise Unwritable(block, "no cells")
    below: dict[int, tuple[int, Cell]] = {}  # first column → rows still to come of a cell that began further up
    made = []
    whole = place.keep or _stays_whole(block, widths, place)
    for number, (row, head) in enumerate(rows, 1):
        cells = _row_cells(block, row, below, len(widths))
        keep = head or row.group or (whole and (number < len(rows) or place.keep))
        made.append(_row(row, head, [_cell(block, cell, widths, place, flow, head=head, keep=keep) for cell in cells]))
    if below:
        raise Unwritable(block, "a cell reaches below the last row")
    return _table(block.style.capitalize(), widths, place, made, block.label)


def frame(style: str, content: Callable[[Place], list[Element]], place: Place, height: float = 0) -> Element:
    """A table of one cell that stays on one page, at least `height` mm high: a box ("Frame"), or an answer's mere "Room"."""
    width = place.room - place.indent
    margin = CELL_MARGIN if style == "Frame" else 0
    inner = Place(width - 2 * margin, place.height, inside="box", frame=True, keep=place.keep)
    cell = w("tc", w("tcPr", w("tcW", w=twips(width), type="dxa")), *_closed(content(inner), keep=place.keep))
    row = w("tr", w("trPr", w("cantSplit"), _height(height)), cell)
    return _table(style, [twips(width)], place, [row], None)


def scaled(shares: Sequence[float], room: float) -> list[int]:
    """The widths of columns in twips, which fill the room (mm) to the last twip."""
    total = sum(shares)
    if not shares or total <= 0:
        return []
    edges = [twips(room * sum(shares[:count]) / total) for count in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell at its first column; `continued`: it began in a row above."""

    cell: Cell
    column: int
    continued: bool = False


def _row_cells(block: Table, row: Row, below: dict[int, tuple[int, Cell]], columns: int) -> list[_Placed]:
    """The cells of a row from left to right, those from above among them."""
    placed: list[_Placed] = []
    own = list(row.cells)
    column = 0
    while column < columns:
        if column in below:
            left, cell = below.pop(column)
            placed.append(_Placed(cell, column, continued=True))
        elif own:
            cell = own.pop(0)
            left = cell.rows
            placed.append(_Placed(cell, column))
        else:
            raise Unwritable(block, "too few cells in a row")
        if left > 1:
            below[column] = (left - 1, cell)
        column += cell.columns
        if any(column - cell.columns < start < column for start in below):
            raise Unwritable(block, "cells overlap")
    if own or column > columns:
        raise Unwritable(block, "too many cells in a row")
    return placed


def _row(row: Row, head: bool, cells: list[Element]) -> Element:
    answers = [_answer_height(cell) for cell in row.cells if cell.rows == 1]
    turned = [_turned_height(cell) for cell in row.cells if cell.turned and cell.rows == 1]
    height = max([row.height, *answers, *([] if row.height else turned)])
    return w("tr", w("trPr", w("cantSplit"), _height(height), w("tblHeader") if head else None), *cells)


def _cell(block: Table, placed: _Placed, widths: list[int], place: Place, flow: Flow, *, head: bool, keep: bool) -> Element:
    cell = placed.cell
    width = sum(widths[placed.column : placed.column + cell.columns])
    ruled = block.style == "ruled"
    margin = _margin(cell, width, head=head) if ruled else CELL_MARGIN
    room = _turned_height(cell) if cell.turned else _room(width, margin)
    inner = Place(room, place.height, inside="cell", frame=ruled or place.frame, centred=cell.centred, keep=keep)
    inner = replace(inner, head=head, turned=cell.turned)
    merge = w("vMerge") if placed.continued else w("vMerge", val="restart") if cell.rows > 1 else None
    said = cell.blocks and all(isinstance(each, Paragraph) for each in cell.blocks)
    middle = head or cell.turned or (cell.centred and not said)  # a number stands beside the first line of what it counts
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=cell.columns) if cell.columns > 1 else None,
        merge,
        w("noWrap") if said and _is_number(cell) else None,
        _margins(margin) if margin != CELL_MARGIN else None,
        w("textDirection", val="btLr") if cell.turned else None,
        w("vAlign", val="center") if middle else None,
    )
    return w("tc", properties, *_closed([] if placed.continued else flow(cell.blocks, inner), keep=keep))


def _closed(content: list[Element], *, keep: bool) -> list[Element]:
    """The content of a cell, which has to end with a paragraph."""
    if content and content[-1].tag == qn("w:p"):
        return content
    style = w("pStyle", val="CellEnd" if content else "TableText")
    return [*content, w("p", w("pPr", style, w("keepNext") if keep else None))]


def _table(style: str, widths: list[int], place: Place, rows: list[Element], label: Phrase | None) -> Element:
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=style),
            w("tblW", w=sum(widths), type="dxa"),
            w("tblInd", w=twips(place.indent), type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0000"),
            w("tblCaption", val=shortened(label.plain, TITLE_LIMIT)) if label and label.plain else None,
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *rows,
    )


def _stays_whole(block: Table, widths: Sequence[int], place: Place) -> bool:
    """Whether a table is short enough for Word to hold it on one page."""
    rows = [*block.head, *block.body]
    if len(rows) > WHOLE_ROWS:
        return False
    if sum(_pen_height(row) for row in rows) > PEN_SHARE * place.height:
        return False
    return sum(_guessed_row(row, widths) for row in rows) <= WHOLE_SHARE * place.height


def _pen_height(row: Row) -> float:
    """The room that a row leaves to a pen, in mm."""
    return max([row.height, *(_pen(field) for field in fields(row.cells))])


def _guessed_row(row: Row, widths: Sequence[int]) -> float:
    """About how high a row will be, in mm. Cells from above are not counted, nor do they shift the others."""
    heights, column = [row.height], 0
    for cell in row.cells:
        room = _room(sum(widths[column : column + cell.columns]))
        heights.append(sum(_guessed(each, room) for each in cell.blocks) / cell.rows)
        column += cell.columns
    return max(heights)


def _guessed(block: Block, room: float) -> float:
    match block:
        case Paragraph():
            texts = [wording.plain for item in block.items if isinstance(item, Phrase) for wording in item.wordings]
            lines = sum(ceil(text_width(text, BODY_POINTS) / max(room, 1.0)) for text in texts)
            return lines * _TEXT_LINE + _AROUND_PARAGRAPH + sum(_pen(item) for item in block.items)
        case List():
            return sum(_guessed(each, room - PEN_LINE) for item in block.items for each in item.blocks)
        case Table():
            return sum(_guessed_row(row, scaled([column.width for column in block.columns], room)) for row in block.body)
        case Field():
            return _pen(block)
    return PEN_LINE


def _pen(item: Inline) -> float:
    return item.lines * PEN_LINE if isinstance(item, Field) else 0.0


def _is_number(cell: Cell) -> bool:
    """Whether a cell holds nothing but a number such as `1.10.`, which must not be taken apart."""
    texts = [item for each in cell.blocks if isinstance(each, Paragraph) for item in each.items]
    return len(texts) == 1 and isinstance(texts[0], Phrase) and _NUMBER.fullmatch(texts[0].plain) is not None


def _room(width: int, margin: float = CELL_MARGIN) -> float:
    """The room for text in a cell, in mm, from its width in twips and its margin in mm."""
    return width * 25.4 / 1440 - 2 * margin


def _margin(cell: Cell, width: int, *, head: bool) -> float:
    """What a cell leaves free left and right, in mm: little in a narrow column, nothing where lines run across it."""
    if cell.turned:
        return 0
    if _room(width, 0) >= (NARROW_HEAD if head else NARROW):
        return CELL_MARGIN
    return CENTRED_MARGIN if cell.centred else SIDE_MARGIN


def _margins(millimetres: float) -> Element:
    return w("tcMar", *(w(side, w=twips(millimetres), type="dxa") for side in ("left", "right")))


def _height(millimetres: float) -> Element | None:
    return w("trHeight", val=twips(millimetres), hRule="atLeast") if millimetres else None


def _answer_height(cell: Cell) -> float:
    """The room for a pen of a cell that is there to be written in, in mm."""
    match cell.blocks:
        case (Field(kind=FieldKind.LINES, lines=lines),) | (Paragraph(items=(Field(kind=FieldKind.LINES, lines=lines),)),):
            return lines * PEN_LINE
    return 0


def _turned_height(cell: Cell) -> float:
    """How high a row has to be for text set bottom-up: as the text is long, 70 mm at the most (then it runs over)."""
    texts = [item for block in cell.blocks if isinstance(block, Paragraph) for item in block.items]
    wordings = [wording.plain for item in texts if isinstance(item, Phrase) for wording in item.wordings]
    longest = max((text_width(text, POINTS["TurnedHead"]) for text in wordings), default=0.0)
    return min(70.0, max(15.0, longest + 4))
