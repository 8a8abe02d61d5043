"""Two ratings of a person side by side → core blocks: blank with rows to fill in by hand, or of a person (`Context.talk`)."""

from __future__ import annotations

from kalyp.lower.asking import BOX_ROW, FULL, NUMBER, room
from kalyp.lower.block import lower_block
from kalyp.lower.competency import MARK, Answers, level_title, mark_heads, marks
from kalyp.lower.context import Context, bold, joined, labelled, prefixed, text_cell
from kalyp.lower.ratings import PRIORITY, Ratings, priority
from kalyp.model import blocks as rich
from kalyp.model.base import Text
from kalyp.model.core import PEN_LINE, Block, Cell, Column, Field, FieldKind, Inline, Paragraph, Row, Table
from kalyp.model.framework import Framework

COMPARED = "compared"  # the field that says by which framework the person was rated
FIGURE = 18.0  # mm: a column in which a level's figure is written
NAME = 0.62  # of what the other columns leave: the name of the competency; the rest is for the note


@lower_block.register
def _(block: rich.Comparison, edition: Context) -> list[Block]:
    if not edition.talk:
        return _blank(block, edition)
    shown = [each for each in block.frameworks if each.framework == edition.talk.framework]
    return [_compared(block, shown, edition), *Ratings(block, edition.talk, edition).blocks()]


def _compared(block: rich.Comparison, shown: list[rich.Compared], edition: Context) -> Paragraph:
    """The boxes that say which of the frameworks it is."""
    head = edition.phrase(block.compared_head)
    items: list[Inline] = [bold(head)]
    for each in shown:
        words = edition.phrase(each.label)
        items += [Field(FieldKind.MARK, COMPARED, labelled(head, words), each.framework), words]
    return Paragraph(tuple(items), "tick")


def _answers(framework: Framework, edition: Context) -> Answers:
    return [(level.id, edition.phrase(level.title)) for level in framework.levels]


def _level_heads(framework: Framework, edition: Context) -> list[Cell]:
    return mark_heads(level_title(level, edition) for level in framework.levels)


def _blank(block: rich.Comparison, edition: Context) -> list[Block]:
    framework = edition.framework(block.frameworks[0].framework)
    boxes = MARK * len(framework.levels)
    rest = FULL - 2 * FIGURE - boxes - PRIORITY
    widths = [rest * NAME, FIGURE, FIGURE, *([MARK] * len(framework.levels)), PRIORITY, rest * (1 - NAME)]
    columns = tuple(Column(round(width, 3)) for width in widths)
    first = [
        text_cell(edition.phrase(block.competency_head), head=True, rows=2),
        text_cell(edition.phrase(block.own_head), head=True, rows=2),
        text_cell(edition.phrase(block.supervisor_head), head=True, rows=2),
        text_cell(edition.phrase(block.agreed_head), head=True, columns=len(framework.levels), centred=True),
        text_cell(edition.phrase(block.priority_head), head=True, rows=2),
        text_cell(edition.phrase(block.note_head), head=True, rows=2),
    ]
    head = (Row(tuple(first)), Row(tuple(_level_heads(framework, edition))))
    body = tuple(_free_row(number, block, framework, edition) for number in range(1, block.rows + 1))
    table = Table(columns, head, body, edition.phrase(edition.document.title))
    return [_compared(block, block.frameworks, edition), table, *_priorities(block, edition)]


def _free_row(number: int, block: rich.Comparison, framework: Framework, edition: Context) -> Row:
    sign = edition.literal(f"{number}.")
    row = f"{block.id}.{number}"

    def to_write(kind: str, name: str, head: Text) -> Cell:
        return Cell((room(kind, f"{row}.{name}", labelled(sign, edition.phrase(head)), block.lines),))

    agreed = joined(sign, edition.phrase(block.agreed_head))
    cells = (
        to_write("lines", "competency", block.competency_head),
        to_write("text", "own", block.own_head),
        to_write("text", "supervisor", block.supervisor_head),
        *marks(f"{row}.agreed", agreed, _answers(framework, edition)),
        Cell((priority(f"{row}.priority", sign, block, edition),), centred=True),
        to_write("lines", "note", block.note_head),
    )
    return Row(cells, max(block.lines * PEN_LINE, BOX_ROW))


def _priorities(block: rich.Comparison, edition: Context) -> list[Block]:
    """Lines for what was chosen, one each."""
    words = edition.phrase(block.priorities)
    rows = tuple(
        Row(
            (
                text_cell(edition.literal(f"{number}."), head=True, centred=True),
                Cell((room("text", f"{block.id}-priority.{number}", prefixed(f"{number}. ", words)),)),
            ),
            PEN_LINE + 1,
        )
        for number in range(1, block.priorities_count + 1)
    )
    return [Paragraph((bold(words),), "label"), Table((Column(NUMBER), Column(FULL - NUMBER)), (), rows, words)]
