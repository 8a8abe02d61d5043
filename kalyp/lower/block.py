"""One rich block → core blocks. Each module of blocks registers its functions here."""

from __future__ import annotations

from functools import singledispatch

from kalyp.lower.context import Context
from kalyp.model.base import Item
from kalyp.model.core import Block


@singledispatch
def lower_block(block: Item, edition: Context) -> list[Block]:
    """Lower a rich block for an edition. Raises TypeError for a kind that has no function: a slip of ours, not of an editor."""
    raise TypeError(f"no lowering for {type(block).__name__}")
