"""Blocks to write in → core blocks: fields, choices, lines, report boxes, signatures."""

from __future__ import annotations

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, labelled, prefixed, stacked, text_cell
from kalyp.lower.texts import TITLE_LEVEL
from kalyp.model import blocks as rich
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Field, FieldKind, Heading, Inline, Paragraph, Phrase, Row, Table
from kalyp.model.document import FieldEntry

FIELD_ROW = 13.0  # mm: a label and a line for a pen
BOX_ROW = 10.0  # mm: a box of 5 mm with 5 mm clear to the next, so that a scan can be read
SIGNATURE_ROW = 16.0  # mm
FULL = 180.0  # mm: the width to which shares are scaled
NUMBER = 8.0  # mm: a column of numbers


def room(kind: str, name: str, label: Phrase, lines: int = 1) -> Field:
    """A place to write, of one of the kinds that editors name."""
    kinds = {"text": FieldKind.TEXT, "number": FieldKind.TEXT, "lines": FieldKind.LINES, "date": FieldKind.DATE}
    return Field(kinds[kind], name, label, lines=lines)


@lower_block.register
def _(block: rich.Fields, edition: Context) -> list[Block]:
    rows = [([_field_cell(use, edition) for use in row], FIELD_ROW) for row in block.rows]
    return [stacked(rows, FULL, edition.phrase(edition.document.title))]


def _field_cell(use: rich.FieldUse, edition: Context) -> tuple[int, Cell]:
    entry = edition.project.fields[use.field]
    label = edition.phrase(use.label or entry.label)
    blocks: list[Block] = [Paragraph((label,), "label")]
    if entry.hint:
        blocks.append(Paragraph((edition.phrase(entry.hint),), "note"))
    blocks.append(_answer(entry, use, label, edition))
    return use.share or entry.share, Cell(tuple(blocks))


def _answer(entry: FieldEntry, use: rich.FieldUse, label: Phrase, edition: Context) -> Block:
    name = use.name or entry.id
    if entry.kind != "choice":
        return room(entry.kind, name, label, use.lines or entry.lines)
    items: list[Inline] = []
    for choice in entry.choices:
        words = edition.phrase(choice.label)
        items += [Field(FieldKind.MARK, name, labelled(label, words), choice.id), words]
    return Paragraph(tuple(items), "tick")


@lower_block.register
def _(block: rich.Choices, edition: Context) -> list[Block]:
    question = edition.phrase(block.text)
    cells = [_option_cell(block.id, option, question, edition) for option in block.options]
    if len(cells) % 2:
        cells.append(Cell(()))
    rows = tuple(Row(pair, BOX_ROW) for pair in zip(cells[::2], cells[1::2], strict=True))
    columns = (Column(FULL / 2), Column(FULL / 2))
    return [Paragraph((bold(question),), "label"), Table(columns, (), rows, question, "plain")]


def _option_cell(group: str, option: rich.Option, question: Phrase, edition: Context) -> Cell:
    words = edition.phrase(option.label)
    box = Field(FieldKind.CHECK, f"{group}.{option.id}", labelled(question, words), "on")
    items: list[Inline] = [box, words]
    if option.write:
        label = labelled(words, edition.word("other"))
        items.append(Field(FieldKind.TEXT, f"{group}.{option.id}-text", label, width=FULL / 4))
    return Cell((Paragraph(tuple(items), "tick"),))


@lower_block.register
def _(block: rich.WritingLines, edition: Context) -> list[Block]:
    words = edition.phrase(block.text)
    asked = prefixed(f"{block.number}. ", words) if block.number else words
    head = Paragraph((bold(asked),), "label")
    if not block.count:
        cell = Cell((room("lines", block.id, words, block.lines),))
        return [head, Table((Column(FULL),), (), (Row((cell,), block.lines * PEN_LINE),), words)]
    kind = "text" if block.lines == 1 else "lines"
    rows = tuple(
        Row(
            (
                text_cell(edition.literal(f"{number}."), head=True, centred=True),
                Cell((room(kind, f"{block.id}.{number}", prefixed(f"{number}. ", words), block.lines),)),
            ),
            block.lines * PEN_LINE + 1,
        )
        for number in range(1, block.count + 1)
    )
    return [head, Table((Column(NUMBER), Column(FULL - NUMBER)), (), rows, words)]


@lower_block.register
def _(block: rich.Report, edition: Context) -> list[Block]:
    rows = []
    for row in block.rows:
        cells = []
        for box in row:
            title = edition.phrase(box.title)
            cells.append((1, Cell((Paragraph((bold(title),)), room("lines", f"{block.id}.{box.id}", title, box.lines)))))
        rows.append((cells, 0.0))
    return [stacked(rows, FULL, edition.phrase(edition.document.title))]


@lower_block.register
def _(block: rich.Signatures, edition: Context) -> list[Block]:
    made: list[Block] = []
    date = edition.word("date")
    for row in block.rows:
        title = edition.phrase(row.title) if row.title else None
        if title:
            made.append(Heading(TITLE_LEVEL + 1, title, f"{block.id}-{row.id}"))
        signing, comments = [], []
        for party in row.parties:
            label = edition.phrase(party.label)
            name = f"{block.id}.{row.id}.{party.id}"
            about = labelled(title, label) if title else label
            signing += [
                (3, Cell((Paragraph((label,), "label"),))),
                (2, Cell((Paragraph((date,), "label"), room("date", f"{name}-date", labelled(about, date))))),
            ]
            if row.comment:
                comment = edition.word("comment")
                field = room("lines", f"{name}-comment", labelled(about, comment), 2)
                comments.append((5, Cell((Paragraph((comment,), "label"), field))))
        rows = [(signing, SIGNATURE_ROW), *([(comments, 0.0)] if comments else [])]
        made.append(stacked(rows, FULL, title or edition.phrase(edition.document.title)))
    return made
