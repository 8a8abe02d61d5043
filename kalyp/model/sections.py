"""A lowered document → its sections, each of which can be set apart from the rest, kept, and used again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kalyp.model.core import Block, Box, Break, Chart, Contents, Field, Figure, Heading, Lowered, Page, Table
from kalyp.model.walk import walk


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between two breaks; `right`: it begins on a right-hand page.

    `digest` is the hash of all that decides how it is set, but for the manner of the whole document: its blocks and paper, and
    for a table of contents the headings of all sections. `headings` and `anchors` are known of a section that travels without
    its blocks, since nobody will set it again.
    """

    blocks: tuple[Block, ...]
    page: Page
    right: bool
    digest: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]  # what links may lead to
    fields: tuple[str, ...]  # their names
    contents: bool  # it holds the table of contents
    size: int  # roughly, as work

    def to_set(self) -> tuple[Block, ...]:
        """The blocks, for who sets the section. Raises ValueError for one that came without them."""
        if not self.blocks:
            raise ValueError("a section without its blocks must be in the store")
        return self.blocks

    def without_blocks(self) -> Section:
        """The section as those see it who only put together what is set."""
        return replace(self, blocks=())


def sections(lowered: Lowered) -> tuple[Section, ...]:
    """A document cut at its breaks; a cover is a section of its own, since it fills a page. None is empty."""
    return with_contents(cut(lowered))


def cut(lowered: Lowered) -> tuple[Section, ...]:
    """The sections of a part of a document that begins with a break; of the contents they know only their own headings."""
    found: list[tuple[tuple[Block, ...], Page, bool]] = []
    page, right = lowered.page, False
    blocks: list[Block] = []

    def close() -> None:
        if blocks:
            found.append((tuple(blocks), page, right))
            blocks.clear()

    for block in lowered.blocks:
        if isinstance(block, Break):
            close()
            page, right = block.page or lowered.page, block.right
        elif isinstance(block, Box) and block.style == "cover":
            close()
            found.append(((block,), page, right))
            right = False
        else:
            blocks.append(block)
    close()
    return tuple(_section(*part) for part in found)


def with_contents(parts: Sequence[Section]) -> tuple[Section, ...]:
    """Sections of a document, of which those with a table of contents depend on the headings of all."""
    headings = repr([heading for part in parts for heading in part.headings])
    return tuple(replace(part, digest=_hash(f"{part.digest}\n{headings}")) if part.contents else part for part in parts)


def is_book(parts: Sequence[Section]) -> bool:
    """Whether a document has a table of contents."""
    return any(part.contents for part in parts)


def _section(blocks: tuple[Block, ...], page: Page, right: bool) -> Section:
    contents = any(isinstance(block, Contents) for block in blocks)
    words = repr(blocks)
    parts = walk(blocks)
    titles = tuple(part for part in parts if isinstance(part, Heading))
    anchors = frozenset(part.anchor for part in parts if isinstance(part, Heading | Table | Figure | Chart)) - {""}
    fields = tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Field)))
    return Section(blocks, page, right, _hash(f"{page}\n{words}"), titles, anchors, fields, contents, len(words))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
