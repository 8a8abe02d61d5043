"""Blocks over lists of questions and competencies → core blocks: checklist, rating, help."""

from __future__ import annotations

from kalyp.lower.asking import BOX_ROW, NUMBER, room
from kalyp.lower.block import lower_block
from kalyp.lower.competency import (
    MARK,
    Answers,
    called,
    code_width,
    domain_band,
    level_title,
    mark_heads,
    marks,
    marks_width,
    statement,
)
from kalyp.lower.context import Context, band, labelled, prefixed, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Paragraph, Phrase, Row, Table
from kalyp.model.framework import Competency, Framework

WIDTH = 180.0  # mm: what shares are parts of
COMMENT = 40.0  # mm
LINK = 20.0  # mm
RATING_ROW = 2 * PEN_LINE  # mm


@lower_block.register
def _(block: rich.Checklist, edition: Context) -> list[Block]:
    answers = [(option.id, edition.phrase(option.label)) for option in block.answers]
    columns = _columns(NUMBER, [MARK] * len(answers))
    comment = edition.word("comment")
    head = Row(
        (
            text_cell(edition.word("number-sign"), head=True),
            text_cell(edition.word("question"), head=True),
            *mark_heads(words for _, words in answers),
            text_cell(comment, head=True),
        )
    )
    body: list[Row] = []

    def row(name: str, number: str, text: Phrase, parent: str = "") -> None:
        about = prefixed(f"{parent}{number} ", text)
        note = room("lines", f"{block.id}-comment.{name}", labelled(about, comment))
        cells = (text_cell(edition.literal(number), centred=True), text_cell(text))
        body.append(Row((*cells, *marks(f"{block.id}.{name}", about, answers), Cell((note,))), BOX_ROW))

    for section in block.sections:
        body.append(band(prefixed(f"{section.code}. ", edition.phrase(section.title)), len(columns)))
        for question in section.questions:
            row(question.id, f"{question.id}.", edition.phrase(question.text))
            for index, part in enumerate(question.parts):
                row(f"{question.id}{part.id}", f"{edition.letter(index)})", edition.phrase(part.text), question.id)
    return [Table(columns, (head,), tuple(body), edition.phrase(edition.document.title))]


def _columns(code: float, boxes: list[float], *others: float) -> tuple[Column, ...]:
    """Number, text, other columns, a column for each mark, comment."""
    text = WIDTH - code - COMMENT - sum(boxes) - sum(others)
    return tuple(Column(width) for width in (code, text, *others, *boxes, COMMENT))


@lower_block.register
def _(block: rich.Rating, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    answers, heads = _rating_answers(block, framework, edition)
    width = marks_width(answers) if block.answers else MARK
    columns = _columns(code_width(framework), [width] * len(answers), *([LINK] if block.link else []))
    body: list[Row] = []
    for domain in framework.domains:
        if domain.open:
            continue
        body.append(domain_band(domain, len(columns), edition))
        body.extend(_rating_row(competency, block, answers, edition) for competency in domain.competencies)
    label = edition.phrase(edition.document.title)
    what = edition.phrase(framework.title) if block.answers else edition.word("competencies")
    return [Table(columns, _rating_head(block, what, heads, edition), tuple(body), label)]


def _rating_answers(block: rich.Rating, framework: Framework, edition: Context) -> tuple[Answers, list[Phrase]]:
    """The boxes of a row, and what stands above them: the levels with their figures, or the block's own answers."""
    if block.answers:
        own = [(answer.id, edition.phrase(answer.label)) for answer in block.answers]
        return own, [words for _, words in own]
    levels = [(level.id, edition.phrase(level.title)) for level in framework.levels]
    return levels, [level_title(level, edition) for level in framework.levels]


def _rating_head(block: rich.Rating, what: Phrase, heads: list[Phrase], edition: Context) -> tuple[Row, ...]:
    first = [
        text_cell(edition.word("number-sign"), head=True, rows=2),
        text_cell(what, head=True, rows=2),
        *([text_cell(edition.phrase(block.link), head=True, rows=2)] if block.link else []),
        text_cell(edition.phrase(block.levels_head), head=True, columns=len(heads), centred=True),
        text_cell(edition.phrase(block.comment_head), head=True, rows=2),
    ]
    return Row(tuple(first)), Row(tuple(mark_heads(heads)))


def _rating_row(competency: Competency, block: rich.Rating, answers: Answers, edition: Context) -> Row:
    about = called(competency, edition)
    cells = [text_cell(edition.literal(f"{competency.code}."), centred=True), statement(competency, block.voice, edition)]
    if block.link:
        link = labelled(about, edition.phrase(block.link))
        cells.append(Cell((room("lines", f"standard.{competency.id}", link),)))
    cells += marks(f"level.{competency.id}", about, answers)
    remarks = [
        Paragraph((edition.phrase(remark.text),), "note") for remark in block.remarks if remark.competency == competency.id
    ]
    comment = labelled(about, edition.word("comment"))
    cells.append(Cell((*remarks, room("lines", f"comment.{competency.id}", comment))))
    return Row(tuple(cells), RATING_ROW)


@lower_block.register
def _(block: rich.Help, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    head = Row((text_cell(edition.word("competency"), head=True), text_cell(edition.word("meaning"), head=True)))
    rows = []
    for competency in framework.competencies():
        if competency.help:
            said = prefixed(f"{competency.code}. ", edition.phrase(competency.statement[block.voice]))
            rows.append(Row((text_cell(said), text_cell(edition.phrase(competency.help)))))
    return [Table((Column(65), Column(115)), (head,), tuple(rows), edition.word("competencies"))]
