"""Tables to fill in → core blocks: grids of empty rows, and tables of which a part is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kalyp.lower.asking import BOX_ROW, FULL, NUMBER, room
from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, band, labelled, prefixed, text_cell, words_width
from kalyp.lower.texts import titled
from kalyp.model import blocks as rich
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Field, FieldKind, Paragraph, Phrase, Row, Table

CHECK = "check"
MOST_NUMBER = 24.0  # mm: a column of numbers or marks

Asked = tuple[str, str, Phrase]  # a column to fill in: its id, kind and head


@lower_block.register
def _(block: rich.Grid, edition: Context) -> list[Block]:
    asked = _asked(block, edition)
    body = []
    for number in range(1, block.rows + 1):
        sign = edition.literal(f"{number}.")
        cells = _places(f"{block.id}.{number}", sign, asked, block.lines)
        body.append(Row((_sign_cell(sign), *cells), block.lines * PEN_LINE))
    made: list[Block] = titled(block.title, block.place.line, edition)
    if block.intro:
        made.append(Paragraph((edition.phrase(block.intro),)))
    made.append(_table(block, block.columns, body, edition))
    if block.total:
        total = edition.phrase(block.total)
        made.append(Paragraph((total, Field(FieldKind.TEXT, f"{block.id}.total", total, width=30)), "label"))
    return made


@lower_block.register
def _(block: rich.FillTable, edition: Context) -> list[Block]:
    body = list(_fill_rows(block, edition))
    return [*titled(block.title, block.place.line, edition), _table(block, [*block.given, *block.columns], body, edition)]


def _table(
    block: rich.Grid | rich.FillTable, listed: Sequence[rich.TableColumn | rich.GridColumn], body: list[Row], edition: Context
) -> Table:
    """The table under the heads of its columns, with one for numbers if they have a head."""
    number = _number_width(block, edition) if block.number_label else 0.0
    total = sum(column.share for column in listed)
    columns = [Column((FULL - number) * column.share / total) for column in listed]
    heads = [text_cell(edition.phrase(column.label), head=True) for column in listed]
    if block.number_label:
        columns.insert(0, Column(number))
        heads.insert(0, text_cell(edition.phrase(block.number_label), head=True))
    label = edition.phrase(block.title or edition.document.title)
    return Table(tuple(columns), (Row(tuple(heads)),), tuple(body), label)


def _number_width(block: rich.Grid | rich.FillTable, edition: Context) -> float:
    """The width of the column of numbers (mm); a table's marks may be words or longer than a number."""
    if isinstance(block, rich.Grid) or not block.number_label:
        return NUMBER
    marks = (edition.literal(row.mark) for row in block.rows if row.mark)
    return min(MOST_NUMBER, max(NUMBER, words_width([edition.phrase(block.number_label), *marks])))


def _fill_rows(block: rich.FillTable, edition: Context) -> Iterator[Row]:
    """The rows as they are listed, then the free ones; what has no mark is counted through."""
    asked = _asked(block, edition)
    given = [(f"given-{at}", "lines", edition.phrase(column.label)) for at, column in enumerate(block.given, start=1)]
    width = len(given) + len(asked) + bool(block.number_label)
    number = 0

    def row(name: str, mark: str, about: Phrase, printed: list[Cell], columns: list[Asked]) -> Row:
        sign = [_sign_cell(edition.literal(mark))] if block.number_label else []
        return Row((*sign, *printed, *_places(f"{block.id}.{name}", about, columns, block.lines)), _height(block))

    for found in block.rows:
        if found.band:
            yield band(edition.phrase(found.band), width)
            continue
        number += not found.mark
        mark = found.mark or f"{number}."
        words = [edition.phrase(cell) for cell in found.cells]
        yield row(found.id or "", mark, prefixed(f"{mark} ", words[0]), [text_cell(said) for said in words], asked)
    for free in range(1, block.free_rows + 1):
        mark = f"{number + free}."
        yield row(f"free-{free}", mark, edition.literal(mark), [], [*given, *asked])


def _asked(block: rich.Grid | rich.FillTable, edition: Context) -> list[Asked]:
    return [(column.id, column.kind, edition.phrase(column.label)) for column in block.columns]


def _height(block: rich.FillTable) -> float:
    """The least height of a row: that of its lines for a pen, and clear of the next row's boxes."""
    boxes = any(column.kind == CHECK for column in block.columns)
    return max(block.lines * PEN_LINE, BOX_ROW if boxes else 0.0)


def _sign_cell(sign: Phrase) -> Cell:
    return text_cell(sign, head=True, centred=True)


def _places(row: str, about: Phrase, asked: list[Asked], lines: int) -> list[Cell]:
    """The places to write or tick in a row; `about` says which row it is."""
    return [_place(kind, f"{row}.{name}", labelled(about, head), lines) for name, kind, head in asked]


def _place(kind: str, name: str, label: Phrase, lines: int) -> Cell:
    if kind == CHECK:
        return Cell((Field(FieldKind.CHECK, name, label, "on"),), centred=True)
    return Cell((room(kind, name, label, lines),))
