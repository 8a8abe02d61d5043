"""Walking through core blocks: all that stands in them, whatever holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kalyp.model.core import (
    Block,
    Box,
    Cell,
    Chart,
    Drawn,
    Field,
    Figure,
    Heading,
    List,
    Lowered,
    Paragraph,
    Phrase,
    Table,
)

Part = Block | Cell | Phrase


def inside(part: Part) -> Iterator[Part]:
    """What a block, a cell or a paragraph holds, in order; not what that holds in turn."""
    match part:
        case Paragraph():
            yield from part.items
        case Cell() | Box():
            yield from part.blocks
        case List():
            for item in part.items:
                yield from item.blocks
        case Table():
            if part.caption:
                yield part.caption.text
            for row in (*part.head, *part.body):
                yield from row.cells
        case Figure() | Chart():
            yield from _drawn(part)


def _drawn(part: Drawn) -> Iterator[Phrase]:
    """The words of a picture, then those of its caption."""
    if isinstance(part, Chart):
        yield from (phrase for bar in part.bars for phrase in (bar.label, bar.shown))
    else:
        yield from (node.text for node in part.nodes)
        yield from (arrow.label for arrow in part.arrows if arrow.label)
    if part.caption:
        yield part.caption.text


def walk(parts: Iterable[Part]) -> list[Part]:
    """All parts in reading order, each before what it holds."""
    found: list[Part] = []
    for part in parts:
        _collect(part, found)
    return found


def _collect(part: Part, found: list[Part]) -> None:
    """Add a part and what it holds. A book has a hundred thousand of them, and each build goes through all."""
    found.append(part)
    if not isinstance(part, _LEAVES):
        for child in inside(part):
            _collect(child, found)


_LEAVES = (Phrase, Field, Heading)


def fields(parts: Iterable[Part]) -> Iterator[Field]:
    """All fields in order."""
    return (part for part in walk(parts) if isinstance(part, Field))


def headings(parts: Iterable[Part]) -> Iterator[Heading]:
    """All headings in order."""
    return (part for part in walk(parts) if isinstance(part, Heading))


def listed(parts: Iterable[Part], depth: int) -> list[Heading]:
    """The headings that a table of contents lists: from level 2 down to a depth."""
    return [heading for heading in headings(parts) if heading.listed and 2 <= heading.level <= depth]


def field_names(lowered: Lowered) -> list[str]:
    """The names of a document's fields in order; a group of marks counts once."""
    return list(dict.fromkeys(field.name for field in fields(lowered.blocks)))
