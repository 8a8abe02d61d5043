"""The school's own sheet: what stands at the head of the request, what counts as a need, subjects of the school's own."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.workbook.formulas import quoted, sentences
from kalyp.lower.workbook.frame import Frame, own_subjects
from kalyp.lower.workbook.places import Places
from kalyp.model.cells import Cell, Highlight, Input, Sheet, address

WIDTHS = (58.0, 92.0, 60.0, 10.0)  # mm: label, place to type, remarks; hidden
WIDTH = 3
LABEL, TYPED, REMARK, HIDDEN = range(4)


def school_sheet(frame: Frame) -> Sheet:
    """The sheet, with one row a field."""
    words, places = frame.workbook.sheets.school, Places(frame)
    fields, own, need = places.school, places.own_subjects, places.need_row
    cells = [
        Cell(0, 0, frame.say(words.title), style="title", columns=WIDTH),
        Cell(1, 0, frame.say(words.lead), style="text", columns=WIDTH),
        *_fields(frame, places),
        Cell(need - 1, 0, frame.say(words.need_head), style="heading", columns=WIDTH),
        *_need(frame, places),
        Cell(own.first - 3, 0, frame.say(words.own_head), style="heading", columns=WIDTH),
        Cell(own.first - 2, 0, frame.say(words.own_lead), style="text", columns=WIDTH),
        *_own_subjects(frame, places),
    ]
    remarks = f"{address(0, REMARK)}:{address(own.row(own.count) - 1, REMARK)}"
    wrong = [frame.say(words.need_wrong), frame.say(words.own_known)]
    here = address(0, REMARK)
    return Sheet(
        id="school",
        title=fields.sheet,
        page=frame.page(frame.workbook.summary_page),
        widths=WIDTHS,
        cells=tuple(cells),
        highlights=(Highlight(remarks, f"OR({','.join(f'{here}={quoted(said)}' for said in wrong)})", "flag"),),
        columns_hidden=((HIDDEN, HIDDEN),),
        one_page=True,
    )


def _fields(frame: Frame, places: Places) -> Iterator[Cell]:
    for index, name in enumerate(frame.workbook.fields):
        row = places.school.row(index)
        yield Cell(row, LABEL, frame.label(name), style="label")
        yield frame.open(row, TYPED, Input(f"school.{name}"))


def _need(frame: Frame, places: Places) -> Iterator[Cell]:
    """What counts as a need; until something else is chosen, the first of the list."""
    words, needs, row = frame.workbook.sheets.school, frame.workbook.needs, places.need_row
    shown = [(need.id, frame.say(need.label)) for need in needs]
    made = Input("need", tuple(shown))
    yield Cell(row, LABEL, frame.say(words.need), style="label")
    cell = frame.open(row, TYPED, made)
    yield cell if cell.value else Cell(row, TYPED, shown[0][1], input=made)
    number = "0"
    for at, (_, label) in reversed(list(enumerate(shown, start=1))):
        number = f"IF({places.need}={quoted(label)},{at},{number})"
    yield Cell(row, HIDDEN, formula=f"MAX(1,{number})", style="count")
    yield Cell(row, REMARK, formula=sentences([(f"{number}=0", frame.say(words.need_wrong))]), style="text")


def _own_subjects(frame: Frame, places: Places) -> Iterator[Cell]:
    words, rows, subjects = frame.workbook.sheets.school, places.own_subjects, places.subjects
    names = subjects.column(places.subject_columns.NAME)
    free = frame.matrix.free_columns
    for index, name in enumerate(own_subjects(frame.workbook)):
        row, cell = rows.row(index), rows.cell(index, TYPED)
        yield Cell(row, LABEL, index + 1, style="label")
        yield frame.open(row, TYPED, Input(f"subject.{name}"))
        known = f'IF({cell}="",FALSE,SUMPRODUCT(--({names}={cell}))>1)'
        said = [(known, frame.say(words.own_known))]
        if index >= free:
            said.append((f'AND({cell}<>"",NOT({known}))', frame.say(words.own_beyond)))
        yield Cell(row, REMARK, formula=sentences(said), style="text")
