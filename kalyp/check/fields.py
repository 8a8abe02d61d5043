"""Names of fields and of headings in a lowered document: each stands for one thing, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kalyp.model import blocks as rich
from kalyp.model.base import Item
from kalyp.model.core import Block, Box, FieldKind, Heading
from kalyp.model.fields import fields
from kalyp.problems import Code, Place, Problems

Lowering = Sequence[tuple[Item, Sequence[Block]]]


def check_fields(lowered: Lowering, problems: Problems) -> None:
    """Check the names in a document, given its rich blocks with what they lowered to."""
    _check_anchors(lowered, problems)
    seen: dict[tuple[str, str], Place] = {}
    groups: dict[str, tuple[FieldKind, Place]] = {}
    for item, blocks in lowered:
        uses = _uses(item)
        for field in fields(blocks):
            key = (field.name, field.value if field.kind is FieldKind.MARK else "")
            named = uses.get(key, uses.get((field.name, ""), [item.place]))
            place = named[0]
            uses[key] = named[1:] or named
            kind, first = groups.setdefault(field.name, (field.kind, place))
            if key in seen or kind is not field.kind:
                problems.add(Code.FIELD_TWICE, place, name=field.name, first=first)
            seen.setdefault(key, place)
    _check_branches(seen, problems)


def _uses(item: Item) -> dict[tuple[str, str], list[Place]]:
    """Where a block asks for fields of the bank, by the names that they get; the places of one name in their order."""
    found: dict[tuple[str, str], list[Place]] = {}
    for row in item.rows if isinstance(item, rich.Fields) else ():
        for use in row:
            found.setdefault((use.name or use.field, ""), []).append(use.place)
    return found


def _check_branches(seen: dict[tuple[str, str], Place], problems: Problems) -> None:
    """A PDF form is a tree: a field can't also be a branch. One name of each block is enough to say so."""
    names = {name for name, _ in seen}
    said = set()
    for (name, _), place in seen.items():
        for parent in (name[:index] for index, sign in enumerate(name) if sign == "."):
            if parent in names and (place, parent) not in said:
                said.add((place, parent))
                problems.add(Code.FIELD_PREFIX, place, name=name, other=parent)


def _check_anchors(lowered: Lowering, problems: Problems) -> None:
    """Links and contents lead to a heading by its anchor; some anchors are ids that editors give, others are made."""
    seen: dict[str, Place] = {}
    for item, blocks in lowered:
        for heading in _headings(blocks):
            if heading.anchor in seen:
                problems.add(Code.ID_TWICE, item.place.of("id"), id=heading.anchor, first=seen[heading.anchor])
            seen.setdefault(heading.anchor, item.place)


def _headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Box):
            yield from _headings(block.blocks)
