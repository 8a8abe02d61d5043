"""A pack → its cover: what is inside, who fills it, when, and how many copies."""

from __future__ import annotations

from kalyp.lower.context import Context, enumerated, joined, text_cell
from kalyp.model.core import Block, Column, Heading, Paragraph, Phrase, Row, Run, Table, Wording
from kalyp.model.document import AnyDocument, Document, Pack
from kalyp.model.packs import contents

PIECE = "piece:"  # before the id of a document: a link to where it begins in the pack


def lower_cover(pack: Pack, edition: Context) -> list[Block]:
    """The blocks of the cover; each document's title leads to where it begins."""
    heads = ("number-sign", "pack-document", "pack-filled-by", "pack-when", "pack-copies")
    rows = [_row(number, document, edition) for number, document in enumerate(contents(edition.project, pack), start=1)]
    title = edition.phrase(pack.title)
    columns = (Column(8), Column(62), Column(38), Column(42), Column(30))
    return [
        Paragraph((edition.phrase(edition.project.countries[pack.country].title),), "label"),
        Heading(1, title, "title"),
        Paragraph((edition.phrase(pack.subject),), "lead"),
        Table(columns, (Row(tuple(text_cell(edition.word(word), head=True) for word in heads)),), tuple(rows), title),
        Paragraph((edition.word("pack-note"),), "note"),
    ]


def _row(number: int, document: AnyDocument, edition: Context) -> Row:
    title = edition.phrase(document.title)
    named = joined(edition.word(document.kind, code=document.code), title, between=". ") if document.code else title
    filled_by = [edition.phrase(edition.project.roles[role].title) for role in document.filled_by]
    usage = document.usage if isinstance(document, Document) else None
    copies = document.copies if isinstance(document, Document) else None
    blank = edition.literal("–")
    return Row(
        (
            text_cell(edition.literal(f"{number}."), head=True, centred=True),
            text_cell(_linked(named, PIECE + document.id)),
            text_cell(enumerated(filled_by) if filled_by else blank),
            text_cell(edition.phrase(usage.when) if usage else blank),
            text_cell(edition.phrase(copies) if copies else blank),
        )
    )


def _linked(phrase: Phrase, link: str) -> Phrase:
    return Phrase(
        tuple(
            Wording(wording.language, tuple(Run(run.text, run.bold, run.italic, link) for run in wording.runs))
            for wording in phrase.wordings
        )
    )
