"""The error of a block that a writer cannot write."""

from __future__ import annotations


class Unwritable(ValueError):
    """A block that can't be written: of an unknown kind, or not as it should be. `block` is the block itself."""

    def __init__(self, block: object, reason: str = "") -> None:
        self.block = block
        self.reason = reason
        super().__init__(f"{type(block).__name__}: {reason}" if reason else type(block).__name__)
