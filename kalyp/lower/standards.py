"""Blocks over frameworks without levels → core blocks: standards, portfolio assessment; and the alignments of any framework."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.asking import room
from kalyp.lower.block import lower_block
from kalyp.lower.competency import (
    Answers,
    called,
    code_width,
    domain_band,
    domain_heading,
    mark_heads,
    marks,
    marks_width,
    statement,
)
from kalyp.lower.context import Context, bold, joined, labelled, text_cell
from kalyp.lower.texts import TITLE_LEVEL
from kalyp.model import blocks as rich
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Heading, Paragraph, Phrase, Row, Table
from kalyp.model.framework import Alignment, Competency, Domain, Framework

ASSESSOR = 0.15  # of the width: the column of who assesses
EVIDENCE = 0.5  # of what the other columns leave: the column of evidence
LINES = 2  # for a pen, in a row of the assessment
ITEM, COUNTERPART = 0.3, 0.32  # of the width: what is aligned, and with what
NONE = "–"


@lower_block.register
def _(block: rich.Standards, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    code = code_width(framework)
    columns = (Column(code), Column(edition.room - code))
    made: list[Block] = []
    for domain in framework.domains:
        rows = [
            Row((text_cell(_code(competency, edition), head=True), statement(competency, block.voice, edition)))
            for competency in domain.competencies
        ]
        body = (*_assignment(domain, len(columns), edition), *rows)
        made += [*domain_heading(domain, edition), Table(columns, (), body, edition.phrase(domain.title))]
    return made


def _code(competency: Competency, edition: Context) -> Phrase:
    return edition.literal(f"{competency.code}.")


def _assignment(domain: Domain, columns: int, edition: Context) -> list[Row]:
    """What is to be done, by when, and how it is assessed: across all columns, and on a page with the domain's first standard."""
    found = domain.assignment
    if not found:
        return []
    said = (("task", found.task), ("deadline", found.deadline), ("assessment", found.assessment))
    blocks = tuple(Paragraph((labelled(bold(edition.word(word)), edition.phrase(text)),)) for word, text in said)
    return [Row((Cell(blocks, columns=columns),), group=True)]


@lower_block.register
def _(block: rich.Appraisal, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    answers = [(answer.id, edition.phrase(answer.label)) for answer in block.answers]
    code, box, assessor = code_width(framework), marks_width(answers), ASSESSOR * edition.room
    text = edition.room - code - box * len(answers) - assessor
    widths = (code, text * (1 - EVIDENCE), text * EVIDENCE, *([box] * len(answers)), assessor)
    body: list[Row] = []
    for domain in framework.domains:
        body += [domain_band(domain, len(widths), edition), *_assignment(domain, len(widths), edition)]
        body.extend(_appraisal_row(competency, block, answers, edition) for competency in domain.competencies)
    columns = tuple(Column(round(width, 3)) for width in widths)
    head = _appraisal_head(block, edition.phrase(framework.title), answers, edition)
    return [Table(columns, head, tuple(body), edition.phrase(edition.document.title))]


def _appraisal_head(block: rich.Appraisal, what: Phrase, answers: Answers, edition: Context) -> tuple[Row, ...]:
    first = [
        text_cell(edition.word("number-sign"), head=True, rows=2),
        text_cell(what, head=True, rows=2),
        text_cell(edition.phrase(block.evidence_head), head=True, rows=2),
        text_cell(edition.phrase(block.answers_head), head=True, columns=len(answers), centred=True),
        text_cell(edition.phrase(block.assessor_head), head=True, rows=2),
    ]
    return Row(tuple(first)), Row(tuple(mark_heads(words for _, words in answers)))


def _appraisal_row(competency: Competency, block: rich.Appraisal, answers: Answers, edition: Context) -> Row:
    about = called(competency, edition)

    def to_write(name: str, head: Phrase) -> Cell:
        return Cell((room("lines", f"{name}.{competency.id}", labelled(about, head), LINES),))

    cells = (
        text_cell(_code(competency, edition), head=True, centred=True),
        statement(competency, block.voice, edition),
        to_write("evidence", edition.phrase(block.evidence_head)),
        *marks(f"level.{competency.id}", about, answers),
        to_write("assessor", edition.phrase(block.assessor_head)),
    )
    return Row(cells, LINES * PEN_LINE)


@lower_block.register
def _(block: rich.Alignments, edition: Context) -> list[Block]:
    heads = [edition.phrase(head) for head in (block.item_head, block.counterpart_head, block.reason_head)]
    shares = (ITEM, COUNTERPART, 1 - ITEM - COUNTERPART)
    columns = tuple(Column(round(share * edition.room, 3)) for share in shares)
    made: list[Block] = []
    for name in block.frameworks:
        framework = edition.framework(name)
        title = edition.phrase(framework.title)
        made.append(
            Paragraph((bold(title),), "label") if edition.inside else Heading(TITLE_LEVEL, title, f"alignments-{framework.id}")
        )
        head = Row(tuple(text_cell(words, head=True) for words in heads))
        made.append(Table(columns, (head,), tuple(_alignment_rows(framework, edition)), title))
    return made


def _alignment_rows(framework: Framework, edition: Context) -> Iterator[Row]:
    """A row for each counterpart, so that the reason stands beside it; what has none says so."""
    for domain in framework.domains:
        if not domain.competencies:
            continue
        yield domain_band(domain, 3, edition)
        for competency in domain.competencies:
            item = text_cell(called(competency, edition), head=True)
            for alignment in competency.alignments:
                yield Row((item, _counterpart(alignment, edition), text_cell(edition.phrase(alignment.reason))))
            if not competency.alignments:
                yield Row((item, text_cell(edition.literal(NONE), columns=2)))


def _counterpart(alignment: Alignment, edition: Context) -> Cell:
    """Code and short name, and in small print whose they are."""
    framework = edition.framework(alignment.framework)
    found = next(each for each in framework.competencies() if each.id == alignment.competency)
    country = edition.phrase(edition.project.countries[framework.country].title)
    whose = joined(country, edition.phrase(framework.title), between=": ")
    return Cell((Paragraph((called(found, edition),)), Paragraph((whose,), "note")))
