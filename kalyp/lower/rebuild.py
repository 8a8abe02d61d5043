"""Core blocks → the same with other fields, headings or links: for forms that stand inside a book or are filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kalyp.model.core import Block, Box, Cell, Field, Figure, Heading, List, ListItem, Paragraph, Phrase, Row, Table

DEEPEST = 4  # level of headings


def filled(blocks: Iterable[Block], answer: Callable[[Field], Phrase | None]) -> tuple[Block, ...]:
    """The blocks with what stands in a field, where `answer` knows it, in place of the field."""

    def change(block: Block) -> Block:
        match block:
            case Field():
                said = answer(block)
                return block if said is None else Paragraph((said,))
            case Paragraph():
                return replace(block, items=tuple(_filled_item(item, answer) for item in block.items))
        return block

    return rebuilt(blocks, change)


def _filled_item(item: Phrase | Field, answer: Callable[[Field], Phrase | None]) -> Phrase | Field:
    said = answer(item) if isinstance(item, Field) else None
    return item if said is None else said


def inside(blocks: Iterable[Block], prefix: str) -> tuple[Block, ...]:
    """The blocks of a document as they stand in a book: headings one level lower and not in its contents, anchors kept apart."""

    def change(block: Block) -> Block:
        match block:
            case Heading():
                return replace(block, level=min(block.level + 1, DEEPEST), anchor=f"{prefix}-{block.anchor}", listed=False)
            case Table() | Figure() if block.anchor:
                return replace(block, anchor=f"{prefix}-{block.anchor}")
        return block

    return rebuilt(blocks, change)


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
    return tuple(replace(row, cells=tuple(_cell(cell, change) for cell in row.cells)) for row in rows)


def _cell(cell: Cell, change: Callable[[Block], Block]) -> Cell:
    return replace(cell, blocks=rebuilt(cell.blocks, change))
