"""A document and the languages of an edition → `Lowered`, ready for any writer."""

from __future__ import annotations

from kalyp.lower import asking, rating, texts  # noqa: F401  (they register their blocks)
from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, foot
from kalyp.model.base import Item
from kalyp.model.blocks import Cover
from kalyp.model.core import Block, Heading, Lowered, Page
from kalyp.model.document import Document
from kalyp.model.project import Project

_WORDS = """
form booklet edition draft page-of contents competency competencies meaning question comment number-sign date other
usage-card usage-who usage-when usage-task usage-conditions usage-note
"""
WORDS = frozenset(_WORDS.split())  # the fixed words that lowering uses


def lower_document(project: Project, document: Document, languages: tuple[str, ...]) -> Lowered:
    """Lower a document that the checks have passed, for an edition in these languages."""
    edition = Context(project, document, languages)
    blocks = [core for _, lowered in lower_blocks(edition) for core in lowered]
    page = project.pages[document.page]
    top, right, bottom, left = (float(margin) for margin in page.margins)
    return Lowered(
        document=document.id,
        kind=document.kind,
        code=document.code,
        languages=languages,
        title=edition.phrase(document.title),
        subject=edition.phrase(document.subject),
        foot=foot(edition),
        page_of=edition.word("page-of"),
        date=document.edition.date,
        edition=document.edition.number,
        page=Page(float(page.width), float(page.height), (top, right, bottom, left)),
        blocks=tuple(blocks),
    )


def lower_blocks(edition: Context) -> list[tuple[Item, list[Block]]]:
    """Each rich block with the core blocks that it lowers to; the title stands first unless a cover bears it."""
    document = edition.document
    made: list[tuple[Item, list[Block]]] = []
    if not any(isinstance(block, Cover) for block in document.blocks):
        made.append((document, [Heading(1, edition.phrase(document.title), "title")]))
    made.extend((block, lower_block(block, edition)) for block in document.blocks)
    return made
