"""The calendar of the year → core blocks: what the usage cards of a country's documents say of each month."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, joined, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import Block, Cell, Column, Paragraph, Phrase, Row, Run, Table, Wording
from kalyp.model.document import Document
from kalyp.model.project import Project
from kalyp.model.usage import CalendarEntry, UsageCard

MARK = "•"
MONTHS = 12
MONTH_HEAD = 20.0  # mm


def usage_cards(project: Project, country: str) -> Iterator[tuple[str, UsageCard]]:
    """Every usage card of a country, with the code of its tool; a handbook may hold some of its own."""
    for document in project.documents.values():
        if not isinstance(document, Document) or document.country != country:
            continue
        if document.usage:
            yield document.code or "", document.usage
        for blocks in (document.blocks, *(chapter.blocks for chapter in project.chapters_of(document))):
            for block in blocks:
                if isinstance(block, rich.UsageCardBlock) and block.card:
                    yield block.code or "", block.card


@lower_block.register
def _(block: rich.Calendar, edition: Context) -> list[Block]:
    begins = edition.project.countries[edition.document.country].year_begins
    order = [(begins + month - 1) % MONTHS + 1 for month in range(MONTHS)]
    cards = usage_cards(edition.project, edition.document.country)
    entries = [(code, entry) for code, card in cards for entry in card.calendar]
    entries.sort(key=lambda found: (sorted(map(order.index, found[1].months)), found[0]))
    columns = (Column(76), Column(50), Column(12), *(Column(10.5) for _ in order))
    heads = (block.work_head, block.roles_head, block.tool_head)
    head = Row(
        (
            *(text_cell(edition.phrase(words), head=True) for words in heads),
            *(Cell((Paragraph((_month(month, edition),)),), head=True, centred=True, turned=True) for month in order),
        ),
        MONTH_HEAD,
    )
    body = tuple(_row(code, entry, order, edition) for code, entry in entries)
    return [Table(columns, (head,), body, edition.phrase(edition.document.title))]


def _month(month: int, edition: Context) -> Phrase:
    languages = edition.project.languages
    return Phrase(tuple(Wording(name, (Run(languages[name].months[month - 1]),)) for name in edition.languages))


def _row(code: str, entry: CalendarEntry, order: list[int], edition: Context) -> Row:
    roles = joined(*(edition.phrase(edition.project.roles[role].title) for role in entry.roles), between=", ")
    marks = [text_cell(bold(edition.literal(MARK)), centred=True) if month in entry.months else Cell(()) for month in order]
    return Row((text_cell(edition.phrase(entry.text), head=True), text_cell(roles), text_cell(edition.literal(code)), *marks))
