"""Ways to find in the content what the tests of its counts count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

from kalyp.lower.document import lower_document
from kalyp.model import blocks as rich
from kalyp.model.base import Item, Text
from kalyp.model.core import FieldKind, Lowered
from kalyp.model.document import Document, Pack
from kalyp.model.project import Project
from kalyp.model.walk import fields

Block = TypeVar("Block", bound=Item)


def document(project: Project, name: str) -> Document:
    """A form, booklet, handbook or sheet."""
    found = project.documents[name]
    assert isinstance(found, Document)
    return found


def blocks(project: Project, name: str, kind: type[Block]) -> Iterator[Block]:
    """The blocks of a kind in a document, in order."""
    return (block for block in document(project, name).blocks if isinstance(block, kind))


def block(project: Project, name: str, kind: type[Block], wanted: str) -> Block:
    """The block of a kind with this id."""
    return next(block for block in blocks(project, name, kind) if getattr(block, "id", "") == wanted)


def lowered(project: Project, name: str) -> Lowered:
    """A document in its first language."""
    return lower_document(project, project.documents[name], tuple(project.languages)[:1])


def under(blocks: Sequence[Item], heading: str) -> list[Item]:
    """What stands between a heading and the next one."""
    place = next(place for place, found in enumerate(blocks) if isinstance(found, rich.Heading) and found.id == heading)
    return list(takewhile(lambda found: not isinstance(found, rich.Heading), blocks[place + 1 :]))


def lists_under(project: Project, name: str, heading: str) -> list[rich.Steps]:
    """The lists there."""
    return [found for found in under(list(blocks(project, name, Item)), heading) if isinstance(found, rich.Steps)]


def list_under(project: Project, name: str, heading: str) -> rich.Steps:
    """The only list there."""
    (found,) = lists_under(project, name, heading)
    return found


def marks(project: Project, name: str) -> dict[str, list[str]]:
    """The groups of boxes of which one is ticked, by the names of their fields, with the values of the boxes."""
    found: dict[str, list[str]] = {}
    for field in fields(lowered(project, name).blocks):
        if field.kind is FieldKind.MARK:
            found.setdefault(field.name, []).append(field.value)
    return found


def says(project: Project, text: Text, words: str) -> bool:
    """Whether a text has these words, such as a figure, in every language."""
    return all(words in text[language] for language in project.languages)


def by_kind(project: Project, country: str) -> dict[str, list[str]]:
    """The documents of a country by their kinds, sorted; packs by their roles."""
    found: dict[str, list[str]] = {}
    for each in project.documents.values():
        if each.country == country:
            found.setdefault(each.kind, []).append(each.role if isinstance(each, Pack) else each.id)
    return {kind: sorted(names) for kind, names in found.items()}
