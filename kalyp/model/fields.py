"""The fields of a lowered document, whatever holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kalyp.model.core import Box, Cell, Field, List, Lowered, Paragraph, Table


def fields(blocks: Iterable[Any]) -> Iterator[Field]:
    """All fields in core blocks, in order."""
    for block in blocks:
        if isinstance(block, Field):
            yield block
        elif isinstance(block, Paragraph):
            yield from fields(block.items)
        elif isinstance(block, List):
            for item in block.items:
                yield from fields(item.blocks)
        elif isinstance(block, Table):
            for row in (*block.head, *block.body):
                yield from fields(row.cells)
        elif isinstance(block, Box | Cell):
            yield from fields(block.blocks)


def field_names(lowered: Lowered) -> list[str]:
    """The names of a document's fields in order; a group of marks counts once."""
    return list(dict.fromkeys(field.name for field in fields(lowered.blocks)))
