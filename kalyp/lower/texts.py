"""Blocks to read → core blocks: headings, text, usage card, steps, notes, definitions, cover, contents, breaks."""

from __future__ import annotations

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, foot, joined, text_cell
from kalyp.model import blocks as rich
from kalyp.model.base import Text
from kalyp.model.core import Block, Box, Break, Cell, Column, Contents, Heading, List, ListItem, Paragraph, Row, Table

TITLE_LEVEL = 2  # of the titles of blocks


@lower_block.register
def _(block: rich.Heading, edition: Context) -> list[Block]:
    return [Heading(block.level, edition.phrase(block.text), block.id)]


@lower_block.register
def _(block: rich.Paragraph, edition: Context) -> list[Block]:
    return [Paragraph((edition.phrase(block.text),), block.style)]


@lower_block.register
def _(block: rich.UsageCardBlock, edition: Context) -> list[Block]:
    card = edition.document.usage
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
    return [Heading(TITLE_LEVEL, title, "usage-card"), Table((Column(40), Column(140)), (), body, title)]


@lower_block.register
def _(block: rich.Steps, edition: Context) -> list[Block]:
    items = tuple(
        ListItem(f"{number}.", (Paragraph((edition.phrase(step.text),)),)) for number, step in enumerate(block.items, start=1)
    )
    return [*titled(block.title, block.place.line, edition), List(items)]


@lower_block.register
def _(block: rich.Note, edition: Context) -> list[Block]:
    title: list[Block] = [Paragraph((bold(edition.phrase(block.title)),))] if block.title else []
    return [Box((*title, Paragraph((edition.phrase(block.text),))), "note")]


@lower_block.register
def _(block: rich.Definitions, edition: Context) -> list[Block]:
    items = [
        Paragraph((joined(bold(edition.phrase(item.term)), edition.phrase(item.text), between=" – "),)) for item in block.items
    ]
    return [*titled(block.title, block.place.line, edition), *items]


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
    return [Contents(edition.word("contents"), depth=3)]


@lower_block.register
def _(block: rich.PageBreak, edition: Context) -> list[Block]:
    return [Break(block.right)]


def titled(title: Text | None, anchor: int, edition: Context) -> list[Block]:
    """The heading over a block, if it has a title; the anchor is made of the block's line, which is unique in its file."""
    return [Heading(TITLE_LEVEL, edition.phrase(title), f"block-{anchor}")] if title else []
