"""Blocks over lists of questions and competencies → core blocks: checklist, rating, descriptors, help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from kalyp.lower.asking import BOX_ROW, NUMBER, room
from kalyp.lower.block import lower_block
from kalyp.lower.context import Context, bold, joined, labelled, prefixed, text_cell
from kalyp.model import blocks as rich
from kalyp.model.core import PEN_LINE, Block, Break, Cell, Column, Field, FieldKind, Heading, Paragraph, Phrase, Row, Table
from kalyp.model.framework import Competency, Descriptor, Framework, Level

MARK = 14.0  # mm: a column of boxes; a scan needs 12 from box to box
COMMENT = 40.0  # mm
LINK = 20.0  # mm
SHORT_CODE, DIGIT = 2, 2.0  # characters that a column of numbers has room for, and what each more takes (mm)
RATING_ROW = 2 * PEN_LINE  # mm


def _marks(name: str, about: Phrase, answers: Sequence[tuple[str, Phrase]]) -> list[Cell]:
    """A cell with a box for each answer of a group."""
    return [Cell((Field(FieldKind.MARK, name, labelled(about, words), value),), centred=True) for value, words in answers]


@lower_block.register
def _(block: rich.Checklist, edition: Context) -> list[Block]:
    answers = [(option.id, edition.phrase(option.label)) for option in block.answers]
    columns = _columns(len(answers))
    comment = edition.word("comment")
    head = Row(
        (
            text_cell(edition.word("number-sign"), head=True),
            text_cell(edition.word("question"), head=True),
            *(text_cell(words, head=True, centred=True) for _, words in answers),
            text_cell(comment, head=True),
        )
    )
    body: list[Row] = []

    def row(name: str, number: str, text: Phrase, parent: str = "") -> None:
        about = prefixed(f"{parent}{number} ", text)
        note = room("lines", f"{block.id}-comment.{name}", labelled(about, comment))
        cells = (text_cell(edition.literal(number), centred=True), text_cell(text))
        body.append(Row((*cells, *_marks(f"{block.id}.{name}", about, answers), Cell((note,))), BOX_ROW))

    for section in block.sections:
        title = prefixed(f"{section.code}. ", edition.phrase(section.title))
        body.append(Row((text_cell(bold(title), head=True, columns=len(columns)),), group=True))
        for question in section.questions:
            row(question.id, f"{question.id}.", edition.phrase(question.text))
            for index, part in enumerate(question.parts):
                row(f"{question.id}{part.id}", f"{edition.letter(index)})", edition.phrase(part.text), question.id)
    return [Table(columns, (head,), tuple(body), edition.phrase(edition.document.title))]


def _columns(marks: int, *others: float, codes: Iterable[str] = ()) -> tuple[Column, ...]:
    """Number, text, other columns, a column for each mark, comment: 180 mm in all. The number has room for the longest code."""
    number = NUMBER + max(0.0, (max(map(len, codes), default=0) - SHORT_CODE) * DIGIT)
    text = 180 - number - COMMENT - marks * MARK - sum(others)
    return tuple(Column(width) for width in (number, text, *others, *([MARK] * marks), COMMENT))


def _level_title(level: Level, edition: Context) -> Phrase:
    return joined(edition.phrase(level.title), edition.literal(f"({level.mark})"))


@lower_block.register
def _(block: rich.Rating, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    codes = [competency.code for competency in framework.competencies()]
    columns = _columns(len(framework.levels), *([LINK] if block.link else []), codes=codes)
    body: list[Row] = []
    for domain in framework.domains:
        if domain.open:
            continue
        title = prefixed(f"{domain.code}. ", edition.phrase(domain.title))
        body.append(Row((text_cell(bold(title), head=True, columns=len(columns)),), group=True))
        body.extend(_rating_row(competency, block, framework, edition) for competency in domain.competencies)
    label = edition.phrase(edition.document.title)
    return [Table(columns, _rating_head(block, framework, edition), tuple(body), label)]


def _rating_head(block: rich.Rating, framework: Framework, edition: Context) -> tuple[Row, ...]:
    first = [
        text_cell(edition.word("number-sign"), head=True, rows=2),
        text_cell(edition.word("competencies"), head=True, rows=2),
        *([text_cell(edition.phrase(block.link), head=True, rows=2)] if block.link else []),
        text_cell(edition.phrase(block.levels_head), head=True, columns=len(framework.levels), centred=True),
        text_cell(edition.phrase(block.comment_head), head=True, rows=2),
    ]
    second = [text_cell(_level_title(level, edition), head=True, centred=True) for level in framework.levels]
    return Row(tuple(first)), Row(tuple(second))


def _rating_row(competency: Competency, block: rich.Rating, framework: Framework, edition: Context) -> Row:
    statement = edition.phrase(competency.statement[block.voice])
    about = prefixed(f"{competency.code}. ", edition.phrase(competency.short))
    cells = [text_cell(edition.literal(f"{competency.code}."), centred=True), text_cell(statement)]
    if block.link:
        link = labelled(about, edition.phrase(block.link))
        cells.append(Cell((room("lines", f"standard.{competency.id}", link),)))
    answers = [(level.id, edition.phrase(level.title)) for level in framework.levels]
    cells += _marks(f"level.{competency.id}", about, answers)
    remarks = [
        Paragraph((edition.phrase(remark.text),), "note") for remark in block.remarks if remark.competency == competency.id
    ]
    comment = labelled(about, edition.word("comment"))
    cells.append(Cell((*remarks, room("lines", f"comment.{competency.id}", comment))))
    return Row(tuple(cells), RATING_ROW)


@lower_block.register
def _(block: rich.Descriptors, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    made: list[Block] = []
    for domain in framework.domains:
        if made:
            made.append(Break())
        made.append(Heading(2, edition.phrase(domain.title), f"domain-{domain.id}", f"{domain.code}."))
        if domain.note:
            made.append(Paragraph((edition.phrase(domain.note),)))
        for number, competency in enumerate(domain.competencies):
            if number:  # each on a page of its own: it can be copied and handed out alone, and set apart when it changes
                made.append(Break())
            short = edition.phrase(competency.short)
            made.append(Heading(3, short, f"competency-{competency.id}", f"{competency.code}."))
            made.append(Paragraph((bold(edition.phrase(competency.statement[block.voice])),), "lead"))
            made.append(_descriptor_table(competency, framework, short, edition))
    return made


def _descriptor_table(competency: Competency, framework: Framework, label: Phrase, edition: Context) -> Table:
    """Level beside level; the n-th descriptors of all levels share a row, since they speak of the same sign."""
    heads = []
    for level in framework.levels:
        lead = [Paragraph((edition.phrase(level.lead),), "note")] if level.lead else []
        heads.append(Cell((Paragraph((bold(_level_title(level, edition)),)), *lead), head=True))
    body = _descriptor_rows(competency, None, framework, edition)
    for group in framework.groups:
        rows = _descriptor_rows(competency, group.id, framework, edition)
        if rows:
            title = bold(edition.phrase(group.title))
            body += [Row((text_cell(title, head=True, columns=len(framework.levels)),), group=True), *rows]
    columns = tuple(Column(60) for _ in framework.levels)
    return Table(columns, (Row(tuple(heads)),), tuple(body), label)


def _descriptor_rows(competency: Competency, group: str | None, framework: Framework, edition: Context) -> list[Row]:
    by_level = []
    for level in framework.levels:
        lettered = list(enumerate(competency.descriptors.get(level.id, [])))
        by_level.append([(index, found) for index, found in lettered if found.group == group])
    return [Row(tuple(_descriptor_cell(pair, edition) for pair in pairs)) for pairs in zip_longest(*by_level)]


def _descriptor_cell(found: tuple[int, Descriptor] | None, edition: Context) -> Cell:
    if found is None:  # this level has fewer
        return Cell(())
    index, descriptor = found
    return text_cell(prefixed(f"{edition.letter(index)}) ", edition.phrase(descriptor.text)))


@lower_block.register
def _(block: rich.Help, edition: Context) -> list[Block]:
    framework = edition.framework(block.framework)
    head = Row((text_cell(edition.word("competency"), head=True), text_cell(edition.word("meaning"), head=True)))
    rows = []
    for competency in framework.competencies():
        if competency.help:
            statement = prefixed(f"{competency.code}. ", edition.phrase(competency.statement[block.voice]))
            rows.append(Row((text_cell(statement), text_cell(edition.phrase(competency.help)))))
    return [Table((Column(65), Column(115)), (head,), tuple(rows), edition.word("competencies"))]
