"""A document and the languages of an edition → `Lowered`, ready for any writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kalyp.lower import asking, calendar, comparison, grids, rating, rubric, standards, texts, years  # noqa: F401  (they register)
from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, foot, joined, paper
from kalyp.lower.handbook import Unit, numbers, units
from kalyp.lower.pack import lower_cover
from kalyp.lower.rebuild import filled
from kalyp.model.base import Item
from kalyp.model.blocks import Cover
from kalyp.model.core import Block, Field, FieldKind, Heading, Lowered, Phrase
from kalyp.model.document import AnyDocument, Document, Pack, Sample
from kalyp.model.project import Project
from kalyp.model.summary import Summary
from kalyp.model.workbook import Workbook

_WORDS = """
form booklet handbook sheet sample pack workbook edition draft page-of contents competency competencies meaning question comment
number-sign date other usage-card usage-who usage-when usage-task usage-conditions usage-note caption-table caption-figure
appendix appendix-tool task deadline assessment year-number indicator pack-document pack-filled-by pack-when pack-copies pack-note
pack-apart pack-apart-note pack-files pack-files-note
"""
WORDS = frozenset(_WORDS.split())  # the fixed words that lowering uses


def lower_document(project: Project, document: AnyDocument, languages: tuple[str, ...]) -> Lowered:
    """Lower a document that the checks have passed, for an edition in these languages."""
    edition = Context(project, document, languages)
    blocks = [core for _, lowered in lower_blocks(edition) for core in lowered]
    lowered = replace(lower_head(edition), blocks=tuple(blocks))
    return _sample(lowered, document, edition) if isinstance(document, Sample) else lowered


def lower_head(edition: Context) -> Lowered:
    """An edition without its blocks."""
    project, document = edition.project, edition.document
    return Lowered(
        document=document.id,
        kind=document.kind,
        code=document.code or "",
        languages=edition.languages,
        title=edition.phrase(document.title),
        subject=edition.phrase(document.subject),
        foot=foot(edition),
        page_of=edition.word("page-of"),
        date=document.edition.date,
        edition=document.edition.number,
        page=paper(project.pages[document.page]),
        blocks=(),
        fillable=document.fillable,
    )


def lower_blocks(edition: Context, *, appendices: bool = True) -> list[tuple[Item, list[Block]]]:
    """Each rich block with the core blocks that it lowers to; the title stands first unless a cover bears it.

    `appendices`: those of a handbook, too; they are documents of their own.
    """
    match edition.document:
        case Pack() as pack:
            return [(pack, lower_cover(pack, edition))]
        case Sample() as sample:
            form = edition.project.documents[sample.sample_of]
            body = lower_blocks(Context(edition.project, form, edition.languages))
            return [(sample, [Heading(1, edition.phrase(sample.title), "title")]), *body[1:]]
        case Workbook() | Summary():
            return []  # sheets are no blocks (`kalyp.lower.workbook`), and a summary is made of what came back
        case Document() as document:
            made = lower_own(edition, document)
            for unit in lower_units(edition, document, appendices=appendices):
                made.extend(unit.lower())
            return made


def lower_own(edition: Context, document: Document) -> list[tuple[Item, list[Block]]]:
    """The blocks of a document itself, without chapters and appendices."""
    edition = replace(edition, numbers=numbers(edition.project, document))
    made: list[tuple[Item, list[Block]]] = []
    if not any(isinstance(block, Cover) for block in document.blocks):
        made.append((document, [Heading(1, edition.phrase(document.title), "title")]))
    made.extend((block, lower_block(block, edition)) for block in document.blocks)
    return made


def lower_units(edition: Context, document: Document, *, appendices: bool = True) -> Iterator[Unit]:
    """The chapters and appendices of a document, ready to be lowered one by one."""
    inside = replace(edition, numbers=numbers(edition.project, document), inside=True)
    return units(inside, document, document.appendices if appendices else [])


def _sample(lowered: Lowered, sample: Sample, edition: Context) -> Lowered:
    """The form with the sample's values in its fields; each page says at its foot that it is a sample."""
    mark = bold(edition.phrase(sample.mark))

    def answer(field: Field) -> Phrase | Field:
        if field.kind in (FieldKind.CHECK, FieldKind.MARK):
            name = field.name if field.kind is FieldKind.CHECK else f"{field.name}={field.value}"
            return replace(field, ticked=name in sample.ticked)
        value = sample.values.get(field.name)
        return edition.phrase(value) if value else field

    return replace(lowered, blocks=filled(lowered.blocks, answer), foot=joined(mark, lowered.foot, between=" · "))
