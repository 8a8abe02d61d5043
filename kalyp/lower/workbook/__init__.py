"""A school's workbook in one language → `cells.Book`: sheets to type into, and formulas that count and fill the request.

Names of inputs: `school.<field>`, `need`, `subject.free-<k>`; `staff.<n>.` with `name`, `position`, `subject-1`, `subject-2`,
`taught`, `category`, `left-out`; `person.<group>.<place>` (a number of the staff sheet), `level.<group>.<place>.<own|supervisor|
agreed>.<competency>`, `priority.<group>.<place>.<competency>`; and the fields of the request's form that no formula fills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kalyp.lower.context import Context, foot
from kalyp.lower.workbook.counts import counts_sheet
from kalyp.lower.workbook.frame import Frame
from kalyp.lower.workbook.guide import guide_sheet, returns_sheet
from kalyp.lower.workbook.levels import levels_sheet
from kalyp.lower.workbook.request import request_sheet
from kalyp.lower.workbook.results import results_sheet
from kalyp.lower.workbook.school import school_sheet
from kalyp.lower.workbook.staff import staff_sheet
from kalyp.lower.workbook.subjects import subjects_sheet
from kalyp.lower.workbook.summary import summary_sheet
from kalyp.model.cells import Book, PaperSheet, Sheet
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook

__all__ = ["WORDS", "lower_workbook"]

WORDS = frozenset({"usage-card", "usage-who", "usage-when", "usage-task", "usage-conditions", "usage-note"})


def lower_workbook(
    project: Project,
    workbook: Workbook,
    language: str,
    values: Mapping[str, str] | None = None,
    returns: Sequence[tuple[str, ...]] = (),
) -> Book:
    """The workbook with `values` in its inputs, by name. `returns`: rows of the list of collected files; none, no such sheet."""
    frame = Frame(project, workbook, language, values or {})
    groups, edition = workbook.groups, Context(project, workbook, (language,))
    sheets: list[Sheet | PaperSheet] = [
        guide_sheet(frame, returns=bool(returns)),
        school_sheet(frame),
        staff_sheet(frame),
        *(levels_sheet(frame, group) for group in groups),
        summary_sheet(frame),
        *(counts_sheet(frame, group) for group in groups),
        subjects_sheet(frame),
        *(results_sheet(frame, group) for group in groups),
        request_sheet(frame),
        *([returns_sheet(frame, returns)] if returns else []),
    ]
    return Book(
        document=workbook.id,
        languages=(language,),
        title=frame.say(workbook.title),
        subject=frame.say(workbook.subject),
        foot=foot(edition).plain,
        date=workbook.edition.date,
        edition=workbook.edition.number,
        sheets=tuple(sheets),
        words={name: frame.say(text) for name, text in workbook.sheets.refusals},
    )
