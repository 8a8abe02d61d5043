"""A book → its sections, of which only those are lowered whose files have changed; what is known of the others is kept.

`output/.kalyp/sections/` has a file for each edition of a book: its chapters and appendices as they were lowered last, without
their blocks, each under the hash of all that decides it. What is set of them is in the store of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from kalyp import keeping, state
from kalyp.lower.context import Context
from kalyp.lower.document import lower_head, lower_own, lower_units
from kalyp.lower.handbook import Unit
from kalyp.model.core import Block, Lowered
from kalyp.model.document import Document
from kalyp.model.sections import Section, cut, with_contents

Known = dict[str, tuple[Section, ...]]
KeyOf = Callable[[Unit], str]  # the hash of all files that have a say in a chapter or appendix


def book(root: Path, edition: Context, document: Document, key_of: KeyOf) -> tuple[Lowered, tuple[Section, ...]]:
    """An edition of a book without its blocks, and its sections; those that were known have no blocks either."""
    head = lower_head(edition)
    file = root / state.SECTIONS / f"{document.id}.{'+'.join(edition.languages)}"
    kept, now = keeping.load(file), Known()
    known: Known = kept if isinstance(kept, dict) else {}
    found = list(_cut(head, [block for _, made in lower_own(edition, document) for block in made]))
    for unit in lower_units(edition, document):
        key = state.key([key_of(unit), unit.told, repr(head.page)])
        parts = known.get(key) or _cut(head, [block for _, made in unit.lower() for block in made])
        now[key] = parts
        found += parts
    if known.keys() != now.keys():
        bare = {key: tuple(part.without_blocks() for part in parts) for key, parts in now.items()}
        keeping.save(file, bare)
    return head, with_contents(found)


def drop(root: Path, documents: Collection[str]) -> None:
    """Remove what is known of books that are there no more; `documents` are those that are."""
    for file in (root / state.SECTIONS).glob("*"):
        if file.name.rpartition(".")[0] not in documents:
            file.unlink(missing_ok=True)


def _cut(head: Lowered, blocks: list[Block]) -> tuple[Section, ...]:
    return cut(replace(head, blocks=tuple(blocks)))
