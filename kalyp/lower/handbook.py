"""A handbook → the core blocks of its chapters and appendices, each on a new page, with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, joined, paper
from kalyp.lower.rebuild import inside
from kalyp.model import blocks as rich
from kalyp.model.base import Item
from kalyp.model.core import Block, Break, Heading, Page
from kalyp.model.document import Chapter, Document
from kalyp.model.project import Project

SHOWN_APART = (rich.Cover, rich.Contents)  # what a document has only where it stands alone


Counts = dict[type, int]  # of tables and figures with a number


def numbers(project: Project, document: Document, counts: Counts | None = None) -> dict[str, str]:
    """The numbers of a document's chapters, sections, tables and figures, by id: `9.`, `9.1.`, `9.1.1.`; `1`, `2` …

    `counts` are the tables and figures so far, and go on.
    """
    found: dict[str, str] = {}
    counts = counts if counts is not None else _none_yet()
    number = 0
    holders: list[Document | Chapter] = [document, *project.chapters_of(document)]
    for chapter in holders:
        numbered = isinstance(chapter, Chapter) and chapter.part != "front"
        if numbered:
            number += 1
            found[chapter.id] = f"{number}."
        deep = [number, 0, 0]
        for block in chapter.blocks:
            if isinstance(block, rich.Heading) and numbered and block.level > 2:
                at = block.level - 2
                deep = [*deep[:at], deep[at] + 1, *([0] * (2 - at))]
                found[block.id] = "".join(f"{part}." for part in deep[: at + 1])
            elif isinstance(block, rich.ReadTable | rich.Figure) and block.caption:
                counts[type(block)] += 1
                found[block.id] = str(counts[type(block)])
    return found


def _none_yet() -> Counts:
    return {rich.ReadTable: 0, rich.Figure: 0}


@dataclass(frozen=True, slots=True)
class Unit:
    """A chapter or an appendix of a book, which begins a page. `told`: what decides what it lowers to, besides its files."""

    item: Chapter | Document
    told: str
    lower: Callable[[], list[tuple[Item, list[Block]]]]


def units(edition: Context, document: Document, appendices: Sequence[str]) -> Iterator[Unit]:
    """The chapters of a handbook and these appendices, in order."""
    chapters, counts = edition.project.chapters_of(document), _none_yet()
    numbers(edition.project, document, counts)
    yield from (_chapter(chapter, edition) for chapter in chapters if chapter.part != "back")
    for number, name in enumerate(appendices, start=1):
        appendix = edition.project.documents[name]
        if isinstance(appendix, Document):  # the checks refuse anything else
            yield _appendix(number, appendix, counts, edition)
    yield from (_chapter(chapter, edition) for chapter in chapters if chapter.part == "back")


def _chapter(chapter: Chapter, edition: Context) -> Unit:
    def lower() -> list[tuple[Item, list[Block]]]:
        page = paper(edition.project.pages[chapter.page]) if chapter.page else None
        title = Heading(2, edition.phrase(chapter.title), chapter.id, edition.numbers.get(chapter.id, ""))
        return [(chapter, [Break(page=page), title]), *((block, lower_block(block, edition)) for block in chapter.blocks)]

    return Unit(chapter, repr(sorted(edition.numbers.items())), lower)


def _appendix(number: int, document: Document, counts: Counts, edition: Context) -> Unit:
    own = Context(edition.project, document, edition.languages, numbers(edition.project, document, counts))

    def lower() -> list[tuple[Item, list[Block]]]:
        named = [edition.word("appendix", number=str(number))]
        if document.code:
            named.append(own.word("appendix-tool", code=document.code))
        page = _turned_page(edition, document)
        title = Heading(2, joined(*named, own.phrase(document.title)), document.id)
        blocks = [core for block in document.blocks if not isinstance(block, SHOWN_APART) for core in lower_block(block, own)]
        body = [replace(block, page=page) if isinstance(block, Break) else block for block in inside(blocks, document.id)]
        while body and isinstance(body[0], Break):
            body.pop(0)
        return [(edition.document, [Break(page=page), title, *body])]

    return Unit(document, repr((number, sorted(own.numbers.items()))), lower)


def _turned_page(edition: Context, document: Document) -> Page | None:
    """The paper of an appendix: the handbook's, turned where the document's is."""
    own, book = (edition.project.pages[name] for name in (document.page, edition.document.page))
    return paper(own) if own is not book and {own.width, own.height} == {book.width, book.height} else None
