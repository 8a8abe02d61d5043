"""Blocks to read → core blocks: headings, text, usage card, lists, notes, tables, figures, cover, contents, breaks."""

from __future__ import annotations

from typing import Literal

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, band, bold, foot, joined, text_cell
from kalyp.model import blocks as rich
from kalyp.model.base import Text
from kalyp.model.core import (
    Arrow,
    Block,
    Box,
    Break,
    Caption,
    Cell,
    Column,
    Contents,
    Figure,
    Heading,
    List,
    ListItem,
    Node,
    Paragraph,
    Phrase,
    Row,
    Table,
)
from kalyp.model.document import Document

TITLE_LEVEL = 2  # of the titles of blocks


@lower_block.register
def _(block: rich.Heading, edition: Context) -> list[Block]:
    return [Heading(block.level, edition.phrase(block.text), block.id, edition.numbers.get(block.id, ""))]


@lower_block.register
def _(block: rich.Paragraph, edition: Context) -> list[Block]:
    return [Paragraph((edition.phrase(block.text),), block.style)]


@lower_block.register
def _(block: rich.UsageCardBlock, edition: Context) -> list[Block]:
    card = block.card or edition.usage(block.document or edition.document.id)
    if card is None:  # the checks have refused it
        return []
    title = edition.word("usage-card")
    rows = [
        ("usage-who", card.who),
        ("usage-when", card.when),
        ("usage-task", card.task),
        ("usage-conditions", card.conditions),
        *([("usage-note", card.note)] if card.note else []),
    ]
    body = tuple(
        Row((text_cell(edition.word(word), head=True), Cell((Paragraph((edition.phrase(text),)),)))) for word, text in rows
    )
    heading = [] if edition.inside else [Heading(TITLE_LEVEL, title, "usage-card")]
    return [*heading, Table((Column(40), Column(140)), (), body, title)]


@lower_block.register
def _(block: rich.Steps, edition: Context) -> list[Block]:
    items = tuple(
        ListItem(_marker(block.marks, index, edition), (Paragraph((edition.phrase(step.text),)),))
        for index, step in enumerate(block.items)
    )
    return [*titled(block.title, block.place.line, edition), List(items)]


def _marker(marks: str, index: int, edition: Context) -> str:
    match marks:
        case "letters":
            return f"{edition.letter(index)})"
        case "dashes":
            return "–"
    return f"{index + 1}."


@lower_block.register
def _(block: rich.Note, edition: Context) -> list[Block]:
    title: list[Block] = [Paragraph((bold(edition.phrase(block.title)),))] if block.title else []
    return [Box((*title, Paragraph((edition.phrase(block.text),))), "note")]


@lower_block.register
def _(block: rich.Definitions, edition: Context) -> list[Block]:
    items = [Paragraph((_defined(item, edition),)) for item in block.items]
    return [*titled(block.title, block.place.line, edition), *items]


def _defined(item: rich.Definition, edition: Context) -> Phrase:
    """A term and what it means: after a dash, or as a sentence of its own."""
    term, text = bold(edition.phrase(item.term)), edition.phrase(item.text)
    sentence = all(wording.plain[:1].isupper() for wording in text.wordings)
    return joined(term, text, between=". " if sentence else "\u00a0– ")


@lower_block.register
def _(block: rich.ReadTable, edition: Context) -> list[Block]:
    columns = tuple(Column(float(column.share)) for column in block.columns)
    head = Row(tuple(text_cell(edition.phrase(column.label), head=True) for column in block.columns))
    body = [_read_row(row, len(columns), edition) for row in block.rows]
    label = edition.phrase(block.caption) if block.caption else edition.phrase(block.columns[0].label)
    return [
        Table(columns, (head,), tuple(body), label, caption=_caption("table", block.id, block.caption, edition), anchor=block.id)
    ]


def _read_row(row: rich.TableRow, columns: int, edition: Context) -> Row:
    if row.band:
        return band(edition.phrase(row.band), columns)
    return Row(tuple(text_cell(edition.phrase(cell)) for cell in row.cells))


def _caption(kind: Literal["table", "figure"], name: str, text: Text | None, edition: Context) -> Caption | None:
    return Caption(kind, int(edition.numbers[name]), edition.word(f"caption-{kind}"), edition.phrase(text)) if text else None


@lower_block.register
def _(block: rich.Figure, edition: Context) -> list[Block]:
    nodes = tuple(
        Node(node.id, edition.phrase(node.text), node.row, node.column, node.rows, node.columns, node.style)
        for node in block.nodes
    )
    arrows = tuple(
        Arrow(arrow.start, arrow.end, edition.phrase(arrow.label) if arrow.label else None, arrow.both) for arrow in block.arrows
    )
    return [Figure(nodes, arrows, edition.phrase(block.alt), block.id, _caption("figure", block.id, block.caption, edition))]


@lower_block.register
def _(block: rich.Cover, edition: Context) -> list[Block]:
    document = edition.document
    blocks = (
        Paragraph((edition.phrase(edition.project.countries[document.country].title),), "label"),
        Heading(1, edition.phrase(document.title), "title"),
        Paragraph((edition.phrase(document.subject),), "lead"),
        Paragraph((foot(edition),), "note"),
    )
    return [Box(blocks, "cover")]


@lower_block.register
def _(block: rich.Contents, edition: Context) -> list[Block]:
    depth = 4 if isinstance(edition.document, Document) and edition.document.chapters else 3
    return [Contents(edition.word("contents"), depth)]


@lower_block.register
def _(block: rich.PageBreak, edition: Context) -> list[Block]:
    return [Break(block.right)]


def titled(title: Text | None, anchor: int, edition: Context) -> list[Block]:
    """The title over a block, if it has one: a heading, whose anchor is made of the block's line, which is unique in its file.

    In a chapter it is no heading: chapters are several files, and the handbook's contents list what editors call headings only.
    """
    if not title:
        return []
    words = edition.phrase(title)
    return [Paragraph((bold(words),), "label")] if edition.inside else [Heading(TITLE_LEVEL, words, f"block-{anchor}")]
