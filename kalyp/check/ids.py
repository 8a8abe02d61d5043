"""Ids: none twice where it must tell things apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kalyp.model import blocks as rich
from kalyp.model.base import parts
from kalyp.model.document import AnyDocument, Chapter
from kalyp.model.framework import Framework
from kalyp.model.project import Project
from kalyp.model.workbook import Workbook
from kalyp.problems import Code, Place, Problems


def check_ids(project: Project, problems: Problems) -> None:
    """Check ids inside frameworks, fields and documents."""
    for framework in project.frameworks.values():
        _check_framework(framework, problems)
    for entry in project.fields.values():
        _unique(entry.choices, problems)
    for document in project.written():
        for found in _groups(document):
            _unique(found, problems)


def _unique(found: Iterable[Any], problems: Problems) -> None:
    """Check that no two of these items have the same id."""
    seen: dict[str, Place] = {}
    for item in found:
        place = item.place.of("id")
        if item.id in seen:
            problems.add(Code.ID_TWICE, place, id=item.id, first=seen[item.id])
        seen.setdefault(item.id, place)


def _check_framework(framework: Framework, problems: Problems) -> None:
    for found in (framework.levels, framework.groups, framework.domains, framework.competencies()):
        _unique(found, problems)
    for competency in framework.competencies():
        for descriptors in competency.descriptors.values():
            _unique(descriptors, problems)


def _groups(document: AnyDocument | Chapter) -> Iterator[Iterable[Any]]:
    """The items of a document whose ids must differ from each other. Their fields are named after them."""
    found = [part for part, _ in parts(document)]
    yield (part for part in found if isinstance(part, rich.Anchored))
    for part in found:
        if isinstance(part, rich.Checklist):
            yield (question for section in part.sections for question in section.questions)
        elif isinstance(part, rich.Report):
            yield (box for row in part.rows for box in row)
        elif isinstance(part, rich.FillTable):
            yield (row for row in part.rows if row.id)
        for name in _LISTS.get(type(part), ()):
            yield getattr(part, name)


_LISTS: dict[type, tuple[str, ...]] = {  # the lists of a block whose items are told apart by their ids
    rich.Checklist: ("answers", "sections"),
    rich.Rating: ("answers",),
    rich.Appraisal: ("answers",),
    rich.FillTable: ("columns",),
    rich.Question: ("parts",),
    rich.Choices: ("options",),
    rich.Grid: ("columns",),
    rich.Matrix: ("subjects",),
    rich.Years: ("rows",),
    rich.YearRating: ("rows", "degrees"),
    rich.Signatures: ("rows",),
    rich.SignatureRow: ("parties",),
    rich.Figure: ("nodes",),
    Workbook: ("needs", "groups", "subjects"),
}
