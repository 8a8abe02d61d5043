"""Core blocks → the same with other fields, headings or links: for forms that stand inside a book or are filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kalyp.model.core import (
    PEN_LINE,
    Block,
    Box,
    Cell,
    Chart,
    Field,
    Figure,
    Heading,
    List,
    ListItem,
    Paragraph,
    Phrase,
    Row,
    Table,
)
from kalyp.model.walk import fields

DEEPEST = 4  # level of headings

Answer = Callable[[Field], Phrase | Field]  # what stands in a field's place


def filled(blocks: Iterable[Block], answer: Answer) -> tuple[Block, ...]:
    """The blocks with what `answer` says in place of each field."""

    def change(block: Block) -> Block:
        match block:
            case Field():
                said = answer(block)
                return said if isinstance(said, Field) else Paragraph((said,))
            case Paragraph():
                return replace(block, items=tuple(answer(item) if isinstance(item, Field) else item for item in block.items))
        return block

    return rebuilt(blocks, change)


def inside(blocks: Sequence[Block], prefix: str) -> tuple[Block, ...]:
    """The blocks of a document as they stand in a book: headings one level lower and not in its contents, anchors kept apart."""

    def change(block: Block) -> Block:
        match block:
            case Heading():
                return replace(block, level=min(block.level + 1, DEEPEST), anchor=f"{prefix}-{block.anchor}", listed=False)
            case Table() | Figure() | Chart() if block.anchor:
                return replace(block, anchor=f"{prefix}-{block.anchor}")
        return block

    return tuple(change(block) for block in blocks)  # headings and anchors stand at the top level only


def rebuilt(blocks: Iterable[Block], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    """Every block changed, what a block holds before the block itself."""
    return tuple(change(_with_inside(block, change)) for block in blocks)


def _with_inside(block: Block, change: Callable[[Block], Block]) -> Block:
    match block:
        case Box():
            return replace(block, blocks=rebuilt(block.blocks, change))
        case List():
            return replace(block, items=tuple(ListItem(item.marker, rebuilt(item.blocks, change)) for item in block.items))
        case Table():
            return replace(block, head=_rows(block.head, change), body=_rows(block.body, change))
    return block


def _rows(rows: tuple[Row, ...], change: Callable[[Block], Block]) -> tuple[Row, ...]:
    """The rows, each with the room that its fields had."""
    return tuple(
        replace(row, cells=tuple(_cell(cell, change) for cell in row.cells), height=max(row.height, _room(row))) for row in rows
    )


def _room(row: Row) -> float:
    return max((field.lines * PEN_LINE for field in fields(row.cells) if field.lines > 1), default=0.0)


def _cell(cell: Cell, change: Callable[[Block], Block]) -> Cell:
    return replace(cell, blocks=rebuilt(cell.blocks, change))
