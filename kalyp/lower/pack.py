"""A pack → its cover: what is inside, who fills it, when, and how many copies."""

from __future__ import annotations

from kalyp.lower.context import Context, enumerated, joined, text_cell
from kalyp.model.core import Block, Cell, Column, Heading, Paragraph, Phrase, Row, Run, Table, Wording
from kalyp.model.document import AnyDocument, Document, Pack
from kalyp.model.packs import contents, is_bound, is_printed
from kalyp.model.workbook import Workbook

HEADS = ("number-sign", "pack-document", "pack-filled-by", "pack-when", "pack-copies")
COLUMNS = (Column(8), Column(60), Column(36), Column(44), Column(32))
PIECE = "piece:"  # before the id of a document: a link to where it begins in the pack


def lower_cover(pack: Pack, edition: Context) -> list[Block]:
    """The blocks of the cover; the title of each document that stands in the pack leads to where it begins."""
    project, held = edition.project, contents(edition.project, pack)
    bound = [document for document in held if is_bound(project, document, pack)]
    apart = [document for document in held if document not in bound and is_printed(document)]
    files = [document for document in held if not is_printed(document)]
    blocks: list[Block] = [
        Paragraph((edition.phrase(project.countries[pack.country].title),), "label"),
        Heading(1, edition.phrase(pack.title), "title"),
        Paragraph((edition.phrase(pack.subject),), "lead"),
        _table(bound, edition, edition.phrase(pack.title)),
        Paragraph((edition.word("pack-note"),), "note"),
    ]
    if apart:
        title = edition.word("pack-apart")
        blocks += [Heading(2, title, "apart"), _apart(apart, edition, title)]
        blocks.append(Paragraph((edition.word("pack-apart-note"),), "note"))
    if files:
        title = edition.word("pack-files")
        blocks += [Heading(2, title, "files"), _filed(files, edition, title)]
        blocks.append(Paragraph((edition.word("pack-files-note"),), "note"))
    return blocks


def _table(documents: list[AnyDocument], edition: Context, label: Phrase) -> Table:
    rows = [_row(number, document, edition) for number, document in enumerate(documents, start=1)]
    return Table(COLUMNS, (_heads(HEADS, edition),), tuple(rows), label)


def _apart(documents: list[AnyDocument], edition: Context, label: Phrase) -> Table:
    """Those that nobody fills in: what each is, and how many copies."""
    rows = [
        Row((_number(number, edition), text_cell(_named(document, edition)), _copies(document, edition)))
        for number, document in enumerate(documents, start=1)
    ]
    heads = ("number-sign", "pack-document", "pack-copies")
    return Table((Column(8), Column(104), Column(68)), (_heads(heads, edition),), tuple(rows), label)


def _filed(documents: list[AnyDocument], edition: Context, label: Phrase) -> Table:
    """Those that are filled in on a computer: like what is bound, but for the links."""
    rows = [_row(number, document, edition, linked=False) for number, document in enumerate(documents, start=1)]
    return Table(COLUMNS, (_heads(HEADS, edition),), tuple(rows), label)


def _heads(words: tuple[str, ...], edition: Context) -> Row:
    return Row(tuple(text_cell(edition.word(word), head=True) for word in words))


def _row(number: int, document: AnyDocument, edition: Context, *, linked: bool = True) -> Row:
    filled_by = [edition.phrase(edition.project.roles[role].title) for role in document.filled_by]
    usage = document.usage if isinstance(document, Document | Workbook) else None
    named = _named(document, edition)
    blank = edition.literal("–")
    return Row(
        (
            _number(number, edition),
            text_cell(_linked(named, PIECE + document.id) if linked else named),
            text_cell(enumerated(filled_by) if filled_by else blank),
            text_cell(edition.phrase(usage.when) if usage else blank),
            _copies(document, edition),
        )
    )


def _number(number: int, edition: Context) -> Cell:
    return text_cell(edition.literal(f"{number}."), head=True, centred=True)


def _named(document: AnyDocument, edition: Context) -> Phrase:
    title = edition.phrase(document.title)
    return joined(edition.word(document.kind, code=document.code), title, between=". ") if document.code else title


def _copies(document: AnyDocument, edition: Context) -> Cell:
    copies = document.copies if isinstance(document, Document | Workbook) else None
    return text_cell(edition.phrase(copies) if copies else edition.literal("–"))


def _linked(phrase: Phrase, link: str) -> Phrase:
    return Phrase(
        tuple(
            Wording(wording.language, tuple(Run(run.text, run.bold, run.italic, link) for run in wording.runs))
            for wording in phrase.wordings
        )
    )
