"""Blocks over years and subjects → core blocks: years side by side, degrees year by year, competencies × subjects."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.asking import BOX_ROW, FULL, NUMBER, room
from kalyp.lower.block import lower_block
from kalyp.lower.competency import called, domain_band, statement
from kalyp.lower.context import Context, band, bold, labelled, prefixed, text_cell
from kalyp.lower.texts import titled
from kalyp.model import blocks as rich
from kalyp.model.base import Text
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Field, FieldKind, Paragraph, Phrase, Row, Table

LABEL = 40.0  # mm of FULL: a column of labels
SUBJECT = 7.2  # mm of FULL: a column of one subject (11 mm on a landscape page)
TURNED_HEAD = 30.0  # mm: the height of heads that are set bottom-up


def _year(number: int, edition: Context) -> Phrase:
    return edition.word("year-number", number=str(number))


def _title(title: Text | None, edition: Context) -> Phrase:
    return edition.phrase(title or edition.document.title)


@lower_block.register
def _(block: rich.Years, edition: Context) -> list[Block]:
    years = range(1, block.years + 1)
    columns = (Column(LABEL), *(Column((FULL - LABEL) / block.years) for _ in years))
    head = Row((Cell(()), *(text_cell(_year(year, edition), head=True, centred=True) for year in years)))
    lines = block.lines if block.kind == "lines" else 1
    body = []
    for row in block.rows:
        label = edition.phrase(row.label)
        cells = [
            Cell((room(block.kind, f"{block.id}.{row.id}.{year}", labelled(label, _year(year, edition)), lines),))
            for year in years
        ]
        body.append(Row((text_cell(label, head=True), *cells), lines * PEN_LINE))
    table = Table(columns, (head,), tuple(body), _title(block.title, edition))
    return [*titled(block.title, block.place.line, edition), table]


@lower_block.register
def _(block: rich.YearRating, edition: Context) -> list[Block]:
    years = range(1, block.years + 1)
    boxes = len(block.degrees) * block.years
    columns = (Column(LABEL + 10), *(Column((FULL - LABEL - 10) / boxes) for _ in range(boxes)))
    heads = [text_cell(edition.phrase(degree.label), head=True, columns=block.years, centred=True) for degree in block.degrees]
    first = Row((text_cell(edition.word("indicator"), head=True, rows=2), *heads))
    second = Row(tuple(text_cell(edition.literal(str(year)), head=True, centred=True) for _ in block.degrees for year in years))
    body = []
    for row in block.rows:
        label = edition.phrase(row.label)
        cells = [
            Cell((_degree_box(block, row, degree, year, edition),), centred=True) for degree in block.degrees for year in years
        ]
        body.append(Row((text_cell(label, head=True), *cells), BOX_ROW))
    table = Table(columns, (first, second), tuple(body), _title(block.title, edition))
    return [*titled(block.title, block.place.line, edition), table]


def _degree_box(block: rich.YearRating, row: rich.YearRow, degree: rich.YearRow, year: int, edition: Context) -> Field:
    about = labelled(edition.phrase(row.label), _year(year, edition), edition.phrase(degree.label))
    return Field(FieldKind.MARK, f"{block.id}.{row.id}.{year}", about, degree.id)


@lower_block.register
def _(block: rich.Matrix, edition: Context) -> list[Block]:
    subjects = [(subject.id, edition.phrase(subject.label)) for subject in block.subjects]
    free = [(f"free-{number}", edition.literal(f"{number})")) for number in range(1, block.free_columns + 1)]
    asked = [("count", edition.phrase(block.count_head)), *subjects, *free]
    columns = (Column(NUMBER), Column(FULL - NUMBER - SUBJECT * len(asked)), *(Column(SUBJECT) for _ in asked))
    first = Row(
        (
            text_cell(edition.word("number-sign"), head=True, rows=2),
            text_cell(edition.phrase(block.competency_head), head=True, rows=2),
            _turned(edition.phrase(block.count_head), rows=2),
            text_cell(edition.phrase(block.subjects_head), head=True, columns=len(asked) - 1, centred=True),
        )
    )
    second = Row(
        (*(_turned(words) for _, words in subjects), *(text_cell(words, head=True, centred=True) for _, words in free)),
        TURNED_HEAD,
    )
    body = tuple(_matrix_rows(block, asked, edition))
    table = Table(columns, (first, second), body, edition.phrase(edition.document.title))
    return [*_free_subjects(block, edition), table]


def _turned(words: Phrase, rows: int = 1) -> Cell:
    return Cell((Paragraph((words,)),), rows=rows, head=True, centred=True, turned=True)


def _matrix_rows(block: rich.Matrix, asked: list[tuple[str, Phrase]], edition: Context) -> Iterator[Row]:
    def cells(row: str, about: Phrase) -> list[Cell]:
        return [
            Cell((Field(FieldKind.TEXT, f"{block.id}.{row}.{name}", labelled(about, words)),), centred=True)
            for name, words in asked
        ]

    for domain in edition.framework(block.framework).domains:
        if domain.open:
            continue
        yield domain_band(domain, 2 + len(asked), edition)
        for competency in domain.competencies:
            code = text_cell(edition.literal(f"{competency.code}."), head=True, centred=True)
            said = statement(competency, block.voice, edition)
            yield Row((code, said, *cells(competency.id, called(competency, edition))), PEN_LINE)
    other = edition.phrase(block.free_rows_head)
    if block.free_rows:
        yield band(other, 2 + len(asked))
    for number in range(1, block.free_rows + 1):
        sign = edition.literal(f"{number})")
        name = Cell((room("text", f"{block.id}.free-{number}.name", labelled(other, sign)),))
        yield Row((text_cell(sign, head=True, centred=True), name, *cells(f"free-{number}", labelled(other, sign))), PEN_LINE)
    total = edition.phrase(block.total)
    yield Row((text_cell(bold(total), head=True, columns=2), *cells("total", total)), PEN_LINE)


def _free_subjects(block: rich.Matrix, edition: Context) -> list[Block]:
    """The names of the subjects that the school adds: a column is too narrow to write them in."""
    if not block.free_columns:
        return []
    label = edition.phrase(block.free_label)
    cells = []
    for number in range(1, block.free_columns + 1):
        about = prefixed(f"{number}) ", label)
        cells.append(Cell((Paragraph((about,), "label"), room("text", f"{block.id}-subject.{number}", about))))
    columns = tuple(Column(FULL / block.free_columns) for _ in cells)
    return [Table(columns, (), (Row(tuple(cells), PEN_LINE),), label)]
