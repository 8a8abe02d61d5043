"""The request for training with the layout of its form: numbers and head are formulas, what else there is stays open."""

from __future__ import annotations

from collections.abc import Iterator

from kalyp.lower.document import lower_document
from kalyp.lower.workbook.formulas import listed
from kalyp.lower.workbook.frame import FREE, Frame
from kalyp.lower.workbook.places import Places
from kalyp.model.asking import Matrix
from kalyp.model.cells import PaperSheet
from kalyp.model.walk import field_names
from kalyp.model.workbook import Group


def request_sheet(frame: Frame) -> PaperSheet:
    """The sheet. What stands in its open cells is among the workbook's values under the form's own names."""
    lowered = lower_document(frame.project, frame.form, (frame.language,))
    names = field_names(lowered)
    formulas = {name: formula for name, formula in _formulas(frame) if name in names}
    values = {name: frame.values[name] for name in names if name in frame.values and name not in formulas}
    return PaperSheet("request", frame.say(frame.workbook.sheets.request.tab), lowered.page, lowered.blocks, formulas, values)


def _formulas(frame: Frame) -> Iterator[tuple[str, str]]:
    places = Places(frame)
    for index, name in enumerate(frame.workbook.fields):
        yield name, _shown(places.school.cell(index, 1))
    yield from _matrix(frame, places)
    groups = {group.id: group for group in frame.workbook.groups}
    for name, field in frame.workbook.request.codes.items():
        yield field, codes(places, groups[name])


def _shown(cell: str) -> str:
    """What stands in a cell, and nothing for nothing."""
    return f'IF({cell}="","",{cell})'


def _matrix(frame: Frame, places: Places) -> Iterator[tuple[str, str]]:
    group, matrix = frame.main, frame.matrix
    counts, columns = places.counts(group), places.count_columns(group)
    subjects, known = places.subjects, places.subject_columns
    offered = [*(subject.id for subject in matrix.subjects), *(f"{FREE}{at}" for at in range(1, matrix.free_columns + 1))]
    for index, competency in enumerate(frame.competencies(group)):
        yield f"{matrix.id}.{competency.id}.count", counts.cell(index, columns.needs)
        for at, subject in enumerate(offered):
            number = subjects.cell(at, known.need + index)
            yield f"{matrix.id}.{competency.id}.{subject}", f'IF({number}=0,"",{number})'
    for at in range(matrix.free_columns):
        yield f"{matrix.id}-subject.{at + 1}", _shown(subjects.cell(len(matrix.subjects) + at, known.NAME))
    for subject in ("count", *offered):
        yield f"{matrix.id}.total.{subject}", _total(frame, matrix, subject)


def _total(frame: Frame, matrix: Matrix, subject: str) -> str:
    """The sum of a column; what is typed into the free rows may stand there as a text."""
    own = ",".join(f"{{{matrix.id}.{competency.id}.{subject}}}" for competency in frame.competencies(frame.main))
    free = (f"{{{matrix.id}.{FREE}{row}.{subject}}}" for row in range(1, matrix.free_rows + 1))
    return "+".join([f"SUM({own})", *(f"IFERROR(VALUE({cell}),0)" for cell in free)])


def codes(places: Places, group: Group) -> str:
    """The codes of the competencies that a group needs, those first that most people need."""
    rows, columns = places.counts(group), places.count_columns(group)
    found = []
    for index in range(rows.count):
        place = rows.cell(index, columns.ordered)
        needed = f"INDEX({rows.column(columns.needs)},{place})>0"
        found.append((needed, f"INDEX({rows.column(columns.CODE)},{place})"))
    return listed(found)
