"""The calendar of the year → core blocks: what the usage cards of a country's documents say of each month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, enumerated, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import Block, Cell, Column, Paragraph, Phrase, Row, Run, Table, Wording
from kalyp.model.document import Document
from kalyp.model.project import Project
from kalyp.model.usage import CalendarEntry, UsageCard

MARK = "•"
MONTHS = 12
MONTH_HEAD = 18.0  # mm
WORK, ROLES, TOOL, MONTH = 64.0, 45.0, 11.0, 5.0  # mm: 180 in all


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
    columns = (Column(WORK), Column(ROLES), Column(TOOL), *(Column(MONTH) for _ in order))
    heads = (block.work_head, block.roles_head, block.tool_head)
    months = (Cell((Paragraph((_month(month, edition),)),), head=True, centred=True, turned=True) for month in order)
    head = Row((*(text_cell(edition.phrase(words), head=True) for words in heads), *months), MONTH_HEAD)
    works = sorted(_works(edition), key=lambda work: (sorted(map(order.index, work.entry.months)), work.codes))
    return [Table(columns, (head,), tuple(_row(work, order, edition) for work in works), edition.phrase(edition.document.title))]


@dataclass(slots=True)
class _Work:
    """A piece of work with the codes of its tools; what several cards say in the same words is one work."""

    entry: CalendarEntry
    codes: list[str]
    roles: list[str]


def _works(edition: Context) -> Iterable[_Work]:
    found: dict[tuple[str, tuple[int, ...]], _Work] = {}
    for code, card in sorted(usage_cards(edition.project, edition.document.country), key=lambda card: card[0]):
        for entry in card.calendar:
            work = found.setdefault((repr(entry.text.root), tuple(entry.months)), _Work(entry, [], []))
            work.codes += [code] if code and code not in work.codes else []
            work.roles += [role for role in entry.roles if role not in work.roles]
    return found.values()


def _month(month: int, edition: Context) -> Phrase:
    languages = edition.project.languages
    return Phrase(tuple(Wording(name, (Run(languages[name].months[month - 1]),)) for name in edition.languages))


def _row(work: _Work, order: list[int], edition: Context) -> Row:
    roles = enumerated([edition.phrase(edition.project.roles[role].title) for role in work.roles])
    marks = [text_cell(bold(edition.literal(MARK)), centred=True) if month in work.entry.months else Cell(()) for month in order]
    codes = text_cell(edition.literal(", ".join(work.codes)))
    return Row((text_cell(edition.phrase(work.entry.text), head=True), text_cell(roles), codes, *marks))
